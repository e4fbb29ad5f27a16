import { z } from 'zod'
import { systemScope } from '../../../platform/access.ts'
import { job } from '../../../platform/jobs.ts'
import { deleteExpired } from './queries.ts'

/** What is over says who signed in from where: it is not kept longer than it is needed. */
export const forgetJob = job({
  name: 'people.forget_expired',
  payload: z.object({}),
  schedule: '23 * * * *',
  async handle({ db, institution, now }) {
    await deleteExpired(db, systemScope('account.manage', 'forgets what has expired', institution, []), now)
  },
})
