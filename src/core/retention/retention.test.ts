import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newScene, type Scene, sendReport, takeStep } from '../../listen/complaints/test-scene.ts'
import { createLog } from '../../platform/log.ts'
import {
  get,
  newInstitution,
  newPerson,
  post,
  type TestHouse,
  type TestPerson,
  testHouse,
} from '../../platform/test/harness.ts'
import { eraseJob, nightlyJob } from './jobs.ts'
import { monthsBefore } from './model.ts'

let house: TestHouse
let scene: Scene
let admin: TestPerson
const LONG_AGO = new Date('2024-03-04T03:00:00Z')
const NOW = new Date('2026-11-21T03:00:00Z')

beforeAll(async () => {
  house = await testHouse()
})
beforeEach(async () => {
  house.clock.now = LONG_AGO
  scene = await newScene(house)
})

async function signedIn(): Promise<void> {
  house.clock.now = NOW
  admin = await newPerson(house, scene.institution, scene.institution.root, ['retention.manage'])
}

/** A report with a reporter, refused on the day it came. */
async function ended(words: string): Promise<{ id: string; code: string }> {
  const report = await sendReport(scene, {
    subject: words,
    body: `${words}: loket tutup sebelum jamnya`,
    privacy: 'open',
    reporter_name: 'Ratna Kirana',
    reporter_email: 'ratna@contoh.example',
  })
  await takeStep(scene, report.id, 'tolak', { reason: 'out_of_scope', body: 'Bukan urusan kami.' }, scene.officer)
  return report
}

const rule = (kind: string, fields: Readonly<Record<string, string>> = {}) =>
  post(
    house,
    `/retensi/${kind}`,
    { months: '24', valid_from: '2026-01-01', source: 'Jadwal retensi arsip', verified: 'on', ...fields },
    admin,
  )
const reporter = async (id: string) =>
  (
    await house.owner.query(
      'select reporter_name, reporter_email, subject, body, status, erased_at from complaints.complaint where id = $1',
      [id],
    )
  ).rows[0]

/** Runs what the queue holds for this institution, batch after batch. */
async function work(): Promise<void> {
  const { rows } = await house.owner.query(
    `select id from retention.run where institution_id = $1 and finished_at is null`,
    [scene.institution.id],
  )
  for (const { id } of rows)
    await eraseJob.run(
      house.database,
      { institution: scene.institution.id, payload: { run: id } },
      NOW,
      createLog('silent'),
    )
}

describe('reports that have ended', () => {
  test('without a verified rule nothing goes; with one it is shown, then goes, and the figures stay', async () => {
    const old = await ended('Loket tutup')
    await signedIn()
    expect((await get(house, '/retensi', admin)).body).toContain('Belum diatur')
    const nightly = () =>
      nightlyJob.run(house.database, { institution: scene.institution.id, payload: {} }, NOW, createLog('silent'))
    await nightly()
    expect((await rule('pengaduan', { verified: '' })).statusCode).toBe(303)
    const preview = await get(house, '/retensi/pengaduan', admin)
    for (const part of ['Perlu verifikasi', 'Tidak dijalankan', old.code.slice(0, 4)])
      expect(preview.body).toContain(part)
    expect(preview.body).not.toContain('Hapus sekarang')
    await nightly()
    expect((await post(house, '/retensi/pengaduan/hapus', {}, admin)).statusCode).toBe(409)
    expect(await reporter(old.id)).toMatchObject({ reporter_name: 'Ratna Kirana' })
    await rule('pengaduan')
    expect((await get(house, '/retensi/pengaduan', admin)).body).toContain('Hapus sekarang')
    expect((await post(house, '/retensi/pengaduan/hapus', {}, admin)).statusCode).toBe(303)
    expect((await get(house, '/retensi/pengaduan', admin)).body).toContain('Sedang berjalan')
    await work()
    expect(await reporter(old.id)).toMatchObject({
      reporter_name: null,
      reporter_email: null,
      subject: 'Loket tutup',
      status: 'rejected',
      erased_at: NOW,
    })
    const after = await get(house, '/retensi/pengaduan', admin)
    for (const part of ['1 dihapus', 'Tidak ada yang melewati masa simpan']) expect(after.body).toContain(part)
    const { rows } = await house.owner.query(
      `select detail from audit.event where institution_id = $1 and action = 'retention.erased'`,
      [scene.institution.id],
    )
    expect(rows.map((row) => row.detail)).toMatchObject([{ erased: 1, with_text: false }])
    // The reporter still sees how it ended.
    expect((await get(house, `${scene.base}/lacak/${old.code}`)).statusCode).toBeLessThan(400)
  })

  test('what is open, younger or held stays; with the text chosen, the citizen’s words go too', async () => {
    const held = await ended('Perkara pengadilan')
    const gone = await ended('Antrean panjang')
    const open = await sendReport(scene, {
      subject: 'Masih terbuka',
      body: 'Masih dikerjakan oleh kantor',
      privacy: 'open',
      reporter_name: 'Sari',
    })
    house.clock.now = new Date('2026-10-01T03:00:00Z')
    const officer = await newPerson(house, scene.institution, scene.institution.root, [
      'complaint.read',
      'complaint.verify',
      'complaint.handle',
    ])
    scene = { ...scene, officer }
    const young = await ended('Baru saja')
    await signedIn()
    expect(
      (await post(house, '/retensi/pengaduan/tahan', { reference: 'ZZZZ-ZZZZ', reason: 'Perkara' }, admin)).statusCode,
    ).toBe(422)
    const hold = { reference: held.code.slice(0, 8), reason: 'Perkara 12/G/2024' }
    expect((await post(house, '/retensi/pengaduan/tahan', hold, admin)).statusCode).toBe(303)
    expect((await post(house, '/retensi/pengaduan/tahan', hold, admin)).body).toContain('sudah ditahan')
    await rule('pengaduan', { with_text: 'on' })
    await post(house, '/retensi/pengaduan/hapus', {}, admin)
    await work()
    expect(await reporter(gone.id)).toMatchObject({ reporter_name: null, subject: '(dihapus)', body: '(dihapus)' })
    for (const kept of [held, young])
      expect(await reporter(kept.id)).toMatchObject({ reporter_name: 'Ratna Kirana', erased_at: null })
    expect(await reporter(open.id)).toMatchObject({ subject: 'Masih terbuka', erased_at: null })
    const words = await house.owner.query('select 1 from complaints.word where complaint_id = $1', [gone.id])
    expect(words.rows).toEqual([])
    const { rows } = await house.owner.query('select id from retention.hold where institution_id = $1', [
      scene.institution.id,
    ])
    expect((await post(house, `/retensi/ditahan/${rows[0].id}/lepas`, {}, admin)).statusCode).toBe(303)
    expect((await get(house, '/retensi/pengaduan', admin)).body).toContain(held.code.slice(0, 4))
  })
})

