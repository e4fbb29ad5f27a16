import {
  ActionButton,
  Badge,
  BarChart,
  DataTable,
  EmptyState,
  Filters,
  Form,
  type FormState,
  Grid,
  ListEnd,
  Section,
  SelectField,
  StaffPage,
  Stat,
  TextField,
  useFormat,
  useMessages,
  Why,
} from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import { READY, type Retirement } from './model.ts'
import { byUnit, byYear, type Leaving } from './outlook.ts'
import { Countdown } from './own-views.tsx'
import type { Colleague, PersonRow, SuccessorRow, TransferRow } from './queries.ts'
import { Transfers } from './transfer-views.tsx'

type OutlookProps = {
  leaving: readonly Leaving[]
  looked: { unit: string; tahun: string; celah: string }
  today: string
  planMonths: number
}

const MOST_SHOWN = 60

export function OutlookPage({ leaving, looked, today, planMonths }: OutlookProps) {
  const t = useMessages(messages)
  const format = useFormat()
  const units = byUnit(leaving, today)
  const shown = leaving.filter(
    (one) =>
      (!looked.unit || one.unit_id === looked.unit) &&
      (!looked.tahun || one.retirement.starts.startsWith(looked.tahun)) &&
      (!looked.celah || one.gap),
  )
  const years = byYear(leaving, today)
  const gaps = leaving.filter((one) => one.gap).length
  return (
    <StaffPage title={t.listTitle} lead={t.listLead}>
      {leaving.length === 0 ? (
        <EmptyState title={t.noneLeaving} body={t.noneLeavingBody} icon="clock" />
      ) : (
        <>
          <Grid size="medium">
            <Stat label={t.total} value={format.number(leaving.length)} />
            <Stat label={t.due} value={format.number(units.reduce((sum, unit) => sum + unit.due, 0))} />
            <Stat
              label={t.gaps}
              value={format.number(gaps)}
              tone={gaps > 0 ? 'warning' : 'success'}
              note={t.gapsNote(format.number(planMonths))}
              href="/pensiun?celah=ya"
            />
          </Grid>
          <BarChart
            title={t.yearChart}
            subtitle={t.yearSub}
            label={t.people}
            bars={years.map((one) => ({ label: one.year, value: one.people, href: `/pensiun?tahun=${one.year}` }))}
          />
          <Section title={t.person} id="pegawai">
            <Filters values={looked}>
              <SelectField
                name="unit"
                label={t.unit}
                placeholder={t.all}
                options={units
                  .toSorted((a, b) => a.unit.localeCompare(b.unit))
                  .map((unit) => ({ value: unit.unit_id, label: unit.unit }))}
              />
              <SelectField
                name="tahun"
                label={t.when}
                placeholder={t.all}
                options={years.map((one) => ({ value: one.year, label: one.year }))}
              />
              <SelectField
                name="celah"
                label={t.prepared}
                placeholder={t.all}
                options={[{ value: 'ya', label: t.onlyGaps }]}
              />
            </Filters>
            <LeavingTable rows={shown.slice(0, MOST_SHOWN)} />
            {shown.length > MOST_SHOWN ? (
              <p class="kicker">{t.shownFirst(format.number(MOST_SHOWN), format.number(shown.length))}</p>
            ) : null}
          </Section>
          <Section title={t.perUnit} id="unit">
            <DataTable
              caption={t.perUnit}
              captionHidden
              rows={units}
              columns={[
                {
                  key: 'unit',
                  label: t.unit,
                  cell: (row) => <a href={`/pensiun?unit=${row.unit_id}#pegawai`}>{row.unit}</a>,
                },
                { key: 'people', label: t.total, numeric: true, cell: (row) => format.number(row.people) },
                { key: 'due', label: t.due, numeric: true, cell: (row) => format.number(row.due) },
                { key: 'gaps', label: t.gaps, numeric: true, cell: (row) => format.number(row.gaps) },
              ]}
            />
          </Section>
        </>
      )}
    </StaffPage>
  )
}

