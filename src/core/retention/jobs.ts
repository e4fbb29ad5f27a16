import { z } from 'zod'
import { systemScope } from '../../platform/access.ts'
import { recordAudit } from '../../platform/audit.ts'
import type { Db } from '../../platform/database/db.ts'
import { localDate } from '../../platform/i18n.ts'
import { enqueue, type Job, job } from '../../platform/jobs.ts'
import { allErasable, type Erasable, type Manager } from './erasable.ts'
import { acts, monthsBefore, ruleOn } from './model.ts'
import { advanceRun, insertRun, listRules, lockRun } from './queries.ts'

/** So many at once: each is a transaction of its own, so that a restart loses nothing and nobody waits behind it. */
const BATCH = 200

/** Erases the next part of a run and comes back until nothing is left. */
export const eraseJob: Job<{ run: string }> = job({
  name: 'retention.erase',
  payload: z.object({ run: z.string() }),
  async handle({ db, institution, now, log }, payload) {
    const scope = systemScope('retention.manage', 'erases what is past its period', institution, [])
    const run = await lockRun(db, scope, payload.run)
    const erasable = run && allErasable().find((one) => one.kind === run.kind)
    if (!run || !erasable) return
    const erased = await erasable.erase(db, scope, now, run.ended_before, run.with_text, BATCH)
    const done = erased < BATCH
    await advanceRun(db, scope, run.id, erased, done ? now : null)
    if (!done) {
      await enqueue(db, institution, eraseJob, { run: run.id })
      return
    }
    const total = run.erased + erased
    await recordAudit(db, [
      {
        institution,
        at: now,
        account: null,
        action: 'retention.erased',
        requestId: 'job',
        subject: `retention:${run.kind}`,
        detail: {
          run: run.id,
          before: run.ended_before.toISOString(),
          with_text: run.with_text,
          ...(erasable.apart ? {} : { erased: total }),
        },
      },
    ])
    if (!erasable.apart) log.info({ kind: run.kind, erased: total }, 'personal data erased')
  },
})

/** Starts a run where the rule of today is verified and something is due; undefined otherwise. */
export async function startRun(
  db: Db,
  scope: Manager,
  now: Date,
  timeZone: string,
  erasable: Erasable,
): Promise<{ id: string; planned: number } | undefined> {
  const rule = ruleOn(await listRules(db, scope, erasable.kind), localDate(now, timeZone))
  if (!acts(rule)) return undefined
  const before = monthsBefore(now, rule.months)
  const planned = await erasable.count(db, scope, before)
  if (planned === 0) return undefined
  const withText = rule.with_text && erasable.text !== undefined
  const id = await insertRun(db, scope, now, { kind: erasable.kind, rule: rule.id, before, withText, planned })
  if (!id) return undefined
  await enqueue(db, scope.institution, eraseJob, { run: id })
  return { id, planned }
}

/** Every night, for every rule that holds. */
export const nightlyJob = job({
  name: 'retention.nightly',
  payload: z.object({}),
  schedule: '20 18 * * *',
  async handle({ db, institution, now }) {
    const scope = systemScope('retention.manage', 'starts what the rules say', institution, [])
    const found = await db
      .selectFrom('organization.institution')
      .select('time_zone')
      .where('id', '=', institution)
      .executeTakeFirst()
    for (const erasable of allErasable()) await startRun(db, scope, now, found?.time_zone ?? 'Asia/Jakarta', erasable)
  },
})
