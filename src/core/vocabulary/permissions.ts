import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'vocabulary.read': true
    'vocabulary.manage': true
  }
}

export const permissions = {
  'vocabulary.read': {
    id: 'Melihat istilah yang berlaku pada suatu hari',
    en: 'See the words in force on a day',
    whole: true,
  },
  'vocabulary.manage': {
    id: 'Mengubah, menambah, dan menghentikan istilah',
    en: 'Change, add and withdraw words',
    whole: true,
    needs: ['vocabulary.read'],
  },
} satisfies PermissionTexts
