import type { Slice } from '../../platform/slice.ts'
import { formerEmployees } from './employees.ts'
import { offerErasure } from './erasable.ts'
import { eraseJob, nightlyJob } from './jobs.ts'
import { messages } from './messages.ts'
import { permissions } from './permissions.ts'
import { routes } from './routes.tsx'

export { type Erasable, offerErasure } from './erasable.ts'
export { findHold, hold, release } from './queries.ts'

offerErasure(formerEmployees)

export const retention = {
  name: 'retention',
  routes,
  jobs: [eraseJob, nightlyJob],
  permissions,
  nav: [
    {
      stage: 'admin',
      path: '/retensi',
      label: { id: messages.id.title, en: messages.en.title },
      access: 'retention.manage',
    },
  ],
} satisfies Slice
