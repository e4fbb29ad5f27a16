import type { Budgeted } from '../../develop/programs/index.ts'
import { DataTable, Section, useFormat, useMessages } from '../../platform/ui/index.ts'
import { entryMessages } from './entry-messages.ts'
import type { UnitRow } from './queries.ts'
import type { Spent } from './score.ts'

type BudgetProps = {
  unit: Pick<UnitRow, 'id'>
  programs: readonly Budgeted[]
  spent: readonly (Spent & { program: string })[]
  manage: boolean
}

/** The programs whose budgets the efficiency is computed from, each with what was told of it. */
export function BudgetSection({ unit, programs, spent, manage }: BudgetProps) {
  const text = useMessages(entryMessages).budget
  const format = useFormat()
  const told = new Map(spent.map((one) => [one.program, one]))
  if (programs.length === 0)
    return (
      <Section title={text.title} id="anggaran">
        <p>{text.none}</p>
      </Section>
    )
  return (
    <Section title={text.title} id="anggaran" lead={text.lead}>
      <DataTable
        stack
        caption={text.title}
        captionHidden
        rows={programs}
        columns={[
          { key: 'program', label: text.program, cell: (row) => row.title },
          { key: 'planned', label: text.planned, numeric: true, cell: (row) => format.rupiah(row.budget) },
          {
            key: 'spent',
            label: text.spent,
            numeric: true,
            cell: (row) => {
              const one = told.get(row.id)
              return one ? format.rupiah(one.realized) : '–'
            },
          },
          {
            key: 'output',
            label: text.output,
            numeric: true,
            cell: (row) => {
              const one = told.get(row.id)
              return one ? `${format.number(one.reached)} / ${format.number(one.wanted)}` : '–'
            },
          },
          ...(manage
            ? [
                {
                  key: 'add',
                  label: text.add,
                  cell: (row: Budgeted) => <a href={`/kinerja/${unit.id}/anggaran/${row.id}`}>{text.add}</a>,
                },
              ]
            : []),
        ]}
      />
    </Section>
  )
}
