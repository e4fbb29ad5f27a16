import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'open311.manage': true
  }
}

export const permissions = {
  'open311.manage': {
    id: 'Mengatur Open311: pertanyaan tambahan, server tujuan, dan penerusan ke instansi lain',
    en: 'Set up Open311: extra questions, other servers, and passing cases on',
    whole: true,
  },
} satisfies PermissionTexts
