import type { ComponentChildren } from 'preact'
import { FormContext } from './form.tsx'
import { Icon } from './icons.tsx'
import { uiMessages } from './messages.ts'
import { useAddress, useFormat, useMessages, useRequest } from './request.tsx'
import { ScrollArea } from './scroll-area.tsx'

export interface Column<Row> {
  key: string
  label: string
  /** True when the server can sort by `key`. */
  sort?: boolean | undefined
  numeric?: boolean | undefined
  /** For codes and other short values that must not break. */
  nowrap?: boolean | undefined
  /** False for what a phone can do without, because the row's own page tells it. */
  phone?: boolean | undefined
  /** Holds only what can be pressed: a phone shows it without the column's name. */
  action?: boolean | undefined
  /** The cell that names the row: read out as its header. Default: the first column. */
  header?: boolean | undefined
  cell: (row: Row) => ComponentChildren
}

export interface Sort {
  key: string
  direction: 'asc' | 'desc'
}

export interface DataTableProps<Row> {
  caption: string
  /** Hides the caption from sight when a heading right above says the same. */
  captionHidden?: boolean | undefined
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  /** Links send `sort=key` or `sort=-key`. */
  sort?: Sort | undefined
  empty?: ComponentChildren
  /** The row's own page, for the keyboard (j, k, enter): put the same link in a cell. */
  rowHref?: ((row: Row) => string) | undefined
  /** Makes rows selectable inside a <Form>: sends `name` once for each ticked row. */
  select?: { name: string; value: (row: Row) => string; label: (row: Row) => string } | undefined
  rowTone?: ((row: Row) => 'normal' | 'warning' | 'danger' | 'muted') | undefined
  /** Addresses of the same rows as files. */
  exports?: { csv?: string | undefined; xlsx?: string | undefined } | undefined
  foot?: ComponentChildren
  /** On a phone each row becomes a small card; default for rows that can be opened or acted on and for four columns or more. */
  stack?: boolean | undefined
  /** How many of its cards a phone shows before somebody asks for all; default 12 of more than 20. */
  fold?: number | undefined
}

/** On a phone a row is a card: of longer tables these many are shown until somebody asks for all. */
const FOLD_ABOVE = 20
const FOLD_TO = 12

export function DataTable<Row>(props: DataTableProps<Row>) {
  const {
    caption,
    captionHidden,
    columns,
    rows,
    sort,
    empty,
    rowHref,
    select,
    rowTone,
    exports: files,
    foot,
    stack,
    fold,
  } = props
  const text = useMessages(uiMessages)
  const header = columns.find((column) => column.header) ?? columns[0]
  if (rows.length === 0 && empty !== undefined) return <div class="table-empty">{empty}</div>
  const stacks = stack ?? (rowHref !== undefined || columns.length > 3 || columns.some((column) => column.action))
  const shown = fold ?? FOLD_TO
  const folds = stacks && rows.length > (fold === undefined ? FOLD_ABOVE : fold + 1)
  return (
    <div class="table-frame">
      <ScrollArea label={caption}>
        <table class={stacks ? 'table table-stack' : 'table'} data-worklist={rowHref ? true : undefined}>
          <caption class={captionHidden ? 'visually-hidden' : undefined}>{caption}</caption>
          <thead>
            <tr>
              {select ? (
                <th scope="col" class="cell-select">
                  <span class="visually-hidden">{text.select}</span>
                  <span class="select-row">
                    <input type="checkbox" data-select-all aria-label={text.selectAll} hidden />
                  </span>
                </th>
              ) : null}
              {columns.map((column) => (
                <HeaderCell column={column} sort={sort} key={column.key} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr
                key={index}
                data-href={rowHref?.(row)}
                class={
                  [rowTone ? `row-${rowTone(row)}` : '', folds && index >= shown ? 'fold-row' : '']
                    .filter(Boolean)
                    .join(' ') || undefined
                }
              >
                {select ? (
                  <td class="cell-select">
                    <label class="select-row">
                      <input type="checkbox" name={select.name} value={select.value(row)} />
                      <span class="visually-hidden">
                        {text.select} {select.label(row)}
                      </span>
                    </label>
                  </td>
                ) : null}
                {columns.map((column) => {
                  const style = styleOf(column)
                  const cell = column.cell(row)
                  if (column === header)
                    return (
                      <th
                        scope="row"
                        class={style}
                        data-label={column.numeric ? column.label : undefined}
                        key={column.key}
                      >
                        {cell}
                      </th>
                    )
                  // Nothing to tell: on a phone it takes no line.
                  const none = cell === '–' ? 'cell-none' : undefined
                  return (
                    <td
                      class={[style, none].filter(Boolean).join(' ') || undefined}
                      data-label={column.label}
                      key={column.key}
                    >
                      {cell}
                    </td>
                  )
                })}
              </tr>
            ))}
            {rows.length === 0 ? (
              <tr>
                <td class="cell-empty" colSpan={columns.length + (select ? 1 : 0)}>
                  {text.nothing}
                </td>
              </tr>
            ) : null}
          </tbody>
          {foot ? <tfoot>{foot}</tfoot> : null}
        </table>
      </ScrollArea>
      {folds ? (
        <label class="fold-all button button-secondary">
          <input type="checkbox" class="visually-hidden" />
          {text.showAll(String(rows.length))}
        </label>
      ) : null}
      {files ? <ExportLinks {...files} /> : null}
    </div>
  )
}

