import { beforeAll, expect, test } from 'vitest'
import { eraseJob, nightlyJob } from '../../../core/retention/jobs.ts'
import { localDate } from '../../../platform/i18n.ts'
import { createLog } from '../../../platform/log.ts'
import { get, newPerson, post, type TestHouse, type TestPerson, testHouse } from '../../../platform/test/harness.ts'
import { tellJob } from '../notices.ts'
import { newScene, type Scene, sendReport } from '../test-scene.ts'

const NAME = 'Dewi Pelapor Rahasia'
const MAIL = 'dewi.rahasia@contoh.example'
let house: TestHouse
let scene: Scene
let first: TestPerson
let second: TestPerson
let administrator: TestPerson
let report: { id: string; code: string }

beforeAll(async () => {
  house = await testHouse()
  scene = await newScene(house)
  const { institution } = scene
  const examiner = ['complaint.whistleblowing']
  first = await newPerson(house, institution, institution.root, examiner)
  second = await newPerson(house, institution, institution.root, examiner)
  administrator = await newPerson(house, institution, institution.root, ['retention.manage', 'complaint.rules'])
  report = await sendReport(scene, {
    kind: 'whistleblowing',
    privacy: 'secret',
    subject: 'Pungutan di gudang',
    body: 'Kepala gudang meminta bagian dari setiap rekanan.',
    reporter_name: NAME,
    reporter_email: MAIL,
  })
})

const page = async (who: TestPerson) => (await get(house, `/pelanggaran/${report.id}`, who)).body
const step = async (name: string, fields: Record<string, string>, who: TestPerson) => {
  const { rows } = await house.owner.query('select count(*) as n from complaints.event where complaint_id = $1', [
    report.id,
  ])
  return post(house, `/pelanggaran/${report.id}/${name}`, { seen: String(rows[0].n), ...fields }, who)
}

test('who reported it lies in no table, file or page that can be read', async () => {
  const { rows } = await house.owner.query<{ row: string }>(
    `select to_jsonb(c)::text as row from complaints.complaint c where id = $1
     union all select encode(content, 'escape') from complaints.sealed_reporter where complaint_id = $1
     union all select to_jsonb(a)::text from audit.event a where institution_id = $2
     union all select data::text from complaints.draft where institution_id = $2`,
    [report.id, scene.institution.id],
  )
  expect(rows.length).toBeGreaterThan(2)
  for (const { row } of rows) for (const part of [NAME, 'Dewi', MAIL]) expect(row).not.toContain(part)
  for (const who of [first, second]) {
    const shown = await page(who)
    expect(shown).toContain('Tersegel')
    for (const part of [NAME, MAIL]) expect(shown).not.toContain(part)
  }
  // The reporter sees the own contact behind the key, and changes it there.
  expect((await get(house, `${scene.base}/lacak/${report.code}`)).body).toContain('d•••@contoh.example')
  const changed = await post(house, `${scene.base}/lacak/${report.code}/kontak`, { reporter_email: `b.${MAIL}` })
  expect(changed.statusCode).toBe(303)
  expect((await get(house, `${scene.base}/lacak/${report.code}`)).body).toContain('b•••@contoh.example')
  const { rows: after } = await house.owner.query('select reporter_email from complaints.complaint where id = $1', [
    report.id,
  ])
  expect(after[0].reporter_email).toBeNull()
})

test('no file of these reports can be taken away', async () => {
  expect((await get(house, '/pelanggaran', first)).body).not.toContain('unduh')
  expect((await get(house, '/pelanggaran/unduh?format=csv', first)).statusCode).toBe(404)
})

