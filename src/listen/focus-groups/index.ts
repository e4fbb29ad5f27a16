import type { Slice } from '../../platform/slice.ts'
import { permissions } from './permissions.ts'
import { routes } from './routes.tsx'

export const focusGroups = {
  name: 'focus-groups',
  routes,
  permissions,
  nav: [
    {
      stage: 'listen',
      path: '/fgd',
      label: { id: 'Diskusi dan observasi', en: 'Discussions and observations' },
      access: 'focus_group.read',
    },
  ],
} satisfies Slice
