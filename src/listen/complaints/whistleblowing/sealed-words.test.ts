import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { resealAll, staleSeals } from '../../../platform/database/reseal.ts'
import { cleanJob } from '../../../platform/files/clean.ts'
import { fileStore, storageKey } from '../../../platform/files/store.ts'
import { waitForPictures } from '../../../platform/files.ts'
import { createLog } from '../../../platform/log.ts'
import { sealKeyId, useSealKey } from '../../../platform/seal.ts'
import {
  get,
  newPerson,
  openHouse,
  post,
  postMultipart,
  type TestHouse,
  type TestPerson,
} from '../../../platform/test/harness.ts'
import { routes, sealedColumns } from '../../../slices.ts'
import { newScene, type Scene, sendReport } from '../test-scene.ts'

/** Stands in everything that anybody writes about the report; nothing in the database may hold it. */
const MARK = 'Zqxwv'
/** What every test house seals under. */
const HOUSE = Buffer.alloc(32, 7)
const OTHER = Buffer.alloc(32, 9)
let house: TestHouse
let scene: Scene
let examiner: TestPerson
let second: TestPerson
let report: { id: string; code: string }

const step = async (name: string, fields: Record<string, string>, who: TestPerson) => {
  const { rows } = await house.owner.query('select count(*) as n from complaints.event where complaint_id = $1', [
    report.id,
  ])
  const done = await post(house, `/pelanggaran/${report.id}/${name}`, { seen: String(rows[0].n), ...fields }, who)
  expect(done.statusCode, name).toBe(303)
}
const citizen = async (name: string, fields: Record<string, string>) =>
  expect((await post(house, `${scene.base}/lacak/${report.code}/${name}`, fields)).statusCode, name).toBe(303)
const shown = async (path: string, who: TestPerson) => (await get(house, path, who)).body

/** Every place of the database that holds these letters, as text or as bytes. */
async function placesOf(text: string): Promise<string[]> {
  const { rows } = await house.owner.query<{ name: string }>(`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`)
  const hex = Buffer.from(text).toString('hex')
  const found = await Promise.all(
    rows.map(async ({ name }) => {
      const { rowCount } = await house.owner.query(
        `select from ${name} r where to_jsonb(r)::text ilike $1 or to_jsonb(r)::text ilike $2 limit 1`,
        [`%${text}%`, `%${hex}%`],
      )
      return rowCount ? [name] : []
    }),
  )
  return found.flat()
}

// A house of its own: every table is searched for words, and everything sealed in it is sealed anew.
beforeAll(async () => {
  house = await openHouse(routes)
  scene = await newScene(house)
  const { institution } = scene
  examiner = await newPerson(house, institution, institution.root, ['complaint.whistleblowing'])
  second = await newPerson(house, institution, institution.root, ['complaint.whistleblowing'])
  report = await sendReport(scene, {
    kind: 'whistleblowing',
    privacy: 'secret',
    subject: `${MARK}perihal di gudang`,
    body: `Kepala gudang meminta ${MARK}bagian dari setiap rekanan.`,
    place: `${MARK}tempat`,
    reporter_name: 'Dewi',
    reporter_email: 'dewi@contoh.example',
  })
})

