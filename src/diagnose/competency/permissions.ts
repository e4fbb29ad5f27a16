import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'competency.read': true
    'competency.summary': true
    'competency.manage': true
  }
}

export const permissions = {
  'competency.read': { id: 'Melihat profil kompetensi pegawai', en: "See employees' competency profiles" },
  'competency.summary': { id: 'Melihat kesenjangan kompetensi per unit', en: 'See competency gaps by unit' },
  'competency.manage': {
    id: 'Mengelola kamus, standar, dan penilaian kompetensi',
    en: 'Manage competency frameworks, standards and assessments',
  },
} satisfies PermissionTexts
