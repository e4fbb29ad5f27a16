import { TOTP } from 'otpauth'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../platform/id.ts'
import { seal } from '../../../platform/seal.ts'
import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  post,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../../platform/test/harness.ts'
import { createApiClient } from '../api-clients/acts.ts'
import { TOTP_PURPOSE } from '../sign-in/code-routes.tsx'
import { hashPassword } from '../sign-in/passwords.ts'

const PASSWORD = 'empat kata acak sekali'
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const NOW = new Date('2026-11-21T03:00:00Z')
let house: TestHouse
let home: TestInstitution
let hash: string
let admin: TestPerson
let member: TestPerson & { email: string }
let role: string

beforeAll(async () => {
  house = await testHouse()
  hash = await hashPassword(PASSWORD)
})
beforeEach(async () => {
  house.clock.now = NOW
  home = await newInstitution(house)
  admin = await newPerson(house, home, home.root, ['role.manage', 'role.read'])
  const person = await newPerson(house, home, home.root, ['service.read'])
  member = { ...person, email: `faktor.${person.account.slice(-8)}@contoh.example` }
  await house.owner.query('update people.account set email = $2, password_hash = $3 where id = $1', [
    member.account,
    member.email,
    hash,
  ])
  const { rows } = await house.owner.query('select role_id from roles.grant where account_id = $1', [member.account])
  role = rows[0].role_id
})

const demand = (from: string, by = admin) =>
  post(house, '/faktor-kedua', { role, demanded: 'yes', from, reason: 'Kebijakan keamanan' }, by)
type Reply = Awaited<ReturnType<typeof post>>
const cookieOf = (reply: Reply, name: string) => `${name}=${reply.cookies.find((one) => one.name === name)!.value}`
const enter = (search = '') =>
  post(house, `/i/${home.slug}/masuk${search}`, { login: member.email, password: PASSWORD, kembali: '/akun' })
const code = () => new TOTP({ secret: SECRET, period: 30 }).generate({ timestamp: house.clock.now.getTime() })

function hasApp(): Promise<unknown> {
  return house.owner.query(
    'insert into people.totp (institution_id, account_id, secret_sealed, confirmed_at) values ($1, $2, $3, now())',
    [home.id, member.account, seal(TOTP_PURPOSE, SECRET)],
  )
}
function hasPasskey(): Promise<unknown> {
  return house.owner.query(
    `insert into people.passkey values ($1, $2, $3, $4, '\\x00', 0, '{}', 'Ponsel', now(), null)`,
    [home.id, newId(), member.account, newId()],
  )
}

