import { beforeAll, expect, test } from 'vitest'
import { newId } from '../../platform/id.ts'
import { asSystem, get, newUnit, type TestHouse, testHouse } from '../../platform/test/harness.ts'
import { submitComplaints } from './acts.ts'
import { formatCode } from './code.ts'
import { newScene, type Scene } from './test-scene.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

/** One report after the other, the last one a minute ago. */
async function reports({ institution, unit }: Scene, bodies: readonly string[]): Promise<string[]> {
  const now = house.clock.now
  const sent = await asSystem(house, institution, 'complaint.create', (db, scope) =>
    submitComplaints(
      db,
      scope,
      now,
      bodies.map((body, index) => ({
        at: new Date(now.getTime() - (bodies.length - index) * 60_000),
        subject: 'Laporan uji',
        body,
        privacy: 'open',
        unit_id: unit,
        channel: 'web',
        actor: 'citizen',
      })),
    ),
  )
  return sent.map((one) => one.id)
}

async function matching(
  { institution, unit }: Scene,
  words: string,
  walked: number | null,
): Promise<(string | null)[]> {
  const client = await house.owner.connect()
  try {
    await client.query(`set app.institution = '${institution.id}'`)
    const { rows } = await client.query<{ id: string | null }>(
      `select id from complaints.matching($1::tsquery, array[$2]::uuid[], '{1}', null, null, null, null, null, false, 50,
         '{}', null, null, false, $3)`,
      [words, unit, walked],
    )
    return rows.map((row) => row.id)
  } finally {
    await client.query('reset app.institution')
    client.release()
  }
}

test('common words are looked for in the first of a queue, which is said, rare ones and on request all in the whole queue', async () => {
  const at = await newScene(house)
  const ids = await reports(at, ['Antre di sini', 'Antre di sana', 'Loket tutup', 'Antre di loket 4 bocor'])
  // Words of two letters are always common.
  expect(await matching(at, "'di':*", 2)).toEqual([ids[0], ids[1], null])
  expect(await matching(at, "'di':* & '4':*", 3)).toEqual([null])
  expect(await matching(at, "'di':* & '4':*", 4)).toEqual([ids[3], null])
  expect(await matching(at, "'di':* & '4':*", 5)).toEqual([ids[3]])
  expect(await matching(at, "'di':* & '4':*", null)).toEqual([ids[3]])
  // One rare word is enough to find the report by it, wherever it lies.
  expect(await matching(at, "'di':* & 'bocor':*", 2)).toEqual([ids[3]])
  expect(await matching(at, "'antr':*", 1)).toEqual([ids[0], ids[1], ids[3]])
})

test('who sees what: the search finds what the list would show, and nothing of another unit', async () => {
  const at = await newScene(house)
  await reports(at, ['Kata kunci mangkubumi', 'Yang lain'])
  const page = await get(house, '/pengaduan?antrean=verify&q=mangkubumi', at.officer)
  expect(page.body.match(/Laporan uji<\/a>/g)).toHaveLength(1)
  expect((await get(house, '/pengaduan?antrean=verify&q=mangkubumi', at.stranger)).body).not.toContain('Laporan uji<')
  expect((await get(house, '/pengaduan?antrean=verify&q=mangkubumi&seluruh=ya', at.officer)).body).toContain(
    'Laporan uji<',
  )
})

test('an officer sorts the queue by deadline or receipt, either way, and page after page meets each case once', async () => {
  const at = await newScene(house)
  const ids = await reports(
    at,
    Array.from({ length: 60 }, (_, index) => `Laporan ke-${index}`),
  )
  // Received in the order of their ids, due in another.
  await house.owner.query(
    `update complaints.complaint c set queue_at = date_trunc('second', now()) + make_interval(hours => ((n * 7) % 60)::int)
     from unnest($2::uuid[]) with ordinality given (id, n) where c.institution_id = $1 and c.id = given.id`,
    [at.institution.id, ids],
  )
  const due = ids.toSorted((a, b) => (((ids.indexOf(a) + 1) * 7) % 60) - (((ids.indexOf(b) + 1) * 7) % 60))
  async function walk(start: string): Promise<string[]> {
    const seen: string[] = []
    let address: string | undefined = start
    while (address) {
      const { body } = await get(house, address, at.officer)
      seen.push(...[...body.matchAll(/<tr data-href="\/pengaduan\/([^"]+)"/g)].map((row) => row[1]!))
      address = body.match(/<a href="([^"]+)" rel="next"/)?.[1]?.replaceAll('&amp;', '&')
    }
    return seen
  }
  expect(await walk('/pengaduan?antrean=verify')).toEqual(due)
  expect(await walk('/pengaduan?antrean=verify&sort=due')).toEqual(due)
  expect(await walk('/pengaduan?antrean=verify&sort=-due')).toEqual(due.toReversed())
  expect(await walk('/pengaduan?antrean=verify&sort=received')).toEqual(ids)
  expect(await walk('/pengaduan?antrean=verify&sort=-received')).toEqual(ids.toReversed())
  // By the name of their unit or service, and within it by deadline; what names no service comes last.
  const service = newId()
  await house.owner.query(
    `insert into services.service (institution_id, id, unit_id, name, slug, product, promise_days, channels, updated_at)
     values ($1, $2, $3, 'Izin reklame', 'izin-reklame', 'Izin', 3, '{}', now())`,
    [at.institution.id, service, at.unit],
  )
  await house.owner.query(
    'update complaints.complaint set service_id = $3 where institution_id = $1 and id = any($2::uuid[])',
    [at.institution.id, ids.slice(20, 50), service],
  )
  const [served, unserved] = [
    due.filter((id) => ids.indexOf(id) >= 20 && ids.indexOf(id) < 50),
    due.filter((id) => ids.indexOf(id) < 20 || ids.indexOf(id) >= 50),
  ]
  expect(await walk('/pengaduan?antrean=verify&sort=service')).toEqual([...served, ...unserved])
  expect(await walk('/pengaduan?antrean=verify&sort=-service')).toEqual([...served, ...unserved].toReversed())
  const section = await newUnit(house, at.institution, at.unit, 'section', 'AA Seksi')
  await house.owner.query(
    'update complaints.complaint set unit_id = $3 where institution_id = $1 and id = any($2::uuid[])',
    [at.institution.id, ids.slice(0, 40), section],
  )
  const [first, second] = [due.filter((id) => ids.indexOf(id) < 40), due.filter((id) => ids.indexOf(id) >= 40)]
  expect(await walk('/pengaduan?antrean=verify&sort=unit')).toEqual([...first, ...second])
  expect(await walk('/pengaduan?antrean=verify&sort=-unit')).toEqual([...first, ...second].toReversed())
  const newest = await get(house, '/pengaduan?antrean=verify&sort=-received', at.officer)
  expect(newest.body).toContain('Yang paling baru diterima di atas.')
  // A search keeps the order of deadlines, and says by what it is sorted.
  const found = await get(house, '/pengaduan?antrean=verify&sort=-received&q=laporan', at.officer)
  expect(found.body).toMatch(/<th scope="col" aria-sort="ascending"><a [^>]*>Batas/)
  expect(found.body).not.toContain('sort=received')
  const file = await get(house, '/pengaduan/unduh?antrean=verify&sort=-received&format=csv', at.officer)
  const codes = await house.owner.query<{ code: string }>(
    'select code from complaints.complaint where institution_id = $1 order by received_at desc limit 1',
    [at.institution.id],
  )
  expect(file.body.split(/\r?\n/)[1]).toContain(formatCode(codes.rows[0]!.code))
})
