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

let house: TestHouse
let home: TestInstitution
let admin: TestPerson

beforeAll(async () => {
  house = await testHouse()
  home = await newInstitution(house)
  admin = await newPerson(house, home, home.root, [
    'account.manage',
    'api_client.manage',
    'role.manage',
    'complaint.read',
  ])
})

describe('staff accounts', () => {
  /** An employee who has no account yet. */
  async function newEmployee(email: string | null) {
    const person = await newPerson(house, home, home.root)
    await house.owner.query('delete from people.session where account_id = $1', [person.account])
    await house.owner.query('delete from people.account where id = $1', [person.account])
    const { rows } = await house.owner.query('update people.employee set email = $2 where id = $1 returning nip', [
      person.employee,
      email,
    ])
    return { ...person, nip: rows[0].nip as string }
  }

  test('are opened by NIP, and the employee makes the password through the link', async () => {
    const employee = await newEmployee('baru@contoh.example')
    expect((await post(house, '/akun-pegawai', { nip: employee.nip }, admin)).statusCode).toBe(303)
    const { rows } = await house.owner.query(
      `select href from notifications.message where email = 'baru@contoh.example'`,
    )
    const password = 'empat kata acak sekali'
    expect(rows[0].href).not.toContain('kata-sandi')
    const link = unseal('notice', Buffer.from(rows[0].href.replace(/^sealed:/, ''), 'base64url'))
    expect((await post(house, link, { password, repeat: password })).statusCode).toBe(303)
    expect((await post(house, `/i/${home.slug}/masuk`, { login: employee.nip, password })).statusCode).toBe(303)
    expect((await post(house, '/akun-pegawai', { nip: employee.nip }, admin)).body).toContain('sudah punya akun')
  })

  test('of nobody in particular, such as the first administrator’s, are tied to the employee with the same address', async () => {
    const founder = await newPerson(house, home, home.root, ['account.manage'])
    await house.owner.query(
      `update people.account set employee_id = null, nip = null, email = 'PENDIRI@contoh.example' where id = $1`,
      [founder.account],
    )
    await house.owner.query(`update people.employee set email = 'pendiri@contoh.example' where id = $1 `, [
      founder.employee,
    ])
    const { rows } = await house.owner.query('select nip from people.employee where id = $1', [founder.employee])
    const tied = await post(house, '/akun-pegawai', { nip: rows[0].nip }, founder)
    expect(tied.statusCode).toBe(303)
    const account = await house.owner.query('select id, nip from people.account where employee_id = $1', [
      founder.employee,
    ])
    expect(account.rows).toEqual([{ id: founder.account, nip: rows[0].nip }])

    const twin = await newEmployee('pendiri@contoh.example')
    const refused = await post(house, '/akun-pegawai', { nip: twin.nip }, admin)
    expect([refused.statusCode, refused.body.includes('dipakai untuk masuk oleh pegawai lain')]).toEqual([409, true])
  })

  test('say what is wrong: unknown number, no address', async () => {
    const silent = await newEmployee(null)
    expect((await post(house, '/akun-pegawai', { nip: silent.nip }, admin)).body).toContain(
      'Surel pegawai ini belum tercatat',
    )
    expect((await post(house, '/akun-pegawai', { nip: '123' }, admin)).body).toContain('Tidak ada pegawai aktif')
  })

  test('are opened for everybody with an address at once, and again changes nothing', async () => {
    await newEmployee('semua-1@contoh.example')
    await newEmployee('semua-2@contoh.example')
    await post(house, '/akun-pegawai/buka-semua', {}, admin)
    const count = async () =>
      (
        await house.owner.query(
          `select count(*)::int as n from people.account where email like 'semua-%' and institution_id = $1`,
          [home.id],
        )
      ).rows[0].n
    expect(await count()).toBe(2)
    await post(house, '/akun-pegawai/buka-semua', {}, admin)
    expect(await count()).toBe(2)
  })

  test('of more than one request opens are told how many are left, and the button opens the rest', async () => {
    const own = await newInstitution(house)
    const manager = await newPerson(house, own, own.root, ['account.manage'])
    await house.owner.query(
      `insert into people.employee (institution_id, id, nip, name, email, employment)
       select $1, gen_random_uuid(), '19800101201001' || lpad(n::text, 4, '0'), 'Pegawai ' || n, 'banyak-' || n || '@contoh.example', 'pns'
       from generate_series(1, 5001) n`,
      [own.id],
    )
    const page = async () => (await get(house, '/akun-pegawai', manager)).body
    expect(await page()).toContain('5.001 pegawai aktif')
    const told = async () => {
      const { headers, cookies } = await post(house, '/akun-pegawai/buka-semua', {}, manager)
      const cookie = [manager.cookie, ...cookies.map(({ name, value }) => `${name}=${value}`)].join('; ')
      return (await get(house, String(headers.location), { cookie })).body
    }
    expect(await told()).toContain('5.000 akun dibuka. Masih ada 1: tekan tombolnya sekali lagi.')
    expect(await told()).toContain('1 akun dibuka.')
    expect(await page()).not.toContain('pegawai aktif punya surel')
  })

  test('are disabled with their sessions, never one’s own', async () => {
    const member = await newPerson(house, home, home.root)
    expect((await post(house, `/akun-pegawai/${member.account}/nonaktifkan`, {}, admin)).statusCode).toBe(303)
    expect((await get(house, '/akun', member)).statusCode).toBe(303)
    expect((await post(house, `/akun-pegawai/${admin.account}/nonaktifkan`, {}, admin)).statusCode).toBe(409)
    const other = await newInstitution(house)
    const stranger = await newPerson(house, other, other.root, ['account.manage'])
    expect((await post(house, `/akun-pegawai/${member.account}/aktifkan`, {}, stranger)).statusCode).toBe(404)
  })
})

