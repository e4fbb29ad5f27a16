import {
  Badge,
  Card,
  DateField,
  DateTime,
  EmptyState,
  Facts,
  Form,
  type FormState,
  LinkButton,
  ListTable,
  Prose,
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
  useTerm,
  useTermOn,
  Why,
} from '../../../platform/ui/index.ts'
import { disciplineMessages as messages } from './messages.ts'
import { type Act, LEVELS, type State } from './model.ts'
import type { CaseRow, EventRow, Officer, Sanction } from './queries.ts'

const TONES = {
  reported: 'warning',
  summoned: 'warning',
  heard: 'warning',
  decided: 'info',
  appealed: 'warning',
  closed: 'neutral',
} as const

function StateBadge({ one }: { one: { state: State; appeal_until: Date | null } }) {
  const text = useMessages(messages)
  const { now } = useRequest()
  if (one.state === 'decided' && one.appeal_until && one.appeal_until < now)
    return <Badge tone="neutral">{text.final}</Badge>
  return <Badge tone={TONES[one.state]}>{text.states[one.state]}</Badge>
}

export function CaseList({ rows, mayReport }: { rows: readonly CaseRow[]; mayReport: boolean }) {
  const text = useMessages(messages)
  const format = useFormat()
  return (
    <StaffPage
      title={text.title}
      lead={text.lead}
      actions={
        mayReport ? (
          <LinkButton href="/disiplin/lapor" tone="secondary">
            {text.report}
          </LinkButton>
        ) : undefined
      }
    >
      <ListTable
        caption={text.title}
        captionHidden
        rows={rows}
        rowHref={(row) => `/disiplin/${row.id}`}
        empty={<EmptyState title={text.none} body={text.noneBody} icon="lock" />}
        columns={[
          {
            key: 'employee',
            label: text.employee,
            by: (row) => row.employee,
            cell: (row) => <a href={`/disiplin/${row.id}`}>{row.employee}</a>,
          },
          { key: 'unit', label: text.unit, by: (row) => row.unit, cell: (row) => row.unit },
          { key: 'level', label: text.level, cell: (row) => text.levels[row.level] },
          { key: 'state', label: text.state, cell: (row) => <StateBadge one={row} /> },
          {
            key: 'since',
            label: text.since,
            by: (row) => row.created_at,
            cell: (row) => format.shortDate(row.created_at),
          },
        ]}
      />
    </StaffPage>
  )
}

type ReportProps = {
  examiners: readonly Officer[]
  authorities: readonly Officer[]
  sanctions: readonly Sanction[]
  today: string
  form: FormState
}

export function ReportPage({ examiners, authorities, sanctions, today, form }: ReportProps) {
  const text = useMessages(messages)
  const termOf = useTerm('sanction')
  const options = (rows: readonly Officer[]) => rows.map((row) => ({ value: row.id, label: row.name }))
  return (
    <StaffPage
      title={text.report}
      lead={text.reportLead}
      crumbs={[{ href: '/disiplin', label: text.title }]}
      form={form}
    >
      <Form action="/disiplin/lapor" form={form} submit={text.submit}>
        <TextField name="nip" label={text.nip} hint={text.nipHint} inputmode="numeric" width="medium" required />
        <RadioGroup
          name="level"
          legend={text.level}
          options={LEVELS.map((value) => ({ value, label: text.levels[value], hint: text.levelHints[value] }))}
          required
        />
        <DateField name="happened_on" label={text.happenedOn} max={today} required />
        <TextArea name="allegation" label={text.allegation} hint={text.allegationHint} maxLength={4000} required />
        <SelectField
          name="examiner"
          label={text.examiner}
          hint={text.examinerHint}
          options={options(examiners)}
          required
        />
        <SelectField name="authority" label={text.authority} options={options(authorities)} required />
        <SelectField name="appeal_authority" label={text.appeal} options={options(authorities)} required />
      </Form>
      <Why label={text.rules}>
        <RuleTable
          caption={text.rules}
          rows={sanctions.filter((row) => row.offered)}
          columns={[
            { key: 'name', label: text.sanction, cell: (row) => termOf(row.code) },
            { key: 'level', label: text.level, cell: (row) => text.levels[row.level] },
          ]}
        />
      </Why>
    </StaffPage>
  )
}

type CaseProps = {
  one: CaseRow
  events: readonly EventRow[]
  acts: ReadonlySet<Act>
  sanctions: readonly Sanction[]
  form: FormState
  failed: Act | undefined
}

