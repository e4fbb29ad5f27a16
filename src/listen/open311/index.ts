import type { Slice } from '../../platform/slice.ts'
import { attributeRoutes } from './attribute-routes.tsx'
import { forwardJob, pollJob } from './jobs.ts'
import { manageRoutes } from './manage-routes.tsx'
import { permissions } from './permissions.ts'
import { protocolRoutes } from './protocol-routes.ts'

export const open311 = {
  name: 'open311',
  routes: [...protocolRoutes, ...manageRoutes, ...attributeRoutes],
  jobs: [forwardJob, pollJob],
  permissions,
  nav: [{ stage: 'admin', path: '/open311', label: { id: 'Open311', en: 'Open311' }, access: 'open311.manage' }],
} satisfies Slice
