import type { Slice } from '../../../platform/slice.ts'
import { permissions } from './permissions.ts'

export { assignEmployees, dismissEmployee, hireEmployees } from './acts.ts'
export { EMPLOYMENT_TEXTS, type Employment, type NewAssignment, type NewEmployee } from './model.ts'
export { findByNip, findEmployee, listAssignments, listEmployees, listSubordinates } from './queries.ts'

export const employees = { name: 'employees', routes: [], permissions } satisfies Slice
