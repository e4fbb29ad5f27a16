import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { asSystem, get, newInstitution, newUnit, testHouse } from '../../platform/test/harness.ts'
import { submitComplaints } from '../complaints/index.ts'
import { fold } from './fold.ts'

const NOW = new Date('2026-11-20T03:00:00Z')

test('two downloads compared show no single new report: it is told with its month, a day after that is over', async () => {
  const house = await testHouse()
  const here = await newInstitution(house)
  const [large, small] = [await newUnit(house, here, here.root), await newUnit(house, here, here.root)] as [
    string,
    string,
  ]
  const send = (unit: string, day: string, many: number) =>
    asSystem(house, here, 'complaint.read', (db, scope) =>
      submitComplaints(
        db,
        scope,
        NOW,
        Array.from({ length: many }, (_, index) => ({
          at: new Date(`2026-${day}T03:00:00Z`),
          unit_id: unit,
          kind: 'complaint' as const,
          privacy: 'open' as const,
          channel: 'web' as const,
          subject: `Laporan ${index}`,
          body: 'Isi laporan.',
          actor: 'citizen' as const,
        })),
      ),
    )
  const address = `/i/${here.slug}/statistik-pengaduan`
  const seen = async (now: string) => {
    await asSystem(house, here, 'complaint.read', (db, scope) => fold(db, scope, new Date(now)))
    const text = (await get(house, `${address}/data/2026.csv`)).body
    const rows = (parse(text, { columns: true, bom: true }) as Record<string, string>[]).map((row) =>
      ['requested_datetime', 'agency_responsible', 'within_24h'].map((name) => row[name]).join(' '),
    )
    const main = /<main[\s\S]*<\/main>/.exec((await get(house, address)).body)![0]
    const table = /id="menurut-unit"[\s\S]*?<\/section>/.exec(main)?.[0] ?? ''
    return { text, rows, received: [...table.matchAll(/>(\d+)<\/td>\s*<\/tr>/g)].map((one) => one[1]) }
  }
  await send(large, '08-10', 20)
  await send(small, '08-10', 6)
  const before = await seen('2026-09-22T02:00:00Z')
  expect(before.received).toEqual(['20', '6'])
  // One more in September: nothing to see until the month is over, and even then not to whom it went.
  await send(small, '09-22', 1)
  await send(large, '09-22', 9)
  expect(await seen('2026-09-22T04:00:00Z')).toMatchObject({ rows: before.rows, received: before.received })
  expect((await seen('2026-10-01T03:00:00Z')).rows).toHaveLength(26)
  const after = await seen('2026-10-02T03:00:00Z')
  expect(after.rows).toHaveLength(36)
  expect(after.received).toEqual(['29', '6', '1'])
  // The waiting is told in weeks, of those of one day not the same: neither it nor its next step tells the day of receipt.
  const waits = (parse(after.text, { columns: true, bom: true }) as Record<string, string>[]).map((row) =>
    Number(row['waited_hours']),
  )
  expect(waits.filter((hours) => hours !== 24 && hours % 168 !== 0)).toEqual([])
  const august = after.rows.flatMap((row, at) => (row.startsWith('2026-08') ? [waits[at]!] : []))
  expect(august).toHaveLength(20)
  for (const hours of august) expect([1176, 1344]).toContain(hours)
})
