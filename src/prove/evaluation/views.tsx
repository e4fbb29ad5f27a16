import {
  ActionButton,
  Badge,
  DataTable,
  DateTime,
  EmptyState,
  Facts,
  ListTable,
  Notice,
  Section,
  Split,
  StaffPage,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../platform/ui/index.ts'
import type { Card, Outcome } from './card.ts'
import { DurationSection } from './duration-views.tsx'
import type { Grade, Verdict } from './judgment.ts'
import { IndicatorSection, LearningSection } from './learning-views.tsx'
import { messages } from './messages.ts'
import { OutcomeView } from './outcome-views.tsx'
import type { Result, Snapshot } from './queries.ts'
import { formatEffect, plainSentence } from './say.ts'

const VERDICT_TONE = { improved: 'success', worsened: 'danger', no_effect: 'neutral', inconclusive: 'warning' } as const

function VerdictBadge({ verdict }: { verdict: Verdict }) {
  const text = useMessages(messages)
  return <Badge tone={VERDICT_TONE[verdict]}>{text.verdict[verdict]}</Badge>
}

export function ResultListPage({ results }: { results: readonly Result[] }) {
  const text = useMessages(messages)
  const { permissions, language } = useRequest()
  const effect = ({ card }: Result) =>
    card.primary?.effect.state === 'estimated'
      ? `${formatEffect(card.primary.kind, card.primary.effect.value.estimate, language)}${card.primary.kind === 'skm' ? ` ${text.points}` : ''}`
      : '–'
  const compute = permissions.has('evaluation.compute') ? (
    <ActionButton action="/hasil/hitung" label={text.computeAll} />
  ) : undefined
  return (
    <StaffPage title={text.title} lead={text.lead} actions={results.length > 0 ? compute : undefined}>
      <ListTable
        caption={text.caption}
        captionHidden
        rows={results}
        rowHref={(row) => `/hasil/${row.program_id}`}
        empty={<EmptyState icon="prove" title={text.emptyTitle} body={text.emptyBody} action={compute} />}
        columns={[
          {
            key: 'program',
            label: text.program,
            by: (row) => row.card.program.title,
            cell: (row) => <a href={`/hasil/${row.program_id}`}>{row.card.program.title}</a>,
          },
          {
            key: 'unit',
            label: text.unit,
            by: (row) => row.card.units.join(', '),
            cell: (row) => row.card.units.join(', '),
          },
          { key: 'verdict', label: text.verdictLabel, cell: (row) => <VerdictBadge verdict={row.verdict} /> },
          { key: 'effect', label: text.effectLabel, numeric: true, cell: effect },
          { key: 'grade', label: text.gradeLabel, cell: (row) => text.grade[row.grade] },
          {
            key: 'through',
            label: text.through,
            by: (row) => row.data_through,
            cell: (row) => <Through month={row.data_through} />,
          },
        ]}
      />
    </StaffPage>
  )
}

function Through({ month }: { month: string }) {
  const format = useFormat()
  const end = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0))
  return <>{format.shortDate(end.toISOString().slice(0, 10))}</>
}

type CardProps = {
  program: { id: string; title: string }
  result: Result | undefined
  snapshots: readonly Snapshot[]
}

export function ResultPage({ program, result, snapshots }: CardProps) {
  const text = useMessages(messages)
  const { permissions } = useRequest()
  const compute = permissions.has('evaluation.compute') ? (
    <ActionButton action={`/hasil/${program.id}/hitung`} label={text.compute} />
  ) : undefined
  const crumbs = [{ href: '/hasil', label: text.title }]
  if (!result) {
    return (
      <StaffPage title={program.title} crumbs={crumbs} actions={compute}>
        <EmptyState icon="prove" title={text.notComputed} body={text.notComputedBody} />
      </StaffPage>
    )
  }
  const { card } = result
  const units = card.units.join(', ')
  return (
    <StaffPage
      title={program.title}
      crumbs={crumbs}
      badge={<VerdictBadge verdict={result.verdict} />}
      actions={compute}
    >
      <Conclusion card={card} verdict={result.verdict} />
      <Split aside={<Aside card={card} result={result} />}>
        {card.primary ? (
          <Section title={text.effectTitle} id="layanan">
            <OutcomeView outcome={card.primary} units={units} startsOn={card.program.starts_on} />
          </Section>
        ) : null}
        <GradeSection primary={card.primary} grade={result.grade} />
      </Split>
      <LearningSection learning={card.learning} />
      <DurationSection duration={card.duration} />
      <IndicatorSection card={card} />
      {card.secondary?.effect.state === 'estimated' ? (
        <Section title={text.secondaryTitle} id="pelengkap" lead={text.secondaryLead}>
          <OutcomeView outcome={card.secondary} units={units} startsOn={card.program.starts_on} />
        </Section>
      ) : null}
      <Snapshots rows={snapshots} />
    </StaffPage>
  )
}

