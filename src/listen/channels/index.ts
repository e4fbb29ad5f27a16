import { threadLetters } from '../../core/notifications/index.ts'
import type { Slice } from '../../platform/slice.ts'
import { forgetJob } from './jobs.ts'
import { conversationOf, replyJob } from './mail/outgoing.tsx'
import { permissions } from './permissions.ts'

export { type Intake, startMailIntake } from './mail/intake.ts'

threadLetters(conversationOf)

export const channels = {
  name: 'channels',
  routes: [],
  jobs: [forgetJob, replyJob],
  permissions,
} satisfies Slice
