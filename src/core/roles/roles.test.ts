import { beforeAll, describe, expect, test } from 'vitest'
import type { PermissionTexts } from '../../platform/access.ts'
import {
  get,
  grant,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../platform/test/harness.ts'
import { nav, permissions, routes } from '../../slices.ts'
import { builtInRoles, permissionsOf } from './built-in.ts'
import { startOfDay } from './model.ts'
import { sayRole, sayRoleDescription } from './role-names.ts'

let house: TestHouse
let home: TestInstitution
let admin: TestPerson
const ADMIN = ['role.read', 'role.manage', 'role.delegate', 'api_client.manage', 'audit.read'] as const

beforeAll(async () => {
  house = await testHouse()
  home = await newInstitution(house)
  admin = await newPerson(house, home, home.root, ADMIN)
})

async function login(person: TestPerson): Promise<string> {
  const email = `${person.account}@contoh.example`
  await house.owner.query('update people.account set email = $2 where id = $1', [person.account, email])
  return email
}

async function roleId(name: string): Promise<string> {
  const { rows } = await house.owner.query('select id from roles.role where institution_id = $1 and name = $2', [
    home.id,
    name,
  ])
  return rows[0].id
}

describe('a role made by the administrator', () => {
  test('gets what its pages are reached by, and says so', async () => {
    const own = ['role.manage', 'role.read', 'signal.read', 'signal.diagnose']
    const maker = await newPerson(house, home, home.root, own)
    const made = await post(house, '/peran/baru', { name: 'Penilai sinyal', permissions: ['signal.diagnose'] }, maker)
    const page = await get(house, made.headers.location!, {
      cookie: [maker.cookie, String(made.headers['set-cookie'] ?? '').split(';')[0]].join('; '),
    })
    expect(page.body).toContain('Ditambahkan juga')
    const id = await roleId('Penilai sinyal')
    const held = await house.owner.query(
      'select permission from roles.role_permission where role_id = $1 order by permission',
      [id],
    )
    expect(held.rows.map(({ permission }) => permission)).toEqual(['signal.diagnose', 'signal.read'])
    const member = await newPerson(house, home, home.root)
    await house.owner.query(
      `insert into roles.grant (institution_id, id, account_id, role_id, unit_id, kind, valid_from)
       values ($1, gen_random_uuid(), $2, $3, $4, 'definitive', '2020-01-01')`,
      [home.id, member.account, id, home.root],
    )
    expect((await get(house, '/sinyal', member)).statusCode).toBe(200)
  })

  test('never finds a door in its menu that it may not open', () => {
    const texts: PermissionTexts = permissions
    const closed = nav.filter(({ path, access }) => {
      const route = routes.find((one) => one.method === 'GET' && one.path === path)
      const held = [access, ...(texts[access]?.needs ?? []), 'self', 'public']
      return !route || !held.includes(route.access)
    })
    expect(closed.map(({ path }) => path)).toEqual([])
  })

  test('can be granted, counts at the next request, and ends by itself', async () => {
    const member = await newPerson(house, home, home.root)
    const made = await post(house, '/peran/baru', { name: 'Penjaga API', permissions: ['api_client.manage'] }, admin)
    expect(made.headers.location).toBe('/peran')
    const grant = {
      login: await login(member),
      role: await roleId('Penjaga API'),
      unit: home.root,
      kind: 'plh',
      from: '2026-03-02',
      until: '2026-03-04',
    }
    house.clock.now = new Date('2026-03-01T02:00:00Z')
    expect((await post(house, '/peran/pemberian', grant, admin)).statusCode).toBe(303)

    const days = ['2026-03-01T16:59:00Z', '2026-03-01T17:00:00Z', '2026-03-04T16:59:00Z', '2026-03-04T17:00:00Z']
    const seen: number[] = []
    for (const day of days) {
      await house.owner.query('update people.session set seen_at = $2, expires_at = $3 where account_id = $1', [
        member.account,
        day,
        '2030-01-01',
      ])
      house.clock.now = new Date(day)
      seen.push((await get(house, '/klien-api', member)).statusCode)
    }
    house.clock.now = new Date()
    expect(seen).toEqual([403, 200, 200, 403])
  })

  test('cannot hold more than its maker holds', async () => {
    const limited = await newPerson(house, home, home.root, ['role.read', 'role.manage', 'role.delegate'])
    const refused = await post(house, '/peran/baru', { name: 'Terlalu kuat', permissions: ['audit.read'] }, limited)
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('yang Anda sendiri pegang')
  })
})

describe('what would mislead is refused', () => {
  test('of two roles that get the same name at the same instant one is first', async () => {
    const make = (name: string) => post(house, '/peran/baru', { name, permissions: ['audit.read'] }, admin)
    const blocker = await house.owner.connect()
    await blocker.query('begin; lock table roles.role in share row exclusive mode')
    const both = Promise.all([make('Penilai sejawat'), make('penilai Sejawat')])
    const waiting = `select count(*)::int as count from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`
    while ((await house.owner.query(waiting)).rows[0].count < 2) await new Promise(setImmediate)
    await blocker.query('commit')
    blocker.release()
    expect((await both).map(({ statusCode }) => statusCode).sort()).toEqual([303, 422])
  })

  test('a grant given twice would outlive its end, one of days gone by would never begin, two roles of one name look alike', async () => {
    const member = await newPerson(house, home, home.root)
    const role = { name: 'Pembaca jejak', permissions: ['audit.read'] }
    expect((await post(house, '/peran/baru', role, admin)).statusCode).toBe(303)
    const same = await post(house, '/peran/baru', { ...role, name: 'pembaca JEJAK' }, admin)
    expect([same.statusCode, same.body.includes('Sudah ada peran dengan nama ini')]).toEqual([422, true])
    const first = { login: await login(member), role: await roleId('Pembaca jejak'), unit: home.root }
    const give = (values: object) => post(house, '/peran/pemberian', { ...first, ...values }, admin)
    const far = { kind: 'plt', from: '2050-01-01', until: '2050-01-31' }
    const typed = await give({ ...far, from: 'besok' })
    expect([typed.statusCode, typed.body.includes('mendahului tanggal mulai')]).toEqual([422, false])
    const gone = await give({ ...far, from: '2020-01-01', until: '2020-01-31' })
    expect([gone.statusCode, gone.body.includes('Hari terakhirnya sudah lewat')]).toEqual([422, true])
    // Sent at the same instant, one of them is the first.
    const both = await Promise.all([give(far), give({ ...far, kind: 'plh' })])
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422])
    const again = await give({ ...far, kind: 'definitive', from: '2050-01-31', until: '' })
    expect([again.statusCode, again.body.includes('sudah memegang peran ini')]).toEqual([422, true])
    expect((await give({ ...far, from: '2050-02-01', until: '2050-02-02' })).statusCode).toBe(303)
  })
})

