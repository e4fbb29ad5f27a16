import type { Slice } from '../../platform/slice.ts'
import { permissions } from './permissions.ts'

export { grantRoles, type NewGrant, writeBuiltInRoles } from './acts.ts'

export const roles = { name: 'roles', routes: [], permissions } satisfies Slice
