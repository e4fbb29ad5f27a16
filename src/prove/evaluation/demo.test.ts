import { beforeAll, expect, test } from 'vitest'
import { loadDemo } from '../../demo/run.ts'
import { openHouse, type TestHouse } from '../../platform/test/harness.ts'
import type { Card } from './card.ts'

/** The whole chain on the demonstration itself, with a fifth of its data: what was planted has to be found. */
let house: TestHouse
let cards: Map<string, { verdict: string; card: Card }>

beforeAll(async () => {
  house = await openHouse([])
  await loadDemo(house.database, {
    seed: 7,
    scale: 0.2,
    anchor: new Date('2026-11-21T03:00:00Z'),
    dataDir: house.folder,
    secret: Buffer.alloc(32, 7),
    say: () => undefined,
  })
  const { rows } = await house.owner.query(
    `select distinct on (r.program_id) u.code, r.verdict, r.card from evaluation.result r
     join organization.unit u on u.institution_id = r.institution_id and u.id = r.unit_id
     join organization.institution i on i.id = r.institution_id
     where i.slug = 'contoh' order by r.program_id, r.number desc`,
  )
  cards = new Map(rows.map((row) => [row.code, row]))
})

test('the curt desk: found, trained, and clearly better than comparison units', () => {
  const { verdict, card } = cards.get('DPMPTSP')!
  expect(verdict).toBe('improved')
  expect(card.primary!.judgment.credible).toBe(true)
  expect(card.signal).not.toBeNull()
  expect(card.learning!.paired.difference).toBeGreaterThan(0)
})

test('the queue training: people learned, the service did not change', () => {
  const { verdict, card } = cards.get('DINKES')!
  expect(['no_effect', 'inconclusive']).toContain(verdict)
  expect(card.learning!.gains.relative).toBeGreaterThan(0.2)
  expect(card.cost.perPoint).toBeNull()
})

test('the district with one bad month gets no credit', () => {
  const { verdict, card } = cards.get('KEC-01')!
  expect(['no_effect', 'inconclusive']).toContain(verdict)
  // With a fifth of the answers the bad month is not always visible; at full size it is, see evaluation.test.ts.
  if (card.signal) expect(card.primary!.judgment.reasons).toContain('one_bad_month')
})

test('somebody decided that a signal was about the process, and said what to do', async () => {
  const { rows } = await house.owner.query(
    `select cause, recommendation, decided_by from signals.diagnosis where cause = 'proses'`,
  )
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows) expect(row.recommendation).not.toBeNull()
})

test('who was trained has stopped waiting for the standard, on the page of waits as well', async () => {
  const { rows } = await house.owner.query(
    `select coalesce(sum(w.people) filter (where w.happened), 0)::int as reached from competency.gap_time w
     join organization.institution i on i.id = w.institution_id where i.slug = 'contoh'`,
  )
  expect(rows[0].reached).toBeGreaterThan(0)
})
