import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'audit.read': true
  }
}

export const permissions = {
  'audit.read': { id: 'Melihat jejak audit', en: 'See the audit trail', whole: true },
} satisfies PermissionTexts
