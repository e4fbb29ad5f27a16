import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'survey.read': true
    'survey.invite': true
    'survey.publish': true
    'survey.submit': true
  }
}

export const permissions = {
  'survey.read': { id: 'Melihat hasil survei kepuasan', en: 'See satisfaction survey results' },
  'survey.invite': { id: 'Membuat undangan survei', en: 'Make survey invitations' },
  'survey.publish': { id: 'Mengumumkan hasil survei', en: 'Publish survey results' },
  'survey.submit': { id: 'Mengirim jawaban survei dari sistem lain', en: 'Send survey answers from another system' },
} satisfies PermissionTexts
