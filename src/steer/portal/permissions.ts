import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'story.publish': true
    'article.write': true
    'article.publish': true
  }
}

export const permissions = {
  'story.publish': { id: 'Menerbitkan hasil perbaikan kepada warga', en: 'Publish improvements to citizens' },
  'article.write': { id: 'Menulis artikel pengetahuan', en: 'Write knowledge articles', whole: true },
  'article.publish': {
    id: 'Menerbitkan artikel pengetahuan yang ditulis orang lain',
    en: 'Publish knowledge articles written by others',
    whole: true,
    needs: ['article.write'],
  },
} satisfies PermissionTexts
