import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createLog } from '../../../platform/log.ts'
import { get, newPerson, post, type TestHouse, type TestPerson, testHouse } from '../../../platform/test/harness.ts'
import { closeJob } from '../jobs.ts'
import { newScene, type Scene, sendReport } from '../test-scene.ts'
import {
  DUE,
  EXTENDED,
  emailOf,
  mails,
  RECEIVED,
  type Request,
  sendRequest,
  stepClient,
  stepNow,
  storedRow,
  tellAll,
  today,
  VERIFIED,
  wib,
} from './test-requests.ts'

let house: TestHouse
let at: Scene
/** The superior of the PPID, who may decide. */
let second: TestPerson
/** Another officer, who had no part in it and may not decide all the same. */
let colleague: TestPerson
beforeAll(async () => {
  house = await testHouse()
  at = await newScene(house, ['complaint.objection'])
  second = await newPerson(house, at.institution, at.unit, ['complaint.read', 'complaint.objection'])
  colleague = await newPerson(house, at.institution, at.unit, [
    'complaint.read',
    'complaint.verify',
    'complaint.handle',
  ])
})
afterEach(() => {
  house.clock.now = new Date()
})

const request = (ofClass?: string, started?: boolean) => sendRequest(at, ofClass, started)
const step = (id: string, name: string, fields: Record<string, string>, person: TestPerson) =>
  stepNow(at, id, name, fields, person)
const read = async (path: string, person: TestPerson) => (await get(house, path, await today(at, person))).body
const stored = (one: Request) => storedRow(at, one)
const tell = (one: Request) => tellAll(at, one)
const own = ({ code }: Request) => `${at.base}/lacak/${code}`

const extend = (one: Request, person = at.officer, body = 'Berkasnya tersimpan di tiga bidang.') =>
  step(one.id, 'perpanjang', { body }, person)
const decide = (one: Request, reason: string, person: TestPerson) =>
  step(one.id, 'keberatan', { reason, body: `Pertimbangan: ${reason}.` }, person)
const answer = (one: Request) =>
  step(one.id, 'jawab', { outcome: 'explained', body: 'Sebagian informasi dikecualikan.' }, at.officer)
const object = (one: Request, fields: Record<string, string> = {}) =>
  post(house, `${own(one)}/keberatan-informasi`, {
    ground: 'incomplete',
    objection: 'Rincian per desa belum diberikan.',
    ...fields,
  })

const close = (now: Date) =>
  closeJob.run(house.database, { institution: at.institution.id, payload: {} }, now, createLog('silent'))

