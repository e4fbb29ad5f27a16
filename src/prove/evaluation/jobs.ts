import { z } from 'zod'
import { systemScope } from '../../platform/access.ts'
import { recordAudit } from '../../platform/audit.ts'
import { job } from '../../platform/jobs.ts'
import { evaluateAll, wholeInstitution } from './compute.ts'

/** On the third of each month, a day after the signals: the month before is complete by then. */
const evaluateJob = job({
  name: 'evaluation.compute',
  payload: z.object({}),
  schedule: '0 19 2 * *',
  async handle({ db, institution, now, log }) {
    const bare = systemScope('evaluation.compute', 'the monthly computation acts for the institution', institution, [])
    const scope = await wholeInstitution(db, bare)
    const outcome = await evaluateAll(db, scope, now)
    await recordAudit(db, [
      {
        institution,
        at: now,
        account: null,
        action: 'evaluation.computed',
        requestId: 'job',
        subject: 'evaluation:all',
        detail: outcome,
      },
    ])
    log.info(outcome, 'results computed')
  },
})

export const jobs = [evaluateJob]
