import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'channel.manage': true
    'channel.work': true
  }
}

export const permissions = {
  'channel.manage': {
    id: 'Mengatur kanal masuk: surel, WhatsApp, SP4N-LAPOR!',
    en: 'Set up incoming channels: e-mail, WhatsApp, SP4N-LAPOR!',
    whole: true,
    needs: ['channel.work'],
  },
  'channel.work': {
    id: 'Memeriksa karantina, memindai surat, dan mengimpor dari SP4N-LAPOR!',
    en: 'Review quarantine, scan letters and import from SP4N-LAPOR!',
    whole: true,
  },
} satisfies PermissionTexts
