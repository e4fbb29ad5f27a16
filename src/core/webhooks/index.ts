import type { Slice } from '../../platform/slice.ts'
import { deliverJob, tidyJob } from './jobs.ts'
import { permissions } from './permissions.ts'
import { listAnnouncements } from './queries.ts'
import { routes } from './routes.tsx'

export { emit, type WebhookEvent } from './acts.ts'

export const webhooks = {
  name: 'webhooks',
  routes,
  jobs: [deliverJob, tidyJob],
  permissions,
  announcements: listAnnouncements,
  nav: [{ stage: 'admin', path: '/webhook', label: { id: 'Webhook', en: 'Webhooks' }, access: 'webhook.manage' }],
} satisfies Slice