function LeavingTable({ rows }: { rows: readonly Leaving[] }) {
  const t = useMessages(messages)
  const format = useFormat()
  return (
    <DataTable
      caption={t.listTitle}
      captionHidden
      rows={rows}
      rowHref={(row) => `/pensiun/pegawai/${row.id}`}
      empty={<EmptyState title={t.noneMatch} icon="search" />}
      columns={[
        { key: 'person', label: t.person, cell: (row) => <a href={`/pensiun/pegawai/${row.id}`}>{row.name}</a> },
        { key: 'position', label: t.position, cell: (row) => row.position },
        { key: 'unit', label: t.unit, phone: false, cell: (row) => row.unit },
        { key: 'when', label: t.when, nowrap: true, cell: (row) => format.shortDate(row.retirement.starts) },
        { key: 'prepared', label: t.prepared, cell: (row) => <Readiness row={row} /> },
        {
          key: 'handed',
          label: t.transfers,
          phone: false,
          cell: ({ prepared }) =>
            prepared.transfers === 0 ? (
              '–'
            ) : (
              <>
                {t.handed(format.number(prepared.handed_over), format.number(prepared.transfers))}{' '}
                {prepared.overdue > 0 ? <Badge tone="danger">{t.overdue}</Badge> : null}
              </>
            ),
        },
      ]}
    />
  )
}

function Readiness({ row }: { row: Leaving }) {
  const t = useMessages(messages)
  const format = useFormat()
  if (row.prepared.successors > 0)
    return <Badge tone="success">{t.hasSuccessor(format.number(row.prepared.successors))}</Badge>
  return row.gap ? <Badge tone="warning">{t.gap}</Badge> : <Badge>{t.early}</Badge>
}

type PersonProps = {
  person: PersonRow
  retirement: Retirement | undefined
  done: number
  steps: number
  transfers: readonly TransferRow[]
  successors: readonly SuccessorRow[]
  colleagues: readonly Colleague[]
  today: string
  mayManage: boolean
  crumbs: boolean
  form: FormState
}

export function PersonPage(props: PersonProps) {
  const { person, retirement, today, form, mayManage } = props
  const t = useMessages(messages)
  const format = useFormat()
  return (
    <StaffPage
      title={person.name}
      lead={t.personLead(person.position, person.unit)}
      crumbs={[props.crumbs ? { href: '/pensiun', label: t.listTitle } : { href: '/pensiun/saya', label: t.ownTitle }]}
      form={form}
    >
      {retirement ? (
        <Countdown person={person} retirement={retirement} today={today} />
      ) : (
        <EmptyState title={t.unknown} body={t.unknownBody} icon="clock" />
      )}
      <p class="kicker">
        {t.stepsDone}: {format.number(props.done)} / {format.number(props.steps)}
      </p>
      <Successors {...props} />
      <Transfers {...props} employee={person.id} lead={t.transfersLeadOther} may={mayManage} />
    </StaffPage>
  )
}

function Successors({ person, successors, colleagues, mayManage, form }: PersonProps) {
  const t = useMessages(messages)
  const at = `/pensiun/pegawai/${person.id}/pengganti`
  const failed = 'candidate' in form.errors || 'ready' in form.errors || 'note' in form.errors
  return (
    <Section title={t.successors} id="pengganti" lead={t.successorsLead}>
      <DataTable
        caption={t.successors}
        captionHidden
        stack
        rows={successors}
        empty={<EmptyState title={t.noSuccessors} icon="person" />}
        columns={[
          { key: 'name', label: t.candidate, cell: (row) => row.name },
          { key: 'position', label: t.position, cell: (row) => row.position ?? '–' },
          { key: 'ready', label: t.ready, cell: (row) => t.readyWords[row.ready as (typeof READY)[number]] },
          { key: 'note', label: t.note, cell: (row) => row.note ?? '–' },
          ...(mayManage
            ? [
                {
                  key: 'act',
                  label: t.change,
                  action: true,
                  cell: (row: SuccessorRow) => (
                    <ActionButton action={`${at}/${row.candidate_id}/hapus`} label={t.remove} tone="quiet" />
                  ),
                },
              ]
            : []),
        ]}
      />
      {mayManage ? (
        <Why label={t.nameTitle} open={failed}>
          <Form action={at} form={failed ? form : undefined} submit={t.nameSuccessor} id="pengganti">
            <SelectField
              name="candidate"
              label={t.candidate}
              required
              options={colleagues.map((one) => ({ value: one.id, label: `${one.name}, ${one.position}` }))}
            />
            <ListEnd count={colleagues.length} />
            <SelectField
              name="ready"
              label={t.ready}
              required
              width="medium"
              options={READY.map((one) => ({ value: one, label: t.readyWords[one] }))}
            />
            <TextField name="note" label={t.note} />
          </Form>
        </Why>
      ) : null}
    </Section>
  )
}
