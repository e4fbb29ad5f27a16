import type { Slice } from '../../platform/slice.ts'
import { firstSteps } from './first-steps.ts'
import { permissions } from './permissions.ts'
import { routes } from './routes.tsx'

export { grantRoles, writeBuiltInRoles } from './acts.ts'
export { LaporRoles } from './lapor-roles.tsx'
export { type Holder, listHolders, reachOf } from './reach.ts'
export { sayRole } from './role-names.ts'

export const roles = {
  name: 'roles',
  routes,
  permissions,
  firstSteps,
  nav: [{ stage: 'admin', path: '/peran', label: { id: 'Peran', en: 'Roles' }, access: 'role.read' }],
} satisfies Slice
