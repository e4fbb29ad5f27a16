import { countRows } from '../../platform/database/count.ts'
import { formatNumber } from '../../platform/i18n.ts'
import type { FirstStep } from '../../platform/slice.ts'

export const firstSteps: readonly FirstStep[] = [
  {
    name: 'services',
    order: 30,
    path: '/layanan',
    access: 'service.read',
    label: { id: 'Daftarkan layanan publik', en: 'List the public services' },
    lead: {
      id: 'Warga memilih layanan saat menyampaikan pengaduan dan menilai pelayanan.',
      en: 'Citizens choose a service when they complain and when they rate.',
    },
    async state(db, scope) {
      const services = await countRows(db, scope, 'services.service')
      return {
        done: services > 0,
        have: {
          id: `${formatNumber(services)} layanan`,
          en: `${formatNumber(services, 'en')} ${services === 1 ? 'service' : 'services'}`,
        },
      }
    },
  },
]
