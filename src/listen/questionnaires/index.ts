import type { Slice } from '../../platform/slice.ts'
import { answerRoutes } from './answer-routes.tsx'
import { apiRoutes } from './api.ts'
import { definitionApiRoutes } from './api-definition.ts'
import { resultApiRoutes } from './api-results.ts'
import { builderRoutes } from './builder-routes.tsx'
import { settleJob } from './jobs.ts'
import { permissions } from './permissions.ts'
import { versionDay } from './planned.ts'
import { resultsRoutes } from './results-routes.tsx'
import { routes } from './routes.tsx'
import { shareRoutes } from './share-routes.tsx'
import { shortRoutes } from './short-routes.tsx'
import { versionRoutes } from './version-routes.tsx'

export { countUnanswered, smallestGroup } from './queries.ts'
export { type Rated, rated } from './results.ts'
export { monthlyLikert } from './results-queries.ts'

export const questionnaires = {
  name: 'questionnaires',
  sealed: [
    { table: 'questionnaires.draft', column: 'content', purpose: 'questionnaires.draft' },
    { table: 'questionnaires.invitation_batch', column: 'codes', purpose: 'questionnaires.invitation' },
  ],
  routes: [
    ...answerRoutes,
    ...shortRoutes,
    ...routes,
    ...versionRoutes,
    ...builderRoutes,
    ...shareRoutes,
    ...resultsRoutes,
    ...definitionApiRoutes,
    ...apiRoutes,
    ...resultApiRoutes,
  ],
  permissions,
  newDay: versionDay,
  jobs: [settleJob],
  nav: [
    {
      stage: 'listen',
      path: '/kuesioner',
      label: { id: 'Kuesioner', en: 'Questionnaires' },
      access: 'questionnaire.read',
    },
    {
      stage: 'listen',
      path: '/kuesioner-saya',
      label: { id: 'Isi kuesioner', en: 'Answer questionnaires' },
      access: 'self',
    },
  ],
} satisfies Slice
