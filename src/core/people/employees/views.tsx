import type { VNode } from 'preact'
import { seenOf } from '../../../platform/http/seen.ts'
import {
  Badge,
  Count,
  DataTable,
  DateField,
  EmptyState,
  Facts,
  Filters,
  Form,
  type FormState,
  LinkButton,
  ListTable,
  Pager,
  Section,
  SelectField,
  Split,
  StaffPage,
  Tabs,
  TextField,
  useAddress,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../../platform/ui/index.ts'
import {
  formatNip,
  type listPositions,
  type PlannedUnit,
  type UnitRow,
  usePlannedOptions,
} from '../../organization/index.ts'
import { employeeMessages } from './messages.ts'
import { EMPLOYMENT_TEXTS, EMPLOYMENTS, type Employment, GENDER_TEXTS, PNS_GRADES, PPPK_GRADES } from './model.ts'
import type { AssignmentPlanRow } from './plan-queries.ts'
import { AssignmentPlans } from './plan-views.tsx'
import type { EmployeeSort, findEmployee, listAssignments, listEmployees, listSubordinates } from './queries.ts'

type ListProps = {
  rows: Awaited<ReturnType<typeof listEmployees>>
  count: number
  units: readonly UnitRow[]
  filter: {
    q?: string | undefined
    unit?: string | undefined
    status?: Employment | undefined
    aktif?: 'tidak' | 'belum' | undefined
    sort: EmployeeSort
  }
  next: string | undefined
  mayImport: boolean
}

export function employeeListPage(props: ListProps): VNode {
  return <EmployeeList {...props} />
}

function EmployeeList({ rows, count, units, filter, next, mayImport }: ListProps) {
  const text = useMessages(employeeMessages)
  const { language } = useRequest()
  const address = useAddress()
  const query = address({ after: null, format: null }).split('?')[1] ?? ''
  const descending = filter.sort.startsWith('-')
  return (
    <StaffPage
      title={text.title}
      lead={text.lead}
      actions={
        mayImport ? (
          <LinkButton href="/impor" tone="secondary" icon="file">
            {text.import}
          </LinkButton>
        ) : undefined
      }
    >
      <Tabs
        label={text.title}
        items={[
          { href: address({ aktif: null, after: null }), label: text.active, current: filter.aktif === undefined },
          { href: address({ aktif: 'tidak', after: null }), label: text.inactive, current: filter.aktif === 'tidak' },
          { href: '/pegawai?aktif=belum', label: text.coming, current: false },
        ]}
      />
      <Filters values={{ q: filter.q, unit: filter.unit, status: filter.status }} keep={['aktif', 'sort']}>
        <TextField name="q" label={text.search} type="search" required />
        <SelectField
          name="unit"
          label={text.unit}
          placeholder={text.anyUnit}
          options={units.map((unit) => ({ value: unit.id, label: `${unit.name} (${unit.code})` }))}
          required
        />
        <SelectField
          name="status"
          label={text.employment}
          placeholder={text.anyEmployment}
          options={EMPLOYMENTS.map((value) => ({ value, label: EMPLOYMENT_TEXTS[value][language] }))}
          required
        />
      </Filters>
      <Count value={count} label={text.count} />
      <DataTable
        caption={text.title}
        captionHidden
        rows={rows}
        rowHref={(row) => `/pegawai/${row.id}`}
        sort={{ key: filter.sort.replace('-', ''), direction: descending ? 'desc' : 'asc' }}
        empty={
          filter.q || filter.unit || filter.status || filter.aktif ? (
            <EmptyState title={text.empty} body={text.emptyBody} />
          ) : (
            <EmptyState title={text.none} body={text.noneBody} icon="person" />
          )
        }
        exports={{ csv: `/pegawai/ekspor?format=csv&${query}`, xlsx: `/pegawai/ekspor?format=xlsx&${query}` }}
        columns={[
          { key: 'name', label: text.name, sort: true, cell: (row) => <a href={`/pegawai/${row.id}`}>{row.name}</a> },
          {
            key: 'nip',
            label: text.nip,
            sort: true,
            cell: (row) => <span class="number-text">{formatNip(row.nip)}</span>,
          },
          { key: 'position', label: text.position, cell: (row) => row.position },
          {
            key: 'unit',
            label: text.unit,
            cell: (row) => (
              <>
                {row.unit}
                <div class="tree-code">{row.unit_code}</div>
              </>
            ),
          },
          { key: 'employment', label: text.employment, cell: (row) => EMPLOYMENT_TEXTS[row.employment][language] },
        ]}
      />
      <Pager next={next ? address({ after: next }) : null} />
    </StaffPage>
  )
}

export type EmployeePageProps = {
  employee: Omit<NonNullable<Awaited<ReturnType<typeof findEmployee>>>, 'nik_encrypted'> & { nik: string | null }
  assignments: Awaited<ReturnType<typeof listAssignments>>
  plans: readonly AssignmentPlanRow[]
  subordinates: Awaited<ReturnType<typeof listSubordinates>>
  reach: ReadonlySet<string>
  choices:
    | {
        units: readonly UnitRow[]
        planned: readonly PlannedUnit[]
        positions: Awaited<ReturnType<typeof listPositions>>
      }
    | undefined
  today: string
  form: FormState
  which: 'move' | 'identity' | 'leave' | undefined
}

export function employeePage(props: EmployeePageProps): VNode {
  return <Employee {...props} />
}

function Employee(props: EmployeePageProps) {
  const { employee, assignments, subordinates, reach, choices, form } = props
  const text = useMessages(employeeMessages)
  const format = useFormat()
  const { language } = useRequest()
  const now = assignments[0]
  return (
    <StaffPage
      title={employee.name}
      lead={now ? `${now.position} · ${now.unit}` : text.notYetPlaced}
      crumbs={[{ href: '/pegawai', label: text.title }]}
      badge={
        employee.active && now ? undefined : (
          <Badge tone="warning">{employee.active ? text.comingBadge : text.inactiveBadge}</Badge>
        )
      }
      form={form}
    >
      <Split
        factsFirst
        aside={
          <Section title={text.identity} id="identitas">
            <Facts
              items={[
                { label: employee.employment === 'pns' ? text.nip : text.nipPppk, value: formatNip(employee.nip) },
                { label: text.employment, value: EMPLOYMENT_TEXTS[employee.employment][language] },
                { label: text.grade, value: employee.grade ?? '–' },
                { label: text.gender, value: employee.gender ? GENDER_TEXTS[employee.gender][language] : '–' },
                { label: text.birthDate, value: employee.birth_date ? format.date(employee.birth_date) : '–' },
                { label: text.nik, value: employee.nik ?? text.nikNone, note: employee.nik ? text.nikWhy : undefined },
                { label: text.email, value: employee.email ?? '–' },
                { label: text.phone, value: employee.phone ?? '–' },
                { label: text.superior, value: now?.superior ?? text.superiorNone },
              ]}
            />
          </Section>
        }
      >
        <AssignmentPlans {...props} mayManage={choices !== undefined} />
        <Section title={text.timeline} id="penempatan">
          <DataTable
            caption={text.timelineCaption}
            captionHidden
            stack
            rows={assignments}
            columns={[
              { key: 'position', label: text.position, cell: (row) => row.position },
              {
                key: 'unit',
                label: text.unit,
                cell: (row) => (reach.has(row.unit_id) ? <a href={`/unit/${row.unit_id}`}>{row.unit}</a> : row.unit),
              },
              { key: 'superior', label: text.superior, cell: (row) => row.superior ?? text.superiorNone },
              {
                key: 'from',
                label: text.inForce,
                cell: (row) =>
                  `${format.date(row.valid_from)} – ${row.valid_to ? format.date(row.valid_to) : text.now}`,
              },
            ]}
          />
        </Section>
        <Section title={text.subordinates} id="bawahan">
          {subordinates.length === 0 ? (
            <p>{text.noSubordinates}</p>
          ) : (
            <ListTable
              caption={text.subordinates}
              captionHidden
              stack
              rows={subordinates}
              columns={[
                { key: 'name', label: text.name, cell: (row) => <a href={`/pegawai/${row.id}`}>{row.name}</a> },
                { key: 'position', label: text.position, cell: (row) => row.position },
              ]}
            />
          )}
        </Section>
        {choices ? <Manage {...props} choices={choices} /> : null}
      </Split>
    </StaffPage>
  )
}

type AssignmentShown = Pick<
  EmployeePageProps['assignments'][number],
  'unit_id' | 'position_id' | 'superior_id' | 'valid_from'
>

/** What the form shows, so that a faster tab is not overwritten unseen. */
export function contactSeen({
  name,
  email,
  phone,
  grade,
}: Pick<EmployeePageProps['employee'], 'name' | 'email' | 'phone' | 'grade'>): string {
  return seenOf(name, email, phone, grade)
}

export function assignmentSeen(now: AssignmentShown | undefined): string {
  return seenOf(now?.unit_id, now?.position_id, now?.superior_id, now?.valid_from)
}

function Manage(props: EmployeePageProps & { choices: NonNullable<EmployeePageProps['choices']> }) {
  const { employee, assignments, choices, today, form, which } = props
  const text = useMessages(employeeMessages)
  const laterOptions = usePlannedOptions()
  const nothing: FormState = { values: {}, errors: {} }
  const now = assignments[0]
  const grades = employee.employment === 'pns' ? PNS_GRADES : PPPK_GRADES
  return (
    <>
      <Why label={text.move} open={which === 'move'}>
        <p>{text.moveLead}</p>
        <Form
          action={`/pegawai/${employee.id}/penempatan`}
          id="pindah"
          form={which === 'move' ? form : nothing}
          submit={text.saveMove}
          seen={assignmentSeen(now)}
        >
          <SelectField
            name="unit_id"
            label={text.unit}
            value={now?.unit_id}
            options={[
              ...choices.units.map((unit) => ({ value: unit.id, label: `${unit.name} (${unit.code})` })),
              ...laterOptions(choices.planned),
            ]}
            required
          />
          <SelectField
            name="position_id"
            label={text.position}
            value={now?.position_id}
            options={choices.positions.map((position) => ({
              value: position.id,
              label: `${position.title} (${position.code})`,
            }))}
            required
          />
          <TextField
            name="superior_nip"
            label={text.superiorNip}
            hint={text.superiorHint}
            value={now?.superior_nip}
            inputmode="numeric"
            width="medium"
          />
          <DateField name="from" label={text.from} hint={text.fromHint} value={today} required />
        </Form>
      </Why>
      <Why label={text.editIdentity} open={which === 'identity'}>
        <Form
          action={`/pegawai/${employee.id}/data`}
          id="data"
          form={which === 'identity' ? form : nothing}
          seen={contactSeen(employee)}
          submit={text.saveIdentity}
        >
          <TextField name="name" label={text.name} value={employee.name} required />
          <TextField name="email" label={text.email} type="email" value={employee.email} />
          <TextField name="phone" label={text.phone} type="tel" value={employee.phone} width="medium" />
          <SelectField
            name="grade"
            label={text.grade}
            value={employee.grade}
            options={grades.map((grade) => ({ value: grade, label: grade }))}
            width="short"
          />
        </Form>
      </Why>
      <Why label={text.leave} open={which === 'leave'}>
        <p>{text.leaveLead}</p>
        <Form
          action={`/pegawai/${employee.id}/nonaktif`}
          id="nonaktif"
          form={which === 'leave' ? form : nothing}
          submit={text.saveLeave}
          tone="danger"
        >
          <DateField name="on" label={text.leaveOn} hint={text.leaveHint} value={today} required />
        </Form>
      </Why>
    </>
  )
}
