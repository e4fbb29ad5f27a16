import { z } from 'zod'
import { findOwnUnit } from '../../core/people/index.ts'
import { requireUnit } from '../../platform/access.ts'
import { NotFound } from '../../platform/http/errors.ts'
import { type Context, query } from '../../platform/http/route.ts'
import { formatMonth, localDate } from '../../platform/i18n.ts'
import { type Cell, sheetFile } from '../../platform/sheets.ts'
import { boardOf, offices } from './board.ts'
import { BoardPage } from './board-views.tsx'
import { BudgetSection } from './budget-views.tsx'
import { EntryTable } from './entry-views.tsx'
import { messages } from './messages.ts'
import { BoardInput, FileInput, LineInput, UnitInput } from './model.ts'
import { type Period, presentPeriod, readPeriod } from './period.ts'
import { countWaiting, listEntries, listTree } from './queries.ts'
import type { Line, Scorecard } from './scorecard.ts'
import { loadFacts, scorecardOf, spentOf } from './scorecard.ts'
import { DetailPage, NoUnitPage, ScorecardPage } from './views.tsx'

export const UNIT_SAMPLE = { unit: `select id from organization.unit where kind = 'department' order by code limit 1` }

/** Today and the running month where the institution is, and the period that was asked for. */
export function clockOf(ctx: Pick<Context<'self'>, 'now' | 'institution'>, asked: string | undefined) {
  const today = localDate(ctx.now, ctx.institution.timeZone)
  const month = today.slice(0, 7)
  return { now: ctx.now, today, month, period: (asked && readPeriod(asked, month)) || presentPeriod(month) }
}

async function cardOf(ctx: Context<'performance.read'>, unit: string, asked: string | undefined) {
  requireUnit(ctx.scope, unit)
  const clock = clockOf(ctx, asked)
  const facts = await loadFacts(ctx.db, ctx.scope, clock, [unit], clock.period)
  if (!facts.tree.some((one) => one.id === unit)) throw new NotFound('unit')
  return { clock, facts, card: scorecardOf(facts, unit, clock.period) }
}

