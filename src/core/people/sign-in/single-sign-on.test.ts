import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../platform/id.ts'
import { allowInside } from '../../../platform/outbound.ts'
import { seal } from '../../../platform/seal.ts'
import {
  get,
  newInstitution,
  newPerson,
  post,
  type TestHouse,
  type TestInstitution,
  testHouse,
} from '../../../platform/test/harness.ts'
import { hashPassword } from './passwords.ts'
import { SECRET_PURPOSE } from './single-sign-on.ts'

const PASSWORD = 'kuda biru di bawah jembatan'
const SECRET = 'a client secret of the test provider'
let house: TestHouse
let home: TestInstitution
let server: Server
let issuer: string
let provider: string
let claims: { email: string; email_verified: boolean }
/** The provider's own name for whoever comes. */
let someone = newId()
/** How often the provider asked who is there. */
let asked = 0

beforeAll(async () => {
  allowInside(true)
  house = await testHouse()
  home = await newInstitution(house)
  server = createServer((request, response) => handler(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const oidc = new Provider(issuer, {
    clients: [
      {
        client_id: 'sigap',
        client_secret: SECRET,
        redirect_uris: [`http://localhost:3000/i/${home.slug}/masuk/kembali`],
        post_logout_redirect_uris: [`http://localhost:3000/i/${home.slug}/keluar`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub', 'email', 'email_verified'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['test'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_context, sub) => ({ accountId: sub, claims: async () => ({ sub, ...claims }) }),
    interactions: { url: (_context, interaction) => `/signin/${interaction.uid}` },
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({ clientId: 'sigap', accountId: context.oidc.session!.accountId! })
      grant.addOIDCScope('openid email')
      await grant.save()
      return grant
    },
  })
  const callback = oidc.callback()
  handler = (request, response) => {
    // The provider's own sign-in page: whoever comes is signed in.
    if (request.url?.startsWith('/signin/') && ++asked)
      void oidc.interactionFinished(request, response, { login: { accountId: someone } })
    else void callback(request, response)
  }
  provider = newId()
  await house.owner.query(
    `insert into people.identity_provider (institution_id, id, name, issuer, client_id, client_secret_sealed, claim) values ($1, $2, 'SSO Uji', $3, 'sigap', $4, 'email')`,
    [home.id, provider, issuer, seal(SECRET_PURPOSE, SECRET)],
  )
})
let handler: (
  request: Parameters<Parameters<typeof createServer>[1] & object>[0],
  response: Parameters<Parameters<typeof createServer>[1] & object>[1],
) => void = () => undefined
afterAll(async () => {
  allowInside(false)
  await new Promise((resolve) => server.close(resolve))
})

/** One more page of the provider, as a browser asks for it: its cookies are kept. */
async function visitProvider(address: string, jar: Map<string, string>, form?: URLSearchParams) {
  const response = await fetch(new URL(address, issuer), {
    redirect: 'manual',
    headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    ...(form ? { method: 'POST', body: form } : {}),
  })
  for (const line of response.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
    jar.set(name!, value!)
  }
  return response
}

/** Follows the browser through the provider and returns what comes back to us. */
async function walk(changed = (address: string) => address, jar = new Map<string, string>()) {
  const start = await get(house, `/i/${home.slug}/masuk/lewat/${provider}?kembali=/keamanan`)
  expect(start.statusCode).toBe(303)
  const ours = start.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  let address = changed(String(start.headers.location))
  for (let hop = 0; hop < 8 && !address.startsWith('http://localhost:3000'); hop++) {
    const response = await visitProvider(address, jar)
    address = response.headers.get('location') ?? ''
    if (address === '') throw new Error(`provider answered ${response.status}: ${await response.text()}`)
  }
  return { path: address.replace('http://localhost:3000', ''), ours }
}

test('a provider inside the network is not asked, unless the installation allows it', async () => {
  const inside = newId()
  await house.owner.query(
    `insert into people.identity_provider (institution_id, id, name, issuer, client_id, client_secret_sealed, claim) values ($1, $2, 'SSO Dalam', $3, 'lain', $4, 'email')`,
    [home.id, inside, issuer, seal(SECRET_PURPOSE, SECRET)],
  )
  allowInside(false)
  expect((await get(house, `/i/${home.slug}/masuk/lewat/${inside}`)).statusCode).toBe(409)
  allowInside(true)
  expect((await get(house, `/i/${home.slug}/masuk/lewat/${inside}`)).statusCode).toBe(303)
})

describe('single sign-on against a real provider', () => {
  test('signs in the account whose verified e-mail the provider names', async () => {
    const person = await newPerson(house, home, home.root)
    claims = { email: `${person.account}@contoh.example`, email_verified: true }
    await house.owner.query('update people.account set email = $2 where id = $1', [person.account, claims.email])
    const { path, ours } = await walk()
    const back = await get(house, path, { cookie: ours })
    expect([back.statusCode, back.headers.location]).toEqual([303, '/keamanan'])
    const session = back.cookies.find(({ name }) => name === 'sigap')!
    expect((await get(house, '/keamanan', { cookie: `sigap=${session.value}` })).body).toContain('Penyedia masuk')
    expect((await get(house, path, { cookie: ours })).statusCode).toBe(410)
  })

  test('knows a person again whose address changed, and lets nobody in who was given the address later', async () => {
    someone = newId()
    const person = await newPerson(house, home, home.root)
    claims = { email: `${person.account}@contoh.example`, email_verified: true }
    await house.owner.query('update people.account set email = $2 where id = $1', [person.account, claims.email])
    const enter = async () => {
      const { path, ours } = await walk()
      return (await get(house, path, { cookie: ours })).statusCode
    }
    expect(await enter()).toBe(303)
    const address = claims.email
    claims = { email: 'alamat.baru@contoh.example', email_verified: true }
    expect(await enter()).toBe(303)
    someone = newId()
    claims = { email: address, email_verified: true }
    expect(await enter()).toBe(409)
  })

  test('lets nobody in on an unverified e-mail, an unknown account or a changed state', async () => {
    someone = newId()
    const person = await newPerson(house, home, home.root)
    await house.owner.query('update people.account set email = $2 where id = $1', [
      person.account,
      `${person.account}@contoh.example`,
    ])
    claims = { email: `${person.account}@contoh.example`, email_verified: false }
    const unverified = await walk()
    expect((await get(house, unverified.path, { cookie: unverified.ours })).statusCode).toBe(409)
    claims = { email: 'siapa@lain.example', email_verified: true }
    const unknown = await walk()
    expect((await get(house, unknown.path, { cookie: unknown.ours })).statusCode).toBe(409)
    claims = { email: `${person.account}@contoh.example`, email_verified: true }
    const forged = await walk()
    expect(
      (await get(house, forged.path.replace(/state=[^&]+/, 'state=forged'), { cookie: forged.ours })).statusCode,
    ).toBe(409)
    const stolen = await walk()
    expect((await get(house, stolen.path)).statusCode).toBe(410)
  })

  test('lets nobody in on a code of another visit, another nonce or the answer of another issuer', async () => {
    someone = newId()
    const person = await newPerson(house, home, home.root)
    claims = { email: `${person.account}@contoh.example`, email_verified: true }
    await house.owner.query('update people.account set email = $2 where id = $1', [person.account, claims.email])
    const refused = async (path: string, cookie: string) => {
      const answer = await get(house, path, { cookie })
      expect(answer.cookies.find(({ name }) => name === 'sigap')).toBeUndefined()
      return answer.statusCode
    }
    const [mine, other] = [await walk(), await walk()]
    const code = /code=([^&]+)/.exec(other.path)![1]!
    expect(await refused(mine.path.replace(/code=[^&]+/, `code=${code}`), mine.ours)).toBe(409)
    const replayed = await walk((address) => address.replace(/nonce=[^&]+/, 'nonce=dari-kunjungan-lain'))
    expect(await refused(replayed.path, replayed.ours)).toBe(409)
    const mixed = await walk()
    expect(mixed.path).toContain('iss=')
    const elsewhere = mixed.path.replace(/iss=[^&]+/, 'iss=https%3A%2F%2Flain.example')
    expect(await refused(elsewhere, mixed.ours)).toBe(409)
  })

  test('gives a session of its own, not one that somebody had put into the browser', async () => {
    someone = newId()
    const person = await newPerson(house, home, home.root)
    claims = { email: `${person.account}@contoh.example`, email_verified: true }
    await house.owner.query('update people.account set email = $2 where id = $1', [person.account, claims.email])
    const attacker = await newPerson(house, home, home.root)
    const { path, ours } = await walk()
    const back = await get(house, path, { cookie: `${ours}; ${attacker.cookie}` })
    const session = `sigap=${back.cookies.find(({ name }) => name === 'sigap')!.value}`
    expect(session).not.toBe(attacker.cookie)
    expect((await get(house, '/akun', { cookie: session })).body).toContain(`data-account="${person.account}"`)
    expect((await get(house, '/akun', { cookie: attacker.cookie })).body).not.toContain(person.account)
  })

  describe('signing out', () => {
    /** A browser that has come through the provider: its cookies there, and ours. */
    async function enter() {
      someone = newId()
      const person = await newPerson(house, home, home.root)
      claims = { email: `${person.account}@contoh.example`, email_verified: true }
      await house.owner.query('update people.account set email = $2 where id = $1', [person.account, claims.email])
      const jar = new Map<string, string>()
      const { path, ours } = await walk(undefined, jar)
      const back = await get(house, path, { cookie: ours })
      const cookie = `sigap=${back.cookies.find(({ name }) => name === 'sigap')!.value}`
      return { jar, cookie, account: person.account }
    }
    const leave = (cookie: string, form = {}) => post(house, '/keluar', form, { cookie })
    const onward = (answer: Awaited<ReturnType<typeof leave>>) =>
      /^0; url=(.+)$/.exec(String(answer.headers['refresh'] ?? ''))?.[1]

    test('ends the session at the provider too, and comes back', async () => {
      const { jar, cookie, account } = await enter()
      // Somebody else at this computer would be let in without a question until then.
      const before = asked
      await walk(undefined, jar)
      expect(asked).toBe(before)

      const { rows } = await house.owner.query(
        `select s::text as kept from people.session s where account_id = $1 and method like 'single%'`,
        [account],
      )
      expect(rows[0].kept).not.toContain('id_token_hint')
      const key = newId()
      const left = await leave(cookie, { _key: key })
      expect([left.statusCode, left.body.includes('Keluar dari SSO Uji')]).toEqual([200, true])
      const address = new URL(onward(left)!)
      expect(address.origin + address.pathname).toBe(`${issuer}/session/end`)
      expect(address.searchParams.get('post_logout_redirect_uri')).toBe(`http://localhost:3000/i/${home.slug}/keluar`)
      expect(address.searchParams.get('client_id')).toBe('sigap')
      // Without script the same way stands on the page.
      expect(left.body.replaceAll('&amp;', '&')).toContain(`href="${address.href}"`)
      expect((await get(house, '/akun', { cookie })).statusCode).not.toBe(200)

      const question = await visitProvider(address.href, jar)
      expect(question.status).toBe(200)
      const asks = await question.text()
      const xsrf = /name="xsrf" value="([^"]+)"/.exec(asks)![1]!
      const done = await visitProvider('/session/end/confirm', jar, new URLSearchParams({ xsrf, logout: 'yes' }))
      expect(done.headers.get('location')).toBe(`http://localhost:3000/i/${home.slug}/keluar`)
      const home_ = await get(house, `/i/${home.slug}/keluar`)
      expect([home_.statusCode, home_.body.includes('Masuk lagi')]).toEqual([200, true])
      await walk(undefined, jar)
      expect(asked).toBe(before + 1)

      const kept = await house.owner.query(
        `select (select count(*)::int from people.session where account_id = $1 and method like 'single%') as sessions,
          (select string_agg(e::text, ' ') from audit.event e where institution_id = $2) as audit,
          (select string_agg(r::text, ' ') from platform.submission r where institution_id = $2) as answers`,
        [account, home.id],
      )
      expect(kept.rows[0].sessions).toBe(0)
      const token = address.searchParams.get('id_token_hint')!
      expect(token.split('.')).toHaveLength(3)
      for (const text of [kept.rows[0].audit, kept.rows[0].answers]) expect(String(text)).not.toContain(token)
    })

    test('of a session that a second step or another way in has renewed leads there all the same', async () => {
      const { cookie, account } = await enter()
      await house.owner.query('update people.account set password_hash = $2 where id = $1', [
        account,
        await hashPassword(PASSWORD),
      ])
      const again = await post(house, `/i/${home.slug}/masuk`, { login: claims.email, password: PASSWORD }, { cookie })
      const renewed = `sigap=${again.cookies.find(({ name }) => name === 'sigap')!.value}`
      expect(onward(await leave(renewed))).toContain('/session/end?')
    })

    test('of somebody who came with a password leads home, as before', async () => {
      const person = await newPerson(house, home, home.root)
      const left = await leave(person.cookie)
      expect([left.statusCode, left.headers.location, left.headers['refresh']]).toEqual([
        303,
        `/i/${home.slug}`,
        undefined,
      ])
    })
  })
})
