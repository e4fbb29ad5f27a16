import { beforeAll, expect, test } from 'vitest'
import { asSystem, get, newPerson, post, type TestPerson } from '../../platform/test/harness.ts'
import { applyEvents, type NewEvent, submitComplaints } from '../complaints/index.ts'
import { lettersOf } from '../complaints/test-scene.ts'
import { readInstant } from './model.ts'
import { openWorld, type World } from './test-server.ts'

let world: World
let officer: TestPerson
beforeAll(async () => {
  world = await openWorld()
  officer = await newPerson(world.house, world.institution, world.institution.root, [
    'complaint.read',
    'complaint.verify',
  ])
})

const path = (rest: string) => `/i/${world.institution.slug}/open311/v2/${rest}`
const send = (more: Record<string, string> = {}) =>
  post(world.house, path('requests.json'), {
    api_key: world.key,
    service_code: 'lampu-jalan',
    lat: '-6.914744',
    long: '107.60981',
    address_string: 'Jl. Merdeka 5, HP 0812 3456 7890',
    description: 'Lampu padam. Hubungi saya di 0812 3456 7890.',
    first_name: 'Siti',
    last_name: 'Aminah',
    email: 'siti@contoh.id',
    ...more,
  })
const idOf = (answer: { json(): unknown }) => (answer.json() as { service_request_id: string }[])[0]!.service_request_id
const read = async (id: string, query = '') =>
  (await get(world.house, path(`requests/${id}.json${query}`))).json()[0] as Record<string, unknown>

/** What officers did to it, as of now. */
function happened(id: string, events: readonly NewEvent[]) {
  return asSystem(world.house, world.institution, 'complaint.read', (db, scope) =>
    applyEvents(db, scope, world.house.clock.now, [{ id, events }]),
  )
}
const answered: NewEvent[] = [
  { kind: 'verified', actor: 'officer' },
  { kind: 'classified', actor: 'officer', class: 'light', theme: 'sarana' },
]
const solved = (): NewEvent[] => [
  ...answered,
  { kind: 'routed', actor: 'officer', unit_id: world.unit },
  { kind: 'answered', actor: 'officer', outcome: 'resolved', body: 'Sudah diganti. Info: 0812 3456 7890.' },
]

const review = (id: string, path: string, form: Record<string, string>) =>
  post(world.house, `/pengaduan/tayangan/${id}${path}`, form, officer)
/** An officer looks at what the public may read. */
async function lookedAt(id: string): Promise<void> {
  const answer = { answer: 'Sudah diganti.', answer_seq: '5' }
  const done = await review(id, '/tampilkan', { subject: 'Lampu', body: 'Lampu padam, sudah dilihat.', ...answer })
  expect([done.statusCode, done.body.slice(0, 200)]).toEqual([303, ''])
}

/** What servicerequestupdates tells of one request. */
async function updatesOf(id: string, query = ''): Promise<Record<string, string>[]> {
  const rows = (await get(world.house, path(`servicerequestupdates.json${query}`))).json() as Record<string, string>[]
  return rows.filter((row) => row['service_request_id'] === id)
}

test('what the public, the sender and another client read of a request before and after it is published', async () => {
  const id = idOf(await send())
  const other = path(`requests/${id}.json?api_key=${world.otherKey}`)
  expect(await read(id)).toMatchObject({ description: null, address: null, lat: null, media_url: null })
  expect((await get(world.house, other)).json()[0]).toMatchObject({ description: null, lat: null })
  expect(await read(id, `?api_key=${world.key}`)).toMatchObject({
    description: 'Lampu padam. Hubungi saya di 0812 3456 7890.',
    lat: -6.914744,
  })
  await happened(id, solved())
  // Answered, but nobody has looked at the words yet; the automatic cover alone opens nothing.
  expect(await read(id)).toMatchObject({ status: 'closed', description: null, lat: null })
  await lookedAt(id)
  const shown = await read(id, '?extensions=true')
  expect(shown).toMatchObject({ status: 'closed', status_notes: 'Diselesaikan.', lat: -6.915, long: 107.61 })
  expect(shown['description']).toBe('Lampu padam, sudah dilihat.')
  const text = JSON.stringify(shown)
  for (const secret of ['0812 3456', 'Siti', 'siti@', '-6.914744', 'Merdeka']) expect(text).not.toContain(secret)
  expect((shown['notes'] as { type: string }[]).map((note) => note.type)).toEqual([
    'investigating',
    'internal_referral',
    'fixed',
  ])
})

