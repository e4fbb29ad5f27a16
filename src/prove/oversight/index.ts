import { onServicePage } from '../../listen/services/index.ts'
import type { Slice } from '../../platform/slice.ts'
import { assessmentMessages } from './assessment/messages.ts'
import { assessmentRoutes } from './assessment/routes.tsx'
import { communityMessages } from './community/messages.ts'
import { publicCommunityRoutes } from './community/public-routes.tsx'
import { listPublishedCards } from './community/queries.ts'
import { communityRoutes } from './community/routes.tsx'
import { findingRoutes } from './finding-routes.tsx'
import { overdueJob } from './jobs.ts'
import { permissions } from './permissions.ts'
import { activityRoutes } from './routes.tsx'
import { isPublished } from './team-queries.ts'
import { teamRoutes } from './team-routes.tsx'

export { isPublished } from './team-queries.ts'

// What citizens and staff scored together is reached from the page of the very service.
onServicePage(async (db, scope, slug) => {
  const cards = await listPublishedCards(db, scope, { slug })
  if (cards.length === 0 || !(await isPublished(db, scope, 'scorecards'))) return undefined
  const label = { id: communityMessages.id.ofService, en: communityMessages.en.ofService }
  return { path: `/kartu-nilai?layanan=${slug}`, label }
})

export const oversight = {
  name: 'oversight',
  sealed: [{ table: 'oversight.monitor', column: 'token_sealed', purpose: 'monitor' }],
  routes: [
    ...activityRoutes,
    ...findingRoutes,
    ...teamRoutes,
    ...assessmentRoutes,
    ...communityRoutes,
    ...publicCommunityRoutes,
  ],
  jobs: [overdueJob],
  permissions,
  nav: [
    { stage: 'prove', path: '/pengawasan', label: { id: 'Pengawasan', en: 'Oversight' }, access: 'oversight.read' },
    {
      stage: 'prove',
      path: '/pengawasan/temuan',
      label: { id: 'Temuan pengawasan', en: 'Findings' },
      access: 'oversight.read',
    },
    {
      stage: 'prove',
      path: '/pengawasan/penilaian-mandiri',
      label: { id: assessmentMessages.id.nav, en: assessmentMessages.en.nav },
      access: 'oversight.read',
    },
    {
      stage: 'prove',
      path: '/pengawasan/warga',
      label: { id: 'Penilaian bersama warga', en: 'Community scorecards' },
      access: 'oversight.read',
    },
    {
      stage: 'prove',
      path: '/pengawasan/tim',
      label: { id: 'Tim pengawas', en: 'Oversight teams' },
      access: 'oversight.manage',
    },
    {
      stage: 'admin',
      path: '/pengawasan/ketentuan',
      label: { id: 'Ketentuan pengawasan', en: 'Oversight rules' },
      access: 'oversight.rules',
    },
  ],
} satisfies Slice
