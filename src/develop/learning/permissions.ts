import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'learning.read': true
    'learning.manage': true
    'learning.rules': true
  }
}

export const permissions = {
  'learning.read': {
    id: 'Melihat kursus dan hasil belajar unitnya',
    en: 'See courses and learning results of the unit',
  },
  'learning.manage': {
    id: 'Menyusun kursus, bank soal, dan peserta',
    en: 'Manage courses, question banks and participants',
    needs: ['learning.read'],
  },
  'learning.rules': {
    id: 'Mengubah aturan jam pelajaran',
    en: 'Change the rules of lesson hours',
    whole: true,
    needs: ['learning.read'],
  },
} satisfies PermissionTexts
