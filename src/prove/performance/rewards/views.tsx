import {
  ActionButton,
  Badge,
  Card,
  DateTime,
  EmptyState,
  Facts,
  Form,
  type FormState,
  LinkButton,
  ListTable,
  Prose,
  PublicPage,
  RadioGroup,
  RuleTable,
  Section,
  SelectField,
  Split,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  useRequest,
} from '../../../platform/ui/index.ts'
import { messages as shared } from '../messages.ts'
import { usePeriodName, useVersionName } from '../parts.tsx'
import { readPeriod } from '../period.ts'
import { rewardMessages as messages } from './messages.ts'
import type { Act, State } from './model.ts'
import type { AwardRow, NominationRow, RewardRow } from './queries.ts'

/** A period that is not over yet has its name as well. */
const LAST_MONTH = '9999-12'

const TONES = {
  proposed: 'warning',
  reviewed: 'warning',
  granted: 'success',
  refused: 'neutral',
  contested: 'warning',
  upheld: 'neutral',
} as const

/** "Triwulan 3 2026" for 2026-T3; what was typed by hand stays as it is. */
function usePeriodText(): (key: string) => string {
  const name = usePeriodName()
  return (key) => {
    const period = readPeriod(key, LAST_MONTH)
    return period ? name(period) : key
  }
}

function StateBadge({ state }: { state: State }) {
  const text = useMessages(messages)
  return <Badge tone={TONES[state]}>{text.states[state]}</Badge>
}

export function Criterion({ row }: { row: Pick<RewardRow, 'criteria' | 'template_code' | 'threshold'> }) {
  const text = useMessages(messages)
  const names = useMessages(shared)
  const format = useFormat()
  return (
    <>
      {row.criteria}
      {row.template_code && row.threshold !== null ? (
        <span class="fact-note">{text.rule(names.templates[row.template_code], format.number(row.threshold))}</span>
      ) : null}
    </>
  )
}

function Criteria({ rows }: { rows: readonly RewardRow[] }) {
  const text = useMessages(messages)
  return (
    <Section title={text.criteria} id="kriteria" lead={text.criteriaLead}>
      {rows.length === 0 ? (
        <p class="fact-note">{text.noCriteria}</p>
      ) : (
        <RuleTable
          caption={text.criteria}
          rows={rows}
          columns={[
            { key: 'name', label: text.name, cell: (row) => row.name },
            { key: 'kind', label: text.kind, cell: (row) => text.kinds[row.kind] },
            { key: 'what', label: text.what, cell: (row) => <Criterion row={row} /> },
          ]}
        />
      )}
    </Section>
  )
}

function Awards({ rows }: { rows: readonly AwardRow[] }) {
  const text = useMessages(messages)
  const period = usePeriodText()
  const format = useFormat()
  return (
    <Section title={text.awards} id="penerima" lead={text.awardsLead}>
      {rows.length === 0 ? (
        <p class="fact-note">{text.noAwards}</p>
      ) : (
        <ListTable
          stack
          caption={text.awards}
          captionHidden
          rows={rows}
          columns={[
            { key: 'who', label: text.who, cell: (row) => row.who },
            { key: 'reward', label: text.name, cell: (row) => row.reward },
            { key: 'period', label: text.period, cell: (row) => period(row.period) },
            { key: 'granted', label: text.granted, cell: (row) => format.shortDate(row.granted_at) },
          ]}
        />
      )}
    </Section>
  )
}

export function PublicRewards({ rewards, awards }: { rewards: readonly RewardRow[]; awards: readonly AwardRow[] }) {
  const text = useMessages(messages)
  const { institution } = useRequest()
  return (
    <PublicPage title={text.publicTitle} lead={text.publicLead} back={`/i/${institution?.slug ?? ''}`} width="wide">
      <Awards rows={awards} />
      <Criteria rows={rewards} />
    </PublicPage>
  )
}

type HomeProps = {
  rewards: readonly RewardRow[]
  awards: readonly AwardRow[]
  nominations: readonly NominationRow[]
  may: { propose: boolean; byRule: boolean }
}

export function RewardHome({ rewards, awards, nominations, may }: HomeProps) {
  const text = useMessages(messages)
  const format = useFormat()
  return (
    <StaffPage
      title={text.title}
      lead={text.lead}
      actions={
        <>
          {may.propose ? (
            <LinkButton href="/penghargaan/usulan/baru" icon="plus">
              {text.propose}
            </LinkButton>
          ) : null}
          {may.byRule ? <ActionButton action="/penghargaan/usulan/indikator" label={text.byRule} /> : null}
        </>
      }
    >
      <Section title={text.nominations} id="usulan">
        <ListTable
          caption={text.nominations}
          captionHidden
          rows={nominations}
          rowHref={(row) => `/penghargaan/usulan/${row.id}`}
          empty={<EmptyState title={text.noNominations} icon="star" />}
          columns={[
            {
              key: 'who',
              label: text.who,
              by: (row) => row.employee ?? row.unit,
              cell: (row) => <a href={`/penghargaan/usulan/${row.id}`}>{row.employee ?? row.unit}</a>,
            },
            { key: 'reward', label: text.name, cell: (row) => row.reward },
            { key: 'state', label: text.state, cell: (row) => <StateBadge state={row.state} /> },
            {
              key: 'at',
              label: text.steps.proposed,
              by: (row) => row.proposed_at,
              cell: (row) => format.shortDate(row.proposed_at),
            },
          ]}
        />
      </Section>
      <Awards rows={awards} />
      <Criteria rows={rewards} />
    </StaffPage>
  )
}

