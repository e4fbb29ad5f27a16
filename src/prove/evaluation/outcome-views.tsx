import { formatMonth, formatPercent } from '../../platform/i18n.ts'
import { DotWhisker, Facts, LineChart, useFormat, useMessages, useRequest, Why } from '../../platform/ui/index.ts'
import type { Outcome } from './card.ts'
import { type Estimate, isCompared } from './effect.ts'
import { messages } from './messages.ts'
import { formatEffect, outcomeName, readable } from './say.ts'

type Props = { outcome: Outcome; units: string; startsOn: string }

/** Few complaints leave room for hundreds of times as many; nobody can read that axis. */
const MOST_PERCENT = 300

/** Effect with its interval, the months behind it, and how it was computed. */
export function OutcomeView({ outcome, units, startsOn }: Props) {
  return (
    <>
      <EffectView outcome={outcome} />
      <MonthsChart outcome={outcome} units={units} startsOn={startsOn} />
      {outcome.effect.state === 'estimated' ? <Computed outcome={outcome} value={outcome.effect.value} /> : null}
    </>
  )
}

/** The effect alone, for who reads only the conclusion; nothing where none could be estimated. */
export function EffectView({ outcome }: { outcome: Outcome }) {
  return outcome.effect.state === 'estimated' ? <EffectChart outcome={outcome} value={outcome.effect.value} /> : null
}

function EffectChart({ outcome, value }: { outcome: Outcome; value: Estimate }) {
  const text = useMessages(messages)
  const { language, institution } = useRequest()
  const format = useFormat()
  const skm = outcome.kind === 'skm'
  const compared = isCompared(value.method)
  const label = skm
    ? compared
      ? text.axisSkm
      : text.axisSkmAlone
    : compared
      ? text.axisComplaints
      : text.axisComplaintsAlone
  const shown = (estimate: number) => readable(outcome.kind, estimate) * (skm ? 1 : 100)
  return (
    <DotWhisker
      title={`${text.verdict[outcome.judgment.verdict]}: ${outcomeName(outcome, language, institution?.id)}`}
      subtitle={label}
      label={skm ? text.unitSkm : text.unitComplaints}
      rows={[
        {
          label: text.rowEffect,
          value: shown(value.estimate),
          low: shown(value.low),
          high: shown(value.high),
          tone: outcome.judgment.verdict === 'inconclusive' ? 'muted' : 'main',
        },
      ]}
      reference={{ value: 0, label: text.zero }}
      sides={skm ? [text.worse, text.better] : [text.better, text.worse]}
      most={skm ? undefined : MOST_PERCENT}
      format={(number) => (skm ? format.number(number, 2) : `${format.number(number, 0)} %`)}
    />
  )
}

function MonthsChart({ outcome, units, startsOn }: Props) {
  const text = useMessages(messages)
  const { language, institution } = useRequest()
  const format = useFormat()
  const at = outcome.months.findIndex(({ month }) => month === startsOn.slice(0, 7))
  if (outcome.months.length < 2) return null
  const compared = outcome.months.some(({ comparison }) => comparison !== null)
  return (
    <LineChart
      title={text.monthsTitle(outcomeName(outcome, language, institution?.id))}
      subtitle={outcome.kind === 'skm' ? text.monthsSkm : text.monthsComplaints}
      labels={outcome.months.map(({ month }) => formatMonth(month, language, 'short'))}
      series={[
        {
          label: units.length > 18 ? text.treated : units,
          values: outcome.months.map(({ treated }) => treated),
          tone: 'main',
        },
        ...(compared
          ? [
              {
                label: text.comparison,
                values: outcome.months.map(({ comparison }) => comparison),
                tone: 'muted' as const,
              },
            ]
          : []),
      ]}
      events={at >= 0 ? [{ index: at, label: text.programStart }] : []}
      zero={outcome.kind === 'complaints'}
      format={(value) => format.number(value, outcome.kind === 'skm' ? 2 : 1)}
    />
  )
}

function Computed({ outcome, value }: { outcome: Outcome; value: Estimate }) {
  const text = useMessages(messages)
  const { language } = useRequest()
  const format = useFormat()
  const skm = outcome.kind === 'skm'
  const level = (one: number) => format.number(one, skm ? 2 : 1)
  const change = (one: number) => formatEffect(outcome.kind, one, language)
  const months = (list: readonly string[]) =>
    list.length === 0
      ? '–'
      : `${formatMonth(list[0]!, language, 'short')} – ${formatMonth(list.at(-1)!, language, 'short')} (${list.length})`
  const figures = text.figures
  const { selection } = outcome
  const method = {
    wedge: text.whyWedge,
    difference: text.whyDifference,
    series: text.whySeries,
    before_after: text.whyBeforeAfter,
  }[value.method]
  return (
    <Why label={text.why}>
      <p>{method}</p>
      {skm ? null : <p>{text.whyComplaints}</p>}
      <Facts
        items={[
          {
            label: figures.beforeMonths,
            value: months(outcome.before),
            note: outcome.narrowed ? text.narrowed : undefined,
          },
          { label: figures.afterMonths, value: months(outcome.after) },
          { label: figures.before, value: level(value.treatedBefore) },
          { label: figures.after, value: level(value.treatedAfter) },
          { label: figures.treatedChange, value: change(value.treatedChange) },
          ...(value.comparisonChange === undefined
            ? []
            : [{ label: figures.comparisonChange, value: change(value.comparisonChange) }]),
          {
            label: figures.difference,
            value: change(value.estimate),
            note: `${change(value.low)} … ${change(value.high)}`,
          },
          { label: figures.units, value: value.comparisonUnits },
          { label: figures.df, value: value.df },
          ...(value.dispersion === undefined
            ? []
            : [{ label: figures.dispersion, value: text.dispersion(format.number(value.dispersion, 1)) }]),
          ...(value.detectable === undefined ? [] : [{ label: figures.detectable, value: change(value.detectable) }]),
          ...(value.placebo
            ? [{ label: figures.placebo, value: text.placebo(value.placebo.asLarge, value.placebo.of) }]
            : []),
          { label: figures.preTrend, value: text.preTrend[value.preTrend.state] },
          {
            label: figures.selection,
            value: text.selection[selection.state],
            note: 'share' in selection ? formatPercent(selection.share, language) : undefined,
          },
        ]}
      />
    </Why>
  )
}
