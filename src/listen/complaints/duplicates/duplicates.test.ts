import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  type TestPerson,
  testHouse,
} from '../../../platform/test/harness.ts'
import { alike, likeness, triples } from './model.ts'
import { listReporters, survivorOf } from './queries.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

async function scene() {
  const institution = await newInstitution(house)
  const unit = await newUnit(house, institution, institution.root)
  const other = await newUnit(house, institution, institution.root)
  const held = ['complaint.read', 'complaint.verify', 'complaint.handle', 'complaint.rules']
  return {
    institution,
    unit,
    base: `/i/${institution.slug}`,
    officer: await newPerson(house, institution, institution.root, held),
    stranger: await newPerson(house, institution, other, held),
  }
}
type Scene = Awaited<ReturnType<typeof scene>>

const hole = { subject: 'Lubang besar di Jalan Melati', body: 'Lubang besar di Jalan Melati depan sekolah dasar.' }

async function file({ institution, unit, base }: Scene, more: Record<string, string> = {}) {
  const sent = await post(house, `${base}/lapor/singkat`, {
    about: `unit:${unit}`,
    privacy: 'anonymous',
    ...hole,
    ...more,
  })
  const code = String(sent.headers.location).split('/')[4]!
  const { rows } = await house.owner.query(
    'select id from complaints.complaint where institution_id = $1 and code = $2',
    [institution.id, code],
  )
  return { code, id: String(rows[0].id) }
}

async function act(id: string, step: string, fields: Record<string, string>, person: TestPerson) {
  const { rows } = await house.owner.query('select count(*) as n from complaints.event where complaint_id = $1', [id])
  const done = await post(house, `/pengaduan/${id}/${step}`, { seen: String(rows[0].n), ...fields }, person)
  expect(done.statusCode).toBe(303)
}

async function publish(at: Scene, id: string) {
  await act(id, 'verifikasi', { class: 'ordinary', theme: 'sarana', unit: at.unit }, at.officer)
  await post(house, `/pengaduan/tayangan/${id}/tampilkan`, hole, at.officer)
}

const columns =
  'status, unit_id, class, theme, outcome, rating, resolved_at, public_at, queue, queue_at, privacy, subject, body, code'
async function stored(id: string) {
  return (await house.owner.query(`select ${columns} from complaints.complaint where id = $1`, [id])).rows[0]
}

test('while writing: similar published reports are shown, others never, and one can be joined', async () => {
  const at = await scene()
  const first = await file(at)
  const draft = String((await post(house, `${at.base}/lapor`, { kind: 'complaint' })).headers.location).replace(
    '/layanan',
    '',
  )
  await post(house, `${draft}/layanan`, { about: `unit:${at.unit}` })
  const typed = new URLSearchParams({ subject: 'Jalan Melati berlubang', body: 'Ada lubang besar di Jalan Melati.' })
  const ask = async () => (await get(house, `${draft}/mirip?${typed}`)).body
  expect(await ask()).toContain('Belum ada laporan serupa')
  await publish(at, first.id)
  expect(await ask()).toContain('Lubang besar di Jalan Melati')
  await post(house, `${draft}/cerita`, { ...hole, body: 'Ada lubang besar di Jalan Melati dekat SD.' })
  await post(house, `${draft}/kerahasiaan`, { privacy: 'secret', reporter_email: 'kedua@contoh.example' })
  expect((await get(house, `${draft}/periksa`)).body).toContain('Ikut melapor: Lubang besar')
  await post(house, `${draft}/ikut`, { join: first.id })
  expect((await get(house, `${draft}/periksa`)).body).toContain('Anda ikut melapor pada laporan ini')
  const code = String((await post(house, `${draft}/kirim`, {})).headers.location).split('/')[4]!
  const page = await get(house, `${at.base}/lacak/${code}`)
  expect(page.body).toContain('ditangani bersama laporan serupa')
  expect(page.body).toContain('dekat SD')
  // The answer is one for all; each keeps the own code, and all hear of it.
  await act(first.id, 'jawab', { outcome: 'resolved', body: 'Lubang sudah ditambal.' }, at.officer)
  expect((await get(house, `${at.base}/lacak/${code}`)).body).toContain('Lubang sudah ditambal.')
  const told = await asSystem(house, at.institution, 'complaint.read', (db, scope) =>
    listReporters(db, scope, first.id),
  )
  expect(told.map((one) => one.code).sort()).toEqual([first.code, code].sort())
  // The words of the secret reporter stay theirs.
  expect((await get(house, `${at.base}/lacak/${first.code}`)).body).not.toContain('dekat SD')
  expect((await get(house, `${at.base}/laporan/${first.id}`)).body).not.toContain('dekat SD')
})

