import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { createLog } from '../../../platform/log.ts'
import { asSystem, get, newPerson, newUnit, post, type TestHouse, testHouse } from '../../../platform/test/harness.ts'
import { submitComplaints } from '../acts.ts'
import { recallJob } from '../jobs.ts'
import { listOfficers } from '../notices.ts'
import { newScene, type Scene, sendReport, takeStep } from '../test-scene.ts'
import { alike, likeness, tellingWords, triples } from './model.ts'
import { deleteOldWords, listReporters, listSimilar, survivorOf } from './queries.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

const scene = () => newScene(house, ['complaint.rules'])

const hole = { subject: 'Lubang besar di Jalan Melati', body: 'Lubang besar di Jalan Melati depan sekolah dasar.' }
const file = (at: Scene, more: Record<string, string> = {}) =>
  sendReport(at, { privacy: 'anonymous', ...hole, ...more })

async function publish(at: Scene, id: string) {
  await takeStep(at, id, 'verifikasi', { class: 'ordinary', theme: 'sarana', unit: at.unit }, at.officer)
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
  await takeStep(at, first.id, 'jawab', { outcome: 'resolved', body: 'Lubang sudah ditambal.' }, at.officer)
  expect((await get(house, `${at.base}/lacak/${code}`)).body).toContain('Lubang sudah ditambal.')
  const told = await asSystem(house, at.institution, 'complaint.read', (db, scope) =>
    listReporters(db, scope, first.id),
  )
  expect(told.map((one) => one.code).sort()).toEqual([first.code, code].map((one) => one.slice(0, 8)).sort())
  // The words of the secret reporter stay theirs.
  expect((await get(house, `${at.base}/lacak/${first.code}`)).body).not.toContain('dekat SD')
  expect((await get(house, `${at.base}/laporan/${first.id}`)).body).not.toContain('dekat SD')
})

test('who joined is told the unit that answers, not the one their own report once went to', async () => {
  const at = await scene()
  const other = await newUnit(house, at.institution, at.institution.root, 'department', 'Dinas Yang Dahulu')
  const [first, second] = [await file(at), await file(at)]
  await takeStep(at, first.id, 'verifikasi', { class: 'ordinary', theme: 'sarana', unit: at.unit }, at.officer)
  await takeStep(at, second.id, 'verifikasi', { class: 'ordinary', theme: 'sarana', unit: other }, at.officer)
  const own = async () => (await get(house, `${at.base}/lacak/${second.code}`)).body
  expect(await own()).toContain('Dinas Yang Dahulu')
  expect((await post(house, `/pengaduan/${second.id}/gabung`, { into: first.id }, at.officer)).statusCode).toBe(303)
  await takeStep(at, first.id, 'jawab', { outcome: 'resolved', body: 'Lubang sudah ditambal.' }, at.officer)
  const { rows } = await house.owner.query('select name from organization.unit where id = $1', [at.unit])
  expect(/Lubang sudah ditambal\.<\/div><p class="hint">([^,]+),/.exec(await own())?.[1]).toBe(rows[0].name)
  expect(/Ditangani oleh<\/dt><dd>([^<]+)</.exec(await own())?.[1]).toBe(rows[0].name)
})

test('a report that ended meanwhile is not joined: the new one stands on its own and is verified', async () => {
  const at = await scene()
  const first = await file(at)
  await publish(at, first.id)
  const began = await post(house, `${at.base}/lapor`, { kind: 'complaint' })
  const draft = String(began.headers.location).replace('/layanan', '')
  await post(house, `${draft}/layanan`, { about: `unit:${at.unit}` })
  await post(house, `${draft}/cerita`, hole)
  await post(house, `${draft}/kerahasiaan`, { privacy: 'anonymous' })
  await post(house, `${draft}/ikut`, { join: first.id })
  await takeStep(at, first.id, 'jawab', { outcome: 'resolved', body: 'Ditambal.' }, at.officer)
  expect((await post(house, `${at.base}/lacak/${first.code}/selesai`, { verdict: 'solved' })).statusCode).toBe(303)
  expect((await stored(first.id)).status).toBe('closed')
  const code = String((await post(house, `${draft}/kirim`, {})).headers.location).split('/')[4]!
  const { rows } = await house.owner.query('select queue from complaints.complaint where code = $1', [code.slice(0, 8)])
  expect(rows).toEqual([{ queue: 1 }])
})

test('each reporter has the right to say "belum selesai", once', async () => {
  const at = await scene()
  const first = await file(at)
  const second = await file(at)
  await takeStep(at, first.id, 'verifikasi', { class: 'ordinary', theme: 'sarana', unit: at.unit }, at.officer)
  await post(house, `/pengaduan/${second.id}/gabung`, { into: first.id }, at.officer)
  const answer = () => takeStep(at, first.id, 'jawab', { outcome: 'resolved', body: 'Ditambal.' }, at.officer)
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
  await takeStep(at, made[0]!.id, 'verifikasi', { class: 'ordinary', theme: 'sarana', unit: at.unit }, at.officer)
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
  const merged = await get(house, `/pengaduan/${second.id}`, at.officer)
  expect(merged.body).toContain('Sudah digabung')
  expect(merged.body).toMatch(new RegExp(`<a href="/pengaduan/${first.id}">[^<]+</a>`))
})

