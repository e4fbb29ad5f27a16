import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog } from '../../platform/log.ts'
import { allowInside } from '../../platform/outbound.ts'
import { asSystem, get, newPerson, newUnit, post, type TestPerson } from '../../platform/test/harness.ts'
import { applyEvents, type Submission, submitComplaints } from '../complaints/index.ts'
import { forwardJob, pollJob } from './jobs.ts'
import { parsed } from './outgoing.ts'
import { openWorld, type World } from './test-server.ts'

/** The other institution is a second one of this house, behind a real port: our client speaks to our server. */
let ours: World
let theirs: World
let admin: TestPerson
const log = createLog('silent')

beforeAll(async () => {
  allowInside(true)
  ours = await openWorld()
  theirs = await openWorld()
  admin = await newPerson(ours.house, ours.institution, ours.institution.root, ['open311.manage', 'complaint.read'])
})
afterAll(() => allowInside(false))

async function referred(more: Partial<Submission> = {}): Promise<string> {
  return asSystem(ours.house, ours.institution, 'complaint.read', async (db, scope) => {
    const now = ours.house.clock.now
    const [receipt] = await submitComplaints(db, scope, now, [
      {
        unit_id: ours.unit,
        channel: 'web',
        actor: 'citizen',
        privacy: 'anonymous',
        subject: 'Jalan kota berlubang',
        body: 'Telepon saya 0812 3456 7890.',
        place: 'Jl. Kota 1',
        reporter_name: 'Siti Aminah',
        ...more,
      },
    ])
    const event = { kind: 'referred', actor: 'officer', reason: 'Kota tetangga', body: 'Kami teruskan.' } as const
    await applyEvents(db, scope, now, [{ id: receipt!.id, events: [event] }])
    return receipt!.id
  })
}
async function server(fields: Record<string, string> = {}): Promise<string> {
  const name = `Kota ${Math.random()}`
  const answer = await post(
    ours.house,
    '/open311/server',
    { name, url: theirs.base, service_code: 'lampu-jalan', api_key: theirs.key, ...fields },
    admin,
  )
  expect(answer.statusCode).toBe(303)
  const { rows } = await ours.house.owner.query<{ id: string }>('select id from open311.endpoint where name = $1', [
    name,
  ])
  return rows[0]!.id
}
const forward = (complaint: string, endpoint: string) =>
  post(ours.house, '/open311/teruskan', { complaint, endpoint }, admin)
const work = (job: typeof forwardJob | typeof pollJob, payload: object) =>
  job.run(ours.house.database, { institution: ours.institution.id, payload }, ours.house.clock.now, log)
const stateOf = async (complaint: string) =>
  (await ours.house.owner.query('select * from open311.forwarding where complaint_id = $1', [complaint])).rows[0]

test('a case beyond our duty is passed on once, without who sent it, and its news come back as a note', async () => {
  const [complaint, endpoint] = [await referred(), await server()]
  expect((await forward(complaint, endpoint)).statusCode).toBe(303)
  await Promise.all([work(forwardJob, { complaint, endpoint }), work(forwardJob, { complaint, endpoint })])
  const sent = await stateOf(complaint)
  expect(sent).toMatchObject({ state: 'sent', problem: null })
  const { rows } = await ours.house.owner.query('select * from complaints.complaint where institution_id = $1', [
    theirs.institution.id,
  ])
  expect(rows.length).toBe(1)
  expect(rows[0]).toMatchObject({ id: sent.remote_id, channel: 'open311', place: 'Jl. Kota 1', reporter_name: null })
  expect(rows[0].body).not.toMatch(/0812 3456|Siti/)

  await asSystem(theirs.house, theirs.institution, 'complaint.read', (db, scope) =>
    applyEvents(db, scope, theirs.house.clock.now, [
      {
        id: sent.remote_id,
        events: [
          { kind: 'verified', actor: 'officer' },
          { kind: 'classified', actor: 'officer', class: 'light', theme: 'sarana' },
          { kind: 'routed', actor: 'officer', unit_id: theirs.unit },
          { kind: 'answered', actor: 'officer', outcome: 'resolved', body: 'Sudah ditambal.' },
        ],
      },
    ]),
  )
  await work(pollJob, {})
  await work(pollJob, {})
  expect(await stateOf(complaint)).toMatchObject({ remote_status: 'closed' })
  const notes = await ours.house.owner.query(
    `select body from complaints.event where complaint_id = $1 and kind = 'noted'`,
    [complaint],
  )
  expect(notes.rows.map((row) => row.body)).toEqual([expect.stringContaining('closed: Diselesaikan.')])
  const page = (await get(ours.house, '/open311', admin)).body
  expect(page).toContain(sent.remote_id)
})

test('what may work later is tried again, what cannot is failed and may be sent afresh', async () => {
  const complaint = await referred()
  const gone = await server({ url: 'http://127.0.0.1:1/open311/v2' })
  await forward(complaint, gone)
  await work(forwardJob, { complaint, endpoint: gone })
  expect(await stateOf(complaint)).toMatchObject({ state: 'waiting', attempts: 1, problem: 'ECONNREFUSED' })
  expect((await forward(complaint, gone)).statusCode).toBe(409)

  const other = await referred()
  const refusing = await server({ api_key: 'kunci-salah' })
  await forward(other, refusing)
  await work(forwardJob, { complaint: other, endpoint: refusing })
  expect(await stateOf(other)).toMatchObject({ state: 'failed', problem: expect.stringContaining('403') })
  expect((await forward(other, refusing)).statusCode).toBe(303)
})

test('a secret case, one that is ours, and one of another institution are never passed on', async () => {
  const endpoint = await server()
  const secret = await referred({ privacy: 'secret' })
  expect((await forward(secret, endpoint)).statusCode).toBe(409)
  expect((await get(ours.house, '/open311', admin)).body).not.toContain(secret)
  expect((await forward(endpoint, endpoint)).statusCode).toBe(409)
})

test('servers inside the network, keys and strangers', async () => {
  allowInside(false)
  const fields = { name: 'Dalam', url: 'http://127.0.0.1:80', service_code: 'x', api_key: 'y' }
  const answer = await post(ours.house, '/open311/server', fields, admin)
  allowInside(true)
  expect(answer.statusCode).toBe(422)
  expect(answer.body).toContain('Alamat harus dimulai dengan https://')
  const { rows } = await ours.house.owner.query('select sealed_key from open311.endpoint where institution_id = $1', [
    ours.institution.id,
  ])
  for (const row of rows) expect(row.sealed_key.toString('latin1')).not.toContain(theirs.key)
  const part = await newUnit(ours.house, ours.institution, ours.institution.root)
  const head = await newPerson(ours.house, ours.institution, part, ['open311.manage'])
  expect((await get(ours.house, '/open311', head)).statusCode).toBe(403)
})

test('XML that is meant to harm is read as an answer without anything in it', () => {
  const grown = ['b', 'c', 'd', 'e', 'f'].map((name, at) => `<!ENTITY ${name} "${`&${'abcde'[at]};`.repeat(10)}">`)
  const bomb = `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(10)}">${grown.join('')}]><x>&f;</x>`
  expect(JSON.stringify(parsed(bomb)).length).toBeLessThan(200)
  expect(parsed('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>')).toEqual({})
  expect(parsed('<a>'.repeat(50_000))).toEqual({})
  expect(parsed('<__proto__><admin>1</admin></__proto__>')).toEqual({})
})
