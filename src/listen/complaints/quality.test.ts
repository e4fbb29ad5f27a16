import { beforeAll, expect, test } from 'vitest'
import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  testHouse,
} from '../../platform/test/harness.ts'
import { submitComplaints } from './acts.ts'
import { qualityRuleOn } from './quality-model.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

test('a second person reviews a sampled answer once; its writer and other units do not find it', async () => {
  const institution = await newInstitution(house)
  const unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Uji')
  const held = ['complaint.read', 'complaint.verify', 'complaint.handle']
  const chief = await newPerson(house, institution, institution.root, [...held, 'complaint.rules'])
  const writer = await newPerson(house, institution, unit, held)
  const second = await newPerson(house, institution, unit, held)
  const stranger = await newPerson(
    house,
    institution,
    await newUnit(house, institution, institution.root, 'department', 'Dinas Lain'),
    held,
  )
  const rule = { share: '100', valid_from: '2020-01-01', source: 'Keputusan uji', verified: 'on' }
  expect((await post(house, '/pengaduan/mutu/aturan', rule, second)).statusCode).toBe(403)
  expect((await post(house, '/pengaduan/mutu/aturan', { ...rule, share: '101' }, chief)).statusCode).toBe(422)
  // A mistake is put right on the same day: the one set last holds.
  expect((await post(house, '/pengaduan/mutu/aturan', { ...rule, share: '0' }, chief)).statusCode).toBe(303)
  expect((await post(house, '/pengaduan/mutu/aturan', rule, chief)).statusCode).toBe(303)
  const [sent] = await asSystem(house, institution, 'complaint.create', (db, scope) =>
    submitComplaints(db, scope, new Date(Date.now() - 60_000), [
      {
        subject: 'Kursi rusak',
        body: 'Kursi rusak.',
        privacy: 'open',
        unit_id: unit,
        channel: 'web',
        actor: 'citizen',
      },
    ]),
  )
  const verify = { seen: '1', class: 'light', theme: 'sarana', unit }
  expect((await post(house, `/pengaduan/${sent!.id}/verifikasi`, verify, chief)).statusCode).toBe(303)
  const answer = { seen: '4', outcome: 'resolved', body: 'Kursi sudah diganti.' }
  expect((await post(house, `/pengaduan/${sent!.id}/jawab`, answer, writer)).statusCode).toBe(303)
  const page = `/pengaduan/mutu/${sent!.id}/5`
  expect((await get(house, '/pengaduan/mutu', second)).body).toContain('Kursi rusak')
  for (const other of [writer, stranger]) {
    expect((await get(house, '/pengaduan/mutu', other)).body).not.toContain('Kursi rusak')
    expect((await get(house, page, other)).statusCode).toBe(404)
  }
  const checks = { clear: 'yes', complete: 'no', polite: 'yes', solution: 'yes' }
  const { solution: _left, ...some } = checks
  const wrong = await post(house, page, { ...some, note: 'Catatan uji' }, second)
  expect([wrong.statusCode, wrong.body.includes('Catatan uji')]).toEqual([422, true])
  expect((await post(house, page, checks, writer)).statusCode).toBe(404)
  expect((await post(house, page, checks, second)).statusCode).toBe(303)
  expect((await post(house, page, checks, chief)).statusCode).toBe(404)
  const shown = (await get(house, '/pengaduan/pemantauan', second)).body
  expect(shown).toContain('Mutu jawaban')
  expect(shown).toMatch(/Jelas<\/p><p class="stat-value">100,0\s%<small> dari 1</)
  expect(shown).toMatch(/Lengkap<\/p><p class="stat-value">0,0\s%<small> dari 1</)
})

test('the rule of a date is the latest begun, the institution’s own before the standard', () => {
  const rule = (share: number, valid_from: string, id: string | null) => ({
    id,
    share,
    valid_from,
    source: 's',
    verified: true,
    replaced: false,
  })
  const rules = [rule(10, '2018-01-01', null), rule(30, '2018-01-01', 'a'), rule(50, '2026-01-01', 'b')]
  expect(qualityRuleOn(rules, '2025-12-31')?.share).toBe(30)
  expect(qualityRuleOn(rules, '2026-01-01')?.share).toBe(50)
})
