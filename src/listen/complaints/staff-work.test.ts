import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  postMultipart,
  type TestHouse,
  type TestPerson,
  testHouse,
} from '../../platform/test/harness.ts'
import { type Submission, submitComplaints } from './acts.ts'
import { mentions } from './notices.ts'
import { fillTemplate } from './staff-templates-queries.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

const officer = ['complaint.read', 'complaint.verify', 'complaint.handle', 'complaint.create']

async function scene() {
  const institution = await newInstitution(house)
  const unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Uji')
  const other = await newUnit(house, institution, institution.root, 'department', 'Dinas Lain')
  const coordinator = await newPerson(house, institution, institution.root, officer)
  const file = async (more: Partial<Submission> = {}) => {
    const [sent] = await asSystem(house, institution, 'complaint.create', (db, scope) =>
      submitComplaints(db, scope, new Date(Date.now() - 60_000), [
        {
          subject: 'Loket tutup lebih awal',
          body: 'Saya datang pukul 14.00 dan loket sudah tutup.',
          privacy: 'open',
          unit_id: unit,
          channel: 'web',
          actor: 'citizen',
          ...more,
        },
      ]),
    )
    return sent!
  }
  return { institution, unit, other, coordinator, file }
}

async function act(path: string, fields: Record<string, string>, person: TestPerson) {
  const id = path.split('/')[2]
  const { rows } = await house.owner.query('select count(*)::int as n from complaints.event where complaint_id = $1', [
    id,
  ])
  return post(house, path, { seen: String(rows[0].n), ...fields }, person)
}

async function one(query: string, values: unknown[]) {
  return (await house.owner.query(query, values)).rows[0]
}

const stateOf = async (id: string) => (await one('select status from complaints.complaint where id = $1', [id])).status

describe('LAPOR’s states', () => {
  test('postponed and referred keep their clocks, archived ends and may be contested', async () => {
    const { coordinator, file, unit, institution } = await scene()
    const { id, code, key } = await file()
    const step = (name: string, fields: Record<string, string>) => act(`/pengaduan/${id}/${name}`, fields, coordinator)
    await step('verifikasi', { class: 'ordinary', theme: 'sarana', unit })
    const before = await one('select queue_at from complaints.complaint where id = $1', [id])
    expect((await step('tunda', { reason: 'waits_for_budget' })).statusCode).toBe(422)
    expect((await step('tunda', { reason: 'waits_for_budget', body: 'Menunggu anggaran.' })).statusCode).toBe(303)
    expect(await one('select status, queue_at, queue from complaints.complaint where id = $1', [id])).toEqual({
      status: 'postponed',
      queue: 2,
      queue_at: before.queue_at,
    })
    expect((await step('lanjutkan', {})).statusCode).toBe(303)
    await step('rujuk', { reason: 'Kantor Pertanahan', body: 'Sertifikat diurus di sana.' })
    const page = (await get(house, `/pengaduan/${id}`, coordinator)).body
    expect(page).toContain('Kantor Pertanahan')
    expect(page).toContain('Penyelesaian')
    expect(await stateOf(id)).toBe('referred')
    // No promise of ours about what another institution does; the time stays visible.
    const theirs = (await get(house, `/i/${institution.slug}/lacak/${code}${key}`)).body
    expect(theirs).toContain('Ada pada Kantor Pertanahan sejak')
    expect(theirs).toContain('Tetap kami hitung selama di instansi lain')
    expect(theirs).toMatch(/paling lambat/i)
    expect(theirs).not.toContain('Anda menerima jawaban')
    const number = (await get(house, `/i/${institution.slug}/lacak/${code}`)).body
    expect(number).toContain('Ada pada instansi lain yang berwenang sejak')
    expect(number).not.toContain('Kantor Pertanahan')
    await step('arsipkan', { reason: 'taken_as_input', body: 'Terima kasih.' })
    expect(await stateOf(id)).toBe('archived')
    const mine = `/i/${institution.slug}/lacak/${code}${key}`
    expect((await get(house, mine)).body).toContain('Terima kasih.')
    await post(house, `${mine}/buka-kembali`, { reason: 'Sertifikat saya masih ditahan di kelurahan' })
    expect(await one('select queue from complaints.complaint where id = $1', [id])).not.toEqual({ queue: 4 })
    expect(await stateOf(id)).not.toBe('archived')
  })
})

