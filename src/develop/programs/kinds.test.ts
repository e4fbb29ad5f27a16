import { expect, test } from 'vitest'
import { localDate } from '../../platform/i18n.ts'
import { get, newInstitution, newPerson, newUnit, post, testHouse } from '../../platform/test/harness.ts'

test('a kind asks for what the institution has set, and what is withdrawn stays with those that have it', async () => {
  const house = await testHouse()
  const own = await newInstitution(house)
  const units = await newUnit(house, own, own.root)
  const manager = await newPerson(house, own, own.root, ['program.read', 'program.manage', 'program.approve'])
  const keeper = await newPerson(house, own, own.root, ['vocabulary.read', 'program.rules', 'need.methods'])
  const word = (label: string, fields: Record<string, string | string[]> = {}) => ({
    label_id: label,
    label_en: label,
    position: '30',
    source: 'Keputusan uji 3/2026',
    valid_from: localDate(house.clock.now, 'Asia/Jakarta'),
    ...fields,
  })
  const plan = (title: string) => ({
    title,
    objective: 'Petugas loket menyapa, mendengar, dan menjelaskan.',
    kind: 'uji_coba',
    method: 'magang_daring',
    units,
    participants: '30',
    startsOn: '2026-01-05',
    endsOn: '2026-02-27',
  })
  const add = (set: string, fields: object) => post(house, `/istilah/${set}/tambah`, { ...fields }, keeper)
  expect((await add('program_kind', word('Uji coba', { traits: ['champion', 'behavior'] }))).statusCode).toBe(303)
  expect((await add('program_kind', word('Aneh', { traits: 'lain' }))).statusCode).toBe(422)
  const method = word('Magang daring', { traits: 'non_classroom' })
  expect((await add('development_method', method)).statusCode).toBe(303)
  const made = await post(house, '/program', plan('Melayani dengan ramah'), manager)
  const at = String(made.headers.location)
  const page = (await get(house, at, manager)).body
  for (const said of ['Uji coba', 'Nonklasikal: Magang daring', 'Keputusan uji 3/2026', 'belum diverifikasi'])
    expect(page).toContain(said)
  const refused = (await post(house, `${at}/setujui`, {}, manager)).body
  // Only what this kind asks for.
  const asked = ['pada tingkat perilaku', 'penggerak perubahan', 'kuesioner sebelum dan sesudah']
  expect(asked.map((said) => refused.includes(said))).toEqual([true, true, false])
  expect((await post(house, '/istilah/development_method/kata/magang_daring', method, keeper)).statusCode).toBe(303)
  expect((await post(house, '/program', plan('Yang baru'), manager)).statusCode).toBe(422)
  expect((await post(house, `${at}/ubah`, plan('Melayani lebih ramah'), manager)).statusCode).toBe(303)
})
