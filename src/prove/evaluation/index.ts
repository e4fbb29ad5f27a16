import type { Slice } from '../../platform/slice.ts'
import { jobs } from './jobs.ts'
import { messages } from './messages.ts'
import { permissions } from './permissions.ts'
import { routes } from './routes.tsx'
import { ruleMessages } from './rule-messages.ts'

export { messages as evaluationMessages } from './messages.ts'
export { EffectView } from './outcome-views.tsx'
export { findResult, findSnapshot, listVerdicts, type Result } from './queries.ts'
export { plainSentence } from './say.ts'

export const evaluation = {
  name: 'evaluation',
  routes,
  jobs,
  permissions,
  nav: [
    {
      stage: 'prove',
      path: '/hasil',
      label: { id: messages.id.title, en: messages.en.title },
      access: 'evaluation.read',
    },
    {
      stage: 'admin',
      path: '/hasil/aturan',
      label: { id: ruleMessages.id.title, en: ruleMessages.en.title },
      access: 'evaluation.rules',
    },
  ],
} satisfies Slice
