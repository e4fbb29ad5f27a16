import { expect, test } from 'vitest'
import { createLog } from '../../platform/log.ts'
import { get, newPerson, post, signInAs, testHouse } from '../../platform/test/harness.ts'
import { jobs } from './jobs.ts'
import { newOffice, type Office } from './test-service.ts'

const house = await testHouse()

const PLEDGE = {
  body: 'Kami sanggup melayani sesuai standar dan siap diingatkan bila lalai.',
  place: 'Contoh',
  signed_on: '2026-11-20',
  signer_name: 'Wayan Contoh',
  signer_title: 'Kepala Dinas Uji',
}
const RULE = { key: 'keep_days', value: '30', source: 'Keputusan Bupati 12/2026', valid_from: '2026-11-20' }

const hourly = ({ institution }: Office) =>
  jobs[0]!.run(house.database, { institution: institution.id, payload: {} }, house.clock.now, createLog('silent'))
const administrator = (office: Office) =>
  newPerson(house, office.institution, office.institution.root, ['service.read', 'service.rules'])

test('a signed pledge is public with its words and signatory; the next one takes its place, both stay', async () => {
  const office = await newOffice(house)
  const page = `${office.base}/maklumat?unit=${office.unit}`
  const signed = await post(house, '/layanan/maklumat', { unit: office.unit, ...PLEDGE }, office.drafter)
  expect([signed.statusCode, signed.headers.location]).toEqual([303, page])
  for (const words of [PLEDGE.body, 'Wayan Contoh', 'Kepala Dinas Uji', 'Contoh, 20 November 2026', '3 hari kerja'])
    expect((await get(house, page)).body).toContain(words)
  expect((await get(house, `${office.base}/maklumat`)).body).toContain('Ditandatangani 20 November 2026')
  house.clock.now = new Date('2026-11-24T03:00:00Z')
  const drafter = { cookie: await signInAs(house, office.institution, office.drafter.account) }
  const next = { ...PLEDGE, signed_on: '2026-11-24', signer_name: 'Rohani Contoh' }
  await post(house, '/layanan/maklumat', { unit: office.unit, ...next }, drafter)
  const { body } = await get(house, page)
  expect(body).toContain('Rohani Contoh')
  expect(body).not.toContain('Wayan Contoh')
  expect(await office.rows('select signer_name from services.pledge where institution_id = $1 order by 1')).toEqual([
    { signer_name: 'Rohani Contoh' },
    { signer_name: 'Wayan Contoh' },
  ])
  const audit = await office.rows<{ action: string }>(
    `select action from audit.event where institution_id = $1 and action = 'service.pledge_signed'`,
  )
  expect(audit).toHaveLength(2)
})

test('a pledge without words, for a day to come or for a unit out of reach is not signed', async () => {
  const office = await newOffice(house)
  const refused = await post(house, '/layanan/maklumat', { ...PLEDGE, place: '' }, office.drafter)
  expect(refused.statusCode).toBe(422)
  for (const words of ['Pilih unit yang berjanji.', 'Tempat belum diisi.', 'value="Wayan Contoh"'])
    expect(refused.body).toContain(words)
  const early = { unit: office.unit, ...PLEDGE, signed_on: '2026-12-01' }
  expect((await post(house, '/layanan/maklumat', early, office.drafter)).body).toContain('belum tiba')
  const stranger = await post(house, '/layanan/maklumat', { unit: office.unit, ...PLEDGE }, office.stranger)
  expect(stranger.statusCode).toBe(404)
  expect((await post(house, '/layanan/maklumat', { unit: office.unit, ...PLEDGE }, office.clerk)).statusCode).toBe(403)
  expect(await office.rows('select 1 from services.pledge where institution_id = $1')).toEqual([])
})

test('a rule is changed with its source from a day on, by administrators of this institution only', async () => {
  const office = await newOffice(house)
  const admin = await administrator(office)
  expect((await get(house, '/layanan/ketentuan?ubah=pledge', admin)).body).toContain('Ubah: Bunyi maklumat')
  const wrong = await post(house, '/layanan/ketentuan', { ...RULE, value: 'banyak' }, admin)
  expect(wrong.statusCode).toBe(422)
  expect(wrong.body).toContain('Isi angka bulat')
  expect(wrong.body).toContain('value="banyak"')
  expect((await post(house, '/layanan/ketentuan', { ...RULE, source: '' }, admin)).body).toContain('Sumber belum diisi')
  expect((await post(house, '/layanan/ketentuan', RULE, office.drafter)).statusCode).toBe(403)
  expect((await post(house, '/layanan/ketentuan', { ...RULE, valid_from: '2026-12-01' }, admin)).statusCode).toBe(303)
  const words = 'Kami sanggup melayani seperti yang tertulis di sini.'
  const pledge = { ...RULE, key: 'pledge', value: words, verified: 'on' }
  expect((await post(house, '/layanan/ketentuan', pledge, admin)).statusCode).toBe(303)
  const page = (await get(house, '/layanan/ketentuan', admin)).body
  expect(page).toContain(words)
  expect(page).toContain('365')
  expect((await get(house, '/layanan/maklumat', office.drafter)).body).toContain(words)
  const other = await newOffice(house)
  expect((await get(house, '/layanan/ketentuan', await administrator(other))).body).not.toContain(words)
})

