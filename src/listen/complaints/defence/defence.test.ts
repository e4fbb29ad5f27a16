import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { createLog } from '../../../platform/log.ts'
import {
  get,
  newInstitution,
  newPerson,
  newUnit,
  openHouse,
  post,
  postMultipart,
  testHouse,
} from '../../../platform/test/harness.ts'
import * as slices from '../../../slices.ts'
import { tellJob } from '../notices.ts'
import { newScene, sendReport, takeStep } from '../test-scene.ts'

/** The last page of the form, with the work a browser does for it. */
async function ready(house: House) {
  const institution = await newInstitution(house)
  const unit = await newUnit(house, institution, institution.root)
  const base = `/i/${institution.slug}`
  const draft = await lastPage(house, base, unit)
  return { institution, unit, base, draft, proof: await solvedOn(house, `${draft}/periksa`) }
}

type House = Awaited<ReturnType<typeof testHouse>>

/** The work a browser does for the page that sends a form. */
async function solvedOn(house: House, path: string): Promise<string> {
  const page = (await get(house, path)).body
  const riddle = JSON.parse(/data-riddle="([^"]+)"/.exec(page)![1]!.replaceAll('&quot;', '"').replaceAll('&amp;', '&'))
  let number = 0
  while (createHash('sha256').update(`${riddle.salt}${number}`).digest('hex') !== riddle.challenge) number++
  return JSON.stringify({ ...riddle, number })
}

async function lastPage(house: House, base: string, unit: string, contact = {}): Promise<string> {
  const began = await post(house, `${base}/lapor`, { kind: 'complaint' })
  const draft = String(began.headers.location).replace('/layanan', '')
  await post(house, `${draft}/layanan`, { about: `unit:${unit}` })
  await post(house, `${draft}/cerita`, { subject: 'Jalan rusak', body: 'Lubang di depan sekolah.' })
  await post(house, `${draft}/kerahasiaan`, { privacy: 'anonymous', ...contact })
  return draft
}

test.each([
  [4_900, ['fast']],
  [5_100, undefined],
])('a form answered in %i ms: %o', async (took, reasons) => {
  const house = await testHouse()
  const began = new Date()
  house.clock.now = began
  const { institution, draft, proof } = await ready(house)
  house.clock.now = new Date(began.getTime() + took)
  const sent = await post(house, `${draft}/kirim`, { proof })
  // Nobody is refused: whoever was too fast for a person is only looked at first, by a person.
  expect(String(sent.headers.location)).toContain('/tanda-terima')
  const { rows } = await house.owner.query('select reasons from complaints.unproven where institution_id = $1', [
    institution.id,
  ])
  expect(rows[0]?.reasons).toEqual(reasons)
  const officer = await newPerson(house, institution, institution.root, ['complaint.read', 'complaint.verify'])
  const page = await get(house, '/pengaduan/tayangan', officer)
  expect([page.statusCode, page.body.includes('terisi terlalu cepat')]).toEqual([200, reasons !== undefined])
})

test('the receipt goes by e-mail at once, and only after an officer has looked where no work was done for it', async () => {
  const house = await testHouse()
  const began = new Date()
  house.clock.now = began
  const { institution, unit, base } = await ready(house)
  const first = async (solves: boolean) => {
    const draft = await lastPage(house, base, unit, { reporter_email: 'pelapor@contoh.example' })
    const proof = solves ? await solvedOn(house, `${draft}/periksa`) : ''
    house.clock.now = new Date(house.clock.now.getTime() + 60_000)
    expect((await post(house, `${draft}/kirim`, { proof })).statusCode).toBe(303)
    // Pressed twice it is one report and one letter.
    await post(house, `${draft}/kirim`, { proof })
    const { rows } = await house.owner.query<{ payload: { complaint: string; seq: number } }>(
      `select j.payload->'payload' as payload from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id
       where t.identifier = 'complaints.tell' and j.payload->>'institution' = $1`,
      [institution.id],
    )
    return rows.map(({ payload }) => payload)
  }
  expect(await first(false)).toEqual([])
  const [payload, ...more] = await first(true)
  expect([payload, more]).toEqual([{ complaint: expect.any(String), seq: 1 }, []])
  await tellJob.run(house.database, { institution: institution.id, payload }, house.clock.now, createLog('silent'))
  const letters = await house.owner.query('select email, title from notifications.message where institution_id = $1', [
    institution.id,
  ])
  expect(letters.rows).toMatchObject([
    { email: 'pelapor@contoh.example', title: expect.stringContaining('kami terima') },
  ])
})

