import fc from 'fast-check'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../../platform/id.ts'
import {
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../../platform/test/harness.ts'
import { resultsOf } from './model.ts'

let house: TestHouse
let institution: TestInstitution
let unit: string
let service: string
let facilitator: TestPerson

const KEYS = ['kecepatan', 'keramahan', 'kejelasan', 'akses', 'jawaban']
const sheet = (score: number) => Object.fromEntries(KEYS.map((key) => [`n_${key}`, String(score)]))

beforeAll(async () => {
  house = await testHouse()
})
beforeEach(async () => {
  house.clock.now = new Date('2026-11-03T03:00:00Z')
  institution = await newInstitution(house)
  unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Uji')
  facilitator = await newPerson(house, institution, institution.root, ['oversight.read', 'oversight.manage'])
  service = newId()
  await house.owner.query(
    `insert into services.service (institution_id, id, unit_id, name, slug, product, channels, promise_days, updated_at)
     values ($1, $2, $3, 'Izin Usaha', 'izin-usaha', 'Izin', '{counter}', 3, now())`,
    [institution.id, service, unit],
  )
})

async function makeCard(): Promise<string> {
  const card = { service, title: 'Pertemuan November', held_on: '2026-11-05', place: 'Balai desa' }
  const made = await post(house, '/pengawasan/warga/kartu', card, facilitator)
  expect(made.statusCode).toBe(303)
  return String(made.headers.location)
}

async function invite(): Promise<string> {
  await post(house, '/pengawasan/warga/pemantau', { unit }, facilitator)
  const { body } = await get(house, '/pengawasan/warga', facilitator)
  return /href="http:\/\/localhost:3000(\/i\/[^"]+\/pemantau\/[\w-]+)"/.exec(body)![1]!
}

test('a volunteer agrees, scores once without a name, stops and is forgotten', async () => {
  const at = await makeCard()
  const link = await invite()
  expect((await get(house, link)).body).toContain('Anda diundang ikut mengawasi pelayanan Dinas Uji')
  const id = at.split('/').pop()!
  expect((await get(house, `${link}/kartu/${id}`)).statusCode).toBe(404)
  const unticked = await post(house, `${link}/setuju`, { name: 'Bu Sari' })
  expect(unticked.statusCode).toBe(422)
  expect(unticked.body).toContain('Bu Sari')
  expect((await post(house, `${link}/setuju`, { name: 'Bu Sari', consent: 'ya' })).statusCode).toBe(303)
  expect((await get(house, link)).body).toContain('Izin Usaha')
  const half = await post(house, `${link}/kartu/${id}`, { n_kecepatan: '4' })
  expect(half.statusCode).toBe(422)
  expect(half.body).toContain('Beri nilai 1 sampai 5')
  expect((await post(house, `${link}/kartu/${id}`, sheet(4))).statusCode).toBe(303)
  expect((await post(house, `${link}/kartu/${id}`, sheet(1))).statusCode).toBe(409)
  expect((await get(house, at, facilitator)).body).toContain('1 warga dan 0 petugas menilai')
  expect((await get(house, at, facilitator)).body).toContain('kurang dari 3 orang')
  expect((await post(house, `${link}/berhenti`, {})).body).toContain('Nama Anda sudah dihapus')
  expect((await get(house, link)).statusCode).toBe(404)
  const { rows } = await house.owner.query('select name from oversight.monitor where institution_id = $1', [
    institution.id,
  ])
  expect(rows).toEqual([{ name: '' }])
})