test('what is said about wrongdoing, by whomever, lies in no table as it was said', async () => {
  // An ordinary report is where this looks for the others.
  await sendReport(scene, { kind: 'complaint', privacy: 'open', subject: 'Trotoar Vwxqz', body: 'Ubin Vwxqz lepas.' })
  expect(await placesOf('vwxqz')).toContain('complaints.complaint')
  expect(await placesOf('gudang')).toEqual([])
  await step('verifikasi', { class: 'oversight', theme: 'integritas', unit: scene.unit }, examiner)
  await step('catatan', { body: `${MARK}catatan dalam` }, examiner)
  await citizen('tambah', { message: `${MARK}pesan pelapor` })
  const entry = { kind: 'heard', happened_on: '2026-01-02', person: `${MARK}saksi`, body: `${MARK}keterangan` }
  const examined = await post(house, `/pelanggaran/${report.id}/pemeriksaan`, entry, examiner)
  expect(examined.statusCode).toBe(303)
  await step('jawab', { outcome: 'explained', body: `${MARK}jawaban` }, examiner)
  await citizen('nilai', { score: '2', comment: `${MARK}komentar` })
  await citizen('selesai', { verdict: 'unsolved', reason: `${MARK}alasan pelapor` })
  const base = `/pelanggaran/${report.id}`
  expect((await post(house, `${base}/identitas`, { reason: `${MARK}perlu` }, examiner)).statusCode).toBe(303)
  expect((await post(house, `${base}/tahan`, { hold_reason: `${MARK}perkara` }, examiner)).statusCode).toBe(303)

  expect(await placesOf(MARK)).toEqual([])

  const page = await shown(base, second)
  for (const words of ['perihal', 'bagian', 'tempat', 'catatan', 'pesan', 'jawaban', 'alasan', 'perlu', 'perkara'])
    expect(page, words).toContain(MARK + words)
  const record = await shown(`${base}/pemeriksaan`, second)
  for (const words of ['saksi', 'keterangan']) expect(record).toContain(MARK + words)
  const own = (await get(house, `${scene.base}/lacak/${report.code}`)).body
  for (const words of ['perihal', 'bagian', 'pesan', 'jawaban']) expect(own).toContain(MARK + words)
  expect(own).not.toContain(`${MARK}catatan`)
})

test('a declared interest says why to examiners alone', async () => {
  const third = await newPerson(house, scene.institution, scene.institution.root, ['complaint.whistleblowing'])
  const base = `/pelanggaran/${report.id}`
  expect((await post(house, `${base}/benturan`, { reason: `${MARK}ipar saya` }, third)).statusCode).toBe(303)
  expect(await placesOf(MARK)).toEqual([])
  expect(await shown(`${base}/pemeriksaan`, examiner)).toContain(`${MARK}ipar`)
})

test('examiners find it by its words, and nobody else does', async () => {
  const found = await shown(`/pelanggaran?antrean=work&q=rekanan+${MARK.toLowerCase()}`, examiner)
  expect(found).toContain(`/pelanggaran/${report.id}`)
  expect(await shown('/pelanggaran?antrean=work&q=kelurahan', examiner)).not.toContain(report.id)
  expect(await shown('/pengaduan?antrean=work&q=rekanan&seluruh=ya', scene.officer)).not.toContain(report.id)
  const { rows } = await house.owner.query('select search from complaints.complaint where id = $1', [report.id])
  expect(rows[0].search).toBeNull()
})

test('what is begun about wrongdoing is as unreadable as what was sent', async () => {
  const begun = await post(house, `${scene.base}/lapor`, { kind: 'whistleblowing' })
  const draft = String(begun.headers.location).replace('/layanan', '')
  await post(house, `${draft}/layanan`, { about: `unit:${scene.unit}` })
  const story = { subject: `${MARK}rencana`, body: `${MARK}isi yang belum dikirim` }
  expect((await post(house, `${draft}/cerita`, story)).statusCode).toBe(303)
  expect(await placesOf(MARK)).toEqual([])
  expect((await get(house, `${draft}/cerita`)).body).toContain(`${MARK}rencana`)
})