test('what is planned is shown before its day, and a second change of the same day leaves the first in the history', async () => {
  const office = await newOffice(house)
  house.clock.now = new Date('2026-11-24T03:00:00Z')
  const admin = { cookie: await signInAs(house, office.institution, (await administrator(office)).account) }
  const set = (value: string) => post(house, '/layanan/ketentuan', { ...RULE, value, valid_from: '2026-11-25' }, admin)
  expect([(await set('41')).statusCode, (await set('42')).statusCode]).toEqual([303, 303])
  const planned = (await get(house, '/layanan/ketentuan', admin)).body
  expect(planned).toContain('Yang akan berlaku')
  expect([planned.includes('>42<'), planned.includes('>41<'), planned.includes('25 November 2026')]).toEqual([
    true,
    false,
    true,
  ])
  const history = (await get(house, '/layanan/ketentuan?ubah=keep_days', admin)).body
  for (const said of ['>41<', '>42<', 'diganti', 'Keputusan Bupati 12/2026']) expect(history).toContain(said)
  house.clock.now = new Date('2026-11-25T03:00:00Z')
  const next = { cookie: await signInAs(house, office.institution, office.drafter.account) }
  expect((await get(house, '/layanan/ketentuan', next)).statusCode).toBe(403)
  const after = (await get(house, '/layanan/ketentuan', await administrator(office))).body
  expect([after.includes('>42<'), after.includes('Yang akan berlaku')]).toEqual([true, false])
})

test('each hour: a standard comes into force on its day, and applicants are forgotten after as many days as the rule says', async () => {
  const office = await newOffice(house)
  const admin = await administrator(office)
  await post(house, '/layanan/ketentuan', RULE, admin)
  const begun = await post(house, `/layanan/${office.service.id}/standar`, {}, office.drafter)
  const at = String(begun.headers.location).replace('/ubah', '')
  const content = { requirements: 'KTP', procedure: 'Datang', promise: '2', promise_unit: 'days', product: 'Kartu' }
  const full = { ...content, complaints: 'Loket', legal_basis: 'UU', facilities: 'Kursi', competence: 'Paham' }
  const rest = { supervision: 'Atasan', staffing: 'Dua', guarantee: 'Ya', safety: 'Ya', evaluation: 'Bulanan' }
  await post(house, at, { ...full, ...rest }, office.drafter)
  await post(house, `${at}/ajukan`, {}, office.drafter)
  const decree = { decree_number: '1/2026', decree_date: '2026-11-19', effective_from: '2026-11-21' }
  expect((await post(house, `${at}/tetapkan`, decree, office.approver)).statusCode).toBe(303)
  const sent = { applicant: 'Siti Contoh', contact: '081200000000', tick_1: 'on' }
  const { id, page } = await asked(office, sent)
  await post(house, `/layanan/proses/${id}/selesai`, { outcome: 'rejected', message: 'Tidak lengkap.' }, office.clerk)
  const standing = async () =>
    (await office.rows('select promise_days from services.service where institution_id = $1'))[0]
  const applicant = async () =>
    (await office.rows('select applicant, contact from services.request where institution_id = $1'))[0]

  await hourly(office)
  expect(await standing()).toEqual({ promise_days: 3 })
  // Half past midnight in Jakarta: the day before in UTC.
  house.clock.now = new Date('2026-11-20T17:30:00Z')
  await hourly(office)
  expect(await standing()).toEqual({ promise_days: 2 })
  house.clock.now = new Date('2026-12-20T02:59:00Z')
  await hourly(office)
  expect(await applicant()).toEqual({ applicant: 'Siti Contoh', contact: '081200000000' })
  // One paper with the form, one added later.
  await office.rows(
    `with f as (
       insert into platform.file (institution_id, id, name, type, bytes, sha256, owner, created_at)
       select $1, gen_random_uuid(), 'ktp.jpg', 'image/jpeg', 1, sha256('ktp'), 'services:x', now() from generate_series(1, 2)
       returning id
     ), e as (
       insert into services.request_entry (institution_id, id, transaction_id, at, kind, file_id)
       select $1, gen_random_uuid(), r.transaction_id, now(), 'added', (select max(id::text)::uuid from f)
       from services.request r where r.institution_id = $1
     )
     update services.request set answers = jsonb_build_array(jsonb_build_object(
       'name', 'KTP', 'mandatory', true, 'ticked', false, 'file_id', (select min(id::text) from f)))
     where institution_id = $1`,
  )
  house.clock.now = new Date('2026-12-20T03:01:00Z')
  await hourly(office)
  expect(await applicant()).toEqual({ applicant: null, contact: null })
  expect(await office.rows('select id from platform.file where institution_id = $1')).toEqual([])
  expect(await office.rows('select id from platform.removed_file where institution_id = $1')).toHaveLength(2)
  expect((await get(house, page)).statusCode).toBe(200)
})

/** A request as a citizen sends it, without the files that are asked for. */
async function asked(office: Office, fields: Record<string, string>): Promise<{ id: string; page: string }> {
  await house.owner.query(`update services.service set requirements = '' where institution_id = $1`, [
    office.institution.id,
  ])
  const sent = await post(house, `${office.base}/layanan/${office.service.slug}/ajukan`, fields)
  expect(sent.statusCode).toBe(303)
  const [row] = await office.rows<{ id: string }>('select id from services.transaction where institution_id = $1')
  return { id: row!.id, page: String(sent.headers.location) }
}
