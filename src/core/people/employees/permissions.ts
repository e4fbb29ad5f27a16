import type { PermissionTexts } from '../../../platform/access.ts'

declare module '../../../platform/access.ts' {
  interface Permissions {
    'employee.read': true
    'employee.manage': true
    'employee.import': true
  }
}

export const permissions = {
  'employee.read': { id: 'Melihat data pegawai', en: 'See employee records' },
  'employee.manage': {
    id: 'Mengelola data dan penempatan pegawai',
    en: 'Manage employees and their assignments',
    needs: ['employee.read'],
  },
  'employee.import': { id: 'Mengimpor data dari berkas', en: 'Import data from files' },
} satisfies PermissionTexts