test('a secret report and whistleblowing are nowhere, whatever happens to them', async () => {
  const ids = await asSystem(world.house, world.institution, 'complaint.read', async (db, scope) => {
    const common = { unit_id: world.unit, service_id: world.service, channel: 'web', actor: 'citizen' } as const
    const words = { subject: 'Rahasia', body: 'Isi yang rahasia' }
    const receipts = await submitComplaints(db, scope, world.house.clock.now, [
      { ...common, ...words, privacy: 'secret' },
      { ...common, ...words, kind: 'whistleblowing', privacy: 'anonymous' },
      { ...common, subject: 'Biasa', body: 'Belum dijawab', privacy: 'open' },
    ])
    return receipts.map((receipt) => receipt.id)
  })
  await happened(ids[0]!, solved())
  for (const id of ids) {
    expect((await get(world.house, path(`requests/${id}.json`))).statusCode).toBe(404)
    expect((await get(world.house, path(`tokens/${id}.xml`))).statusCode).toBe(404)
  }
  const listed = (await get(world.house, path('requests.json?extensions=true'))).body
  for (const id of ids) expect(listed).not.toContain(id)
  const updates = (await get(world.house, path('servicerequestupdates.json'))).body
  for (const id of ids) expect(updates).not.toContain(id)
})

test('updates tell the course in FixMyStreet words, the answer only once it is public', async () => {
  const id = idOf(await send())
  await happened(id, solved())
  const rows = (await get(world.house, path('servicerequestupdates.json'))).json() as Record<string, string>[]
  const mine = rows.filter((row) => row['service_request_id'] === id)
  expect(mine.map((row) => row['status'])).toEqual(['INVESTIGATING', 'INTERNAL_REFERRAL', 'FIXED'])
  expect(mine[2]!['description']).toBe('')
  await lookedAt(id)
  expect((await updatesOf(id)).map((row) => row['description'])).toEqual(['', '', 'Sudah diganti.'])
  expect((await updatesOf(id, `?api_key=${world.key}`)).at(-1)!['description']).toMatch(/^Sudah diganti. Info: 0812/)
  const why = { reason: 'accusation', note: 'Menuduh seseorang tanpa bukti.' }
  expect((await review(id, '/sembunyikan', why)).statusCode).toBe(303)
  expect(await read(id)).toMatchObject({ status: 'closed', description: null, lat: null, long: null })
  expect((await updatesOf(id)).map((row) => row['description'])).toEqual(['', '', ''])
})

test('FixMyStreet hears in words it knows that a case is open again, and that silence closed what was answered', async () => {
  const statuses = async (id: string) => (await updatesOf(id)).map((row) => row['status']).slice(2)
  const answer = (outcome: 'resolved' | 'explained'): NewEvent => ({ ...solved().at(-1)!, outcome })
  const again = (): NewEvent[] => [{ kind: 'reopened', actor: 'citizen', body: 'Masih padam.', reason: 'not_fixed' }]
  const closed: NewEvent = { kind: 'closed', actor: 'system' }
  const fixed = idOf(await send({ description: 'Lampu satu' }))
  await happened(fixed, [...solved(), ...again(), answer('resolved'), closed])
  expect(await statuses(fixed)).toEqual(['FIXED', 'OPEN', 'FIXED', 'FIXED'])
  // A bare CLOSED would be shown as fixed there, where nothing was.
  const refused = idOf(await send({ description: 'Lampu dua' }))
  await happened(refused, [...solved().slice(0, -1), answer('explained'), closed])
  expect(await statuses(refused)).toEqual(['NO_FURTHER_ACTION', 'NO_FURTHER_ACTION'])
})

