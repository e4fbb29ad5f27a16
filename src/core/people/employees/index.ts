import type { Slice } from '../../../platform/slice.ts'
import { assignmentDay } from './day.ts'
import { firstSteps } from './first-steps.ts'
import { applyImport, checkImport, expireImports, readImport } from './import/jobs.ts'
import { importRoutes } from './import/routes.ts'
import { permissions } from './permissions.ts'
import { employeeRoutes } from './routes.ts'

export const employees = {
  name: 'employees',
  routes: [...employeeRoutes, ...importRoutes],
  jobs: [readImport, checkImport, applyImport, expireImports],
  permissions,
  firstSteps,
  newDay: assignmentDay,
  nav: [
    { stage: 'admin', path: '/pegawai', label: { id: 'Pegawai', en: 'Employees' }, access: 'employee.read' },
    { stage: 'admin', path: '/impor', label: { id: 'Impor data', en: 'Import' }, access: 'employee.import' },
  ],
} satisfies Slice
