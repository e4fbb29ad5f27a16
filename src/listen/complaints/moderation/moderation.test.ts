import { beforeAll, expect, test } from 'vitest'
import { get, newPerson, post, type TestHouse, type TestPerson, testHouse } from '../../../platform/test/harness.ts'
import { lettersOf, newScene, type Scene, sendReport, takeStep } from '../test-scene.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

const scene = () => newScene(house)

const file = (at: Scene, more: Record<string, string> = {}) =>
  sendReport(at, {
    subject: 'Pungutan parkir',
    body: 'Diminta Rp20.000 oleh orang dengan mobil B 1234 XY.',
    privacy: 'open',
    reporter_name: 'Siti',
    ...more,
  })

async function verified(at: Scene, more: Record<string, string> = {}) {
  const made = await file(at, more)
  await takeStep(at, made.id, 'verifikasi', { class: 'ordinary', theme: 'biaya', unit: at.unit }, at.officer)
  return made
}

test('nothing is public before a person has looked at it; then what they let stand, and the answer after a second look', async () => {
  const at = await scene()
  const { id, code } = await verified(at)
  const open = async () => (await get(house, `${at.base}/laporan`)).body
  expect(await open()).not.toContain('Pungutan parkir')
  expect((await get(house, `${at.base}/laporan/${id}`)).statusCode).toBe(404)
  const page = await get(house, `/pengaduan/tayangan/${id}`, at.officer)
  expect(page.body).toContain('B 1234 XY')
  expect(page.body).toContain('mobil ▇▇▇')
  await post(
    house,
    `/pengaduan/tayangan/${id}/tampilkan`,
    { subject: 'Pungutan parkir', body: 'Diminta Rp20.000 oleh petugas.' },
    at.officer,
  )
  expect(await open()).toContain('Diminta Rp20.000 oleh petugas.')
  expect(await open()).toContain('Siti')
  await takeStep(at, id, 'jawab', { outcome: 'resolved', body: 'Petugas Budi sudah dipindah.' }, at.officer)
  expect(await open()).not.toContain('Petugas Budi')
  expect((await get(house, '/pengaduan/tayangan', at.officer)).body).toContain('Jawaban baru')
  const { rows } = await house.owner.query(
    "select seq from complaints.event where complaint_id = $1 and kind = 'answered'",
    [id],
  )
  const seen = { answer: 'Petugas ▇▇▇ sudah dipindah.', answer_seq: String(rows[0].seq) }
  await post(
    house,
    `/pengaduan/tayangan/${id}/tampilkan`,
    { subject: 'Pungutan parkir', body: 'Diminta Rp20.000.', ...seen },
    at.officer,
  )
  expect((await get(house, `${at.base}/hasil-laporan`)).body).toContain('sudah dipindah')
  expect((await get(house, `${at.base}/lacak/${code}`)).body).toContain('Tampil bagi publik seperti ini')
  // The original is as it was.
  const kept = await house.owner.query('select body from complaints.complaint where id = $1', [id])
  expect(kept.rows[0].body).toContain('B 1234 XY')
})

test('the page of a published report tells the answer of the report it was merged into, until they part', async () => {
  const at = await scene()
  const [first, second] = [await verified(at), await verified(at)]
  const show = (id: string, more: Record<string, string> = {}) =>
    post(
      house,
      `/pengaduan/tayangan/${id}/tampilkan`,
      { subject: `Pungutan ${id}`, body: 'Diminta.', ...more },
      at.officer,
    )
  const page = async () => (await get(house, `${at.base}/laporan/${second.id}`)).body
  await show(second.id)
  await post(house, `/pengaduan/${second.id}/gabung`, { into: first.id }, at.officer)
  await takeStep(at, first.id, 'jawab', { outcome: 'resolved', body: 'Petugas Budi sudah dipindah.' }, at.officer)
  // Nobody has looked at the other one for the public yet.
  expect(await page()).toContain('Sedang ditangani')
  expect(await page()).not.toContain(first.id)
  const { rows } = await house.owner.query(
    "select seq from complaints.event where complaint_id = $1 and kind = 'answered'",
    [first.id],
  )
  await show(first.id, { answer: 'Petugas sudah dipindah.', answer_seq: String(rows[0].seq) })
  expect(await page()).toContain('Petugas sudah dipindah.')
  expect(await page()).toContain(`href="${at.base}/laporan/${first.id}"`)
  expect(await page()).not.toContain('Sedang ditangani')
  const outcomes = (await get(house, `${at.base}/hasil-laporan`)).body
  expect([outcomes.includes(`Pungutan ${first.id}`), outcomes.includes(`Pungutan ${second.id}`)]).toEqual([true, false])
  await post(house, `/pengaduan/${second.id}/pisah`, {}, at.officer)
  expect(await page()).toContain('Sedang ditangani')
  expect(await page()).not.toContain('Petugas sudah dipindah.')
})

