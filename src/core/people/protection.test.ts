import { TOTP } from 'otpauth'
import { beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../platform/id.ts'
import { unseal } from '../../platform/seal.ts'
import {
  get,
  newInstitution,
  newPerson,
  post,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../platform/test/harness.ts'
import { TOTP_PURPOSE } from './sign-in/code-routes.tsx'
import { hashPassword } from './sign-in/passwords.ts'

const PASSWORD = 'empat kata acak sekali'
let house: TestHouse
let home: TestInstitution
let hash: string

beforeAll(async () => {
  house = await testHouse()
  home = await newInstitution(house)
  hash = await hashPassword(PASSWORD)
})

async function newMember(held: readonly string[] = []): Promise<TestPerson & { email: string }> {
  const person = await newPerson(house, home, home.root, held)
  const email = `lindung.${person.account.slice(-8)}@contoh.example`
  await house.owner.query('update people.account set email = $2, password_hash = $3 where id = $1', [
    person.account,
    email,
    hash,
  ])
  return { ...person, email }
}

async function begunLongAgo(person: TestPerson): Promise<void> {
  await house.owner.query(
    `update people.session set created_at = created_at - interval '16 minutes' where account_id = $1`,
    [person.account],
  )
}

describe('a session', () => {
  test('is replaced, not added to, when the same browser signs in again', async () => {
    const member = await newMember()
    const again = await post(house, `/i/${home.slug}/masuk`, { login: member.email, password: PASSWORD }, member)
    expect(again.statusCode).toBe(303)
    const cookie = `sigap=${again.cookies.find(({ name }) => name === 'sigap')!.value}`
    expect(cookie).not.toBe(member.cookie)
    expect((await get(house, '/akun', { cookie })).statusCode).toBe(200)
    expect((await get(house, '/akun', member)).statusCode).toBe(303)
  })

  test('of somebody else in the same institution can be ended by an administrator, not by one of another', async () => {
    const member = await newMember()
    const admin = await newMember(['account.manage'])
    const elsewhere = await newInstitution(house)
    const stranger = await newPerson(house, elsewhere, elsewhere.root, ['account.manage'])
    const end = (by: TestPerson) => post(house, `/akun-pegawai/${member.account}/akhiri-sesi`, {}, by)
    expect((await end(stranger)).statusCode).toBe(404)
    expect((await get(house, '/akun', member)).statusCode).toBe(200)
    expect((await end(admin)).statusCode).toBe(303)
    expect((await get(house, '/akun', member)).statusCode).toBe(303)
  })
})

describe('what outlasts a session is changed soon after signing in', () => {
  test.each([
    ['/peran/baru', 'role.manage', { name: 'Peran kedua', permissions: ['role.manage'] }],
    ['/klien-api', 'api_client.manage', { name: 'Klien tambahan', scopes: ['service.read'] }],
    [
      '/penyedia-masuk',
      'role.manage',
      { name: 'SSO Lama', issuer: 'https://sso.example', clientId: 'a', clientSecret: 'sangat rahasia', claim: 'nip' },
    ],
    ['/webhook', 'webhook.manage', { name: 'Penerima', url: 'https://example.com/', types: ['complaint.received'] }],
  ])('%s asks to sign in again and loses nothing typed, except secrets', async (path, permission, fields) => {
    const admin = await newMember([permission])
    await begunLongAgo(admin)
    const asked = await post(house, path, fields, admin)
    expect(asked.statusCode).toBe(401)
    expect(asked.body).toContain('Masuk sekali lagi')
    expect(asked.body).toContain(`value="${fields.name}"`)
    expect(asked.body).not.toContain('sangat rahasia')
    const { rows } = await house.owner.query(
      `select name from roles.role where institution_id = $1 and name = $2
       union all select name from people.api_client where institution_id = $1 and name = $2
       union all select name from people.identity_provider where institution_id = $1 and name = $2
       union all select name from webhooks.endpoint where institution_id = $1 and name = $2`,
      [home.id, fields.name],
    )
    expect(rows).toEqual([])
  })

  test('a second factor that was only proposed is neither shown nor confirmed later', async () => {
    const member = await newMember()
    expect((await post(house, '/keamanan/kode/mulai', {}, member)).statusCode).toBe(303)
    await begunLongAgo(member)
    expect((await get(house, '/keamanan/kode', member)).headers.location).toBe('/keamanan')
    const { rows } = await house.owner.query('select secret_sealed from people.totp where account_id = $1', [
      member.account,
    ])
    const code = new TOTP({ secret: unseal(TOTP_PURPOSE, rows[0].secret_sealed) }).generate({
      timestamp: house.clock.now.getTime(),
    })
    expect((await post(house, '/keamanan/kode', { code }, member)).statusCode).toBe(401)
  })
})

describe('nobody reaches further than they may', () => {
  test('an API client gets only what its maker holds for the whole institution', async () => {
    const admin = await newMember(['api_client.manage'])
    const refused = await post(house, '/klien-api', { name: 'Terlalu kuat', scopes: ['complaint.read'] }, admin)
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('melebihi wewenang')
  })

  test('a permission that is handed out apart does not come to oneself by way of one’s own role', async () => {
    const admin = await newMember(['role.manage', 'role.delegate', 'role.read'])
    const other = await newMember()
    const { rows } = await house.owner.query<{ role_id: string }>(
      'select role_id from roles.grant where account_id = $1',
      [admin.account],
    )
    const own = rows[0]!.role_id
    const fields = {
      name: 'Peran sendiri',
      permissions: ['role.manage', 'role.delegate', 'role.read', 'complaint.whistleblowing'],
    }
    const refused = await post(house, `/peran/${own}`, fields, admin)
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('Anda sendiri memegang peran ini')
    await post(house, '/peran/baru', { name: 'Penerima aduan khusus', permissions: [] }, admin)
    const made = await house.owner.query(
      `select id from roles.role where institution_id = $1 and name = 'Penerima aduan khusus'`,
      [home.id],
    )
    const apart = { name: 'Penerima aduan khusus', permissions: ['complaint.whistleblowing'] }
    expect((await post(house, `/peran/${made.rows[0].id}`, apart, admin)).statusCode).toBe(303)
    const grant = { role: made.rows[0].id, unit: home.root, kind: 'definitive', from: '2026-01-01', until: '' }
    expect((await post(house, '/peran/pemberian', { ...grant, login: admin.email }, admin)).statusCode).toBe(422)
    expect((await post(house, '/peran/pemberian', { ...grant, login: other.email }, admin)).statusCode).toBe(303)
  })

  test('a disabled account does not count as the one that can still give roles', async () => {
    const place = await newInstitution(house)
    const last = await newPerson(house, place, place.root, ['role.manage', 'role.delegate'])
    const gone = await newPerson(house, place, place.root, ['role.manage'])
    await house.owner.query('update people.account set disabled_at = now() where id = $1', [gone.account])
    const { rows } = await house.owner.query('select id from roles.grant where account_id = $1', [last.account])
    expect((await post(house, `/peran/pemberian/${rows[0].id}/akhiri`, {}, last)).statusCode).toBe(409)
  })
})

test('a lost second factor is taken off by an administrator, who cannot do so for themselves; its owner is told', async () => {
  const member = await newMember()
  const admin = await newMember(['account.manage'])
  for (const { account } of [member, admin])
    await house.owner.query(
      'insert into people.totp (institution_id, account_id, secret_sealed, confirmed_at) values ($1, $2, $3, now())',
      [home.id, account, Buffer.alloc(60)],
    )
  const remove = (whose: TestPerson) => post(house, `/akun-pegawai/${whose.account}/hapus-kode`, {}, admin)
  expect((await remove(admin)).statusCode).toBe(409)
  expect((await remove(member)).statusCode).toBe(303)
  expect((await remove(member)).statusCode).toBe(404)
  expect((await get(house, '/akun', member)).statusCode).toBe(303)
  const { rows } = await house.owner.query(
    `select 1 from notifications.message where account_id = $1 and kind = 'people.security'`,
    [member.account],
  )
  expect(rows).toHaveLength(1)
})

test('a forgotten password is no way around the second factor', async () => {
  const member = await newMember()
  await house.owner.query(
    'insert into people.totp (institution_id, account_id, secret_sealed, confirmed_at) values ($1, $2, $3, now())',
    [home.id, member.account, Buffer.alloc(60)],
  )
  await post(house, `/i/${home.slug}/kata-sandi`, { email: member.email })
  const { rows } = await house.owner.query<{ href: string }>(
    `select href from notifications.message where email = $1 and kind = 'people.recovery'`,
    [member.email],
  )
  const link = unseal('notice', Buffer.from(rows[0]!.href.replace(/^sealed:/, ''), 'base64url'))
  const password = 'lumbung padi kering sore'
  const changed = await post(house, link, { password, repeat: password })
  expect(changed.cookies.find(({ name }) => name === 'sigap')).toBeUndefined()
  const signed = await post(house, `/i/${home.slug}/masuk`, { login: member.email, password })
  expect(signed.headers.location).toBe(`/i/${home.slug}/masuk/kode`)
  expect(signed.cookies.find(({ name }) => name === 'sigap')).toBeUndefined()
})

test('a new password is not made of what is known of the person or the institution', async () => {
  const member = await newMember()
  await house.owner.query(`update people.account set name = 'Wahyuningsih' where id = $1`, [member.account])
  const change = (password: string) =>
    post(house, '/keamanan/kata-sandi', { current: PASSWORD, password, repeat: password }, member)
  const refused = await change('wahyuningsih-1980')
  expect(refused.statusCode).toBe(422)
  expect(refused.body).toContain('terlalu mudah ditebak')
  expect((await change('lumbung padi kering sore')).statusCode).toBe(303)
})

test('another site’s link does not send anybody to a sign-in provider', async () => {
  const url = `/i/${home.slug}/masuk/lewat/${home.id}`
  const led = await house.app.inject({ method: 'GET', url, headers: { 'sec-fetch-site': 'cross-site' } })
  expect([led.statusCode, led.headers.location]).toEqual([303, `/i/${home.slug}/masuk`])
  expect(led.cookies).toEqual([])
})

test('codes that are guessed at the same time are counted one after the other', async () => {
  const member = await newMember()
  await house.owner.query(
    'insert into people.totp (institution_id, account_id, secret_sealed, confirmed_at) values ($1, $2, $3, now())',
    [home.id, member.account, Buffer.alloc(60)],
  )
  const first = await post(house, `/i/${home.slug}/masuk`, { login: member.email, password: PASSWORD })
  const cookie = `tantangan=${first.cookies.find(({ name }) => name === 'tantangan')!.value}`
  await house.owner.query('update people.totp set secret_sealed = $2 where account_id = $1', [
    member.account,
    (await import('../../platform/seal.ts')).seal(TOTP_PURPOSE, 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'),
  ])
  const tries = Array.from({ length: 16 }, (_, at) =>
    post(house, `/i/${home.slug}/masuk/kode`, { code: String(100_000 + at) }, { cookie }),
  )
  const bodies = (await Promise.all(tries)).map(({ body }) => body)
  expect(bodies.filter((body) => body.includes('salah atau sudah dipakai')).length).toBeLessThanOrEqual(10)
})

test('whoever has a passkey alone can make a password, and cannot remove the last way in', async () => {
  const member = await newPerson(house, home, home.root)
  const passkey = newId()
  await house.owner.query(
    `insert into people.passkey (institution_id, id, account_id, credential_id, public_key, counter, transports, name, created_at)
     values ($1, $2, $3, $4, '\\x00', 0, '{}', 'Kunci uji', now())`,
    [home.id, passkey, member.account, newId()],
  )
  const remove = () => post(house, `/keamanan/kunci-sandi/${passkey}/hapus`, {}, member)
  const kept = await remove()
  expect([kept.statusCode, kept.body.includes('satu-satunya cara Anda masuk')]).toEqual([409, true])
  const page = (await get(house, '/keamanan', member)).body
  expect([page.includes('Buat kata sandi'), page.includes('name="current"')]).toEqual([true, false])
  const password = 'enam kata acak yang lain'
  const began = house.clock.now
  house.clock.now = new Date(began.getTime() + 20 * 60_000)
  expect((await post(house, '/keamanan/kata-sandi', { password, repeat: password }, member)).statusCode).toBe(401)
  house.clock.now = began
  expect((await post(house, '/keamanan/kata-sandi', { password, repeat: password }, member)).statusCode).toBe(303)
  expect((await get(house, '/keamanan', member)).body).toContain('name="current"')
  const guessed = { current: '', password: `${password} lagi`, repeat: `${password} lagi` }
  expect((await post(house, '/keamanan/kata-sandi', guessed, member)).statusCode).toBe(422)
  expect((await remove()).statusCode).toBe(303)
})
