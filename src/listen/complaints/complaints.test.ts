import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { localDate } from '../../platform/i18n.ts'
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
import { formatCode, readCode } from './code.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

const story = {
  subject: 'Loket tutup lebih awal',
  body: 'Saya datang pukul 14.00 dan loket sudah tutup. Hubungi 0812 3456 7890.',
}
const everything = [
  'complaint.read',
  'complaint.verify',
  'complaint.handle',
  'complaint.create',
  'complaint.identity',
  'complaint.rules',
]

async function scene() {
  const institution = await newInstitution(house)
  const unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Uji')
  const other = await newUnit(house, institution, institution.root, 'department', 'Dinas Lain')
  const coordinator = await newPerson(house, institution, institution.root, everything)
  return { institution, unit, other, coordinator, base: `/i/${institution.slug}` }
}

async function file(
  at: { institution: TestInstitution; unit: string },
  more: Record<string, string> = {},
): Promise<{ code: string; id: string }> {
  const sent = await post(house, `/i/${at.institution.slug}/lapor/singkat`, {
    about: `unit:${at.unit}`,
    privacy: 'anonymous',
    ...story,
    ...more,
  })
  expect(/error-summary[\s\S]*?<\/ul>/.exec(sent.body)?.[0] ?? '').toBe('')
  const code = String(sent.headers.location).split('/')[4]!
  const { rows } = await house.owner.query(
    'select id from complaints.complaint where institution_id = $1 and code = $2',
    [at.institution.id, code.slice(0, 8)],
  )
  return { code, id: rows[0].id }
}

async function act(id: string, step: string, fields: Record<string, string>, person: TestPerson, seen?: number) {
  const { rows } = await house.owner.query('select count(*)::int as n from complaints.event where complaint_id = $1', [
    id,
  ])
  return post(house, `/pengaduan/${id}/${step}`, { seen: String(seen ?? rows[0].n), ...fields }, person)
}

async function stored(id: string) {
  const { rows } = await house.owner.query('select * from complaints.complaint where id = $1', [id])
  return rows[0]
}

function location(response: { headers: Record<string, unknown> }): string {
  return String(response.headers['location'])
}

