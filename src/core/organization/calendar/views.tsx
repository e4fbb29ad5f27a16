import { Fragment, type VNode } from 'preact'
import { minuteText } from '../../../platform/calendar.ts'
import { formatLongDate } from '../../../platform/i18n.ts'
import {
  ActionButton,
  Badge,
  Checkbox,
  DataTable,
  DateField,
  DateTime,
  Form,
  type FormState,
  Jumps,
  ListTable,
  Notice,
  Section,
  SelectField,
  StaffPage,
  Tabs,
  TextField,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../../platform/ui/index.ts'
import type { UnitRow } from '../units/queries.ts'
import { type Calculation, Calculator, UnitField } from './calculator.tsx'
import { calendarMessages } from './messages.ts'
import { DAY_KIND_TEXTS, DAY_KINDS, type DayKind, intervalsText, parseWeek, WEEKDAYS, weekMinutes } from './model.ts'
import type {
  listDefaultHours,
  listHours,
  listNationalHolidays,
  listOwnDays,
  listRamadan,
  listVersions,
} from './queries.ts'

type Props = {
  version: number
  year: number
  national: Awaited<ReturnType<typeof listNationalHolidays>>
  own: Awaited<ReturnType<typeof listOwnDays>>
  hours: Awaited<ReturnType<typeof listHours>>
  defaults: Awaited<ReturnType<typeof listDefaultHours>>
  ramadan: Awaited<ReturnType<typeof listRamadan>>
  versions: Awaited<ReturnType<typeof listVersions>>
  units: readonly UnitRow[]
  mayManage: boolean
  calculation: Calculation
  form: FormState
  which: 'day' | 'hours' | 'ramadan' | undefined
}

const NOTHING: FormState = { values: {}, errors: {} }

export function calendarPage(props: Props): VNode {
  return <Calendar {...props} />
}

function Verified({ verified }: { verified: boolean }) {
  const text = useMessages(calendarMessages)
  return verified ? <Badge tone="success">{text.verified}</Badge> : <Badge tone="warning">{text.unverified}</Badge>
}

function Calendar(props: Props) {
  const text = useMessages(calendarMessages)
  return (
    <StaffPage
      title={text.title}
      lead={text.lead}
      badge={<Badge>{text.version(String(props.version))}</Badge>}
      form={props.form}
    >
      <Jumps
        to={[
          { id: 'hari', label: text.days },
          { id: 'jam', label: text.workingHours },
          { id: 'ramadan', label: text.ramadanPeriods },
          { id: 'hitung', label: text.calculator },
          { id: 'versi', label: text.versions },
        ]}
      />
      <Days {...props} />
      <Hours {...props} />
      <Ramadan {...props} />
      <Calculator {...props} />
      <Section title={text.versions} id="versi">
        <ListTable
          caption={text.versions}
          captionHidden
          stack
          fold={3}
          rows={props.versions}
          columns={[
            { key: 'version', label: text.version(''), cell: (row) => row.version },
            { key: 'note', label: text.note, cell: (row) => row.note },
            { key: 'at', label: text.when, cell: (row) => <DateTime value={row.at} /> },
            { key: 'who', label: text.who, cell: (row) => row.who ?? '–' },
          ]}
        />
      </Section>
    </StaffPage>
  )
}

type DayLine = {
  id: string | null
  date: string
  kind: DayKind
  name: string
  source: string
  verified: boolean
  unit: string | null
  intervals: unknown
}

function Days({ year, national, own, mayManage, units, form, which }: Props) {
  const text = useMessages(calendarMessages)
  const { language } = useRequest()
  const format = useFormat()
  const replaced = new Set(own.filter((row) => row.unit_id === null).map((row) => row.date))
  const lines: DayLine[] = [
    ...national
      .filter((row) => !replaced.has(row.date))
      .map((row) => ({ ...row, id: null, unit: null, intervals: null })),
    ...own,
  ].sort((a, b) => a.date.localeCompare(b.date))
  const open = lines.filter((line) => !line.verified).length
  return (
    <Section title={text.days} id="hari">
      <Tabs
        label={text.year}
        items={[-2, -1, 0, 1].map((step) => ({
          href: `/kalender?tahun=${year + step}`,
          label: String(year + step),
          current: step === 0,
        }))}
      />
      {open > 0 ? (
        <Notice tone="warning" title={text.unverifiedCount(format.number(open))}>
          <p>{text.unverifiedWhy}</p>
        </Notice>
      ) : null}
      <DataTable
        caption={`${text.days} ${year}`}
        captionHidden
        stack
        fold={5}
        rows={lines}
        columns={[
          { key: 'date', label: text.date, cell: (row) => formatLongDate(row.date, language) },
          { key: 'name', label: text.name, cell: (row) => row.name },
          {
            key: 'kind',
            label: text.kind,
            cell: (row) => (
              <>
                {DAY_KIND_TEXTS[row.kind][language]} {row.intervals ? hoursOf(row.intervals) : null}
                {row.id ? <div class="tree-code">{row.unit ?? text.everyone}</div> : null}
              </>
            ),
          },
          { key: 'source', label: text.source, cell: (row) => row.source },
          {
            key: 'status',
            label: text.status,
            cell: (row) => (
              <>
                <Verified verified={row.verified} />
                {mayManage && row.id ? (
                  <ActionButton action={`/kalender/hari/${row.id}/hapus`} label={text.remove} tone="quiet" />
                ) : null}
              </>
            ),
          },
        ]}
      />
      {mayManage ? (
        <Why label={text.addDay} open={which === 'day'}>
          <p>{text.addDayLead}</p>
          <Form action="/kalender/hari" id="hari" form={which === 'day' ? form : NOTHING} submit={text.saveDay}>
            <DateField name="date" label={text.date} required />
            <TextField name="name" label={text.name} required />
            <SelectField
              name="kind"
              label={text.kind}
              options={DAY_KINDS.map((kind) => ({ value: kind, label: DAY_KIND_TEXTS[kind][language] }))}
              required
            />
            <TextField name="hours" label={text.hours} hint={text.hoursHint} />
            <UnitField units={units} />
            <TextField name="source" label={text.source} hint={text.sourceHint} required />
            <Checkbox name="verified" label={text.isVerified} />
          </Form>
        </Why>
      ) : null}
    </Section>
  )
}

type HourLine = Pick<Props['hours'][number], 'season' | 'valid_from' | 'week' | 'source' | 'verified'> & {
  id: string | null
  unit: string | null
}

function Hours({ hours, defaults, mayManage, units, form, which }: Props) {
  const text = useMessages(calendarMessages)
  const format = useFormat()
  const lines: HourLine[] = hours.length > 0 ? hours : defaults.map((row) => ({ ...row, id: null, unit: null }))
  const standard = lines.find((line) => line.unit === null && line.season === 'regular')
  const week = standard ? parseWeek(standard.week) : []
  return (
    <Section title={text.workingHours} id="jam" lead={text.workingHoursLead}>
      <DataTable
        caption={text.workingHours}
        captionHidden
        stack
        rows={lines}
        columns={[
          { key: 'scope', label: text.scope, cell: (row) => row.unit ?? text.everyone },
          { key: 'season', label: text.season, cell: (row) => text[row.season] },
          { key: 'from', label: text.validFrom, cell: (row) => <DateTime value={row.valid_from} /> },
          { key: 'week', label: text.week, cell: (row) => <Week value={row.week} /> },
          {
            key: 'total',
            label: text.total,
            numeric: true,
            cell: (row) => text.hoursAWeek(format.number(weekMinutes(parseWeek(row.week)) / 60, 1)),
          },
          { key: 'source', label: text.source, cell: (row) => row.source },
          {
            key: 'status',
            label: text.status,
            cell: (row) => (
              <>
                <Verified verified={row.verified} />
                {mayManage && row.id && row.unit ? (
                  <ActionButton action={`/kalender/jam/${row.id}/hapus`} label={text.remove} tone="quiet" />
                ) : null}
              </>
            ),
          },
        ]}
      />
      {mayManage ? (
        <Why label={text.addHours} open={which === 'hours'}>
          <p>{text.addHoursLead}</p>
          <Form action="/kalender/jam" id="jam" form={which === 'hours' ? form : NOTHING} submit={text.saveHours}>
            <UnitField units={units} />
            <SelectField
              name="season"
              label={text.season}
              value="regular"
              placeholder={null}
              options={[
                { value: 'regular', label: text.regular },
                { value: 'ramadan', label: text.ramadan },
              ]}
              required
            />
            <DateField name="valid_from" label={text.validFrom} required />
            {WEEKDAYS.map((day, index) => (
              <TextField
                name={day}
                label={text.weekdays[day]}
                value={intervalsText(week[index] ?? [])}
                key={day}
                required
              />
            ))}
            <TextField name="source" label={text.source} hint={text.sourceHint} required />
            <Checkbox name="verified" label={text.isVerified} />
          </Form>
        </Why>
      ) : null}
    </Section>
  )
}

/** Days with equal hours together: "Senin–Kamis 07.30–12.00, 13.00–16.00". */
function Week({ value }: { value: unknown }) {
  const text = useMessages(calendarMessages)
  const week = parseWeek(value).map(intervalsText)
  const groups: { from: number; to: number; hours: string }[] = []
  for (const [index, hours] of week.entries()) {
    const last = groups.at(-1)
    if (last?.hours === hours) last.to = index
    else groups.push({ from: index, to: index, hours })
  }
  const name = (index: number): string => text.weekdays[WEEKDAYS[index] ?? 'mon']
  return (
    <ul class="import-change week-hours">
      {groups.map((group) => (
        <li key={group.from}>
          {group.from === group.to ? name(group.from) : `${name(group.from)}–${name(group.to)}`}:{' '}
          {group.hours
            ? group.hours.split(', ').map((stretch, index, all) => (
                <Fragment key={stretch}>
                  <span>
                    {stretch}
                    {index < all.length - 1 ? ',' : ''}
                  </span>{' '}
                </Fragment>
              ))
            : text.off}
        </li>
      ))}
    </ul>
  )
}

function Ramadan({ ramadan, mayManage, form, which }: Props) {
  const text = useMessages(calendarMessages)
  return (
    <Section title={text.ramadanPeriods} id="ramadan">
      <DataTable
        caption={text.ramadanPeriods}
        captionHidden
        stack
        fold={2}
        rows={ramadan}
        columns={[
          { key: 'year', label: text.hijri, cell: (row) => `${row.hijri_year} H` },
          { key: 'starts', label: text.starts, cell: (row) => <DateTime value={row.starts_on} /> },
          { key: 'ends', label: text.ends, cell: (row) => <DateTime value={row.ends_on} /> },
          { key: 'scope', label: text.scope, cell: (row) => (row.own ? text.own : text.national) },
          { key: 'source', label: text.source, cell: (row) => row.source },
          { key: 'status', label: text.status, cell: (row) => <Verified verified={row.verified} /> },
        ]}
      />
      {mayManage ? (
        <Why label={text.addRamadan} open={which === 'ramadan'}>
          <Form
            action="/kalender/ramadan"
            id="ramadan"
            form={which === 'ramadan' ? form : NOTHING}
            submit={text.saveRamadan}
          >
            <TextField name="hijri_year" label={text.hijri} inputmode="numeric" width="short" required />
            <DateField name="starts_on" label={text.starts} required />
            <DateField name="ends_on" label={text.ends} required />
            <TextField name="source" label={text.source} hint={text.sourceHint} required />
            <Checkbox name="verified" label={text.isVerified} />
          </Form>
        </Why>
      ) : null}
    </Section>
  )
}

function hoursOf(intervals: unknown): string {
  return Array.isArray(intervals)
    ? intervals.map(([from, to]: [number, number]) => `${minuteText(from)}–${minuteText(to)}`).join(', ')
    : ''
}
