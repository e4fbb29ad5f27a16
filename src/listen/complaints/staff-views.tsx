import {
  Actions,
  Badge,
  DataTable,
  DateTime,
  EmptyState,
  Filters,
  Form,
  LinkButton,
  Notice,
  type Option,
  Pager,
  SelectField,
  StaffPage,
  Tabs,
  TextField,
  useAddress,
  useFormat,
  useMessages,
  useTerm,
  useTermOptions,
  Why,
} from '../../platform/ui/index.ts'
import { ABSENCES } from './absence-model.ts'
import type { CalendarOf } from './clocks.ts'
import { formatCode } from './code.ts'
import { FEED_PATH } from './deadline-feed/views.tsx'
import { disclosureMessages } from './disclosure/messages.ts'
import { DueBadge } from './due-badge.tsx'
import { KeysHelp } from './keys-help.tsx'
import { messages } from './messages.ts'
import { QUALITY } from './quality-model.ts'
import { type ListRow, TABS, type Tab, WALKED } from './queries.ts'
import { QUEUE_SORTS, type sortOf } from './queue-order.ts'
import type { Lane } from './sight.ts'
import { LANES } from './staff-lanes.ts'
import { staffMessages } from './staff-messages.ts'
import { BulkFields } from './staff-work-views.tsx'
import { statusTone } from './tracking-views.tsx'
import { workMessages } from './work-messages.ts'

type ListProps = {
  lane: Lane
  tab: Tab
  counts: Record<Exclude<Tab, 'done'>, number>
  rows: readonly ListRow[]
  /** The words may also be in rows nobody has looked at. */
  unread: boolean
  sort: ReturnType<typeof sortOf>
  next: string | undefined
  paged: boolean
  filter: { q: string; unit: string; service: string; theme: string; kind: string; petugas: string }
  units: readonly Option[]
  /** Where cases can be given to: every unit. */
  routable: readonly Option[]
  services: readonly Option[]
  calendarOf: CalendarOf
  calendarLink: boolean
  mayRecord: boolean
  mayHandle: boolean
  mayVerify: boolean
}

