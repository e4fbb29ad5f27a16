import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'report.read': true
  }
}

export const permissions = {
  'report.read': { id: 'Melihat lingkaran perbaikan dan laporannya', en: 'See the improvement loop and its reports' },
} satisfies PermissionTexts