export const routes = [
  query({
    path: '/pantauan',
    access: 'performance.read',
    input: BoardInput,
    async handle(ctx, { periode, q, halaman }) {
      const { db, scope } = ctx
      const clock = clockOf(ctx, periode)
      const units = offices(await listTree(db, scope), scope.units)
      const facts = await loadFacts(
        db,
        scope,
        clock,
        units.map((unit) => unit.id),
        clock.period,
      )
      const verify = ctx.also('performance.verify')
      const waiting = verify ? await countWaiting(db, verify, verify.units) : undefined
      const board = boardOf(facts, units, clock.period, { q, page: halaman })
      return { page: <BoardPage board={board} month={clock.month} waiting={waiting} q={q} /> }
    },
  }),

  query({
    path: '/kinerja/unit-saya',
    access: 'self',
    input: z.object({ periode: z.string().max(10).optional().catch(undefined) }),
    async handle(ctx, { periode }) {
      const unit = (await findOwnUnit(ctx.db, ctx.scope))?.id
      const clock = clockOf(ctx, periode)
      const facts = unit ? await loadFacts(ctx.db, ctx.scope, clock, [unit], clock.period) : undefined
      if (!unit || !facts?.tree.some((one) => one.id === unit)) return { page: <NoUnitPage /> }
      const card = scorecardOf(facts, unit, clock.period)
      return { page: <ScorecardPage card={card} month={clock.month} asOf={facts.asOf} viewer={undefined} /> }
    },
  }),

  query({
    path: '/kinerja/:unit',
    access: 'performance.read',
    input: UnitInput,
    sample: UNIT_SAMPLE,
    async handle(ctx, { unit, periode }) {
      const { clock, facts, card } = await cardOf(ctx, unit, periode)
      const manage = ctx.also('performance.manage')?.units.includes(unit) === true
      const verify = ctx.also('performance.verify')
      const waiting = verify?.units.includes(unit) ? await countWaiting(ctx.db, verify, [...facts.circle(unit)]) : 0
      return {
        page: <ScorecardPage card={card} month={clock.month} asOf={facts.asOf} viewer={{ manage, verify: waiting }} />,
      }
    },
  }),

  query({
    path: '/kinerja/:unit/unduh',
    access: 'performance.read',
    input: FileInput,
    sample: UNIT_SAMPLE,
    async handle(ctx, { unit, periode, bentuk }) {
      const { card } = await cardOf(ctx, unit, periode)
      const text = ctx.t(messages)
      const { columns } = text
      const header = [
        columns.unit,
        columns.dimension,
        columns.indicator,
        columns.period,
        columns.value,
        columns.low,
        columns.high,
        columns.measure,
        columns.n,
        columns.target,
        columns.due,
        columns.verdict,
        columns.ruleVersion,
        columns.note,
      ]
      return sheetFile(bentuk ?? 'csv', `${text.downloadName}-${card.period.key}`, header, sheetRows(ctx, card))
    },
  }),

  query({
    path: '/kinerja/:unit/rincian/:line',
    access: 'performance.read',
    input: LineInput,
    sample: { ...UNIT_SAMPLE, line: `select 'within_day'` },
    async handle(ctx, { unit, periode, line: key }) {
      const { clock, facts, card } = await cardOf(ctx, unit, periode)
      const line = card.lines.find((one) => one.key === key)
      if (!line) throw new NotFound('indicator')
      const manage = ctx.also('performance.manage')?.units.includes(unit) === true
      return {
        page: (
          <DetailPage card={card} line={line} month={clock.month} manage={manage}>
            {await detailOf(ctx, unit, line, manage)}
            {line.key === 'budget' ? (
              <BudgetSection
                unit={card.unit}
                programs={facts.programs}
                spent={spentOf(facts, [...facts.circle(unit)], clock.period)}
                manage={manage}
              />
            ) : null}
          </DetailPage>
        ),
      }
    },
  }),
]

async function detailOf(ctx: Context<'performance.read'>, unit: string, line: Line, manage: boolean) {
  if (!line.template.recorded || !line.indicator) return null
  const rows = await listEntries(ctx.db, ctx.scope, { units: [unit], indicatorId: line.indicator.id })
  return <EntryTable rows={rows} manage={manage} action={`/kinerja/indikator/${line.indicator.id}/nilai`} />
}

/** One row for each indicator and period: shares in percent, as people type them. */
function* sheetRows(ctx: Context<'performance.read'>, card: Scorecard): Generator<Cell[]> {
  const text = ctx.t(messages)
  const periodName = (period: Period) => (period.kind === 'month' ? formatMonth(period.from, ctx.language) : period.key)
  for (const line of card.lines) {
    const { template, indicator, scale } = line
    const number = (value: number | null | undefined) =>
      value === null || value === undefined ? null : Math.round(value * (scale === 'share' ? 10_000 : 100)) / 100
    for (const [index, period] of card.periods.entries()) {
      const figure = line.trend[index]!
      const last = index === card.periods.length - 1
      yield [
        card.unit.name,
        text.dimensions[template.dimension],
        template.recorded && indicator ? indicator.name : text.templates[template.code],
        periodName(period),
        number(figure.value),
        figure.value === null ? null : number(figure.interval?.low),
        figure.value === null ? null : number(figure.interval?.high),
        scale === 'plain' ? (indicator?.measure ?? '') : text.measures[scale],
        figure.missing === 'few' ? null : figure.n,
        last && indicator ? indicator.target_value : null,
        last && indicator ? indicator.due_on : null,
        last ? text.verdicts[line.verdict] : null,
        line.ruleVersion,
        figure.missing ? `${text.unsure}. ${text.missing[figure.missing]}` : null,
      ]
    }
  }
}
