import { formatMonth, type Text } from '../../platform/i18n.ts'
import { addRatings, wilson } from '../../platform/statistics/index.ts'
import {
  ActionButton,
  Actions,
  Badge,
  ControlChart,
  DataTable,
  DateTime,
  EmptyState,
  Facts,
  LineChart,
  LinkButton,
  Notice,
  Pager,
  Prose,
  Section,
  Split,
  StaffPage,
  Tabs,
  Timeline,
  useAddress,
  useFormat,
  useMessages,
  useRequest,
  useTerm,
  Why,
} from '../../platform/ui/index.ts'
import type { ThemeCompetency } from './mapping-queries.ts'
import { messages, vocabulary } from './messages.ts'
import { STATUSES, type Status } from './model.ts'
import { type DiagnosisRow, PAGE_SIZE, type RuleRow, type SignalRow } from './queries.ts'
import type { Chart, Series } from './series.ts'

type Excerpt = { id: string; code: string; subject: string; received_at: Date }

function StatusBadge({ status }: { status: Status }) {
  const words = useMessages(vocabulary)
  const tone = { open: 'warning', competency: 'info', other: 'neutral' } as const
  return <Badge tone={tone[status]}>{words.status[status]}</Badge>
}

type ListProps = {
  signals: readonly SignalRow[]
  counts: Readonly<Record<Status, number>>
  status: Status | 'all'
}

export function SignalListPage({ signals, counts, status }: ListProps) {
  const text = useMessages(messages)
  const themeOf = useTerm('theme')
  const words = useMessages(vocabulary)
  const { permissions } = useRequest()
  const address = useAddress()
  const shown = signals.slice(0, PAGE_SIZE)
  const month = useMonth()
  const value = useValue()
  const total = counts.open + counts.competency + counts.other
  return (
    <StaffPage
      title={text.title}
      lead={text.lead}
      actions={
        permissions.has('signal.detect') ? <ActionButton action="/sinyal/periksa" label={text.check} /> : undefined
      }
    >
      <Tabs
        label={text.tabs}
        items={[
          ...STATUSES.map((one) => ({
            href: `/sinyal?status=${one}`,
            label: words.status[one],
            count: counts[one],
            current: status === one,
          })),
          { href: '/sinyal?status=all', label: text.all, count: total, current: status === 'all' },
        ]}
      />
      <DataTable
        caption={text.caption}
        captionHidden
        rows={shown}
        rowHref={(row) => `/sinyal/${row.id}`}
        empty={<EmptyState icon="check" title={text.emptyTitle} body={text.emptyBody} />}
        columns={[
          {
            key: 'theme',
            label: text.theme,
            cell: (row) => <a href={`/sinyal/${row.id}`}>{themeOf(row.theme)}</a>,
          },
          { key: 'unit', label: text.unit, cell: (row) => [row.unit, row.service].filter(Boolean).join(', ') },
          { key: 'source', label: text.source, cell: (row) => words.source[row.source] },
          { key: 'since', label: text.since, cell: (row) => month(row.first_month) },
          { key: 'now', label: text.now, numeric: true, cell: (row) => value(row, row.evidence.value) },
          { key: 'usual', label: text.usual, numeric: true, cell: (row) => value(row, row.evidence.center) },
          {
            key: 'state',
            label: text.state,
            cell: (row) =>
              row.status === 'other' && row.cause ? (
                <Badge>{words.cause[row.cause]}</Badge>
              ) : (
                <StatusBadge status={row.status} />
              ),
          },
        ]}
      />
      <Pager next={signals.length > PAGE_SIZE ? address({ after: shown.at(-1)!.id }) : null} />
      <p>
        <a href="/sinyal/pemetaan">{text.mapping}</a> · <a href="/sinyal/aturan">{text.rules}</a>
      </p>
    </StaffPage>
  )
}

function useMonth() {
  const { language } = useRequest()
  return (month: string) => formatMonth(month, language, 'short')
}

