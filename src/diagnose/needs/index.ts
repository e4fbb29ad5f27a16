import type { Slice } from '../../platform/slice.ts'
import { needMessages } from './messages.ts'
import { methodVocabulary } from './methods.ts'
import { permissions } from './permissions.ts'
import { routes } from './routes.tsx'

export { markProgrammed, proposeNeeds } from './acts.ts'
export { demoNeeds } from './demo.ts'
export { methodLabel, methodOptions } from './methods.ts'
export { findNeed, listLedTo, listNeeds, type Need } from './queries.ts'

export const needs: Slice = {
  name: 'needs',
  routes,
  permissions,
  vocabularies: [methodVocabulary],
  nav: [
    {
      stage: 'diagnose',
      path: '/kebutuhan',
      label: { id: needMessages.id.title, en: needMessages.en.title },
      access: 'need.read',
    },
    {
      stage: 'admin',
      path: '/kebutuhan/parameter',
      label: { id: needMessages.id.parameters.title, en: needMessages.en.parameters.title },
      access: 'need.rank',
    },
  ],
}
