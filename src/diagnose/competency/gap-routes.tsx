import { z } from 'zod'
import { NotFound } from '../../platform/http/errors.ts'
import { idParam } from '../../platform/http/input.ts'
import { query } from '../../platform/http/route.ts'
import { sheetFile } from '../../platform/sheets.ts'
import { BelowPage, GapPage } from './gap-views.tsx'
import { gapTable } from './gaps.ts'
import { messages } from './messages.ts'
import { listBelowStandard, listCompetencies, listUnits } from './queries.ts'
import { currentRules } from './rule-queries.ts'

const LIST_LIMIT = 100

export const gapRoutes = [
  query({
    path: '/kompetensi',
    frequent: true,
    access: 'competency.read',
    input: z.object({ unit: z.string().optional() }),
    async handle({ db, scope, now }, input) {
      const units = await listUnits(db, scope)
      const unit = input.unit ? units.find((one) => one.id === input.unit) : units[0]
      if (!unit) throw new NotFound('unit')
      const { rules } = await currentRules(db, scope, now)
      return { page: <GapPage units={units} unit={unit} gaps={await gapTable(db, scope, rules.min_group, unit.id)} /> }
    },
  }),

  query({
    path: '/kompetensi/unduh',
    access: 'competency.read',
    input: z.object({ unit: z.string().optional(), bentuk: z.enum(['csv', 'xlsx']).default('xlsx') }),
    async handle({ db, scope, now, t }, input) {
      const text = t(messages)
      const units = await listUnits(db, scope)
      const unit = input.unit ? units.find((one) => one.id === input.unit) : units[0]
      if (!unit) throw new NotFound('unit')
      const { day, rules } = await currentRules(db, scope, now)
      const { lines } = await gapTable(db, scope, rules.min_group, unit.id)
      const header = [
        text.unit,
        text.gaps.kind,
        text.gaps.ideal,
        text.gaps.real,
        text.gaps.gap,
        'JPM',
        text.profile.below,
        'n',
      ]
      const rows = lines.map(({ figures, ...line }) => [
        unit.name,
        line.kind === 'family' ? text.family[line.family] : line.name,
        ...(figures
          ? [figures.ideal, figures.actual, figures.gap, figures.jpm, figures.below, figures.assessed]
          : [text.gaps.suppressed(rules.min_group)]),
      ])
      return sheetFile(input.bentuk, `kesenjangan-${day}`, header, rows)
    },
  }),

  query({
    path: '/kompetensi/unit/:unit/:competency',
    access: 'competency.profile',
    input: z.object({ unit: idParam(), competency: idParam() }),
    sample: {
      unit: 'select unit_id from competency.unit_gap where below_count > 0 order by unit_id limit 1',
      competency: 'select competency_id from competency.unit_gap where below_count > 0 order by unit_id limit 1',
    },
    async handle({ db, scope }, input) {
      const unit = (await listUnits(db, scope)).find((one) => one.id === input.unit)
      const competency = (await listCompetencies(db, scope)).find((one) => one.id === input.competency)
      if (!unit || !competency) throw new NotFound('competency')
      const people = await listBelowStandard(db, scope, unit.id, competency.id, LIST_LIMIT)
      return { page: <BelowPage competency={competency.name} unit={unit} people={people} limit={LIST_LIMIT} /> }
    },
  }),
]
