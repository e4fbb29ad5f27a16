import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'retention.manage': true
  }
}

export const permissions = {
  'retention.manage': {
    id: 'Mengatur masa simpan data pribadi dan menahan penghapusannya',
    en: 'Set how long personal data are kept, and hold their erasure',
    whole: true,
  },
} satisfies PermissionTexts
