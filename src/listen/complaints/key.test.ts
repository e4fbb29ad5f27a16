import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  newUnit,
  openHouse,
  post,
  postMultipart,
  type TestHouse,
  testHouse,
} from '../../platform/test/harness.ts'
import { givenUnderSecret, routes } from '../../slices.ts'
import { type Submission, submitComplaints } from './acts.ts'
import { ALPHABET, formatCode, makeCode } from './code.ts'
import { mergeComplaints } from './duplicates/acts.ts'
import { listReporters } from './duplicates/queries.ts'
import { keyOf } from './key.ts'

let house: TestHouse
let strict: TestHouse
beforeAll(async () => {
  house = await testHouse()
  strict = await openHouse(routes, undefined, { rateLimits: true })
})
afterEach(() => {
  house.clock.now = new Date()
})

const staff = ['complaint.read', 'complaint.verify', 'complaint.handle', 'complaint.create', 'complaint.identity']

async function scene(at = house) {
  const institution = await newInstitution(at)
  const unit = await newUnit(at, institution, institution.root)
  const officer = await newPerson(at, institution, institution.root, staff)
  const base = `/i/${institution.slug}`
  const file = async (more: Partial<Submission> = {}) => {
    const [sent] = await asSystem(at, institution, 'complaint.create', (db, scope) =>
      submitComplaints(db, scope, new Date(Date.now() - 60_000), [
        {
          subject: 'Petugas loket minta uang',
          body: 'Saya diminta lima puluh ribu di loket tiga.',
          privacy: 'open',
          reporter_name: 'Siti Aminah',
          reporter_email: 'siti@contoh.example',
          unit_id: unit,
          channel: 'web',
          actor: 'citizen',
          ...more,
        },
      ]),
    )
    return { ...sent!, by: `${base}/lacak/${sent!.code}`, own: `${base}/lacak/${sent!.code}${sent!.key}` }
  }
  const answer = async (id: string) => {
    const step = (name: string, fields: Record<string, string>) =>
      post(at, `/pengaduan/${id}/${name}`, { seen: '99', ...fields }, officer)
    await step('verifikasi', { class: 'ordinary', theme: 'integritas', unit })
    await step('jawab', { outcome: 'resolved', body: 'Uang sudah dikembalikan.' })
  }
  return { institution, unit, officer, base, file, answer }
}

const stored = async (id: string) =>
  (
    await house.owner.query('select status, rating, privacy, reporter_email from complaints.complaint where id = $1', [
      id,
    ])
  ).rows[0]

/** Another key of the right shape. */
function otherThan(key: string): string {
  const last = key.at(-1) === 'A' ? 'B' : 'A'
  return key.slice(0, -1) + last
}

const ACTS: Readonly<Record<string, Record<string, string>>> = {
  tambah: { message: 'Sudah selesai kok.' },
  nilai: { score: '5' },
  selesai: { verdict: 'solved' },
  'buka-kembali': { reason: 'Belum' },
  tarik: { what: 'report' },
  keberatan: { objection: 'Bukan begitu' },
  kontak: { reporter_email: 'lain@contoh.example' },
  kunci: {},
}

