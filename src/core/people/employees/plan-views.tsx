import type { VNode } from 'preact'
import {
  ActionButton,
  Badge,
  DataTable,
  EmptyState,
  type FormState,
  Notice,
  Section,
  StaffPage,
  Tabs,
  useFormat,
  useMessages,
  useRequest,
} from '../../../platform/ui/index.ts'
import { formatNip } from '../../organization/index.ts'
import { employeeMessages } from './messages.ts'
import { EMPLOYMENT_TEXTS } from './model.ts'
import type { AssignmentPlanRow, listComing } from './plan-queries.ts'

type ComingRow = Awaited<ReturnType<typeof listComing>>[number]

export function comingPage(rows: readonly ComingRow[]): VNode {
  return <Coming rows={rows} />
}

function Coming({ rows }: { rows: readonly ComingRow[] }) {
  const text = useMessages(employeeMessages)
  const format = useFormat()
  const { language } = useRequest()
  return (
    <StaffPage title={text.title} lead={text.lead}>
      <Tabs
        label={text.title}
        items={[
          { href: '/pegawai', label: text.active, current: false },
          { href: '/pegawai?aktif=tidak', label: text.inactive, current: false },
          { href: '/pegawai?aktif=belum', label: text.coming, current: true },
        ]}
      />
      <DataTable
        caption={text.comingCaption}
        captionHidden
        rows={rows}
        rowHref={(row) => `/pegawai/${row.id}`}
        empty={<EmptyState title={text.noneComing} />}
        columns={[
          { key: 'name', label: text.name, cell: (row) => <a href={`/pegawai/${row.id}`}>{row.name}</a> },
          { key: 'nip', label: text.nip, cell: (row) => <span class="number-text">{formatNip(row.nip)}</span> },
          { key: 'position', label: text.position, cell: (row) => row.position },
          { key: 'unit', label: text.unit, cell: (row) => row.unit },
          { key: 'employment', label: text.employment, cell: (row) => EMPLOYMENT_TEXTS[row.employment][language] },
          { key: 'begins', label: text.begins, cell: (row) => format.date(row.valid_from) },
        ]}
      />
    </StaffPage>
  )
}

/** What is planned for a person; nothing at all where nothing is. */
export function AssignmentPlans(props: {
  plans: readonly AssignmentPlanRow[]
  today: string
  mayManage: boolean
  form: FormState
}) {
  const text = useMessages(employeeMessages)
  const format = useFormat()
  if (props.plans.length === 0) return null
  return (
    <Section title={text.plans.title} id="rencana">
      {props.form.errors['_form'] ? (
        <Notice tone="danger" live>
          <p>{props.form.errors['_form']}</p>
        </Notice>
      ) : null}
      <DataTable
        caption={text.plans.caption}
        captionHidden
        stack
        rows={props.plans}
        columns={[
          {
            key: 'from',
            label: text.plans.from,
            cell: (plan: AssignmentPlanRow) => (
              <>
                {format.date(plan.valid_from)}{' '}
                {plan.valid_from <= props.today ? <Badge tone="warning">{text.plans.overdue}</Badge> : null}
              </>
            ),
          },
          {
            key: 'what',
            label: text.plans.what,
            cell: (plan: AssignmentPlanRow) => (
              <>
                {plan.act === 'leave' ? text.plans.leaves : `${plan.position}, ${plan.unit}`}
                {plan.who ? <div class="tree-code">{plan.who}</div> : null}
              </>
            ),
          },
          {
            key: 'superior',
            label: text.superior,
            cell: (plan: AssignmentPlanRow) => (plan.act === 'leave' ? '–' : (plan.superior ?? text.superiorNone)),
          },
          ...(props.mayManage
            ? [
                {
                  key: 'withdraw',
                  label: text.plans.withdraw,
                  cell: (plan: AssignmentPlanRow) => (
                    <ActionButton action={`/pegawai/rencana/${plan.id}/batal`} label={text.plans.withdraw} />
                  ),
                },
              ]
            : []),
        ]}
      />
    </Section>
  )
}
