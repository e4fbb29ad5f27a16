import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'policy.read': true
    'policy.manage': true
    'policy.decide': true
    'policy.rules': true
  }
}

export const permissions = {
  'policy.read': { id: 'Melihat daftar kebijakan dan rancangannya', en: 'See policies and drafts' },
  'policy.manage': {
    id: 'Mencatat dan mengevaluasi kebijakan',
    en: 'Record and evaluate policies',
    needs: ['policy.read'],
  },
  'policy.decide': {
    id: 'Menerapkan kebijakan dan memutuskan hasil evaluasi',
    en: 'Apply policies and decide evaluations',
    needs: ['policy.read'],
  },
  'policy.rules': { id: 'Mengubah jadwal evaluasi kebijakan', en: 'Change evaluation periods', whole: true },
} satisfies PermissionTexts
