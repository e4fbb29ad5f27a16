import { JSDOM } from 'jsdom'
import { expect, test } from 'vitest'
import { get, newInstitution, newPerson, testHouse } from '../../platform/test/harness.ts'
import { renderToString } from '../../platform/ui/render.ts'
import { request, withRequest } from '../../platform/ui/samples/index.ts'
import type { Attention, Board } from './board.ts'
import { BoardPage } from './board-views.tsx'
import { periodOf } from './period.ts'

const late = (unit: string, code: string) =>
  ({
    unit: { id: unit, name: `Dinas ${unit}` },
    why: 'worse',
    line: {
      key: code,
      template: { code, name: code },
      scale: 'share',
      figure: { value: 0.5 },
      change: 'worse',
    },
  }) as unknown as Attention

test('what four units share is told once with its units, what fewer share unit by unit', () => {
  const shared = ['A', 'B', 'C', 'D'].map((unit) => late(unit, 'on_time'))
  const board: Board = {
    period: periodOf('quarter', '2026-10'),
    units: 4,
    cards: [],
    found: 0,
    page: 1,
    silent: [],
    attention: [...shared, ...['A', 'B', 'C'].map((unit) => late(unit, 'digital'))],
    missed: 0,
    worse: 7,
    targets: 0,
    waiting: 0,
    funnel: undefined,
    asOf: undefined,
  }
  const page = <BoardPage board={board} month="2026-11" waiting={undefined} />
  const { document } = new JSDOM(renderToString(withRequest(request(), page))).window
  const [notice, ...others] = document.querySelectorAll('#perhatian .notice, section[aria-labelledby] .notice')
  expect(others).toEqual([])
  expect(notice!.textContent).toContain('sama di 4 unit')
  expect([...notice!.querySelectorAll('li a')].map((one) => one.textContent)).toEqual(
    ['A', 'B', 'C', 'D'].map((unit) => `Dinas ${unit}`),
  )
  expect([...document.querySelectorAll('.task-title a')].map((one) => one.textContent?.slice(0, 7))).toEqual(
    ['A', 'B', 'C'].map((unit) => `Dinas ${unit}`),
  )
})

test('an institution of many offices is told page by page, its figures of all of them together', async () => {
  const [told, silent] = [160, 40]
  const house = await testHouse()
  const institution = await newInstitution(house)
  await house.owner.query(
    `insert into organization.unit (institution_id, id, parent_id, code, name, kind, active_from)
     select $1, gen_random_uuid(), $2, 'K' || lpad(n::text, 3, '0'), 'Kantor Nomor ' || lpad(n::text, 3, '0'), 'department', '2020-01-01'
     from generate_series(1, ${told + silent}) n`,
    [institution.id, institution.root],
  )
  await house.owner.query('insert into statistics.state (institution_id, folded_at) values ($1, $2)', [
    institution.id,
    house.clock.now,
  ])
  // A year ago, so that the period is over whatever day it is; every second office lost much since the quarter before.
  const year = house.clock.now.getUTCFullYear() - 1
  await house.owner.query(
    `insert into statistics.unit_curve (institution_id, month, unit_id, question, bin, answered)
     select institution_id, month, id, false, bin,
       case when month < '${year}-04-01' or n % 2 = 0 then 20 when bin = 1 then 1 else 39 end
     from (select *, right(code, 3)::int as n from organization.unit where institution_id = $1 and kind = 'department') u,
       unnest('{${year}-01-01,${year}-04-01}'::date[]) month, unnest('{1,60}'::int[]) bin
     where n <= ${told}`,
    [institution.id],
  )
  const leader = await newPerson(house, institution, institution.root, ['performance.read'])
  const seen: string[] = []
  let address: string | null = `/pantauan?periode=${year}-T2`
  let pages = 0
  while (address) {
    const { statusCode, body } = await get(house, address, leader)
    expect(statusCode).toBe(200)
    expect(body.length).toBeLessThan(150_000)
    const { document } = new JSDOM(body).window
    const rows = [...document.querySelectorAll('#unit tbody th')].map((row) => row.textContent ?? '')
    expect(rows.length).toBeLessThanOrEqual(50)
    seen.push(...rows)
    pages += 1
    // Of all offices, whichever page is looked at.
    const words = document.querySelector('main')!.textContent!.replaceAll('\u00a0', ' ')
    expect(words).toContain(`0 tidak tercapai, ${told / 2} memburuk`)
    expect(words).toContain(`sama di ${told / 2} unit`)
    expect(words).toContain(`dan ${told / 2 - 30} unit lagi`)
    expect(words).toContain(`${silent} unit belum punya angka`)
    address = document.querySelector('.pager a[rel=next]')?.getAttribute('href') ?? null
  }
  expect(pages).toBe(4)
  expect(seen).toEqual(Array.from({ length: told }, (_, at) => `Kantor Nomor ${String(at + 1).padStart(3, '0')}`))

  const found = new JSDOM((await get(house, `/pantauan?periode=${year}-T2&q=nomor+007`, leader)).body).window.document
  expect([...found.querySelectorAll('#unit tbody th')].map((row) => row.textContent)).toEqual(['Kantor Nomor 007'])
  const beyond = await get(house, `/pantauan?periode=${year}-T2&halaman=999`, leader)
  expect(beyond.statusCode).toBe(200)
  expect(beyond.body).toContain('Kantor Nomor 160')
})
