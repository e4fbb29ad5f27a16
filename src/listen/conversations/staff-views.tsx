import type { WorkingCalendar } from '../../platform/calendar.ts'
import { workingTimeBetween } from '../../platform/calendar.ts'
import {
  Actions,
  Badge,
  BarChart,
  DataTable,
  DateTime,
  EmptyState,
  Filters,
  Grid,
  LinkButton,
  type Option,
  Pager,
  RuleSource,
  Section,
  SelectField,
  StaffPage,
  Stat,
  Tabs,
  useAddress,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { expectation } from './hours.ts'
import type { Rule } from './model.ts'
import { type Counts, QUEUES, type Queue, type QueueRow } from './queue-queries.ts'
import { staffMessages } from './staff-messages.ts'
import { BANDS, type Waits } from './waits.ts'

const HOUR = 3_600_000

type QueueProps = {
  queue: Queue
  rows: readonly QueueRow[]
  next: string | null
  counts: Counts
  units: readonly Option[]
  unit: string | undefined
  calendarOf: (unit: string) => WorkingCalendar
  rule: Rule
  waits: Waits
  may: { answer: boolean; manage: boolean }
}

export function QueuePage(props: QueueProps) {
  const { queue, rows, next, counts, units, unit, may } = props
  const text = useMessages(staffMessages)
  const address = useAddress()
  const count = { tunggu: counts.waiting, saya: counts.mine, baru: counts.fresh, semua: counts.open, tutup: undefined }
  return (
    <StaffPage
      title={text.title}
      lead={text.lead}
      actions={
        <Actions>
          {may.answer ? (
            <LinkButton href="/percakapan/jawaban" tone="secondary">
              {text.canned}
            </LinkButton>
          ) : null}
          {may.manage ? (
            <LinkButton href="/percakapan/aturan" tone="secondary">
              {text.rules}
            </LinkButton>
          ) : null}
        </Actions>
      }
    >
      <Tabs
        label={text.queueNav}
        items={QUEUES.map((one) => ({
          href: address({ antrean: one, sesudah: null }),
          label: text.queues[one],
          count: count[one],
          current: one === queue,
        }))}
      />
      {units.length > 1 ? (
        <Filters values={{ unit }} keep={['antrean']}>
          <SelectField name="unit" label={text.unit} options={units} placeholder={text.allUnits} width="medium" />
        </Filters>
      ) : null}
      <QueueTable {...props} rows={rows} />
      <Pager next={next ? address({ sesudah: next }) : null} />
      <WaitingTimes {...props} />
    </StaffPage>
  )
}

function QueueTable({ rows, queue, calendarOf, rule }: QueueProps) {
  const text = useMessages(staffMessages)
  return (
    <DataTable
      caption={text.queues[queue]}
      captionHidden
      rows={rows}
      rowHref={(row) => `/percakapan/${row.id}`}
      empty={<EmptyState title={text.empty} body={text.emptyBody} />}
      columns={[
        {
          key: 'said',
          label: text.said,
          header: true,
          cell: (row) => (
            <a href={`/percakapan/${row.id}`}>
              {row.said || (row.state === 'closed' ? text.erasedWords : text.fileOnly)}
            </a>
          ),
        },
        { key: 'who', label: text.who, cell: (row) => <Who row={row} /> },
        { key: 'about', label: text.about, cell: (row) => row.service_name ?? row.unit_name },
        {
          key: 'waits',
          label: text.waits,
          cell: (row) => <WaitCell row={row} calendar={calendarOf(row.unit_id)} rule={rule} />,
        },
        { key: 'officer', label: text.officer, cell: (row) => row.assignee_name ?? text.nobody },
      ]}
    />
  )
}

function Who({ row }: { row: QueueRow }) {
  const text = useMessages(staffMessages)
  return (
    <div class="cell-lines">
      <span>{row.name ?? text.nameless}</span>
      {row.hint && row.hint !== 'id' ? <Hint hint={row.hint} sure={row.hint_sure} /> : null}
    </div>
  )
}

export function Hint({ hint, sure }: { hint: NonNullable<QueueRow['hint']>; sure: boolean }) {
  const text = useMessages(staffMessages)
  return (
    <small>
      {text.hints[hint]}
      {sure ? '' : ` (${text.unsure})`}
    </small>
  )
}

function WaitCell({ row, calendar, rule }: { row: QueueRow; calendar: WorkingCalendar; rule: Rule }) {
  const text = useMessages(staffMessages)
  const format = useFormat()
  const { now } = useRequest()
  if (row.state === 'closed') return <Badge>{row.outcome ? text.outcome[row.outcome] : text.closed}</Badge>
  if (!row.waiting_since) return <Badge tone="success">{text.notWaiting}</Badge>
  const hours = workingTimeBetween(calendar, row.waiting_since, now) / HOUR
  const { late } = expectation(calendar, now, rule, row.waiting_since)
  return (
    <div class="cell-lines">
      <span>{hours < 0.05 ? text.outside : text.since(format.number(hours, 1))}</span>
      {late ? <Badge tone="danger">{text.overdue}</Badge> : null}
      <small>
        <DateTime value={row.waiting_since} />
      </small>
    </div>
  )
}

function WaitingTimes({ waits, rule }: QueueProps) {
  const text = useMessages(staffMessages)
  const format = useFormat()
  const owed = waits.within + waits.beyond
  const bars = waits.bands.map((value, index) => ({ label: text.bands(BANDS[index - 1] ?? 0, BANDS[index]), value }))
  return (
    <Section title={text.waitsTitle} id="waktu-tunggu" lead={text.waitsLead(format.number(rule.answer_minutes))}>
      <RuleSource rule={rule} />
      <Grid size="small">
        <Stat
          label={text.within}
          value={owed === 0 ? text.none : format.percent(waits.within / owed)}
          note={owed === 0 ? undefined : text.withinNote(format.number(waits.within), format.number(owed))}
        />
        <Stat
          label={text.median}
          value={waits.median === null ? text.none : text.minutes(format.number(Math.round(waits.median)))}
        />
        <Stat
          label={text.unanswered}
          value={format.number(waits.unanswered)}
          note={text.running(format.number(waits.running))}
        />
      </Grid>
      {waits.median === null ? null : <BarChart title={text.band} label={text.count} bars={bars} />}
    </Section>
  )
}