describe('a role that demands a second factor', () => {
  test('before the day: who lacks one is led to set it up and may go on', async () => {
    expect((await demand('2026-12-01')).statusCode).toBe(303)
    const page = await get(house, '/faktor-kedua', admin)
    for (const part of ['Wajib mulai', 'Kebijakan keamanan']) expect(page.body).toContain(part)
    const { rows } = await house.owner.query('select title from notifications.message where account_id = $1', [
      member.account,
    ])
    expect(rows).toEqual([{ title: 'Peran Anda akan meminta faktor kedua' }])
    const entered = await enter()
    expect(entered.headers.location).toBe('/keamanan/faktor?kembali=%2Fakun')
    const session = { cookie: cookieOf(entered, 'sigap') }
    const asked = await get(house, '/keamanan/faktor?kembali=%2Fakun', session)
    expect(asked.body).toContain('Nanti saja')
    expect(asked.body).toContain('href="/akun"')
    expect((await get(house, '/akun', session)).statusCode).toBe(200)
  })

  test('from the day on: nothing but setting it up, then everything, at once', async () => {
    await demand('2026-12-01')
    house.clock.now = new Date('2026-11-30T17:30:00Z')
    const entered = await enter()
    const session = { cookie: cookieOf(entered, 'sigap') }
    for (const path of ['/akun', '/hari-ini', '/keamanan', '/layanan'])
      expect((await get(house, path, session)).headers.location).toBe(
        `/keamanan/faktor?kembali=${encodeURIComponent(path)}`,
      )
    expect((await post(house, '/keamanan/sesi-lain/akhiri', {}, session)).statusCode).toBe(403)
    expect((await get(house, '/keamanan/faktor', session)).body).not.toContain('Nanti saja')
    await post(house, '/keamanan/kode/mulai', {}, session)
    const shown = await get(house, '/keamanan/kode', session)
    const secret = /<code>([A-Z2-7 ]+)<\/code>/.exec(shown.body)![1]!.replaceAll(' ', '')
    const totp = new TOTP({ secret, period: 30 }).generate({ timestamp: house.clock.now.getTime() })
    expect((await post(house, '/keamanan/kode', { code: totp }, session)).statusCode).toBe(303)
    expect((await get(house, '/akun', session)).statusCode).toBe(200)
    // It cannot be taken off again while the role demands it.
    const off = await post(house, '/keamanan/kode/matikan', {}, session)
    expect(off.statusCode).toBe(409)
    expect(off.body).toContain('Peran Anda mewajibkan faktor kedua')
    const later = await newPerson(house, home, home.root, ['role.manage'])
    await post(house, '/faktor-kedua', { role, demanded: 'no', reason: 'Dicabut' }, later)
    house.clock.now = new Date('2026-11-30T17:31:00Z')
    expect((await post(house, '/keamanan/kode/matikan', {}, session)).statusCode).toBe(303)
  })

  test('in a session that is open: led there once the day has come, and what was typed is kept', async () => {
    await demand('2026-11-22')
    expect((await get(house, '/akun', member)).statusCode).toBe(200)
    // The day begins by the clock of the institution.
    house.clock.now = new Date('2026-11-21T16:59:00Z')
    const session = { cookie: cookieOf(await enter(), 'sigap') }
    expect((await get(house, '/akun', session)).statusCode).toBe(200)
    house.clock.now = new Date('2026-11-21T17:01:00Z')
    expect((await get(house, '/akun', session)).headers.location).toBe('/keamanan/faktor?kembali=%2Fakun')
    const key = crypto.randomUUID()
    const typed = { _key: key, title: 'Rencana yang sudah panjang', text: 'Paragraf pertama yang belum dikirim.' }
    const kept = await post(house, '/rencana-diri', typed, session)
    expect(kept.statusCode).toBe(403)
    expect(kept.body).toContain('Atur faktor kedua dahulu')
    expect(kept.body).toMatch(/<a href="\/keamanan\/faktor"[^>]*target="_blank"/)
    for (const value of Object.values(typed)) expect(kept.body).toContain(`value="${value}"`)
    await hasApp()
    expect((await get(house, '/akun', session)).statusCode).toBe(200)
  })

  test('a session of a provider that asks for the second factor by itself goes on', async () => {
    await demand('2026-11-21')
    const provider = newId()
    await house.owner.query(
      `insert into people.identity_provider (institution_id, id, name, issuer, client_id, client_secret_sealed, claim, asks_factor)
       values ($1, $2, 'Uji', 'https://masuk.contoh.example', 'sigap', '\\x00', 'email', true)`,
      [home.id, provider],
    )
    await house.owner.query(
      'insert into people.provider_link (institution_id, provider_id, subject, account_id) values ($1, $2, $3, $4)',
      [home.id, provider, 'uji', member.account],
    )
    expect((await get(house, '/akun', member)).statusCode).toBe(303)
    await house.owner.query(`update people.session set method = 'single_sign_on' where account_id = $1`, [
      member.account,
    ])
    expect((await get(house, '/akun', member)).statusCode).toBe(200)
  })

  test('others sign in as before, and API clients work on', async () => {
    const client = await asSystem(house, home, 'api_client.manage', (db, scope) =>
      createApiClient(db, scope, NOW, { name: 'Uji', scopes: ['service.read'] }),
    )
    await demand('2026-11-21')
    const other = await newPerson(house, home, home.root, ['service.read'])
    expect((await get(house, '/akun', other)).statusCode).toBe(200)
    const authorization = `Basic ${Buffer.from(`${client.key}:${client.secret}`).toString('base64')}`
    const answer = await house.app.inject({ url: '/api/v1/services', headers: { authorization } })
    expect(answer.statusCode).toBe(200)
  })

  test('a passkey counts: the password alone no longer opens, the passkey or a recovery code does', async () => {
    await hasPasskey()
    const before = await enter()
    expect(before.headers.location).toBe('/akun')
    const browser = { cookie: cookieOf(before, 'sigap') }
    // Who has only the password makes no codes that would open instead of the passkey.
    expect((await post(house, '/keamanan/kode-pemulihan', {}, browser)).statusCode).toBe(401)
    await house.owner.query(`update people.session set method = 'passkey' where institution_id = $1`, [home.id])
    const made = await post(house, '/keamanan/kode-pemulihan', {}, browser)
    const codes = [...made.body.matchAll(/<code>([A-Z2-9-]{29})<\/code>/g)].map((one) => one[1]!)
    expect(new Set(codes).size).toBe(10)
    await demand('2026-11-21')
    const entered = await enter()
    expect(entered.headers.location).toBe(`/i/${home.slug}/masuk/kode?kembali=%2Fakun`)
    expect(entered.cookies.some(({ name }) => name === 'sigap')).toBe(false)
    const half = { cookie: cookieOf(entered, 'tantangan') }
    const page = await get(house, `/i/${home.slug}/masuk/kode`, half)
    expect(page.body).toContain('data-passkey="sign-in"')
    expect(page.body).not.toContain('name="code"')
    const path = `/i/${home.slug}/masuk/kode-pemulihan`
    expect((await post(house, path, { code: 'AAAA-BBBB-CCCC-DDDD' }, half)).statusCode).toBe(422)
    expect((await post(house, path, { code: 'pendek' }, half)).statusCode).toBe(422)
    const typed = codes[0]!.toLowerCase().replaceAll('-', ' ')
    const done = await post(house, path, { code: typed, kembali: '/akun' }, half)
    expect(done.headers.location).toBe('/akun')
    const session = { cookie: cookieOf(done, 'sigap') }
    const security = await get(house, '/keamanan', session)
    for (const part of ['Kata sandi dan kode pemulihan', '9 kode belum terpakai']) expect(security.body).toContain(part)
    // A code works once, and a half done sign-in too.
    expect((await post(house, path, { code: codes[1]! }, half)).statusCode).toBe(422)
    const again = { cookie: cookieOf(await enter(), 'tantangan') }
    expect((await post(house, path, { code: codes[0]! }, again)).statusCode).toBe(422)
  })

  test('a lost app: a recovery code, or an administrator who takes it off', async () => {
    await hasApp()
    await demand('2026-11-21')
    const entered = await enter()
    const half = { cookie: cookieOf(entered, 'tantangan') }
    const done = await post(house, `/i/${home.slug}/masuk/kode`, { code: code() }, half)
    const session = { cookie: cookieOf(done, 'sigap') }
    const made = await post(house, '/keamanan/kode-pemulihan', {}, session)
    const first = /<code>([A-Z2-9-]{29})<\/code>/.exec(made.body)![1]!
    const lost = { cookie: cookieOf(await enter(), 'tantangan') }
    expect((await get(house, `/i/${home.slug}/masuk/kode`, lost)).body).toContain('/masuk/kode-pemulihan')
    expect((await post(house, `/i/${home.slug}/masuk/kode-pemulihan`, { code: first }, lost)).statusCode).toBe(303)
    const again = { cookie: cookieOf(await enter(), 'tantangan') }
    const twice = await post(house, `/i/${home.slug}/masuk/kode-pemulihan`, { code: first }, again)
    expect(twice.statusCode).toBe(422)
    expect(twice.cookies.map(({ name }) => name)).not.toContain('sigap')
    const manager = await newPerson(house, home, home.root, ['account.manage'])
    expect((await post(house, `/akun-pegawai/${member.account}/hapus-kode`, {}, manager)).statusCode).toBe(303)
    const held = await enter()
    expect(held.headers.location).toBe('/keamanan/faktor?kembali=%2Fakun')
    expect((await get(house, '/akun', { cookie: cookieOf(held, 'sigap') })).headers.location).toBe(
      '/keamanan/faktor?kembali=%2Fakun',
    )
    const { rows } = await house.owner.query(
      'select count(*)::int as n from people.recovery_code where account_id = $1',
      [member.account],
    )
    expect(rows[0].n).toBe(0)
  })

  test('what is set is checked, and only by who manages roles of this institution', async () => {
    expect((await demand('2026-11-20')).body).toContain('sudah lewat')
    expect((await demand('')).statusCode).toBe(422)
    expect((await demand('2026-12-01', member)).statusCode).toBe(403)
    expect((await get(house, '/faktor-kedua', member)).statusCode).toBe(403)
    const elsewhere = await newInstitution(house)
    const stranger = await newPerson(house, elsewhere, elsewhere.root, ['role.manage'])
    expect((await demand('2026-12-01', stranger)).statusCode).toBe(422)
    expect((await enter()).headers.location).toBe('/akun')
  })
})