test('who sees what: secret ones never, and only officers of the unit look at the others', async () => {
  const at = await scene()
  const secret = await verified(at, { privacy: 'secret', subject: 'Rahasia sekali' })
  const shown = await verified(at, { privacy: 'anonymous', subject: 'Tanpa nama' })
  expect((await get(house, `/pengaduan/tayangan/${secret.id}`, at.officer)).statusCode).toBe(404)
  expect((await get(house, `/pengaduan/tayangan/${shown.id}`, at.stranger)).statusCode).toBe(404)
  expect((await get(house, '/pengaduan/tayangan', at.stranger)).body).not.toContain('Tanpa nama')
  const text = { subject: 'Tanpa nama', body: 'Isi.' }
  expect((await post(house, `/pengaduan/tayangan/${shown.id}/tampilkan`, text, at.stranger)).statusCode).toBe(404)
  await post(house, `/pengaduan/tayangan/${shown.id}/tampilkan`, text, at.officer)
  const { body } = await get(house, `${at.base}/laporan`)
  expect(body).toContain('Tanpa nama')
  expect(body).not.toContain('Siti')
  expect(body).not.toContain('Rahasia sekali')
})

test('a hidden one tells its reporter why and can be objected to; a reader’s note hides nothing by itself', async () => {
  const at = await scene()
  const { id, code } = await verified(at)
  const text = { subject: 'Pungutan parkir', body: 'Isi.' }
  await post(house, `/pengaduan/tayangan/${id}/tampilkan`, text, at.officer)
  const wrong = await post(house, `${at.base}/laporan/${id}/laporkan`, {})
  expect(wrong.statusCode).toBe(422)
  await post(house, `${at.base}/laporan/${id}/laporkan`, { reason: 'insult', note: 'Kasar' })
  expect((await get(house, `${at.base}/laporan/${id}`)).statusCode).toBe(200)
  expect((await get(house, `/pengaduan/tayangan/${id}`, at.officer)).body).toContain('Kasar')
  const why = { reason: 'insult', note: 'Ada kata kasar di kalimat kedua.' }
  await post(house, `/pengaduan/tayangan/${id}/sembunyikan`, why, at.officer)
  expect((await get(house, `${at.base}/laporan/${id}`)).statusCode).toBe(404)
  expect((await get(house, `${at.base}/lacak/${code}`)).body).toContain('Ada kata kasar di kalimat kedua.')
  const long = 'Itu kutipan dari papan di loket. '.repeat(40)
  const refused = await post(house, `${at.base}/lacak/${code}/keberatan`, { objection: long })
  expect([refused.statusCode, refused.body.includes(long.trim())]).toEqual([422, true])
  await post(house, `${at.base}/lacak/${code}/keberatan`, { objection: 'Itu kutipan.' })
  expect((await get(house, '/pengaduan/tayangan', at.officer)).body).toContain('Keberatan')
  // Who hid it does not judge the objection, whichever way; with nobody else, the page and the administrator say so.
  const admin = await newPerson(house, at.institution, at.institution.root, ['role.manage'])
  const own = (await get(house, `/pengaduan/tayangan/${id}`, at.officer)).body
  expect(own).toContain('Anda yang menyembunyikan laporan ini')
  expect(own).toContain('Belum ada orang lain')
  expect(own).not.toContain('Tampilkan kepada publik')
  const decide = async (how: string, as: TestPerson) => {
    const sent = how === 'tampilkan' ? text : { ...why, note: 'Tetap kasar.' }
    return post(house, `/pengaduan/tayangan/${id}/${how}`, sent, as)
  }
  for (const how of ['tampilkan', 'sembunyikan']) {
    const refused = await decide(how, at.officer)
    expect([how, refused.statusCode]).toEqual([how, 409])
    expect(refused.body).toContain('Anda yang menyembunyikan laporan ini')
  }
  expect((await get(house, `${at.base}/laporan/${id}`)).statusCode).toBe(404)
  const second = await newPerson(house, at.institution, at.unit, ['complaint.read', 'complaint.verify'])
  expect((await get(house, `/pengaduan/tayangan/${id}`, at.officer)).body).toContain(second.name)
  expect((await get(house, `/pengaduan/tayangan/${id}`, second)).body).toContain('Pelapor keberatan')
  expect((await decide('sembunyikan', second)).statusCode).toBe(303)
  expect((await get(house, `${at.base}/lacak/${code}`)).body).toContain('Tetap kasar.')
  // A second objection is for a third person; it told who can decide, and the administrator while nobody could.
  await post(house, `${at.base}/lacak/${code}/keberatan`, { objection: 'Sungguh kutipan.' })
  expect([(await decide('tampilkan', at.officer)).statusCode, (await decide('tampilkan', second)).statusCode]).toEqual([
    409, 409,
  ])
  expect((await get(house, '/kotak-masuk', admin)).body).toContain('belum ada yang dapat memutuskan')
  const third = await newPerson(house, at.institution, at.unit, ['complaint.read', 'complaint.verify'])
  expect((await decide('tampilkan', third)).statusCode).toBe(303)
  expect((await get(house, `${at.base}/laporan/${id}`)).statusCode).toBe(200)
  // Shown again, the old dispute is over: anybody may take it down anew.
  expect((await decide('sembunyikan', at.officer)).statusCode).toBe(303)
  await post(house, `${at.base}/lacak/${code}/keberatan`, { objection: 'Masih kutipan.' })
  expect((await get(house, '/kotak-masuk', third)).body).toContain('Keberatan menunggu keputusan Anda')
})