test('the identity opens when a second examiner agrees, for those two and for a day', async () => {
  const third = await newPerson(house, scene.institution, scene.institution.root, ['complaint.whistleblowing'])
  const base = `/pelanggaran/${report.id}/identitas`
  expect((await post(house, base, { reason: '' }, first)).body).toContain('Tulis alasannya.')
  expect((await post(house, base, { reason: 'Perlu bertanya tempatnya' }, scene.officer)).statusCode).toBe(403)
  expect((await post(house, base, { reason: 'Perlu bertanya tempatnya' }, first)).statusCode).toBe(303)
  expect((await post(house, base, { reason: 'Saya juga' }, third)).statusCode).toBe(409)
  const { rows } = await house.owner.query('select id from complaints.identity_request where complaint_id = $1', [
    report.id,
  ])
  const grant = { request: rows[0].id, decision: 'grant' }
  expect((await post(house, `${base}/putusan`, grant, first)).statusCode).toBe(409)
  expect(await page(first)).not.toContain(NAME)
  expect(await page(second)).toContain('Perlu bertanya tempatnya')
  expect((await post(house, `${base}/putusan`, grant, second)).statusCode).toBe(303)
  for (const who of [first, second]) expect(await page(who)).toContain(NAME)
  expect(await page(third)).not.toContain(NAME)
  await house.owner.query(
    `update complaints.identity_request set decided_at = decided_at - interval '25 hours' where id = $1`,
    [rows[0].id],
  )
  for (const who of [first, second]) expect(await page(who)).not.toContain(NAME)
})

test('how long an identity stays open is a dated rule, in hours and never more than three days', async () => {
  const today = localDate(house.clock.now, 'Asia/Jakarta')
  const rule = { rule: 'opened', amount: '2', unit: 'hour', valid_from: today, source: 'SOP pemeriksa 2026' }
  for (const wrong of [{ amount: '100' }, { unit: 'working_day' }]) {
    const refused = await post(house, '/pengaduan/batas-waktu', { ...rule, ...wrong }, administrator)
    expect([refused.statusCode, refused.body.includes('paling lama terbuka 72 jam')]).toEqual([422, true])
  }
  const base = `/pelanggaran/${report.id}/identitas`
  expect((await post(house, base, { reason: 'Masih perlu bertanya' }, first)).statusCode).toBe(303)
  expect(await page(second)).toContain('selama 24 jam')
  expect((await post(house, '/pengaduan/batas-waktu', rule, administrator)).statusCode).toBe(303)
  expect(await page(second)).toContain('selama 2 jam')
  const { rows } = await house.owner.query(
    'select id from complaints.identity_request where complaint_id = $1 and decided_at is null',
    [report.id],
  )
  await post(house, `${base}/putusan`, { request: rows[0].id, decision: 'grant' }, second)
  expect(await page(first)).toContain(NAME)
  const now = house.clock.now
  house.clock.now = new Date(now.getTime() + 3 * 3_600_000)
  expect(await page(first)).not.toContain(NAME)
  house.clock.now = now
})

