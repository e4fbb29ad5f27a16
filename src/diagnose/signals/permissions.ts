import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'signal.read': true
    'signal.detect': true
    'signal.diagnose': true
    'signal.map': true
    'signal.rules': true
  }
}

export const permissions = {
  'signal.read': { id: 'Melihat sinyal dan peta kendali', en: 'See signals and control charts' },
  'signal.detect': { id: 'Menjalankan pemeriksaan sinyal', en: 'Run the check for signals', needs: ['signal.read'] },
  'signal.diagnose': {
    id: 'Menetapkan penyebab sebuah sinyal',
    en: 'Decide the cause of a signal',
    needs: ['signal.read'],
  },
  'signal.map': {
    id: 'Mengubah pemetaan tema ke kompetensi',
    en: 'Change the theme to competency map',
    whole: true,
    needs: ['signal.read'],
  },
  'signal.rules': {
    id: 'Mengubah aturan pemeriksaan sinyal',
    en: 'Change the rules of the check for signals',
    whole: true,
    needs: ['signal.read'],
  },
} satisfies PermissionTexts