describe('a citizen without account and without script', () => {
  test('walks the wizard page by page, with a photo, and gets a code', async () => {
    const { base, unit } = await scene()
    expect((await get(house, `${base}/lapor`)).body).toContain('Apa yang ingin Anda sampaikan?')
    const draft = location(await post(house, `${base}/lapor`, { kind: 'complaint' })).replace('/layanan', '')
    expect((await get(house, `${draft}/layanan`)).body).toContain('Saya tidak tahu')
    expect(location(await post(house, `${draft}/layanan`, { about: `unit:${unit}` }))).toBe(`${draft}/cerita`)
    expect(draft).toMatch(/\/lapor\/[\w-]{22}$/)
    expect((await get(house, `${draft}/cerita`)).statusCode).toBe(200)
    expect(location(await post(house, `${draft}/cerita`, story))).toBe(`${draft}/tempat`)
    expect(location(await post(house, `${draft}/tempat`, { place: 'Loket 3' }))).toBe(`${draft}/foto`)
    const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#0b5f66' } })
      .withExif({ IFD0: { Copyright: 'Budi rahasia' } })
      .jpeg()
      .toBuffer()
    const uploaded = await postMultipart(house, `${draft}/foto`, {
      photo: { name: 'antrean.jpg', type: 'image/jpeg', body: photo },
    })
    expect(location(uploaded)).toBe(`${draft}/kerahasiaan`)
    const kept = /foto\/([0-9a-f-]{36})/.exec((await get(house, `${draft}/foto`)).body)![1]
    const seen = await get(house, `${draft}/foto/${kept}`)
    expect(seen.headers['content-type']).toBe('image/jpeg')
    expect(seen.rawPayload.includes('Budi')).toBe(false)
    const privacy = await get(house, `${draft}/kerahasiaan`)
    expect(privacy.body).toContain('Beginilah publik melihatnya')
    expect(privacy.body).toContain('▇▇▇')
    expect(location(await post(house, `${draft}/kerahasiaan`, { privacy: 'anonymous', reporter_name: 'Siti' }))).toBe(
      `${draft}/periksa`,
    )
    const check = await get(house, `${draft}/periksa`)
    expect(check.body).toContain(story.subject)
    // Changing one answer leads straight back to the check.
    expect(location(await post(house, `${draft}/cerita`, story))).toBe(`${draft}/periksa`)
    const sent = await post(house, `${draft}/kirim`, {})
    const code = location(sent).split('/')[4]!
    const read = readCode(code)
    expect(read.ok && read.key).toMatch(/^[0-9A-HJKMNP-TV-Z]{6}$/)
    const whole = formatCode(code.slice(0, 8), code.slice(8))
    const receipt = await get(house, location(sent))
    expect(receipt.body).toContain(whole)
    expect(receipt.body).toContain('3 hari kerja sejak')
    const tracked = await get(house, `${base}/lacak/${whole.toLowerCase()}`)
    expect(tracked.body).toContain('Diterima, menunggu verifikasi')
    expect(tracked.body).not.toContain('Siti')
    expect((await get(house, `${base}/lacak/${code}/berkas/${kept}`)).headers['content-type']).toBe('image/jpeg')
    // Sent is sent: every page of the draft leads to the receipt, and a second submit changes nothing.
    expect(location(await post(house, `${draft}/kirim`, {}))).toBe(location(sent))
    expect(location(await get(house, `${draft}/cerita`))).toBe(location(sent))
    const { rows } = await house.owner.query(
      "select count(*)::int as n from complaints.complaint where subject = $1 and place = 'Loket 3'",
      [story.subject],
    )
    expect(rows[0].n).toBe(1)
  })

  test('a mistake keeps what was typed and says what to do', async () => {
    const { base, unit } = await scene()
    const nothing = await post(house, `${base}/lapor`, {})
    expect(nothing.statusCode).toBe(422)
    expect(nothing.body).toContain('Pilih apa yang ingin Anda sampaikan')
    const draft = location(await post(house, `${base}/lapor`, { kind: 'complaint' })).replace('/layanan', '')
    expect((await post(house, `${draft}/layanan`, {})).body).toContain('Pilih layanannya')
    await post(house, `${draft}/layanan`, { about: `unit:${unit}` })
    const wrong = await post(house, `${draft}/cerita`, { subject: 'Tetap ada', body: '   ', occurred_on: '2026-02-30' })
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('Tetap ada')
    expect(wrong.body).toContain('Ceritakan apa yang terjadi')
    expect(wrong.body).toContain('Tanggal ini tidak ada di kalender')
    const tomorrow = localDate(new Date(house.clock.now.getTime() + 86_400_000))
    const early = { about: `unit:${unit}`, subject: 'Besok', body: 'Ramalan', privacy: 'open', occurred_on: tomorrow }
    for (const path of [`${draft}/cerita`, `${base}/lapor/singkat`]) {
      const refused = await post(house, path, early)
      expect(refused.statusCode, path).toBe(422)
      expect(refused.body).toContain('Tanggal ini belum tiba')
      expect(refused.body).toContain('Ramalan')
    }
    const svg = await postMultipart(house, `${draft}/foto`, {
      photo: { name: 'a.jpg', type: 'image/jpeg', body: Buffer.from('<svg onload=alert(1)>') },
    })
    expect(svg.statusCode).toBe(422)
    expect(svg.body).toContain('Jenis berkas ini tidak dapat diterima')
    expect(
      (await post(house, `${draft}/kerahasiaan`, { privacy: 'open', reporter_email: 'bukan surel' })).body,
    ).toContain('Alamat surel ini tidak lengkap')
    // Pages that are skipped are asked for before anything is sent.
    expect(location(await get(house, `${draft}/periksa`))).toBe(`${draft}/cerita`)
    expect((await post(house, `${draft}/kirim`, {})).statusCode).not.toBe(500)
  })

  test('two tabs are two reports, and an unknown or old draft says so', async () => {
    const { base } = await scene()
    const one = location(await post(house, `${base}/lapor`, { kind: 'complaint' }))
    const two = location(await post(house, `${base}/lapor`, { kind: 'complaint' }))
    expect(one).not.toBe(two)
    for (const path of [
      `${base}/lapor/AAAAAAAAAAAAAAAAAAAAAA/cerita`,
      `${base}/lapor/x/cerita`,
      `${base}/lapor/AAAAAAAAAAAAAAAAAAAAAA/periksa`,
    ]) {
      const gone = await get(house, path)
      expect(gone.statusCode).toBe(410)
      expect(gone.body).toContain('Isian ini sudah tidak ada')
    }
  })

  test('a repeated submit never makes a second complaint', async () => {
    const { base, unit, institution } = await scene()
    const fields = { _key: randomUUID(), about: `unit:${unit}`, privacy: 'secret', ...story }
    const answers = await Promise.all([1, 2, 3, 4].map(() => post(house, `${base}/lapor/singkat`, fields)))
    expect(new Set(answers.map(location)).size).toBe(1)
    const { rows } = await house.owner.query(
      'select count(*)::int as n from complaints.complaint where institution_id = $1',
      [institution.id],
    )
    expect(rows[0].n).toBe(1)
  })

  test('of a crowd that sends at the same moment each gets what they would get alone', async () => {
    const { base, unit, institution } = await scene()
    const elsewhere = await scene()
    const fields = { about: `unit:${unit}`, privacy: 'anonymous', ...story }
    const keys = Array.from({ length: 12 }, () => randomUUID())
    const send = (key: string, other = {}) => post(house, `${base}/lapor/singkat`, { _key: key, ...fields, ...other })
    const short = { subject: '', body: 'Lampu padam' }
    const stranger = { about: `unit:${elsewhere.unit}` }
    const [sent, again, wrong, foreign] = await Promise.all([
      Promise.all(keys.map((key) => send(key, { subject: `Lampu padam ${key}` }))),
      Promise.all(keys.slice(0, 4).map((key) => send(key, { subject: `Lampu padam ${key}` }))),
      Promise.all([1, 2, 3].map(() => send(randomUUID(), short))),
      Promise.all([1, 2].map(() => send(randomUUID(), stranger))),
    ])
    expect(again.map(location)).toEqual(sent.slice(0, 4).map(location))
    for (const answer of [...wrong, ...foreign]) expect(answer.statusCode).toBe(422)
    for (const answer of wrong) expect(answer.body).toContain(short.body)
    const { rows } = await house.owner.query<{ subject: string; code: string }>(
      'select subject, code from complaints.complaint where institution_id = $1 order by subject',
      [institution.id],
    )
    expect(rows.map(({ subject }) => subject)).toEqual(keys.map((key) => `Lampu padam ${key}`).toSorted())
    const codeOf = new Map(rows.map(({ subject, code }) => [subject, code]))
    for (const [index, answer] of sent.entries())
      expect(location(answer).replaceAll('-', '')).toContain(codeOf.get(`Lampu padam ${keys[index]}`)!)
  })

  test('a mistyped code is explained; an unknown one, and one of a neighbour, is not found', async () => {
    const here = await scene()
    const there = await scene()
    const { code } = await file(here)
    const wrong = code.slice(0, 7) + (code[7] === 'A' ? 'B' : 'A')
    const mistyped = await post(house, `${here.base}/lacak`, { kode: wrong })
    expect(mistyped.statusCode).toBe(422)
    expect(mistyped.body).toContain('tidak cocok dengan huruf pemeriksanya')
    expect(mistyped.body).toContain(wrong)
    expect(
      location(
        await post(house, `${here.base}/lacak`, { kode: ` ${code.slice(0, 8).toLowerCase()}-${code.slice(8)} ` }),
      ),
    ).toBe(`${here.base}/lacak/${code}`)
    const neighbor = await get(house, `${there.base}/lacak/${code}`)
    expect(neighbor.statusCode).toBe(404)
    expect(neighbor.body).toContain('Tidak ada laporan dengan kode ini')
    for (const kode of ['', '7K3P', 'UUUU-UUUU', "' or 1=1 --"])
      expect((await post(house, `${here.base}/lacak`, { kode })).statusCode).toBe(422)
  })
})