type ProposeProps = { rewards: readonly RewardRow[]; units: readonly { id: string; name: string }[]; form: FormState }

export function ProposePage({ rewards, units, form }: ProposeProps) {
  const text = useMessages(messages)
  return (
    <StaffPage
      title={text.propose}
      lead={text.proposeLead}
      crumbs={[{ href: '/penghargaan', label: text.title }]}
      form={form}
    >
      <Form action="/penghargaan/usulan" form={form} submit={text.submit}>
        <SelectField
          name="reward"
          label={text.name}
          options={rewards.map((row) => ({ value: row.id, label: `${row.name} (${text.kinds[row.kind]})` }))}
          required
        />
        <TextField name="nip" label={text.nip} hint={text.nipHint} inputmode="numeric" width="medium" />
        <SelectField
          name="unit"
          label={text.unit}
          hint={text.unitHint}
          options={units.map((unit) => ({ value: unit.id, label: unit.name }))}
        />
        <TextArea name="reason" label={text.reason} maxLength={2000} required />
        <TextField name="evidence_url" label={text.evidence} type="url" />
      </Form>
      <Criteria rows={rewards} />
    </StaffPage>
  )
}

type PageProps = { one: NominationRow; acts: ReadonlySet<Act>; form: FormState; failed: Act | undefined }

export function NominationPage({ one, acts, form, failed }: PageProps) {
  const text = useMessages(messages)
  const period = usePeriodText()
  const steps = [
    { at: one.proposed_at, title: text.steps.proposed, who: one.proposer ?? text.rule_, body: one.reason },
    { at: one.reviewed_at, title: text.steps.reviewed, who: one.reviewer, body: one.review },
    { at: one.decided_at, title: text.steps.decided, who: one.decider, body: one.decision },
    { at: one.contest ? one.decided_at : null, title: text.steps.contested, who: undefined, body: one.contest },
    { at: one.final_at, title: text.steps.final, who: undefined, body: one.final_note },
  ]
  return (
    <StaffPage
      title={one.employee ?? one.unit}
      badge={<StateBadge state={one.state} />}
      lead={`${one.reward} · ${period(one.period)}`}
      crumbs={[{ href: '/penghargaan', label: text.title }]}
      form={form}
    >
      <Split aside={<Aside one={one} />}>
        <Section title={text.story} id="jalan">
          {steps.map(({ at, title, who, body }) =>
            at && body ? (
              <Card
                key={title}
                title={title}
                kicker={
                  <>
                    {who ? `${who} · ` : null}
                    <DateTime value={at} />
                  </>
                }
              >
                <Prose text={body} />
              </Card>
            ) : null,
          )}
        </Section>
        {[...acts].map((act) => (
          <ActForm act={act} id={one.id} form={failed === act ? form : undefined} key={act} />
        ))}
      </Split>
    </StaffPage>
  )
}

function Aside({ one }: { one: NominationRow }) {
  const text = useMessages(messages)
  const versionOf = useVersionName()
  const names = useMessages(shared)
  const format = useFormat()
  const { figure } = one
  return (
    <Section title={text.name} id="pokok">
      <Facts
        items={[
          { label: text.name, value: one.reward },
          { label: text.unit, value: one.unit },
          { label: text.proposer, value: one.proposer ?? text.rule_ },
          ...(figure
            ? [
                {
                  label: text.figure,
                  value: `${names.templates[figure.template]}: ${format.number(figure.value, 1)}`,
                  note:
                    figure.low === null || figure.high === null
                      ? versionOf(figure.ruleVersion)
                      : `${names.interval(format.number(figure.low, 1), format.number(figure.high, 1))} · ${names.of(format.number(figure.n))} · ${versionOf(figure.ruleVersion)}`,
                },
              ]
            : []),
          ...(one.evidence_url
            ? [
                {
                  label: text.evidence,
                  value: (
                    <a href={one.evidence_url} rel="noopener noreferrer">
                      {one.evidence_url}
                    </a>
                  ),
                },
              ]
            : []),
          ...(one.contest_until && one.state === 'refused'
            ? [{ label: text.contestUntil, value: <DateTime value={one.contest_until} /> }]
            : []),
        ]}
      />
    </Section>
  )
}

const PATHS = {
  review: 'tinjau',
  decide: 'putus',
  contest: 'sanggah',
  final: 'putus-sanggahan',
  consent: 'izin',
} as const

function ActForm({ act, id, form }: { act: Act; id: string; form: FormState | undefined }) {
  const text = useMessages(messages)
  const options = [
    { value: 'yes', label: text.yes },
    { value: 'no', label: text.no },
  ]
  const asks = {
    review: { name: 'recommended', legend: text.recommended },
    decide: { name: 'granted', legend: text.grantedAsk },
    final: { name: 'granted', legend: text.grantedAsk },
    consent: { name: 'consent', legend: text.consentAsk },
    contest: undefined,
  }[act]
  return (
    <Section title={text.acts[act]} id={PATHS[act]}>
      <Form
        id={act}
        action={`/penghargaan/usulan/${id}/${PATHS[act]}`}
        form={form}
        submit={act === 'consent' ? text.sendConsent : text.acts[act]}
      >
        {asks ? <RadioGroup name={asks.name} legend={asks.legend} options={options} layout="row" required /> : null}
        {act === 'consent' ? null : (
          <TextArea name="note" label={act === 'contest' ? text.contestNote : text.note} maxLength={2000} required />
        )}
      </Form>
    </Section>
  )
}