test('without dates the last 90 days are meant', async () => {
  const ids = [idOf(await send({ description: 'Lampu lama' })), idOf(await send({ description: 'Lampu baru' }))]
  const { now } = world.house.clock
  for (const [index, days] of [90.01, 89.99].entries())
    await world.house.owner.query('update complaints.complaint set received_at = $2 where id = $1', [
      ids[index],
      new Date(now.getTime() - days * 86_400_000),
    ])
  const { body } = await get(world.house, path('requests.json'))
  expect(ids.map((id) => body.includes(id))).toEqual([false, true])
})

test('a report of another channel is listed once a person has published it, and no more when it is hidden', async () => {
  const id = await asSystem(world.house, world.institution, 'complaint.read', async (db, scope) => {
    const story = { subject: 'Jalan', body: 'Pak Kades memaki saya.', privacy: 'open', actor: 'citizen' } as const
    const [receipt] = await submitComplaints(db, scope, world.house.clock.now, [
      { ...story, unit_id: world.unit, channel: 'web' },
    ])
    return receipt!.id
  })
  await happened(id, solved())
  expect((await get(world.house, path(`requests/${id}.json`))).statusCode).toBe(404)
  expect(await updatesOf(id)).toEqual([])
  await lookedAt(id)
  expect((await read(id))['description']).toBe('Lampu padam, sudah dilihat.')
  // Whoever copied it from the list hears how it goes on, in what is public of it.
  const told = (status: string, description = '') => ({ status, description })
  expect(await updatesOf(id)).toMatchObject([
    told('INVESTIGATING'),
    told('INTERNAL_REFERRAL'),
    told('FIXED', 'Sudah diganti.'),
  ])
  expect((await read(id, '?extensions=true'))['notes']).toHaveLength(3)
  await review(id, '/sembunyikan', { reason: 'insult', note: 'Kata kasar.' })
  expect((await get(world.house, path(`requests/${id}.json`))).statusCode).toBe(404)
  expect((await get(world.house, path('requests.json'))).body).not.toContain(id)
  expect(await updatesOf(id)).toEqual([])
})

test('a merged request goes on with the one it is handled with, and no more once they are parted', async () => {
  const id = idOf(await send({ description: 'Lampu yang sama.' }))
  const into = idOf(await send({ description: 'Lampu di tiang 7.' }))
  const last = idOf(await send({ description: 'Semua lampu di jalan ini.' }))
  const merge = (from: string, to: string) => post(world.house, `/pengaduan/${from}/gabung`, { into: to }, officer)
  expect((await merge(id, into)).statusCode).toBe(303)
  expect((await merge(into, last)).statusCode).toBe(303)
  await happened(last, solved())
  const own = `?api_key=${world.key}`
  for (const one of [id, into]) {
    expect(await read(one)).toMatchObject({ status: 'closed', status_notes: 'Diselesaikan.', description: null })
    const news = await updatesOf(one, own)
    expect(news.at(-1)).toMatchObject({ status: 'FIXED', description: expect.stringMatching(/^Sudah diganti/) })
    expect(await updatesOf(one)).toHaveLength(news.length)
    expect((await updatesOf(one)).every((row) => row['description'] === '')).toBe(true)
  }
  const closed = (await get(world.house, path('requests.json?status=closed'))).body
  for (const one of [id, into, last]) expect(closed).toContain(one)
  const ids = [...(await updatesOf(id)), ...(await updatesOf(into)), ...(await updatesOf(last))].map(
    (row) => row['update_id'],
  )
  expect(new Set(ids).size).toBe(ids.length)
  expect((await post(world.house, `/pengaduan/${id}/pisah`, {}, officer)).statusCode).toBe(303)
  expect(await read(id)).toMatchObject({ status: 'open' })
  expect((await updatesOf(id)).map((row) => row['status'])).not.toContain('FIXED')
})

