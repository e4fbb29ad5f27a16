import {
  DataTable,
  EmptyState,
  LinkButton,
  Pager,
  StaffPage,
  Tabs,
  useAddress,
  useFormat,
  useMessages,
  useTerm,
} from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import { type ProgramSort, STATUSES, type Status } from './model.ts'
import type { ProgramRow } from './queries.ts'
import { StatusBadge } from './views.tsx'

type ListProps = {
  rows: readonly ProgramRow[]
  next: string | undefined
  status: Status | undefined
  sort: ProgramSort
  counts: Partial<Record<Status, number>>
  mayManage: boolean
}

export function ProgramList({ rows, next, status, sort, counts, mayManage }: ListProps) {
  const text = useMessages(messages)
  const format = useFormat()
  const methodOf = useTerm('development_method')
  const address = useAddress()
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const tabs = [undefined, ...STATUSES].map((one) => ({
    href: address({ status: one ?? null, before: null }),
    label: one ? text.status[one] : text.all,
    count: one ? (counts[one] ?? 0) : all,
    current: one === status,
  }))
  return (
    <StaffPage
      title={text.programs}
      lead={text.listLead}
      actions={
        mayManage ? (
          <LinkButton href="/program/baru" icon="plus">
            {text.newProgram}
          </LinkButton>
        ) : undefined
      }
    >
      <Tabs items={tabs} label={text.programs} />
      <DataTable
        caption={text.programs}
        captionHidden
        rows={rows}
        sort={{ key: sort.replace('-', ''), direction: sort.startsWith('-') ? 'desc' : 'asc' }}
        rowHref={(row) => `/program/${row.id}`}
        empty={<EmptyState title={text.emptyTitle} body={text.emptyBody} icon="develop" />}
        columns={[
          {
            key: 'title',
            label: text.title,
            sort: true,
            cell: (row) => <a href={`/program/${row.id}`}>{row.title}</a>,
          },
          { key: 'status', label: 'Status', sort: true, cell: (row) => <StatusBadge status={row.status} /> },
          { key: 'units', label: text.units, cell: (row) => row.units.join(', ') },
          { key: 'method', label: text.method, cell: (row) => methodOf(row.method_code) },
          {
            key: 'starts',
            label: text.period,
            sort: true,
            cell: (row) => `${format.shortDate(row.starts_on)} – ${format.shortDate(row.ends_on)}`,
          },
          { key: 'budget', label: text.budget, numeric: true, sort: true, cell: (row) => format.rupiah(row.budget) },
        ]}
      />
      <Pager next={next ? address({ before: next }) : undefined} />
    </StaffPage>
  )
}
