import { Readable } from 'node:stream'
import fc from 'fast-check'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { get, post, postMultipart, signInAs, testHouse } from '../../platform/test/harness.ts'
import { makeRequestCode, readRequestCode, showRequestCode } from './request-code.ts'
import { MAX_REQUEST_BYTES } from './request-model.ts'
import { newOffice, type Office } from './test-service.ts'

const house = await testHouse()
const body = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#0b5f66' } })
  .jpeg()
  .toBuffer()
const photo = { name: 'ktp.jpg', type: 'image/jpeg', body }

async function request(office: Office) {
  const at = `${office.base}/layanan/${office.service.slug}/ajukan`
  const sent = await postMultipart(house, at, {
    applicant: 'Siti Contoh',
    contact: '081200000000',
    file_0: photo,
    tick_1: 'on',
  })
  expect(sent.statusCode).toBe(303)
  const [row] = await office.rows<{ id: string }>('select id from services.transaction where institution_id = $1')
  return { page: String(sent.headers.location), at: `/layanan/proses/${row!.id}`, id: row!.id }
}

test('requirements of the standard become the form, and the promise runs from the complete file', async () => {
  const office = await newOffice(house)
  const form = await get(house, `${office.base}/layanan/${office.service.slug}/ajukan`)
  for (const words of ['KTP asli', 'Datang sendiri', 'Surat kuasa']) expect(form.body).toContain(words)
  const { page, at } = await request(office)
  expect((await get(house, page)).body).toContain('Menunggu diperiksa')
  const opened = await get(house, at, office.clerk)
  expect(opened.body).toContain('Siti Contoh')
  const file = /\/berkas\/[0-9a-f-]{36}/.exec(opened.body)![0]
  expect((await get(house, file, office.clerk)).statusCode).toBe(200)
  expect((await get(house, file, office.stranger)).statusCode).toBe(404)
  await post(house, `${at}/minta`, { note: 'Foto belum jelas.' }, office.clerk)
  expect((await get(house, page)).body).toContain('Foto belum jelas.')
  await postMultipart(house, `${page}/tambah`, { body: 'Ini yang baru.', file: photo })
  await post(house, `${at}/mulai`, {}, office.clerk)
  expect((await get(house, page)).body).toContain('paling lambat 25 November 2026 pukul 16.00')
  house.clock.now = new Date('2026-11-27T03:00:00Z')
  expect((await get(house, page)).body).toContain('Kami terlambat dari janji')
  const clerk = { cookie: await signInAs(house, office.institution, office.clerk.account) }
  await post(house, `${at}/selesai`, { outcome: 'completed', message: 'Silakan ambil.' }, clerk)
  expect((await get(house, page)).body).toContain('Silakan ambil.')
  const [row] = await office.rows(
    'select on_time, digital, channel from services.transaction where institution_id = $1',
  )
  expect(row).toEqual({ on_time: false, digital: true, channel: 'online' })
  expect((await post(house, `${page}/tambah`, { body: 'x' })).statusCode).toBe(409)
})

test('a name that is missing does not hide that papers are, and a wrong paper does not hide either', async () => {
  const office = await newOffice(house)
  const at = `${office.base}/layanan/${office.service.slug}/ajukan`
  const wrong = { name: 'ktp.jpg', type: 'image/jpeg', body: Buffer.from('<svg><script>alert(1)</script></svg>') }
  const nothing = (await post(house, at, { contact: '0812' })).body
  for (const words of ['Nama pemohon belum diisi', 'KTP asli belum dilampirkan', 'Centang bila', 'value="0812"'])
    expect(nothing, words).toContain(words)
  const paper = await postMultipart(house, at, { contact: '0812', file_0: wrong, file_2: wrong })
  expect(paper.statusCode).toBe(422)
  expect(paper.body.match(/Jenis berkas ini tidak dapat diterima[^<]*<\/p>/g)).toHaveLength(2)
  for (const words of ['Nama pemohon belum diisi', 'Centang bila', 'value="0812"']) expect(paper.body).toContain(words)
  const named = (await postMultipart(house, at, { file_0: photo })).body
  expect(named).toContain('Nama pemohon belum diisi')
  expect(named).toContain('Centang bila')
  expect(named).not.toContain('KTP asli belum dilampirkan')
  expect(named).toContain('Bila tadi sudah memilih berkas, pilih sekali lagi.')
})