describe('who may grant', () => {
  test('a unit head appoints substitutes in the own unit only, never definitively', async () => {
    const mine = await newUnit(house, home, home.root)
    const other = await newUnit(house, home, home.root)
    const head = await newPerson(house, home, mine, ['role.read', 'role.delegate', 'complaint.read'])
    const member = await newPerson(house, home, mine)
    const boss = await newPerson(house, home, home.root, [...ADMIN, 'complaint.read'])
    await post(house, '/peran/baru', { name: 'Pembaca laporan', permissions: ['complaint.read'] }, boss)
    const grant = {
      login: await login(member),
      role: await roleId('Pembaca laporan'),
      unit: mine,
      kind: 'plt',
      from: '2026-01-01',
      until: '2030-01-01',
    }
    expect((await post(house, '/peran/pemberian', { ...grant, kind: 'definitive' }, head)).statusCode).toBe(422)
    expect((await post(house, '/peran/pemberian', { ...grant, unit: other }, head)).statusCode).toBe(404)
    expect((await post(house, '/peran/pemberian', { ...grant, until: '' }, head)).body).toContain(
      'harus punya tanggal akhir',
    )
    expect((await post(house, '/peran/pemberian', grant, head)).statusCode).toBe(303)
    expect((await get(house, '/peran', member)).statusCode).toBe(403)
  })

  test('nobody gives a permission in a unit where they do not hold it, nor anything to themselves', async () => {
    const [one, two] = [await newUnit(house, home, home.root), await newUnit(house, home, home.root)]
    const head = await newPerson(house, home, one, ['role.read', 'role.delegate'])
    await grant(house, home, head.account, two, ['complaint.read'])
    const boss = await newPerson(house, home, home.root, [...ADMIN, 'complaint.read'])
    await post(house, '/peran/baru', { name: 'Pembaca dua', permissions: ['complaint.read'] }, boss)
    const member = await newPerson(house, home, one)
    const wanted = { unit: one, kind: 'plt', from: '2026-01-01', until: '2030-01-01' }
    const role = await roleId('Pembaca dua')
    const given = await post(house, '/peran/pemberian', { ...wanted, role, login: await login(member) }, head)
    expect([given.statusCode, given.body.includes('yang Anda sendiri pegang')]).toEqual([422, true])
    await grant(house, home, head.account, one, ['complaint.read'])
    const own = await post(house, '/peran/pemberian', { ...wanted, role, login: await login(head) }, head)
    expect([own.statusCode, own.body.includes('diri sendiri')]).toEqual([422, true])
  })

  test('what has no unit is opened only by who holds it for the whole institution', async () => {
    const part = await newUnit(house, home, home.root)
    const local = await newPerson(house, home, part, [...ADMIN, 'account.manage', 'notification.outbox'])
    for (const path of ['/peran/baru', '/akun-pegawai', '/klien-api', '/audit', '/surat-keluar'])
      expect((await get(house, path, local)).statusCode, path).toBe(403)
    expect((await get(house, '/peran', local)).body).not.toContain('href="/klien-api"')
  })

  test('the last one who can manage roles cannot be removed', async () => {
    const lonely = await newInstitution(house)
    const only = await newPerson(house, lonely, lonely.root, ADMIN)
    const { rows } = await house.owner.query('select id from roles.grant where account_id = $1', [only.account])
    const refused = await post(house, `/peran/pemberian/${rows[0].id}/akhiri`, {}, only)
    expect(refused.statusCode).toBe(409)
    expect(refused.body).toContain('Setidaknya satu orang')
  })

  test('another institution’s role is not found', async () => {
    const other = await newInstitution(house)
    const stranger = await newPerson(house, other, other.root, ADMIN)
    const name = 'Penjaga pintu'
    expect((await post(house, '/peran/baru', { name, permissions: ['audit.read'] }, admin)).statusCode).toBe(303)
    const path = `/peran/${await roleId(name)}`
    expect((await get(house, path, admin)).statusCode).toBe(200)
    expect((await get(house, path, stranger)).statusCode).toBe(404)
  })
})