test('an objection is decided once, and its reporter reads what they said, when, and how it was decided', async () => {
  const at = await scene()
  const { id, code } = await verified(at, { reporter_email: 'siti@contoh.id' })
  const own = async () => (await get(house, `${at.base}/lacak/${code}`)).body
  const object = (objection: string) => post(house, `${at.base}/lacak/${code}/keberatan`, { objection })
  const tooEarly = await object('Belum disembunyikan.')
  expect([tooEarly.statusCode, tooEarly.body.includes('sudah tidak disembunyikan')]).toEqual([409, true])
  const why = { reason: 'insult', note: 'Ada kata kasar.' }
  await post(house, `/pengaduan/tayangan/${id}/sembunyikan`, why, at.officer)
  expect((await object('Itu kutipan.')).statusCode).toBe(303)
  // Another tab, where the form still stands.
  const again = await object('Sudah saya bilang, kutipan.')
  expect([again.statusCode, again.body.includes('masih menunggu keputusan')]).toEqual([409, true])
  expect(await own()).toContain('Itu kutipan.')
  expect(await own()).not.toContain('/keberatan"')
  const second = await newPerson(house, at.institution, at.unit, ['complaint.read', 'complaint.verify'])
  const stays = { ...why, note: 'Tetap kasar.' }
  await post(house, `/pengaduan/tayangan/${id}/sembunyikan`, stays, second)
  expect(await own()).toContain('Ditolak: petugas lain memutuskan')
  await object('Sungguh kutipan.')
  const third = await newPerson(house, at.institution, at.unit, ['complaint.read', 'complaint.verify'])
  await post(house, `/pengaduan/tayangan/${id}/tampilkan`, { subject: 'Parkir', body: 'Isi.' }, third)
  expect(await own()).toContain('Diterima: petugas lain memutuskan')
  const titles = (await lettersOf(house, at.institution)).map(({ title }) => title)
  expect(titles.filter((title) => /keberatan/i.test(title)).map((title) => title.split(':')[0])).toEqual([
    'Keberatan Anda ditolak',
    'Keberatan Anda diterima',
  ])
})

test('who takes a report back under which others are handled takes back their own part, not the matter of the others', async () => {
  const at = await scene()
  const { id, code } = await verified(at)
  const other = await file(at, { reporter_name: 'Ani' })
  await post(house, `/pengaduan/${other.id}/gabung`, { into: id }, at.officer)
  expect((await post(house, `${at.base}/lacak/${code}/tarik`, { what: 'report' })).statusCode).toBe(303)
  const stored = async (one: string) =>
    (await house.owner.query('select status, reporter_name, privacy from complaints.complaint where id = $1', [one]))
      .rows[0]
  expect(await stored(id)).toEqual({ status: 'forwarded', reporter_name: null, privacy: 'secret' })
  const answer = { outcome: 'resolved', body: 'Juru parkir sudah diganti.' }
  await takeStep(at, id, 'jawab', answer, at.officer)
  expect((await get(house, `${at.base}/lacak/${other.code}`)).body).toContain(answer.body)
  expect((await post(house, `${at.base}/lacak/${other.code}/tarik`, { what: 'report' })).statusCode).toBe(303)
  expect((await stored(id)).status).toBe('answered')
})