function useValue() {
  const format = useFormat()
  return (row: SignalRow, value: number) =>
    row.rule === 'low'
      ? format.percent(value)
      : row.evidence.kind === 'rating'
        ? format.number(value, 2)
        : format.number(value, Number.isInteger(value) ? 0 : 1)
}

type SignalProps = {
  signal: SignalRow
  /** What its element was called in the month of the signal. */
  element: Text | undefined
  live: { series: Series; chart: Chart } | undefined
  excerpts: readonly Excerpt[] | undefined
  diagnoses: readonly DiagnosisRow[]
  rule: RuleRow
  competencies: readonly (ThemeCompetency & { name: string | undefined })[]
}

export function SignalPage({ signal, element, live, excerpts, diagnoses, rule, competencies }: SignalProps) {
  const text = useMessages(messages)
  const themeOf = useTerm('theme')
  const theme = themeOf(signal.theme)
  const title =
    signal.rule === 'low'
      ? text.findingLow(theme, signal.service ?? signal.unit)
      : signal.source === 'complaints'
        ? text.findingCount(theme, signal.unit)
        : text.findingRating(theme, signal.unit)
  return (
    <StaffPage
      title={title}
      crumbs={[{ href: '/sinyal', label: text.title }]}
      badge={<StatusBadge status={signal.status} />}
    >
      <Split aside={<SignalFacts signal={signal} element={element} rule={rule} />}>
        {signal.rule === 'low' ? (
          <LowChart signal={signal} live={live} rule={rule} />
        ) : (
          <SignalChart signal={signal} element={element} live={live} />
        )}
        <HowComputed signal={signal} />
        <Diagnosis signal={signal} diagnoses={diagnoses} competencies={competencies} />
        <Words excerpts={excerpts} />
      </Split>
    </StaffPage>
  )
}

function SignalFacts({ signal, element, rule }: Pick<SignalProps, 'signal' | 'element' | 'rule'>) {
  const text = useMessages(messages)
  const words = useMessages(vocabulary)
  const { language } = useRequest()
  const month = useMonth()
  const value = useValue()
  const { evidence } = signal
  const ruleText = {
    beyond: text.rule.beyond,
    shift: text.rule.shift(rule.shift),
    trend: text.rule.trend(rule.trend),
    low: text.rule.low,
  }[signal.rule]
  const low = signal.rule === 'low'
  return (
    <Facts
      items={[
        { label: text.unit, value: signal.unit },
        {
          label: text.source,
          value: words.source[signal.source],
          note: signal.service ?? element?.[language],
        },
        { label: text.factRule, value: ruleText },
        { label: text.since, value: month(signal.first_month) },
        { label: text.factMonth, value: month(signal.month) },
        { label: text.factLast, value: month(signal.last_month) },
        {
          label: low ? text.lowShare : text.factValue,
          value: value(signal, evidence.value),
          note: evidence.kind === 'rating' ? `n = ${evidence.n}` : undefined,
        },
        { label: low ? text.lowLimit : text.factBaseline, value: value(signal, evidence.center) },
        {
          label: low ? text.lowInterval : text.factLimits,
          value: `${value(signal, Math.max(0, evidence.lower))} – ${value(signal, evidence.upper)}`,
        },
      ]}
    />
  )
}

/** The newest state of the chart; the months in which a rule spoke stay marked. */
function SignalChart({ signal, element, live }: Pick<SignalProps, 'signal' | 'element' | 'live'>) {
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
      note={text.ruleVersion(signal.rule_version)}
    />
  )
}

/** The share as it is judged: each month with those before it that the rule takes together. */
function LowChart({ signal, live, rule }: Pick<SignalProps, 'signal' | 'live' | 'rule'>) {
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
    const { n, sum } = addRatings(ratings.slice(Math.max(0, at + 1 - rule.lowMonths), at + 1))
    const interval = n < rule.lowAnswers ? undefined : wilson(sum, n)
    return interval && { value: (100 * sum) / n, low: 100 * interval.low, high: 100 * interval.high }
  })
  return (
    <LineChart
      title={text.lowSince(format.percent(signal.evidence.upper))}
      subtitle={text.chartLow(rule.lowMonths)}
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
      note={text.ruleVersion(signal.rule_version)}
    />
  )
}

