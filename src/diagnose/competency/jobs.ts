import { z } from 'zod'
import { systemScope } from '../../platform/access.ts'
import { job } from '../../platform/jobs.ts'
import { rebuild, refresh } from './ledger.ts'

/** After a rule changed: every level and unit sum again. */
export const rebuildJob = job({
  name: 'competency.rebuild',
  payload: z.object({}),
  async handle({ db, institution, now }) {
    await rebuild(db, systemScope('competency.manage', 'levels follow the rules', institution, []), now)
  },
})

/** Evidence expires and people move without this slice being told. */
const refreshJob = job({
  name: 'competency.refresh',
  payload: z.object({}),
  schedule: '17 * * * *',
  async handle({ db, institution, now }) {
    await refresh(db, systemScope('competency.manage', 'evidence expires and people move', institution, []), now)
  },
})

export const jobs = [rebuildJob, refreshJob]
