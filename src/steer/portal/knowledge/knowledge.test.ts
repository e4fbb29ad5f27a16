import fc from 'fast-check'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { createLog } from '../../../platform/log.ts'
import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../../platform/test/harness.ts'
import { naughtyTexts } from '../../../platform/test/naughty.ts'
import { asShown } from '../../../platform/test/page-forms.ts'
import { staleJob } from './jobs.ts'
import { slugOf } from './model.ts'
import { STARTERS } from './starters.ts'
import { blocksOf, missingSources } from './text.ts'

let house: TestHouse
let institution: TestInstitution
let writer: TestPerson
let publisher: TestPerson

beforeAll(async () => {
  house = await testHouse()
})
beforeEach(async () => {
  house.clock.now = new Date('2026-11-21T03:00:00Z')
  institution = await newInstitution(house)
  writer = await newPerson(house, institution, institution.root, ['article.write', 'article.publish'])
  publisher = await newPerson(house, institution, institution.root, ['article.write', 'article.publish'])
})

const HOME = '/pengetahuan/kelola'
const TEXT = {
  topic: 'measurement',
  language: 'id',
  title: 'Membaca angka kepuasan',
  summary: 'Bagaimana angka kepuasan dihitung dan dibaca.',
  body: '## Sembilan unsur\n\nSurvei menanyakan **sembilan** unsur [1].\n\n- Persyaratan\n- Waktu',
  source_1: 'PermenPANRB 14/2017',
  review_by: '2027-01-01',
}

async function write(fields: Record<string, string> = {}, as = writer): Promise<string> {
  const made = await post(house, HOME, { ...TEXT, ...fields }, as)
  expect(made.statusCode).toBe(303)
  return String(made.headers.location)
}

async function publish(at: string): Promise<void> {
  await post(house, `${at}/ajukan`, {}, writer)
  expect((await post(house, `${at}/terbitkan`, {}, publisher)).statusCode).toBe(303)
}

const site = (path = '') => `/i/${institution.slug}/pengetahuan${path}`

test('a second person publishes, citizens read it with its sources, and a new version replaces the old one later', async () => {
  const at = await write()
  expect((await get(house, site())).body).toContain('Belum ada artikel yang diterbitkan')
  expect((await get(house, site('/membaca-angka-kepuasan'))).statusCode).toBe(404)
  expect((await post(house, `${at}/terbitkan`, {}, publisher)).statusCode).toBe(409)
  await post(house, `${at}/ajukan`, {}, writer)
  const own = await post(house, `${at}/terbitkan`, {}, writer)
  expect(own.statusCode).toBe(409)
  expect(own.body).toContain('Orang lain yang menerbitkannya')
  expect((await get(house, at, writer)).body).not.toContain('/terbitkan"')
  expect((await post(house, `${at}/terbitkan`, {}, publisher)).statusCode).toBe(303)

  const read = (await get(house, site('/membaca-angka-kepuasan'))).body
  for (const part of [
    '<h2>Sembilan unsur</h2>',
    '<strong>sembilan</strong>',
    '<li>Waktu</li>',
    'href="#sumber-1"',
    'perlu verifikasi',
    'Diperiksa ulang sebelum 1 Januari 2027',
  ])
    expect(read).toContain(part)
  expect(read).not.toContain(writer.name)

  await post(house, `${at}/ubah`, { ...TEXT, title: 'Judul yang baru', note: 'Contoh ditambah' }, writer)
  expect((await get(house, site())).body).not.toContain('Judul yang baru')
  await publish(at)
  const again = (await get(house, site('/membaca-angka-kepuasan'))).body
  expect(again).toContain('Judul yang baru')
  expect(again).toContain('Versi 2, 21 November 2026: Contoh ditambah')
  expect((await get(house, at, publisher)).body).toContain(`Penulis: ${writer.name} · Penerbit: ${publisher.name}`)
})

test('who reads, writes and publishes', async () => {
  const at = await write()
  const other = await newUnit(house, institution, institution.root)
  const reader = await newPerson(house, institution, institution.root)
  const only = await newPerson(house, institution, institution.root, ['article.write'])
  const local = await newPerson(house, institution, other, ['article.write', 'article.publish'])
  const elsewhere = await newInstitution(house)
  const stranger = await newPerson(house, elsewhere, elsewhere.root, ['article.write', 'article.publish'])
  expect((await get(house, '/pengetahuan', reader)).statusCode).toBe(200)
  for (const path of [HOME, at, `${at}/ubah`, `${HOME}/baru`]) {
    expect((await get(house, path, reader)).statusCode).toBe(403)
    expect((await get(house, path, local)).statusCode).toBe(403)
    expect((await get(house, path, only)).statusCode).toBe(200)
  }
  expect((await get(house, at, stranger)).statusCode).toBe(404)
  await post(house, `${at}/ajukan`, {}, writer)
  for (const act of ['terbitkan', 'kembalikan', 'tarik', 'periksa']) {
    expect((await post(house, `${at}/${act}`, { reason: 'x', review_by: '2027-05-01' }, only)).statusCode).toBe(403)
    expect((await post(house, `${at}/${act}`, { reason: 'x', review_by: '2027-05-01' }, stranger)).statusCode).toBe(404)
  }
  await post(house, `${at}/terbitkan`, {}, publisher)
  expect((await get(house, `/i/${elsewhere.slug}/pengetahuan/membaca-angka-kepuasan`)).statusCode).toBe(404)
})

