import { z } from 'zod'
import { systemScope } from '../../platform/access.ts'
import { localDate } from '../../platform/i18n.ts'
import { job } from '../../platform/jobs.ts'
import { deleteExpiredDrafts } from './intake-queries.ts'
import { settleResponses } from './settle.ts'

/** After midnight in all three time zones of Indonesia. */
export const settleJob = job({
  name: 'questionnaires.settle',
  payload: z.object({}),
  schedule: '25 17 * * *',
  async handle({ db, institution, now, log }) {
    const scope = systemScope('questionnaire.manage', 'ends the day of questionnaires', institution, [])
    const { time_zone } = await db
      .selectFrom('organization.institution')
      .select('time_zone')
      .where('id', '=', institution)
      .executeTakeFirstOrThrow()
    const settled = await settleResponses(db, scope, localDate(now, time_zone))
    const expired = await deleteExpiredDrafts(db, scope, now)
    if (settled + expired > 0) log.info({ settled, expired }, 'questionnaire answers settled')
  },
})
