import type { Slice } from '../../platform/slice.ts'
import { permissions } from './permissions.ts'
import { poolRoutes } from './pool-routes.tsx'
import { retirementRoutes } from './routes.tsx'

export const talent = {
  name: 'talent',
  routes: [...retirementRoutes, ...poolRoutes],
  permissions,
  nav: [
    { stage: 'prove', path: '/pensiun/saya', label: { id: 'Pensiun saya', en: 'My retirement' }, access: 'self' },
    {
      stage: 'prove',
      path: '/pensiun',
      label: { id: 'Pensiun dan penggantian', en: 'Retirement and succession' },
      access: 'talent.read',
    },
    {
      stage: 'prove',
      path: '/narasumber',
      label: { id: 'Narasumber dan mentor', en: 'Experts and mentors' },
      access: 'talent.pool',
    },
    {
      stage: 'admin',
      path: '/pensiun/aturan',
      label: { id: 'Aturan pensiun', en: 'Retirement rules' },
      access: 'talent.rules',
    },
  ],
} satisfies Slice
