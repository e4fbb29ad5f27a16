import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createApiClient } from '../../core/people/index.ts'
import { newId } from '../../platform/id.ts'
import { createLog } from '../../platform/log.ts'
import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  testHouse,
} from '../../platform/test/harness.ts'
import { naughtyTexts } from '../../platform/test/naughty.ts'
import { applyEvents, type NewEvent, submitComplaints } from './acts.ts'
import { complaintExcerpts, complaintSummary, firstComplaintMonth, monthlyComplaints } from './figures.ts'
import { closeJob, recomputeJob } from './jobs.ts'
import { listEvents } from './rows.ts'
import { forgetTiming, project, readTiming } from './timing.ts'

let house: TestHouse
const present = new Date('2026-11-20T03:00:00Z')
beforeAll(async () => {
  house = await testHouse()
})
afterEach(() => {
  house.clock.now = new Date()
})

const everything = ['complaint.read', 'complaint.verify', 'complaint.handle', 'complaint.create', 'complaint.rules']
const words = { subject: 'Antrean lambat di loket', body: 'Menunggu tiga jam tanpa penjelasan.' }

async function scene() {
  const institution = await newInstitution(house)
  const unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Uji')
  const officer = await newPerson(house, institution, institution.root, everything)
  return { institution, unit, officer, base: `/i/${institution.slug}` }
}

type Scene = Awaited<ReturnType<typeof scene>>

function filed(at: Scene, receivedAt: Date[], more: { subject?: string } = {}) {
  return asSystem(house, at.institution, 'complaint.read', (db, scope) =>
    submitComplaints(
      db,
      scope,
      present,
      receivedAt.map((when) => ({
        ...words,
        privacy: 'anonymous' as const,
        channel: 'web' as const,
        actor: 'citizen' as const,
        ...more,
        unit_id: at.unit,
        at: when,
      })),
    ),
  )
}

function told(at: Scene, id: string, events: NewEvent[], now = present) {
  return asSystem(house, at.institution, 'complaint.read', (db, scope) => applyEvents(db, scope, now, [{ id, events }]))
}

const accepted = (unit: string, when: Date): NewEvent[] => [
  { kind: 'verified', actor: 'officer', at: when },
  { kind: 'classified', actor: 'officer', class: 'ordinary', theme: 'kecepatan', at: when },
  { kind: 'routed', actor: 'officer', unit_id: unit, at: when },
]
const answer = (when: Date): NewEvent => ({
  kind: 'answered',
  actor: 'officer',
  outcome: 'resolved',
  body: 'Sudah.',
  at: when,
})

async function stored(id: string) {
  const { rows } = await house.owner.query('select * from complaints.complaint where id = $1', [id])
  return rows[0]
}

function run(job: typeof closeJob, at: Scene, now: Date): Promise<void> {
  return job.run(house.database, { institution: at.institution.id, payload: {} }, now, createLog('silent'))
}

describe('deadline rules', () => {
  test('a new rule is a new row; the worklist is computed again and equals a fresh computation', async () => {
    house.clock.now = present
    const at = await scene()
    const [old, receipt] = await filed(at, [new Date('2026-11-19T03:00:00Z'), new Date('2026-11-20T02:00:00Z')])
    const kept = new Date('2026-11-24T09:00:00Z')
    expect((await stored(old!.id)).queue_at).toEqual(kept)
    const fields = {
      rule: 'verify',
      amount: '1',
      unit: 'working_day',
      valid_from: '2026-11-20',
      source: 'Keputusan Bupati Uji 1/2026',
    }
    const past = await post(house, '/pengaduan/batas-waktu', { ...fields, valid_from: '2026-11-19' }, at.officer)
    expect(past.statusCode).toBe(422)
    expect(past.body).toContain('Sejak tanggal ini sudah ada laporan')
    // A slip is put right on the same day: of one date the rule set last holds.
    const slip = { ...fields, amount: '11', source: 'Salah ketik' }
    expect((await post(house, '/pengaduan/batas-waktu', slip, at.officer)).statusCode).toBe(303)
    expect((await post(house, '/pengaduan/batas-waktu', fields, at.officer)).statusCode).toBe(303)
    expect((await get(house, '/pengaduan/batas-waktu', at.officer)).body).toContain('Keputusan Bupati Uji 1/2026')
    await run(recomputeJob, at, present)
    expect((await stored(old!.id)).queue_at).toEqual(kept)
    const row = await stored(receipt!.id)
    expect(row.queue_at).toEqual(new Date('2026-11-23T09:00:00Z'))
    const fresh = await asSystem(house, at.institution, 'complaint.read', async (db, scope) =>
      project(row, await listEvents(db, scope, [row.id]), await readTiming(db, scope)),
    )
    expect(row).toMatchObject(fresh)
  })

  test('nobody without the permission sets them, and nonsense is named at its field', async () => {
    const at = await scene()
    const reader = await newPerson(house, at.institution, at.institution.root, ['complaint.read'])
    expect((await get(house, '/pengaduan/batas-waktu', reader)).statusCode).toBe(403)
    const wrong = await post(
      house,
      '/pengaduan/batas-waktu',
      { rule: 'x', amount: '0', unit: 'year', valid_from: '2026-02-30', source: '' },
      at.officer,
    )
    expect(wrong.statusCode).toBe(422)
    for (const text of ['Pilih batas waktunya', 'Paling kecil 1', 'tidak ada di kalender', 'Tuliskan sumbernya'])
      expect(wrong.body).toContain(text)
  })
})

