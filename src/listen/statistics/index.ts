import type { Slice } from '../../platform/slice.ts'
import { foldJob } from './jobs.ts'
import { messages } from './messages.ts'
import { routes } from './routes.tsx'

export { answerWaits, type PublicAnswers, publicAnswers, responsiveness } from './figures.ts'
export { answeredBy, DAY_HOURS, hoursOfBin, kaplanMeier, medianWait, RULE_VERSION, suppress } from './model.ts'
export type { WaitRow } from './queries.ts'

export const statistics = {
  name: 'statistics',
  routes,
  jobs: [foldJob],
  interfaces: [
    {
      name: { id: 'Data terbuka (CSV, JSON; GeoReport Bulk)', en: 'Open data (CSV, JSON; GeoReport Bulk)' },
      path: '/i/:institution/statistik-pengaduan/data/2026.csv',
      purpose: {
        id: 'Pengaduan setahun tanpa nama; dengan 2026-kelompok dan 2026-waktu cukup untuk menghitung ulang semua angka yang diumumkan. CC BY 4.0.',
        en: 'The complaints of a year without names; with 2026-kelompok and 2026-waktu enough to recompute every published figure. CC BY 4.0.',
      },
      caller: { id: 'Siapa saja.', en: 'Anyone.' },
    },
  ],
  nav: [
    {
      stage: 'listen',
      path: '/statistik-pengaduan',
      label: { id: messages.id.nav, en: messages.en.nav },
      access: 'complaint.read',
    },
  ],
} satisfies Slice
