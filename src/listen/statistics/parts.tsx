import { formatMonth } from '../../platform/i18n.ts'
import {
  BarChart,
  Card,
  type Column,
  DataTable,
  Grid,
  LineChart,
  Section,
  Stat,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../platform/ui/index.ts'
import { dailyCurve, type Figures, withinDayOf } from './figures.ts'
import { type GroupLine, publicLines, publicMonths } from './groups.ts'
import { messages } from './messages.ts'
import { type Dimension, type Share, shareOf, suppress } from './model.ts'
import type { Names, SumRow } from './queries.ts'
import { Recount } from './recount.tsx'

const AGES = [0, 4, 8, 15, 31, 61] as const
/** Whole weeks, because the public knows no shorter ones. */
const PUBLIC_AGES = [0, 7, 14, 28, 56] as const
const CURVE_DAYS = 60
/** So many groups are drawn; all of them stand in the table beneath. */
const FIRST_LINES = 5

/** Public pages hide what is small; inside, whoever may open each case may also see that it is one. */
export type Audience = 'public' | 'staff'

export function Headline({ figures, audience }: { figures: Figures; audience: Audience }) {
  const t = useMessages(messages)
  const format = useFormat()
  const { withinDay, withinDayLasting, medianHours } = figures
  const median = medianHours === undefined ? t.medianNone : hoursText(medianHours, t, format.number)
  const overdue = audience === 'staff' || figures.overdue >= figures.least ? overdueText(figures, t, format) : undefined
  return (
    <>
      <Grid size="small">
        <ShareStat label={t.withinDay} share={withinDay} />
        <ShareStat label={t.lasting} share={withinDayLasting} />
        <Stat label={t.median} value={median} note={t.receivedNote(format.number(figures.received))} />
        <Stat
          label={t.waiting}
          value={format.number(figures.open)}
          note={overdue}
          tone={figures.overdue > 0 && overdue ? 'warning' : 'neutral'}
        />
      </Grid>
      {audience === 'public' ? <Recount year={yearOf(figures)} file="rows" how={t.recount.shares} /> : null}
      <Why label={t.howTitle}>
        <p>{t.how}</p>
        <p>
          {t.rule(format.version(figures.ruleVersion))} {t.asOf(format.dateTime(figures.asOf))}
        </p>
      </Why>
    </>
  )
}

function yearOf({ window }: Figures): string {
  return window.from.slice(0, 4)
}

function overdueText(
  { overdue, published }: Figures,
  t: { overdueNote(n: string): string; overdueOn(n: string, on: string): string },
  format: { number(n: number): string; date(at: Date): string },
): string {
  const n = format.number(overdue)
  return published ? t.overdueOn(n, format.date(published)) : t.overdueNote(n)
}

function hoursText(
  hours: number,
  t: { hours(n: string): string; days(n: string): string },
  number: (n: number) => string,
) {
  return hours <= 48 ? t.hours(number(hours)) : t.days(number(Math.round((hours / 24) * 10) / 10))
}

function ShareStat({ label, share }: { label: string; share: Share | undefined }) {
  const t = useMessages(messages)
  const format = useFormat()
  if (!share) return <Stat label={label} value="–" />
  const interval = { low: format.number(share.low * 100, 1), high: format.percent(share.high) }
  return (
    <Stat
      label={label}
      value={format.percent(share.share)}
      interval={interval}
      note={t.of(format.number(share.hits), format.number(share.n))}
    />
  )
}

export function Charts({ figures, audience }: { figures: Figures; audience: Audience }) {
  const t = useMessages(messages)
  const format = useFormat()
  const points = dailyCurve(figures.curve, CURVE_DAYS)
  const by24 = figures.withinDayCensored
  const year = yearOf(figures)
  const note = `${t.counted(format.number(figures.received - figures.rejected))} ${t.rule(format.version(figures.ruleVersion))}`
  const percent = (value: number) => `${format.number(value, 0)} %`
  return (
    <>
      <Section title={t.curveEmpty} id="lama">
        <Card>
          <LineChart
            title={by24 ? t.curveTitle(format.percent(by24.share)) : t.curveEmpty}
            subtitle={t.curveSubtitle}
            labels={points.map((point) => String(point.day))}
            series={[
              {
                label: t.curveSeries,
                values: points.map((point) => point.share * 100),
                low: points.map((point) => point.low * 100),
                high: points.map((point) => point.high * 100),
              },
            ]}
            zero
            format={percent}
            note={note}
          />
          {audience === 'public' ? <Recount year={year} file="steps" how={t.recount.curve} /> : null}
        </Card>
        <Card>
          <BarChart
            title={t.workingFinding(format.percent(figures.workingDays[2]?.share?.share ?? 0))}
            subtitle={t.workingSubtitle}
            label={t.curveSeries}
            format={percent}
            bars={figures.workingDays.map(({ days, share }) => ({
              label: t.workingDays(days),
              value: (share?.share ?? 0) * 100,
              note: share ? `(${t.of(format.number(share.hits), format.number(share.n))})` : undefined,
            }))}
            note={note}
          />
          {audience === 'public' ? <Recount year={year} file="rows" how={t.recount.days} /> : null}
        </Card>
      </Section>
      <Ages figures={figures} audience={audience} />
      <Months figures={figures} audience={audience} />
    </>
  )
}

function Ages({ figures, audience }: { figures: Figures; audience: Audience }) {
  const { ages, least } = figures
  const t = useMessages(messages)
  const format = useFormat()
  const bounds: readonly number[] = audience === 'public' ? PUBLIC_AGES : AGES
  const rows = bounds.map((from, at) => {
    const to = at + 1 < bounds.length ? bounds[at + 1]! - 1 : null
    const here = ages.filter((row) => row.hours >= from * 24 && (to === null || row.hours < (to + 1) * 24))
    const received = here.reduce((sum, row) => sum + row.open, 0)
    const overdue = here.reduce((sum, row) => sum + row.overdue, 0)
    return { label: t.ageRange(to === null ? from - 1 : from, to), received, overdue }
  })
  const { shown, merged } = audience === 'public' ? suppress(rows, least) : { shown: rows, merged: [] }
  const together = merged.length > 0 ? [{ label: t.merged(merged.length), received: total(merged), overdue: 0 }] : []
  const columns: Column<(typeof rows)[number]>[] = [
    { key: 'age', label: t.age, cell: (row) => row.label },
    { key: 'open', label: t.open, numeric: true, cell: (row) => format.number(row.received) },
    ...(audience === 'staff'
      ? [
          {
            key: 'overdue',
            label: t.overdue,
            numeric: true,
            cell: (row: (typeof rows)[number]) => format.number(row.overdue),
          },
        ]
      : []),
  ]
  return (
    <Section title={t.ageTitle} id="menunggu">
      <DataTable caption={t.ageTitle} captionHidden columns={columns} rows={[...shown, ...together]} empty="–" />
      {audience === 'public' ? <Recount year={yearOf(figures)} file="rows" how={t.recount.ages} /> : null}
    </Section>
  )
}

function total(rows: readonly { received: number }[]): number {
  return rows.reduce((sum, row) => sum + row.received, 0)
}

function Months({ figures, audience }: { figures: Figures; audience: Audience }) {
  const { months, least } = figures
  const t = useMessages(messages)
  const format = useFormat()
  const { language } = useRequest()
  const visible = new Set(audience === 'public' ? publicMonths(months, least) : months)
  const shares = months.map((month) => (visible.has(month) ? withinDayOf(month) : undefined))
  if (months.length < 2) return null
  return (
    <Section title={t.monthTitle} id="bulan">
      <Card>
        <LineChart
          title={t.monthFinding}
          subtitle={t.monthSubtitle}
          labels={months.map((month) => formatMonth(month.month, language, 'short'))}
          series={[
            {
              label: t.dayShort,
              values: shares.map((share) => (share ? share.share * 100 : null)),
              low: shares.map((share) => (share ? share.low * 100 : null)),
              high: shares.map((share) => (share ? share.high * 100 : null)),
            },
          ]}
          zero
          format={(value) => `${format.number(value, 1)} %`}
          note={t.counted(format.number(total(months)))}
        />
        {audience === 'public' ? <Recount year={yearOf(figures)} file="groups" how={t.recount.months} /> : null}
      </Card>
    </Section>
  )
}

type Line = GroupLine & { label: string }

export function lineLabel(
  { line, key, groups }: GroupLine,
  t: { merged(n: number): string; rest: string },
  label: (key: string) => string,
): string {
  return line === 'together' ? t.merged(groups) : line === 'rest' ? t.rest : label(key)
}

export function DimensionTable({
  dimension,
  rows,
  names,
  audience,
  href,
  least,
  year,
}: {
  dimension: Dimension
  rows: readonly SumRow[]
  names: Names
  audience: Audience
  least: number
  /** Where it is public: whose files hold its numbers. */
  year?: number
  href?: ((key: string) => string) | undefined
}) {
  const t = useMessages(messages)
  const format = useFormat()
  const mine = rows.filter((row) => row.dimension === dimension)
  if (mine.every((row) => row.key === '')) return null
  const told: GroupLine[] =
    audience === 'public' ? publicLines(mine, least) : mine.map((row) => ({ ...row, line: 'group', groups: 1 }))
  const lines = told.map((row) => ({ ...row, label: lineLabel(row, t, (key) => labelOf(dimension, key, names, t)) }))
  const share = (of: Share | undefined) => (of ? format.percent(of.share, of.n) : '–')
  const name = (row: Line) => (href && row.key ? <a href={href(row.key)}>{row.label}</a> : row.label)
  // Of a handful of reports a share says nothing; those stand in the table only.
  const drawn = lines.flatMap((row) => {
    const day = withinDayOf(row)
    return day && day.n >= least ? [{ label: row.label, day }] : []
  })
  const first = drawn.slice(0, FIRST_LINES)
  const shares = first.map(({ day }) => day.share)
  return (
    <Section
      title={t.by[dimension]}
      id={`menurut-${dimension}`}
      lead={lines.some(({ line }) => line !== 'group') ? t.mergedNote(least) : undefined}
    >
      {first.length > 0 ? (
        <Card>
          <BarChart
            title={t.byFinding(format.percent(Math.min(...shares)), format.percent(Math.max(...shares)))}
            subtitle={lines.length > first.length ? t.byFirst(first.length, lines.length) : t.bySubtitle}
            format={(value) => `${format.number(value, 1)} %`}
            bars={first.map(({ label, day }) => ({
              label,
              value: day.share * 100,
              note: t.outOf(format.number(day.n)),
            }))}
            table={{
              columns: [t.dimension[dimension], t.dayShort, t.interval, t.lastingShort, t.received],
              rows: lines.map((row) => [
                name(row),
                share(withinDayOf(row)),
                intervalText(withinDayOf(row), format),
                share(shareOf(row.within_day_lasting, row.answered + row.open_day)),
                format.number(row.received),
              ]),
              caption: `${t.by[dimension]}: ${t.bySubtitle}`,
            }}
          />
        </Card>
      ) : (
        <DataTable
          caption={t.by[dimension]}
          captionHidden
          columns={[
            { key: 'label', label: t.dimension[dimension], cell: name },
            { key: 'received', label: t.received, numeric: true, cell: (row) => format.number(row.received) },
          ]}
          rows={lines}
        />
      )}
      {year === undefined ? null : <Recount year={String(year)} file="groups" how={t.recount.groups(dimension)} />}
    </Section>
  )
}

function intervalText(of: Share | undefined, format: { number(value: number, decimals: number): string }) {
  return of ? `${format.number(of.low * 100, 1)}–${format.number(of.high * 100, 1)} %` : '–'
}

export function labelOf(
  dimension: Dimension,
  key: string,
  names: Names,
  t: { unknown: string; kinds: Readonly<Record<string, string>>; channels: Readonly<Record<string, string>> },
): string {
  if (key === '') return t.unknown
  if (dimension === 'kind') return t.kinds[key] ?? key
  if (dimension === 'channel') return t.channels[key] ?? key
  return names[dimension].get(key) ?? t.unknown
}
