import type { Slice } from '../../platform/slice.ts'
import { calendarRoutes } from './calendar/routes.ts'
import { firstSteps } from './first-steps.ts'
import { permissions } from './permissions.ts'
import { unitDay } from './plans/acts.ts'
import { positionRoutes } from './positions/routes.ts'
import { setupRoutes } from './setup/routes.ts'
import { pastRoutes } from './units/past-routes.tsx'
import { unitRoutes } from './units/routes.ts'

export { changePositions, changeUnits, createInstitution, createPositions, createUnits } from './acts.ts'
export { listOwnCalendars, loadCalendar, loadCalendars } from './calendar/queries.ts'
export {
  checkNik,
  checkNip,
  checkPppkNumber,
  formatNip,
  isScientific,
  maskNik,
  type NumberProblem,
  numberProblemText,
} from './identity-numbers.ts'
export { organizationMessages } from './messages.ts'
export {
  beneath,
  beneathEach,
  INSTITUTION_KIND_TEXTS,
  levelText,
  type NewPosition,
  type NewUnit,
  POSITION_KIND_TEXTS,
  POSITION_KINDS,
  POSITION_LEVELS,
  type PositionKind,
  SHORTEST_UNIT_NAME,
  UNIT_KIND_TEXTS,
  UNIT_KINDS,
  type UnitKind,
} from './model.ts'
export { listStuck, lockToday, refuseCollisions } from './plans/acts.ts'
export { planMessages } from './plans/messages.ts'
export { findSuperiorCycle } from './plans/model.ts'
export { listPlannedUnits, listUnitPlans, type PlannedUnit, type UnitPlanRow } from './plans/queries.ts'
export { usePlannedOptions } from './plans/views.tsx'
export { listPositions } from './positions/queries.ts'
export { findRegionPath, installRegions, listRegions } from './regions/regions.ts'
export { listUnits, type UnitRow } from './units/queries.ts'

export const organization = {
  name: 'organization',
  routes: [...unitRoutes, ...pastRoutes, ...positionRoutes, ...calendarRoutes, ...setupRoutes],
  permissions,
  firstSteps,
  newDay: unitDay,
  nav: [
    { stage: 'admin', path: '/unit', label: { id: 'Unit kerja', en: 'Units' }, access: 'unit.read' },
    { stage: 'admin', path: '/jabatan', label: { id: 'Jabatan', en: 'Positions' }, access: 'unit.read' },
    {
      stage: 'admin',
      path: '/kalender',
      label: { id: 'Kalender kerja', en: 'Working calendar' },
      access: 'calendar.read',
    },
  ],
} satisfies Slice
