import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'notification.outbox': true
  }
}

export const permissions = {
  'notification.outbox': {
    id: 'Melihat surel yang disimpan sebagai berkas',
    en: 'See e-mail that is kept as files',
    whole: true,
  },
} satisfies PermissionTexts
