import { countRows } from '../../platform/database/count.ts'
import { formatNumber } from '../../platform/i18n.ts'
import type { FirstStep } from '../../platform/slice.ts'
import { findInstitution } from './setup/queries.ts'

export const firstSteps: readonly FirstStep[] = [
  {
    name: 'institution',
    order: 10,
    path: '/instansi',
    access: 'organization.manage',
    label: { id: 'Lengkapi data instansi', en: 'Complete the institution' },
    lead: {
      id: 'Wilayah instansi menentukan daftar kecamatan dan desa yang dipilih warga.',
      en: 'The region decides which districts and villages citizens choose from.',
    },
    async state(db, scope) {
      const { region } = await findInstitution(db, scope)
      const have = region ? { id: region, en: region } : { id: 'Wilayah belum dipilih', en: 'No region chosen yet' }
      return { done: region !== null, have }
    },
  },
  {
    name: 'units',
    order: 20,
    path: '/unit',
    access: 'unit.manage',
    label: { id: 'Susun unit kerja', en: 'Arrange the units' },
    lead: {
      id: 'Dinas, badan, kecamatan, sampai loket: tempat pengaduan diteruskan dan hasil diukur. Unit juga dapat diimpor.',
      en: 'Departments, districts, desks: where complaints are routed and results measured. Units can be imported too.',
    },
    async state(db, scope) {
      const units = (await countRows(db, scope, 'organization.unit')) - 1
      return {
        done: units > 0,
        have: {
          id: `${formatNumber(units)} unit di bawah instansi`,
          en: `${formatNumber(units, 'en')} ${units === 1 ? 'unit' : 'units'} below the top`,
        },
      }
    },
  },
  {
    name: 'positions',
    order: 40,
    path: '/jabatan',
    access: 'unit.read',
    label: { id: 'Catat jabatan', en: 'Record the positions' },
    lead: {
      id: 'Standar kompetensi melekat pada jabatan. Jabatan juga dapat diimpor.',
      en: 'Competency standards belong to positions. Positions can be imported too.',
    },
    async state(db, scope) {
      const positions = await countRows(db, scope, 'organization.position')
      return {
        done: positions > 0,
        have: {
          id: `${formatNumber(positions)} jabatan`,
          en: `${formatNumber(positions, 'en')} ${positions === 1 ? 'position' : 'positions'}`,
        },
      }
    },
  },
  {
    name: 'calendar',
    order: 90,
    path: '/kalender',
    access: 'calendar.read',
    label: { id: 'Periksa kalender dan jam kerja', en: 'Check calendar and working hours' },
    lead: {
      id: 'Tenggat dihitung dari hari libur dan jam kerja ini. Bila bawaannya sudah benar, tandai sudah diperiksa.',
      en: 'Deadlines are computed from these holidays and hours. If the defaults are right, mark this as checked.',
    },
    async state(db, scope) {
      const edits = (await countRows(db, scope, 'organization.calendar_version')) - 1
      return {
        done: edits > 0,
        have: {
          id: `${formatNumber(Math.max(edits, 0))} penyesuaian`,
          en: `${formatNumber(Math.max(edits, 0), 'en')} changes`,
        },
      }
    },
  },
]
