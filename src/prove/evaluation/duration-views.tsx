import { DataTable, LineChart, Section, useFormat, useMessages, useRequest, Why } from '../../platform/ui/index.ts'
import type { DurationFigure, ProgramDuration } from './duration.ts'
import { durationMessages } from './duration-messages.ts'

type Line = { key: string; label: string; figure: DurationFigure | null }

/** Older snapshots have no such figure. */
export function DurationSection({ duration }: { duration: ProgramDuration | null | undefined }) {
  const t = useMessages(durationMessages)
  const format = useFormat()
  const { permissions } = useRequest()
  if (!duration) return null
  const { sinceEnrollment, need, months, competency, level } = duration
  const lines: Line[] = [
    { key: 'enrolled', label: t.enrolled, figure: sinceEnrollment },
    ...(need ? [{ key: 'need', label: t.need(format.shortDate(need.on)), figure: need.figure }] : []),
    { key: 'everywhere', label: t.everywhere, figure: duration.everywhere },
  ]
  return (
    <Section
      title={t.title}
      id="waktu"
      lead={t.lead(competency.name, level === null ? t.standard : t.level(format.number(level)))}
    >
      {sinceEnrollment && months.length > 1 ? (
        <LineChart
          title={sinceEnrollment.median === null ? t.chartNotHalf : t.chart(format.number(sinceEnrollment.median, 1))}
          subtitle={t.chartSub(format.number(sinceEnrollment.people))}
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
      ) : null}
      <DataTable
        stack
        caption={t.caption}
        rows={lines}
        columns={[
          { key: 'from', label: t.from, cell: (row) => row.label },
          {
            key: 'people',
            label: t.people,
            numeric: true,
            cell: (row) => (row.figure ? format.number(row.figure.people) : '–'),
          },
          {
            key: 'reached',
            label: t.reached,
            numeric: true,
            cell: ({ figure }) =>
              figure ? `${format.number(figure.reached)} (${format.percent(figure.reached / figure.people)})` : '–',
          },
          {
            key: 'median',
            label: t.median,
            cell: (row) => (row.figure ? <Median figure={row.figure} /> : t.tooFew(format.number(duration.leastGroup))),
          },
        ]}
      />
      <Notes duration={duration} />
      <Why label={t.how}>
        <p>{t.howEnd(format.shortDate(duration.through))}</p>
        <p>{t.howWaiting}</p>
        <p>{t.howCause}</p>
        {permissions.has('competency.read') ? (
          <p>
            <a href={`/kompetensi/waktu?kompetensi=${competency.id}`}>{t.toEverywhere}</a>
          </p>
        ) : null}
      </Why>
    </Section>
  )
}

function Median({ figure: { median, low, high } }: { figure: DurationFigure }) {
  const t = useMessages(durationMessages)
  const format = useFormat()
  const number = (value: number) => format.number(value, 1)
  if (median === null)
    return (
      <>
        {t.notHalf}
        {low === null ? null : <small> ({t.atLeast(number(low))})</small>}
      </>
    )
  const from = number(low ?? median)
  return (
    <>
      {t.months(number(median))} <small>({high === null ? t.atLeast(from) : t.between(from, number(high))})</small>
    </>
  )
}

/** Counts beside a hidden figure, or smaller than a group may be, are not told exactly. */
function Notes({ duration }: { duration: ProgramDuration }) {
  const t = useMessages(durationMessages)
  const format = useFormat()
  const { leastGroup, sinceEnrollment, already, without, byCourse } = duration
  const count = (value: number) => format.number(value)
  const rough = (value: number) => (value < leastGroup ? t.fewerThan(count(leastGroup)) : count(value))
  return (
    <>
      {already > 0 ? <p class="hint">{t.already(rough(already))}</p> : null}
      {without > 0 ? <p class="hint">{t.without(rough(without))}</p> : null}
      {sinceEnrollment && byCourse > 0 ? (
        <p class="hint">{t.byCourse(rough(byCourse), count(sinceEnrollment.reached))}</p>
      ) : null}
    </>
  )
}