test('each reporter has the right to say "belum selesai", once', async () => {
  const at = await scene()
  const first = await file(at)
  const second = await file(at)
  await act(first.id, 'verifikasi', { class: 'ordinary', theme: 'sarana', unit: at.unit }, at.officer)
  await post(house, `/pengaduan/${second.id}/gabung`, { into: first.id }, at.officer)
  const answer = () => act(first.id, 'jawab', { outcome: 'resolved', body: 'Ditambal.' }, at.officer)
  await answer()
  const say = (code: string, verdict: string, reason = '') =>
    post(house, `${at.base}/lacak/${code}/selesai`, { verdict, reason })
  expect((await say(second.code, 'unsolved')).statusCode).toBe(422)
  expect((await say(second.code, 'unsolved', 'Masih ada lubang lain.')).statusCode).toBe(303)
  expect((await stored(first.id)).status).toBe('processing')
  await answer()
  expect((await say(second.code, 'unsolved', 'Lagi.')).statusCode).toBe(409)
  expect((await say(second.code, 'solved')).statusCode).toBe(303)
  // One of two does not close the matter of the other.
  expect((await stored(first.id)).status).toBe('answered')
  expect((await say(first.code, 'unsolved', 'Belum rata.')).statusCode).toBe(303)
  expect((await stored(first.id)).status).toBe('processing')
  await answer()
  expect((await say(first.code, 'partly', 'Hampir.')).statusCode).toBe(303)
  const survey = { score: '5', speed: '4', clarity: '3' }
  expect((await post(house, `${at.base}/lacak/${second.code}/nilai`, survey)).statusCode).toBe(303)
  expect((await post(house, `${at.base}/lacak/${second.code}/nilai`, survey)).statusCode).toBe(409)
  expect((await post(house, `${at.base}/lacak/${first.code}/nilai`, survey)).statusCode).toBe(303)
  expect((await get(house, '/pengaduan/penilaian', at.officer)).body).toContain('terlalu sedikit')
})

test('merging and taking apart again leaves every report as it was, whatever the order', async () => {
  const at = await scene()
  const made = await Promise.all([file(at), file(at), file(at)])
  await act(made[0]!.id, 'verifikasi', { class: 'ordinary', theme: 'sarana', unit: at.unit }, at.officer)
  const before = await Promise.all(made.map(({ id }) => stored(id)))
  const pair = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 }))
  await fc.assert(
    fc.asyncProperty(fc.array(pair, { minLength: 1, maxLength: 4 }), async (wanted) => {
      const merged: string[] = []
      for (const [from, into] of wanted) {
        const done = await post(house, `/pengaduan/${made[from]!.id}/gabung`, { into: made[into]!.id }, at.officer)
        if (done.statusCode === 303) merged.push(made[from]!.id)
        else expect(done.statusCode).toBe(409)
      }
      for (const { id, code } of made) {
        const survivor = await asSystem(house, at.institution, 'complaint.read', (db, scope) =>
          survivorOf(db, scope, id),
        )
        expect(merged).not.toContain(survivor)
        expect((await get(house, `${at.base}/lacak/${code}`)).statusCode).toBe(200)
      }
      for (const id of merged) {
        expect((await stored(id)).queue).toBe(4)
        expect((await post(house, `/pengaduan/${id}/pisah`, {}, at.officer)).statusCode).toBe(303)
      }
      expect(await Promise.all(made.map(({ id }) => stored(id)))).toEqual(before)
    }),
    { numRuns: 6 },
  )
})

test('who merges: only officers who reach both', async () => {
  const at = await scene()
  const first = await file(at)
  const second = await file(at)
  expect((await post(house, `/pengaduan/${second.id}/gabung`, { into: first.id }, at.stranger)).statusCode).toBe(404)
  const page = await get(house, `/pengaduan/${second.id}`, at.officer)
  expect(page.body).toContain('Mungkin laporan yang sama')
  await post(house, `/pengaduan/${second.id}/gabung`, { into: first.id }, at.officer)
  expect((await post(house, `/pengaduan/${second.id}/pisah`, {}, at.stranger)).statusCode).toBe(404)
  expect((await get(house, `/pengaduan/${first.id}`, at.officer)).body).toContain('Pisahkan kembali')
})

test('the rule is an editable row with its source, and a mistake keeps what was typed', async () => {
  const at = await scene()
  expect((await get(house, '/pengaduan/aturan-kembar', at.officer)).body).toContain('perlu verifikasi')
  const wrong = await post(house, '/pengaduan/aturan-kembar', { radius_m: 'jauh' }, at.officer)
  expect(wrong.statusCode).toBe(422)
  expect(wrong.body).toContain('jauh')
  const rule = { radius_m: '100', days: '30', similarity: '40', valid_from: '2026-01-01', source: 'SK Bupati 1/2026' }
  expect((await post(house, '/pengaduan/aturan-kembar', rule, at.officer)).statusCode).toBe(303)
  expect((await post(house, '/pengaduan/aturan-kembar', rule, at.officer)).statusCode).toBe(422)
  expect((await get(house, '/pengaduan/aturan-kembar', at.officer)).body).toContain('SK Bupati 1/2026')
})

const RULE = { radius_m: 250, days: 60, similarity: 30, valid_from: '2018-01-01', source: 'x', verified: false }

test('likeness is symmetric, whole for the same text, and nothing for another place', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(alike(triples(a), triples(b))).toBe(alike(triples(b), triples(a)))
      expect(alike(triples(a), triples(a))).toBe(triples(a).size === 0 ? 0 : 1)
    }),
  )
  const mine = { triples: triples('lampu jalan mati'), point: { latitude: -6.9, longitude: 107.6 } }
  const other = { text: 'lampu jalan mati', point: { latitude: -6.92, longitude: 107.6 } }
  expect(likeness(mine, other, RULE)).toBeUndefined()
  expect(likeness(mine, { ...other, point: { latitude: -6.901, longitude: 107.6 } }, RULE)).toEqual({
    percent: 100,
    metres: 111,
    near: true,
  })
})
