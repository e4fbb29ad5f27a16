import { z } from 'zod'
import { systemScope } from '../../platform/access.ts'
import { job } from '../../platform/jobs.ts'
import type { NewDay } from '../../platform/slice.ts'
import { rebuildDurations } from './duration.ts'
import { anyExpired, rebuild, refresh } from './ledger.ts'
import { listNewWeights } from './rule-queries.ts'

/** After a rule changed: every level and unit sum again. */
export const rebuildJob = job({
  name: 'competency.rebuild',
  payload: z.object({}),
  async handle({ db, institution, now }) {
    await rebuild(db, systemScope('competency.manage', 'levels follow the rules', institution, []), now)
  },
})

const everyDay = (institution: string) => systemScope('competency.manage', 'evidence expires', institution, [])

/** Levels that follow from a day, as evidence expires or a weight begins, are computed before anyone reads them on it. */
export const expiryDay: NewDay = {
  due: async (db, institution, until) => [
    ...((await anyExpired(db, everyDay(institution), until)) ? [until] : []),
    ...(await listNewWeights(db, everyDay(institution), until)),
  ],
  begin: async (db, { institution, day, now }) => {
    const scope = everyDay(institution)
    if ((await listNewWeights(db, scope, day)).length > 0) await rebuild(db, scope, now)
    else if (await anyExpired(db, scope, day)) await refresh(db, scope, now)
  },
}

/** A second look at what follows from the clock: rules that begin to hold, and units that moved. */
const refreshJob = job({
  name: 'competency.refresh',
  payload: z.object({}),
  schedule: '17 * * * *',
  async handle({ db, institution, now }) {
    await refresh(db, systemScope('competency.manage', 'levels follow the day', institution, []), now)
  },
})

const durationJob = job({
  name: 'competency.durations',
  payload: z.object({}),
  schedule: '47 * * * *',
  async handle({ db, institution, now }) {
    await rebuildDurations(db, systemScope('competency.manage', 'waits follow the evidence', institution, []), now)
  },
})

export const jobs = [rebuildJob, refreshJob, durationJob]