test('the rule is an editable row with its source, and a mistake keeps what was typed', async () => {
  const at = await scene()
  expect((await get(house, '/pengaduan/aturan-kembar', at.officer)).body).toContain('Perlu verifikasi')
  const wrong = await post(house, '/pengaduan/aturan-kembar', { radius_m: 'jauh' }, at.officer)
  expect(wrong.statusCode).toBe(422)
  expect(wrong.body).toContain('jauh')
  const rule = { radius_m: '100', days: '30', similarity: '40', valid_from: '2026-01-01', source: 'SK Bupati 1/2026' }
  expect((await post(house, '/pengaduan/aturan-kembar', rule, at.officer)).statusCode).toBe(303)
  expect((await get(house, '/pengaduan/aturan-kembar', at.officer)).body).toContain('SK Bupati 1/2026')
})

const DAY = 86_400_000

/** Reports of one unit, so many days old, without the pages of a citizen. */
function reports({ institution }: Scene, unit: string, texts: readonly (readonly [days: number, text: string])[]) {
  const now = house.clock.now
  return asSystem(house, institution, 'complaint.create', (db, scope) =>
    submitComplaints(
      db,
      scope,
      now,
      texts.map(([days, text]) => ({
        at: new Date(now.getTime() - days * DAY),
        subject: text.slice(0, 60),
        body: text,
        privacy: 'open',
        unit_id: unit,
        channel: 'web',
        actor: 'citizen',
      })),
    ),
  )
}

function similarTo({ institution }: Scene, unit: string, text: string) {
  const now = house.clock.now
  const sought = { text, unit_id: unit, service_id: null, now, today: now.toISOString().slice(0, 10) }
  return asSystem(house, institution, 'complaint.read', (db, scope) =>
    listSimilar(db, scope, { ...sought, audience: 'officer' }),
  )
}

test('a report of weeks ago is found under hundreds of newer ones that share its common words; one too old is not', async () => {
  const at = await scene()
  const common = (index: number) => `Petugas loket lambat melayani antrean panjang, nomor urut ${index * 7919}`
  const lamp = 'Lampu penerangan jalan Kenanga padam dekat jembatan gantung, antrean kendaraan panjang'
  const [old, forgottenOne] = await reports(at, at.unit, [
    [50, lamp],
    [70, lamp],
    ...Array.from({ length: 350 }, (_, index) => [index / 10, common(index)] as const),
  ])
  const found = await similarTo(at, at.unit, 'Lampu jalan Kenanga padam di dekat jembatan gantung')
  expect(found.map((one) => one.id)).toEqual([old!.id])
  expect((await similarTo(at, at.other, lamp)).length).toBe(0)
  // Among many that are the same the newest stand for all.
  expect(await similarTo(at, at.unit, common(3))).toHaveLength(5)
  expect(forgottenOne).toBeDefined()
})

test('a report that came to another unit is found there and where it came from, a secret of misconduct nowhere', async () => {
  const at = await scene()
  const moved = await file(at)
  await takeStep(at, moved.id, 'verifikasi', { class: 'ordinary', theme: 'sarana', unit: at.other }, at.officer)
  for (const unit of [at.unit, at.other])
    expect((await similarTo(at, unit, hole.body)).map((one) => one.id)).toEqual([moved.id])
  await file(at, {
    kind: 'whistleblowing',
    privacy: 'secret',
    subject: 'Uang pelicin',
    body: 'Kepala bidang meminta uang pelicin.',
  })
  const words = await house.owner.query(
    `select word from complaints.word where institution_id = $1 and word = 'pelicin'`,
    [at.institution.id],
  )
  expect(words.rows).toEqual([])
})

test('words no rule looks back to are forgotten, and a longer rule recalls them', async () => {
  const at = await scene()
  await reports(at, at.unit, [
    [30, 'Selokan mampet di Jalan Anggrek'],
    [59.9, 'Selokan mampet di Jalan Dahlia'],
  ])
  const kept = async () =>
    (
      await house.owner.query('select word from complaints.word where institution_id = $1', [at.institution.id])
    ).rows.map((row) => String(row.word))
  expect(await kept()).toContain('dahlia')
  const later = new Date(house.clock.now.getTime() + DAY)
  await asSystem(house, at.institution, 'complaint.read', (db, scope) => deleteOldWords(db, scope, later))
  expect(await kept()).toContain('anggrek')
  expect(await kept()).not.toContain('dahlia')
  const rule = { radius_m: '100', days: '90', similarity: '40', valid_from: '2026-01-01', source: 'SK Bupati 2/2026' }
  expect((await post(house, '/pengaduan/aturan-kembar', rule, at.officer)).statusCode).toBe(303)
  const envelope = { institution: at.institution.id, payload: {} }
  await recallJob.run(house.database, envelope, later, createLog('silent'))
  expect(await kept()).toContain('dahlia')
})