describe('with the code alone', () => {
  test('one reads where the report stands, and no word, name or file of it', async () => {
    const { file, answer, officer } = await scene()
    const { by, own, id, key, code } = await file()
    await answer(id)
    for (const as of [undefined, officer]) {
      const page = await get(house, by, as)
      expect(page.statusCode).toBe(200)
      expect(page.body).toContain(formatCode(code))
      expect(page.body).toContain('Dijawab')
      expect(page.body).toContain('Ini laporan Anda?')
      for (const hidden of ['Petugas loket', 'lima puluh', 'Siti', 'siti@', 'dikembalikan', key])
        expect(page.body).not.toContain(hidden)
    }
    expect((await get(house, own)).body).toContain('Uang sudah dikembalikan.')
    expect((await get(house, own)).body).toContain(formatCode(code, key))
    const receipt = await get(house, `${by}/tanda-terima`)
    expect(receipt.body).toContain('Ini laporan Anda?')
    expect(receipt.body).not.toContain(key)
  })

  test('nobody acts: neither an officer nor a stranger, with no key or a wrong one', async () => {
    const { file, answer, officer } = await scene()
    const { by, id, key } = await file()
    await answer(id)
    const before = await stored(id)
    const events = async () =>
      (await house.owner.query('select count(*)::int as n from complaints.event where complaint_id = $1', [id])).rows[0]
        .n
    const written = await events()
    for (const [act, fields] of Object.entries(ACTS))
      for (const address of [by, by + otherThan(key)])
        for (const as of [undefined, officer]) {
          const sent = await post(house, `${address}/${act}`, fields, as)
          expect([404, 422], `${act} ${sent.statusCode}`).toContain(sent.statusCode)
        }
    expect(await stored(id)).toEqual(before)
    expect(await events()).toBe(written)
  })

  test('no file of it is served, and none is taken', async () => {
    const { file, base, unit, institution } = await scene()
    const body = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n')
    const sent = await postMultipart(house, `${base}/lapor/singkat`, {
      kind: 'complaint',
      about: `unit:${unit}`,
      privacy: 'anonymous',
      subject: 'Dengan berkas',
      body: 'Terlampir.',
      photo: { name: 'bukti.pdf', type: 'application/pdf', body },
    })
    const own = String(sent.headers.location).replace('/tanda-terima', '')
    const { rows } = await house.owner.query('select file_id from complaints.attachment where institution_id = $1', [
      institution.id,
    ])
    const berkas = `/berkas/${rows[0].file_id}`
    expect((await get(house, own + berkas)).statusCode).toBe(200)
    expect((await get(house, own.slice(0, -6) + berkas)).statusCode).toBe(404)
    expect((await get(house, own.slice(0, -6) + otherThan(own.slice(-6)) + berkas)).statusCode).toBe(404)
    expect((await file()).code).toBeDefined()
  })

  test('no page of an officer, webhook, audit row or table holds the key', async () => {
    const { file, officer, institution } = await scene()
    const { id, key, code } = await file()
    for (const path of ['/pengaduan', `/pengaduan/${id}`, `/pengaduan/baru/${id}`, `/pengaduan?q=${code}${key}`])
      expect((await get(house, path, officer)).body, path).not.toContain(key)
    const { rows } = await house.owner.query(
      `select (select count(*) from complaints.complaint c where c::text like $1)
        + (select count(*) from complaints.event e where e::text like $1)
        + (select count(*) from audit.event a where a::text like $1)
        + (select count(*) from platform.submission s where s::text like $1 and s.institution_id = $2)
        + (select count(*) from notifications.message m where m::text like $1) as n`,
      [`%${key}%`, institution.id],
    )
    expect(Number(rows[0].n)).toBe(0)
  })
})

