import { sql } from 'kysely'
import { z } from 'zod'
import { type Scope, systemScope } from '../../platform/access.ts'
import { recordAudit } from '../../platform/audit.ts'
import type { Db } from '../../platform/database/db.ts'
import { localDate } from '../../platform/i18n.ts'
import { job } from '../../platform/jobs.ts'
import { detect } from './acts.ts'
import { lastCompleteMonth } from './model.ts'

/** On the second of each month, when the last answers and late entries of the month before are in. */
const detectJob = job({
  name: 'signals.detect',
  payload: z.object({
    month: z
      .string()
      .regex(/^\d{4}-\d{2}$/)
      .optional(),
  }),
  schedule: '0 19 1 * *',
  async handle({ db, institution, now, log }, { month }) {
    const { timeZone, scope } = await institutionReach(db, institution)
    const today = localDate(now, timeZone)
    const checked = month ?? lastCompleteMonth(today)
    const { opened, continued } = await detect(db, scope, { now, today }, checked)
    await recordAudit(db, [
      {
        institution,
        at: now,
        account: null,
        action: 'signal.detected',
        requestId: 'job',
        subject: `month:${checked}`,
        detail: { opened: opened.length, continued },
      },
    ])
    log.info({ month: checked, opened: opened.length, continued }, 'signals checked')
  },
})

async function institutionReach(
  db: Db,
  institution: string,
): Promise<{ timeZone: string; scope: Scope<'signal.detect'> }> {
  const { rows } = await sql<{ time_zone: string; units: string[] | null }>`
    select i.time_zone, (select array_agg(u.id) from organization.unit u where u.institution_id = i.id) as units
    from organization.institution i where i.id = ${institution}`.execute(db)
  const reason = 'the monthly check acts for the institution'
  return {
    timeZone: rows[0]?.time_zone ?? 'Asia/Jakarta',
    scope: systemScope('signal.detect', reason, institution, rows[0]?.units ?? []),
  }
}

export const jobs = [detectJob]
