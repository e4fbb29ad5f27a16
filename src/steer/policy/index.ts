import { guardFiles } from '../../platform/files.ts'
import type { Slice } from '../../platform/slice.ts'
import { remindJob } from './jobs.ts'
import { messages } from './messages.ts'
import { permissions } from './permissions.ts'
import { findPolicy } from './queries.ts'
import { routes } from './routes.tsx'

guardFiles('policy', async ({ db, also }, id) => {
  const scope = also('policy.read')
  return scope !== undefined && (await findPolicy(db, scope, id)) !== undefined
})

export const policy = {
  name: 'policy',
  routes,
  jobs: [remindJob],
  permissions,
  nav: [
    {
      stage: 'steer',
      path: '/kebijakan',
      label: { id: messages.id.title, en: messages.en.title },
      access: 'policy.read',
    },
    {
      stage: 'admin',
      path: '/kebijakan/aturan',
      label: { id: messages.id.rulesTitle, en: messages.en.rulesTitle },
      access: 'policy.rules',
    },
  ],
} satisfies Slice
