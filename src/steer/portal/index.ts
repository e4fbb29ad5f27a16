import type { Slice } from '../../platform/slice.ts'
import { onAskingWhereTold } from '../reporting/index.ts'
import { staleJob } from './knowledge/jobs.ts'
import { permissions } from './permissions.ts'
import { findStoryOfProgram } from './queries.ts'
import { routes } from './routes.tsx'

onAskingWhereTold(async (db, scope, program) => (await findStoryOfProgram(db, scope, program))?.id)

export const portal = {
  name: 'portal',
  routes,
  jobs: [staleJob],
  permissions,
  nav: [
    {
      stage: 'steer',
      path: '/kisah',
      label: { id: 'Cerita untuk warga', en: 'Stories for citizens' },
      access: 'story.publish',
    },
    { stage: 'steer', path: '/pengetahuan', label: { id: 'Pengetahuan', en: 'Knowledge' }, access: 'self' },
    {
      stage: 'steer',
      path: '/pengetahuan/kelola',
      label: { id: 'Kelola artikel', en: 'Manage articles' },
      access: 'article.write',
    },
  ],
} satisfies Slice
