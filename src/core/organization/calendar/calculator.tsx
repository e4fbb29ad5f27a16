import type { DayReason, Interval } from '../../../platform/calendar.ts'
import {
  DataTable,
  DateField,
  DateTime,
  Filters,
  Section,
  SelectField,
  TextField,
  useFormat,
  useMessages,
} from '../../../platform/ui/index.ts'
import type { UnitRow } from '../units/queries.ts'
import { calendarMessages } from './messages.ts'
import { intervalsText } from './model.ts'

export type Calculation = {
  start: string
  time: string
  days: number
  unit: string | null
  due: Date
  steps: readonly { date: string; intervals: readonly Interval[]; reason: DayReason; name: string | null }[]
}

/** Shows how a deadline comes about: every day from the start to the end, with its hours and what it counts for. */
export function Calculator({ calculation, units }: { calculation: Calculation; units: readonly UnitRow[] }) {
  const text = useMessages(calendarMessages)
  const format = useFormat()
  let count = 0
  const steps = calculation.steps.map((step, index) => {
    const counted = index > 0 && step.intervals.length > 0
    if (counted) count += 1
    const what = index === 0 ? text.dayOfStart : counted ? text.dayNumber(String(count)) : text.notWorking
    return { ...step, what }
  })
  return (
    <Section title={text.calculator} id="hitung" lead={text.calculatorLead}>
      <Filters
        action="/kalender#hitung"
        values={{
          mulai: calculation.start,
          pukul: calculation.time,
          hari: String(calculation.days),
          unit: calculation.unit ?? undefined,
        }}
      >
        <DateField name="mulai" label={text.start} required />
        <TextField name="pukul" label={text.startTime} width="short" required />
        <TextField name="hari" label={text.amount} inputmode="numeric" width="short" required />
        <UnitField units={units} name="unit" />
      </Filters>
      <p>
        <strong>{text.dueIs(format.dateTime(calculation.due))}</strong>
      </p>
      <DataTable
        caption={text.calculator}
        captionHidden
        stack
        rows={steps}
        columns={[
          { key: 'date', label: text.date, cell: (row) => <DateTime value={row.date} /> },
          { key: 'hours', label: text.hours, cell: (row) => intervalsText(row.intervals) || text.off },
          { key: 'name', label: text.name, cell: (row) => row.name ?? '–' },
          { key: 'what', label: text.status, cell: (row) => row.what },
        ]}
      />
    </Section>
  )
}

export function UnitField({
  units,
  name = 'unit_id',
  value,
}: {
  units: readonly UnitRow[]
  name?: string
  value?: string | null
}) {
  const text = useMessages(calendarMessages)
  return (
    <SelectField
      name={name}
      label={text.scope}
      placeholder={text.everyone}
      value={value}
      options={units
        .filter((unit) => unit.parent_id)
        .map((unit) => ({ value: unit.id, label: `${unit.name} (${unit.code})` }))}
      required
    />
  )
}