describe('a request for public information has a clock of its own', () => {
  test('ten working days from its receipt, and seven more once, before they ran out, with a reason that is read', async () => {
    const one = await request()
    expect((await stored(one)).queue_at).toEqual(DUE)
    expect((await get(house, own(one))).body).toContain('10 hari kerja sejak Jumat, 20 November 2026')
    expect(await read(`/pengaduan/${one.id}`, at.officer)).toContain('Perpanjang waktu menjawab')
    expect((await extend(one, at.stranger)).statusCode).toBe(404)
    const bare = await extend(one, at.officer, ' ')
    expect([bare.statusCode, bare.body.includes('Bagian ini belum diisi.')]).toEqual([422, true])
    house.clock.now = new Date(DUE.getTime() - 60_000)
    expect((await extend(one)).statusCode).toBe(303)
    expect((await stored(one)).queue_at).toEqual(EXTENDED)
    const page = (await get(house, own(one))).body
    for (const words of [
      'diperpanjang 7 hari kerja',
      'Selasa, 15 Desember 2026',
      'Berkasnya tersimpan di tiga bidang.',
      'Waktu menjawab diperpanjang',
      'perlu verifikasi',
    ])
      expect(page).toContain(words)
    // Also where the unit's first answer comes before it.
    const waiting = await request('disclosure', false)
    expect((await extend(waiting)).statusCode).toBe(303)
    expect((await get(house, own(waiting))).body).toContain('Anda menerima jawaban: Waktu menjawab diperpanjang')
    const again = await extend(one, at.officer, 'Sekali lagi.')
    expect([again.statusCode, again.body.includes('Sekali lagi.')]).toEqual([409, true])
    expect((await stored(one)).queue_at).toEqual(EXTENDED)
    expect(await read(`/pengaduan/${one.id}`, at.officer)).not.toContain('Perpanjang waktu menjawab')
    await tell(one)
    expect((await mails(at, one)).filter((said) => said.includes('diperpanjang'))).toEqual([
      expect.stringMatching(/Jawaban paling lambat Selasa, 15 Desember 2026\.[\s\S]*Berkasnya tersimpan/),
    ])
  })

  test('not once the time is over, not while the requester is asked, and not of a complaint', async () => {
    const late = await request()
    house.clock.now = new Date(DUE.getTime() + 60_000)
    const refused = await extend(late)
    expect([refused.statusCode, refused.body.includes('sebelum batas waktunya')]).toEqual([409, true])
    expect(await read(`/pengaduan/${late.id}`, at.officer)).not.toContain('Perpanjang waktu menjawab')
    const asked = await request()
    expect((await step(asked.id, 'lengkapi', { body: 'Tahun berapa?' }, at.officer)).statusCode).toBe(303)
    expect((await extend(asked)).statusCode).toBe(409)
    const complaint = await request('information')
    expect((await extend(complaint)).statusCode).toBe(409)
    // The classes of SP4N-LAPOR! keep their own: five working days from when a unit got it.
    expect((await stored(complaint)).queue_at).toEqual(wib('2026-11-30T16:00'))
    const { rows } = await house.owner.query(
      "select count(*)::int as n from complaints.event where complaint_id = any($1) and kind = 'extended'",
      [[late.id, asked.id, complaint.id]],
    )
    expect(rows[0].n).toBe(0)
  })

  test('the periods are dated rows with their source, and the institution sets its own from a day on', async () => {
    const ruler = await newPerson(house, at.institution, at.institution.root, ['complaint.rules', 'complaint.read'])
    const page = await read('/pengaduan/batas-waktu', ruler)
    for (const words of ['Permohonan informasi publik (PPID)', 'Perpanjangan permohonan', 'Memutus keberatan'])
      expect(page).toContain(words)
    const { rows } = await house.owner.query(
      `select key, amount, unit, verified, source from complaints.deadline_standard
       where class = 'disclosure' or key in ('extend', 'object', 'objection', 'dispute') order by key`,
    )
    expect(rows.map(({ source, ...row }) => [row.key, row.amount, row.unit, row.verified, source.length > 20])).toEqual(
      [
        ['resolve', 10, 'working_day', false, true],
        ['extend', 7, 'working_day', false, true],
        ['object', 30, 'working_day', false, true],
        ['objection', 30, 'working_day', false, true],
        ['dispute', 14, 'working_day', false, true],
      ],
    )
  })
})

