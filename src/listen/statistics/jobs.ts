import { z } from 'zod'
import { systemScope } from '../../platform/access.ts'
import { enqueue, job } from '../../platform/jobs.ts'
import { fold } from './fold.ts'

/** A run is one transaction; a first one over a million complaints is cut into several. */
const MOST = 50_000

export const foldJob = job({
  name: 'statistics.fold',
  payload: z.object({}),
  schedule: '*/5 * * * *',
  async handle({ db, institution, now }) {
    const scope = systemScope('complaint.read', 'counts every complaint for the statistics', institution, [])
    if ((await fold(db, scope, now, MOST)).more) await enqueue(db, institution, foldJob, {})
  },
})
