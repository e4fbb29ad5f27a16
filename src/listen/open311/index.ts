import type { Slice } from '../../platform/slice.ts'
import { permissions } from './permissions.ts'
import { protocolRoutes } from './protocol-routes.ts'

export const open311 = {
  name: 'open311',
  routes: [...protocolRoutes],
  permissions,
} satisfies Slice
