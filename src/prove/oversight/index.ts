import type { Slice } from '../../platform/slice.ts'
import { publicCommunityRoutes } from './community/public-routes.tsx'
import { communityRoutes } from './community/routes.tsx'
import { findingRoutes } from './finding-routes.tsx'
import { overdueJob } from './jobs.ts'
import { permissions } from './permissions.ts'
import { activityRoutes } from './routes.tsx'
import { teamRoutes } from './team-routes.tsx'

export { isPublished } from './team-queries.ts'

export const oversight = {
  name: 'oversight',
  routes: [...activityRoutes, ...findingRoutes, ...teamRoutes, ...communityRoutes, ...publicCommunityRoutes],
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
