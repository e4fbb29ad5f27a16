import type { PermissionTexts } from '../../platform/access.ts'

declare module '../../platform/access.ts' {
  interface Permissions {
    'performance.read': true
    'performance.manage': true
    'performance.verify': true
    'performance.rules': true
    'reflection.manage': true
    'reward.propose': true
    'reward.review': true
    'reward.decide': true
    'reward.rules': true
    'discipline.report': true
    'discipline.decide': true
    'discipline.rules': true
  }
}

export const permissions = {
  'performance.read': { id: 'Melihat kartu kinerja unit', en: 'See scorecards of units' },
  'performance.manage': {
    id: 'Menetapkan indikator kinerja dan mencatat nilainya',
    en: 'Set performance indicators and record values',
    needs: ['performance.read'],
  },
  'performance.verify': {
    id: 'Memverifikasi nilai indikator kinerja yang dicatat orang lain',
    en: 'Verify performance values others recorded',
    needs: ['performance.read'],
  },
  'performance.rules': {
    id: 'Mengatur ketentuan kinerja',
    en: 'Set performance rules',
    whole: true,
    needs: ['vocabulary.read'],
  },
  'reflection.manage': {
    id: 'Mengatur hari refleksi dan melihat jumlah yang ikut',
    en: 'Set days of reflection and see how many took part',
    whole: true,
  },
  'reward.propose': { id: 'Mengusulkan penghargaan', en: 'Propose rewards' },
  'reward.review': { id: 'Meninjau usulan penghargaan', en: 'Review proposed rewards' },
  'reward.decide': { id: 'Memutus usulan penghargaan', en: 'Decide about proposed rewards' },
  'reward.rules': { id: 'Menetapkan kriteria penghargaan', en: 'Set the criteria of rewards', whole: true },
  'discipline.report': {
    id: 'Melaporkan dan memeriksa dugaan pelanggaran disiplin',
    en: 'Report and examine suspected breaches of discipline',
  },
  'discipline.decide': { id: 'Memutus perkara disiplin dan keberatan', en: 'Decide discipline cases and objections' },
  'discipline.rules': {
    id: 'Menetapkan jenis dan tingkat hukuman disiplin',
    en: 'Set disciplinary sanctions and their levels',
    whole: true,
    needs: ['vocabulary.read'],
  },
} satisfies PermissionTexts
