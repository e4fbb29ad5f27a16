import { z } from 'zod'
import { notify } from '../../../core/notifications/index.ts'
import { type Scope, systemScope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { formatDate, localDate } from '../../../platform/i18n.ts'
import { job } from '../../../platform/jobs.ts'
import { getRule } from '../rules.ts'
import { reflectionMessages } from './messages.ts'
import { runsOn } from './model.ts'
import { insertCampaign, listDays, listQuestions, listStaff } from './queries.ts'

/** Opens what the calendar says, once, and tells everybody who works here; returns how many were opened. */
export async function openCampaigns(db: Db, scope: Scope, now: Date, timeZone: string): Promise<number> {
  const today = localDate(now, timeZone)
  const length = (await getRule(db, scope, 'campaign_days', today)).value
  const text = reflectionMessages.id
  let opened = 0
  for (const day of await listDays(db, scope)) {
    const run = runsOn(today, day, length)
    if (!run) continue
    const questions = (await listQuestions(db, scope)).map(({ kind, body }) => ({ kind, body }))
    const id = await insertCampaign(db, scope, now, {
      day_id: day.id,
      name: day.name,
      year: run.year,
      opens_on: run.opensOn,
      closes_on: run.closesOn,
      questions,
    })
    if (!id) continue
    opened++
    const notices = (await listStaff(db, scope)).map((accountId) => ({
      accountId,
      kind: 'performance.reflection',
      title: text.noticeTitle(day.name),
      body: text.noticeBody(formatDate(run.closesOn, 'id', timeZone)),
      href: `/refleksi/${id}`,
      key: `reflection:${id}`,
    }))
    await notify(db, scope, now, notices)
  }
  return opened
}

/** Every hour, because midnight comes at another hour in each time zone. */
export const campaignJob = job({
  name: 'performance.open_campaigns',
  payload: z.object({}),
  schedule: '23 * * * *',
  async handle({ db, institution, now, log }) {
    const found = await db
      .selectFrom('organization.institution')
      .select('time_zone')
      .where('id', '=', institution)
      .executeTakeFirst()
    if (!found) return
    const scope = systemScope('self', 'opens the days of reflection of the calendar', institution, [])
    const opened = await openCampaigns(db, scope, now, found.time_zone)
    if (opened > 0) log.info({ opened }, 'campaigns of reflection opened')
  },
})