describe('silence', () => {
  test('ten working days after the answer it is closed once; until then it can be reopened, not after', async () => {
    const at = await scene()
    const [one, two] = await filed(at, [new Date('2026-10-01T03:00:00Z'), new Date('2026-11-10T03:00:00Z')])
    await told(at, one!.id, [
      ...accepted(at.unit, new Date('2026-10-02T03:00:00Z')),
      answer(new Date('2026-10-05T03:00:00Z')),
    ])
    await told(at, two!.id, [
      ...accepted(at.unit, new Date('2026-11-11T03:00:00Z')),
      answer(new Date('2026-11-12T03:00:00Z')),
    ])
    await run(closeJob, at, present)
    await run(closeJob, at, present)
    expect(await stored(one!.id)).toMatchObject({ status: 'closed', queue: 4, derived_events: 6 })
    expect(await stored(two!.id)).toMatchObject({ status: 'answered', queue: 3 })
    house.clock.now = present
    const late = await post(house, `${at.base}/lacak/${one!.code}${one!.key}/buka-kembali`, { reason: 'Belum selesai' })
    expect(late.statusCode).toBe(409)
    expect(late.body).toContain('sudah lewat')
    expect(late.body).toContain('Belum selesai')
    expect(
      (await post(house, `${at.base}/lacak/${two!.code}${two!.key}/buka-kembali`, { reason: 'Belum selesai' }))
        .statusCode,
    ).toBe(303)
  })

  test('what is never completed is refused with that reason', async () => {
    const at = await scene()
    const [one] = await filed(at, [new Date('2026-10-01T03:00:00Z')])
    await told(at, one!.id, [
      {
        kind: 'completion_requested',
        actor: 'officer',
        body: 'Mohon dilengkapi',
        at: new Date('2026-10-02T03:00:00Z'),
      },
    ])
    await run(closeJob, at, present)
    expect(await stored(one!.id)).toMatchObject({ status: 'rejected' })
    house.clock.now = present
    expect((await get(house, `${at.base}/lacak/${one!.code}${one!.key}`)).body).toContain(
      'Tidak dilengkapi sampai batas waktunya',
    )
  })
})

describe('the worklist', () => {
  test('pages by key without gap or repeat, oldest deadline first, and finds words and codes', async () => {
    const at = await scene()
    const times = Array.from(
      { length: 120 },
      (_, index) => new Date(Date.parse('2026-11-02T01:00:00Z') + index * 3_600_000),
    )
    const receipts = await filed(at, times)
    const [special] = await filed(at, [new Date('2026-11-19T01:00:00Z')], { subject: 'Kursi roda tidak tersedia' })
    house.clock.now = present
    const seen: string[] = []
    let url: string | undefined = '/pengaduan?antrean=verify'
    for (let page = 0; url && page < 5; page++) {
      const { body } = await get(house, url, at.officer)
      seen.push(...[...body.matchAll(/data-href="\/pengaduan\/([^"]+)"/g)].map((match) => match[1]!))
      url = /href="([^"]+)" rel="next"/.exec(body)?.[1]?.replaceAll('&amp;', '&')
    }
    expect(seen).toEqual([...receipts.map((receipt) => receipt.id), special!.id])
    const search = await get(house, '/pengaduan?antrean=verify&q=RODA%20kur', at.officer)
    expect([...search.body.matchAll(/data-href/g)]).toHaveLength(1)
    expect(search.body).toContain('Kursi roda tidak tersedia')
    expect((await get(house, `/pengaduan?q=${special!.code}`, at.officer)).headers['location']).toBe(
      `/pengaduan/${special!.id}`,
    )
    expect(
      (
        await get(
          house,
          '/pengaduan?antrean=verify&setelah=99999999999999.00000000-0000-7000-8000-000000000000',
          at.officer,
        )
      ).statusCode,
    ).toBe(200)
    expect(
      (await get(house, "/pengaduan?antrean=x&unit=1&q='%3A*%20%26&setelah=abc&theme=zz", at.officer)).statusCode,
    ).toBe(200)
  })
})

