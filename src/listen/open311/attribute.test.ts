import { beforeAll, expect, test } from 'vitest'
import { get, newPerson, post, type TestPerson } from '../../platform/test/harness.ts'
import { serviceAnswer } from './answers.ts'
import { readOptions } from './attribute-model.ts'
import { openWorld, type World } from './test-server.ts'

let world: World
let manager: TestPerson
beforeAll(async () => {
  world = await openWorld()
  manager = await newPerson(world.house, world.institution, world.institution.root, ['open311.manage'])
})

const api = async (rest: string) => (await get(world.house, `/i/${world.institution.slug}/open311/v2/${rest}`)).json()
const at = () => `/open311/layanan/${world.service}`
const discovery = async () => (await get(world.house, `/i/${world.institution.slug}/open311/discovery.json`)).json()

test('a question set on the page is asked by the protocol, and the changeset moves', async () => {
  const before = (await discovery()).changeset as string
  world.house.clock.now = new Date(Date.now() + 60_000)
  const wrong = { description: 'Di tiang berapa?', code: 'no tiang', datatype: 'singlevaluelist', options: '' }
  const refused = await post(world.house, at(), wrong, manager)
  expect(refused.statusCode).toBe(422)
  for (const words of ['Tulis kode dari huruf', 'Di tiang berapa?']) expect(refused.body).toContain(words)
  const list = { ...wrong, code: 'TIANG', options: 'A = Tiang A\nB', required: 'on' }
  const empty = await post(world.house, at(), { ...list, options: ' ' }, manager)
  expect([empty.statusCode, empty.body.includes('paling sedikit satu pilihan')]).toEqual([422, true])
  expect((await post(world.house, at(), list, manager)).statusCode).toBe(303)
  expect((await api('services/lampu-jalan.json')).attributes).toMatchObject([
    {
      code: 'TIANG',
      required: true,
      order: 1,
      values: [
        { key: 'A', name: 'Tiang A' },
        { key: 'B', name: 'B' },
      ],
    },
  ])
  const after = (await discovery()).changeset as string
  expect(Date.parse(after)).toBeGreaterThan(Date.parse(before))

  await post(world.house, at(), { ...list, datatype: 'number', required: '' }, manager)
  expect((await api('services/lampu-jalan.json')).attributes).toMatchObject([{ datatype: 'number', required: false }])
  expect((await get(world.house, `${at()}?ubah=TIANG`, manager)).body).toContain('Ubah pertanyaan')
  expect((await post(world.house, `${at()}/hapus`, { code: 'TIANG' }, manager)).statusCode).toBe(303)
  expect((await post(world.house, `${at()}/hapus`, { code: 'TIANG' }, manager)).statusCode).toBe(404)
  expect((await api('services/lampu-jalan.json')).attributes ?? []).toEqual([])
})

test('words to read and a line of help are set on the page too, and ask for nothing', async () => {
  const said = { description: 'Pohon tumbang? Telepon 112.', code: 'DARURAT', datatype: 'string', options: '' }
  const help = { datatype_description: 'Ada di pelat.', required: 'on' }
  await post(world.house, at(), { ...said, ...help, information: 'on' }, manager)
  await post(world.house, at(), { ...said, ...help, description: 'Nomor tiang?', code: 'NOMOR' }, manager)
  expect((await api('services/lampu-jalan.json')).attributes).toMatchObject([
    { code: 'DARURAT', variable: false, required: false, datatype_description: 'Ada di pelat.' },
    { code: 'NOMOR', variable: true, required: true, datatype_description: 'Ada di pelat.' },
  ])
  const page = (await get(world.house, `${at()}?ubah=DARURAT`, manager)).body
  expect(page).toMatch(/<input[^>]*name="information"[^>]*checked/)
  expect(page).toContain('Ada di pelat.')
  for (const code of ['DARURAT', 'NOMOR']) await post(world.house, `${at()}/hapus`, { code }, manager)
})

test('is for those who manage Open311, in their own institution', async () => {
  const nobody = await newPerson(world.house, world.institution, world.institution.root)
  const other = await openWorld()
  const stranger = await newPerson(other.house, other.institution, other.institution.root, ['open311.manage'])
  for (const [person, status] of [
    [nobody, 403],
    [stranger, 404],
  ] as const) {
    expect((await get(world.house, at(), person)).statusCode).toBe(status)
    expect((await post(world.house, `${at()}/hapus`, { code: 'X' }, person)).statusCode).toBe(status)
  }
  expect((await get(world.house, '/open311/layanan', manager)).body).toContain('Lampu jalan padam')
})

