import type { Text } from '../../platform/i18n.ts'
import {
  ActionButton,
  Actions,
  Badge,
  DataTable,
  DateTime,
  EmptyState,
  Facts,
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
import { HowComputed, type Live, LowChart, SignalChart, useMonth, useValue } from './chart-views.tsx'
import type { ThemeCompetency } from './mapping-queries.ts'
import { messages, vocabulary } from './messages.ts'
import { STATUSES, type Status } from './model.ts'
import { type DiagnosisRow, PAGE_SIZE, type SignalRow } from './queries.ts'
import type { Answered } from './question-acts.ts'
import type { ChartRule } from './rule-model.ts'

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
  /** Asked for one unit or theme. */
  some: boolean
}

export function SignalListPage({ signals, counts, status, some }: ListProps) {
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
      {some ? (
        <p>
          {text.some} <a href="/sinyal?status=all">{text.showAll}</a>
        </p>
      ) : null}
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
        <a href="/sinyal/pemetaan">{text.mapping}</a> · <a href="/sinyal/pertanyaan">{text.questions}</a> ·{' '}
        <a href="/sinyal/aturan">{text.rules}</a>
      </p>
    </StaffPage>
  )
}

type SignalProps = {
  signal: SignalRow
  /** What its element was called in the month of the signal. */
  element: Text | undefined
  live: Live
  excerpts: readonly Excerpt[] | undefined
  diagnoses: readonly (DiagnosisRow & { answered: readonly Answered[] })[]
  rule: ChartRule
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
          note: evidence.kind === 'rating' ? text.fromAnswers(evidence.n) : undefined,
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

function Diagnosis({ signal, diagnoses, competencies }: Pick<SignalProps, 'signal' | 'diagnoses' | 'competencies'>) {
  const text = useMessages(messages)
  const words = useMessages(vocabulary)
  const format = useFormat()
  const { permissions, language } = useRequest()
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
                {one.answered.length > 0 ? (
                  <Why label={text.answered}>
                    <Facts
                      items={one.answered.map(({ question, answer }) => ({
                        label: language === 'id' ? question.question_id : question.question_en,
                        value: text.answer[answer],
                      }))}
                    />
                  </Why>
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
        {permissions.has('report.read') ? (
          <LinkButton href={`/lingkaran/${signal.id}`} tone="secondary">
            {text.openTurn}
          </LinkButton>
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