describe('figures for the other slices', () => {
  test('months are those of the institution; refused and unclassified ones do not count', async () => {
    const at = await scene()
    // 31 October 23.30 in Jakarta is still October, half an hour later is November.
    const [october, november, refused, open] = await filed(
      at,
      ['16:30', '17:30', '17:40', '17:50'].map((time) => new Date(`2026-10-31T${time}:00Z`)),
    )
    for (const receipt of [october, november])
      await told(at, receipt!.id, accepted(at.unit, new Date('2026-11-02T03:00:00Z')))
    await told(at, refused!.id, [
      { kind: 'rejected', actor: 'officer', reason: 'duplicate', at: new Date('2026-11-02T03:00:00Z') },
    ])
    expect(open).toBeDefined()
    await asSystem(house, at.institution, 'complaint.read', async (db, scope) => {
      const of = (month: string) => ({ unit_id: at.unit, theme: 'kecepatan', month, count: 1 })
      expect(await monthlyComplaints(db, scope, { from: '2026-10', to: '2026-11' })).toEqual([
        of('2026-10'),
        of('2026-11'),
      ])
      expect(await monthlyComplaints(db, scope, { from: '2026-11', to: '2026-11' })).toEqual([of('2026-11')])
      const both = { from: '2026-10', to: '2026-11' }
      const only = (units: string[], theme: string) => monthlyComplaints(db, scope, both, { units, theme })
      expect(await only([at.unit], 'kecepatan')).toEqual([of('2026-10'), of('2026-11')])
      expect(await only([at.unit], 'biaya')).toEqual([])
      expect(await only([at.institution.root], 'kecepatan')).toEqual([])
      expect(await firstComplaintMonth(db, scope, { from: '2020-01', to: '2026-11' })).toBe('2026-10')
      expect(await firstComplaintMonth(db, scope, { from: '2026-12', to: '2027-01' })).toBeUndefined()
      const excerpts = await complaintExcerpts(db, scope, {
        units: [at.unit],
        theme: 'kecepatan',
        from: '2026-11',
        to: '2026-11',
        limit: 5,
      })
      expect(excerpts.map((excerpt) => excerpt.code)).toEqual([november!.code])
      expect(await complaintSummary(db, scope, present)).toMatchObject({ open: 3, received30: 4, resolved30: 0 })
    })
  })
})