describe('API clients', () => {
  async function newClient(scope: string) {
    const made = await post(house, '/klien-api', { name: 'Uji', scopes: [scope] }, admin)
    expect(made.statusCode).toBe(200)
    const key = /sgp_[0-9a-f]{32}_[0-9a-f]{16}/.exec(made.body)![0]
    const { rows } = await house.owner.query(
      "select id, encode(secret_hash, 'hex') as hash from people.api_client where key = $1",
      [key],
    )
    const secret = [...made.body.matchAll(/[\w-]{43}/g)].map(([text]) => text).find((text) => !text.startsWith('sgp_'))!
    return { id: rows[0].id as string, key, secret, hash: rows[0].hash as string }
  }
  const basic = (key: string, secret: string) => ({
    authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
  })
  const read = (headers: Record<string, string>) =>
    house.app.inject({ method: 'GET', url: '/api/v1/complaints/7K3PQ9XM', headers })

  test('get in by Basic and by bearer with their scope only, and show their last use', async () => {
    const client = await newClient('complaint.read')
    const nobody = await read({})
    // A program has no session that could have ended and no page to sign in on.
    expect([nobody.statusCode, nobody.json().error]).toEqual([401, 'Kunci API belum diterima'])
    expect((await read(basic(client.key, 'wrong'))).statusCode).toBe(401)
    expect([404, 422]).toContain((await read(basic(client.key, client.secret))).statusCode)
    expect([404, 422]).toContain((await read({ authorization: `Bearer ${client.key}.${client.secret}` })).statusCode)
    const other = await house.app.inject({
      method: 'POST',
      url: '/api/v1/complaints',
      headers: basic(client.key, client.secret),
      payload: {},
    })
    expect([other.statusCode, other.json().message]).toEqual([403, expect.stringContaining('complaint.create')])
    const { rows } = await house.owner.query('select last_used_at from people.api_client where id = $1', [client.id])
    expect(rows[0].last_used_at).not.toBeNull()
  })

  test('are kept as a hash only, and stop working once revoked', async () => {
    const client = await newClient('complaint.read')
    const { createHash } = await import('node:crypto')
    expect(client.hash).toBe(createHash('sha256').update(client.secret).digest('hex'))
    expect((await get(house, '/klien-api', admin)).body).not.toContain(client.secret)
    expect((await post(house, `/klien-api/${client.id}/cabut`, {}, admin)).statusCode).toBe(303)
    expect((await read(basic(client.key, client.secret))).statusCode).toBe(401)
  })

  test('are made once, however often the form is sent, and the secret is not shown again', async () => {
    const form = { name: 'Sekali saja', scopes: ['complaint.read'], _key: newId() }
    expect((await post(house, '/klien-api', form, admin)).statusCode).toBe(200)
    const again = await post(house, '/klien-api', form, admin)
    expect(again.statusCode).toBe(409)
    expect(again.body).toContain('sudah terkirim')
    const { rows } = await house.owner.query(`select 1 from people.api_client where name = 'Sekali saja'`)
    expect(rows).toHaveLength(1)
  })

  test('cannot be given a scope that does not exist', async () => {
    const refused = await post(house, '/klien-api', { name: 'Uji', scopes: ['everything'] }, admin)
    expect(refused.statusCode).toBe(422)
  })

  test('are described in OpenAPI 3.1', async () => {
    const document = (await get(house, '/api/openapi.json')).json()
    expect(document.openapi).toBe('3.1.0')
    expect(document.paths['/api/v1/complaints/{code}'].get['x-scope']).toBe('complaint.read')
    const page = (await get(house, '/api')).body.replaceAll('<wbr/>', '')
    expect(page).toContain('/api/v1/complaints')
    // What follows a standard of its own stands beside it.
    for (const path of ['open311/discovery.json', 'pengaduan.ics', 'statistik-pengaduan/data'])
      expect(page).toContain(path)
  })
})

