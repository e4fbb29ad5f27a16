import { beforeAll, expect, test } from 'vitest'
import { get, newPerson, post, type TestHouse, type TestPerson, testHouse } from '../../platform/test/harness.ts'
import { newScene, type Scene, sendReport } from './test-scene.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

const held = ['complaint.read', 'complaint.verify', 'complaint.handle']
const file = (at: Scene, subject: string) => sendReport(at, { subject, body: 'Isi laporan.', privacy: 'anonymous' })
const bulk = (fields: Record<string, string | string[]>, person: TestPerson) =>
  post(house, '/pengaduan/massal', fields, person)
const inbox = async (person: TestPerson) => (await get(house, '/kotak-masuk', person)).body
async function holder(id: string): Promise<string | undefined> {
  const { rows } = await house.owner.query('select account_id from complaints.assignment where complaint_id = $1', [id])
  return rows[0]?.account_id
}

test('what one officer has taken, another with an old page does not take or release along with the rest', async () => {
  const at = await newScene(house)
  const other = await newPerson(house, at.institution, at.institution.root, held)
  const [taken, free] = [await file(at, 'Sudah diambil'), await file(at, 'Masih bebas')]
  await bulk({ ids: taken.id, action: 'take' }, other)
  const page = (await bulk({ ids: [taken.id, free.id], action: 'take' }, at.officer)).body
  expect(page).toContain('1 dari 2 berhasil')
  expect(page).toContain(`Sudah ditangani ${other.name}`)
  expect([await holder(taken.id), await holder(free.id)]).toEqual([other.account, at.officer.account])
  const released = (await bulk({ ids: [taken.id, free.id], action: 'release' }, at.officer)).body
  expect(released).toContain('Bukan Anda yang menanganinya')
  expect([await holder(taken.id), await holder(free.id)]).toEqual([other.account, undefined])
})

test('on the case itself nobody takes over by an old page, and whoever had it hears who has it now', async () => {
  const at = await newScene(house)
  const other = await newPerson(house, at.institution, at.institution.root, held)
  const { id } = await file(at, 'Direbut')
  const give = (account: string, was: string, person: TestPerson) =>
    post(house, `/pengaduan/${id}/petugas`, { account, was }, person)
  expect((await give(other.account, 'none', other)).statusCode).toBe(303)
  const late = await give(at.officer.account, 'none', at.officer)
  expect([late.statusCode, late.body.includes(`${other.name} sudah lebih dulu menangani`)]).toEqual([409, true])
  expect(await holder(id)).toBe(other.account)
  expect((await give(at.officer.account, other.account, at.officer)).statusCode).toBe(303)
  expect(await inbox(other)).toContain(`kini ditangani ${at.officer.name}`)
  expect((await give('none', at.officer.account, other)).statusCode).toBe(303)
  expect(await inbox(at.officer)).toContain('dilepaskan oleh')
})

test('many cases are given to a colleague at once, each only where that person may handle it', async () => {
  const at = await newScene(house)
  const local = await newPerson(house, at.institution, at.unit, held)
  const before = await newPerson(house, at.institution, at.institution.root, held)
  const [one, two] = [await file(at, 'Satu'), await file(at, 'Dua')]
  const elsewhere = await sendReport(at, {
    about: `unit:${at.other}`,
    subject: 'Lain',
    body: 'Isi.',
    privacy: 'anonymous',
  })
  await bulk({ ids: two.id, action: 'take' }, before)
  const chosen = { ids: [one.id, two.id, elsewhere.id], action: 'give' }
  const asked = await bulk(chosen, at.officer)
  expect(asked.statusCode).toBe(422)
  expect(asked.body).toContain(`<option value="${local.account}"`)
  const page = (await bulk({ ...chosen, account: local.account }, at.officer)).body
  expect(page).toContain('2 dari 3 berhasil')
  expect(page).toContain(`Diserahkan kepada: ${local.name}`)
  expect(page).toContain('Orang ini tidak dapat menangani kasus ini')
  expect(await Promise.all([one, two, elsewhere].map(({ id }) => holder(id)))).toEqual([
    local.account,
    local.account,
    undefined,
  ])
  expect(await inbox(local)).toContain('2 pengaduan diserahkan kepada Anda')
  expect(await inbox(before)).toContain(`kini ditangani ${local.name}`)
})
