import { sql } from 'kysely'
import { z } from 'zod'
import { systemScope } from '../../platform/access.ts'
import { recordAudit } from '../../platform/audit.ts'
import { job } from '../../platform/jobs.ts'
import { escalateFindings } from './acts.ts'

/** On the morning of each day, after what fell due the day before. */
export const overdueJob = job({
  name: 'oversight.overdue',
  payload: z.object({}),
  schedule: '30 0 * * *',
  async handle({ db, institution, now, log }) {
    const { rows } = await sql<{ id: string }>`
      select id from organization.unit where institution_id = ${institution}`.execute(db)
    const units = rows.map((row) => row.id)
    const scope = systemScope('oversight.read', 'tells of overdue findings', institution, units)
    const told = await escalateFindings(db, scope, now)
    if (told === 0) return
    const entry = { institution, at: now, account: null, action: 'oversight.escalated', requestId: 'job' }
    await recordAudit(db, [{ ...entry, subject: 'oversight:overdue', detail: { findings: told } }])
    log.info({ findings: told }, 'overdue findings told')
  },
})
