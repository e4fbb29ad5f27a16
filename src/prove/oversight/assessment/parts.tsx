import { BarChart, type Column, DataTable, useFormat, useMessages } from '../../../platform/ui/index.ts'
import { PRINCIPLES } from '../model.ts'
import { assessmentMessages as messages } from './messages.ts'
import { asked, type Tally, tally } from './model.ts'
import type { ResultRow } from './queries.ts'

/** How the questions of each principle were answered: the picture, and every count beneath it. */
export function Result({ title, rows }: { title: string; rows: readonly Tally[] }) {
  const text = useMessages(messages)
  const format = useFormat()
  const counted = rows.filter((row) => asked(row) > 0)
  const top = (row: Tally) => text.resultTop(format.number(row.yes), format.number(asked(row)))
  const least = Math.min(...counted.map((row) => row.yes / asked(row)))
  const weakest = counted.filter((row) => row.yes / asked(row) === least).map((row) => text.principles[row.principle])
  const finding = least < 1 && weakest.length < counted.length ? text.weakest(weakest.join(', ')) : title
  const count = (key: 'yes' | 'partly' | 'no' | 'skipped', label: string): Column<Tally> => ({
    key,
    label,
    numeric: true,
    cell: (row) => format.number(row[key]),
  })
  return (
    <>
      <BarChart
        title={finding}
        subtitle={text.resultSummary(counted.map((row) => `${text.principles[row.principle]} ${top(row)}`).join(', '))}
        label={text.met}
        format={(value) => format.percent(value)}
        note={text.resultLead}
        bars={counted.map((row) => ({
          label: text.principles[row.principle],
          value: row.yes / asked(row),
          note: `(${top(row)})`,
        }))}
      />
      <DataTable
        caption={`${title}: ${text.counts}`}
        captionHidden
        rows={rows}
        columns={[
          { key: 'principle', label: text.principle, cell: (row) => text.principles[row.principle] },
          count('yes', text.answers.yes),
          count('partly', text.answers.partly),
          count('no', text.answers.no),
          count('skipped', text.answers.not_applicable),
        ]}
      />
    </>
  )
}

export type ResultLine = { name: string; tallies: readonly Tally[] }

/** One line per year or per unit. */
export function linesOf(rows: readonly ResultRow[], name: (row: ResultRow) => string): ResultLine[] {
  const groups = Map.groupBy(rows, name)
  return [...groups].map(([line, own]) => ({ name: line, tallies: tally(own) }))
}

export function ResultTable({ caption, head, rows }: { caption: string; head: string; rows: readonly ResultLine[] }) {
  const text = useMessages(messages)
  const format = useFormat()
  return (
    <DataTable
      caption={caption}
      captionHidden
      stack
      rows={rows}
      columns={[
        { key: 'name', label: head, cell: (row) => row.name },
        ...PRINCIPLES.map(
          (principle): Column<ResultLine> => ({
            key: principle,
            label: text.principles[principle],
            numeric: true,
            cell: (row) => {
              const one = row.tallies.find((tallied) => tallied.principle === principle)
              return one && asked(one) > 0 ? text.resultTop(format.number(one.yes), format.number(asked(one))) : '–'
            },
          }),
        ),
      ]}
    />
  )
}
