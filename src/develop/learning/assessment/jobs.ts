import { z } from 'zod'
import { systemScope } from '../../../platform/access.ts'
import { job } from '../../../platform/jobs.ts'
import { completeEnrollments } from '../delivery/acts.ts'
import { finishAttempts } from './acts.ts'
import { GRACE_SECONDS } from './model.ts'
import { listExpired } from './queries.ts'

/** Hands in attempts whose time is over, so that a person who closed the browser still has a result. */
export const closeExpired = job({
  name: 'learning.close_expired',
  payload: z.object({}),
  schedule: '*/5 * * * *',
  async handle({ db, institution, now }) {
    const scope = systemScope('self', 'the time of these attempts is over', institution, [])
    const expired = await listExpired(db, scope, new Date(now.getTime() - GRACE_SECONDS * 1000))
    await finishAttempts(
      db,
      scope,
      now,
      expired.map(({ id }) => ({ attemptId: id, timedOut: true })),
    )
    await completeEnrollments(db, scope, now, [...new Set(expired.map((row) => row.enrollment_id))])
  },
})