test('too many reports from one address: the page says how long to wait and keeps what was typed', async () => {
  const house = await openHouse(slices.routes, undefined, { rateLimits: true })
  const institution = await newInstitution(house)
  const unit = await newUnit(house, institution, institution.root)
  const path = `/i/${institution.slug}/lapor/singkat`
  const story = { kind: 'complaint', about: `unit:${unit}`, subject: 'Lampu "padam" <b>', privacy: 'anonymous' }
  const fields = { _key: crypto.randomUUID(), ...story, body: 'Padam sejak\nSenin & Selasa.' }
  await post(house, path, { ...fields, subject: '' })
  await house.owner.query("update platform.rate_limit set points = 100000 where key like '%/lapor/singkat%'")

  const refused = await post(house, path, fields)
  expect(refused.statusCode).toBe(429)
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect(refused.body).toMatch(/Tunggu \d+ (detik|menit), lalu coba lagi\. Isian Anda masih ada di halaman ini\./)
  expect(refused.body).toContain('value="Lampu &quot;padam&quot; &lt;b>"')
  expect(refused.body).toContain(`action="${path}"`)
  expect(refused.body).toContain(fields._key)

  // A form with a small photo keeps its words too, and says that the photo has to be chosen again.
  const small = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#123' } })
    .jpeg()
    .toBuffer()
  const photo = { name: 'a.jpg', type: 'image/jpeg', body: small }
  const withPhoto = await postMultipart(house, path, { ...fields, photo })
  expect(withPhoto.statusCode).toBe(429)
  expect(withPhoto.body).toContain('Padam sejak')
  expect(withPhoto.body).toContain('perlu dipilih lagi')

  // No page holds a password.
  await post(house, '/masuk', { login: 'x', password: 'rahasia-sekali' })
  await house.owner.query('update platform.rate_limit set points = 100000')
  const signIn = await post(house, '/masuk', { _key: crypto.randomUUID(), login: 'x', password: 'rahasia-sekali' })
  expect(signIn.body).not.toContain('rahasia-sekali')
  await house.app.close()
})

