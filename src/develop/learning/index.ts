import './permissions.ts'
import type { Slice } from '../../platform/slice.ts'
import { closeExpired } from './assessment/jobs.ts'
import { routes as assessmentRoutes } from './assessment/routes.tsx'
import { messages as catalogMessages } from './catalog/messages.ts'
import { moduleRoutes } from './catalog/module-routes.tsx'
import { questionRoutes } from './catalog/question-routes.tsx'
import { routes as catalogRoutes } from './catalog/routes.tsx'
import { certificateRoutes } from './certificates/routes.tsx'
import { jpRuleMessages } from './delivery/jp-rule-messages.ts'
import { jpRuleRoutes } from './delivery/jp-rule-routes.tsx'
import { manageRoutes } from './delivery/manage-routes.tsx'
import { messages as deliveryMessages } from './delivery/messages.ts'
import { routes as deliveryRoutes } from './delivery/routes.tsx'
import { permissions } from './permissions.ts'

export { countUnfinished } from './delivery/queries.ts'
export { programCompletions, programParticipants, programScores } from './delivery/results.ts'

export const learning: Slice = {
  name: 'learning',
  routes: [
    ...deliveryRoutes,
    ...jpRuleRoutes,
    ...certificateRoutes,
    ...assessmentRoutes,
    ...catalogRoutes,
    ...moduleRoutes,
    ...questionRoutes,
    ...manageRoutes,
  ],
  jobs: [closeExpired],
  permissions,
  nav: [
    {
      stage: 'develop',
      path: '/belajar',
      label: { id: deliveryMessages.id.learn, en: deliveryMessages.en.learn },
      access: 'self',
    },
    {
      stage: 'develop',
      path: '/kursus',
      label: { id: catalogMessages.id.courses, en: catalogMessages.en.courses },
      access: 'learning.read',
    },
    {
      stage: 'admin',
      path: '/kursus/aturan',
      label: { id: jpRuleMessages.id.title, en: jpRuleMessages.en.title },
      access: 'learning.rules',
    },
  ],
}
