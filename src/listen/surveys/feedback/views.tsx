import {
  DataTable,
  DateTime,
  EmptyState,
  Grid,
  Prose,
  Section,
  StaffPage,
  Stat,
  useMessages,
} from '../../../platform/ui/index.ts'
import { followUpMessages } from '../follow-up/messages.ts'
import type { FollowUpRow } from '../follow-up/queries.ts'
import { FollowUpState } from '../follow-up/views.tsx'
import type { Period } from '../queries.ts'
import { compare } from '../rational.ts'
import type { TrendPoint } from '../results.ts'
import type { RuleInForce } from '../rules.ts'
import type { ElementResult, SkmResult } from '../skm.ts'
import { Counting, ElementTable, IndexStat, TrendChart, useDecimal, useElementName, useMonth } from '../views-parts.tsx'
import { feedbackMessages } from './messages.ts'

const TOLD = 3

interface Props {
  unit: string
  period: Period
  rule: RuleInForce
  result: SkmResult
  trend: readonly TrendPoint[]
  plans: readonly FollowUpRow[]
  today: string
}

export function NoUnitPage() {
  const text = useMessages(feedbackMessages)
  return (
    <StaffPage title={text.title}>
      <EmptyState icon="person" title={text.noUnit} body={text.noUnitBody} />
    </StaffPage>
  )
}

/** What the people of a unit hear about its services: strengths first, then what to mend; nothing of too few answers. */
export function FeedbackPage({ unit, period, rule, result, trend, plans, today }: Props) {
  const text = useMessages(feedbackMessages)
  const follow = useMessages(followUpMessages)
  const month = useMonth()
  const name = useElementName(rule)
  const known = result.index
    ? result.elements.filter((row) => row.average !== null).toSorted((a, b) => compare(b.average!, a.average!))
    : []
  return (
    <StaffPage title={text.title} lead={text.lead(unit, month(period.from), month(period.to))}>
      <IndexStat result={result} />
      {known.length > TOLD ? (
        <>
          <Section title={text.best} id="dihargai">
            <Elements rows={known.slice(0, TOLD)} rule={rule} />
          </Section>
          <Section title={text.worst} id="diperbaiki" lead={text.worstBody}>
            <Elements rows={known.slice(-TOLD).toReversed()} rule={rule} />
          </Section>
          <TrendChart trend={trend} rule={rule} />
          <ElementTable result={result} rule={rule} />
        </>
      ) : null}
      {plans.length > 0 ? (
        <Section title={text.plans} id="tindak-lanjut" lead={text.plansLead}>
          <DataTable
            caption={text.plans}
            captionHidden
            stack
            rows={plans}
            columns={[
              { key: 'action', label: follow.action, cell: (row) => row.action },
              { key: 'element', label: follow.element, cell: (row) => name(row.element) },
              { key: 'due', label: follow.due, cell: (row) => <DateTime value={row.due_on} /> },
              { key: 'state', label: follow.state, cell: (row) => <FollowUpState row={row} today={today} /> },
            ]}
          />
        </Section>
      ) : null}
      <Prose>
        <p>{text.privacy(String(rule.minRespondents))}</p>
      </Prose>
      <Counting least={rule.minRespondents} />
    </StaffPage>
  )
}

/** On the scale of the index, as in the table beneath. */
function Elements({ rows, rule }: { rows: readonly ElementResult[]; rule: RuleInForce }) {
  const name = useElementName(rule)
  const decimal = useDecimal()
  return (
    <Grid size="small">
      {rows.map((row) => (
        <Stat key={row.element} label={name(row.element)} value={decimal(row.indexText)} />
      ))}
    </Grid>
  )
}
