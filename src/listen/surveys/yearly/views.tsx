import { DataTable, RuleSource, Section, useFormat, useMessages } from '../../../platform/ui/index.ts'
import { useMonth } from '../views-parts.tsx'
import { yearlyMessages } from './messages.ts'
import type { Yearly } from './queries.ts'

/** Which units still owe the survey of this part of the year, fewest respondents first. */
export function YearlySection({ yearly }: { yearly: Yearly }) {
  const text = useMessages(yearlyMessages)
  const month = useMonth()
  const { number } = useFormat()
  const { period, least, rule, units } = yearly
  const open = units.filter(({ n }) => n < least).length
  const title = text.title(month(period.from), month(period.to))
  return (
    <Section
      title={title}
      id="setahun"
      lead={
        units.length > 0 ? text.lead(number(rule.times), number(least), number(open), number(units.length)) : undefined
      }
    >
      <RuleSource rule={rule} />
      <DataTable
        caption={title}
        captionHidden
        stack
        rows={units
          .filter(({ missing }) => missing.length > 0)
          .toSorted((a, b) => a.n - b.n || a.name.localeCompare(b.name, 'id'))
          .slice(0, 200)}
        empty={<p>{units.length > 0 ? text.all : text.none}</p>}
        columns={[
          { key: 'unit', label: text.unit, cell: (row) => row.name },
          { key: 'n', label: text.respondents, numeric: true, cell: (row) => number(row.n) },
          { key: 'missing', label: text.missing, cell: (row) => row.missing.join(', ') },
        ]}
      />
    </Section>
  )
}