function HowComputed({ signal }: { signal: SignalRow }) {
  const text = useMessages(messages)
  const format = useFormat()
  const month = useMonth()
  const { evidence } = signal
  if (signal.rule === 'low')
    return (
      <Why label={text.why}>
        <p>{text.whyLow}</p>
        <p>
          {text.lowMonths}: {evidence.baseline.map(month).join(', ')}. {text.ruleVersion(signal.rule_version)}.{' '}
          <a href="/sinyal/aturan">{text.rules}</a>
        </p>
      </Why>
    )
  return (
    <Why label={text.why}>
      <p>{evidence.kind === 'count' ? text.whyCount : text.whyRating}</p>
      <p>{text.whyBaseline(evidence.baseline.map(month).join(', '), evidence.baseline.length)}</p>
      <p>
        {text.sigmaZ(format.number(evidence.sigmaZ, 2))} {text.ruleVersion(signal.rule_version)}.{' '}
        <a href="/sinyal/aturan">{text.rules}</a>
      </p>
    </Why>
  )
}

function Diagnosis({ signal, diagnoses, competencies }: Pick<SignalProps, 'signal' | 'diagnoses' | 'competencies'>) {
  const text = useMessages(messages)
  const words = useMessages(vocabulary)
  const format = useFormat()
  const { permissions } = useRequest()
  const may = permissions.has('signal.diagnose')
  return (
    <Section title={text.diagnosisTitle} id="penyebab" lead={text.diagnosisLead}>
      {diagnoses.length === 0 ? (
        <Notice tone="warning">
          <p>{text.notYet}</p>
        </Notice>
      ) : (
        <Timeline
          label={text.diagnosisTitle}
          items={diagnoses.map((one) => ({
            at: one.decided_at,
            who: one.decided_by ?? undefined,
            tone: 'internal' as const,
            title: text.decided(words.cause[one.cause]),
            body: (
              <>
                <Prose text={one.reason} />
                {one.recommendation ? (
                  <>
                    <p>
                      <strong>{text.recommendation}</strong>
                    </p>
                    <Prose text={one.recommendation} />
                  </>
                ) : null}
              </>
            ),
          }))}
        />
      )}
      {signal.status === 'competency' && competencies.length > 0 ? (
        <>
          <h3>{text.linked}</h3>
          <Facts
            items={competencies.map((one) => ({
              label: one.name ?? one.competency_code,
              value: `${text.weight} ${format.number(one.weight, 2)}`,
            }))}
          />
        </>
      ) : null}
      <Actions>
        {may ? (
          <LinkButton href={`/sinyal/${signal.id}/penyebab`} tone={signal.status === 'open' ? 'primary' : 'secondary'}>
            {signal.status === 'open' ? text.diagnose : text.diagnoseAgain}
          </LinkButton>
        ) : null}
        {signal.status === 'competency' && permissions.has('need.propose') ? (
          <LinkButton href={`/kebutuhan/baru?signal=${signal.id}`}>{text.makeNeed}</LinkButton>
        ) : null}
      </Actions>
    </Section>
  )
}

function Words({ excerpts }: Pick<SignalProps, 'excerpts'>) {
  const text = useMessages(messages)
  return (
    <Section title={text.wordsTitle} id="kata-warga" lead={excerpts ? text.wordsLead : undefined}>
      {excerpts === undefined ? (
        <p>{text.wordsClosed}</p>
      ) : excerpts.length === 0 ? (
        <p>{text.wordsNone}</p>
      ) : (
        <ul>
          {excerpts.map((one) => (
            <li key={one.id}>
              <a href={`/pengaduan/${one.id}`}>{one.subject}</a> · <DateTime value={one.received_at} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
