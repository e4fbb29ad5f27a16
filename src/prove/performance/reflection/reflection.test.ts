import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  signInAs,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../../platform/test/harness.ts'
import { openCampaigns } from './jobs.ts'
import { runsOn } from './model.ts'

const JANUARY = new Date('2026-01-05T03:00:00Z')
const text = (body: string) => body.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')

let house: TestHouse
let institution: TestInstitution
let manager: TestPerson
let writer: TestPerson
let colleague: TestPerson
let all: TestPerson
let campaign: string

const open = (now: Date) =>
  asSystem(house, institution, 'self', (db, scope) => openCampaigns(db, scope, now, 'Asia/Jakarta'))

beforeAll(async () => {
  house = await testHouse()
  house.clock.now = JANUARY
  institution = await newInstitution(house)
  const unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Refleksi')
  manager = await newPerson(house, institution, institution.root, ['reflection.manage'])
  writer = await newPerson(house, institution, unit)
  colleague = await newPerson(house, institution, unit)
  all = await newPerson(house, institution, institution.root, ['performance.read', 'reflection.manage', 'audit.read'], {
    superior: writer.employee,
  })
  const day = {
    name: 'Hari Amal Bakti',
    month: '1',
    day: '3',
    source: 'Naskah kebijakan',
    valid_from: '2025-01-01',
    verified: 'on',
  }
  expect((await post(house, '/refleksi/kelola/hari', day, manager)).statusCode).toBe(303)
  expect(await open(JANUARY)).toBe(1)
  const { rows } = await house.owner.query('select id from performance.campaign where institution_id = $1', [
    institution.id,
  ])
  campaign = rows[0].id
  return () => {
    house.clock.now = new Date()
  }
})

