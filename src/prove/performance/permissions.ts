import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'performance.read': true
    'performance.manage': true
    'performance.verify': true
    'performance.rules': true
    'reflection.manage': true
  }
}

export const permissions = {
  'performance.read': { id: 'Melihat kartu kinerja unit', en: 'See scorecards of units' },
  'performance.manage': {
    id: 'Menetapkan indikator kinerja dan mencatat nilainya',
    en: 'Set performance indicators and record values',
  },
  'performance.verify': {
    id: 'Memverifikasi nilai indikator kinerja yang dicatat orang lain',
    en: 'Verify performance values others recorded',
  },
  'performance.rules': { id: 'Mengatur ketentuan kinerja', en: 'Set performance rules', whole: true },
  'reflection.manage': {
    id: 'Mengatur hari refleksi dan melihat jumlah yang ikut',
    en: 'Set days of reflection and see how many took part',
    whole: true,
  },
} satisfies PermissionTexts
