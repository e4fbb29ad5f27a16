import { guardFiles } from '../../platform/files.ts'
import type { Slice } from '../../platform/slice.ts'
import { disciplineMessages } from './discipline/messages.ts'
import { LEVELS } from './discipline/model.ts'
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
        id: 'Hukuman yang dapat dijatuhkan dalam perkara disiplin, menurut tingkatnya, yang teringan lebih dahulu. Perkara lama tetap menyebut hukuman seperti pada harinya.',
        en: 'What can be decided in a disciplinary case, by its level, the lightest first. Old cases keep the words of their day.',
      },
      open: true,
      kept: [],
      may: 'discipline.rules',
      traits: {
        title: { id: 'Tingkat', en: 'Level' },
        one: true,
        of: LEVELS.map((slug) => ({
          slug,
          label: { id: disciplineMessages.id.levels[slug], en: disciplineMessages.en.levels[slug] },
        })),
      },
    },
    {
      set: 'unit_indicator',
      title: { id: 'Indikator kinerja unit', en: 'Indicators of units' },
      lead: {
        id: 'Indikator pada kartu kinerja setiap unit. Rumusnya bagian dari Sigap dan tertulis di Ketentuan kinerja.',
        en: 'What the scorecard of each unit shows. The formulas are part of Sigap and stand under the rules of performance.',
      },
      whole: true,
      kept: [],
      may: 'performance.rules',
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