test('the reporter takes back the name, the publication, or everything, and nobody brings it back', async () => {
  const at = await scene()
  const text = { subject: 'Pungutan parkir', body: 'Isi.' }
  const { id, code } = await verified(at)
  await post(house, `/pengaduan/tayangan/${id}/tampilkan`, text, at.officer)
  await post(house, `${at.base}/lacak/${code}/tarik`, { what: 'name' })
  expect((await get(house, `${at.base}/laporan/${id}`)).body).not.toContain('Siti')
  await post(house, `${at.base}/lacak/${code}/tarik`, { what: 'publication' })
  expect((await get(house, `${at.base}/laporan/${id}`)).statusCode).toBe(404)
  expect((await post(house, `/pengaduan/tayangan/${id}/tampilkan`, text, at.officer)).statusCode).toBe(404)
  await post(house, `${at.base}/lacak/${code}/tarik`, { what: 'report' })
  const { rows } = await house.owner.query(
    'select status, reporter_name, privacy from complaints.complaint where id = $1',
    [id],
  )
  expect(rows[0]).toEqual({ status: 'archived', reporter_name: null, privacy: 'secret' })
  const own = (await get(house, `${at.base}/lacak/${code}`)).body
  expect(own).toContain('Anda sudah menarik laporan ini.')
  expect(own).toContain('Berubah pikiran?')
  expect(own).not.toMatch(/Belum selesai\?|Tambah keterangan/)
  // What was answered is over with it: nobody is asked any more whether that was enough, and no deadline waits.
  const answered = await verified(at)
  await takeStep(at, answered.id, 'jawab', { outcome: 'resolved', body: 'Sudah diganti.' }, at.officer)
  await post(house, `${at.base}/lacak/${answered.code}/tarik`, { what: 'report' })
  const page = (await get(house, `${at.base}/lacak/${answered.code}`)).body
  expect(page).toContain('Ditarik oleh pelapor')
  expect(page).not.toContain('Bila Anda tidak menjawab, laporan ditutup')
  const kept = 'select status, reporter_name from complaints.complaint where id = $1'
  expect((await house.owner.query(kept, [answered.id])).rows).toEqual([{ status: 'closed', reporter_name: null }])
  const fresh = await file(at)
  const bare = await post(house, `${at.base}/lacak/${fresh.code}/tarik`, {})
  expect(bare.statusCode).toBe(422)
  expect(bare.body).toContain('href="#tarik-what">Pilih apa yang Anda tarik.')
  expect(bare.body).toMatch(/<details[^>]* open[^>]*><summary[^>]*>[^<]*Tarik laporan/)
})

test('what may lead to somebody is marked for the reviewer, and covered everywhere with a tick', async () => {
  const at = await scene()
  const body = 'Pak Darmo menolak. Rumah saya di Jl. Melati No. 12, telepon 0812 3456 7890. Pak Darmo juga marah.'
  const { id } = await verified(at, { body })
  const page = (await get(house, `/pengaduan/tayangan/${id}`, at.officer)).body
  expect(page).toContain('<mark>Darmo</mark>')
  expect(page).toContain('mungkin nama orang')
  expect(page).toMatch(/name="cover"[^>]*value="Jl. Melati No. 12"|value="Jl. Melati No. 12"[^>]*name="cover"/)
  // A mistake elsewhere keeps the ticks.
  const address = `/pengaduan/tayangan/${id}/tampilkan`
  const again = await post(house, address, { subject: '', body, cover: 'Darmo' }, at.officer)
  expect([again.statusCode, /value="Darmo"[^>]*checked|checked[^>]*value="Darmo"/.test(again.body)]).toEqual([
    422,
    true,
  ])
  expect((await post(house, address, { subject: 'Ditolak', body, cover: 'Darmo' }, at.officer)).statusCode).toBe(303)
  const seen = (await get(house, `${at.base}/laporan/${id}`)).body
  expect(seen).toContain('Pak ▇▇▇ menolak')
  expect(seen).not.toContain('Darmo')
  expect(seen).toContain('Jl. Melati No. 12')
})
