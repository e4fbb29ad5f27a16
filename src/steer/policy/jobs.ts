import { sql } from 'kysely'
import { z } from 'zod'
import { notify } from '../../core/notifications/index.ts'
import { systemScope } from '../../platform/access.ts'
import { listDatedNumbers } from '../../platform/dated-rules.ts'
import { localDate } from '../../platform/i18n.ts'
import { job } from '../../platform/jobs.ts'
import { messages } from './messages.ts'
import { daysLater } from './model.ts'
import { listHolders, RULES, takeDue } from './queries.ts'

/** Each morning: whoever evaluates for the unit hears once of each date that comes near. */
export const remindJob = job({
  name: 'policy.remind',
  payload: z.object({}),
  schedule: '20 23 * * *',
  async handle({ db, institution, now, log }) {
    const { rows } = await sql<{ time_zone: string }>`
      select time_zone from organization.institution where id = ${institution}`.execute(db)
    const today = localDate(now, rows[0]?.time_zone)
    const scope = systemScope('policy.manage', 'dates that come near', institution, [])
    const days =
      (await listDatedNumbers(db, scope, RULES, today)).find((rule) => rule.key === 'remind_days')?.value ?? 0
    const due = await takeDue(db, scope, daysLater(today, days))
    for (const one of due) {
      const accounts = await listHolders(db, scope, now, one.unit_id)
      await notify(
        db,
        scope,
        now,
        accounts.map((accountId) => ({
          accountId,
          kind: 'policy.evaluation_due',
          title: messages.id.dueTitle(one.title),
          body: messages.id.dueBody(one.next_evaluation_on),
          href: `/kebijakan/${one.id}`,
          key: `policy:${one.id}:${one.next_evaluation_on}`,
        })),
      )
    }
    if (due.length > 0) log.info({ due: due.length }, 'policies due for evaluation')
  },
})
