import { z } from 'zod'
import { systemScope } from '../../platform/access.ts'
import { localDate } from '../../platform/i18n.ts'
import { job } from '../../platform/jobs.ts'
import { settleAnswers } from './intake.ts'

/** After midnight in all three time zones of Indonesia. */
export const settleJob = job({
  name: 'surveys.settle',
  payload: z.object({}),
  schedule: '15 17 * * *',
  async handle({ db, institution, now, log }) {
    const scope = systemScope('survey.read', 'counts the answers of the days that are over', institution, [])
    const { time_zone } = await db
      .selectFrom('organization.institution')
      .select('time_zone')
      .where('id', '=', institution)
      .executeTakeFirstOrThrow()
    const settled = await settleAnswers(db, scope, localDate(now, time_zone))
    if (settled > 0) log.info({ settled }, 'survey answers counted')
  },
})