type Styled = Pick<Column<never>, 'numeric' | 'nowrap' | 'phone' | 'action'>

function styleOf({ numeric, nowrap, phone, action }: Styled): string | undefined {
  const styles = [
    numeric ? 'cell-number' : nowrap ? 'cell-nowrap' : '',
    phone === false ? 'cell-wide' : '',
    action ? 'cell-action' : '',
  ]
  return styles.filter(Boolean).join(' ') || undefined
}

function HeaderCell<Row>({ column, sort }: { column: Column<Row>; sort: Sort | undefined }) {
  const text = useMessages(uiMessages)
  const address = useAddress()
  const style = styleOf({ ...column, nowrap: undefined })
  if (!column.sort) {
    return (
      <th scope="col" class={style}>
        {column.label}
      </th>
    )
  }
  const direction = sort?.key === column.key ? sort.direction : undefined
  const href = address({
    sort: direction === 'asc' ? `-${column.key}` : column.key,
    after: null,
    before: null,
    setelah: null,
    halaman: null,
  })
  const state = direction === 'asc' ? 'ascending' : direction === 'desc' ? 'descending' : undefined
  return (
    <th scope="col" class={style} aria-sort={state}>
      <a href={href} class="sort" title={text.sortBy(column.label)}>
        {column.label}
        <Icon name={direction === 'asc' ? 'up' : direction === 'desc' ? 'down' : 'sort'} />
      </a>
    </th>
  )
}

function ExportLinks({ csv, xlsx }: { csv?: string | undefined; xlsx?: string | undefined }) {
  const text = useMessages(uiMessages)
  return (
    <p class="exports">
      <Icon name="download" />
      {text.exportAs}
      {csv ? (
        <a href={csv} download>
          CSV
        </a>
      ) : null}
      {xlsx ? (
        <a href={xlsx} download>
          XLSX
        </a>
      ) : null}
    </p>
  )
}

interface PagerProps {
  /** Addresses of the neighbouring pages. */
  next?: string | null | undefined
  previous?: string | null | undefined
  /** "1–50 dari 1.204" */
  summary?: ComponentChildren
}

export function Pager({ next, previous, summary }: PagerProps) {
  const text = useMessages(uiMessages)
  if (!next && !previous && !summary) return null
  return (
    <nav class="pager" aria-label={text.pager}>
      {previous ? (
        <a href={previous} rel="prev" class="button button-secondary">
          <Icon name="back" />
          {text.previous}
        </a>
      ) : null}
      {summary ? <span class="pager-summary">{summary}</span> : null}
      {next ? (
        <a href={next} rel="next" class="button button-secondary">
          {text.next}
          <Icon name="arrow" />
        </a>
      ) : null}
    </nav>
  )
}

interface FiltersProps {
  /** Default: this page's own address without its query. */
  action?: string | undefined
  values?: Readonly<Record<string, string | readonly string[] | undefined>> | undefined
  /** Query values that a new filter keeps, such as the current tab. */
  keep?: readonly string[] | undefined
  /** Says what the button does where there is one field for words only. */
  search?: boolean | undefined
  /** What the button says where the form is no filter. */
  submit?: string | undefined
  /** What is wrong with a value, by its field; what was typed stays. */
  errors?: Readonly<Record<string, string>> | undefined
  children: ComponentChildren
}

/** A GET form: the filter is in the address and can be shared. Put kit fields inside. */
export function Filters({
  action,
  values = {},
  keep = [],
  search: forWords,
  submit,
  errors = {},
  children,
}: FiltersProps) {
  const text = useMessages(uiMessages)
  const { path } = useRequest()
  const [base = '', search = ''] = path.split('?', 2)
  const query = new URLSearchParams(search)
  const typed = Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string | readonly string[]] => entry[1] !== undefined),
  )
  const active = Object.values(typed).some((value) => value.length > 0)
  const kept = keep.filter((name) => query.has(name))
  const keptQuery = new URLSearchParams(kept.map((name) => [name, query.get(name) ?? '']))
  return (
    <form
      method="get"
      action={action ?? base}
      class={forWords ? 'filters filters-search' : 'filters'}
      aria-label={submit ? undefined : text.filters}
    >
      {kept.map((name) => (
        <input type="hidden" name={name} value={query.get(name) ?? ''} key={name} />
      ))}
      <FormContext.Provider value={{ values: typed, errors, prefix: 'filter', filter: true }}>
        {children}
      </FormContext.Provider>
      <div class="filters-end">
        <button type="submit" class="button button-secondary">
          {submit ?? (forWords ? text.search : text.apply)}
        </button>
        {active && !submit ? (
          <a href={`${action ?? base}${kept.length > 0 ? `?${keptQuery}` : ''}`} class="button button-quiet">
            {forWords ? text.clearWords : text.clear}
          </a>
        ) : null}
      </div>
    </form>
  )
}

/** "1.204 pengaduan" above a list. */
export function Count({ value, label }: { value: number; label: string }) {
  const format = useFormat()
  return (
    <p class="count-line">
      <strong>{format.number(value)}</strong> {label}
    </p>
  )
}
