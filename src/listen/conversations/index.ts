import { takeReplies } from '../../core/notifications/index.ts'
import { guardFiles } from '../../platform/files.ts'
import type { Slice } from '../../platform/slice.ts'
import { findComplaint } from '../complaints/index.ts'
import { apiRoutes } from './api.ts'
import { mailJob, tidyJob } from './jobs.ts'
import { EMAIL_SEAL, TOKEN_SEAL } from './model.ts'
import { permissions } from './permissions.ts'
import { findComplaintOf, findConversation } from './queries.ts'
import { answeredByMail } from './replies.ts'
import { publicRoutes } from './routes.tsx'
import { settingRoutes } from './setting-routes.tsx'
import { staffRoutes } from './staff-routes.tsx'

// A file is for whoever may read the conversation it came with.
guardFiles('conversations', async ({ db, scope, also }, id) => {
  const read = also('conversation.read')
  if (read && (await findConversation(db, read, id))) return true
  // What went along into a case is for whoever may read the case.
  const complaint = await findComplaintOf(db, scope, id)
  const cases = also('complaint.read')
  const sealed = also('complaint.whistleblowing')
  if (complaint && cases && (await findComplaint(db, cases, complaint))) return true
  return (
    complaint !== undefined &&
    sealed !== undefined &&
    (await findComplaint(db, sealed, complaint, 'sealed')) !== undefined
  )
})

export { countWaitingTalks } from './queue-queries.ts'

takeReplies(answeredByMail)

export const conversations = {
  name: 'conversations',
  sealed: [
    { table: 'conversations.conversation', column: 'email_sealed', purpose: EMAIL_SEAL },
    { table: 'conversations.conversation', column: 'token_sealed', purpose: TOKEN_SEAL },
  ],
  routes: [...publicRoutes, ...settingRoutes, ...staffRoutes, ...apiRoutes],
  jobs: [mailJob, tidyJob],
  permissions,
  nav: [
    {
      stage: 'listen',
      path: '/percakapan',
      label: { id: 'Percakapan', en: 'Conversations' },
      access: 'conversation.read',
    },
    {
      stage: 'admin',
      path: '/percakapan/aturan',
      label: { id: 'Aturan percakapan', en: 'Conversation rules' },
      access: 'conversation.manage',
    },
  ],
} satisfies Slice
