import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'need.read': true
    'need.propose': true
    'need.rank': true
    'need.approve': true
    'need.methods': true
  }
}

export const permissions = {
  'need.read': { id: 'Melihat kebutuhan pengembangan kompetensi', en: 'See development needs' },
  'need.propose': {
    id: 'Mengusulkan kebutuhan dan mengisi rencananya',
    en: 'Propose needs and fill in their plan',
    needs: ['need.read'],
  },
  'need.rank': {
    id: 'Mengubah urutan kebutuhan dan parameter prioritas',
    en: 'Reorder needs and set the parameters of the priority',
  },
  'need.approve': { id: 'Menyetujui dan menutup kebutuhan', en: 'Approve and close needs', needs: ['need.read'] },
  'need.methods': {
    id: 'Menetapkan bentuk dan jalur pengembangan kompetensi',
    en: 'Set forms and tracks of competency development',
    whole: true,
    needs: ['vocabulary.read'],
  },
} satisfies PermissionTexts
