import { beforeAll, expect, test } from 'vitest'
import {
  newInstitution,
  newPerson,
  post,
  type TestHouse,
  type TestInstitution,
  testHouse,
} from '../../../platform/test/harness.ts'
import { newDevice } from '../../../platform/test/passkey.ts'

const HERE = 'http://localhost:3000'
let house: TestHouse
let home: TestInstitution

beforeAll(async () => {
  house = await testHouse()
  home = await newInstitution(house)
})

async function asks(path: string, as?: { cookie: string }) {
  const asked = await post(house, path, {}, as)
  const cookie = asked.cookies.find(({ name }) => name === 'kunci')!
  return { asked: asked.json(), cookie: [as?.cookie, `kunci=${cookie.value}`].filter(Boolean).join('; ') }
}

async function newKey() {
  const person = await newPerson(house, home, home.root)
  const device = newDevice()
  const { asked, cookie } = await asks('/keamanan/kunci-sandi/mulai', person)
  const add = (origin: string) =>
    post(house, '/keamanan/kunci-sandi', { answer: device.register(asked, { origin }) }, { cookie })
  return { person, device, add }
}

const start = () => asks(`/i/${home.slug}/masuk/kunci-sandi/mulai`)
const enter = (answer: string, cookie: string) =>
  post(house, `/i/${home.slug}/masuk/kunci-sandi`, { answer }, { cookie })

test('a passkey is taken for this address only, opens once a question, and no longer once it is removed', async () => {
  const foreign = await newKey()
  expect((await foreign.add('https://sigap.contoh.palsu')).statusCode).toBe(422)
  const { person, device, add } = await newKey()
  expect((await add(HERE)).statusCode).toBe(200)
  // The question was taken with the answer.
  expect((await add(HERE)).statusCode).toBe(422)

  const { asked, cookie } = await start()
  const answer = device.answer(asked, { origin: HERE })
  const opened = await enter(answer, cookie)
  expect([opened.statusCode, opened.json().redirect]).toEqual([200, expect.any(String)])
  expect((await enter(answer, cookie)).statusCode).toBe(422)

  const { rows } = await house.owner.query('select id from people.passkey where account_id = $1', [person.account])
  await house.owner.query(`update people.account set password_hash = 'x' where id = $1`, [person.account])
  const session = `sigap=${opened.cookies.find(({ name }) => name === 'sigap')!.value}`
  const removed = await post(house, `/keamanan/kunci-sandi/${rows[0].id}/hapus`, {}, { cookie: session })
  expect(removed.statusCode).toBe(303)
  const later = await start()
  expect((await enter(device.answer(later.asked, { origin: HERE, counter: 2 }), later.cookie)).statusCode).toBe(422)
})

test.each([
  ['of another address', { origin: 'https://sigap.contoh.palsu' }],
  ['for another party', { origin: HERE, rpId: 'sigap.contoh.palsu' }],
  ['of somebody who was not known to the device', { origin: HERE, flags: 1 }],
  ['of a copy that counts from the beginning', { origin: HERE, counter: 3 }],
])('an answer %s opens nothing', async (_which, act) => {
  const { device, add } = await newKey()
  await add(HERE)
  const first = await start()
  expect((await enter(device.answer(first.asked, { origin: HERE, counter: 5 }), first.cookie)).statusCode).toBe(200)
  const { asked, cookie } = await start()
  const refused = await enter(device.answer(asked, { counter: 6, ...act }), cookie)
  expect([refused.statusCode, refused.cookies.some(({ name }) => name === 'sigap')]).toEqual([422, false])
})