test('a day begins at its own zone’s midnight', () => {
  expect(startOfDay('2026-03-02', 'Asia/Jayapura').toISOString()).toBe('2026-03-01T15:00:00.000Z')
  expect(startOfDay('2026-03-02', 'Asia/Jakarta', 1).toISOString()).toBe('2026-03-02T17:00:00.000Z')
})

test('built-in roles name only permissions that exist, and the administrator holds every one but the inspectorate’s own', () => {
  const all = Object.keys(permissions)
  const named = builtInRoles.flatMap((role) => role.includes)
  const unknown = named.filter((pattern) => permissionsOf([pattern.replace('!', '')], all).length === 0)
  expect(unknown).toEqual([])
  const administrator = builtInRoles.find((role) => role.code === 'administrator')!
  expect(permissionsOf(administrator.includes, all)).toEqual(all.filter((one) => one !== 'complaint.whistleblowing'))
})

test('nobody’s role opens more than their day needs: the clerk at the counter, the survey officer, the inspectorate', () => {
  const all = Object.keys(permissions)
  const held = (code: string) => permissionsOf(builtInRoles.find((role) => role.code === code)!.includes, all)
  expect(held('desk_clerk').sort()).toEqual(['complaint.create', 'service.read', 'service.record', 'service.serve'])
  const surveying = held('survey_officer')
  expect(surveying).toEqual(expect.arrayContaining(['survey.plan', 'survey.invite', 'survey.kiosk', 'survey.paper']))
  expect(surveying.filter((one) => /^(complaint|conversation|employee|role|audit|account)\./.test(one))).toEqual([])
  expect(surveying).not.toContain('survey.publish')
  // It reads and recomputes, examines and reviews, and never answers for a unit it examines.
  const does = held('oversight').filter((one) => !/\.(read|whistleblowing)$/.test(one))
  expect(does.filter((one) => !/^oversight\.(?!reply)|\.(verify|review)$/.test(one))).toEqual([])
})

test('LAPOR’s roles are told in roles that exist and may do that work, to those who give roles', async () => {
  const page = (await get(house, '/peran', admin)).body
  const section = page.slice(page.indexOf('id="peran-lapor"'))
  for (const code of ['complaint_officer', 'unit_head', 'oversight', 'leader', 'administrator'])
    expect(section).toContain(builtInRoles.find((role) => role.code === code)!.name)
  const held = (code: string) => builtInRoles.find((role) => role.code === code)!.includes
  expect(held('complaint_officer')).toEqual(expect.arrayContaining(['complaint.verify', 'complaint.handle']))
  expect(held('unit_head')).toContain('complaint.handle')
  const reader = await newPerson(house, home, home.root, ['role.read'])
  expect((await get(house, '/peran', reader)).body).not.toContain('id="peran-lapor"')
  const importing = await newPerson(house, home, home.root, ['channel.work'])
  expect((await get(house, '/kanal/lapor', importing)).body).toContain('Admin instansi (admin koordinator)')
})

test('built-in names follow the language until an administrator gives others; every one of them can', async () => {
  for (const role of builtInRoles) {
    expect(sayRole('id', role)).toBe(role.name)
    expect(sayRole('en', role)).not.toBe(role.name)
    expect(sayRoleDescription('en', role)).not.toBe(role.description)
    expect(sayRole('en', { ...role, name: 'Nama sendiri' })).toBe('Nama sendiri')
  }
})
