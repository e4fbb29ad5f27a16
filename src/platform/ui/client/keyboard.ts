import { all, numberText, status, texts, visible } from './texts.ts'

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || (target.matches('input,textarea,select') && !target.matches('[type=checkbox]')))
  )
}

/** `/` or Ctrl-K: search. `?`: the page's list of keys. In worklists j and k move, x ticks, Enter opens; on a case j and k go to its neighbors. */
export function enhanceKeyboard(): void {
  const [search] = all('[data-search]', HTMLInputElement)
  const rows = all('[data-worklist] [data-href]', HTMLElement)
  addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      openSearch(search)
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
    if (event.key === '/') {
      event.preventDefault()
      openSearch(search)
    } else if (event.key === '?') {
      const help = document.querySelector<HTMLDetailsElement>('details#tombol')
      if (help) help.open = !help.open
    } else if (event.key === 'j' || event.key === 'k') {
      if (rows.length > 0) move(rows, event.key === 'j' ? 1 : -1)
      else all(`a[rel=${event.key === 'j' ? 'next' : 'prev'}]`, HTMLAnchorElement)[0]?.click()
    } else if (event.key === 'x') {
      rows
        .find((row) => row.classList.contains('row-here'))
        ?.querySelector<HTMLInputElement>('input[type=checkbox]')
        ?.click()
    }
  })
  all('[data-worklist]', HTMLTableElement).forEach(countChosen)
  // The menu is longer than many windows: where one is stays in sight.
  const [here] = all('.rail [aria-current]', HTMLElement)
  if (here && visible(here)) here.scrollIntoView({ block: 'nearest' })
}

function openSearch(search: HTMLInputElement | undefined): void {
  if (search && visible(search)) {
    search.focus()
    search.select()
  } else location.assign('/cari')
}

/** The focus moves to the row's own link, so that Enter opens it and a screen reader says where one is. */
function move(rows: readonly HTMLElement[], by: number): void {
  const here = rows.findIndex((row) => row.classList.contains('row-here') || row.contains(document.activeElement))
  const next = rows[here < 0 ? 0 : Math.min(Math.max(here + by, 0), rows.length - 1)]
  for (const row of rows) row.classList.toggle('row-here', row === next)
  const link = next?.querySelector<HTMLAnchorElement>('a[href]')
  link?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}

function countChosen(table: HTMLTableElement): void {
  const boxes = all('tbody input[type=checkbox]', HTMLInputElement, table)
  const [every] = all('[data-select-all]', HTMLInputElement, table)
  if (boxes.length === 0) return
  const line = status('count-line')
  table.parentElement?.after(line)
  const update = () => {
    const count = boxes.filter((box) => box.checked).length
    line.textContent = count > 0 ? texts().chosen(numberText(count)) : ''
    if (every) {
      every.checked = count === boxes.length
      every.indeterminate = count > 0 && count < boxes.length
    }
  }
  if (every) {
    every.hidden = false
    every.addEventListener('change', () => {
      for (const box of boxes) box.checked = every.checked
      update()
    })
  }
  table.addEventListener('change', update)
  update()
}
