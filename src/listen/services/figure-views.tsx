import { formatMonth } from '../../platform/i18n.ts'
import {
  Badge,
  DataTable,
  DateField,
  EmptyState,
  Filters,
  Grid,
  LineChart,
  LinkButton,
  Pager,
  Section,
  StaffPage,
  Stat,
  useAddress,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { figureMessages } from './figure-messages.ts'
import { type Reality, type Share, shareOf } from './figures.ts'
import { messages } from './messages.ts'
import type { ServicePromise } from './promise.ts'
import { RealitySection } from './public-views.tsx'
import type { ServiceRow } from './queries.ts'
import type { ListedTransaction, MonthFigure, Period, ServiceFigure } from './transaction-queries.ts'

export type FigureRow = ServiceFigure & { name: string }

type FiguresProps = {
  period: Period
  rows: readonly FigureRow[]
  months: readonly MonthFigure[]
  least: number
  mayImport: boolean
}

export function FiguresPage({ period, rows, months, least, mayImport }: FiguresProps) {
  const text = useMessages(figureMessages)
  const general = useMessages(messages)
  const format = useFormat()
  const sum = (pick: (row: FigureRow) => number) => rows.reduce((total, row) => total + pick(row), 0)
  const punctual = shareOf(
    sum((row) => row.on_time),
    sum((row) => row.promised + row.overdue),
    least,
  )
  const digital = shareOf(
    sum((row) => row.digital),
    sum((row) => row.all),
    least,
  )
  const lapsed = sum((row) => row.lapsed)
  const add = mayImport ? <LinkButton href="/layanan/impor">{text.import}</LinkButton> : undefined
  return (
    <StaffPage
      title={text.title}
      lead={text.lead}
      crumbs={[{ href: '/layanan', label: general.staffTitle }]}
      actions={rows.length > 0 ? add : undefined}
    >
      <Filters values={{ dari: period.from, sampai: period.to }}>
        <DateField name="dari" label={text.from} />
        <DateField name="sampai" label={text.to} />
      </Filters>
      {rows.length === 0 ? (
        <EmptyState title={text.none} body={text.noneBody} action={add} />
      ) : (
        <>
          <Grid size="small">
            <ShareStat label={text.overallOnTime} share={punctual} />
            <ShareStat label={text.overallDigital} share={digital} note={text.overallDigitalNote} />
            <Stat
              label={text.overallGiven}
              value={format.number(sum((row) => row.all))}
              note={lapsed > 0 ? text.lapsedNote(format.number(lapsed)) : undefined}
            />
          </Grid>
          <MonthChart months={months} least={least} />
          <DataTable
            caption={text.title}
            captionHidden
            rows={rows}
            rowHref={(row) => `/layanan/${row.service_id}/kenyataan`}
            columns={[
              {
                key: 'service',
                label: text.service,
                cell: (row) => <a href={`/layanan/${row.service_id}/kenyataan`}>{row.name}</a>,
              },
              {
                key: 'given',
                label: text.given,
                numeric: true,
                cell: (row) => (
                  <span>
                    {format.number(row.all)}
                    {row.lapsed > 0 ? <span class="hint"> {text.lapsed(format.number(row.lapsed))}</span> : null}
                  </span>
                ),
              },
              {
                key: 'on_time',
                label: text.onTime,
                numeric: true,
                cell: (row) => (
                  <ShareCell share={shareOf(row.on_time, row.promised + row.overdue, least)} of={row.promised} />
                ),
              },
              {
                key: 'waiting',
                label: text.waiting,
                numeric: true,
                cell: (row) =>
                  row.waiting_median === null ? (
                    '–'
                  ) : (
                    <span>
                      {general.minutes(Math.round(row.waiting_median))}{' '}
                      <span class="hint">{text.waitingMost(Math.round(row.waiting_90 ?? 0))}</span>
                    </span>
                  ),
              },
              {
                key: 'digital',
                label: text.digital,
                numeric: true,
                cell: (row) => <ShareCell share={shareOf(row.digital, row.all, least)} of={row.all} />,
              },
              { key: 'overdue', label: text.overdue, numeric: true, cell: (row) => format.number(row.overdue) },
            ]}
          />
        </>
      )}
    </StaffPage>
  )
}

function ShareStat({ label, share, note }: { label: string; share: Share | undefined; note?: string }) {
  const format = useFormat()
  return (
    <Stat
      label={label}
      value={share ? format.percent(share.share, share.of) : '–'}
      interval={
        share ? { low: format.percent(share.interval.low), high: format.percent(share.interval.high) } : undefined
      }
      note={note}
    />
  )
}

function ShareCell({ share, of }: { share: Share | undefined; of: number }) {
  const text = useMessages(figureMessages)
  const format = useFormat()
  if (!share) return <span class="hint">{text.tooFew(format.number(of))}</span>
  return (
    <span>
      {format.percent(share.share)}{' '}
      <span class="hint">
        {text.range(format.number(share.interval.low * 100, 0), format.percent(share.interval.high))}
      </span>
    </span>
  )
}

function MonthChart({ months, least }: { months: readonly MonthFigure[]; least: number }) {
  const text = useMessages(figureMessages)
  const format = useFormat()
  const { language } = useRequest()
  const punctual = months.map((month) => shareOf(month.on_time, month.promised, least))
  const digital = months.map((month) => shareOf(month.digital, month.all, least))
  if (months.length < 2) return null
  return (
    <Section title={text.byMonth}>
      <LineChart
        title={text.monthTitle}
        subtitle={text.monthSub}
        labels={months.map(({ month }) => formatMonth(month, language, 'short'))}
        format={format.percent}
        series={[
          {
            label: text.onTime,
            values: punctual.map((one) => one?.share ?? null),
            low: punctual.map((one) => one?.interval.low ?? null),
            high: punctual.map((one) => one?.interval.high ?? null),
          },
          { label: text.digital, tone: 'accent', values: digital.map((one) => one?.share ?? null) },
        ]}
      />
    </Section>
  )
}

type ServiceFiguresProps = {
  service: ServiceRow
  promise: ServicePromise
  reality: Reality
  months: readonly MonthFigure[]
  rows: readonly ListedTransaction[]
  next: string | undefined
}

export function ServiceFiguresPage({ service, promise, reality, months, rows, next }: ServiceFiguresProps) {
  const text = useMessages(figureMessages)
  const general = useMessages(messages)
  const format = useFormat()
  const address = useAddress()
  return (
    <StaffPage
      title={`${text.title}: ${service.name}`}
      lead={service.unit_name}
      crumbs={[
        { href: '/layanan', label: general.staffTitle },
        { href: `/layanan/${service.id}`, label: service.name },
      ]}
    >
      <RealitySection promise={promise} reality={reality} />
      <MonthChart months={months} least={reality.least} />
      <Section title={text.transactions} id="catatan">
        <DataTable
          caption={text.transactions}
          captionHidden
          rows={rows}
          stack
          empty={<EmptyState title={text.none} body={text.noneBody} />}
          columns={[
            { key: 'ended', label: text.ended, cell: (row) => format.dateTime(row.ended_at) },
            { key: 'arrived', label: text.arrived, cell: (row) => format.dateTime(row.arrived_at) },
            {
              key: 'due',
              label: text.due,
              cell: (row) => (row.due_at ? format.dateTime(row.due_at) : '–'),
            },
            {
              key: 'outcome',
              label: text.outcome,
              cell: (row) => (
                <span>
                  {text.outcomes[row.outcome]}{' '}
                  {row.on_time === null ? null : (
                    <Badge tone={row.on_time ? 'success' : 'warning'}>{row.on_time ? text.punctual : text.late}</Badge>
                  )}
                </span>
              ),
            },
            { key: 'channel', label: text.channel, cell: (row) => text.channels[row.channel] },
            {
              key: 'version',
              label: text.version,
              cell: (row) => (row.version === null ? '–' : text.versionOf(String(row.version))),
            },
          ]}
        />
        <Pager next={next ? address({ after: next }) : undefined} />
      </Section>
    </StaffPage>
  )
}
