import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'focus_group.read': true
    'focus_group.manage': true
    'focus_group.code': true
  }
}

export const permissions = {
  'focus_group.read': { id: 'Melihat diskusi kelompok dan observasi', en: 'See group discussions and observations' },
  'focus_group.manage': {
    id: 'Mengelola diskusi kelompok dan observasi',
    en: 'Run group discussions and observations',
    needs: ['focus_group.read'],
  },
  'focus_group.code': {
    id: 'Memberi tema pada catatan diskusi',
    en: 'Code the notes of discussions',
    needs: ['focus_group.read'],
  },
} satisfies PermissionTexts
