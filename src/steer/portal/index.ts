import type { Slice } from '../../platform/slice.ts'
import { permissions } from './permissions.ts'
import { routes } from './routes.tsx'

export const portal = {
  name: 'portal',
  routes,
  permissions,
  nav: [
    {
      stage: 'steer',
      path: '/kisah',
      label: { id: 'Cerita untuk warga', en: 'Stories for citizens' },
      access: 'story.publish',
    },
  ],
} satisfies Slice