test('people who left lose name, numbers and account; who works here does not', async () => {
  const gone = await newPerson(house, scene.institution, scene.unit)
  const stays = await newPerson(house, scene.institution, scene.unit)
  await house.owner.query(
    `update people.assignment set valid_from = '2020-01-01', valid_to = '2024-02-01' where employee_id = $1`,
    [gone.employee],
  )
  await house.owner.query(`update people.employee set active = false, phone = '0812' where id = $1`, [gone.employee])
  await signedIn()
  const before = await house.owner.query('select nip, name from people.employee where id = $1', [gone.employee])
  await rule('pegawai')
  expect((await get(house, '/retensi/pegawai', admin)).body).toContain(before.rows[0].nip)
  await post(house, '/retensi/pegawai/hapus', {}, admin)
  await work()
  const { rows } = await house.owner.query(
    `select e.id, e.name, e.nip, e.phone, e.birth_date, a.name as account, a.email, a.nip as login, a.disabled_at is not null as off,
       (select count(*)::int from people.session s where s.account_id = a.id) as sessions,
       (select count(*)::int from people.assignment w where w.employee_id = e.id) as assignments
     from people.employee e join people.account a on a.employee_id = e.id where e.id = any($1) order by e.erased_at nulls last`,
    [[gone.employee, stays.employee]],
  )
  expect(rows[0]).toMatchObject({
    name: '(dihapus)',
    nip: `dihapus-${gone.employee}`,
    phone: null,
    birth_date: null,
    account: '(dihapus)',
    email: null,
    login: null,
    off: true,
    sessions: 0,
    assignments: 1,
  })
  expect(rows[1].name).not.toBe('(dihapus)')
})

test('rules are checked, and only for who manages retention of this institution', async () => {
  await signedIn()
  const worded = await rule('pengaduan', { months: 'banyak' })
  expect(worded.statusCode).toBe(422)
  expect(worded.body).toContain('Tulis jumlah bulan, atau kosongkan.')
  expect((await rule('pengaduan', { source: '' })).statusCode).toBe(422)
  expect((await rule('tidak-ada')).statusCode).toBe(404)
  const other = await newPerson(house, scene.institution, scene.institution.root, ['complaint.rules'])
  for (const path of ['/retensi', '/retensi/pengaduan']) expect((await get(house, path, other)).statusCode).toBe(403)
  await post(house, '/retensi/pegawai/tahan', { reference: '000', reason: 'Perkara' }, admin)
  const elsewhere = await newInstitution(house)
  const stranger = await newPerson(house, elsewhere, elsewhere.root, ['retention.manage'])
  await rule('pegawai')
  expect((await get(house, '/retensi/pegawai', stranger)).body).toContain('Belum ada aturan')
})

test('months are counted back by the calendar', () => {
  expect(monthsBefore(new Date('2026-03-31T03:00:00Z'), 1).toISOString()).toBe('2026-02-28T03:00:00.000Z')
  expect(monthsBefore(new Date('2026-11-21T03:00:00Z'), 24).toISOString()).toBe('2024-11-21T03:00:00.000Z')
})
