import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'service.read': true
    'service.manage': true
  }
}

export const permissions = {
  'service.read': { id: 'Melihat daftar layanan', en: 'See the list of services' },
  'service.manage': { id: 'Mengubah layanan dan standarnya', en: 'Change services and their standards' },
} satisfies PermissionTexts
