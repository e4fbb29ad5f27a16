import { formatMonth, type Text } from '../../platform/i18n.ts'
import { addRatings, wilson } from '../../platform/statistics/index.ts'
import { ControlChart, LineChart, useFormat, useMessages, useRequest, useTerm, Why } from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import type { SignalRow } from './queries.ts'
import type { ChartRule } from './rule-model.ts'
import { JudgedBy } from './rule-views.tsx'
import type { Chart, Series } from './series.ts'

/** The series behind a signal as it is now; undefined where it is out of reach or has nothing. */
export type Live = { series: Series; chart: Chart } | undefined

export function useMonth() {
  const { language } = useRequest()
  return (month: string) => formatMonth(month, language, 'short')
}

/** A figure of a signal as its chart tells it. */
export function useValue() {
  const format = useFormat()
  return (row: SignalRow, value: number) =>
    row.rule === 'low'
      ? format.percent(value)
      : row.evidence.kind === 'rating'
        ? format.number(value, 2)
        : format.number(value, Number.isInteger(value) ? 0 : 1)
}

/** The newest state of the chart; the months in which a rule spoke stay marked. */
export function SignalChart({ signal, element, live }: { signal: SignalRow; element: Text | undefined; live: Live }) {
  const text = useMessages(messages)
  const themeOf = useTerm('theme')
  const format = useFormat()
  const month = useMonth()
  const { language } = useRequest()
  const isCount = signal.source === 'complaints'
  const rows = live?.chart.rows ?? []
  const theme = themeOf(signal.theme)
  const side = isCount ? 'high' : 'low'
  // The limits were computed from the first months; drawing them there shows what they rest on.
  const limits = rows.map((row) => row.limits ?? signal.evidence)
  const marked = rows.flatMap((row, index) => {
    const within = row.month >= signal.first_month && row.month <= signal.month && row.value !== undefined
    return within || row.findings.some((one) => one.side === side) ? [index] : []
  })
  const at = rows.findIndex((row) => row.month === signal.month)
  if (rows.length === 0) return null
  return (
    <ControlChart
      title={text.outsideSince(formatMonth(signal.first_month, language))}
      subtitle={isCount ? `${text.chartCount}: ${theme.toLowerCase()}` : text.chartRating(element?.[language] ?? '–')}
      label={isCount ? text.count : text.score}
      points={rows.map((row) => ({
        label: month(row.month),
        value: row.value ?? null,
        n: isCount ? undefined : row.n,
      }))}
      center={limits.map(({ center }) => center)}
      upper={limits.map(({ upper }) => upper)}
      lower={limits.map(({ lower }) => lower)}
      signals={marked}
      events={at >= 0 ? [{ index: at, label: text.markSignal }] : []}
      format={(value) => format.number(value, isCount ? (Number.isInteger(value) ? 0 : 1) : 2)}
    />
  )
}

/** The share as it is judged: each month with those before it that the rule takes together. */
export function LowChart({ signal, live, rule }: { signal: SignalRow; live: Live; rule: ChartRule }) {
  const text = useMessages(messages)
  const format = useFormat()
  const month = useMonth()
  if (live?.series.kind !== 'rating') return null
  const { months, ratings } = live.series
  const first = Math.max(
    0,
    ratings.findIndex(({ n }) => n > 0),
  )
  const shares = months.slice(first).map((_, index) => {
    const at = first + index
    const { n, sum } = addRatings(ratings.slice(Math.max(0, at + 1 - rule.low_months), at + 1))
    const interval = n < rule.low_answers ? undefined : wilson(sum, n)
    return interval && { value: (100 * sum) / n, low: 100 * interval.low, high: 100 * interval.high }
  })
  return (
    <LineChart
      title={text.lowSince(format.percent(signal.evidence.upper))}
      subtitle={text.chartLow(rule.low_months)}
      labels={months.slice(first).map(month)}
      series={[
        {
          label: text.lowShare,
          values: shares.map((one) => one?.value ?? null),
          low: shares.map((one) => one?.low ?? null),
          high: shares.map((one) => one?.high ?? null),
        },
        { label: text.lowLimit, values: shares.map(() => 100 * signal.evidence.center) },
      ]}
      zero
      format={(value) => `${format.number(value, 1)} %`}
    />
  )
}

export function HowComputed({ signal }: { signal: SignalRow }) {
  const text = useMessages(messages)
  const format = useFormat()
  const month = useMonth()
  const { evidence } = signal
  if (signal.rule === 'low')
    return (
      <Why label={text.why}>
        <p>{text.whyLow}</p>
        <p>
          {text.lowMonths}: {evidence.baseline.map(month).join(', ')}.
        </p>
        <JudgedBy rule={evidence.rule} />
      </Why>
    )
  return (
    <Why label={text.why}>
      <p>{evidence.kind === 'count' ? text.whyCount : text.whyRating}</p>
      <p>
        {text.whyBaseline(
          evidence.baseline.map(month).join(', '),
          evidence.baseline.length,
          evidence.rule.baseline_lag,
        )}
      </p>
      <p>{text.sigmaZ(format.number(evidence.sigmaZ, 2))}</p>
      <JudgedBy rule={evidence.rule} />
    </Why>
  )
}
