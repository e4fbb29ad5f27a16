import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'unit.read': true
    'unit.manage': true
    'calendar.read': true
    'calendar.manage': true
    'organization.manage': true
  }
}

export const permissions = {
  'unit.read': { id: 'Melihat unit kerja dan jabatan', en: 'See units and positions' },
  'unit.manage': { id: 'Mengelola unit kerja dan jabatan', en: 'Manage units and positions', needs: ['unit.read'] },
  'calendar.read': { id: 'Melihat kalender kerja', en: 'See the working calendar' },
  'calendar.manage': { id: 'Mengelola kalender kerja', en: 'Manage the working calendar', needs: ['calendar.read'] },
  'organization.manage': { id: 'Menyiapkan instansi', en: 'Set up the institution', whole: true },
} satisfies PermissionTexts
