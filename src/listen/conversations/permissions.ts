import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'conversation.read': true
    'conversation.answer': true
    'conversation.manage': true
  }
}

export const permissions = {
  'conversation.read': { id: 'Membaca percakapan dengan warga', en: 'Read conversations with citizens' },
  'conversation.answer': {
    id: 'Menjawab percakapan, menyerahkan, dan menjadikannya laporan',
    en: 'Answer conversations, hand them over and make cases of them',
    needs: ['conversation.read'],
  },
  'conversation.manage': {
    id: 'Mengatur janji waktu jawab dan masa simpan percakapan',
    en: 'Set the promised answering time and how long conversations are kept',
    whole: true,
  },
} satisfies PermissionTexts
