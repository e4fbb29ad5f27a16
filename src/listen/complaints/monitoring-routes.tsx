import { z } from 'zod'
import { query, type Route } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { remembered } from '../../platform/remember.ts'
import { type RuleKey, ruleOn } from './clocks.ts'
import { listOldest, type UnitFigures, unitFigures } from './monitoring-queries.ts'
import { MonitoringPage } from './monitoring-views.tsx'
import { qualityFigures } from './quality-queries.ts'
import { listRules } from './rows.ts'

const figures = remembered<[], UnitFigures[]>((units) => units.length > 20)

export const monitoringRoutes: Route[] = [
  query({
    path: '/pengaduan/pemantauan',
    access: 'complaint.read',
    input: z.object({}),
    async handle({ db, scope, now, institution }) {
      const zone = institution.timeZone
      const rules = await listRules(db, scope)
      const units = await figures(scope, now, [], () => unitFigures(db, scope, now, { rules, zone }))
      const today = localDate(now, zone)
      const hours = (key: RuleKey) => ruleOn(rules, key, null, today)?.amount ?? 0
      return {
        page: (
          <MonitoringPage
            units={units}
            hours={{ quick: hours('within_day'), question: hours('question') }}
            oldest={await listOldest(db, scope, 10)}
            quality={await qualityFigures(db, scope, now)}
          />
        ),
      }
    },
  }),
]
