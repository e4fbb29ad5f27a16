import type { Slice } from '../../platform/slice.ts'
import { logRoutes } from './log-routes.tsx'
import { permissions } from './permissions.ts'
import { entryRoutes } from './routes.tsx'
import { stepRoutes } from './step-routes.tsx'

export { countImplementedInnovations } from './log-queries.ts'

export const practices = {
  name: 'practices',
  routes: [...logRoutes, ...entryRoutes, ...stepRoutes],
  permissions,
  nav: [
    {
      stage: 'develop',
      path: '/praktik',
      label: { id: 'Inovasi dan praktik terbaik', en: 'Innovations' },
      access: 'practice.read',
    },
    {
      stage: 'develop',
      path: '/inovasi-saya',
      label: { id: 'Inovasi saya', en: 'My innovations' },
      access: 'self',
    },
    {
      stage: 'admin',
      path: '/praktik/ketentuan',
      label: { id: 'Kriteria inovasi', en: 'Criteria of innovations' },
      access: 'practice.rules',
    },
  ],
} satisfies Slice