describe('with code and key', () => {
  test('typed in one field with or without dashes, in two parts, or in the link', async () => {
    const { file, base } = await scene()
    const { code, key, own, by } = await file()
    const typed = [
      { kode: formatCode(code, key) },
      { kode: ` ${code} ${key}`.toLowerCase() },
      { kode: `${code}${key}` },
      { kode: code, kunci: key },
      { kode: code, kunci: formatCode(code, key) },
    ]
    for (const fields of typed)
      expect((await post(house, `${base}/lacak`, fields)).headers.location, JSON.stringify(fields)).toBe(own)
    expect((await get(house, `${base}/lacak/${formatCode(code, key).toLowerCase()}`)).body).toContain('lima puluh')
    expect((await post(house, `${base}/lacak`, { kode: formatCode(code) })).headers.location).toBe(by)
    const short = await post(house, `${base}/lacak`, { kode: code, kunci: 'ABC' })
    expect(short.statusCode).toBe(422)
    expect(short.body).toContain('Kunci terdiri atas enam')
    const wrong = await get(house, by + otherThan(key))
    expect(wrong.statusCode).toBe(403)
    expect(wrong.body).toContain('Kunci ini tidak cocok')
    expect(wrong.body).not.toContain('lima puluh')
  })

  test('every act works, and the key can be changed', async () => {
    const { file, answer } = await scene()
    const { own, id, by } = await file()
    await answer(id)
    expect((await post(house, `${own}/nilai`, { score: '4' })).statusCode).toBe(303)
    expect((await post(house, `${own}/selesai`, { verdict: 'partly', reason: 'Baru sebagian' })).statusCode).toBe(303)
    expect((await post(house, `${own}/kontak`, { reporter_email: 'baru@contoh.example' })).statusCode).toBe(303)
    expect(await stored(id)).toMatchObject({ rating: 4, reporter_email: 'baru@contoh.example' })
    const changed = String((await post(house, `${own}/kunci`, {})).headers.location)
    expect(changed.startsWith(by)).toBe(true)
    expect((await get(house, own)).statusCode).toBe(403)
    expect((await get(house, changed)).statusCode).toBe(200)
    expect((await post(house, `${own}/tarik`, { what: 'report' })).statusCode).toBe(404)
  })

  test('a report in another institution has another key', async () => {
    const here = await scene()
    const there = await scene()
    const { code, key } = await here.file()
    expect((await get(house, `${there.base}/lacak/${code}${key}`)).statusCode).toBe(404)
  })

  test('merged cases: each old code and key leads to the common course, with rights of its own', async () => {
    const { file, answer, institution } = await scene()
    const [one, two, three] = [await file(), await file({ body: 'Kata orang kedua.' }), await file()]
    await asSystem(house, institution, 'complaint.verify', async (db, scope) => {
      await mergeComplaints(db, scope, new Date(), { from: two.id, into: one.id, how: 'officer' })
      await mergeComplaints(db, scope, new Date(), { from: one.id, into: three.id, how: 'officer' })
    })
    house.clock.now = new Date()
    await answer(three.id)
    for (const each of [one, two, three]) {
      expect((await get(house, each.own)).body).toContain('Uang sudah dikembalikan.')
      expect((await get(house, each.by)).body).not.toContain('dikembalikan')
      expect((await post(house, `${each.own}/nilai`, { score: '3' })).statusCode).toBe(303)
      expect((await post(house, `${each.own}/nilai`, { score: '3' })).statusCode).toBe(409)
    }
    // The key of one opens none of the others.
    expect((await get(house, three.by + one.key)).statusCode).toBe(403)
    expect((await post(house, `${two.by}${three.key}/nilai`, { score: '1' })).statusCode).toBe(404)
    expect((await get(house, three.own)).body).not.toContain('Kata orang kedua')
    const told = await asSystem(house, institution, 'complaint.read', (db, scope) => listReporters(db, scope, three.id))
    expect(told.map((row) => keyOf(institution.id, row)).sort()).toEqual([one.key, two.key, three.key].sort())
  })
})

