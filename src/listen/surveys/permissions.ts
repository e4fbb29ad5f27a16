import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'survey.read': true
    'survey.invite': true
    'survey.publish': true
    'survey.submit': true
    'survey.plan': true
    'survey.kiosk': true
    'survey.paper': true
    'survey.follow_up': true
    'survey.rule': true
  }
}

export const permissions = {
  'survey.read': { id: 'Melihat hasil survei kepuasan', en: 'See satisfaction survey results' },
  'survey.invite': { id: 'Membuat undangan survei', en: 'Make survey invitations' },
  'survey.publish': { id: 'Mengumumkan hasil survei', en: 'Publish survey results', needs: ['survey.read'] },
  'survey.plan': { id: 'Menyusun rencana sampel survei', en: 'Make sampling plans' },
  'survey.kiosk': { id: 'Memasang kios survei', en: 'Set up survey kiosks' },
  'survey.paper': { id: 'Memasukkan kuesioner kertas', en: 'Key in paper questionnaires' },
  'survey.follow_up': { id: 'Mengelola rencana tindak lanjut survei', en: 'Manage survey follow-up' },
  'survey.rule': { id: 'Mengatur aturan dan pertanyaan survei', en: 'Set survey rules and questions', whole: true },
  'survey.submit': { id: 'Mengirim jawaban survei dari sistem lain', en: 'Send survey answers from another system' },
} satisfies PermissionTexts