test('a proof counts once: not again, not for two at the same moment, not late, not for another form, not elsewhere and not bent', async () => {
  const house = await testHouse()
  const began = new Date()
  house.clock.now = began
  const first = await ready(house)
  const { institution, base, unit } = first
  let sentOnes = 0
  const send = async (proof: string, draft?: string) => {
    const story = { kind: 'complaint', about: `unit:${unit}`, subject: `Lampu ${++sentOnes}`, body: 'Padam.' }
    const sent = draft
      ? await post(house, `${draft}/kirim`, { proof })
      : await post(house, `${base}/lapor/singkat`, { ...story, privacy: 'anonymous', proof })
    const code = String(sent.headers.location).split('/')[4]!.slice(0, 8)
    const { rows } = await house.owner.query(
      `select u.reasons from complaints.complaint c left join complaints.unproven u on u.complaint_id = c.id
        where c.institution_id = $1 and c.code = $2`,
      [institution.id, code],
    )
    return ((rows[0].reasons ?? []) as string[]).filter((one) => one !== 'fast')
  }
  // Nothing is refused, but only what was worked for goes on without a look.
  expect(await send(first.proof)).toEqual(['no_proof'])
  expect(await send(first.proof, await lastPage(house, base, unit))).toEqual(['no_proof'])
  expect(await send(first.proof, first.draft)).toEqual([])
  const short = `${base}/lapor/singkat`
  const [both, late, bent] = [await solvedOn(house, short), await solvedOn(house, short), await solvedOn(house, short)]
  expect(await send(both, await lastPage(house, base, unit))).toEqual(['no_proof'])
  const together = await Promise.all([send(both), send(both), send(both), send(both)])
  expect(together.map(String).sort()).toEqual(['', 'reused', 'reused', 'reused'])
  expect(await send((await ready(house)).proof)).toEqual(['no_proof'])
  // The last digit of the number moved to the end of what was signed, to reach a later hour or another place.
  const { number, salt, ...rest } = JSON.parse(bent) as { number: number; salt: string }
  const digits = String(number)
  for (const moved of [1, 2, digits.length - 1].filter((count) => count > 0 && count < digits.length)) {
    const spliced = { ...rest, salt: salt + digits.slice(0, moved), number: Number(digits.slice(moved)) }
    expect(await send(JSON.stringify(spliced))).toEqual(['no_proof'])
  }
  for (const expires of [/expires=(\d+)/]) {
    const later = salt.replace(expires, (_, at: string) => `expires=${Number(at) + 9999}`)
    expect(await send(JSON.stringify({ ...rest, salt: later, number }))).toEqual(['no_proof'])
  }
  house.clock.now = new Date(began.getTime() + 3 * 3_600_000)
  expect(await send(late)).toEqual(['no_proof'])
  for (const junk of ['', '{}', 'null', '[1]', '{"algorithm":"SHA-256"}'])
    expect(await send(junk)).toEqual(['no_proof'])
})

test('the manual queue: verifying is looking, the ticked are kept or refused together, and a person may contest', async () => {
  const house = await testHouse()
  const at = await newScene(house)
  const plain = (subject: string) => sendReport(at, { subject, body: 'Isi.', privacy: 'anonymous' })
  const [verified, person, machine] = [
    await plain('Diverifikasi'),
    await plain('Dari orang'),
    await plain('Dari mesin'),
  ]
  const queue = async () =>
    (await get(house, '/pengaduan/tayangan', at.officer)).body.split('id="perlu-dilihat"')[1] ?? ''
  expect((await get(house, `/pengaduan/${verified.id}`, at.officer)).body).toContain('Mungkin bukan dari orang')
  await takeStep(at, verified.id, 'verifikasi', { class: 'ordinary', theme: 'biaya', unit: at.unit }, at.officer)
  expect(await queue()).not.toContain('Diverifikasi')
  const same = await plain('Digabung')
  await post(house, `/pengaduan/${same.id}/gabung`, { into: verified.id }, at.officer)
  expect(await queue()).not.toContain('Digabung')
  expect((await get(house, `/pengaduan/${verified.id}`, at.officer)).body).not.toContain('Mungkin bukan dari orang')
  const act = (fields: Record<string, string | string[]>, who = at.officer) =>
    post(house, '/pengaduan/perlu-dilihat', fields, who)
  expect((await act({ verdict: 'person' })).body).toContain('Belum ada yang dicentang')
  // Somebody else's unit: nothing happens there.
  await act({ ids: [person.id, machine.id], verdict: 'machine' }, at.stranger)
  expect(await queue()).toContain('Dari mesin')
  await act({ ids: person.id, verdict: 'person' })
  await act({ ids: [machine.id, person.id], verdict: 'machine' })
  expect(await queue()).toBe('')
  const { rows } = await house.owner.query('select id, status from complaints.complaint where id = any($1)', [
    [person.id, machine.id],
  ])
  expect(Object.fromEntries(rows.map(({ id, status }) => [id, status]))).toEqual({
    [person.id]: 'received',
    [machine.id]: 'rejected',
  })
  const own = (await get(house, `${at.base}/lacak/${machine.code}`)).body
  expect(own).toContain('tampaknya dikirim oleh mesin')
  expect(own).toMatch(/[Kk]eberatan|[Tt]idak setuju/)
})
