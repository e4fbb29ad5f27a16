import { z } from 'zod'
import { systemScope } from '../../../platform/access.ts'
import { enqueue, job } from '../../../platform/jobs.ts'
import { insertWords, listPast } from './queries.ts'

const BATCH = 500
const LATEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** After a new rule: reports that an earlier, shorter one had let be forgotten are found again. */
export const recallJob = job({
  name: 'complaints.recall_words',
  payload: z.object({ at: z.iso.datetime().optional(), id: z.uuid().optional() }),
  async handle({ db, institution, now }, { at, id }) {
    const scope = systemScope('complaint.read', 'finds older reports again after a longer rule', institution, [])
    const past = await listPast(db, scope, now, { at: at ? new Date(at) : now, id: id ?? LATEST }, BATCH)
    await insertWords(
      db,
      scope,
      now,
      past.map((one) => one.id),
    )
    const last = past.at(-1)
    if (last && past.length === BATCH)
      await enqueue(db, institution, recallJob, { at: last.at.toISOString(), id: last.id })
  },
})