describe('the API', () => {
  test('files a complaint and tells where it stands; without the scope it does neither', async () => {
    const at = await scene()
    const { rows } = await house.owner.query(
      `insert into services.service (institution_id, id, unit_id, name, slug, product, promise_days, channels, updated_at)
       values ($1, $2, $3, 'Kartu Keluarga', 'kk', 'KK', 1, '{counter}', now()) returning id`,
      [at.institution.id, newId(), at.unit],
    )
    expect(rows).toHaveLength(1)
    const client = (scopes: string[]) =>
      asSystem(house, at.institution, 'api_client.manage', (db, scope) =>
        createApiClient(db, scope, present, { name: 'Uji', scopes }),
      )
    const header = (made: { key: string; secret: string }) => ({
      authorization: `Basic ${Buffer.from(`${made.key}:${made.secret}`).toString('base64')}`,
      'content-type': 'application/json',
    })
    const full = await client(['complaint.create', 'complaint.read'])
    const none = await client([])
    const payload = JSON.stringify({ service: 'kk', privacy: 'secret', ...words })
    const made = await house.app.inject({ method: 'POST', url: '/api/v1/complaints', payload, headers: header(full) })
    expect(made.statusCode).toBe(201)
    const { code, reporter_key: whole } = made.json()
    expect(whole).toMatch(new RegExp(`^${code}-[0-9A-HJKMNP-TV-Z]{6}$`))
    expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    const found = await house.app.inject({ url: `/api/v1/complaints/${code}`, headers: header(full) })
    expect(found.json()).toMatchObject({ code, status: 'received', service: 'Kartu Keluarga', subject: '' })
    expect(
      (await house.app.inject({ method: 'POST', url: '/api/v1/complaints', payload, headers: header(none) }))
        .statusCode,
    ).toBe(403)
    expect((await house.app.inject({ url: `/api/v1/complaints/${code}`, headers: header(none) })).statusCode).toBe(403)
    const again = async (key: string) =>
      (
        await house.app.inject({
          method: 'POST',
          url: '/api/v1/complaints',
          payload: JSON.stringify({ service: 'kk', privacy: 'open', kind: 'question', idempotency_key: key, ...words }),
          headers: header(full),
        })
      ).json()
    const first = await again('satu')
    expect([first.repeated, (await again('satu')).code, (await again('satu')).repeated]).toEqual([
      false,
      first.code,
      true,
    ])
    expect((await again('dua')).code).not.toBe(first.code)
    const wrongdoing = await house.app.inject({
      method: 'POST',
      url: '/api/v1/complaints',
      payload: JSON.stringify({ service: 'kk', privacy: 'open', kind: 'whistleblowing', ...words }),
      headers: header(full),
    })
    expect(wrongdoing.statusCode).toBe(201)
    const apart = `/api/v1/complaints/${wrongdoing.json().code}`
    expect((await house.app.inject({ url: apart, headers: header(full) })).statusCode).toBe(404)
    const list = await house.app.inject({ url: '/api/v1/complaints?queue=verify&kind=question', headers: header(full) })
    expect(list.json().complaints.map((one: { code: string }) => one.code)).toContain(first.code)
    expect(list.json().complaints.map((one: { code: string }) => one.code)).not.toContain(wrongdoing.json().code)
    const handling = await client(['complaint.read', 'complaint.handle'])
    const said = await house.app.inject({
      method: 'POST',
      url: `/api/v1/complaints/${first.code}/messages`,
      payload: '{"text":"Sudah tiga hari."}',
      headers: header(handling),
    })
    expect(said.json()).toEqual({ code: first.code, seq: 2, repeated: false })
    const coordinating = await client(['complaint.read', 'complaint.handle', 'complaint.verify'])
    const step = (body: object, who = coordinating) =>
      house.app.inject({
        method: 'POST',
        url: `/api/v1/complaints/${first.code}/steps`,
        payload: JSON.stringify(body),
        headers: header(who),
      })
    const verify = { step: 'verify', class: 'light', theme: 'biaya', unit: at.unit, idempotency_key: 'langkah-1' }
    expect((await step(verify, handling)).statusCode).toBe(404)
    expect((await step({ step: 'verify', class: 'light' })).json().fields).toHaveProperty('unit')
    expect((await step(verify)).json()).toMatchObject({ status: 'forwarded', repeated: false })
    expect((await step(verify)).json()).toMatchObject({ status: 'forwarded', repeated: true })
    expect((await step({ ...verify, idempotency_key: 'lain' })).statusCode).toBe(409)
    const answer = { step: 'answer', outcome: 'resolved', text: 'Kartu sudah jadi.', idempotency_key: 'langkah-2' }
    expect((await step(answer, handling)).json()).toMatchObject({ status: 'answered', repeated: false })
    expect((await step(answer, handling)).json()).toMatchObject({ status: 'answered', repeated: true })
    const search = (q: string) =>
      house.app.inject({ url: `/api/v1/complaints?queue=citizen&q=${q}`, headers: header(full) })
    expect((await search(words.subject.split(' ')[0]!)).json().complaints).toHaveLength(1)
    expect((await search('tidakadakata')).json().complaints).toHaveLength(0)
    const wrong = await house.app.inject({
      method: 'POST',
      url: '/api/v1/complaints',
      payload: '{"service":"kk"}',
      headers: header(full),
    })
    expect(wrong.statusCode).toBe(422)
  })
})

test('naughty strings go through every text field and come out inert', async () => {
  const at = await scene()
  const sent: string[] = []
  const texts = naughtyTexts(150)
  for (const text of texts) {
    const answer = await post(house, `${at.base}/lapor/singkat`, {
      about: `unit:${at.unit}`,
      privacy: 'open',
      subject: text,
      body: text,
      place: text,
      reporter_name: text,
      reporter_email: '',
      reporter_phone: '',
    })
    expect([303, 422], text).toContain(answer.statusCode)
    if (answer.statusCode === 303) sent.push(String(answer.headers['location']).split('/')[4]!)
  }
  expect(sent.length).toBeGreaterThan(texts.length * 0.8)
  for (const [index, code] of sent.entries()) {
    if (index % 4 !== 0) continue
    const page = await get(house, `${at.base}/lacak/${code}`)
    expect(page.statusCode).toBe(200)
    expect(page.body).not.toMatch(/<script(?! type="module" src="\/assets)|<img src=x|javascript:alert\(1\)"/i)
  }
  for (const text of texts) {
    for (const url of [
      `/pengaduan?q=${encodeURIComponent(text.toWellFormed())}`,
      `${at.base}/layanan?q=${encodeURIComponent(text.toWellFormed())}`,
    ]) {
      expect((await get(house, url, at.officer)).statusCode, url).toBeLessThan(500)
    }
    const looked = await post(house, `${at.base}/lacak`, { kode: text })
    expect([303, 422]).toContain(looked.statusCode)
  }
  forgetTiming(at.institution.id)
})