test('who left an address gets the receipt by letter, once however often the app sends it', async () => {
  const told = { email: 'pelapor.app@contoh.example', device_id: 'hp-1' }
  const id = idOf(await send(told))
  expect(idOf(await send(told))).toBe(id)
  const letters = await lettersOf(world.house, world.institution)
  expect(letters.filter(({ email }) => email === told.email)).toMatchObject([
    { title: expect.stringContaining('kami terima') },
  ])
})

test('another client can neither update nor read what this one sent', async () => {
  const id = idOf(await send())
  const answer = await post(world.house, path('servicerequestupdates.json'), {
    api_key: world.otherKey!,
    service_request_id: id,
    description: 'Bukan milik saya',
  })
  expect(answer.statusCode).toBe(403)
})

test('the officer finds the request as a complaint of its own channel, with name and answers', async () => {
  const officer = await newPerson(world.house, world.institution, world.institution.root, [
    'complaint.read',
    'complaint.identity',
  ])
  const id = idOf(
    await send({ service_code: 'angkutan-sampah', 'attribute[JENIS]': 'PS', media_url: 'https://foto.example/1.jpg' }),
  )
  const page = (await get(world.house, `/pengaduan/${id}`, officer)).body
  for (const text of ['Siti Aminah', 'Pertanyaan JENIS: Pasar', 'https://foto.example/1.jpg'])
    expect(page).toContain(text)
  expect(page).not.toContain('src="https://foto.example')
})