test('given back with a reason, withdrawn with a reason, and opened again by a new version', async () => {
  const at = await write()
  await post(house, `${at}/ajukan`, {}, writer)
  const bare = await post(house, `${at}/kembalikan`, { reason: ' ' }, publisher)
  expect(bare.statusCode).toBe(422)
  expect(bare.body).toContain('Tulis alasannya.')
  await post(house, `${at}/kembalikan`, { reason: 'Sumbernya kurang' }, publisher)
  expect((await get(house, at, writer)).body).toContain('Sumbernya kurang')
  await publish(at)
  await post(house, `${at}/tarik`, { reason: 'Aturannya dicabut' }, publisher)
  expect((await get(house, site('/membaca-angka-kepuasan'))).statusCode).toBe(404)
  expect((await get(house, at, writer)).body).toContain('Aturannya dicabut')
  await post(house, `${at}/ubah`, TEXT, writer)
  await publish(at)
  expect((await get(house, site('/membaca-angka-kepuasan'))).statusCode).toBe(200)
})

test('an article past its day is marked, and somebody who looked at it sets the next one', async () => {
  const at = await write({ review_by: '2026-12-01' })
  await publish(at)
  house.clock.now = new Date('2026-12-02T03:00:00Z')
  publisher = await newPerson(house, institution, institution.root, ['article.write', 'article.publish'])
  expect((await get(house, site())).body).toContain('Perlu diperiksa ulang')
  expect((await get(house, site('/membaca-angka-kepuasan'))).body).toContain('sebelum 1 Desember 2026')
  const past = await post(house, `${at}/periksa`, { review_by: '2026-12-02' }, publisher)
  expect(past.statusCode).toBe(422)
  expect(past.body).toContain('Pilih tanggal sesudah hari ini.')
  await post(house, `${at}/periksa`, { review_by: '2027-06-01' }, publisher)
  expect((await get(house, site())).body).not.toContain('Perlu diperiksa ulang')
})

test('search needs every word, the title first, and treats signs as what they are', async () => {
  await publish(await write())
  await publish(
    await write({ title: 'Lain sama sekali', body: `${TEXT.body}\n\nTentang kepuasan juga, 100% pasti_ada.` }),
  )
  const found = (await get(house, `${site()}?q=kepuasan`)).body
  expect(found).toContain('<strong>2</strong> artikel')
  expect(found.indexOf('Membaca angka')).toBeLessThan(found.indexOf('Lain sama sekali'))
  expect((await get(house, `${site()}?q=kepuasan+pasti`)).body).not.toContain('Membaca angka')
  expect((await get(house, `${site()}?q=%25%25+zzz`)).body).toContain('Tidak ada artikel yang memuat kata itu')
  expect((await get(house, `${site()}?topik=technology`)).body).toContain('Tidak ada artikel')
  expect((await get(house, site('/membaca-angka-kepuasan'))).body).toContain('Lain sama sekali')
})

test('mistakes are said at their field and keep what was typed', async () => {
  const cases: readonly (readonly [Record<string, string>, string])[] = [
    [{ body: `${TEXT.body} dan [4]` }, 'Sumber nomor 4 disebut'],
    [
      { source_1: '', source_2: 'Kedua', body: 'Tanpa rujukan sama sekali, tetapi cukup panjang.' },
      'Tulis nama sumber ini',
    ],
    [{ address_1: 'http://contoh.example' }, 'Tulis alamat lengkap'],
    [{ topic: 'lain' }, 'Pilih satu bidang.'],
    [{ review_by: '2027-02-30' }, 'tidak ada di kalender'],
  ]
  for (const [fields, message] of cases) {
    const refused = await post(house, HOME, { ...TEXT, ...fields }, writer)
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain(message)
    expect(refused.body).toContain('Membaca angka kepuasan')
  }
})

