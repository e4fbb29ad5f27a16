import type { Slice } from '../../../platform/slice.ts'
import { assignmentDay } from './day.ts'
import { firstSteps } from './first-steps.ts'
import { applyImport, checkImport, expireImports, readImport } from './import/jobs.ts'
import { importRoutes } from './import/routes.ts'
import { permissions } from './permissions.ts'
import { employeeRoutes } from './routes.ts'

export const employees = {
  name: 'employees',
  sealed: [
    { table: 'people.employee', column: 'nik_encrypted', purpose: 'nik' },
    { table: 'people.import', column: 'file', purpose: 'import' },
    { table: 'people.import_row', column: 'data', purpose: 'import' },
  ],
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
