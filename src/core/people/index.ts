import type { Slice } from '../../platform/slice.ts'
import { permissions } from './permissions.ts'
import { routes } from './routes.tsx'

export { createApiClient, type NewAccount, openAccounts } from './acts.ts'
export { endFirstAdministratorLink, firstAdministratorLink, isFirstAdministrator } from './first-administrator.ts'
export { hashPassword } from './passwords.ts'

export const people = { name: 'people', routes, permissions } satisfies Slice
