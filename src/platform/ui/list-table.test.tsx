import fc from 'fast-check'
import { JSDOM } from 'jsdom'
import { expect, test } from 'vitest'
import { MOST_LISTED } from '../database/most-listed.ts'
import { EmptyState, ListTable } from './index.ts'
import { renderToString } from './render.ts'
import { request, withRequest } from './samples/index.ts'

type Row = { name: string; at: Date | null; size: number }

function shown(rows: readonly Row[], path: string, most?: number) {
  const page = (
    <ListTable
      caption="Daftar"
      rows={rows}
      most={most}
      empty={<EmptyState title="Kosong" />}
      columns={[
        { key: 'name', label: 'Nama', by: (row) => row.name, cell: (row) => row.name },
        { key: 'at', label: 'Tanggal', by: (row) => row.at, cell: (row) => row.at?.toISOString() ?? '–' },
        { key: 'size', label: 'Ukuran', cell: (row) => row.size },
      ]}
    />
  )
  const { document } = new JSDOM(renderToString(withRequest({ ...request(), path }, page))).window
  const link = (rel: string) => document.querySelector(`.pager a[rel=${rel}]`)?.getAttribute('href') ?? null
  return {
    names: [...document.querySelectorAll('tbody th')].map((cell) => cell.textContent ?? ''),
    sorted: [...document.querySelectorAll('th[aria-sort]')].map(
      (cell) => `${cell.textContent} ${cell.getAttribute('aria-sort')}`,
    ),
    links: [...document.querySelectorAll('thead a')].map((one) => one.getAttribute('href')),
    summary: document.querySelector('.pager-summary')?.textContent,
    ends: document.querySelector('p.hint')?.textContent ?? '',
    next: link('next'),
    previous: link('prev'),
  }
}

const many = Array.from({ length: 120 }, (_, at) => ({
  name: `Layanan ${(at * 37) % 120}`,
  at: at % 10 === 0 ? null : new Date(2026, 0, 1 + ((at * 7) % 120)),
  size: at,
}))

test('each page has fifty rows, and walking all of them meets each row once', () => {
  const seen: string[] = []
  let path: string | null = '/layanan?q=lay&sort=name'
  while (path) {
    const page = shown(many, path)
    expect(page.names.length).toBeLessThanOrEqual(50)
    seen.push(...page.names)
    path = page.next
  }
  expect(seen).toEqual(Array.from({ length: 120 }, (_, at) => `Layanan ${at}`))
  const second = shown(many, '/layanan?q=lay&sort=name&halaman=2')
  expect(second.summary).toBe('51–100 dari 120')
  expect(second.previous).toBe('/layanan?q=lay&sort=name')
  expect(second.next).toBe('/layanan?q=lay&sort=name&halaman=3')
  expect(second.sorted).toEqual(['Nama ascending'])
  // The other way round begins with its first page; what cannot be sorted by is no link.
  expect(second.links).toEqual(['/layanan?q=lay&sort=-name', '/layanan?q=lay&sort=at'])
})

test('without a wish the rows stand as they came; those without a value come last either way', () => {
  expect(shown(many, '/layanan').names).toEqual(many.slice(0, 50).map((row) => row.name))
  expect(shown(many, '/layanan?sort=size').sorted).toEqual([])
  const few = many.slice(0, 12)
  for (const sort of ['at', '-at'])
    expect(shown(few, `/layanan?sort=${sort}`).names.slice(-2)).toEqual([few[0]!.name, few[10]!.name])
  expect(shown(few, '/layanan').next).toBeNull()
})

test('a list as long as is read at most says that it may not be all', () => {
  const rows = (count: number) => Array.from({ length: count }, (_, size) => ({ name: `${size}`, at: null, size }))
  expect(shown(rows(MOST_LISTED), '/layanan').ends).toContain('berhenti di 1.000 baris')
  expect(shown(rows(MOST_LISTED - 1), '/layanan').ends).toBe('')
  // One whose query reads more says so only there.
  expect(shown(rows(MOST_LISTED), '/layanan', 2000).ends).toBe('')
  expect(shown(rows(2000), '/layanan', 2000).ends).toContain('berhenti di 2.000 baris')
})

test('whatever stands in the address, a page of the list is shown', () => {
  fc.assert(
    fc.property(fc.string(), fc.oneof(fc.string(), fc.double().map(String)), (sort, halaman) => {
      const page = shown(many, `/layanan?${new URLSearchParams({ sort, halaman })}`)
      expect(page.names.length).toBeGreaterThan(0)
    }),
    { numRuns: 20 },
  )
  expect(shown(many, '/layanan?halaman=99').names).toHaveLength(20)
})
