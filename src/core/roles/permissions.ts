import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'role.read': true
    'role.manage': true
    'role.delegate': true
  }
}

export const permissions = {
  'role.read': { id: 'Melihat peran dan pemegangnya', en: 'See roles and who holds them' },
  'role.manage': { id: 'Membuat peran dan memberikannya', en: 'Make roles and grant them', whole: true },
  'role.delegate': {
    id: 'Menunjuk Plt. dan Plh. di unitnya',
    en: 'Appoint acting and daily substitutes',
    needs: ['role.read'],
  },
} satisfies PermissionTexts
