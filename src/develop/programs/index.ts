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
  vocabularies: [
    {
      set: 'program_kind',
      title: { id: 'Jenis program', en: 'Kinds of programs' },
      lead: {
        id: 'Jenis program pengembangan dan apa yang harus ada sebelum program jenis itu disetujui.',
        en: 'Kinds of development programs, and what each needs before it is approved.',
      },
      open: true,
      kept: ['development'],
      may: 'program.rules',
      traits: {
        title: { id: 'Harus ada sebelum disetujui', en: 'Needed before approval' },
        of: [
          { slug: 'behavior', label: { id: 'Indikator perilaku', en: 'Indicator of behavior' } },
          {
            slug: 'questionnaire',
            label: { id: 'Kuesioner sebelum dan sesudah', en: 'Questionnaire before and after' },
          },
          { slug: 'champion', label: { id: 'Penggerak perubahan', en: 'Champion of change' } },
        ],
      },
    },
  ],
  nav: [
    {
      stage: 'develop',
      path: '/program',
      label: { id: messages.id.programs, en: messages.en.programs },
      access: 'program.read',
    },
  ],
}