test('both sides score, agree on a plan, somebody else publishes it with both medians', async () => {
  const at = await makeCard()
  for (const score of [2, 2, 3]) await post(house, `${at}/lembar`, { side: 'citizen', ...sheet(score) }, facilitator)
  for (const score of [4, 5]) await post(house, `${at}/lembar`, { side: 'staff', ...sheet(score) }, facilitator)
  expect((await post(house, `${at}/selesai`, {}, facilitator)).body).toContain('paling sedikit 3 warga')
  await post(house, `${at}/lembar`, { side: 'staff', ...sheet(4) }, facilitator)
  expect((await post(house, `${at}/lembar`, { side: 'staff', ...sheet(9) }, facilitator)).statusCode).toBe(422)
  expect((await post(house, `${at}/selesai`, {}, facilitator)).statusCode).toBe(303)
  const other = await newPerson(house, institution, institution.root, ['oversight.read', 'oversight.manage'])
  expect((await post(house, `${at}/tayang`, {}, other)).body).toContain('paling sedikit satu rencana')
  const action = { action: 'Loket buka pukul 07.30', owner: 'Kepala seksi', due_on: '2026-12-01' }
  expect((await post(house, `${at}/rencana`, { ...action, owner: '' }, facilitator)).statusCode).toBe(422)
  await post(house, `${at}/rencana`, action, facilitator)
  expect((await post(house, `${at}/tayang`, {}, facilitator)).statusCode).toBe(409)
  const open = `/i/${institution.slug}/kartu-nilai`
  expect((await get(house, open)).body).not.toContain('Izin Usaha')
  expect((await post(house, `${at}/tayang`, {}, other)).statusCode).toBe(303)
  const shown = (await get(house, `${open}/${at.split('/').pop()}`)).body
  expect(shown).toContain('Loket buka pukul 07.30')
  expect(shown).toContain('3 warga dan 3 petugas')
  expect(shown).toContain('+2')
  expect((await get(house, `${open}?layanan=izin-usaha`)).body).toContain('Izin Usaha')
  const service = (await get(house, `/i/${institution.slug}/layanan/izin-usaha`)).body
  expect(service).toContain(`href="/i/${institution.slug}/kartu-nilai?layanan=izin-usaha"`)
  expect((await get(house, `${open}?layanan=lain`)).body).not.toContain('Izin Usaha')
  await post(house, `${at}/rencana/selesai`, { number: '1', evidence: 'Jadwal terpasang' }, other)
  expect((await get(house, `${open}/${at.split('/').pop()}`)).body).toContain('Jadwal terpasang')
})

test('who sees what: other units, readers, other links, another institution', async () => {
  const at = await makeCard()
  const link = await invite()
  const elsewhere = await newUnit(house, institution, institution.root)
  const stranger = await newPerson(house, institution, elsewhere, ['oversight.read', 'oversight.manage'])
  expect((await get(house, at, stranger)).statusCode).toBe(404)
  expect((await post(house, `${at}/lembar`, { side: 'staff', ...sheet(3) }, stranger)).statusCode).toBe(404)
  expect((await get(house, '/pengawasan/warga', stranger)).body).not.toContain('/pemantau/')
  const reader = await newPerson(house, institution, unit, ['oversight.read'])
  expect((await get(house, '/pengawasan/warga', reader)).body).not.toContain('Buat undangan')
  expect((await post(house, '/pengawasan/warga/pemantau', { unit }, reader)).statusCode).toBe(403)
  for (const wrong of ['x', `${link.split('/').pop()}x`, '../lapor'])
    expect((await get(house, `/i/${institution.slug}/pemantau/${encodeURIComponent(wrong)}`)).statusCode).toBe(404)
  const neighbour = await newInstitution(house)
  expect((await get(house, `/i/${neighbour.slug}/pemantau/${link.split('/').pop()}`)).statusCode).toBe(404)
  expect((await get(house, `/i/${institution.slug}/kartu-nilai/${at.split('/').pop()}`)).statusCode).toBe(404)
})

test('a side with fewer than three says nothing, and the medians lie between the scores', () => {
  const ballot = fc.record({
    side: fc.constantFrom('citizen' as const, 'staff' as const),
    scores: fc.record({ a: fc.integer({ min: 1, max: 5 }) }),
  })
  fc.assert(
    fc.property(fc.array(ballot, { maxLength: 12 }), (ballots) => {
      const { results, counts } = resultsOf([{ key: 'a', text: 'A' }], ballots)
      const citizens = ballots.filter((one) => one.side === 'citizen').map((one) => one.scores.a)
      expect(results[0]!.citizen === null).toBe(counts.citizen < 3)
      if (results[0]!.citizen === null) return
      const middle = results[0]!.citizen
      expect(citizens.filter((one) => one <= middle).length * 2).toBeGreaterThanOrEqual(citizens.length)
      expect(citizens.filter((one) => one >= middle).length * 2).toBeGreaterThanOrEqual(citizens.length)
    }),
  )
})
