import './permissions.ts'
import type { Slice } from '../../platform/slice.ts'
import { measureRoutes } from './measure-routes.tsx'
import { messages } from './messages.ts'
import { permissions } from './permissions.ts'
import { routes } from './routes.tsx'
import { waveRoutes } from './wave-routes.tsx'

export { addBudgetLines, addDesigns, addIndicators, createPrograms, setStatus } from './acts.ts'
export { IndicatorFields } from './form-views.tsx'
export { targetProblems } from './measure-routes.tsx'
export { IndicatorPlan } from './model.ts'
export {
  type Budgeted,
  countByStatus as countPrograms,
  type Design,
  findProgram,
  type Indicator,
  listBudgeted,
  listOfNeeds,
  listPrograms,
  type Program,
  type ProgramRow,
} from './queries.ts'
export { targetValue } from './smart.ts'

export const programs: Slice = {
  name: 'programs',
  routes: [...routes, ...measureRoutes, ...waveRoutes],
  permissions,
  nav: [
    {
      stage: 'develop',
      path: '/program',
      label: { id: messages.id.programs, en: messages.en.programs },
      access: 'program.read',
    },
  ],
}
