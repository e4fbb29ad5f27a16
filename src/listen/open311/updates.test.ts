import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog } from '../../platform/log.ts'
import { allowInside } from '../../platform/outbound.ts'
import { asSystem, newPerson, post, type TestPerson } from '../../platform/test/harness.ts'
import { addCitizenMessage, applyEvents, submitComplaints } from '../complaints/index.ts'
import { forwardJob, pollJob } from './jobs.ts'
import { openWorld, type World } from './test-server.ts'
import { updatesOf } from './updates.ts'
import { updateJob } from './updates-job.ts'

/** A server that speaks servicerequestupdates as FixMyStreet does, and sends back in its list what it was sent. */
type Street = { base: string; posted: URLSearchParams[]; list: string[]; notes: string; server: Server; refuse: number }

let ours: World
let theirs: World
let admin: TestPerson
let street: Street
const log = createLog('silent')

beforeAll(async () => {
  allowInside(true)
  ours = await openWorld()
  theirs = await openWorld()
  admin = await newPerson(ours.house, ours.institution, ours.institution.root, ['open311.manage', 'complaint.read'])
  street = await openStreet()
})
afterAll(async () => {
  allowInside(false)
  await new Promise((resolve) => street.server.close(resolve))
})

async function openStreet(): Promise<Street> {
  const one: Street = { base: '', posted: [], list: [], notes: '', refuse: 0, server: createServer() }
  one.server.on('request', (request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      const path = request.url!.split('?')[0]!
      const answer = (status: number, xml: string) => {
        response.writeHead(status, { 'content-type': 'text/xml; charset=utf-8' })
        response.end(`<?xml version="1.0" encoding="utf-8"?>${xml}`)
      }
      if (path === '/requests.xml') return answer(200, requests('<service_request_id>77</service_request_id>'))
      if (path === '/requests/77.xml')
        return answer(
          200,
          requests(
            `<service_request_id>77</service_request_id><status>open</status><status_notes>${one.notes}</status_notes>`,
          ),
        )
      if (path !== '/servicerequestupdates.xml') return answer(404, '<errors/>')
      if (request.method === 'GET')
        return answer(200, `<service_request_updates>${one.list.join('')}</service_request_updates>`)
      if (one.refuse-- > 0) return answer(503, '<errors/>')
      const sent = new URLSearchParams(body)
      one.posted.push(sent)
      const id = `r${one.posted.length}`
      one.list.push(update(id, '77', 'OPEN', sent.get('description')!))
      answer(
        200,
        `<service_request_updates><request_update><update_id>${id}</update_id></request_update></service_request_updates>`,
      )
    })
  })
  await new Promise<void>((resolve) => one.server.listen(0, '127.0.0.1', resolve))
  one.base = `http://127.0.0.1:${(one.server.address() as AddressInfo).port}`
  return one
}

const requests = (inner: string) => `<service_requests><request>${inner}</request></service_requests>`
const update = (id: string, request: string, status: string, words: string) =>
  `<request_update><update_id>${id}</update_id><service_request_id>${request}</service_request_id><status>${status}</status>` +
  `<updated_datetime>2026-11-22T08:00:00Z</updated_datetime><description>${words}</description></request_update>`

/** A case of ours that was passed on to this server. */
async function passedOn(url: string, key: string): Promise<{ complaint: string; endpoint: string }> {
  const name = `Kota ${Math.random()}`
  const made = await post(
    ours.house,
    '/open311/server',
    { name, url, service_code: 'lampu-jalan', api_key: key },
    admin,
  )
  expect(made.statusCode).toBe(303)
  const { rows } = await ours.house.owner.query<{ id: string }>('select id from open311.endpoint where name = $1', [
    name,
  ])
  const endpoint = rows[0]!.id
  const complaint = await asSystem(ours.house, ours.institution, 'complaint.read', async (db, scope) => {
    const now = ours.house.clock.now
    const story = { subject: 'Jalan kota', body: 'Berlubang.', privacy: 'anonymous' } as const
    const [receipt] = await submitComplaints(db, scope, now, [
      { ...story, unit_id: ours.unit, channel: 'web', actor: 'citizen' },
    ])
    const event = { kind: 'referred', actor: 'officer', reason: 'Kota tetangga', body: 'Kami teruskan.' } as const
    await applyEvents(db, scope, now, [{ id: receipt!.id, events: [event] }])
    return receipt!.id
  })
  await post(ours.house, '/open311/teruskan', { complaint, endpoint }, admin)
  await run(forwardJob, { complaint, endpoint })
  return { complaint, endpoint }
}

const run = (job: typeof forwardJob | typeof pollJob | typeof updateJob, payload: object) =>
  job.run(ours.house.database, { institution: ours.institution.id, payload }, ours.house.clock.now, log)

