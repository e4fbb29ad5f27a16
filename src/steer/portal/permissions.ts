import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'story.publish': true
  }
}

export const permissions = {
  'story.publish': { id: 'Menerbitkan hasil perbaikan kepada warga', en: 'Publish improvements to citizens' },
} satisfies PermissionTexts