test('what stands below a file far too large did not reach us, and is not called missing', async () => {
  const office = await newOffice(house)
  const field = (name: string, more = '') => `--x\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n`
  const cut = await house.app.inject({
    method: 'POST',
    url: `${office.base}/layanan/${office.service.slug}/ajukan`,
    headers: { 'content-type': 'multipart/form-data; boundary=x', 'sec-fetch-site': 'same-origin' },
    payload: Readable.from([
      Buffer.from(`${field('applicant')}Siti\r\n${field('contact')}0812\r\n${field('file_0', '; filename="ktp.jpg"')}`),
      Buffer.alloc(MAX_REQUEST_BYTES + 1),
      Buffer.from(`\r\n${field('tick_1')}on\r\n--x--\r\n`),
    ]),
  })
  expect(cut.statusCode).toBe(413)
  for (const words of ['tidak sempat kami terima', 'value="Siti"']) expect(cut.body).toContain(words)
  expect(cut.body).not.toMatch(/belum dilampirkan|Centang bila/)
})

test('what is missing is said at its field, and what was typed is kept', async () => {
  const office = await newOffice(house)
  const at = `${office.base}/layanan/${office.service.slug}/ajukan`
  const refused = await post(house, at, { applicant: 'Siti', contact: '0812' })
  expect(refused.statusCode).toBe(422)
  for (const words of ['KTP asli belum dilampirkan', 'Centang bila', 'value="Siti"'])
    expect(refused.body).toContain(words)
  expect(refused.body).not.toContain('Surat kuasa belum')
  expect((await post(house, at, { applicant: '', contact: '' })).body).toContain('Nama pemohon belum diisi.')
  const fake = await postMultipart(house, at, {
    applicant: 'Siti',
    contact: '0812',
    tick_1: 'on',
    file_0: { name: 'ktp.jpg', type: 'image/jpeg', body: Buffer.from('<svg onload=alert(1)>') },
  })
  expect(fake.statusCode).toBe(422)
  const counter = await newOffice(house, undefined, { channels: ['counter'] })
  const closed = `${counter.base}/layanan/${counter.service.slug}/ajukan`
  expect((await get(house, closed)).body).toContain('belum dapat diajukan secara daring')
})

test('who sees what: the code for its applicant, the process for the unit', async () => {
  const office = await newOffice(house)
  const { page, at } = await request(office)
  expect((await get(house, at, office.stranger)).statusCode).toBe(404)
  expect((await post(house, `${at}/mulai`, {}, office.stranger)).statusCode).toBe(404)
  expect((await get(house, at, office.drafter)).statusCode).toBe(403)
  expect((await get(house, '/layanan/proses', office.stranger)).body).not.toContain('Siti Contoh')
  expect((await get(house, '/layanan/proses', office.clerk)).body).toContain('Siti Contoh')
  // What nobody has looked at stands above what has its time, and beneath what is late.
  await post(house, `${at}/mulai`, {}, office.clerk)
  const fresh = await request(office)
  const order = async () => {
    const list = (await get(house, '/layanan/proses', office.clerk)).body
    return [page, fresh.page].map((one) => list.indexOf(showRequestCode(one.split('/').at(-1)!)))
  }
  const [begun, unseen] = await order()
  expect(unseen).toBeGreaterThan(0)
  expect(unseen).toBeLessThan(begun!)
  await office.rows(
    "update services.transaction set due_at = arrived_at - interval '1 hour' where institution_id = $1 and started_at is not null",
  )
  const [late, after] = await order()
  expect(late).toBeLessThan(after!)
  expect((await get(house, page)).body).not.toContain('081200000000')
  expect((await get(house, `${office.base}/permohonan/AAAAAAAAAA`)).statusCode).toBe(404)
  const code = page.split('/').at(-1)!
  const typed = encodeURIComponent(showRequestCode(code).toLowerCase())
  expect((await get(house, `${office.base}/permohonan?kode=${typed}`)).headers.location).toBe(page)
  const look = (kode: string) => post(house, `${office.base}/permohonan`, { kode })
  expect((await look(showRequestCode(code).toLowerCase())).headers.location).toBe(page)
  for (const [kode, said] of [
    ['', 'Kode permohonan belum diisi'],
    ['AAAAA-AAAAA', 'tidak dikenali'],
  ] as const) {
    const refused = await look(kode)
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain(said)
    if (kode) expect(refused.body).toContain(`value="${kode}"`)
  }
})

test('codes are read however they are typed, and a wrong symbol is noticed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 9, maxLength: 9 }), fc.nat(9), fc.nat(30), (random, place, shift) => {
      const code = makeRequestCode(random)
      expect(readRequestCode(` ${showRequestCode(code).toLowerCase()} `)).toBe(code)
      const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
      const wrong = alphabet[(alphabet.indexOf(code[place]!) + 1 + shift) % 32]!
      expect(readRequestCode(code.slice(0, place) + wrong + code.slice(place + 1))).toBeUndefined()
    }),
  )
})
