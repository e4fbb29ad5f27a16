import {
  Badge,
  DateField,
  EmptyState,
  FieldRow,
  Form,
  type FormState,
  Grid,
  LinkButton,
  ListTable,
  RadioGroup,
  SelectField,
  StaffPage,
  Stat,
  Tabs,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  useRequest,
  useTerm,
  useTermOptions,
} from '../../platform/ui/index.ts'
import type { FindingRow } from './finding-queries.ts'
import { messages } from './messages.ts'
import { BASES, dueOf, type FindingState, KINDS, type Kind, type State } from './model.ts'
import type { ActivityRow } from './queries.ts'

const TONES = { planned: 'neutral', running: 'info', reported: 'warning', closed: 'success' } as const
const FINDING_TONES = { open: 'warning', answered: 'info', submitted: 'accent', done: 'success' } as const

export function StateBadge({ state }: { state: State }) {
  const text = useMessages(messages)
  return <Badge tone={TONES[state]}>{text.states[state]}</Badge>
}

export function FindingBadge({ state }: { state: FindingState }) {
  const text = useMessages(messages)
  return <Badge tone={FINDING_TONES[state]}>{text.findingStates[state]}</Badge>
}

/** What is due next and, in words, that it is late. */
export function Due({ row }: { row: Pick<FindingRow, 'state' | 'reply_due_at' | 'due_at'> }) {
  const text = useMessages(messages)
  const format = useFormat()
  const { now } = useRequest()
  const due = dueOf(row, now)
  if (!due) return <>–</>
  return (
    <>
      {format.shortDate(due.at)} ({text.dueWhat[due.what]}) {due.late ? <Badge tone="danger">{text.late}</Badge> : null}
    </>
  )
}

export type Board = { open: number; late: number; done: number; running: number }

interface ListProps {
  rows: readonly ActivityRow[]
  kind: Kind | undefined
  board: Board
  may: { manage: boolean; examine: boolean; rules: boolean }
}

export function ListPage({ rows, kind, board, may }: ListProps) {
  const text = useMessages(messages)
  const format = useFormat()
  const shown = kind ? rows.filter((row) => row.kind === kind) : rows
  return (
    <StaffPage
      title={text.list}
      lead={text.listLead}
      actions={
        <>
          <LinkButton href="/pengawasan/tim" tone="quiet">
            {text.teams}
          </LinkButton>
          {may.examine ? (
            <LinkButton href="/pengawasan/kepentingan" tone="quiet">
              {text.interests}
            </LinkButton>
          ) : null}
          {may.manage ? <LinkButton href="/pengawasan/baru">{text.create}</LinkButton> : null}
        </>
      }
    >
      <Grid size="small">
        {may.examine ? <Stat label={text.board.running} value={format.number(board.running)} /> : null}
        <Stat
          label={text.board.open}
          value={format.number(board.open)}
          href="/pengawasan/temuan"
          tone={board.open > 0 ? 'accent' : 'neutral'}
        />
        <Stat
          label={text.board.late}
          value={format.number(board.late)}
          href="/pengawasan/temuan?terlambat=ya"
          tone={board.late > 0 ? 'danger' : 'neutral'}
        />
        <Stat label={text.board.done} value={format.number(board.done)} href="/pengawasan/temuan?keadaan=done" />
      </Grid>
      <Tabs
        label={text.kind}
        items={[
          { href: '/pengawasan', label: text.all, count: rows.length, current: kind === undefined },
          ...KINDS.map((one) => ({
            href: `/pengawasan?jenis=${one}`,
            label: text.kinds[one],
            count: rows.filter((row) => row.kind === one).length,
            current: kind === one,
          })),
        ]}
      />
      <ListTable
        caption={text.list}
        captionHidden
        rows={shown}
        rowHref={(row) => `/pengawasan/${row.id}`}
        empty={<EmptyState title={text.empty} body={text.emptyBody} />}
        columns={[
          {
            key: 'title',
            by: (row) => row.title,
            label: text.title,
            cell: (row) => <a href={`/pengawasan/${row.id}`}>{row.title}</a>,
          },
          { key: 'kind', by: (row) => text.kinds[row.kind], label: text.kind, cell: (row) => text.kinds[row.kind] },
          { key: 'unit', by: (row) => row.unit_name, label: text.unit, cell: (row) => row.unit_name },
          {
            key: 'on',
            by: (row) => row.planned_on,
            label: text.plannedOn,
            nowrap: true,
            cell: (row) => format.shortDate(row.planned_on),
          },
          { key: 'state', label: text.state, cell: (row) => <StateBadge state={row.state} /> },
          {
            key: 'findings',
            label: text.findings,
            cell: (row) =>
              row.findings > 0 ? text.findingsOf(format.number(row.done), format.number(row.findings)) : '–',
          },
        ]}
      />
    </StaffPage>
  )
}