test('every starter article is taken over once and then goes the same way', async () => {
  const asked = [
    'program-pensiun-asn',
    'pentingnya-pendidikan-dan-pelatihan',
    'apa-itu-good-governance',
    'hari-amal-bakti-berbenah',
  ]
  expect(STARTERS.map((starter) => starter.slug)).toEqual(expect.arrayContaining(asked))
  for (const starter of STARTERS) {
    expect(missingSources(starter.body, starter.sources.length)).toEqual([])
    const made = await post(house, `${HOME}/awal`, { starter: starter.slug }, writer)
    expect(made.statusCode).toBe(303)
    await publish(String(made.headers.location))
    expect((await get(house, site(`/${starter.slug}`))).statusCode).toBe(200)
  }
  expect((await post(house, `${HOME}/awal`, { starter: STARTERS[0]!.slug }, writer)).statusCode).toBe(409)
  expect((await post(house, `${HOME}/awal`, { starter: 'tidak-ada' }, writer)).statusCode).toBe(404)
  const page = (await get(house, site())).body
  for (const area of ['Seperti apa layanan yang baik', 'Bagaimana kinerja diukur', 'Tantangan', 'Peran masyarakat'])
    expect(page).toContain(area)
})

test('the database itself refuses that somebody publishes their own text', async () => {
  const at = await write()
  await expect(
    asSystem(house, institution, 'article.publish', async () => {
      await house.owner.query(
        `update portal.article_version set state = 'published', published_at = now(), published_by = written_by
         where institution_id = $1 and article_id = $2`,
        [institution.id, at.split('/').at(-1)],
      )
    }),
  ).rejects.toThrow(/check constraint/)
})

test('naughty texts stay text', async () => {
  for (const body of naughtyTexts(15_000)) {
    const sent = await post(house, HOME, { ...TEXT, body: `${TEXT.body}\n\n${body}` }, writer)
    expect([303, 422]).toContain(sent.statusCode)
    if (sent.statusCode !== 303) continue
    const page = await get(house, String(sent.headers.location), writer)
    expect(page.statusCode).toBe(200)
    expect(page.body).not.toMatch(/<script>alert|<img src=x/)
  }
})

test('no mark can lead elsewhere than to https or this site', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom('[', ']', '(', ')', 'a', '/', 'javascript:', 'https://x', '**', '\n', '- ', '1. ', '> '),
      ),
      (parts) => {
        const inlines = blocksOf(parts.join('')).flatMap((block) =>
          'items' in block ? block.items.flat() : block.parts,
        )
        for (const part of inlines) if (part.kind === 'link') expect(part.target).toMatch(/^(https:\/\/|\/)/)
      },
    ),
  )
})

test('nothing that was typed gets lost', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z ]{1,40}$/), (text) => {
      fc.pre(text.trim() !== '')
      const [block] = blocksOf(text)
      expect(block).toEqual({ kind: 'paragraph', parts: [{ kind: 'text', text: text.trim() }] })
    }),
  )
  expect(slugOf('Apa itu? Élan & data 2026!')).toBe('apa-itu-elan-data-2026')
  expect(slugOf('???')).toBe('artikel')
})

test('the morning after its review date the writer and those who publish hear of an article, once per date', async () => {
  const at = await write()
  await publish(at)
  const look = (now: string) =>
    staleJob.run(house.database, { institution: institution.id, payload: {} }, new Date(now), createLog('silent'))
  const told = async () =>
    (
      await house.owner.query<{ account_id: string }>(
        `select account_id from notifications.message where institution_id = $1 and kind = 'portal.article_stale'`,
        [institution.id],
      )
    ).rows.map((row) => row.account_id)
  await look('2027-01-01T03:00:00Z')
  expect(await told()).toEqual([])
  await look('2027-01-02T03:00:00Z')
  await look('2027-01-03T03:00:00Z')
  expect((await told()).toSorted()).toEqual([writer.account, publisher.account].toSorted())
  await write({ title: 'Belum pernah terbit' })
  await post(house, `${at}/periksa`, { review_by: '2027-02-01' }, publisher)
  await look('2027-02-02T03:00:00Z')
  expect(await told()).toHaveLength(4)
})

test('nobody publishes a text that was changed after they had read it', async () => {
  const at = await write()
  await post(house, `${at}/ajukan`, {}, writer)
  const read = asShown((await get(house, at, publisher)).body, `${at}/terbitkan`)
  house.clock.now = new Date('2026-11-21T03:05:00Z')
  expect((await post(house, `${at}/ubah`, { ...TEXT, body: `${TEXT.body}\n- Biaya` }, writer)).statusCode).toBe(303)
  expect((await post(house, `${at}/ajukan`, {}, writer)).statusCode).toBe(303)
  const late = await post(house, `${at}/terbitkan`, read, publisher)
  expect(late.statusCode).toBe(409)
  expect(late.body).toContain('Buka kembali halamannya')
  const again = asShown((await get(house, at, publisher)).body, `${at}/terbitkan`)
  expect((await post(house, `${at}/terbitkan`, again, publisher)).statusCode).toBe(303)
})