test('an answer waits for a second examiner where that is demanded, and the letter says nothing of it', async () => {
  const rule = { demanded: 'yes', valid_from: '2020-01-01', source: 'Keputusan bupati' }
  await post(house, '/pengaduan/mutu/sebelum-dikirim/aturan', rule, administrator)
  await step('verifikasi', { class: 'oversight', theme: 'integritas', unit: scene.unit }, first)
  const answer = { outcome: 'explained', body: 'Pemeriksaan menemukan tiga nota palsu.' }
  expect((await step('jawab', answer, first)).statusCode).toBe(303)
  expect((await get(house, `${scene.base}/lacak/${report.code}`)).body).not.toContain('nota palsu')
  const { rows } = await house.owner.query('select id from complaints.held_answer where complaint_id = $1', [report.id])
  const held = rows[0].id
  // Nobody outside the lane sees it wait.
  expect((await get(house, '/pengaduan/mutu/sebelum-dikirim', scene.officer)).body).not.toContain('Pungutan di gudang')
  expect((await get(house, `/pengaduan/mutu/sebelum-dikirim/${held}`, scene.officer)).statusCode).toBe(404)
  const at = `/pelanggaran/${report.id}/jawaban-tertahan`
  expect((await post(house, at, { held, decision: 'send' }, first)).statusCode).toBe(404)
  expect((await post(house, at, { held, decision: 'return' }, second)).body).toContain(
    'Tulis apa yang perlu diperbaiki.',
  )
  // Two decisions wait on one page: what is wrong with one is not told of the other.
  await post(house, `/pelanggaran/${report.id}/identitas`, { reason: 'Perlu bertanya waktunya' }, first)
  const wrong = (await post(house, at, { held }, second)).body
  expect(wrong).toContain('/identitas/putusan"')
  expect(wrong.match(/class="error-summary"/g)).toHaveLength(1)
  const ids = [...wrong.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
  expect(ids).toEqual([...new Set(ids)])
  expect((await post(house, at, { held, decision: 'send' }, second)).statusCode).toBe(303)
  expect((await get(house, `${scene.base}/lacak/${report.code}`)).body).toContain('nota palsu')
  const { rows: told } = await house.owner.query(
    'select max(seq)::int as seq from complaints.event where complaint_id = $1',
    [report.id],
  )
  await tellJob.run(
    house.database,
    { institution: scene.institution.id, payload: { complaint: report.id, seq: told[0].seq } },
    house.clock.now,
    createLog('silent'),
  )
  const { rows: letters } = await house.owner.query<{ row: string }>(
    `select to_jsonb(m)::text as row from notifications.message m where institution_id = $1`,
    [scene.institution.id],
  )
  expect(letters.some(({ row }) => row.includes(`complaint:${report.id}`) && row.includes('guarded:'))).toBe(true)
  for (const { row } of letters) expect(row).not.toMatch(/nota palsu|Pungutan di gudang|dewi\.rahasia/)
  const { rows: kept } = await house.owner.query<{ row: string }>(
    'select to_jsonb(j)::text as row from graphile_worker._private_jobs j',
  )
  for (const { row } of kept) expect(row).not.toContain('dewi.rahasia')
})

test('after its period the identity goes; the administrator sees the period and nothing else', async () => {
  await house.owner.query(
    `insert into retention.rule (institution_id, id, kind, months, with_text, valid_from, source, verified, created_at)
     values ($1, gen_random_uuid(), 'whistleblowing', 1, false, '2020-01-01', 'Jadwal retensi arsip', true, $2)`,
    [scene.institution.id, house.clock.now],
  )
  await house.owner.query(
    `update complaints.complaint set status = 'closed', queue = 14, queue_at = $2::timestamptz - interval '3 months' where id = $1`,
    [report.id, house.clock.now],
  )
  const run = async () => {
    const at = { institution: scene.institution.id }
    await nightlyJob.run(house.database, { ...at, payload: {} }, house.clock.now, createLog('silent'))
    const { rows } = await house.owner.query(
      'select id from retention.run where institution_id = $1 and finished_at is null',
      [at.institution],
    )
    for (const { id } of rows)
      await eraseJob.run(house.database, { ...at, payload: { run: id } }, house.clock.now, createLog('silent'))
  }
  const kept = async () =>
    (await house.owner.query('select 1 from complaints.sealed_reporter where complaint_id = $1', [report.id])).rowCount
  expect((await post(house, `/pelanggaran/${report.id}/tahan`, { hold_reason: 'Perkara' }, first)).statusCode).toBe(303)
  expect(await page(second)).toContain('Ditahan sejak')
  await run()
  expect(await kept()).toBe(1)
  const shown = (await get(house, '/retensi/pelanggaran', administrator)).body
  expect(shown).toContain('hanya pemeriksa yang boleh tahu')
  expect(shown).not.toContain(report.code.slice(0, 4))
  expect(
    (await post(house, '/retensi/pelanggaran/tahan', { reference: report.code, reason: 'abc' }, administrator))
      .statusCode,
  ).toBe(404)
  await house.owner.query('update retention.hold set lifted_at = $2 where institution_id = $1', [
    scene.institution.id,
    house.clock.now,
  ])
  await run()
  expect(await kept()).toBe(0)
  const { rows } = await house.owner.query(
    `select detail from audit.event where institution_id = $1 and action = 'retention.erased'`,
    [scene.institution.id],
  )
  expect(rows[0].detail).not.toHaveProperty('erased')
})