test('a file lies encrypted and without its name, opens for examiners and its sender, and survives a new secret', async () => {
  const white = { create: { width: 40, height: 30, channels: 3, background: '#fff' } } as const
  const jpeg = await sharp(white).jpeg().toBuffer()
  const pdf = Buffer.from(`%PDF-1.4 ${MARK}nota %%EOF`)
  const { statusCode } = await postMultipart(house, `${scene.base}/lacak/${report.code}/tambah`, {
    message: 'Buktinya.',
    photo: { name: `${MARK}.jpg`, type: 'image/jpeg', body: jpeg },
    photo2: { name: `${MARK}.pdf`, type: 'application/pdf', body: pdf },
  })
  expect(statusCode).toBe(303)
  const { rows } = await house.owner.query<{ id: string; name: string; sha256: Buffer }>(
    'select id, name, sha256 from platform.file where owner = $1 order by name',
    [`complaints:${report.id}`],
  )
  expect(rows.map(({ name }) => name)).toEqual(['berkas.jpg', 'berkas.pdf'])
  expect(await placesOf(MARK)).toEqual([])
  for (const { id, sha256 } of rows) {
    const stored = await fileStore().get(storageKey(scene.institution.id, sha256))
    const bytes = Buffer.concat(await stored!.toArray())
    expect(bytes.includes('%PDF')).toBe(false)
    expect(bytes.subarray(0, 3).toString('hex')).not.toBe('ffd8ff')
    expect((await get(house, `/berkas/${id}`, scene.officer)).statusCode).toBe(404)
    expect((await get(house, `${scene.base}/lacak/${report.code}/berkas/${id}`)).statusCode).toBe(200)
  }
  const opens = async () => {
    const [photo, paper] = await Promise.all(rows.map(({ id }) => get(house, `/berkas/${id}`, examiner)))
    expect(photo!.rawPayload.subarray(0, 3).toString('hex')).toBe('ffd8ff')
    expect(paper!.rawPayload.equals(pdf)).toBe(true)
  }
  await opens()
  useSealKey(OTHER, HOUSE)
  await resealAll(house.ownerUrl, sealedColumns, sealKeyId(OTHER), () => undefined)
  useSealKey(OTHER)
  await opens()
  useSealKey(HOUSE, OTHER)
  await resealAll(house.ownerUrl, sealedColumns, sealKeyId(HOUSE), () => undefined)
  useSealKey(HOUSE)
})

test('a photo that is cleaned later is encrypted before and after', async () => {
  const before = (await house.owner.query('select id from platform.file where owner = $1', [`complaints:${report.id}`]))
    .rows
  waitForPictures(0)
  const white = { create: { width: 60, height: 30, channels: 3, background: '#eee' } } as const
  const body = await sharp(white).jpeg().toBuffer()
  await postMultipart(house, `${scene.base}/lacak/${report.code}/tambah`, {
    message: 'Satu lagi.',
    photo: { name: 'lagi.jpg', type: 'image/jpeg', body },
  })
  waitForPictures(120_000)
  const find = async () =>
    (
      await house.owner.query<{ id: string; clean: boolean; sha256: Buffer }>(
        'select id, clean, sha256 from platform.file where owner = $1 and id <> all($2)',
        [`complaints:${report.id}`, before.map(({ id }) => id)],
      )
    ).rows[0]!
  const came = await find()
  expect(came.clean).toBe(false)
  const at = { institution: scene.institution.id, payload: { file: came.id } }
  await cleanJob.run(house.database, at, house.clock.now, createLog('silent'))
  const cleaned = await find()
  expect(cleaned.clean).toBe(true)
  for (const { sha256 } of [came, cleaned]) {
    const bytes = Buffer.concat(await (await fileStore().get(storageKey(scene.institution.id, sha256)))!.toArray())
    expect(bytes.subarray(0, 3).toString('hex')).not.toBe('ffd8ff')
  }
  const shownPhoto = await get(house, `/berkas/${came.id}`, examiner)
  expect(shownPhoto.rawPayload.subarray(0, 3).toString('hex')).toBe('ffd8ff')
})

test('a new secret seals all of it anew, and the former one opens nothing any more', async () => {
  const newest = OTHER
  useSealKey(newest, HOUSE)
  const stale = await staleSeals(house.ownerUrl, sealedColumns, sealKeyId(newest))
  expect(stale.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['complaints.complaint.body', 'complaints.event.body', 'complaints.draft.data']),
  )
  await resealAll(house.ownerUrl, sealedColumns, sealKeyId(newest), () => undefined)
  useSealKey(newest)
  expect(await shown(`/pelanggaran/${report.id}`, second)).toContain(`${MARK}catatan`)
})

afterAll(() => useSealKey(HOUSE))