test('several photos, and updates that are only a photo or a status, reach the officer as FixMyStreet sends them', async () => {
  const officer = await newPerson(world.house, world.institution, world.institution.root, ['complaint.read'])
  const sent = (address: string, fields: [string, string][]) =>
    world.house.app.inject({
      method: 'POST',
      url: path(address),
      payload: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
  const photos: [string, string][] = [1, 2].map((one) => ['media_url', `https://foto.example/${one}.jpg`])
  const place: [string, string][] = [
    ['service_code', 'lampu-jalan'],
    ['lat', '-6.9'],
    ['long', '107.6'],
    ['attribute[easting]', '1'],
  ]
  const key: [string, string] = ['api_key', world.key]
  const id = idOf(await sent('requests.json', [key, ...place, ['description', 'Padam'], ...photos]))
  const update = (...fields: [string, string][]) =>
    sent('servicerequestupdates.json', [key, ['service_request_id', id], ['description', ''], ...fields])
  const photo: [string, string] = ['media_url', 'https://foto.example/3.jpg']
  expect((await update(['status', 'OPEN'], photo)).statusCode).toBe(200)
  expect((await update(['status', 'FIXED'], ['media_url', ''])).statusCode).toBe(200)
  expect((await update(['status', 'OPEN'])).json()).toEqual([
    { code: 400, description: 'description was not provided.' },
  ])
  expect((await update(['media_url', 'javascript:alert(1)'])).statusCode).toBe(400)
  const page = (await get(world.house, `/pengaduan/${id}`, officer)).body
  for (const text of ['1.jpg', '2.jpg', '3.jpg', 'laporan ini sudah diperbaiki']) expect(page).toContain(text)
})

test('a page of another site, a broken body and a foreign address are refused in the protocol’s words', async () => {
  const foreign = await post(world.house, path('requests.xml'), {}, undefined, { 'sec-fetch-site': 'cross-site' })
  expect([foreign.statusCode, foreign.headers['content-type']]).toEqual([403, 'text/xml; charset=utf-8'])
  const json = await world.house.app.inject({
    method: 'POST',
    url: path('requests.json'),
    payload: '{"service_code":1}',
    headers: { 'content-type': 'application/json' },
  })
  expect(json.statusCode).toBe(400)
  expect(json.json()[0]).toMatchObject({ code: 400, description: expect.stringContaining('x-www-form-urlencoded') })
  const nowhere = await get(world.house, '/i/tidak-ada/open311/v2/services.json')
  expect([nowhere.statusCode, nowhere.json()[0].code]).toEqual([404, 404])
})

test.each([
  ['2026-11-01T07:00:00+07:00'],
  ['2026-11-01T07:00:00 07:00'],
  ['2026-11-01T07:00:00+0700'],
  ['2026-11-01T07:00+07'],
  ['2026-11-01T07:00 07'],
  ['2026-11-01t00:00:00z'],
  ['2026-11-01T00:00:00,000Z'],
  ['20261101T000000Z'],
  ['20261101T0700+0700'],
  ['2026-10-31T24:00:00Z'],
])('%s is one instant', (text) =>
  expect(readInstant('start_date', text)?.toISOString()).toBe('2026-11-01T00:00:00.000Z'),
)

test.each(['2026-11-01', '2026-11-01T00:00:00', '2026-02-30T00:00:00Z', '2026-11', '20261101', '1761955200', 'besok'])(
  '%s is no instant with a zone',
  (text) => expect(() => readInstant('start_date', text)).toThrow('start_date must be a date and time with zone'),
)

test('updates come page by page without gap or repeat, and a span with too many is refused, never cut', async () => {
  const ids: string[] = []
  for (let index = 0; index < 3; index++) ids.push(idOf(await send({ description: `Lampu padam ${index}` })))
  for (const id of ids) await happened(id, solved())
  const told = async (query: string) => {
    const answer = await get(world.house, path(`servicerequestupdates.json?${query}`))
    expect(answer.statusCode).toBe(200)
    return (answer.json() as { update_id: string }[]).map((one) => one.update_id)
  }
  const all = await told('')
  expect(all.length).toBeGreaterThanOrEqual(9)
  const pages: string[] = []
  for (let page = 1; page <= Math.ceil(all.length / 4); page++) {
    const rows = await told(`page=${page}&page_size=4`)
    expect(rows.length).toBe(Math.min(4, all.length - pages.length))
    pages.push(...rows)
  }
  expect(pages).toEqual(all)
  expect(await told('page=999&page_size=4')).toEqual([])
  expect((await get(world.house, path('servicerequestupdates.json?page=0'))).statusCode).toBe(400)
  // Thousands of lines in the story of one case, in a year of their own.
  await world.house.owner.query(
    `insert into complaints.event (institution_id, complaint_id, seq, kind, at, actor)
      select $1, $2, n, 'started', '2020-02-01'::timestamptz + n * interval '1 second', 'officer'
      from generate_series(100, 5100) n`,
    [world.institution.id, ids[0]],
  )
  const february = 'start_date=2020-02-01T00:00:00Z&end_date=2020-02-28T00:00:00Z'
  const cut = await get(world.house, path(`servicerequestupdates.json?${february}`))
  expect([cut.statusCode, cut.body]).toEqual([400, expect.stringContaining('Narrow start_date and end_date')])
  expect(await told(`${february}&page=6&page_size=1000`)).toHaveLength(1)
  await world.house.owner.query(`delete from complaints.event where complaint_id = $1 and seq >= 100`, [ids[0]])
})

test('a service that was given up takes no new request, and those it has keep their definition', async () => {
  const id = idOf(await send({ description: 'Lampu padam sebelum layanan ditutup' }))
  const set = (active: boolean) =>
    world.house.owner.query(
      `update services.service set active = $2 where institution_id = $1 and slug = 'lampu-jalan'`,
      [world.institution.id, active],
    )
  await set(false)
  try {
    expect((await get(world.house, path('services.json'))).body).not.toContain('lampu-jalan')
    expect((await send({ description: 'Lampu lain padam' })).statusCode).toBe(404)
    expect((await read(id))['service_code']).toBe('lampu-jalan')
    expect((await get(world.house, path('services/lampu-jalan.json'))).statusCode).toBe(200)
    const list = await get(world.house, path('requests.json?service_code=lampu-jalan'))
    expect(list.body).toContain(id)
    expect((await get(world.house, path('services/tidak-ada.json'))).statusCode).toBe(404)
  } finally {
    await set(true)
  }
})
