import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'service.read': true
    'service.manage': true
    'service.approve': true
    'service.serve': true
    'service.record': true
    'service.rules': true
  }
}

export const permissions = {
  'service.read': { id: 'Melihat daftar layanan', en: 'See the list of services' },
  'service.manage': {
    id: 'Mengubah layanan dan menyusun standarnya',
    en: 'Change services and draft their standards',
    needs: ['service.read'],
  },
  'service.approve': { id: 'Menetapkan standar pelayanan', en: 'Approve service standards', needs: ['service.read'] },
  'service.serve': {
    id: 'Melayani di loket dan memproses permohonan',
    en: 'Serve at the counter and work on requests',
  },
  'service.record': {
    id: 'Mengimpor dan mengirim catatan pelayanan',
    en: 'Import and send records of services given',
    needs: ['service.read'],
  },
  'service.rules': {
    id: 'Mengatur ketentuan standar pelayanan',
    en: 'Set the rules of service standards',
    whole: true,
  },
} satisfies PermissionTexts
