import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'competency.read': true
    'competency.profile': true
    'competency.manage': true
  }
}

export const permissions = {
  'competency.read': { id: 'Melihat kesenjangan kompetensi per unit', en: 'See competency gaps by unit' },
  'competency.profile': {
    id: 'Melihat profil kompetensi setiap pegawai unit',
    en: "See the competency profile of each of the unit's employees",
    needs: ['competency.read'],
  },
  'competency.manage': {
    id: 'Mengelola kamus, standar, dan penilaian kompetensi',
    en: 'Manage competency frameworks, standards and assessments',
    whole: true,
  },
} satisfies PermissionTexts