test('telling words are few, the same for the same text in any order, and none says nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), (parts) => {
      const words = tellingWords(parts.join(' '))
      expect(tellingWords(parts.toReversed().join(' '))).toEqual(words)
      expect(words.length).toBeLessThanOrEqual(12)
      for (const word of words) expect(word.length).toBeLessThanOrEqual(30)
    }),
  )
  expect(tellingWords('Saya tidak dapat karena lampu di Jalan MÉLATI padam')).toEqual([
    'melati',
    'jalan',
    'lampu',
    'padam',
  ])
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

test('what was reported to two units in other words is merged by its code; what is out of reach is not', async () => {
  const at = await scene()
  const first = await file(at)
  const second = await file(at, { about: `unit:${at.other}`, subject: 'Jalan rusak parah', body: 'Motor saya jatuh.' })
  const page = await get(house, `/pengaduan/${second.id}`, at.officer)
  expect(page.body).not.toContain('Lubang besar di Jalan Melati')
  expect(page.body).toContain('Kode laporan lain')
  const merge = (kode: string, person = at.officer) => post(house, `/pengaduan/${second.id}/gabung`, { kode }, person)
  for (const kode of ['', 'bukan kode', '00000000', second.code]) {
    const refused = await merge(kode)
    expect(refused.statusCode, kode).toBe(422)
    expect(refused.body).toContain(`value="${kode}"`)
    expect(refused.body.split('Ada yang perlu diperbaiki')).toHaveLength(2)
  }
  // A mistake in a step is said at the step alone.
  const step = await post(house, `/pengaduan/${second.id}/tolak`, { seen: '1' }, at.officer)
  expect(step.statusCode).toBe(422)
  expect(step.body.split('Ada yang perlu diperbaiki')).toHaveLength(2)
  // The stranger reaches the second alone, and learns nothing of the first.
  expect((await merge(first.code, at.stranger)).body).toContain('Tidak ada laporan dengan kode ini')
  const done = await merge(first.code.slice(0, 8).toLowerCase())
  expect(done.headers.location).toBe(`/pengaduan/${first.id}`)
  const merged = (await get(house, `/pengaduan/${second.id}`, at.officer)).body
  expect(merged).toContain(`Ditangani bersama ${first.code.slice(0, 4)}-${first.code.slice(4, 8)}`)
  expect(merged).not.toContain('paling lambat')
  const own = (await get(house, `${at.base}/lacak/${second.code}`)).body
  expect(own).toContain('ditangani bersama laporan serupa')
})

test('a conflict of interest in one report holds for all that is handled with it, and ends with the merge', async () => {
  const at = await scene()
  const [first, second, third] = [await file(at), await file(at), await file(at)]
  const conflicted = await newPerson(house, at.institution, at.unit, ['complaint.read', 'complaint.handle'])
  const sees = async () =>
    Promise.all(
      [first, second, third].map(
        async ({ id }) => (await get(house, `/pengaduan/${id}`, conflicted)).statusCode === 200,
      ),
    )
  await post(house, `/pengaduan/${third.id}/pantau`, { on: 'on' }, conflicted)
  await post(house, `/pengaduan/${third.id}/petugas`, { account: conflicted.account }, at.officer)
  expect((await post(house, `/pengaduan/${first.id}/benturan`, { reason: 'Saudara' }, conflicted)).statusCode).toBe(303)
  expect(await sees()).toEqual([false, true, true])
  const merge = (from: { id: string }, into: { id: string }) =>
    post(house, `/pengaduan/${from.id}/gabung`, { into: into.id }, at.officer)
  await merge(first, second)
  expect(await sees()).toEqual([false, false, true])
  await merge(second, third)
  expect(await sees()).toEqual([false, false, false])
  const list = (await get(house, '/pengaduan?antrean=verify', conflicted)).body
  expect(list).not.toContain(third.id)
  const held = await house.owner.query(
    `select account_id from complaints.assignment where complaint_id = any($1) union all
     select account_id from complaints.watcher where complaint_id = any($1)`,
    [[first.id, second.id, third.id]],
  )
  expect(held.rows).toEqual([])
  const told = await asSystem(house, at.institution, 'complaint.read', (db, scope) =>
    listOfficers(db, scope, at.unit, 'complaint.handle', house.clock.now, third.id),
  )
  expect(told).not.toContain(conflicted.account)
  await post(house, `/pengaduan/${second.id}/pisah`, {}, at.officer)
  expect(await sees()).toEqual([false, false, true])
})
