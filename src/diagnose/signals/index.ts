import type { Slice } from '../../platform/slice.ts'
import { jobs } from './jobs.ts'
import { permissions } from './permissions.ts'
import { routes } from './routes.tsx'

export { detect, diagnose } from './acts.ts'
export { demoSignals } from './demo.ts'
export { listElementThemes, themeCompetencies } from './mapping-queries.ts'
export { vocabulary as signalVocabulary } from './messages.ts'
export { lastCompleteMonth } from './model.ts'
export {
  countOpen as countOpenSignals,
  findSignal,
  listOpenSignals,
  listSignalHeads,
  listSignals,
  PAGE_SIZE,
  type SignalHead,
  type SignalRow,
} from './queries.ts'
export { ruleDay } from './rule-model.ts'
export { addMonths, monthRange } from './series.ts'
export { oneSeries, primaryThemes, unitsOfOffice } from './sources.ts'

export const signals = {
  name: 'signals',
  routes,
  jobs,
  permissions,
  nav: [
    { stage: 'diagnose', path: '/sinyal', label: { id: 'Sinyal', en: 'Signals' }, access: 'signal.read' },
    {
      stage: 'admin',
      path: '/sinyal/aturan',
      label: { id: 'Aturan pemeriksaan sinyal', en: 'Rules of the check for signals' },
      access: 'signal.rules',
    },
    {
      stage: 'admin',
      path: '/sinyal/pertanyaan',
      label: { id: 'Pertanyaan daftar periksa', en: 'Questions of the checklist' },
      access: 'signal.rules',
    },
    {
      stage: 'admin',
      path: '/sinyal/pemetaan',
      label: { id: 'Pemetaan tema', en: 'Map of themes' },
      access: 'signal.map',
    },
  ],
} satisfies Slice