test('answers to choose from', () => {
  expect(readOptions('A = Satu\n\n B \n')).toEqual([
    { key: 'A', name: 'Satu' },
    { key: 'B', name: 'B' },
  ])
  for (const typed of ['A=', '=Satu', 'A = 1\nA = 2']) expect(readOptions(typed), typed).toBeUndefined()
})

test('coordinates lie where officers look; strange arguments are answered in the protocol’s words', async () => {
  const path = (rest: string) => `/i/${world.institution.slug}/open311/v2/${rest}`
  const sent = await post(world.house, path('requests.json'), {
    api_key: world.key,
    service_code: 'lampu-jalan',
    lat: '-6.914744',
    long: '107.60981',
    description: 'Padam.',
  })
  const id = sent.json()[0].service_request_id as string
  const { rows } = await world.house.owner.query(
    'select latitude::float, longitude::float from complaints.place where complaint_id = $1',
    [id],
  )
  expect(rows).toEqual([{ latitude: -6.9147, longitude: 107.6098 }])
  const asked = async (query: string) => (await get(world.house, path(`requests.json?${query}`))).statusCode
  const one = await get(
    world.house,
    path(`requests.json?service_request_id=${id}&start_date=&end_date=&status=&service_code=`),
  )
  expect(one.json()).toMatchObject([{ service_request_id: id }])
  expect(await asked(`service_request_id=${id}&status=open`)).toBe(200)
  const late = await get(world.house, path('requests.json?page=99999'))
  expect([late.statusCode, late.json()]).toEqual([200, []])
  expect(await asked('start_date=2031-01-01T00:00:00Z')).toBe(200)
  expect(await asked('start_date=2026-02-30T00:00:00Z')).toBe(400)
  expect(await asked('start_date=2026-01-01T25:00:00Z')).toBe(400)
  expect(await asked('start_date=kemarin')).toBe(400)
  expect(await asked('start_date=-271821-04-20T00:00:00Z')).toBe(400)
  expect(await asked('start_date=9999-12-31T23:59:59Z')).toBeLessThan(500)
  expect(await asked('page=0')).toBe(400)
  expect(await asked('page=-1&page_size=')).toBe(400)
})

test('a number is taken as people type it into an app and kept as it was sent; coordinates have points', async () => {
  const send = (more: Record<string, string>) =>
    post(world.house, `/i/${world.institution.slug}/open311/v2/requests.json`, {
      api_key: world.key,
      service_code: 'angkutan-sampah',
      lat: '-6.914744',
      long: '107.60981',
      description: 'Belum diangkut.',
      'attribute[JENIS]': 'RT',
      ...more,
    })
  for (const typed of ['1,25', '1.250', '1.250,5', '-2.5', '123456789012345']) {
    const sent = await send({ 'attribute[JUMLAH]': typed })
    expect([typed, sent.statusCode], sent.body).toEqual([typed, 200])
    const { rows } = await world.house.owner.query('select body from complaints.complaint where id = $1', [
      sent.json()[0].service_request_id,
    ])
    expect(rows[0].body.split('\n')).toContain(`Pertanyaan JUMLAH: ${typed}`)
  }
  for (const wrong of ['1,2,3', 'dua', '1e5']) {
    const refused = await send({ 'attribute[JUMLAH]': wrong })
    expect([wrong, refused.statusCode, refused.json()[0].description]).toEqual([wrong, 400, 'JUMLAH must be a number'])
  }
  const place = await send({ lat: '-6,914744' })
  expect([place.statusCode, place.json()[0].description]).toEqual([400, 'lat must be a number between -90 and 90.'])
})

test('a service is found by its abbreviation, not by the words between', () => {
  const service = { id: '', code: 'ktp', summary: '', attributes: 0, unit_id: '', unit_name: '' }
  expect(serviceAnswer({ ...service, name: 'KTP dan SIM bagi Warga Baru' })).toMatchObject({
    keywords: 'ktp, sim, warga, baru',
  })
})