export function CasePage({ one, events, acts, sanctions, form, failed }: CaseProps) {
  const text = useMessages(messages)
  const termOn = useTermOn('sanction')
  const nameOf = (code: string | null, at: Date) => (code === null ? text.noSanction : termOn(code, at))
  return (
    <StaffPage
      title={one.employee}
      badge={<StateBadge one={one} />}
      lead={`${text.levels[one.level]} · ${one.unit}`}
      crumbs={[{ href: '/disiplin', label: text.title }]}
      form={form}
    >
      <Split
        aside={
          <Aside one={one} sanction={nameOf(one.sanction_code, one.closed_at ?? one.decided_at ?? one.created_at)} />
        }
      >
        <Section title={text.story} id="jalan">
          {events.map((event) => (
            <Card
              key={event.seq}
              title={text.kinds[event.kind]}
              kicker={
                <>
                  {event.who ? `${event.who} · ` : null}
                  <DateTime value={event.at} />
                </>
              }
            >
              {event.kind === 'decided' || event.kind === 'appeal_decided' ? (
                <p>
                  <strong>{nameOf(event.sanction_code, event.at)}</strong>
                </p>
              ) : null}
              <Prose text={event.body} />
            </Card>
          ))}
        </Section>
        {[...acts].map((act) => (
          <ActForm act={act} one={one} sanctions={sanctions} form={failed === act ? form : undefined} key={act} />
        ))}
      </Split>
    </StaffPage>
  )
}

function Aside({ one, sanction }: { one: CaseRow; sanction: string }) {
  const text = useMessages(messages)
  const format = useFormat()
  const { now } = useRequest()
  const late = one.state === 'appealed' && one.appeal_due !== null && one.appeal_due < now
  return (
    <>
      <Section title={text.facts} id="pokok">
        <Facts
          items={[
            { label: text.happenedOn, value: format.date(one.happened_on) },
            ...(one.hearing_on ? [{ label: text.hearingOn, value: format.date(one.hearing_on) }] : []),
            ...(one.decided_at ? [{ label: text.sanction, value: sanction }] : []),
            ...(one.appeal_until ? [{ label: text.appealUntil, value: <DateTime value={one.appeal_until} /> }] : []),
            ...(one.appeal_due
              ? [
                  {
                    label: text.appealDue,
                    value: (
                      <>
                        <DateTime value={one.appeal_due} /> {late ? <Badge tone="danger">{text.late}</Badge> : null}
                      </>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </Section>
      <Section title={text.who} id="siapa">
        <Facts
          items={[
            { label: text.employee, value: one.employee },
            { label: text.reporter, value: one.reporter_name },
            { label: text.examiner, value: one.examiner_name },
            { label: text.authority, value: one.authority_name },
            { label: text.appeal, value: one.appeal_name },
          ]}
        />
      </Section>
    </>
  )
}

const PATHS = {
  summon: 'panggil',
  answer: 'tanggapan',
  minutes: 'berita-acara',
  decide: 'putus',
  appeal: 'keberatan',
  decide_appeal: 'putus-keberatan',
} as const

type ActProps = { act: Act; one: CaseRow; sanctions: readonly Sanction[]; form: FormState | undefined }

function ActForm({ act, one, sanctions, form }: ActProps) {
  const text = useMessages(messages)
  const termOf = useTerm('sanction')
  const decides = act === 'decide' || act === 'decide_appeal'
  const most = LEVELS.indexOf(one.level)
  return (
    <Section title={text.acts[act]} id={PATHS[act]}>
      <Form id={act} action={`/disiplin/${one.id}/${PATHS[act]}`} form={form} submit={text.acts[act]}>
        {act === 'summon' ? <DateField name="hearing_on" label={text.hearingOn} required /> : null}
        {decides ? (
          <SelectField
            name="sanction"
            label={text.sanction}
            placeholder={text.noSanction}
            options={sanctions
              .filter((row) => row.offered && LEVELS.indexOf(row.level) <= most)
              .map((row) => ({ value: row.code, label: `${text.levels[row.level]}: ${termOf(row.code)}` }))}
            value={act === 'decide_appeal' ? one.sanction_code : undefined}
            required
          />
        ) : null}
        <TextArea name="body" label={text.body[act]} rows={6} maxLength={8000} required />
      </Form>
    </Section>
  )
}
