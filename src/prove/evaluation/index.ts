import type { Slice } from '../../platform/slice.ts'
import { jobs } from './jobs.ts'
import { messages } from './messages.ts'
import { permissions } from './permissions.ts'
import { routes } from './routes.tsx'

export type { Card, Outcome } from './card.ts'
export { evaluate, evaluateAll } from './compute.ts'
export { demoEvaluation } from './demo.ts'
export type { Grade, Verdict } from './judgment.ts'
export { messages as evaluationMessages } from './messages.ts'
export { findResult, listResults, type Result } from './queries.ts'
export { formatEffect, outcomeName, plainSentence } from './say.ts'

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
  ],
} satisfies Slice
