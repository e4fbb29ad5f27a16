import { guardFiles } from '../../platform/files.ts'
import type { Slice } from '../../platform/slice.ts'
import { apiRoutes } from './api.ts'
import { invitationApiRoutes } from './api-invitations.ts'
import { choiceRoutes } from './choices/routes.tsx'
import { elementRoutes } from './elements/routes.tsx'
import { FEEDBACK, feedbackRoutes } from './feedback/routes.tsx'
import { followUpApiRoutes } from './follow-up/api.ts'
import { findFollowUp } from './follow-up/queries.ts'
import { followUpRoutes } from './follow-up/routes.tsx'
import { invitationRoutes } from './invitations-routes.tsx'
import { bigReportJob, invitationLetterJob, mixJob, mixManyJob, settleJob } from './jobs.ts'
import { kioskPublicRoutes } from './kiosk/public-routes.tsx'
import { kioskRoutes } from './kiosk/routes.tsx'
import { oldResultMessages } from './old-results/messages.ts'
import { oldResultRoutes } from './old-results/routes.tsx'
import { paperRoutes } from './paper/routes.tsx'
import { permissions } from './permissions.ts'
import { planRoutes } from './plans/routes.tsx'
import { questionRoutes } from './questions-page/routes.tsx'
import { reportRoutes } from './report/routes.tsx'
import { routes } from './routes.tsx'
import { publicRoutes } from './routes-public.tsx'
import { ruleRoutes } from './rules-page/routes.tsx'

export { elementNames } from './elements/names.ts'
export { countLateFollowUps } from './follow-up/queries.ts'
export { answerIdOf, submitAnswers } from './intake.ts'
export { ELEMENTS, type Submission } from './model.ts'
export { monthlySkm } from './queries.ts'
export { packetsOf } from './release.ts'
export { skmOfUnits, skmResult } from './results.ts'
export { skmFactor } from './rules.ts'
export type { SkmResult } from './skm.ts'
export { countUnsurveyed } from './yearly/queries.ts'

// Evidence is for whoever sees the follow-up it belongs to; what is shown to everybody has an address of its own.
guardFiles('surveys', async ({ db, also }, id) => {
  const scope = also('survey.follow_up') ?? also('survey.read')
  return scope !== undefined && (await findFollowUp(db, scope, id)) !== undefined
})

export const surveys = {
  name: 'surveys',
  routes: [
    ...publicRoutes,
    ...routes,
    ...invitationRoutes,
    ...planRoutes,
    ...kioskRoutes,
    ...kioskPublicRoutes,
    ...paperRoutes,
    ...followUpRoutes,
    ...feedbackRoutes,
    ...reportRoutes,
    ...oldResultRoutes,
    ...ruleRoutes,
    ...choiceRoutes,
    ...elementRoutes,
    ...questionRoutes,
    ...apiRoutes,
    ...invitationApiRoutes,
    ...followUpApiRoutes,
  ],
  permissions,
  jobs: [settleJob, mixJob, mixManyJob, invitationLetterJob, bigReportJob],
  nav: [
    {
      stage: 'listen',
      path: FEEDBACK,
      label: { id: 'Umpan balik warga', en: 'What citizens say' },
      access: 'self',
    },
    {
      stage: 'listen',
      path: '/survei',
      label: { id: 'Survei kepuasan', en: 'Satisfaction survey' },
      access: 'survey.read',
    },
    {
      stage: 'listen',
      path: '/survei/laporan',
      label: { id: 'Laporan survei', en: 'Survey reports' },
      access: 'survey.read',
    },
    {
      stage: 'listen',
      path: '/survei/hasil-lama',
      label: { id: oldResultMessages.id.nav, en: oldResultMessages.en.nav },
      access: 'survey.read',
    },
    {
      stage: 'listen',
      path: '/survei/undangan',
      label: { id: 'Undangan survei', en: 'Survey invitations' },
      access: 'survey.invite',
    },
    {
      stage: 'listen',
      path: '/survei/rencana',
      label: { id: 'Rencana sampel', en: 'Sampling plans' },
      access: 'survey.plan',
    },
    {
      stage: 'listen',
      path: '/survei/kios',
      label: { id: 'Kios survei', en: 'Survey kiosks' },
      access: 'survey.kiosk',
    },
    {
      stage: 'listen',
      path: '/survei/kertas',
      label: { id: 'Kuesioner kertas', en: 'Paper questionnaires' },
      access: 'survey.paper',
    },
    {
      stage: 'listen',
      path: '/survei/tindak-lanjut',
      label: { id: 'Tindak lanjut survei', en: 'Survey follow-up' },
      access: 'survey.follow_up',
    },
    {
      stage: 'admin',
      path: '/survei/aturan',
      label: { id: 'Aturan survei', en: 'Survey rules' },
      access: 'survey.rule',
    },
  ],
} satisfies Slice
