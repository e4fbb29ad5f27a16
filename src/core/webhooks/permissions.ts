import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'webhook.manage': true
  }
}

export const permissions = {
  'webhook.manage': { id: 'Mengatur webhook', en: 'Manage webhooks', whole: true },
} satisfies PermissionTexts