describe('an investigation', () => {
  test('records findings and people heard; its conclusion is not for the citizen', async () => {
    const { coordinator, file, institution } = await scene()
    const { id, code, key } = await file()
    const page = `/pengaduan/${id}/pemeriksaan`
    const entry = { kind: 'heard', happened_on: '2026-01-05', body: 'Loket ditutup pukul 13.30.' }
    expect((await post(house, page, entry, coordinator)).body).toContain('Tuliskan siapa yang didengar')
    expect((await post(house, page, { ...entry, person: 'Petugas loket' }, coordinator)).statusCode).toBe(303)
    expect((await get(house, page, coordinator)).body).toContain('Orang yang didengar: Petugas loket')
    await act(`/pengaduan/${id}/simpulkan`, { reason: 'proven', body: 'Rahasia dapur' }, coordinator)
    expect((await get(house, `/pengaduan/${id}`, coordinator)).body).toContain('Terbukti')
    expect((await get(house, `/i/${institution.slug}/lacak/${code}${key}`)).body).not.toContain('Rahasia dapur')
  })

  test('a file as evidence is for officers who reach the case: not its reporter, not who may not handle it', async () => {
    const { coordinator, file, institution, unit, other } = await scene()
    const clerk = await newPerson(house, institution, unit, officer)
    const stranger = await newPerson(house, institution, other, officer)
    const { id, code, key } = await file()
    const page = `/pengaduan/${id}/pemeriksaan`
    const entry = { kind: 'evidence', happened_on: '2026-01-05', body: 'Buku tamu hari itu.' }
    const attach = (name: string, body: Buffer) =>
      postMultipart(house, page, { ...entry, file: { name, type: 'image/png', body } }, coordinator)
    const refused = await attach('buku.png', Buffer.from('<svg onload=alert(1)>'))
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('Buku tamu hari itu.')
    const scan = await sharp({ create: { width: 20, height: 10, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    expect((await attach('buku.png', scan)).statusCode).toBe(303)
    const address = /href="(\/berkas\/[0-9a-f-]{36})">buku/.exec((await get(house, page, coordinator)).body)![1]!
    const status = async (url: string, person?: TestPerson) => (await get(house, url, person)).statusCode
    expect([await status(address, coordinator), await status(address, clerk)]).toEqual([200, 200])
    expect([await status(address, stranger), await status(address)]).not.toContain(200)
    const own = `/i/${institution.slug}/lacak/${code}${key}`
    expect((await get(house, own)).body).not.toContain(address)
    expect(await status(`${own}${address}`)).toBe(404)
    await post(house, `/pengaduan/${id}/benturan`, { reason: 'Sepupu' }, clerk)
    expect(await status(address, clerk)).toBe(404)
  })

  test('its subject, everybody above, and who declares an interest lose the case everywhere', async () => {
    const { institution, unit, coordinator, file } = await scene()
    const boss = await newPerson(house, institution, unit, officer)
    const clerk = await newPerson(house, institution, unit, officer, { superior: boss.employee })
    const friend = await newPerson(house, institution, unit, officer)
    const { id } = await file({ subject: 'Petugas minta uang' })
    const keptOpen = await file({ subject: 'Kursi rusak' })
    await post(house, `/pengaduan/${id}/petugas`, { account: clerk.account }, clerk)
    const { nip } = await one('select nip from people.employee where id = $1', [clerk.employee])
    expect((await post(house, `/pengaduan/${id}/terlapor`, { nip: '1' }, coordinator)).statusCode).toBe(422)
    expect((await post(house, `/pengaduan/${id}/terlapor`, { nip }, coordinator)).statusCode).toBe(303)
    expect((await post(house, `/pengaduan/${id}/benturan`, { reason: 'Sepupu' }, friend)).statusCode).toBe(303)
    for (const person of [clerk, boss, friend]) {
      expect((await get(house, `/pengaduan/${id}`, person)).statusCode).toBe(404)
      expect((await get(house, `/pengaduan/${id}/pemeriksaan`, person)).statusCode).toBe(404)
      expect((await act(`/pengaduan/${id}/catatan`, { body: 'x' }, person)).statusCode).toBe(404)
      for (const list of ['?antrean=verify', '?antrean=verify&q=uang', '/unduh?antrean=verify'])
        expect((await get(house, `/pengaduan${list}`, person)).body).not.toContain('Petugas minta uang')
      expect((await get(house, '/pengaduan?antrean=verify', person)).body).toContain('Kursi rusak')
      expect((await get(house, `/pengaduan/${keptOpen.id}`, person)).statusCode).toBe(200)
      const bulk = await post(house, '/pengaduan/massal', { ids: id, action: 'take' }, person)
      expect(bulk.body).not.toContain('Petugas minta uang')
    }
    expect(await one('select count(*)::int as n from complaints.assignment where complaint_id = $1', [id])).toEqual({
      n: 0,
    })
    expect((await get(house, `/pengaduan/${id}`, coordinator)).statusCode).toBe(200)
  })
})

test('whistleblowing is always secret and found only by holders of its permission', async () => {
  const { institution, coordinator, file } = await scene()
  const inspector = await newPerson(house, institution, institution.root, [
    'complaint.read',
    'complaint.whistleblowing',
  ])
  const { id, code, key } = await file({ kind: 'whistleblowing', privacy: 'open', subject: 'Mark-up pengadaan' })
  expect(await one('select privacy, queue from complaints.complaint where id = $1', [id])).toEqual({
    privacy: 'secret',
    queue: 11,
  })
  for (const path of [
    '?antrean=verify',
    '?q=pengadaan&antrean=verify',
    `?q=${code}`,
    `/${id}`,
    '/unduh?antrean=verify',
  ])
    for (const person of [coordinator, inspector])
      expect((await get(house, `/pengaduan${path}`, person)).body).not.toContain('Mark-up')
  for (const path of ['/pelanggaran', `/pelanggaran/${id}`])
    expect((await get(house, path, coordinator)).statusCode).toBe(403)
  expect((await get(house, '/pelanggaran?antrean=verify', inspector)).body).toContain('Mark-up pengadaan')
  expect((await get(house, `/pelanggaran?q=${code}`, inspector)).headers.location).toBe(`/pelanggaran/${id}`)
  expect((await get(house, `/pelanggaran/${id}`, inspector)).statusCode).toBe(200)
  expect((await act(`/pengaduan/${id}/catatan`, { body: 'x' }, coordinator)).statusCode).toBe(404)
  expect(
    (
      await act(
        `/pelanggaran/${id}/verifikasi`,
        { class: 'oversight', theme: 'integritas', unit: institution.root },
        inspector,
      )
    ).statusCode,
  ).toBe(303)
  expect((await get(house, `/i/${institution.slug}/lacak/${code}${key}`)).body).toContain('Mark-up pengadaan')
})

describe('working together', () => {
  test('a unit that only helps reads no number of somebody who did not want to be known', async () => {
    const { institution, unit, other, coordinator, file } = await scene()
    const helper = await newPerson(house, institution, other, officer)
    const { id } = await file({ privacy: 'anonymous', body: 'Telepon saya 0812-3456-7890, loket tutup terus.' })
    await act(`/pengaduan/${id}/verifikasi`, { class: 'ordinary', theme: 'sarana', unit }, coordinator)
    const task = { unit: other, title: 'Jelaskan jadwal', due_on: '2099-01-05' }
    await post(house, `/pengaduan/${id}/tugas`, task, coordinator)
    const tasks = await house.owner.query('select id from complaints.task where complaint_id = $1', [id])
    const { body } = await get(house, `/pengaduan/tugas/${tasks.rows[0].id}`, helper)
    expect(body).toContain('loket tutup terus')
    expect(body).not.toContain('0812-3456-7890')
  })

  test('a case is answerable once every unit has contributed or was excused', async () => {
    const { institution, unit, other, coordinator, file } = await scene()
    const helper = await newPerson(house, institution, other, officer)
    const { id } = await file()
    await act(`/pengaduan/${id}/verifikasi`, { class: 'ordinary', theme: 'sarana', unit }, coordinator)
    const task = { unit: other, title: 'Jelaskan jadwal', due_on: '2099-01-05' }
    expect(
      (await post(house, `/pengaduan/${id}/tugas`, { ...task, due_on: '2020-01-01' }, coordinator)).statusCode,
    ).toBe(422)
    for (const title of ['Jelaskan jadwal', 'Perbaiki papan'])
      expect((await post(house, `/pengaduan/${id}/tugas`, { ...task, title }, coordinator)).statusCode).toBe(303)
    const answer = () => act(`/pengaduan/${id}/jawab`, { outcome: 'resolved', body: 'Sudah.' }, coordinator)
    expect((await answer()).statusCode).toBe(409)
    expect((await get(house, `/pengaduan/${id}`, helper)).statusCode).toBe(404)
    expect((await get(house, '/pengaduan/tugas', helper)).body).toContain('Jelaskan jadwal')
    const tasks = await house.owner.query('select id from complaints.task where complaint_id = $1 order by title', [id])
    const [first, second] = tasks.rows.map((row) => row.id as string)
    expect((await post(house, `/pengaduan/tugas/${first}`, { answer: 'Tutup 14.00.' }, helper)).statusCode).toBe(303)
    expect((await post(house, `/pengaduan/tugas/${first}`, { answer: 'Lagi.' }, helper)).statusCode).toBe(409)
    expect((await answer()).statusCode).toBe(409)
    const empty = await post(house, `/pengaduan/${id}/tugas/${second}/batal`, { reason: ' ' }, coordinator)
    expect(empty.statusCode).toBe(422)
    expect(empty.body).toMatch(/<textarea[^>]*name="reason"[^>]*aria-invalid="true"/)
    expect(empty.body).toContain('Tuliskan alasannya.')
    const waive = await post(house, `/pengaduan/${id}/tugas/${second}/batal`, { reason: 'Tidak perlu' }, coordinator)
    expect(waive.statusCode).toBe(303)
    expect((await answer()).statusCode).toBe(303)
    const page = (await get(house, `/pengaduan/${id}`, coordinator)).body
    expect(page).toContain('Tutup 14.00.')
    expect(page).toContain('Dibatalkan')
  })

  test('a case is taken, given to the substitute of who is away, and released', async () => {
    const { institution, unit, coordinator, file } = await scene()
    const away = await newPerson(house, institution, unit, officer)
    const substitute = await newPerson(house, institution, unit, officer)
    const outsider = await newPerson(house, institution, unit, ['complaint.read'])
    const { id } = await file()
    await house.owner.query(
      `insert into complaints.absence (institution_id, id, account_id, substitute_id, from_on, to_on, created_at)
       values ($1, gen_random_uuid(), $2, $3, '2020-01-01', '2099-01-01', now())`,
      [institution.id, away.account, substitute.account],
    )
    const give = (account: string, person = coordinator) => post(house, `/pengaduan/${id}/petugas`, { account }, person)
    const holder = async () =>
      (await one('select account_id from complaints.assignment where complaint_id = $1', [id]))?.account_id
    expect((await give(outsider.account)).statusCode).toBe(422)
    expect((await give(outsider.account, outsider)).statusCode).toBe(403)
    await give(coordinator.account)
    expect(await holder()).toBe(coordinator.account)
    await give(away.account)
    expect(await holder()).toBe(substitute.account)
    expect((await get(house, '/pengaduan?antrean=verify&petugas=saya', substitute)).body).toContain('Loket tutup')
    expect((await get(house, '/pengaduan?antrean=verify&petugas=saya', coordinator)).body).not.toContain('Loket tutup')
    expect((await get(house, '/pengaduan?antrean=verify&petugas=belum&q=loket', coordinator)).body).not.toContain(
      'Loket tutup',
    )
    const unchosen = await give('')
    expect(unchosen.statusCode).toBe(422)
    expect(unchosen.body).toContain('Serahkan kepada: Pilih salah satu.')
    expect(await holder()).toBe(substitute.account)
    await give('none')
    expect(await holder()).toBeUndefined()
  })

  test('one act on many cases says for each what became of it', async () => {
    const { unit, coordinator, file } = await scene()
    const open = await file({ subject: 'Terbuka' })
    const done = await file({ subject: 'Sudah ditolak' })
    await act(`/pengaduan/${done.id}/tolak`, { reason: 'abusive', body: 'Maaf.' }, coordinator)
    await act(`/pengaduan/${open.id}/verifikasi`, { class: 'ordinary', theme: 'sarana', unit }, coordinator)
    const chosen = { ids: [open.id, done.id], action: 'classify', class: 'light', theme: 'biaya', unit: '' }
    const page = await post(house, '/pengaduan/massal', chosen, coordinator)
    expect(page.body).toContain('1 dari 2 berhasil')
    expect(page.body).toContain('Tidak dilakukan')
    const classOf = async (id: string) =>
      (await one('select class from complaints.complaint where id = $1', [id])).class
    expect(await classOf(open.id)).toBe('light')
    expect(await classOf(done.id)).not.toBe('light')
    const again = await post(house, '/pengaduan/massal', { ids: open.id, action: 'route' }, coordinator)
    expect(again.statusCode).toBe(422)
    expect(again.body).toMatch(/<select[^>]*name="unit"[^>]*aria-invalid="true"/)
    expect(again.body).toMatch(new RegExp(`<input type="checkbox"[^>]*value="${open.id}" checked`))
  })

  test('templates of the unit fill in the case', async () => {
    const { institution, unit, coordinator, file } = await scene()
    const local = await newPerson(house, institution, unit, officer)
    const { id } = await file({ reporter_name: 'Siti' })
    await act(`/pengaduan/${id}/verifikasi`, { class: 'ordinary', theme: 'sarana', unit }, coordinator)
    const template = { name: 'Terima kasih', body: 'Yth. {nama}, tentang “{perihal}” {entah}.', active: 'on' }
    const save = (unit: string) => post(house, '/pengaduan/templat/baru', { ...template, unit }, local)
    expect((await save('')).statusCode).toBe(422)
    expect((await save(unit)).statusCode).toBe(303)
    expect((await save(unit)).statusCode).toBe(409)
    const saved = await one('select id from complaints.template where institution_id = $1', [institution.id])
    const page = (await get(house, `/pengaduan/${id}?langkah=jawab&templat=${saved.id}`, local)).body
    expect(page).toContain('Yth. Siti, tentang “Loket tutup lebih awal” {entah}.')
  })
})

test('a template keeps what it cannot fill', () => {
  expect(fillTemplate('{nama} {entah}', { nama: 'Siti' })).toBe('Siti {entah}')
})

test('a mention is a whole name or the beginning of an address', () => {
  const people = [
    { id: 'a', name: 'Siti Aminah', email: 'siti@x.example' },
    { id: 'b', name: 'Budi', email: null },
    { id: 'c', name: 'Budiman', email: null },
  ]
  expect(mentions('Tolong @Siti Aminah dan @budiman', people)).toEqual(['a', 'c'])
  expect(mentions('surel budi@x dan @siti, ya', people)).toEqual(['a'])
})

test('a phone call is written down in one go: only subject and story are typed, and the code is read out', async () => {
  const { institution, unit, other, coordinator } = await scene()
  expect((await get(house, '/pengaduan/baru', coordinator)).body).toContain('value="phone" selected')
  const call = {
    about: `unit:${unit}`,
    channel: 'social',
    kind: 'suggestion',
    privacy: 'anonymous',
    subject: 'Usul',
    body: 'Isi',
  }
  const post1 = await post(house, '/pengaduan', { ...call, source: 'https://contoh.example/p/1' }, coordinator)
  expect(post1.body).toContain('Cara membacakan')
  expect(post1.body).toContain('/pengaduan/baru?saluran=social')
  const { id } = await one('select id from complaints.complaint where institution_id = $1', [institution.id])
  expect((await get(house, `/pengaduan/baru/${id}`, coordinator)).body).toContain('Cara membacakan')
  await post(house, '/pengaduan', { ...call, source: 'https://contoh.example/p/1' }, coordinator)
  const { n } = await one('select count(*)::int as n from complaints.reference where institution_id = $1', [
    institution.id,
  ])
  expect(n).toBe(2)
  const stranger = await newPerson(house, institution, other, officer)
  expect((await get(house, `/pengaduan/baru/${id}`, stranger)).statusCode).toBe(404)
  const page = await get(house, '/pengaduan/pemantauan', coordinator)
  expect(page.body).toContain('Dinas Uji')
  expect(page.body.replaceAll(/<[^>]+>/g, ' ')).toMatch(/Sudah dijawab\s+0,0\s%\s+dari\s2/)
})

test('from one case to the next of its queue and back, within reach; the last one says that it is', async () => {
  const { institution, unit, other, coordinator, file } = await scene()
  const [first, hidden, second] = [await file(), await file({ unit_id: other }), await file()]
  const reader = await newPerson(house, institution, unit, officer)
  const go = async (id: string, where: string, person = reader) =>
    (await get(house, `/pengaduan/${id}/${where}`, person)).headers.location
  const page = (await get(house, `/pengaduan/${first.id}`, reader)).body
  expect(page).toContain(`href="/pengaduan/${first.id}/berikutnya" rel="next"`)
  expect(page).toContain(`href="/pengaduan/${first.id}/sebelumnya" rel="prev"`)
  expect(await go(first.id, 'berikutnya')).toBe(`/pengaduan/${second.id}`)
  expect(await go(second.id, 'sebelumnya')).toBe(`/pengaduan/${first.id}`)
  expect(await go(first.id, 'berikutnya', coordinator)).toBe(`/pengaduan/${hidden.id}`)
  expect((await get(house, `/pengaduan/${hidden.id}/berikutnya`, reader)).statusCode).toBe(404)
  const last = await get(house, `/pengaduan/${second.id}/berikutnya`, reader)
  expect(last.headers.location).toBe(`/pengaduan/${second.id}`)
  const told = String(last.headers['set-cookie']).split(';')[0]!
  const again = await get(house, `/pengaduan/${second.id}`, { cookie: `${reader.cookie}; ${told}` })
  expect(again.body).toContain('Ini yang terakhir di antrean ini.')
})

test('a question is offered the clock of a request for information first, a complaint that of an ordinary one', async () => {
  const { coordinator, file } = await scene()
  for (const [kind, ofClass] of [
    ['question', 'information'],
    ['complaint', 'ordinary'],
  ] as const) {
    const { id } = await file({ kind })
    const page = (await get(house, `/pengaduan/${id}`, coordinator)).body
    expect(page).toContain(`<option value="${ofClass}" selected`)
  }
})
