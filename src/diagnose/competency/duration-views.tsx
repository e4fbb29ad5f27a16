import {
  DataTable,
  EmptyState,
  Filters,
  LineChart,
  SelectField,
  StaffPage,
  useFormat,
  useMessages,
  Why,
} from '../../platform/ui/index.ts'
import { reachedByMonth, type TimeToCompetency } from './duration.ts'
import { durationMessages } from './duration-messages.ts'
import { messages } from './messages.ts'

type Unit = { id: string; name: string; depth: number }
type DurationProps = {
  units: readonly Unit[]
  unit: Unit
  rows: readonly TimeToCompetency[]
  hidden: number
  computedAt: Date | undefined
  minGroup: number
  chosen: TimeToCompetency | undefined
}

export function DurationPage({ units, unit, rows, hidden, computedAt, minGroup, chosen }: DurationProps) {
  const text = useMessages(messages)
  const t = useMessages(durationMessages)
  const format = useFormat()
  const shallow = Math.min(...units.map((one) => one.depth))
  return (
    <StaffPage title={t.title} lead={t.lead} crumbs={[{ href: '/kompetensi', label: text.nav.gaps }]}>
      <Filters values={{ unit: unit.id, kompetensi: chosen?.competency_id ?? '' }}>
        <SelectField
          name="unit"
          label={text.unit}
          placeholder={null}
          required
          options={units.map((one) => ({ value: one.id, label: `${'\u2003'.repeat(one.depth - shallow)}${one.name}` }))}
        />
        {rows.length > 0 ? (
          <SelectField
            name="kompetensi"
            label={t.competency}
            placeholder={null}
            options={rows.map((row) => ({ value: row.competency_id, label: row.name }))}
          />
        ) : null}
      </Filters>
      {chosen ? <Curve row={chosen} /> : <EmptyState title={t.none} body={t.noneBody} icon="clock" />}
      {rows.length > 0 ? <Table rows={rows} unit={unit} /> : null}
      {hidden > 0 ? <p class="hint">{t.hidden(format.number(hidden), format.number(minGroup))}</p> : null}
      <p class="hint">{computedAt ? text.gaps.computed(format.dateTime(computedAt)) : t.soon}</p>
      <Why label={t.how}>
        <p>{t.howStart}</p>
        <p>{t.howWaiting}</p>
        <p>{t.howInterval}</p>
        <p>{t.howCause}</p>
      </Why>
    </StaffPage>
  )
}

function Curve({ row }: { row: TimeToCompetency }) {
  const t = useMessages(durationMessages)
  const format = useFormat()
  const months = reachedByMonth(row)
  return (
    <LineChart
      title={row.median === undefined ? t.chartNotHalf(row.name) : t.chartTitle(row.name, format.number(row.median, 1))}
      subtitle={t.chartSub(format.number(row.people))}
      labels={months.map((one) => t.month(format.number(one.month)))}
      zero
      format={(value) => format.percent(value)}
      series={[
        {
          label: t.share,
          values: months.map((one) => one.share),
          low: months.map((one) => one.low),
          high: months.map((one) => one.high),
        },
      ]}
    />
  )
}

function Table({ rows, unit }: { rows: readonly TimeToCompetency[]; unit: Unit }) {
  const t = useMessages(durationMessages)
  const format = useFormat()
  return (
    <DataTable
      stack
      caption={`${t.title}: ${unit.name}`}
      rows={rows}
      columns={[
        {
          key: 'name',
          label: t.competency,
          cell: (row) => <a href={`/kompetensi/waktu?unit=${unit.id}&kompetensi=${row.competency_id}`}>{row.name}</a>,
        },
        { key: 'people', label: t.people, numeric: true, cell: (row) => format.number(row.people) },
        {
          key: 'reached',
          label: t.reached,
          numeric: true,
          cell: (row) => `${format.number(row.reached)} (${format.percent(row.reached / row.people)})`,
        },
        { key: 'median', label: t.median, cell: (row) => <Median row={row} /> },
      ]}
    />
  )
}

function Median({ row }: { row: TimeToCompetency }) {
  const t = useMessages(durationMessages)
  const format = useFormat()
  const number = (value: number) => format.number(value, 1)
  if (row.median === undefined)
    return (
      <>
        {t.notHalf}
        {row.low === undefined ? null : <small> ({t.atLeast(number(row.low))})</small>}
      </>
    )
  const low = number(row.low ?? row.median)
  return (
    <>
      {t.months(number(row.median))}{' '}
      <small>({row.high === undefined ? t.atLeast(low) : t.between(low, number(row.high))})</small>
    </>
  )
}
