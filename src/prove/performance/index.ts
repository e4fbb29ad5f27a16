import { guardFiles } from '../../platform/files.ts'
import type { Slice } from '../../platform/slice.ts'
import { disciplineMessages } from './discipline/messages.ts'
import { disciplineRoutes } from './discipline/routes.tsx'
import { entryMessages } from './entry-messages.ts'
import { entryRoutes } from './entry-routes.tsx'
import { messages } from './messages.ts'
import { permissions } from './permissions.ts'
import { findEntry } from './queries.ts'
import { campaignJob } from './reflection/jobs.ts'
import { reflectionMessages } from './reflection/messages.ts'
import { reflectionRoutes } from './reflection/routes.tsx'
import { rewardMessages } from './rewards/messages.ts'
import { rewardRoutes } from './rewards/routes.tsx'
import { routes } from './routes.tsx'
import { sopRoutes } from './sop-routes.tsx'

// Evidence is for whoever may see the scorecard it stands behind.
guardFiles('performance', async ({ db, also }, id) => {
  const scope = also('performance.read') ?? also('performance.verify')
  return scope !== undefined && (await findEntry(db, scope, id)) !== undefined
})

export const performance = {
  name: 'performance',
  routes: [...routes, ...entryRoutes, ...sopRoutes, ...reflectionRoutes, ...rewardRoutes, ...disciplineRoutes],
  jobs: [campaignJob],
  permissions,
  vocabularies: [
    {
      set: 'sanction',
      title: { id: 'Hukuman disiplin', en: 'Disciplinary sanctions' },
      lead: {
        id: 'Hukuman yang dapat dijatuhkan dalam perkara disiplin, menurut tingkatnya. Perkara lama tetap menyebut hukuman seperti pada harinya.',
        en: 'What can be decided in a disciplinary case, by its level. Old cases keep the words of their day.',
      },
      kept: [],
    },
  ],
  nav: [
    {
      stage: 'prove',
      path: '/pantauan',
      label: { id: messages.id.boardNav, en: messages.en.boardNav },
      access: 'performance.read',
    },
    {
      stage: 'prove',
      path: '/kinerja/unit-saya',
      label: { id: messages.id.ownUnit, en: messages.en.ownUnit },
      access: 'self',
    },
    {
      stage: 'prove',
      path: '/refleksi',
      label: { id: reflectionMessages.id.nav, en: reflectionMessages.en.nav },
      access: 'self',
    },
    {
      stage: 'prove',
      path: '/penghargaan',
      label: { id: rewardMessages.id.nav, en: rewardMessages.en.nav },
      access: 'self',
    },
    {
      stage: 'prove',
      path: '/disiplin',
      label: { id: disciplineMessages.id.nav, en: disciplineMessages.en.nav },
      access: 'self',
    },
    {
      stage: 'admin',
      path: '/penghargaan/kelola',
      label: { id: rewardMessages.id.manageNav, en: rewardMessages.en.manageNav },
      access: 'reward.rules',
    },
    {
      stage: 'admin',
      path: '/refleksi/kelola',
      label: { id: reflectionMessages.id.manageNav, en: reflectionMessages.en.manageNav },
      access: 'reflection.manage',
    },
    {
      stage: 'admin',
      path: '/kinerja/aturan',
      label: { id: entryMessages.id.rules.nav, en: entryMessages.en.rules.nav },
      access: 'performance.rules',
    },
  ],
} satisfies Slice