describe('the calendar opens it', () => {
  test('once, on the day where the institution is, and tells everybody who works there', async () => {
    expect(await open(JANUARY)).toBe(0)
    const { rows } = await house.owner.query(
      `select account_id from notifications.message where institution_id = $1 and kind = 'performance.reflection'`,
      [institution.id],
    )
    expect(rows).toHaveLength(4)
    expect(text((await get(house, '/refleksi', writer)).body)).toContain('Hari Amal Bakti 2026')
  })

  test('a year has one campaign of a day, also across the turn of the year, and never before it holds', () => {
    const dates = fc.tuple(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 28 }),
      fc.integer({ min: 1, max: 60 }),
    )
    fc.assert(
      fc.property(dates, fc.integer({ min: 0, max: 800 }), ([month, day, length], later) => {
        const today = new Date(Date.UTC(2026, 0, 1) + later * 86_400_000).toISOString().slice(0, 10)
        const run = runsOn(today, { month, day, valid_from: '2026-03-01' }, length)
        if (!run) return
        expect(run.opensOn <= today && today <= run.closesOn).toBe(true)
        expect(run.opensOn >= '2026-03-01').toBe(true)
        expect(run.opensOn).toBe(`${run.year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
      }),
    )
    expect(runsOn('2027-01-02', { month: 12, day: 28, valid_from: '2026-01-01' }, 14)?.year).toBe(2026)
  })

  test('29 February is no day of every year', async () => {
    const day = { name: 'Hari Kabisat', month: '2', day: '29', source: 'Uji', valid_from: '2026-01-01' }
    const refused = await post(house, '/refleksi/kelola/hari', day, manager)
    expect(refused.statusCode).toBe(422)
    expect(text(refused.body)).toContain('tidak ada setiap tahun')
  })
})

describe('what is written is the writer’s alone', () => {
  const SECRET = 'Saya sering terlambat menjawab warga'

  beforeAll(async () => {
    const kept = await post(
      house,
      `/refleksi/${campaign}`,
      { 'q-1': 'Antrean lancar', 'q-2': SECRET, 'q-3': '4' },
      writer,
    )
    expect(kept.statusCode, text(kept.body)).toBe(303)
    const goal = { body: 'Membalas sebelum pulang', due_on: '2026-02-01' }
    expect((await post(house, '/refleksi/tujuan', goal, writer)).statusCode).toBe(303)
  })

  test('nobody else finds it: not the colleague, not the superior, not HR, not in the audit trail', async () => {
    expect((await get(house, `/refleksi/${campaign}`, writer)).body).toContain(SECRET)
    for (const other of [colleague, manager, all])
      for (const path of ['/refleksi', `/refleksi/${campaign}`, '/refleksi/kelola', '/audit']) {
        const { body } = await get(house, path, other)
        expect(body).not.toContain(SECRET)
        expect(body).not.toContain('Membalas sebelum pulang')
      }
    const { rows } = await house.owner.query(`select id from performance.goal where institution_id = $1`, [
      institution.id,
    ])
    const change = await post(house, `/refleksi/tujuan/${rows[0].id}`, { state: 'reached' }, colleague)
    expect(change.statusCode).toBe(404)
    const audited = await house.owner.query('select detail::text from audit.event where institution_id = $1', [
      institution.id,
    ])
    expect(audited.rows.every((row) => !row.detail.includes(SECRET))).toBe(true)
  })

  test('even a statement that forgets to ask whose it is sees nothing: the wall is in the database', async () => {
    const seen = (account: string | null) =>
      house.database.transaction('write', institution.id, async (_db, client) => {
        if (account) await client.query(`select set_config('app.account', $1, true)`, [account])
        const notes = await client.query('select answers from performance.reflection')
        const goals = await client.query('select body from performance.goal')
        return [notes.rows.length, goals.rows.length]
      })
    expect(await seen(null)).toEqual([0, 0])
    expect(await seen(colleague.account)).toEqual([0, 0])
    expect(await seen(writer.account)).toEqual([1, 1])
    const forged = house.database.transaction('write', institution.id, async (_db, client) => {
      await client.query(`select set_config('app.account', $1, true)`, [colleague.account])
      await client.query(
        `insert into performance.goal (institution_id, id, account_id, body, due_on, created_at, changed_at)
         values ($1, gen_random_uuid(), $2, 'Palsu sekali', '2026-03-01', now(), now())`,
        [institution.id, writer.account],
      )
    })
    await expect(forged).rejects.toThrow(/row-level security/)
  })

  test('saving again changes it and counts nobody twice; a long answer stays typed', async () => {
    await post(house, `/refleksi/${campaign}`, { 'q-1': 'Diubah' }, writer)
    expect((await get(house, `/refleksi/${campaign}`, writer)).body).toContain('Diubah')
    const { rows } = await house.owner.query(
      'select count(*)::int as n from performance.participation where campaign_id = $1',
      [campaign],
    )
    expect(rows[0].n).toBe(1)
    const long = await post(house, `/refleksi/${campaign}`, { 'q-1': 'a'.repeat(4001), 'q-3': '9' }, writer)
    expect(long.statusCode).toBe(422)
    expect(long.body).toContain('a'.repeat(4001))
  })

  test('HR sees counts only, and none that is small', async () => {
    expect(text((await get(house, '/refleksi/kelola', manager)).body)).toContain('Terlalu sedikit untuk ditampilkan')
    const unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Ramai')
    for (let one = 0; one < 6; one++)
      await post(house, `/refleksi/${campaign}`, { 'q-1': 'Baik' }, await newPerson(house, institution, unit))
    const page = text((await get(house, '/refleksi/kelola', manager)).body)
    expect(page).toContain('Ikut: 7')
    // One of the other unit could be told from the total, so neither is shown by itself.
    expect(page).not.toContain('Dinas Refleksi')
    expect(page).not.toContain('Dinas Ramai')
    expect((await get(house, '/refleksi/kelola', writer)).statusCode).toBe(403)
  })

  test('after the last day it can be read, not changed', async () => {
    house.clock.now = new Date('2026-01-17T03:00:00Z')
    const again = { cookie: await signInAs(house, institution, writer.account) }
    const late = await post(house, `/refleksi/${campaign}`, { 'q-1': 'Terlambat' }, again)
    expect(late.statusCode).toBe(409)
    expect((await get(house, `/refleksi/${campaign}`, again)).body).toContain('Diubah')
    house.clock.now = JANUARY
  })
})

test('goals have a date and a state; own questions take the place of the default ones', async () => {
  const late = await post(house, '/refleksi/tujuan', { body: 'Terlalu lambat', due_on: '2025-12-01' }, colleague)
  expect(late.statusCode).toBe(422)
  await post(house, '/refleksi/tujuan', { body: 'Belajar bahasa isyarat', due_on: '2026-06-01' }, colleague)
  const page = (await get(house, '/refleksi', colleague)).body
  const act = /\/refleksi\/tujuan\/[0-9a-f-]{36}/.exec(page)![0]
  expect((await post(house, act, { state: 'reached' }, colleague)).statusCode).toBe(303)
  expect(text((await get(house, '/refleksi', colleague)).body)).toContain('Buka lagi')
  await post(house, '/refleksi/kelola/pertanyaan', { kind: 'text', body: 'Apa yang Anda syukuri?' }, manager)
  const managed = (await get(house, '/refleksi/kelola', manager)).body
  expect(managed.match(/\/pertanyaan\/[0-9a-f-]{36}\/henti/g)).toHaveLength(6)
  // What is open keeps the questions it was opened with.
  expect((await get(house, `/refleksi/${campaign}`, colleague)).body).not.toContain('Apa yang Anda syukuri?')
})
