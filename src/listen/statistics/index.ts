import type { Slice } from '../../platform/slice.ts'
import { foldJob } from './jobs.ts'
import { messages } from './messages.ts'
import { routes } from './routes.tsx'

export { responsiveness } from './figures.ts'

export const statistics = {
  name: 'statistics',
  routes,
  jobs: [foldJob],
  nav: [
    {
      stage: 'listen',
      path: '/statistik-pengaduan',
      label: { id: messages.id.nav, en: messages.en.nav },
      access: 'complaint.read',
    },
  ],
} satisfies Slice
