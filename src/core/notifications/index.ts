export { notify } from './delivery.ts'
export type { Notice } from './model.ts'
export { countLetters, forgetAccountLetters, forgetLetters } from './outbox.ts'
export {
  type AnsweredMatter,
  answeredMatters,
  type Conversation,
  forgetMatter,
  forgetReplies,
  type LetterReply,
  type ReplyRefused,
  takeReplies,
  threadLetters,
} from './threads.ts'

import type { Slice } from '../../platform/slice.ts'
import { digestJob, digestLetterJob, mailJob } from './jobs.ts'
import { forgetKeptJob } from './kept.ts'
import { SEALED } from './model.ts'
import { permissions } from './permissions.ts'
import { routes } from './routes.tsx'

export const notifications = {
  name: 'notifications',
  sealed: [
    { table: 'notifications.message', column: 'href', purpose: 'notice', as: { text: SEALED } },
    { table: 'notifications.message', column: 'email', purpose: 'notice', as: { text: SEALED } },
  ],
  routes,
  permissions,
  jobs: [mailJob, digestLetterJob, digestJob, forgetKeptJob],
  nav: [
    {
      stage: 'admin',
      path: '/surat-keluar',
      label: { id: 'Surel keluar', en: 'Outgoing e-mail' },
      access: 'notification.outbox',
    },
  ],
} satisfies Slice