describe('an officer at the desk', () => {
  const call = { channel: 'phone', kind: 'complaint', privacy: 'anonymous', subject: 'Lampu', body: 'Padam.' }

  test('reads the key once, and issues a new one to the contact on file or on paper, with reason and trail', async () => {
    const { officer, unit, institution, base } = await scene()
    const made = await post(house, '/pengaduan', { ...call, about: `unit:${unit}` }, officer)
    // Not a part of an id that happens to have digits only.
    const [, code, key] = /(?<![\w-])([0-9A-Z]{4}-[0-9A-Z]{4})-([0-9A-Z]{6})(?![\w-])/.exec(made.body)!
    const { rows } = await house.owner.query('select id from complaints.complaint where institution_id = $1', [
      institution.id,
    ])
    const page = `/pengaduan/baru/${rows[0].id}`
    const own = (body: string) => `${base}/lacak/${code!.replace('-', '')}${body}`
    expect((await get(house, own(key!))).statusCode).toBe(200)
    const later = await get(house, page, officer)
    expect(later.body).toContain(code)
    expect(later.body).not.toContain(key)
    expect((await post(house, `${page}/kunci`, { way: 'counter', reason: '' }, officer)).statusCode).toBe(422)
    const reason = 'Kertasnya hilang; dikenali dari KTP'
    const nowhere = await post(house, `${page}/kunci`, { way: 'contact', reason }, officer)
    expect(nowhere.statusCode).toBe(422)
    expect(nowhere.body).toContain('tidak meninggalkan surel')
    expect((await get(house, own(key!))).statusCode).toBe(200)
    const printed = await post(house, `${page}/kunci`, { way: 'counter', reason }, officer)
    const again = /(?<![\w-])[0-9A-Z]{4}-[0-9A-Z]{4}-([0-9A-Z]{6})(?![\w-])/.exec(printed.body)![1]!
    expect((await get(house, own(key!))).statusCode).toBe(403)
    expect((await get(house, own(again))).statusCode).toBe(200)
    const audit = await house.owner.query(
      'select action, detail from audit.event where institution_id = $1 order by action',
      [institution.id],
    )
    expect(audit.rows).toMatchObject([
      { action: 'complaint.key_renewed', detail: { way: 'counter', reason } },
      { action: 'complaint.received', detail: { key: 'shown' } },
    ])
  })

  test('a new key to the contact on file is seen by nobody else; who cannot reach the case issues none', async () => {
    const { officer, file, institution } = await scene()
    const { id, own } = await file()
    const stranger = (await scene()).officer
    const body = { way: 'contact', reason: 'Diminta lewat telepon' }
    expect((await post(house, `/pengaduan/baru/${id}/kunci`, body, stranger)).statusCode).toBe(404)
    const sent = await post(house, `/pengaduan/baru/${id}/kunci`, body, officer)
    expect(sent.statusCode).toBe(303)
    expect((await get(house, own)).statusCode).toBe(403)
    const { rows } = await house.owner.query(
      'select email, title, href from notifications.message where institution_id = $1',
      [institution.id],
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ email: 'siti@contoh.example' })
    expect(rows[0].title).toMatch(/Kunci baru untuk laporan [0-9A-Z]{4}-[0-9A-Z]{4}$/)
    expect(rows[0].href).toMatch(/^sealed:/)
  })
})