export function WorklistPage(props: ListProps) {
  const { lane, tab, counts, rows, sort, filter, calendarOf, mayHandle } = props
  const { base } = LANES[lane]
  const work = useMessages(workMessages)
  const text = useMessages(staffMessages)
  const shared = useMessages(messages)
  const disclosure = useMessages(disclosureMessages)
  const themeOf = useTerm('theme')
  const offeredThemes = useTermOptions('theme')
  const allThemes = useTermOptions('theme', 'all')
  const classes = useTermOptions('class')
  const kinds = useTermOptions('kind', 'all').filter(({ value }) => value !== 'whistleblowing')
  const address = useAddress()
  const format = useFormat()
  const filtered = Object.values(filter).some(Boolean)
  const direction = sort.descending ? 'desc' : 'asc'
  const sorted = sort.key === 'due' && !sort.descending ? '' : `${sort.descending ? '-' : ''}${sort.key}`
  const order = work.order[tab === 'done' && sort.key === 'due' ? 'done' : sort.key][direction]
  const record = props.mayRecord ? (
    <LinkButton href="/pengaduan/baru" icon="plus" accessKey="b">
      {text.record}
    </LinkButton>
  ) : undefined
  const file = (format: string) => address({ format, setelah: null }).replace(base, `${base}/unduh`)
  const table = (
    <DataTable
      caption={`${text.caption}: ${text.tab[tab]}`}
      captionHidden
      rows={rows}
      select={mayHandle ? { name: 'ids', value: (row) => row.id, label: (row) => formatCode(row.code) } : undefined}
      sort={{ key: sort.key, direction }}
      exports={lane === 'ordinary' ? { csv: file('csv'), xlsx: file('xlsx') } : undefined}
      rowHref={(row) => `${base}/${row.id}`}
      empty={
        <EmptyState
          icon={filtered ? 'search' : 'check'}
          title={props.unread ? text.emptyUnread : filtered ? text.emptyFiltered : text.empty[tab]}
          body={filtered && !props.unread ? text.emptyBody : undefined}
        />
      }
      columns={[
        {
          key: 'due',
          label: tab === 'done' ? text.ended : text.due,
          sort: true,
          cell: (row) =>
            tab === 'done' ? (
              <DateTime value={row.queue_at} />
            ) : (
              <div class="cell-lines">
                <DueBadge due={row.queue_at} calendar={calendarOf(row.unit_id)} />
              </div>
            ),
        },
        {
          key: 'subject',
          label: text.subject,
          header: true,
          cell: (row) => (
            <>
              <a href={`${base}/${row.id}`}>{row.subject}</a>{' '}
              {row.privacy === 'secret' ? (
                <Badge tone="neutral" icon="lock">
                  {shared.privacy.secret}
                </Badge>
              ) : null}
              {row.kind !== 'complaint' && lane === 'ordinary' ? (
                <Badge tone="info" icon={null}>
                  {shared.kind[row.kind]}
                </Badge>
              ) : null}
              {row.objected_at ? (
                <Badge tone="warning" icon={null}>
                  {disclosure.badge}
                </Badge>
              ) : null}
              <div class="hint">
                <span class="cell-nowrap">{formatCode(row.code)}</span> ·{' '}
                {row.service_name ? `${row.service_name}, ${row.unit_name}` : row.unit_name}
              </div>
            </>
          ),
        },
        {
          key: 'received',
          label: text.received,
          sort: sort.bounded,
          nowrap: true,
          phone: sort.key === 'received',
          cell: (row) => format.shortDate(row.received_at),
        },
        // What no row has yet, or all have alike, leaves its room to the subject.
        ...(rows.some((row) => row.theme)
          ? [{ key: 'theme', label: text.theme, cell: (row: ListRow) => (row.theme ? themeOf(row.theme) : '–') }]
          : []),
        ...(rows.some((row) => row.status !== 'received')
          ? [
              {
                key: 'status',
                label: text.status,
                cell: (row: ListRow) => (
                  <Badge tone={statusTone(row.status)} icon={null}>
                    {text.short[row.status]}
                  </Badge>
                ),
              },
            ]
          : []),
        ...(rows.some((row) => row.assignee_name)
          ? [{ key: 'assignee', label: work.assignee, cell: (row: ListRow) => row.assignee_name ?? '–' }]
          : []),
      ]}
    />
  )
  return (
    <StaffPage
      title={lane === 'sealed' ? work.sealedTitle : text.title}
      lead={lane === 'sealed' ? work.sealedLead : order}
      actions={record}
    >
      <Tabs
        label={text.tabs}
        items={(Object.keys(TABS) as Tab[]).map((key) => ({
          href: address({ antrean: key, sort: null, setelah: null }),
          label: text.tab[key],
          count: key === 'done' ? undefined : counts[key],
          current: key === tab,
        }))}
      />
      <Filters values={{ ...filter, sort: sorted }} keep={['antrean']}>
        <TextField name="q" label={text.search} type="search" width="medium" />
        <SelectField
          name="petugas"
          label={work.assignee}
          options={[
            { value: 'saya', label: work.assigneeMe },
            { value: 'belum', label: work.assigneeNone },
          ]}
          placeholder={work.assigneeAll}
          width="medium"
        />
        <Why
          label={work.moreFilters}
          open={[filter.unit, filter.service, filter.theme, filter.kind, sort.bounded && sorted].some(Boolean)}
        >
          <div class="filters-more">
            <SelectField name="unit" label={text.unit} options={props.units} placeholder={text.all} width="medium" />
            <SelectField
              name="service"
              label={text.service}
              options={props.services}
              placeholder={text.all}
              width="medium"
            />
            <SelectField name="theme" label={text.theme} options={allThemes} placeholder={text.all} width="medium" />
            {lane === 'ordinary' ? (
              <SelectField name="kind" label={work.kind} options={kinds} placeholder={work.kinds} width="medium" />
            ) : null}
            {sort.bounded ? (
              <SelectField
                name="sort"
                label={work.sort}
                options={QUEUE_SORTS.slice(1).map((value) => ({ value, label: work.sorts[value] }))}
                placeholder={work.sorts.due}
                width="medium"
              />
            ) : null}
          </div>
        </Why>
      </Filters>
      {mayHandle && rows.length > 0 ? (
        <div class="bulk-form">
          <Form action={`${base}/massal`} submit={work.bulkGo} tone="secondary" id="bulk">
            {table}
            <BulkFields units={props.routable} themes={offeredThemes} classes={classes} />
          </Form>
        </div>
      ) : (
        table
      )}
      {props.unread ? (
        <Notice tone="info">
          <p>
            {text.unread[tab === 'done' ? 'newest' : 'first'](format.number(WALKED))}{' '}
            <a href={address({ seluruh: 'ya', setelah: null })}>{text.readAll}</a>
          </p>
        </Notice>
      ) : null}
      <Pager
        previous={props.paged ? address({ setelah: null }) : null}
        next={props.next ? address({ setelah: props.next }) : null}
        summary={props.paged ? <a href={address({ setelah: null })}>{text.firstPage}</a> : undefined}
      />
      <ListLinks calendar={props.calendarLink} handles={mayHandle} verifies={props.mayVerify} />
    </StaffPage>
  )
}

/** What belongs to a day's work beside the list itself. */
function ListLinks({ calendar, handles, verifies }: { calendar: boolean; handles: boolean; verifies: boolean }) {
  const work = useMessages(workMessages)
  return (
    <Actions>
      {handles ? <a href="/pengaduan/tugas">{work.myTasks}</a> : null}
      {calendar ? <a href={FEED_PATH}>{work.feed}</a> : null}
      {verifies ? <a href={QUALITY}>{work.quality}</a> : null}
      {handles ? <a href={ABSENCES}>{work.absences}</a> : null}
      <KeysHelp />
    </Actions>
  )
}
