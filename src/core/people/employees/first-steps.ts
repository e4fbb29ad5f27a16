import { countRows } from '../../../platform/database/count.ts'
import { formatNumber } from '../../../platform/i18n.ts'
import type { FirstStep } from '../../../platform/slice.ts'

export const firstSteps: readonly FirstStep[] = [
  {
    name: 'employees',
    order: 50,
    path: '/impor',
    access: 'employee.import',
    label: { id: 'Impor pegawai', en: 'Import the employees' },
    lead: {
      id: 'Unggah CSV atau XLSX dari SIASN. Setiap baris diperiksa dan ditunjukkan dahulu sebelum diterapkan.',
      en: 'Upload a CSV or XLSX from SIASN. Every row is checked and shown before anything is applied.',
    },
    async state(db, scope) {
      const employees = await countRows(db, scope, 'people.employee')
      return {
        done: employees > 0,
        have: {
          id: `${formatNumber(employees)} pegawai`,
          en: `${formatNumber(employees, 'en')} ${employees === 1 ? 'employee' : 'employees'}`,
        },
      }
    },
  },
]
