import { beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../platform/id.ts'
import {
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  postMultipart,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../platform/test/harness.ts'

const NOW = new Date('2026-11-21T03:00:00Z')

let house: TestHouse
let institution: TestInstitution
let office: string
let other: string
let head: TestPerson
let verifier: TestPerson
let reader: TestPerson
let employee: TestPerson
let stranger: TestPerson

beforeAll(async () => {
  house = await testHouse()
  house.clock.now = NOW
  institution = await newInstitution(house)
  office = await newUnit(house, institution, institution.root, 'department', 'Dinas Uji Layanan')
  other = await newUnit(house, institution, institution.root, 'department', 'Dinas Lain')
  const desk = await newUnit(house, institution, office, 'desk', 'Loket Uji')
  head = await newPerson(house, institution, office, ['performance.read', 'performance.manage'])
  verifier = await newPerson(house, institution, institution.root, ['performance.read', 'performance.verify'])
  reader = await newPerson(house, institution, office, ['performance.read'])
  employee = await newPerson(house, institution, desk)
  stranger = await newPerson(house, institution, other, ['performance.read', 'performance.manage'])
  await writeFacts(desk)
  return () => {
    house.clock.now = new Date()
  }
})

/** 40 answered in an hour, 10 after two days, all in October; 12 digital services of 20, 18 of them on time. */
async function writeFacts(unit: string): Promise<void> {
  const { owner } = house
  await owner.query(`insert into statistics.state (institution_id, folded_at) values ($1, $2)`, [institution.id, NOW])
  await owner.query(
    `insert into statistics.fact (institution_id, complaint_id, month, received_at, unit_id, kind, channel, hidden, state,
       due_at, answer_hours, answer_days, verify_days, reopened, solved, evidence, shuffle, events, calendar)
     select $1, gen_random_uuid(), '2026-10-01', '2026-10-10T02:00:00Z', $2, case when n <= 10 then 'question' else 'complaint' end,
       'web', false, case when n <= 50 then 2 else 1 end, case when n > 50 then timestamptz '2026-11-30' end,
       case when n <= 40 then 1 when n <= 50 then 48 end, 1, 1, false, true, false, n, 1, 1
     from generate_series(1, 60) n`,
    [institution.id, unit],
  )
  await addUp()
  const service = newId()
  await owner.query(
    `insert into services.service (institution_id, id, unit_id, name, slug, product, promise_minutes, channels, updated_at)
     values ($1, $2, $3, 'Izin uji', 'izin-uji', 'Izin', 60, '{}', now())`,
    [institution.id, service, unit],
  )
  await owner.query(
    `insert into services.transaction (institution_id, id, service_id, unit_id, state, channel, digital, arrived_at, started_at,
       ended_at, outcome, on_time)
     select $1, gen_random_uuid(), $2, $3, 3, 'counter', n <= 12, '2026-10-05T02:00:00Z', '2026-10-05T02:00:00Z',
       '2026-10-05T03:00:00Z', 'completed', n <= 18 from generate_series(1, 20) n`,
    [institution.id, service, unit],
  )
}

const target = {
  level: 'result',
  template: 'within_day',
  name: 'Pengaduan dijawab dalam 24 jam',
  relevance: 'Warga segera tahu bahwa laporannya sampai.',
  source: 'Statistik pengaduan',
  measure: '%',
  direction: 'up',
  scaleMin: '0',
  scaleMax: '100',
  baseline: '60',
  baselineOn: '2025-12-31',
  targetKind: 'points',
  target: '5',
  dueOn: '2026-12-31',
}
/** What the statistics add up from their rows. */
async function addUp(): Promise<void> {
  await house.owner.query(
    `insert into statistics.unit_curve (institution_id, month, unit_id, question, bin, answered)
     select institution_id, month, unit_id, kind = 'question', answer_hours, count(*) from statistics.fact
     where institution_id = $1 and state = 2 group by 1, 2, 3, 4, 5
     on conflict (institution_id, month, unit_id, question, bin) do update set answered = excluded.answered`,
    [institution.id],
  )
}

const text = (body: string) =>
  body
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('\u00a0', ' ')

describe('the scorecard of a unit', () => {
  test('counts its desks too, treats those who wait as waiting, and says from what', async () => {
    const answer = await get(house, `/kinerja/${office}?periode=2026-10`, head)
    expect(answer.statusCode).toBe(200)
    const page = text(answer.body)
    // 40 of 50 answered and 10 that have waited for weeks.
    expect(page).toContain('66,7 %')
    expect(page).toContain('dari 60 kejadian')
    expect(page).toContain('Menunggu 24 jam atau lebih')
    expect(page).toContain('60,0 %')
    expect(page).toContain('90,0 %')
    expect(page).toContain('aturan Sigap 2026, edisi 4')
    for (const part of ['Kepuasan masyarakat', 'Efisiensi anggaran', 'Responsivitas', 'Adaptabilitas', 'Inovasi'])
      expect(page).toContain(part)
  })

  test('a month without anything says so instead of zero', async () => {
    const page = text((await get(house, `/kinerja/${office}?periode=2026-03`, head)).body)
    expect(page).toContain('Tidak ada kejadian pada masa ini.')
    expect(page).not.toContain('0,0 %')
  })

  test('small numbers tell nothing, neither on the page nor in the file', async () => {
    const lone = await newUnit(house, institution, institution.root, 'department', 'Dinas Sepi')
    await house.owner.query(
      `insert into statistics.fact (institution_id, complaint_id, month, received_at, unit_id, kind, channel, hidden, state,
         answer_hours, answer_days, verify_days, reopened, solved, evidence, shuffle, events, calendar)
       select $1, gen_random_uuid(), '2026-10-01', '2026-10-10T02:00:00Z', $2, 'complaint', 'web', false, 2, 1, 1, 1, false,
         true, false, n, 1, 1 from generate_series(1, 4) n`,
      [institution.id, lone],
    )
    await addUp()
    const page = text((await get(house, `/kinerja/${lone}?periode=2026-10`, verifier)).body)
    expect(page).toContain('Terlalu sedikit kejadian')
    expect(page).not.toContain('100,0 %')
    const file = await get(house, `/kinerja/${lone}/unduh?periode=2026-10&bentuk=csv`, verifier)
    const row = file.body.split('\r\n').find((line) => line.includes('24 jam') && line.includes('Oktober 2026'))!
    expect(row).toContain('Belum dapat disimpulkan')
    expect(row).not.toMatch(/,4,|,100,/)
  })

  test('as a file for spreadsheets, in both forms', async () => {
    const csv = await get(house, `/kinerja/${office}/unduh?periode=2026-10`, head)
    expect(csv.headers['content-type']).toContain('text/csv')
    expect(csv.body).toContain('66.67')
    const xlsx = await get(house, `/kinerja/${office}/unduh?periode=2026-10&bentuk=xlsx`, head)
    expect(xlsx.rawPayload.subarray(0, 2).toString()).toBe('PK')
  })

  test('who sees what: reach of the role, the own unit without one, others not at all', async () => {
    expect((await get(house, `/kinerja/${office}`, reader)).statusCode).toBe(200)
    expect((await get(house, `/kinerja/${office}`, stranger)).statusCode).toBe(404)
    expect((await get(house, `/kinerja/${office}`, employee)).statusCode).toBe(403)
    expect((await get(house, `/kinerja/${office}/rincian/within_day`, stranger)).statusCode).toBe(404)
    expect((await get(house, `/kinerja/${office}/unduh`, stranger)).statusCode).toBe(404)
    expect((await get(house, '/pantauan', employee)).statusCode).toBe(403)
    const own = await get(house, '/kinerja/unit-saya?periode=2026-10', employee)
    expect(text(own.body)).toContain('Kartu kinerja: Loket Uji')
    expect(text(own.body)).toContain('66,7 %')
    // Without a role there is nothing to set, and no door to another unit.
    expect(own.body).not.toContain('/rincian/')
    const board = text((await get(house, '/pantauan?periode=2026-10', stranger)).body)
    expect(board).toContain('Dinas Lain')
    expect(board).not.toContain('Dinas Uji Layanan')
  })
})

describe('targets', () => {
  test('one that is SMART is judged with its interval; the next replaces it', async () => {
    const set = await post(house, `/kinerja/${office}/target`, target, head)
    expect(set.statusCode, text(set.body)).toBe(303)
    const page = text((await get(house, `/kinerja/${office}/rincian/within_day?periode=2026-10`, head)).body)
    expect(page).toContain('Target 65,0 %')
    // 66.7 % with an interval from 54 to 77: not yet to be told.
    expect(page).toContain('Belum dapat disimpulkan')
    expect(page).toContain('Warga segera tahu')
    await post(house, `/kinerja/${office}/target`, { ...target, baseline: '30', target: '10' }, head)
    const next = text((await get(house, `/kinerja/${office}/rincian/within_day?periode=2026-10`, head)).body)
    expect(next).toContain('Target 40,0 %')
    expect(next).toContain('Tercapai')
    const { rows } = await house.owner.query(
      'select count(*)::int as n from performance.indicator where institution_id = $1 and unit_id = $2 and retired_at is null',
      [institution.id, office],
    )
    expect(rows[0].n).toBe(1)
  })

  test('what is not SMART is refused at its field, with what was typed', async () => {
    const refused = async (change: Record<string, string>) => {
      const answer = await post(house, `/kinerja/${office}/target`, { ...target, ...change }, head)
      expect(answer.statusCode).toBe(422)
      return text(answer.body)
    }
    expect(await refused({ measure: '' })).toContain('Satuan ukur belum diisi')
    expect(await refused({ dueOn: '' })).toContain('Batas waktu belum diisi')
    expect(await refused({ relevance: 'x' })).toContain('Tulis paling sedikit 10 huruf')
    expect(await refused({ target: '50' })).toContain('batas skala 100')
    expect(await refused({ baselineOn: '2026-11-30' })).toContain('belum terjadi')
    expect(await refused({ dueOn: '2025-01-01' })).toContain('sesudah tanggal nilai awal')
  })

  test('an address without an indicator leads to the card, which says what to do', async () => {
    for (const answer of [
      await get(house, `/kinerja/${office}/target`, head),
      await post(house, `/kinerja/${office}/target`, { ...target, template: '' }, head),
    ]) {
      expect(answer.statusCode).toBe(303)
      expect(answer.headers.location).toBe(`/kinerja/${office}`)
    }
  })

  test('nobody sets a target for a unit out of reach, and a reader sets none', async () => {
    expect((await post(house, `/kinerja/${office}/target`, target, stranger)).statusCode).toBe(404)
    expect((await post(house, `/kinerja/${office}/target`, target, reader)).statusCode).toBe(403)
  })
})

describe('values with evidence', () => {
  const value = {
    month: '2026-10',
    value: '70',
    hits: '7',
    total: '10',
    measured_on: '2026-10-31',
    source: 'Berita acara',
    evidence_url: 'https://contoh.example/ba.pdf',
  }
  let indicator: string

  beforeAll(async () => {
    const answer = await post(
      house,
      `/kinerja/${office}/target`,
      { ...target, template: 'technology', name: 'Layanan dengan tanda tangan elektronik', target: '20' },
      head,
    )
    indicator = String(answer.headers.location).split('/').at(-1)!
  })

  const waiting = async () => {
    const { rows } = await house.owner.query(
      'select id from performance.measurement where institution_id = $1 and indicator_id = $2 and state = 0 order by id',
      [institution.id, indicator],
    )
    return rows.map((row) => row.id as string)
  }

  test('count only when somebody else has verified them', async () => {
    const entered = await post(house, `/kinerja/indikator/${indicator}/nilai`, value, head)
    expect(entered.statusCode, text(entered.body)).toBe(303)
    const detail = `/kinerja/${office}/rincian/${indicator}?periode=2026-10`
    expect(text((await get(house, detail, head)).body)).toContain('Belum ada nilai yang disahkan')
    // Whoever oversees goes from here to a plan that rests on this indicator.
    const oversight = `/pengawasan/baru?unit=${office}&amp;indikator=${indicator}`
    expect((await get(house, detail, head)).body).not.toContain(oversight)
    const overseer = await newPerson(house, institution, institution.root, ['performance.read', 'oversight.manage'])
    expect((await get(house, detail, overseer)).body).toContain(oversight)
    const [id] = await waiting()
    expect(text((await get(house, '/kinerja/verifikasi', verifier)).body)).toContain('tanda tangan elektronik')
    expect((await post(house, `/kinerja/nilai/${id}/sahkan`, {}, verifier)).statusCode).toBe(303)
    const page = text((await get(house, detail, head)).body)
    expect(page).toContain('70,0 %')
    expect(page).toContain('Selang 95 %: 39,7 % – 89,2 %')
  })

  test('who enters does not verify, not even with the right to', async () => {
    const both = await newPerson(house, institution, office, [
      'performance.read',
      'performance.manage',
      'performance.verify',
    ])
    await post(house, `/kinerja/indikator/${indicator}/nilai`, { ...value, month: '2026-09' }, both)
    const [id] = await waiting()
    for (const act of ['sahkan', 'tolak']) {
      const answer = await post(house, `/kinerja/nilai/${id}/${act}`, { reason: 'Sendiri' }, both)
      expect(answer.statusCode).toBe(409)
      expect(text(answer.body)).toContain('Anda yang mencatat nilai ini')
    }
    expect(text((await get(house, '/kinerja/verifikasi', both)).body)).toContain('Anda yang mencatat nilai ini')
    expect((await post(house, `/kinerja/nilai/${id}/tolak`, { reason: '' }, verifier)).statusCode).toBe(422)
    expect((await post(house, `/kinerja/nilai/${id}/tolak`, { reason: 'Bukti lain' }, verifier)).statusCode).toBe(303)
    expect((await post(house, `/kinerja/nilai/${id}/sahkan`, {}, verifier)).statusCode).toBe(409)
    expect(text((await get(house, `/kinerja/${office}/rincian/${indicator}`, head)).body)).toContain('Bukti lain')
  })

  test('a later value for the same month replaces the verified one', async () => {
    await post(house, `/kinerja/indikator/${indicator}/nilai`, { ...value, value: '80', hits: '8' }, head)
    const [id] = await waiting()
    expect((await post(house, `/kinerja/nilai/${id}/sahkan`, {}, verifier)).statusCode).toBe(303)
    const page = text((await get(house, `/kinerja/${office}/rincian/${indicator}?periode=2026-10`, head)).body)
    expect(page).toContain('80,0 %')
    expect(page).toContain('Diganti nilai yang disahkan kemudian')
  })

  test('without evidence, with counts that do not fit, or for a month to come there is none', async () => {
    const refused = async (change: Record<string, string>) => {
      const answer = await post(house, `/kinerja/indikator/${indicator}/nilai`, { ...value, ...change }, head)
      expect(answer.statusCode).toBe(422)
      return text(answer.body)
    }
    expect(await refused({ evidence_url: '' })).toContain('Sertakan bukti')
    expect(await refused({ evidence_url: 'javascript:alert(1)' })).toContain('http://')
    expect(await refused({ hits: '11' })).toContain('Tidak mungkin lebih')
    expect(await refused({ value: '20' })).toContain('tidak cocok dengan jumlahnya')
    expect(await refused({ month: '2027-01' })).toContain('Bulan ini belum terjadi')
    expect(await refused({ total: '' })).toContain('kosongkan keduanya')
  })

  test('its file opens for whoever may see the scorecard, and for nobody else', async () => {
    const pdf = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n')
    const { evidence_url: _url, ...bare } = value
    const answer = await postMultipart(
      house,
      `/kinerja/indikator/${indicator}/nilai`,
      { ...bare, month: '2026-08', evidence: { name: 'bukti.pdf', type: 'application/pdf', body: pdf } },
      head,
    )
    expect(answer.statusCode, text(answer.body)).toBe(303)
    const page = (await get(house, `/kinerja/${office}/rincian/${indicator}`, head)).body
    const file = /\/berkas\/[0-9a-f-]{36}/.exec(page)![0]
    expect((await get(house, file, reader)).statusCode).toBe(200)
    expect((await get(house, file, stranger)).statusCode).toBe(404)
    expect((await get(house, file, employee)).statusCode).toBe(404)
  })
})

describe('procedures', () => {
  test('steps are watched and become a share; a step that did not arise is not counted', async () => {
    const made = await post(
      house,
      `/kinerja/${office}/sop`,
      {
        name: 'SOP loket uji',
        source: 'SK 1/2026',
        items: '1. Menyapa\n2. Memeriksa berkas\n\n- Memberi tanda terima',
      },
      head,
    )
    expect(made.statusCode, text(made.body)).toBe(303)
    const list = (await get(house, `/kinerja/${office}/sop`, head)).body
    const id = new RegExp(`/kinerja/${office}/sop/([0-9a-f-]{36})`).exec(list)![1]!
    const form = `/kinerja/${office}/sop/${id}`
    expect(text((await get(house, form, head)).body)).toContain('3. Memberi tanda terima')
    const watched = { observed_on: '2026-10-20', 'item-1': '1', 'item-2': '0', 'item-3': '2' }
    for (let one = 0; one < 5; one++) expect((await post(house, form, watched, head)).statusCode).toBe(303)
    const card = text((await get(house, `/kinerja/${office}/rincian/sop?periode=2026-10`, head)).body)
    expect(card).toContain('50,0 %')
    const steps = text((await get(house, `/kinerja/${office}/sop`, head)).body)
    expect(steps).toContain('100,0 % (5 dari 5)')
    expect(steps).toContain('0,0 % (0 dari 5)')
    const { 'item-2': _left, ...missing } = watched
    const refused = await post(house, form, missing, head)
    expect(refused.statusCode).toBe(422)
    expect(text(refused.body)).toContain('2. Pilih satu jawaban')
    const never = { observed_on: '2026-10-20', 'item-1': '2', 'item-2': '2', 'item-3': '2' }
    expect((await post(house, form, never, head)).statusCode).toBe(422)
    expect((await post(house, form, watched, stranger)).statusCode).toBe(404)
  })
})

test('a threshold is a dated row: what an administrator sets holds from its day', async () => {
  const admin = await newPerson(house, institution, institution.root, [
    'performance.rules',
    'performance.read',
    'vocabulary.read',
  ])
  expect(text((await get(house, '/kinerja/aturan', admin)).body)).toContain('Perlu verifikasi')
  const rule = {
    key: 'small_number',
    value: '80',
    source: 'Surat edaran uji',
    valid_from: '2026-11-21',
    verified: 'on',
  }
  const past = await post(house, '/kinerja/aturan', { ...rule, valid_from: '2026-11-01' }, admin)
  expect([past.statusCode, past.body.includes('Aturan tidak berlaku surut')]).toEqual([422, true])
  expect((await post(house, '/kinerja/aturan', rule, admin)).statusCode).toBe(303)
  expect(text((await get(house, `/kinerja/${office}?periode=2026-10`, admin)).body)).toContain(
    'Terlalu sedikit kejadian',
  )
  await post(house, '/kinerja/aturan', { ...rule, value: '5', verified: '' }, admin)
  expect(text((await get(house, `/kinerja/${office}?periode=2026-10`, admin)).body)).toContain('66,7 %')
  expect((await post(house, '/kinerja/aturan', { ...rule, value: '0' }, admin)).statusCode).toBe(422)
  expect((await post(house, '/kinerja/aturan', rule, head)).statusCode).toBe(403)
  // So is what each indicator is called and rests on.
  const word = { label_id: 'Dijawab sehari', label_en: 'Within a day', position: '60', offered: 'ya' }
  const basis = { source: 'Peraturan uji 9/2026', valid_from: '2026-11-21' }
  const change = () => post(house, '/istilah/unit_indicator/kata/within_day', { ...word, ...basis }, admin)
  expect((await change()).statusCode).toBe(303)
  const told = text((await get(house, '/kinerja/aturan', admin)).body)
  expect(told).toMatch(/Dijawab sehari[\s\S]*Peraturan uji 9\/2026\s*Perlu verifikasi/)
  expect(text((await get(house, `/kinerja/${office}?periode=2026-10`, admin)).body)).toContain('Dijawab sehari')
})
