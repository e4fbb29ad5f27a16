import type { Slice } from '../../platform/slice.ts'
import { deliverJob, SEAL, tidyJob } from './jobs.ts'
import { permissions } from './permissions.ts'
import { listAnnouncements } from './queries.ts'
import { routes } from './routes.tsx'

export { emit, type WebhookEvent } from './acts.ts'

export const webhooks = {
  name: 'webhooks',
  sealed: [
    { table: 'webhooks.endpoint', column: 'secret', purpose: SEAL },
    { table: 'webhooks.endpoint', column: 'old_secret', purpose: SEAL },
  ],
  routes,
  jobs: [deliverJob, tidyJob],
  permissions,
  announcements: listAnnouncements,
  nav: [{ stage: 'admin', path: '/webhook', label: { id: 'Webhook', en: 'Webhooks' }, access: 'webhook.manage' }],
} satisfies Slice
