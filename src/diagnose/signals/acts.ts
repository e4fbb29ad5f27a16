import { smallestGroup } from '../../listen/questionnaires/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import type { Evidence, Source } from './model.ts'
import {
  insertDiagnoses,
  insertSignals,
  lockEpisodes,
  type NewDiagnosis,
  type NewSignal,
  setLastMonth,
} from './queries.ts'
import { type ChartRule, ruleDay, windowMonths } from './rule-model.ts'
import { getRule } from './rule-queries.ts'
import { addMonths, alarm, type Chart, type ChartRow, chart, lowShare } from './series.ts'
import { shortSeries, type UnitSeries, unitSeries } from './sources.ts'

type Finding = ChartRow['findings'][number]
type Alarm = { unit: UnitSeries; source: Source; judged: Chart; finding: Finding; strength: number }

/** The present, and its date where the institution is. */
type When = { now: Date; today: string }

/** What a complete month ('YYYY-MM') of all units in reach is out of the ordinary in, judged by these numbers; nothing is kept. */
export async function wouldSignal(
  db: Db,
  scope: Scope,
  { now, today }: When,
  month: string,
  set: ChartRule,
): Promise<NewSignal[]> {
  const rule = { ...set, low_answers: Math.max(set.low_answers, await smallestGroup(db, scope, today)) }
  const window = { from: addMonths(month, 1 - windowMonths(rule)), to: month }
  const alarms = strongest((await unitSeries(db, scope, window)).flatMap((unit) => alarmOf(unit, rule)))
  const short = await shortSeries(db, scope, window)
  return [
    ...alarms.map((one) => toSignal(one, month, rule, now)),
    ...short.flatMap((one) => lowSignal(one, month, rule, now)),
  ]
}

/**
 * Checks one complete month of all units in reach and opens one signal for each new episode of a unit, a theme and a
 * source. An alarm within `episode_gap` months of an earlier one, or whose run contains it, continues it. Running it again
 * changes nothing.
 */
export async function detect(
  db: Db,
  scope: Scope<'signal.detect'>,
  when: When,
  month: string,
): Promise<{ opened: string[]; continued: number }> {
  const rule = await getRule(db, scope, ruleDay(month))
  const found = await wouldSignal(db, scope, when, month, rule)
  if (found.length === 0) return { opened: [], continued: 0 }

  const gap = addMonths(month, -rule.episode_gap)
  // A run that reaches back into an episode is the same one, however long ago that sounded.
  const since = (one: NewSignal) => [one.firstMonth, gap].sort()[0]!
  const episodes = await lockEpisodes(db, scope, found.map(since).sort()[0]!)
  const fresh: NewSignal[] = []
  const continued: string[] = []
  for (const one of found) {
    const known = episodes.find(
      (episode) =>
        episode.unit_id === one.unitId &&
        episode.theme === one.theme &&
        episode.source === one.source &&
        episode.service_id === one.serviceId &&
        episode.last_month >= since(one) &&
        episode.first_month <= addMonths(month, rule.episode_gap),
    )
    if (known) continued.push(known.id)
    else fresh.push(one)
  }
  await setLastMonth(db, scope, continued, month)
  return { opened: await insertSignals(db, scope, when.now, fresh), continued: continued.length }
}

export async function diagnose(
  db: Db,
  scope: Scope<'signal.diagnose'>,
  now: Date,
  items: readonly NewDiagnosis[],
): Promise<void> {
  await insertDiagnoses(db, scope, now, items)
}

function alarmOf(unit: UnitSeries, rule: ChartRule): Alarm[] {
  const judged = chart(unit.series, rule)
  const finding = alarm(unit.series, judged, rule)
  if (!finding) return []
  const last = judged.rows.at(-1)!
  const strength = Math.abs(last.value! - last.limits!.center) / last.limits!.sigma
  return [{ unit, source: unit.series.kind === 'count' ? 'complaints' : 'surveys', judged, finding, strength }]
}

/** Two elements of one theme are one signal: the one that stands out most. */
function strongest(alarms: readonly Alarm[]): Alarm[] {
  const best = new Map<string, Alarm>()
  for (const one of alarms) {
    const key = `${one.unit.unitId}|${one.unit.theme}|${one.source}`
    const known = best.get(key)
    if (!known || one.strength > known.strength) best.set(key, one)
  }
  return [...best.values()]
}

function toSignal({ unit, source, judged, finding }: Alarm, month: string, rule: ChartRule, now: Date): NewSignal {
  const last = judged.rows.at(-1)!
  const evidence: Evidence = {
    kind: unit.series.kind,
    month,
    value: last.value!,
    n: last.n,
    center: last.limits!.center,
    lower: last.limits!.lower,
    upper: last.limits!.upper,
    sigmaZ: judged.sigmaZ ?? 1,
    baseline: [...judged.baseline],
    rule,
    months: judged.rows.map((row) => ({ month: row.month, value: row.value ?? null, n: row.n })),
  }
  return {
    id: newId(now),
    unitId: unit.unitId,
    theme: unit.theme,
    source,
    element: unit.element,
    serviceId: null,
    rule: finding.rule,
    firstMonth: finding.fromMonth,
    month,
    evidence,
  }
}

/** Too few satisfied with a service, as far as its answers can tell. */
function lowSignal(unit: UnitSeries, month: string, rule: ChartRule, now: Date): NewSignal[] {
  const found = lowShare(unit.series, rule)
  if (!found || unit.series.kind !== 'rating') return []
  const { months, ratings } = unit.series
  const evidence: Evidence = {
    kind: 'rating',
    month,
    value: found.share,
    n: found.n,
    center: rule.low_share / 100,
    lower: found.low,
    upper: found.high,
    sigmaZ: 1,
    baseline: [...found.months],
    rule,
    months: months.map((one, at) => {
      const { n, sum } = ratings[at]!
      return { month: one, value: n < rule.low_answers ? null : sum / n, n }
    }),
  }
  return [
    {
      id: newId(now),
      unitId: unit.unitId,
      theme: unit.theme,
      source: 'short_survey',
      element: null,
      serviceId: unit.serviceId ?? null,
      rule: 'low',
      firstMonth: found.months[0]!,
      month,
      evidence,
    },
  ]
}
