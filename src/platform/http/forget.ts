import { z } from 'zod'
import { job } from '../jobs.ts'

const REPEATED_WITHIN_MS = 48 * 3_600_000

/** Answers kept for a repeated form, and counters of senders, once nobody comes back to them. */
export const forgetJob = job({
  name: 'platform.forget_expired',
  payload: z.object({}),
  schedule: '41 * * * *',
  async handle({ db, institution, now }) {
    await db
      .deleteFrom('platform.submission')
      .where('institution_id', '=', institution)
      .where('at', '<', new Date(now.getTime() - REPEATED_WITHIN_MS))
      .execute()
    await db.deleteFrom('platform.rate_limit').where('expire', '<', now.getTime()).execute()
  },
})
