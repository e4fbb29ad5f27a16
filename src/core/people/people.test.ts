import { TOTP } from 'otpauth'
import { beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../platform/id.ts'
import { createLog } from '../../platform/log.ts'
import { unseal } from '../../platform/seal.ts'
import {
  asSystem,
  get,
  grant,
  newInstitution,
  newPerson,
  post,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../platform/test/harness.ts'
import { people } from './index.ts'
import { hashPassword } from './sign-in/passwords.ts'

let house: TestHouse
let home: TestInstitution
const PASSWORD = 'empat kata acak sekali'
let hash: string

beforeAll(async () => {
  house = await testHouse()
  home = await newInstitution(house)
  hash = await hashPassword(PASSWORD)
})

async function newMember(): Promise<TestPerson & { email: string; nip: string }> {
  const person = await newPerson(house, home, home.root)
  const email = `Uji.${person.account.slice(-8)}@contoh.example`
  const employee = await house.owner.query('select nip from people.employee where id = $1', [person.employee])
  const nip = employee.rows[0].nip as string
  await house.owner.query('update people.account set email = $2, nip = $3, password_hash = $4 where id = $1', [
    person.account,
    email,
    nip,
    hash,
  ])
  return { ...person, email, nip }
}

function signIn(login: string, password: string, cookie = '', more: Record<string, string> = {}) {
  return post(house, `/i/${home.slug}/masuk`, { login, password, ...more }, { cookie })
}

function cookieOf(response: Awaited<ReturnType<typeof get>>, name: string): string {
  return `${name}=${response.cookies.find((one) => one.name === name)?.value ?? ''}`
}

describe('signing in with a password', () => {
  test('works by e-mail in any case and by NIP with spaces, and leads on to the wanted page', async () => {
    const member = await newMember()
    const byMail = await signIn(member.email.toUpperCase(), PASSWORD, '', { kembali: '/keamanan' })
    expect([byMail.statusCode, byMail.headers.location]).toEqual([303, '/keamanan'])
    const byNip = await signIn(member.nip.replace(/(\d{8})/, '$1 '), PASSWORD)
    expect(byNip.statusCode).toBe(303)
    expect((await get(house, '/keamanan', { cookie: cookieOf(byNip, 'sigap') })).statusCode).toBe(200)
    expect(byMail.headers['set-cookie']).toEqual(
      expect.arrayContaining([expect.stringMatching(/^sigap=.*HttpOnly; SameSite=Lax/)]),
    )
  })

  test('never leads to another site', async () => {
    const member = await newMember()
    for (const kembali of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])
      expect((await signIn(member.email, PASSWORD, '', { kembali })).headers.location).toBe('/hari-ini')
    const fields = { login: member.email, password: 'salah' }
    expect((await post(house, `/i/${home.slug}/masuk?kembali=/a&kembali=/b`, fields)).statusCode).toBe(422)
  })

  test('says the same for a wrong password and an unknown login, keeps the login and never the password', async () => {
    const member = await newMember()
    const wrong = await signIn(member.email, 'salah sama sekali')
    const unknown = await signIn('tidak@ada.example', 'salah sama sekali')
    expect([wrong.statusCode, unknown.statusCode]).toEqual([422, 422])
    for (const page of [wrong, unknown]) {
      expect(page.body).toContain('tidak cocok')
      expect(page.body).not.toContain('salah sama sekali')
    }
    expect(wrong.body).toContain(member.email)
  })

  test('is locked for strangers after ten failures, but not for the browser the owner uses', async () => {
    const member = await newMember()
    const device = cookieOf(await signIn(member.email, PASSWORD), 'perangkat')
    for (let attempt = 0; attempt < 10; attempt++) await signIn(member.email, 'salah')
    const stranger = await signIn(member.email, PASSWORD)
    expect(stranger.statusCode).toBe(422)
    expect(stranger.body).toContain('perangkat yang belum dikenal')
    expect((await signIn(member.email, PASSWORD, device)).statusCode).toBe(303)
    house.clock.now = new Date(Date.now() + 16 * 60_000)
    expect((await signIn(member.email, PASSWORD)).statusCode).toBe(303)
    house.clock.now = new Date()
  })

  test('counts a NIP with dots in any place as the same login', async () => {
    const member = await newMember()
    for (let at = 1; at <= 10; at++) await signIn(`${member.nip.slice(0, at)}.${member.nip.slice(at)}`, 'salah')
    expect((await signIn(member.nip, PASSWORD)).statusCode).toBe(422)
  })

  test('leaves the session’s token nowhere but in the browser, also when the form is sent again', async () => {
    const member = await newMember()
    const _key = newId()
    const first = await signIn(member.email, PASSWORD, '', { _key })
    expect(first.statusCode).toBe(303)
    const again = await signIn(member.email, '', '', { _key })
    expect([again.statusCode, again.cookies.some(({ name }) => name === 'sigap')]).toEqual([422, false])
    const { rows } = await house.owner.query('select outcome from platform.submission where key = $1', [_key])
    expect(rows).toEqual([])
  })

  test('a disabled account and another institution’s account are not let in', async () => {
    const member = await newMember()
    const other = await newInstitution(house)
    expect((await post(house, `/i/${other.slug}/masuk`, { login: member.email, password: PASSWORD })).statusCode).toBe(
      422,
    )
    await house.owner.query('update people.account set disabled_at = now() where id = $1', [member.account])
    expect((await signIn(member.email, PASSWORD)).statusCode).toBe(422)
    expect((await get(house, '/keamanan', member)).statusCode).toBe(303)
  })

  test('every attempt is in the audit trail without what was typed', async () => {
    const member = await newMember()
    await signIn(member.email, 'rahasia-yang-salah')
    const { rows } = await house.owner.query(
      `select detail::text from audit.event where institution_id = $1 and action = 'session.attempted'`,
      [home.id],
    )
    expect(rows.some((row) => row.detail.includes('wrong'))).toBe(true)
    expect(JSON.stringify(rows)).not.toContain('rahasia-yang-salah')
  })
})

describe('the second factor', () => {
  async function withTotp() {
    const member = await newMember()
    await post(house, '/keamanan/kode/mulai', {}, member)
    const page = await get(house, '/keamanan/kode', member)
    const secret = /<code>([A-Z2-7 ]{32,})<\/code>/.exec(page.body)![1]!.replaceAll(' ', '')
    return {
      member,
      secret,
      code: (ahead = 0) => new TOTP({ secret }).generate({ timestamp: house.clock.now.getTime() + ahead * 30_000 }),
    }
  }

  test('is asked for once set up, and no code works twice', async () => {
    const { member, code } = await withTotp()
    expect((await post(house, '/keamanan/kode', { code: '000000' }, member)).statusCode).toBe(422)
    const set = await post(house, '/keamanan/kode', { code: code() }, member)
    expect(set.headers.location).toBe('/keamanan')
    const first = await signIn(member.email, PASSWORD)
    expect(first.headers.location).toBe(`/i/${home.slug}/masuk/kode`)
    expect(first.cookies.some(({ name }) => name === 'sigap')).toBe(false)
    const challenge = cookieOf(first, 'tantangan')
    const replay = await post(house, `/i/${home.slug}/masuk/kode`, { code: code() }, { cookie: challenge })
    expect(replay.statusCode).toBe(422)
    const done = await post(house, `/i/${home.slug}/masuk/kode`, { code: code(1) }, { cookie: challenge })
    expect(done.statusCode).toBe(303)
    expect((await get(house, '/keamanan', { cookie: cookieOf(done, 'sigap') })).body).toContain('Kata sandi dan kode')
    expect((await post(house, `/i/${home.slug}/masuk/kode`, { code: code(2) }, { cookie: challenge })).statusCode).toBe(
      422,
    )
  })

  test('that was set up elsewhere is asked for before a weighty change, not only at the next sign-in', async () => {
    const { member, code } = await withTotp()
    const elsewhere = { cookie: cookieOf(await signIn(member.email, PASSWORD), 'sigap') }
    const mine = { cookie: cookieOf(await signIn(member.email, PASSWORD), 'sigap') }
    const stop = (as: { cookie: string }) => post(house, '/keamanan/kode/matikan', { _key: newId() }, as)
    expect((await post(house, '/keamanan/kode', { code: code() }, mine)).statusCode).toBe(303)
    const refused = await stop(elsewhere)
    expect(refused.statusCode).toBe(401)
    expect(refused.body).toContain('Akun Anda punya faktor kedua, tetapi sesi ini dibuka tanpa itu.')
    expect((await get(house, '/keamanan', elsewhere)).statusCode).toBe(200)
    // The session that set it up has shown it.
    expect((await get(house, '/keamanan', mine)).body).toContain('Kata sandi dan kode')

    // A passkey beside a password: who signs in once more is asked for it, who comes fresh is not.
    await house.owner.query('delete from people.totp where account_id = $1', [member.account])
    await house.owner.query(
      `insert into people.passkey (institution_id, id, account_id, credential_id, public_key, counter, transports, name, created_at)
       values ($1, $2, $3, $4, $5, 0, '{}', 'Kunci', now())`,
      [home.id, newId(), member.account, newId(), Buffer.from([1])],
    )
    expect((await stop(elsewhere)).statusCode).toBe(401)
    const again = await signIn(member.email, PASSWORD, elsewhere.cookie)
    expect(again.headers.location).toBe(`/i/${home.slug}/masuk/kode`)
    expect((await signIn(member.email, PASSWORD)).headers.location).toBe('/hari-ini')
    expect((await stop(mine)).statusCode).toBe(303)
  })
})

test('the ways to sign in are changed soon after signing in only', async () => {
  const member = await newMember()
  const ways = ['/keamanan/kode/mulai', '/keamanan/kode/matikan', '/keamanan/kunci-sandi/mulai']
  for (const way of ways) expect((await post(house, way, {}, member)).statusCode, way).toBeLessThan(400)
  expect((await get(house, '/keamanan', member)).body).not.toContain('Masuk sekali lagi')
  await house.owner.query(
    `update people.session set created_at = created_at - interval '16 minutes' where account_id = $1`,
    [member.account],
  )
  for (const way of ways) expect((await post(house, way, {}, member)).statusCode, way).toBe(401)
  const page = await get(house, '/keamanan', member)
  expect(page.body).toContain(`/i/${home.slug}/masuk?kembali=%2Fkeamanan`)
  expect(page.body).not.toContain('action="/keamanan/kode/mulai"')
})

describe('a forgotten password', () => {
  test('is changed through a link that works once, ends all sessions and tells nobody which addresses exist', async () => {
    const member = await newMember()
    const asked = await post(house, `/i/${home.slug}/kata-sandi`, { email: member.email })
    const unknown = await post(house, `/i/${home.slug}/kata-sandi`, { email: 'tidak@ada.example' })
    expect([asked.statusCode, asked.headers.location]).toEqual([unknown.statusCode, unknown.headers.location])
    house.clock.now = new Date(house.clock.now.getTime() + 1000)
    await post(house, `/i/${home.slug}/kata-sandi`, { email: member.email })
    const [link = '', other = ''] = await linksFor(member.email)
    expect((await get(house, link)).statusCode).toBe(200)
    const weak = await post(house, link, { password: 'passwordpassword', repeat: 'passwordpassword' })
    expect(weak.statusCode).toBe(422)
    const unequal = await post(house, link, { password: 'lima kata yang baru', repeat: 'lain' })
    expect(unequal.body).toContain('tidak sama')
    expect(
      (await post(house, link, { password: 'lima kata yang baru', repeat: 'lima kata yang baru' })).statusCode,
    ).toBe(303)
    const { rows } = await house.owner.query('select password_hash from people.account where id = $1', [member.account])
    expect(rows[0].password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    const again = `action="/i/${home.slug}/kata-sandi"`
    for (const gone of [link, other]) {
      const page = await get(house, gone)
      expect([page.statusCode, page.body.includes(again)]).toEqual([410, true])
    }
    const late = await post(house, link, { password: 'lima kata yang lain', repeat: 'lima kata yang lain' })
    expect([late.statusCode, late.body.includes(again)]).toEqual([409, true])
    expect((await get(house, '/keamanan', member)).statusCode).toBe(303)
    expect((await signIn(member.email, PASSWORD)).statusCode).toBe(422)
    expect((await signIn(member.email, 'lima kata yang baru')).statusCode).toBe(303)
  })
})

/** The links as their letters carry them; in the database they are sealed. */
async function linksFor(email: string): Promise<string[]> {
  const { rows } = await house.owner.query<{ href: string }>(
    `select href from notifications.message where email = $1 and kind = 'people.recovery' order by created_at`,
    [email.toLowerCase()],
  )
  expect(rows.filter(({ href }) => href.includes('kata-sandi'))).toEqual([])
  return rows.map(({ href }) => unseal('notice', Buffer.from(href.replace(/^sealed:/, ''), 'base64url')))
}

test('nobody fills another’s mailbox with links, from wherever they ask; the answer stays the same', async () => {
  const member = await newMember()
  const locations = new Set<unknown>()
  for (let time = 0; time < 6; time++) {
    house.clock.now = new Date(house.clock.now.getTime() + 1000)
    locations.add((await post(house, `/i/${home.slug}/kata-sandi`, { email: member.email })).headers.location)
  }
  expect(locations.size).toBe(1)
  expect(await linksFor(member.email)).toHaveLength(3)
  house.clock.now = new Date(house.clock.now.getTime() + 31 * 60_000)
  await post(house, `/i/${home.slug}/kata-sandi`, { email: member.email })
  expect(await linksFor(member.email)).toHaveLength(4)
  house.clock.now = new Date()
})

describe('sessions', () => {
  test('are forgotten an hour after they are over, with half sign-ins and old tries', async () => {
    const member = await newMember()
    await signIn(member.email, 'salah')
    await post(house, `/i/${home.slug}/kata-sandi`, { email: member.email })
    const counts = async () => {
      const { rows } = await house.owner.query(
        `select (select count(*)::int from people.session where account_id = $1) as sessions,
          (select count(*)::int from people.challenge where account_id = $1) as challenges,
          (select count(*)::int from people.sign_in_failure where institution_id = $2) as tries`,
        [member.account, home.id],
      )
      return rows[0]
    }
    const run = (hours: number) =>
      people.jobs[0]!.run(
        house.database,
        { institution: home.id, payload: {} },
        new Date(house.clock.now.getTime() + hours * 3_600_000),
        createLog('silent'),
      )
    await run(0)
    expect(await counts()).toMatchObject({ sessions: 1, challenges: 1 })
    await run(25)
    expect(await counts()).toEqual({ sessions: 0, challenges: 0, tries: 0 })
  })

  test('are listed and can be ended; somebody else’s cannot', async () => {
    const member = await newMember()
    const second = cookieOf(await signIn(member.email, PASSWORD), 'sigap')
    const { rows } = await house.owner.query(
      'select id from people.session where account_id = $1 order by created_at',
      [member.account],
    )
    const stranger = await newMember()
    expect((await post(house, `/keamanan/sesi/${rows[1].id}/akhiri`, {}, stranger)).statusCode).toBe(404)
    expect((await get(house, '/keamanan', { cookie: second })).statusCode).toBe(200)
    // Whoever finds a session open later does not throw its owner out of the others.
    const now = house.clock.now
    house.clock.now = new Date(now.getTime() + 20 * 60_000)
    for (const path of [`/keamanan/sesi/${rows[1].id}/akhiri`, '/keamanan/sesi-lain/akhiri'])
      expect((await post(house, path, {}, member)).statusCode).toBe(401)
    house.clock.now = now
    await post(house, `/keamanan/sesi/${rows[1].id}/akhiri`, {}, member)
    expect((await get(house, '/keamanan', { cookie: second })).statusCode).toBe(303)
    expect((await get(house, '/keamanan', member)).statusCode).toBe(200)
  })

  test('end by themselves when idle', async () => {
    const member = await newMember()
    house.clock.now = new Date(Date.now() + 3 * 3_600_000)
    expect((await get(house, '/keamanan', member)).statusCode).toBe(303)
    house.clock.now = new Date()
  })
})

describe('a role change', () => {
  test('shows at the next request', async () => {
    const member = await newMember()
    expect((await get(house, '/klien-api', member)).statusCode).toBe(403)
    await grant(house, home, member.account, home.root, ['api_client.manage'])
    expect((await get(house, '/klien-api', member)).statusCode).toBe(200)
    await house.owner.query('update roles.grant set valid_to = $2 where account_id = $1', [
      member.account,
      new Date(house.clock.now.getTime() - 1000),
    ])
    expect((await get(house, '/klien-api', member)).statusCode).toBe(403)
  })
})

test('the wall: a connection of one institution sees no other’s accounts, and cannot write there', async () => {
  const other = await newInstitution(house)
  const member = await newMember()
  const seen = await asSystem(house, other, 'account.manage', (db) =>
    db.selectFrom('people.account').select('id').where('id', '=', member.account).execute(),
  )
  expect(seen).toEqual([])
  const row = { institution_id: home.id, id: member.employee, name: 'x', created_at: new Date() }
  const writing = asSystem(house, other, 'account.manage', (db) =>
    db.insertInto('people.account').values(row).execute(),
  )
  await expect(writing).rejects.toThrow(/row-level security/)
})
