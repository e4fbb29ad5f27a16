import { z } from 'zod'
import { findOwnUnit } from '../../../core/people/index.ts'
import { query } from '../../../platform/http/route.ts'
import { localDate } from '../../../platform/i18n.ts'
import { listUnitFollowUps } from '../follow-up/queries.ts'
import { getTally } from '../queries.ts'
import { listTrend, monthsUntil, ruleDate } from '../results.ts'
import { getRule } from '../rules.ts'
import { computeSkm } from '../skm.ts'
import { FeedbackPage, NoUnitPage } from './views.tsx'

const MONTHS = 12
export const FEEDBACK = '/survei/unit-saya'

export const feedbackRoutes = [
  query({
    path: FEEDBACK,
    access: 'self',
    input: z.object({}),
    async handle({ db, scope, now, institution, tree }) {
      const unit = await findOwnUnit(db, scope)
      if (!unit) return { page: <NoUnitPage /> }
      const today = localDate(now, institution.timeZone)
      const months = monthsUntil(today, MONTHS)
      const period = { from: months[0]!, to: months.at(-1)! }
      const rule = await getRule(db, scope, ruleDate(period.to))
      const units = tree.beneath(unit.id)
      const wanted = { ...period, units, rule: rule.code }
      const [tally, trend, plans] = await Promise.all([
        getTally(db, scope, wanted),
        listTrend(db, scope, rule, wanted),
        listUnitFollowUps(db, scope, units, 'shown'),
      ])
      return {
        page: (
          <FeedbackPage
            unit={unit.name}
            period={period}
            rule={rule}
            result={computeSkm(rule, tally)}
            trend={trend}
            plans={plans}
            today={today}
          />
        ),
      }
    },
  }),
]
