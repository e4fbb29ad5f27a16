import { forgetReplies, threadLetters } from '../../core/notifications/index.ts'
import type { Slice } from '../../platform/slice.ts'
import { onComplaintEvents, onNewKey, onWithdrawal } from '../complaints/index.ts'
import { forgetJob } from './jobs.ts'
import { classRoutes } from './lapor/class-routes.tsx'
import { laporRoutes } from './lapor/routes.tsx'
import { letterRoutes } from './letters/routes.tsx'
import { conversationOf, replyJob } from './mail/outgoing.tsx'
import { forgetMatterMail } from './mail/queries.ts'
import { permissions } from './permissions.ts'
import { forgetReporter } from './queries.ts'
import { routes } from './routes.tsx'
import { socialRoutes } from './social/routes.tsx'
import { failedJob, mediaJob, sendJob, sendNewKey, tellContact } from './whatsapp/jobs.ts'
import { whatsappRoutes } from './whatsapp/routes.tsx'
import { silenceJob } from './whatsapp/silence.ts'
import { webhookRoutes } from './whatsapp/webhook.ts'

export { startMailIntake } from './mail/intake.ts'

threadLetters(conversationOf)
forgetReplies(forgetMatterMail)
onComplaintEvents(tellContact)
onNewKey(sendNewKey)
onWithdrawal(forgetReporter)

export const channels = {
  name: 'channels',
  sealed: [
    { table: 'channels.provider', column: 'verify_sealed', purpose: 'whatsapp' },
    { table: 'channels.provider', column: 'secret_sealed', purpose: 'whatsapp' },
    { table: 'channels.provider', column: 'access_sealed', purpose: 'whatsapp' },
  ],
  routes: [
    ...routes,
    ...whatsappRoutes,
    ...webhookRoutes,
    ...classRoutes,
    ...laporRoutes,
    ...letterRoutes,
    ...socialRoutes,
  ],
  jobs: [forgetJob, replyJob, sendJob, failedJob, mediaJob, silenceJob],
  permissions,
  nav: [
    { stage: 'listen', path: '/kanal', label: { id: 'Kanal masuk', en: 'Incoming channels' }, access: 'channel.work' },
  ],
} satisfies Slice