describe('from verification to answer, rating and reopening', () => {
  test('the whole path, with what the citizen reads at each point', async () => {
    const at = await scene()
    const officer = await newPerson(house, at.institution, at.unit, ['complaint.read', 'complaint.handle'])
    const { id, code } = await file(at)
    const tracking = () => get(house, `${at.base}/lacak/${code}`).then((response) => response.body)
    expect((await act(id, 'jawab', { outcome: 'resolved', body: 'x' }, at.coordinator)).statusCode).toBe(409)
    expect((await act(id, 'verifikasi', { class: 'ordinary', unit: at.unit }, at.coordinator)).body).toContain(
      'Pilih temanya',
    )
    expect(
      (await act(id, 'verifikasi', { class: 'ordinary', theme: 'kecepatan', unit: randomUUID() }, at.coordinator))
        .statusCode,
    ).toBe(422)
    expect(
      (await act(id, 'verifikasi', { class: 'ordinary', theme: 'kecepatan', unit: at.unit }, at.coordinator))
        .statusCode,
    ).toBe(303)
    expect(await stored(id)).toMatchObject({
      status: 'forwarded',
      class: 'ordinary',
      theme: 'kecepatan',
      queue: 2,
      derived_events: 4,
    })
    expect(await tracking()).toContain('Diteruskan ke unit')
    await act(id, 'mulai', {}, officer)
    await act(id, 'catatan', { body: 'Catatan yang hanya untuk petugas' }, officer)
    await act(id, 'lengkapi', { body: 'Mohon sebutkan nomor antrean' }, officer)
    expect(await tracking()).toContain('Mohon sebutkan nomor antrean')
    expect(await tracking()).not.toContain('hanya untuk petugas')
    expect(location(await post(house, `${at.base}/lacak/${code}/tambah`, { message: 'Nomor A-17' }))).toBe(
      `${at.base}/lacak/${code}`,
    )
    expect(await stored(id)).toMatchObject({ status: 'processing' })
    expect((await act(id, 'jawab', { body: 'tanpa hasil' }, officer)).body).toContain('Pilih hasilnya')
    expect(
      (await act(id, 'jawab', { outcome: 'resolved', body: 'Loket kini buka sampai 16.00.' }, officer)).statusCode,
    ).toBe(303)
    expect(await tracking()).toContain('Loket kini buka sampai 16.00.')
    expect((await post(house, `${at.base}/lacak/${code}/nilai`, {})).body).toContain('Pilih nilai dari 1 sampai 5')
    await post(house, `${at.base}/lacak/${code}/nilai`, { score: '2', comment: 'Belum terasa' })
    expect(await stored(id)).toMatchObject({ status: 'answered', rating: 2, outcome: 'resolved' })
    expect((await post(house, `${at.base}/lacak/${code}/buka-kembali`, { reason: '' })).statusCode).toBe(422)
    await post(house, `${at.base}/lacak/${code}/buka-kembali`, { reason: 'Kemarin tutup lagi' })
    expect(await stored(id)).toMatchObject({ status: 'processing', rating: null, outcome: null, resolved_at: null })
    await act(id, 'jawab', { outcome: 'partly', body: 'Pengawas ditempatkan.' }, officer)
    expect((await post(house, `${at.base}/lacak/${code}/buka-kembali`, { reason: 'lagi' })).statusCode).toBe(409)
    await post(house, `${at.base}/lacak/${code}/nilai`, { score: '4', close: 'on' })
    expect(await stored(id)).toMatchObject({ status: 'closed', queue: 4, rating: 4 })
    const { rows } = await house.owner.query('select action from audit.event where subject = $1 order by id', [
      `complaint:${id}`,
    ])
    expect(rows.map((row) => row.action)).toEqual(
      expect.arrayContaining([
        'complaint.received',
        'complaint.verifikasi',
        'complaint.jawab',
        'complaint.rated',
        'complaint.reopened',
      ]),
    )
  })

  test('a case that somebody else changed meanwhile is shown again with the typed text', async () => {
    const at = await scene()
    const { id } = await file(at)
    await act(id, 'catatan', { body: 'satu' }, at.coordinator)
    const late = await act(id, 'catatan', { body: 'tulisan saya' }, at.coordinator, 1)
    expect(late.statusCode).toBe(409)
    expect(late.body).toContain('baru saja diubah')
    expect(late.body).toContain('tulisan saya')
  })

  test('a refused one tells why and can be contested once', async () => {
    const at = await scene()
    const { id, code } = await file(at)
    await act(id, 'tolak', { reason: 'out_of_scope', body: 'Sampaikan ke PLN.' }, at.coordinator)
    const page = await get(house, `${at.base}/lacak/${code}`)
    expect(page.body).toContain('Bukan kewenangan instansi ini')
    expect(page.body).toContain('Sampaikan ke PLN.')
    await post(house, `${at.base}/lacak/${code}/buka-kembali`, { reason: 'Ini lampu jalan milik kabupaten' })
    expect(await stored(id)).toMatchObject({ status: 'received', queue: 1 })
  })
})