describe('sign-in providers', () => {
  test('are added only by somebody who may also give roles, because a provider says who people are', async () => {
    const clerk = await newPerson(house, home, home.root, ['account.manage'])
    const provider = {
      name: 'SSO Palsu',
      issuer: 'https://palsu.contoh.example',
      clientId: 'sigap',
      clientSecret: 'x',
      claim: 'nip',
    }
    expect((await post(house, '/penyedia-masuk', provider, clerk)).statusCode).toBe(403)
    expect((await get(house, `/i/${home.slug}/masuk`)).body).not.toContain('SSO Palsu')
  })

  test('are added with a sealed secret that no page shows, and stopped', async () => {
    const provider = {
      name: 'SSO Uji',
      issuer: 'https://sso.contoh.example',
      clientId: 'sigap',
      clientSecret: 'sangat rahasia',
      claim: 'email',
    }
    expect(
      (await post(house, '/penyedia-masuk', { ...provider, issuer: 'http://sso.contoh.example' }, admin)).statusCode,
    ).toBe(422)
    expect((await post(house, '/penyedia-masuk', provider, admin)).statusCode).toBe(303)
    expect((await post(house, '/penyedia-masuk', provider, admin)).statusCode).toBe(409)
    expect((await get(house, `/i/${home.slug}/masuk`)).body).toContain('Masuk lewat SSO Uji')
    const { rows } = await house.owner.query(
      'select id, client_secret_sealed from people.identity_provider where institution_id = $1',
      [home.id],
    )
    expect(rows[0].client_secret_sealed.toString()).not.toContain('rahasia')
    expect((await get(house, '/penyedia-masuk', admin)).body).not.toContain('sangat rahasia')
    await post(house, `/penyedia-masuk/${rows[0].id}/hentikan`, {}, admin)
    expect((await get(house, `/i/${home.slug}/masuk`)).body).not.toContain('SSO Uji')
  })
})
