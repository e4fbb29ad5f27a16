import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'evaluation.read': true
    'evaluation.compute': true
    'evaluation.measure': true
    'evaluation.rules': true
  }
}

export const permissions = {
  'evaluation.read': { id: 'Melihat hasil program', en: 'See results of programs' },
  'evaluation.compute': {
    id: 'Menghitung ulang hasil program',
    en: 'Compute results of programs again',
    whole: true,
    needs: ['evaluation.read'],
  },
  'evaluation.measure': {
    id: 'Mencatat nilai indikator program',
    en: 'Record values of program indicators',
    needs: ['evaluation.read'],
  },
  'evaluation.rules': {
    id: 'Mengubah aturan penilaian hasil',
    en: 'Change the rules for judging results',
    whole: true,
    needs: ['evaluation.read'],
  },
} satisfies PermissionTexts
