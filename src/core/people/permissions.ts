import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'account.manage': true
    'api_client.manage': true
  }
}

export const permissions = {
  'account.manage': { id: 'Mengelola akun dan cara masuk', en: 'Manage accounts and sign-in', whole: true },
  'api_client.manage': { id: 'Mengelola klien API', en: 'Manage API clients', whole: true },
} satisfies PermissionTexts
