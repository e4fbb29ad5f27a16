import { z } from 'zod'
import { job } from '../../platform/jobs.ts'
import { forgetOld } from './queries.ts'
import { houseScope } from './scopes.ts'

/** Once a day: what came in as raw mail, failures and files nobody took over are not kept for ever. */
export const forgetJob = job({
  name: 'channels.forget',
  payload: z.object({}),
  schedule: '40 18 * * *',
  async handle({ db, institution, now }) {
    await forgetOld(db, houseScope(institution), now)
  },
})
