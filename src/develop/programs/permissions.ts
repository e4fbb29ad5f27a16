import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'program.read': true
    'program.manage': true
    'program.approve': true
    'program.rules': true
  }
}

export const permissions = {
  'program.read': { id: 'Melihat program pengembangan', en: 'See development programs' },
  'program.manage': { id: 'Menyusun dan menjalankan program', en: 'Plan and run programs', needs: ['program.read'] },
  'program.approve': {
    id: 'Menyetujui program dan anggarannya',
    en: 'Approve programs and their budget',
    needs: ['program.read'],
  },
  'program.rules': {
    id: 'Menetapkan jenis program dan syaratnya',
    en: 'Set kinds of programs and what each needs',
    whole: true,
    needs: ['vocabulary.read'],
  },
} satisfies PermissionTexts