function Conclusion({ card, verdict }: { card: Card; verdict: Verdict }) {
  const text = useMessages(messages)
  const { language, institution } = useRequest()
  const format = useFormat()
  const { primary } = card
  const reasons = primary?.judgment.reasons ?? []
  const changes = reasons.length > 0 ? reasons.map((one) => text.change[one]) : [text.change.decided]
  return (
    <>
      <Notice tone={VERDICT_TONE[verdict]} title={plainSentence(card, language, institution?.id)}>
        {primary?.effect.state === 'estimated' ? (
          <p>
            {text.interval(
              format.percent(card.rule.confidence),
              formatEffect(primary.kind, primary.effect.value.low, language),
              formatEffect(primary.kind, primary.effect.value.high, language),
            )}
          </p>
        ) : null}
      </Notice>
      {reasons.length > 0 ? (
        <Section title={text.reasonsTitle}>
          <ul>
            {reasons.map((one) => (
              <li key={one}>{text.reason[one]}</li>
            ))}
          </ul>
        </Section>
      ) : null}
      <Why label={text.changeTitle}>
        <ul>
          {changes.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
        <p>
          {text.ruleNotes(format.number(card.rule.worthwhileSkm), format.percent(card.rule.worthwhileComplaints))}{' '}
          <a href="/hasil/aturan">{text.rulesPage}</a>. {text.ruleVersion(format.version(card.rule.version))}.
        </p>
      </Why>
    </>
  )
}

function Aside({ card, result }: { card: Card; result: Result }) {
  const text = useMessages(messages)
  const format = useFormat()
  const { permissions } = useRequest()
  const { cost, completion } = card
  return (
    <>
      <Facts
        items={[
          { label: text.gradeLabel, value: text.grade[result.grade] },
          { label: text.unit, value: card.units.join(', ') },
          { label: text.comparison, value: card.comparison.length > 0 ? card.comparison.join(', ') : '–' },
          { label: text.through, value: <Through month={result.data_through} /> },
          ...(completion
            ? [
                {
                  label: text.participation,
                  value: text.completed(format.number(completion.completed), format.number(completion.enrolled)),
                  note: text.jp(format.number(completion.jp)),
                },
              ]
            : []),
          { label: text.total, value: format.rupiah(cost.total) },
          ...(cost.perParticipant === null
            ? []
            : [{ label: text.perParticipant, value: format.rupiah(cost.perParticipant) }]),
          {
            label: card.primary?.kind === 'complaints' ? text.perComplaint : text.perPoint,
            value: cost.perPoint === null ? '–' : format.rupiah(cost.perPoint),
            note: cost.perPoint === null ? text.noPerPoint : undefined,
          },
        ]}
      />
      <Section title={text.loop}>
        <ul>
          <li>
            <a href={`/program/${card.program.id}`}>{text.toProgram}</a>
          </li>
          {card.program.need_id ? (
            <li>
              <a href={`/kebutuhan/${card.program.need_id}`}>{text.toNeed}</a>
            </li>
          ) : null}
          {card.signal ? (
            <li>
              <a href={`/sinyal/${card.signal}`}>{text.toSignal}</a>
            </li>
          ) : null}
          {card.signal && permissions.has('report.read') ? (
            <li>
              <a href={`/lingkaran/${card.signal}`}>{text.toTurn}</a>
            </li>
          ) : null}
        </ul>
      </Section>
    </>
  )
}

function GradeSection({ primary, grade }: { primary: Outcome | null; grade: Grade }) {
  const text = useMessages(messages)
  if (!primary) return null
  const { deductions, designGrade } = primary.judgment
  return (
    <Section
      title={`${text.gradeTitle}: ${text.grade[grade].toLowerCase()}`}
      id="bukti"
      lead={text.gradeFrom(text.grade[designGrade].toLowerCase())}
    >
      {deductions.length === 0 ? (
        <p>{text.noDeduction}</p>
      ) : (
        <ul>
          {deductions.map((one) => (
            <li key={one}>{text.deduction[one]}</li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function Snapshots({ rows }: { rows: readonly Snapshot[] }) {
  const text = useMessages(messages)
  const format = useFormat()
  return (
    <Section title={text.snapshots} id="cuplikan">
      <DataTable
        caption={text.snapshotsCaption}
        captionHidden
        rows={rows}
        columns={[
          { key: 'number', label: '#', numeric: true, cell: (row) => row.number },
          { key: 'at', label: text.computedAt, cell: (row) => <DateTime value={row.computed_at} /> },
          { key: 'verdict', label: text.verdictLabel, cell: (row) => <VerdictBadge verdict={row.verdict} /> },
          { key: 'grade', label: text.gradeLabel, cell: (row) => text.grade[row.grade] },
          { key: 'through', label: text.through, cell: (row) => <Through month={row.data_through} /> },
          { key: 'rule', label: text.rule, cell: (row) => format.version(row.rule_version) },
          { key: 'inputs', label: text.inputs, cell: (row) => <code>{row.inputs_hash.slice(0, 12)}</code> },
        ]}
      />
    </Section>
  )
}
