import { get, newInstitution, newPerson, newUnit, post, type TestHouse } from '../../platform/test/harness.ts'
import { hashOf } from './token.ts'

export type World = Awaited<ReturnType<typeof newWorld>>

/** An institution with two offices, an officer in each, one who only reads, and one who may do neither. */
export async function newWorld(house: TestHouse) {
  const institution = await newInstitution(house)
  const unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Contoh')
  const other = await newUnit(house, institution, institution.root, 'department', 'Dinas Lain')
  const both = ['conversation.read', 'conversation.answer']
  const officer = await newPerson(house, institution, unit, both, { name: 'Bayu Petugas' })
  const stranger = await newPerson(house, institution, other, both, { name: 'Lain Petugas' })
  const reader = await newPerson(house, institution, unit, ['conversation.read'])
  const nobody = await newPerson(house, institution, unit)
  const chief = await newPerson(house, institution, institution.root, [...both, 'conversation.manage'])
  return { institution, unit, other, officer, stranger, reader, nobody, chief, base: `/i/${institution.slug}/tanya` }
}

/** Begins a conversation as a citizen does; returns its address. */
export async function ask(house: TestHouse, world: World, body = 'Jam berapa loket buka?', name = '') {
  const answer = await post(house, world.base, { about: `unit:${world.unit}`, body, name })
  if (answer.statusCode !== 303) throw new Error(`asked in vain: ${answer.statusCode}`)
  const address = String(answer.headers.location).split('?')[0]!
  const { rows } = await house.owner.query<{ id: string }>(
    'select id from conversations.conversation where token_hash = $1',
    [hashOf(address.split('/').at(-1)!)],
  )
  return { address, id: rows[0]!.id }
}

export async function page(house: TestHouse, address: string, as?: { cookie: string }) {
  const answer = await get(house, address, as)
  if (answer.statusCode !== 200) throw new Error(`${address}: ${answer.statusCode}`)
  return answer.body
}

/** An opening moment: Wednesday 10.00 WIB, in nobody's holiday. */
export const WEDNESDAY = new Date('2026-09-16T03:00:00Z')