describe('who asked may object', () => {
  test('against silence: once its time is over, with the key, once, and only with a reason', async () => {
    const one = await request()
    expect((await get(house, own(one))).body).not.toContain('keberatan-informasi')
    const early = await object(one)
    expect([early.statusCode, early.body.includes('belum dapat diajukan')]).toEqual([409, true])
    house.clock.now = new Date(DUE.getTime() + 3_600_000)
    const page = (await get(house, own(one))).body
    expect(page).toContain('Kirim keberatan')
    expect(page).toContain('30 hari kerja sejak Jumat, 4 Desember 2026')
    // The number alone, which officers know, or another key.
    for (const key of ['', '000000']) {
      const stranger = { ...one, code: one.code.slice(0, 8) + key }
      expect((await object(stranger)).statusCode).toBe(404)
      expect((await get(house, own(stranger))).body).not.toContain('Kirim keberatan')
    }
    const bare = await object(one, { ground: '' })
    expect([bare.statusCode, bare.body.includes('Pilih alasannya.'), bare.body.includes('Rincian per desa')]).toEqual([
      422,
      true,
      true,
    ])
    expect((await object(one, { ground: 'mantra' })).statusCode).toBe(422)
    expect((await object(one, { ground: 'unanswered' })).statusCode).toBe(303)
    const twice = await object(one, { objection: 'Sekali lagi.' })
    expect([twice.statusCode, twice.body.includes('Sekali lagi.')]).toEqual([409, true])
    expect(await stored(one)).toMatchObject({ status: 'processing', queue: 2, objected_at: house.clock.now })
    const waiting = (await get(house, own(one))).body
    expect(waiting).toContain('Keberatan Anda sedang diperiksa')
    expect(waiting).not.toContain('Kirim keberatan')
    const list = await read('/pengaduan?antrean=work', second)
    expect(list.slice(list.indexOf(one.id)).slice(0, 1500)).toContain('Keberatan')
    const open = await read(`/pengaduan/${one.id}`, second)
    expect(open).toContain('Tidak dijawab sampai batas waktunya')
    expect(open).toContain('Kirim putusan kepada pemohon')
    expect((await get(house, `/pengaduan/${one.id}`, await today(at, at.stranger))).statusCode).toBe(404)
    expect((await decide(one, 'granted', at.stranger)).statusCode).toBe(404)
    // Right or not, what was never answered stays at work; it is late all the same.
    expect((await decide(one, 'granted', second)).statusCode).toBe(303)
    expect(await stored(one)).toMatchObject({ status: 'processing', objected_at: null, queue_at: DUE })
    expect((await get(house, own(one))).body).toContain('Putusan atas keberatan Anda: Keberatan diterima')
  })

  test('against an answer: decided by somebody who did not give it; accepted, it is handled again', async () => {
    const one = await request()
    expect((await answer(one)).statusCode).toBe(303)
    expect(await stored(one)).toMatchObject({ status: 'answered', queue: 3 })
    expect((await object(one)).statusCode).toBe(303)
    expect(await stored(one)).toMatchObject({ status: 'answered', queue: 2 })
    // Whoever answered neither sees the form nor decides; silence does not close it meanwhile.
    const mine = await read(`/pengaduan/${one.id}`, at.officer)
    expect(mine).toContain('Keberatan menunggu putusan')
    expect(mine).toContain(second.name)
    expect(mine).not.toContain('Kirim putusan kepada pemohon')
    const biased = await decide(one, 'denied', at.officer)
    expect([biased.statusCode, biased.body.includes('diputus orang lain')]).toEqual([409, true])
    expect((await decide(one, 'granted', colleague)).statusCode).toBe(403)
    expect(await read(`/pengaduan/${one.id}`, colleague)).not.toContain('Kirim putusan kepada pemohon')
    await tell(one)
    expect(await read('/kotak-masuk', second)).toContain('menunggu putusan Anda')
    house.clock.now = wib('2026-12-30T10:00')
    await close(house.clock.now)
    const { queue_at: due, status } = await stored(one)
    expect([status, due > house.clock.now]).toEqual(['answered', true])
    expect((await get(house, own(one))).body).toContain('30 hari kerja sejak Senin, 23 November 2026')
    expect((await decide(one, 'mungkin', second)).statusCode).toBe(422)
    expect((await decide(one, 'granted', second)).statusCode).toBe(303)
    expect((await decide(one, 'denied', second)).statusCode).toBe(409)
    expect(await stored(one)).toMatchObject({ status: 'processing', queue: 2, resolved_at: null, objected_at: null })
    const page = (await get(house, own(one))).body
    for (const words of ['Pertimbangan: granted.', 'Ditangani lagi karena keberatan diterima', 'Jawaban sebelumnya'])
      expect(page).toContain(words)
    await tell(one)
    expect((await mails(at, one)).some((said) => said.includes('sudah diputus | Pertimbangan: granted.'))).toBe(true)
  })

  test('rejected, the answer stands and silence is counted anew; of one answer nobody objects twice, nor after its time', async () => {
    const one = await request()
    await answer(one)
    house.clock.now = wib('2026-11-25T10:00')
    expect((await object(one)).statusCode).toBe(303)
    house.clock.now = wib('2026-11-27T10:00')
    expect((await decide(one, 'denied', second)).statusCode).toBe(303)
    expect(await stored(one)).toMatchObject({ status: 'answered', queue: 3, queue_at: wib('2026-12-11T16:30') })
    expect((await object(one)).statusCode).toBe(409)
    await close(wib('2026-12-11T16:38'))
    expect(await stored(one)).toMatchObject({ status: 'closed', queue: 4 })
    const late = await request()
    await answer(late)
    house.clock.now = wib('2027-03-01T10:00')
    const refused = await object(late)
    expect([refused.statusCode, refused.body.includes('waktunya sudah lewat')]).toEqual([409, true])
    // A complaint is reopened or contested; this road is not for it.
    const complaint = await request('ordinary')
    await answer(complaint)
    expect((await object(complaint)).statusCode).toBe(409)
    expect((await get(house, own(complaint))).body).not.toContain('Kirim keberatan')
  })

  test('against a refusal of what nobody had classified yet, beside the older contest; other kinds have only that', async () => {
    const refuse = async (kind: string) => {
      house.clock.now = RECEIVED
      const made = await sendReport(at, {
        kind,
        privacy: 'anonymous',
        subject: 'Daftar aset desa',
        body: 'Mohon daftar aset desa tahun ini.',
      })
      house.clock.now = VERIFIED
      const given = { reason: 'out_of_scope', body: 'Bukan urusan kami.' }
      expect((await step(made.id, 'tolak', given, at.officer)).statusCode).toBe(303)
      return made
    }
    const complaint = await refuse('complaint')
    expect((await get(house, own(complaint))).body).not.toContain('Kirim keberatan')
    expect((await object(complaint)).statusCode).toBe(409)
    const one = await refuse('question')
    expect((await get(house, own(one))).body).toContain('30 hari kerja sejak Senin, 23 November 2026')
    expect((await object(one, { ground: 'refused' })).statusCode).toBe(303)
    expect(await stored(one)).toMatchObject({ status: 'rejected', class: null, queue: 2, objected_at: VERIFIED })
    expect((await decide(one, 'granted', second)).statusCode).toBe(303)
    // It is verified as if it had just come, and nothing says yet that it is a request for information.
    expect(await stored(one)).toMatchObject({ status: 'received', class: null, queue: 1 })
    expect((await object(one)).statusCode).toBe(409)
    const given = { class: 'disclosure', theme: 'sarana', unit: at.unit }
    expect((await step(one.id, 'verifikasi', given, at.officer)).statusCode).toBe(303)
    expect((await stored(one)).queue_at > VERIFIED).toBe(true)
  })

  test('another system prolongs it and brings a decision, with its scopes and by the rules of the page', async () => {
    const handles = await stepClient(at, 'complaint.read', 'complaint.handle')
    const decides = await stepClient(at, 'complaint.read', 'complaint.handle', 'complaint.objection')
    const one = await request()
    expect((await handles(one, { step: 'extend' })).json()).toMatchObject({ fields: { text: expect.any(String) } })
    const longer = { step: 'extend', text: 'Berkasnya di tiga bidang.', idempotency_key: 'perpanjang' }
    expect((await handles(one, longer)).json()).toEqual({
      code: expect.any(String),
      status: 'processing',
      repeated: false,
    })
    expect((await handles(one, longer)).json()).toMatchObject({ repeated: true })
    expect((await handles(one, { ...longer, idempotency_key: 'lagi' })).statusCode).toBe(409)
    expect((await stored(one)).queue_at).toEqual(EXTENDED)
    await answer(one)
    const says = { step: 'decide_objection', decision: 'granted', text: 'Rinciannya diberikan.' }
    const right = { ...says, decided_by: await emailOf(at, second) }
    // Nobody has objected, then a key without the scope, then people who may not.
    expect((await decides(one, right)).statusCode).toBe(409)
    await object(one)
    expect((await handles(one, right)).statusCode).toBe(404)
    expect((await decides(one, says)).json()).toMatchObject({ fields: { decided_by: expect.any(String) } })
    for (const person of [at.officer, colleague])
      expect((await decides(one, { ...says, decided_by: await emailOf(at, person) })).statusCode).toBe(409)
    expect((await decides(one, { ...right, decision: undefined })).json()).toMatchObject({
      fields: { decision: expect.any(String) },
    })
    expect((await decides(one, right)).json()).toMatchObject({ status: 'processing', repeated: false })
    expect(await read(`/pengaduan/${one.id}`, at.officer)).toContain(second.name)
    expect((await get(house, own(one))).body).toContain('Rinciannya diberikan.')
  })

  test('another system records the dispute and its ruling, with the scope and the words of the page', async () => {
    const handles = await stepClient(at, 'complaint.read', 'complaint.handle')
    const verifies = await stepClient(at, 'complaint.read', 'complaint.handle', 'complaint.verify')
    const one = await request()
    await answer(one)
    const brought = { step: 'dispute', text: 'Register 077/KI/2026', idempotency_key: 'sengketa' }
    expect((await verifies(one, brought)).statusCode).toBe(409)
    house.clock.now = wib('2026-11-24T10:00')
    await object(one)
    house.clock.now = wib('2026-11-25T10:00')
    await decide(one, 'denied', second)
    expect((await handles(one, brought)).statusCode).toBe(404)
    expect((await verifies(one, { step: 'dispute' })).json()).toMatchObject({ fields: { text: expect.any(String) } })
    expect((await verifies(one, brought)).json()).toMatchObject({ status: 'answered', repeated: false })
    expect((await verifies(one, brought)).json()).toMatchObject({ status: 'answered', repeated: true })
    expect((await get(house, own(one))).body).toContain('sedang di Komisi Informasi')
    const ruling = { step: 'rule_dispute', text: 'Putusan 077/KI/2026: informasi terbuka.' }
    expect((await verifies(one, { ...ruling, decision: 'granted' })).json()).toMatchObject({
      fields: { ruling: expect.any(String) },
    })
    expect((await verifies(one, { ...ruling, ruling: 'granted' })).json()).toMatchObject({ status: 'processing' })
    expect((await get(house, own(one))).body).toContain('karena putusan Komisi Informasi')
    const { paths } = (await house.app.inject({ url: '/api/openapi.json' })).json()
    const { properties } = paths['/api/v1/complaints/{code}/steps'].post.requestBody.content['application/json'].schema
    expect([properties.step.enum, properties.ruling.enum].flat()).toEqual(
      expect.arrayContaining(['rule_dispute', 'settled']),
    )
  })

  test('what lies behind a decision: the way to the Komisi Informasi, and what officers record of it', async () => {
    const rule = /14 hari kerja sejak Rabu, 25 November 2026/
    const one = await request()
    await answer(one)
    expect((await step(one.id, 'sengketa', { body: 'Terlalu dini.' }, at.officer)).statusCode).toBe(409)
    house.clock.now = wib('2026-11-24T10:00')
    await object(one)
    expect((await get(house, own(one))).body).not.toContain('mengajukan sengketa informasi')
    house.clock.now = wib('2026-11-25T10:00')
    await decide(one, 'denied', second)
    const page = (await get(house, own(one))).body
    for (const words of [
      rule,
      /mengajukan sengketa informasi ke Komisi Informasi sampai/,
      /ppid\.kepriprov\.go\.id/,
      /perlu verifikasi/,
    ])
      expect(page).toMatch(words)
    expect((await step(one.id, 'sengketa', { body: 'Register 012/KI/2026' }, at.stranger)).statusCode).toBe(404)
    expect((await step(one.id, 'sengketa', { body: 'Register 012/KI/2026' }, at.officer)).statusCode).toBe(303)
    const there = (await get(house, own(one))).body
    expect(there).toContain('sedang di Komisi Informasi')
    expect(there).not.toContain('mengajukan sengketa informasi ke')
    await close(wib('2026-12-11T16:38'))
    expect(await stored(one)).toMatchObject({ status: 'closed' })
    house.clock.now = wib('2027-02-01T10:00')
    const ruling = { reason: 'granted', body: 'Putusan 012/KI/2026: informasi terbuka.' }
    expect((await step(one.id, 'putusan', { ...ruling, reason: 'mungkin' }, at.officer)).statusCode).toBe(422)
    expect((await step(one.id, 'putusan', ruling, at.officer)).statusCode).toBe(303)
    expect((await step(one.id, 'putusan', ruling, at.officer)).statusCode).toBe(409)
    expect(await stored(one)).toMatchObject({ status: 'processing', queue: 2 })
    const after = (await get(house, own(one))).body
    for (const words of [
      'Putusan 012/KI/2026',
      'Dikabulkan, seluruhnya atau sebagian',
      'karena putusan Komisi Informasi',
    ])
      expect(after).toContain(words)
    // Where the superior stays silent, the time begins when theirs is over.
    const silent = await request()
    await answer(silent)
    await object(silent)
    const { queue_at: until } = await stored(silent)
    house.clock.now = new Date(until.getTime() + 60_000)
    expect((await get(house, own(silent))).body).toContain('mengajukan sengketa informasi ke Komisi Informasi sampai')
    house.clock.now = wib('2027-04-01T10:00')
    expect((await get(house, own(silent))).body).not.toContain('mengajukan sengketa informasi ke')
  })

  test('where nobody else can decide, the case says so and whoever gives roles hears of it', async () => {
    const alone = await newScene(house, ['complaint.objection'])
    // Who could not even read it is nobody who can decide.
    await newPerson(house, alone.institution, alone.unit, ['complaint.objection'])
    const giver = await newPerson(house, alone.institution, alone.institution.root, ['role.manage'])
    const outer = at
    at = alone
    try {
      const one = await request()
      await answer(one)
      expect((await object(one)).statusCode).toBe(303)
      expect(await read(`/pengaduan/${one.id}`, alone.officer)).toContain('Belum ada orang lain')
      await tell(one)
      expect(await read('/kotak-masuk', giver)).toContain('belum ada yang dapat memutuskan')
    } finally {
      at = outer
    }
  })
})
