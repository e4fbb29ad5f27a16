import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'talent.read': true
    'talent.manage': true
    'talent.pool': true
    'talent.rules': true
  }
}

export const permissions = {
  'talent.read': { id: 'Melihat siapa yang akan pensiun', en: 'See who will retire' },
  'talent.manage': {
    id: 'Menetapkan calon pengganti dan alih pengetahuan',
    en: 'Name successors and plan hand-overs',
    needs: ['talent.read'],
  },
  'talent.pool': { id: 'Mencari narasumber dan mentor', en: 'Search experts and mentors', whole: true },
  'talent.rules': { id: 'Mengubah aturan dan daftar persiapan pensiun', en: 'Change retirement rules', whole: true },
} satisfies PermissionTexts