export type PlanChoices = {
  units: readonly { id: string; name: string }[]
  teams: readonly { id: string; name: string }[]
  signals: readonly { id: string; unit: string; theme: string; month: string }[]
  indicators: readonly { id: string; unit: string; name: string }[]
}
export type PlanStart = {
  unit?: string | undefined
  theme?: string | undefined
  signal?: string | undefined
  indicator?: string | undefined
  basis?: string | undefined
}

export function PlanPage({ choices, start, form }: { choices: PlanChoices; start: PlanStart; form: FormState }) {
  const text = useMessages(messages)
  const themes = useTermOptions('theme')
  const themeOf = useTerm('theme')
  return (
    <StaffPage title={text.create} crumbs={[{ href: '/pengawasan', label: text.list }]} form={form}>
      <Form action="/pengawasan/baru" form={form} submit={text.save} draft="pengawasan-baru">
        <RadioGroup
          name="kind"
          legend={text.kind}
          required
          options={KINDS.map((value) => ({ value, label: text.kinds[value], hint: text.kindHints[value] }))}
        />
        <TextField name="title" label={text.title} required />
        <SelectField
          name="unit"
          label={text.unit}
          required
          value={start.unit}
          options={choices.units.map((unit) => ({ value: unit.id, label: unit.name }))}
        />
        <SelectField
          name="team"
          label={text.team}
          required
          options={choices.teams.map((team) => ({ value: team.id, label: team.name }))}
        />
        <FieldRow>
          <DateField name="period_from" label={text.periodFrom} required />
          <DateField name="period_until" label={text.periodUntil} required />
        </FieldRow>
        <DateField name="planned_on" label={text.plannedOn} required />
        <SelectField
          name="basis"
          label={text.basis}
          placeholder={null}
          required
          value={start.basis ?? 'plan'}
          options={BASES.map((value) => ({ value, label: text.bases[value] }))}
        />
        <TextArea name="basis_text" label={text.basisText} hint={text.basisHint} rows={3} maxLength={1000} required />
        <SelectField
          name="theme"
          label={text.theme}
          hint={text.themeHint}
          placeholder={text.none}
          width="medium"
          value={start.theme}
          options={themes}
        />
        {choices.signals.length > 0 ? (
          <SelectField
            name="signal"
            label={text.signal}
            hint={text.signalHint}
            placeholder={text.none}
            value={start.signal}
            options={choices.signals.map((one) => ({
              value: one.id,
              label: `${one.unit} · ${themeOf(one.theme)} · ${one.month}`,
            }))}
          />
        ) : null}
        {choices.indicators.length > 0 ? (
          <SelectField
            name="indicator"
            label={text.bases.indicator}
            hint={text.indicatorHint}
            placeholder={text.none}
            value={start.indicator}
            options={choices.indicators.map((one) => ({ value: one.id, label: `${one.unit} · ${one.name}` }))}
          />
        ) : null}
      </Form>
    </StaffPage>
  )
}
