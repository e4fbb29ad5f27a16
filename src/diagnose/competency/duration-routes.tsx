import { z } from 'zod'
import { NotFound } from '../../platform/http/errors.ts'
import { query } from '../../platform/http/route.ts'
import { timesToCompetency } from './duration.ts'
import { DurationPage } from './duration-views.tsx'
import { listUnits } from './queries.ts'
import { currentRules } from './rule-queries.ts'

export const durationRoutes = [
  query({
    path: '/kompetensi/waktu',
    access: 'competency.read',
    input: z.object({ unit: z.string().optional(), kompetensi: z.string().optional() }),
    async handle({ db, scope, now }, input) {
      const units = await listUnits(db, scope)
      const unit = input.unit ? units.find((one) => one.id === input.unit) : units[0]
      if (!unit) throw new NotFound('unit')
      const { rules } = await currentRules(db, scope, now)
      const { rows, hidden, computedAt } = await timesToCompetency(db, scope, unit.id, rules.min_group)
      const most = rows.toSorted((a, b) => b.reached - a.reached || b.people - a.people)[0]
      const chosen = rows.find((row) => row.competency_id === input.kompetensi) ?? most
      const props = { units, unit, rows, hidden, computedAt, minGroup: rules.min_group, chosen }
      return { page: <DurationPage {...props} /> }
    },
  }),
]