function add(complaintId: string, body: string, channel: 'web' | 'email' | 'open311' = 'email'): Promise<number> {
  return asSystem(ours.house, ours.institution, 'complaint.read', (db, scope) =>
    addCitizenMessage(db, scope, ours.house.clock.now, { complaintId, body, channel }),
  )
}

async function notes(complaint: string): Promise<string[]> {
  const { rows } = await ours.house.owner.query<{ body: string }>(
    `select body from complaints.event where complaint_id = $1 and kind = 'noted' order by seq`,
    [complaint],
  )
  return rows.map((row) => row.body.replace(/^Kabar dari instansi tujuan \(Open311 [^)]+\): /, ''))
}

test('what the reporter adds follows the case once, without who they are, and does not come back', async () => {
  const { complaint, endpoint } = await passedOn(street.base, 'k')
  await run(pollJob, {})
  const before = await notes(complaint)
  const seq = await add(complaint, 'Kini lebih dalam. Telepon 0812 3456 7890.')
  street.refuse = 1
  const payload = { complaint_id: complaint, endpoint_id: endpoint, seq }
  for (let time = 0; time < 4; time++) await run(updateJob, payload)
  expect(street.posted).toHaveLength(1)
  expect(Object.fromEntries(street.posted[0]!)).toMatchObject({
    service_request_id: '77',
    status: 'OPEN',
    update_id: `sigap-${complaint}.${seq}`,
    description: expect.stringContaining('Kini lebih dalam.'),
  })
  expect(street.posted[0]!.get('description')).not.toContain('0812')
  // The other side lists it as news of its own: it is ours, under either id.
  street.list.push(update(`sigap-${complaint}.${seq}`, '77', 'OPEN', 'Kini lebih dalam.'))
  for (let time = 0; time < 2; time++) await run(pollJob, {})
  expect(await notes(complaint)).toEqual(before)
})

test('news of the other side while the status stays the same are heard once, each in one note', async () => {
  const { complaint } = await passedOn(street.base, 'k')
  await run(pollJob, {})
  const before = (await notes(complaint)).length
  street.list.push(update('u1', '77', 'OPEN', 'Bahan sudah dipesan.'), update('x', '78', 'OPEN', 'Laporan orang lain.'))
  for (let time = 0; time < 3; time++) await run(pollJob, {})
  street.notes = 'Regu datang Senin.'
  street.list.push(update('u2', '77', 'ACTION_SCHEDULED', 'Regu datang Senin.'), update('u3', '77', 'OPEN', ''))
  for (let time = 0; time < 3; time++) await run(pollJob, {})
  street.notes = 'Regu datang Selasa.'
  for (let time = 0; time < 3; time++) await run(pollJob, {})
  expect((await notes(complaint)).slice(before)).toEqual([
    'OPEN: Bahan sudah dipesan.',
    'ACTION_SCHEDULED: Regu datang Senin.',
    'open: Regu datang Selasa.',
  ])
  // What the system noted is nobody's news to pass on.
  const { rows } = await ours.house.owner.query('select 1 from open311.sent_update where complaint_id = $1', [
    complaint,
  ])
  expect(rows).toEqual([])
})

test('two houses of ours: words arrive as the reporter’s, and what came through Open311 goes no further', async () => {
  const { complaint, endpoint } = await passedOn(theirs.base, theirs.key)
  const seq = await add(complaint, 'Ada yang jatuh di sana.')
  await Promise.all([1, 2].map(() => run(updateJob, { complaint_id: complaint, endpoint_id: endpoint, seq })))
  const { rows } = await ours.house.owner.query(
    `select e.body, e.channel from complaints.event e
     join open311.forwarding f on f.remote_id = e.complaint_id::text
     where f.complaint_id = $1 and e.kind = 'informed'`,
    [complaint],
  )
  expect(rows).toEqual([{ body: 'Ada yang jatuh di sana.', channel: 'open311' }])
  await add(complaint, 'Dari server lain.', 'open311')
  const sent = await ours.house.owner.query('select seq from open311.sent_update where complaint_id = $1', [complaint])
  expect(sent.rows).toEqual([{ seq }])
})

test('whatever another server answers, reading it does not throw', () => {
  for (const text of ['', '<', '{}', '<service_request_updates/>', requests(''), `<a>${'<b>'.repeat(500)}`])
    expect(updatesOf(text)).toEqual([])
  expect(updatesOf(`<service_request_updates>${update('1', '2', 'OPEN', 'x')}</service_request_updates>`)).toEqual([
    { id: '1', request: '2', status: 'OPEN', description: 'x' },
  ])
})