describe('who sees what', () => {
  test('officers see their units only, and identities only with the permission for it', async () => {
    const at = await scene()
    const mine = await newPerson(house, at.institution, at.unit, ['complaint.read', 'complaint.handle'])
    const sibling = await newPerson(house, at.institution, at.other, everything)
    const nobody = await newPerson(house, at.institution, at.unit)
    const stranger = (await scene()).coordinator
    const hidden = await file(at, { reporter_name: 'Siti Aminah', privacy: 'anonymous' })
    const open = await file(at, { reporter_name: 'Budi Terbuka', privacy: 'open' })
    expect((await get(house, `/pengaduan/${hidden.id}`, mine)).statusCode).toBe(200)
    expect((await get(house, `/pengaduan/${hidden.id}`, mine)).body).not.toContain('Siti Aminah')
    expect((await get(house, `/pengaduan/${open.id}`, mine)).body).toContain('Budi Terbuka')
    expect((await get(house, `/pengaduan/${hidden.id}`, at.coordinator)).body).toContain('Siti Aminah')
    expect((await get(house, `/pengaduan/${hidden.id}`, sibling)).statusCode).toBe(404)
    expect((await get(house, `/pengaduan/${hidden.id}`, stranger)).statusCode).toBe(404)
    expect((await get(house, `/pengaduan/${hidden.id}`, nobody)).statusCode).toBe(403)
    expect((await get(house, '/pengaduan?antrean=verify', mine)).body).toContain(story.subject)
    expect((await get(house, '/pengaduan?antrean=verify', sibling)).body).not.toContain(story.subject)
    expect((await act(hidden.id, 'catatan', { body: 'x' }, sibling)).statusCode).toBe(404)
    expect((await act(hidden.id, 'tolak', { reason: 'abusive', body: 'x' }, mine)).statusCode).toBe(403)
  })

  test('a photo is for whoever may read its complaint', async () => {
    const at = await scene()
    const sibling = await newPerson(house, at.institution, at.other, everything)
    const photo = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    const sent = await postMultipart(house, `${at.base}/lapor/singkat`, {
      about: `unit:${at.unit}`,
      privacy: 'secret',
      ...story,
      photo: { name: 'x.png', type: 'image/png', body: photo },
    })
    const code = location(sent).split('/')[4]!.slice(0, 8)
    const { rows } = await house.owner.query(
      'select a.file_id as photo_id from complaints.attachment a join complaints.complaint c on c.id = a.complaint_id where c.code = $1 and c.institution_id = $2',
      [code, at.institution.id],
    )
    expect((await get(house, `/berkas/${rows[0].photo_id}`, at.coordinator)).headers).toMatchObject({
      'content-type': 'image/webp',
      'content-disposition': expect.stringMatching(/^inline;/),
      'content-security-policy': "default-src 'none'; sandbox",
    })
    expect((await get(house, `/berkas/${rows[0].photo_id}`, sibling)).statusCode).toBe(404)
    expect((await get(house, `/berkas/${rows[0].photo_id}`)).statusCode).not.toBe(200)
  })
})
