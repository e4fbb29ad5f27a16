import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLog } from '../../platform/log.ts'
import { allowInside } from '../../platform/outbound.ts'
import { get, newPerson, post, type TestPerson } from '../../platform/test/harness.ts'
import { mediaJob } from './media-job.ts'
import { openWorld, type World } from './test-server.ts'

let world: World
let officer: TestPerson
let photos: Server
let base: string
let down = false
const log = createLog('silent')

beforeAll(async () => {
  world = await openWorld()
  officer = await newPerson(world.house, world.institution, world.institution.root, ['complaint.read'])
  const jpeg = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#357' } })
    .withExif({ IFD0: { Make: 'Kamera rahasia' } })
    .jpeg()
    .toBuffer()
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  photos = createServer((request, response) => {
    if (down) return response.writeHead(503).end()
    if (request.url === '/foto.jpg') return response.end(jpeg)
    if (request.url === '/foto.php?id=3') return response.end(jpeg)
    if (request.url === '/palsu.jpg') return response.writeHead(200, { 'content-type': 'image/jpeg' }).end(svg)
    if (request.url === '/besar.jpg') return response.end(Buffer.alloc(10_000_001))
    if (request.url === '/pindah.jpg') return response.writeHead(302, { location: '/foto.jpg' }).end()
    return response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => photos.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(photos.address() as AddressInfo).port}`
})
afterAll(() => {
  allowInside(false)
  photos.close()
})

const send = async (address: string, fields: Record<string, string>) => {
  const at = `/i/${world.institution.slug}/open311/v2/${address}`
  const answer = await post(world.house, at, { api_key: world.key, ...fields })
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()[0] as Record<string, string>
}
const report = async (media_url: string) =>
  (
    await send('requests.json', {
      service_code: 'lampu-jalan',
      address_string: 'Jl. 1',
      description: 'Padam',
      media_url,
    })
  )['service_request_id']!
/** What waits in the queue for this case, as the worker would take it. */
async function queued(complaint: string) {
  const { rows } = await world.house.owner.query<{ payload: { payload: { complaint: string; tries: number } } }>(
    `select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = 'open311.media' order by j.id`,
  )
  return rows.map((row) => row.payload).filter(({ payload }) => payload.complaint === complaint)
}
async function work(complaint: string, times = 1) {
  for (const payload of await queued(complaint))
    for (let time = 0; time < times; time++)
      await mediaJob.run(world.house.database, payload, world.house.clock.now, log)
}
const filesOf = async (complaint: string) =>
  (
    await world.house.owner.query(
      `select f.type, f.name, f.clean, a.event_seq from complaints.attachment a
       join platform.file f on f.institution_id = a.institution_id and f.id = a.file_id
       where a.complaint_id = $1 order by a.event_seq nulls first`,
      [complaint],
    )
  ).rows
const notesOf = async (complaint: string) =>
  (
    await world.house.owner.query<{ body: string }>(
      "select body from complaints.event where complaint_id = $1 and kind = 'noted'",
      [complaint],
    )
  ).rows.map(({ body }) => body)

test('the photo a link names lies with the case, once, cleaned as any other, and the link stays', async () => {
  allowInside(true)
  const id = await report(`${base}/foto.jpg`)
  expect(await filesOf(id)).toEqual([])
  await work(id, 2)
  expect(await filesOf(id)).toEqual([{ type: 'image/jpeg', name: 'foto.jpg', clean: true, event_seq: null }])
  await send('servicerequestupdates.json', {
    service_request_id: id,
    update_id: 'u1',
    media_url: `${base}/foto.php?id=3`,
  })
  await work(id)
  expect((await filesOf(id)).map(({ name, event_seq }) => [name, event_seq])).toEqual([
    ['foto.jpg', null],
    ['foto', 2],
  ])
  const page = (await get(world.house, `/pengaduan/${id}`, officer)).body
  expect(page).toContain(`${base}/foto.jpg`)
  expect(page).toMatch(/<img[^>]*\/berkas\//)
  expect(await notesOf(id)).toEqual([])
})

test.each([
  ['palsu.jpg', true, 'Jenis berkas ini tidak dapat diterima'],
  ['besar.jpg', true, 'lebih dari 10 MB'],
  ['tidak-ada.jpg', true, 'menjawab 404'],
  ['pindah.jpg', true, 'menjawab 302'],
  ['foto.jpg', false, 'tidak boleh dibuka dari sini'],
])('what cannot be fetched is a note for the officer: %s', async (file, inside, why) => {
  allowInside(inside)
  const id = await report(`${base}/${file}`)
  await work(id, 2)
  expect(await filesOf(id)).toEqual([])
  expect(await notesOf(id)).toEqual([expect.stringContaining(why)])
  expect((await notesOf(id))[0]).toContain(`${base}/${file}`)
})

test('a server that is away is asked again, and only after the last time the officer is told', async () => {
  allowInside(true)
  down = true
  const id = await report(`${base}/foto.jpg`)
  for (const tries of [0, 1, 2]) {
    const waiting = (await queued(id)).find(({ payload }) => payload.tries === tries)!
    await mediaJob.run(world.house.database, waiting, world.house.clock.now, log)
    expect(await notesOf(id)).toEqual([])
  }
  const last = (await queued(id)).find(({ payload }) => payload.tries === 3)!
  await mediaJob.run(world.house.database, last, world.house.clock.now, log)
  down = false
  expect(await notesOf(id)).toEqual([expect.stringContaining('menjawab 503')])
})

describe('photos in the body', () => {
  const jpeg = () =>
    sharp({ create: { width: 40, height: 30, channels: 3, background: '#357' } })
      .jpeg()
      .toBuffer()
  const sent = async (url: string, fields: Record<string, string>, photos: [string, Buffer, string][]) => {
    const body = new FormData()
    for (const [name, value] of Object.entries({ api_key: world.key, ...fields })) body.append(name, value)
    for (const [name, bytes, file] of photos) body.append(name, new Blob([new Uint8Array(bytes)]), file)
    const answer = await fetch(`${world.base}/${url}`, { method: 'POST', body })
    return { status: answer.status, rows: (await answer.json()) as Record<string, string>[] }
  }
  const filesOf = async (id: string) =>
    (
      await world.house.owner.query<{ type: string; event_seq: number | null }>(
        `select f.type, a.event_seq from complaints.attachment a
         join platform.file f on f.institution_id = a.institution_id and f.id = a.file_id
         where a.complaint_id = $1 order by a.event_seq nulls first, f.id`,
        [id],
      )
    ).rows
  const words = { service_code: 'lampu-jalan', lat: '-6.9', long: '107.6', description: 'Lampu padam, ada fotonya.' }

  test('are kept with the report or its update, whatever the field is called', async () => {
    const made = await sent('requests.json', words, [
      ['media', await jpeg(), 'a.jpg'],
      ['photo1', await jpeg(), 'b.jpg'],
    ])
    expect(made.status).toBe(200)
    const id = made.rows[0]!['service_request_id']!
    expect(await filesOf(id)).toEqual(Array(2).fill({ type: 'image/jpeg', event_seq: null }))
    const update = { service_request_id: id, update_id: 'foto-1' }
    for (let time = 0; time < 2; time++)
      expect((await sent('servicerequestupdates.json', update, [['media_url', await jpeg(), 'c.jpg']])).status).toBe(
        200,
      )
    expect((await filesOf(id)).map((file) => file.event_seq)).toEqual([null, null, 2])
  })
  test('that cannot be taken refuse the request, with the field and the reason', async () => {
    const before = await world.house.owner.query('select count(*)::int as n from complaints.complaint')
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    const refused = await sent('requests.json', words, [['media', svg, 'foto.jpg']])
    expect(refused).toEqual({
      status: 400,
      rows: [{ code: 400, description: expect.stringMatching(/^media was refused/) }],
    })
    const huge = await sent('requests.json', words, [['media', Buffer.alloc(31_000_000), 'foto.jpg']])
    expect([huge.status, huge.rows[0]!['description']]).toEqual([400, expect.stringMatching(/^media is too large/)])
    const none = await sent('requests.json', { ...words, api_key: 'salah' }, [['media', await jpeg(), 'a.jpg']])
    expect(none.status).toBe(403)
    const after = await world.house.owner.query('select count(*)::int as n from complaints.complaint')
    expect(after.rows).toEqual(before.rows)
  })
})
