import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'oversight.read': true
    'oversight.reply': true
    'oversight.examine': true
    'oversight.manage': true
    'oversight.rules': true
  }
}

export const permissions = {
  'oversight.read': { id: 'Membaca laporan dan temuan pengawasan', en: 'Read oversight reports and findings' },
  'oversight.reply': {
    id: 'Menanggapi dan menindaklanjuti temuan unitnya',
    en: 'Reply to and follow up findings of the unit',
    needs: ['oversight.read'],
  },
  'oversight.examine': {
    id: 'Memeriksa sebagai anggota tim pengawas dan memverifikasi tindak lanjut',
    en: 'Examine as a member of an oversight team and verify follow-up',
    needs: ['oversight.read'],
  },
  'oversight.manage': {
    id: 'Membentuk tim pengawas dan merencanakan pengawasan',
    en: 'Set up oversight teams and plan activities',
    needs: ['oversight.read'],
  },
  'oversight.rules': {
    id: 'Menetapkan daftar periksa, jangka waktu, dan apa yang dibuka untuk umum',
    en: 'Set checklists, periods and what is public',
    whole: true,
  },
} satisfies PermissionTexts