describe('who tries keys', () => {
  const open = async () => {
    const at = await scene(strict)
    const from = (ip: string, url: string, cookie = '') =>
      strict.app.inject({ url, remoteAddress: ip, headers: cookie ? { cookie } : {} })
    return { ...at, from }
  }
  /** As if it had been tried so often already; says how often it really was. */
  const countedFor = async (key: string, points: number): Promise<number> => {
    const { rows } = await strict.owner.query(
      `update platform.rate_limit r set points = $2 from platform.rate_limit before
       where r.key = $1 and before.key = r.key returning before.points`,
      [key, points],
    )
    return Number(rows[0].points)
  }
  const wrong = (index: number) =>
    [...index.toString(32).padStart(6, '0')].map((one) => ALPHABET[parseInt(one, 32)]).join('')

  test('gets twenty tries for a report, however many at once; the device that held the key goes on', async () => {
    const { file, from } = await open()
    const { by, own, key } = await file()
    const other = await file()
    const first = await from('10.0.0.1', own)
    expect(first.statusCode).toBe(200)
    const cookie = String(first.headers['set-cookie']).split(';')[0]!
    expect(cookie).toMatch(/^kunci=/)
    expect(cookie).not.toContain(key)
    const tries = await Promise.all(
      Array.from({ length: 60 }, (_, index) => from(`10.1.0.${index % 30}`, by + wrong(index))),
    )
    expect(tries.filter(({ statusCode }) => statusCode === 403).length).toBe(20)
    expect(tries.filter(({ statusCode }) => statusCode === 429).length).toBe(40)
    expect(tries.every(({ body }) => !body.includes('lima puluh'))).toBe(true)
    // Even the right key, from somewhere else, waits its quarter of an hour; where it was held before it does not.
    expect((await from('10.2.0.1', own)).statusCode).toBe(429)
    expect((await from('10.2.0.1', own, cookie)).statusCode).toBe(200)
    const act = await strict.app.inject({
      method: 'POST',
      url: `${own}/tambah`,
      payload: 'message=Masih+ada',
      remoteAddress: '10.2.0.1',
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    })
    expect(act.statusCode).toBe(303)
    // The cookie of one report is none for another, and the wait of one report is none of another's.
    expect((await from('10.2.0.2', other.by + otherThan(other.key), cookie)).statusCode).toBe(403)
    expect((await from('10.2.0.2', other.own)).statusCode).toBe(200)
    // The number alone still shows where the report stands.
    expect((await from('10.2.0.3', by)).statusCode).toBe(200)
    const { rows } = await strict.owner.query(
      `select key, expire from platform.rate_limit where key like 'complaint key of case%' order by points desc limit 1`,
    )
    expect(Number(rows[0].expire) - Date.now()).toBeLessThanOrEqual(15 * 60_000)
  })

  test('one sender gets sixty tries over all reports, and right ones are not counted', async () => {
    const { file, from } = await open()
    const reports = await Promise.all(Array.from({ length: 4 }, () => file()))
    const guess = async (report: number) => (await from('10.3.0.9', reports[report]!.by + wrong(report))).statusCode
    for (let time = 0; time < 5; time++) expect((await from('10.3.0.9', reports[0]!.own)).statusCode).toBe(200)
    expect(await guess(0)).toBe(403)
    expect(await countedFor('complaint key of sender:10.3.0.9', 58)).toBe(1)
    expect([await guess(1), await guess(2), await guess(3)]).toEqual([403, 403, 429])
    expect((await from('10.3.0.10', reports[3]!.own)).statusCode).toBe(200)
  })

  test('codes that exist nowhere run out for an institution; reporters with their key do not notice', async () => {
    const { file, base, from, institution } = await open()
    const { by, own } = await file()
    const miss = async (n: number) =>
      (await from(`10.4.${n}.1`, `${base}/lacak/${makeCode(Uint8Array.from([9, 9, 9, 9, n]))}`)).statusCode
    expect(await miss(1)).toBe(404)
    expect((await from('10.5.0.1', by)).statusCode).toBe(200)
    expect(await countedFor(`complaint code missed:${institution.id}`, 298)).toBe(1)
    expect([await miss(2), await miss(3), await miss(4)]).toEqual([404, 404, 429])
    expect((await from('10.5.0.1', by)).statusCode).toBe(429)
    expect((await from('10.5.0.1', own)).statusCode).toBe(200)
    const elsewhere = await open()
    expect((await elsewhere.from('10.5.0.1', (await elsewhere.file()).by)).statusCode).toBe(200)
  })

  test('a report of wrongdoing leaves no cookie', async () => {
    const { file, from } = await open()
    const { own } = await file({ kind: 'whistleblowing' })
    const page = await from('10.6.0.1', own)
    expect(page.statusCode).toBe(200)
    expect(String(page.headers['set-cookie'] ?? '')).not.toContain('kunci=')
  })
})

test('before a former secret goes, the keys that it alone opens are counted, and those of open reports apart', async () => {
  const { file } = await scene()
  const count = async (before: string) => {
    const [given] = givenUnderSecret.filter(({ name }) => name === 'keys of reports')
    const { rows } = await house.owner.query<{ count: number; open: number }>(given!.count, [before])
    return rows[0]!
  }
  const [none, earlier] = [await count('2000-01-01'), await count('infinity')]
  expect(none).toEqual({ count: 0, open: 0 })
  const [, closed] = [await file(), await file()]
  await house.owner.query('update complaints.complaint set queue = 4 where id = $1', [closed.id])
  expect(await count('infinity')).toEqual({ count: earlier.count + 2, open: earlier.open + 1 })
})
