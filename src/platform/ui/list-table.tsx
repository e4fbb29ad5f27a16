import { MOST_LISTED } from '../database/most-listed.ts'
import { uiMessages } from './messages.ts'
import { useAddress, useFormat, useMessages, useRequest } from './request.tsx'
import { type Column, DataTable, type DataTableProps, Pager } from './table.tsx'

/** Rows of one page. */
const PAGE = 50

type Value = string | number | Date | null
interface ListColumn<Row> extends Column<Row> {
  /** What the list can be sorted by here; rows without a value come last either way. */
  by?: ((row: Row) => Value) | undefined
}
type ListTableProps<Row> = Omit<DataTableProps<Row>, 'columns' | 'sort'> & {
  columns: readonly ListColumn<Row>[]
  /** How many rows its query reads at most. */
  most?: number | undefined
}

/**
 * A table of rows that were all read, because there are only as many as an office keeps: sorted and paged by the server
 * from `sort` and `halaman` in the address, one such table to a page. Without `sort` the rows stand as they came. One that
 * has as many as are read at most says that there may be more.
 */
export function ListTable<Row>({ rows, columns, most, ...rest }: ListTableProps<Row>) {
  const text = useMessages(uiMessages)
  const format = useFormat()
  const address = useAddress()
  const query = new URLSearchParams(useRequest().path.split('?', 2)[1])
  const asked = query.get('sort') ?? ''
  const column = columns.find((one) => one.by && one.key === asked.replace('-', ''))
  const sort = column && { key: column.key, direction: asked.startsWith('-') ? ('desc' as const) : ('asc' as const) }
  const ordered = column?.by && sort ? sorted(rows, column.by, sort.direction === 'asc' ? 1 : -1) : rows
  const last = Math.max(1, Math.ceil(rows.length / PAGE))
  const page = Math.min(Math.max(1, Math.trunc(Number(query.get('halaman'))) || 1), last)
  const [from, to] = [(page - 1) * PAGE, Math.min(page * PAGE, rows.length)]
  const turn = (other: number) => address({ halaman: other === 1 ? null : String(other) })
  return (
    <>
      <DataTable
        {...rest}
        rows={ordered.slice(from, to)}
        columns={columns.map((one) => ({ ...one, sort: one.by !== undefined && rows.length > 1 }))}
        sort={sort}
      />
      {last > 1 ? (
        <Pager
          previous={page > 1 ? turn(page - 1) : null}
          next={page < last ? turn(page + 1) : null}
          summary={text.rowsOf(format.number(from + 1), format.number(to), format.number(rows.length))}
        />
      ) : null}
      <ListEnd count={rows.length} most={most} />
    </>
  )
}

/** Says that a list of this many rows may not be all, where so many are read at most. */
export function ListEnd({ count, most = MOST_LISTED }: { count: number; most?: number | undefined }) {
  const text = useMessages(uiMessages)
  const format = useFormat()
  return count >= most ? <p class="hint">{text.listEnds(format.number(count))}</p> : null
}

const letters = new Intl.Collator('id', { numeric: true, sensitivity: 'base' })

function sorted<Row>(rows: readonly Row[], by: (row: Row) => Value, way: 1 | -1): Row[] {
  return rows.toSorted((one, other) => {
    const [a, b] = [by(one), by(other)]
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    if (typeof a === 'string' && typeof b === 'string') return way * letters.compare(a, b)
    return way * (Number(a) - Number(b))
  })
}
