import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'practice.read': true
    'practice.manage': true
    'practice.review': true
    'practice.rules': true
  }
}

export const permissions = {
  'practice.read': { id: 'Melihat inovasi dan praktik terbaik', en: 'See innovations and good practices' },
  'practice.manage': {
    id: 'Menulis inovasi dan praktik terbaik serta mengajukan perubahan keadaannya',
    en: 'Write innovations and good practices and ask for a change of their state',
    needs: ['practice.read'],
  },
  'practice.review': {
    id: 'Meninjau bukti inovasi dan menayangkannya kepada umum',
    en: 'Review the evidence of innovations and publish them',
    needs: ['practice.read'],
  },
  'practice.rules': { id: 'Menetapkan kriteria inovasi', en: 'Set the criteria of an innovation', whole: true },
} satisfies PermissionTexts
