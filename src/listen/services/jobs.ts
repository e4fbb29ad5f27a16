import { z } from 'zod'
import { systemScope } from '../../platform/access.ts'
import { localDate } from '../../platform/i18n.ts'
import { job } from '../../platform/jobs.ts'
import { recountGiven } from './given-months.ts'
import { endDays } from './hall-queries.ts'
import { institutionZone } from './queries.ts'
import { forgetApplicants } from './request-queries.ts'
import { getRule } from './rules.ts'
import { projectStandards } from './standard-queries.ts'

/** Hourly, because midnight comes at three different hours: standards come into force, numbers of yesterday end, and applicants
 * are forgotten. */
export const daily = job({
  name: 'services.daily',
  payload: z.object({}),
  schedule: '3 * * * *',
  async handle({ db, institution, now }) {
    const scope = systemScope('service.manage', 'dates that have come', institution, [])
    const today = localDate(now, await institutionZone(db, scope))
    await projectStandards(db, scope, now, today)
    await endDays(db, scope, today)
    const days = Number((await getRule(db, scope, 'keep_days', today)).value)
    await forgetApplicants(db, scope, now, new Date(now.getTime() - days * 86_400_000))
  },
})

const given = job({
  name: 'services.given',
  payload: z.object({}),
  schedule: '33 * * * *',
  async handle({ db, institution, now }) {
    await recountGiven(db, systemScope('service.manage', 'months that are over', institution, []), now)
  },
})

export const jobs = [daily, given]
