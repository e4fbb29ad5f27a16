import { expect } from 'vitest'
import { createLog } from '../../../platform/log.ts'
import { asSystem, newPerson, post, signInAs, type TestPerson } from '../../../platform/test/harness.ts'
import { tellJob } from '../notices.ts'
import { listEvents } from '../rows.ts'
import { type Scene, sendReport } from '../test-scene.ts'
import { project, readTiming } from '../timing.ts'

export const wib = (text: string) => new Date(`${text}:00+07:00`)
export const RECEIVED = wib('2026-11-20T10:00')
export const VERIFIED = wib('2026-11-23T09:00')
/** Ten working days after the receipt, and seven further ones. */
export const DUE = wib('2026-12-04T16:30')
export const EXTENDED = wib('2026-12-15T16:00')

export type Request = { id: string; code: string }
/** A citizen asks for information on a Friday; on Monday it is classified and begun. */
export async function sendRequest(at: Scene, ofClass = 'disclosure', started = true): Promise<Request> {
  const { house } = at
  house.clock.now = RECEIVED
  const made = await sendReport(at, {
    kind: 'question',
    privacy: 'anonymous',
    subject: 'Salinan anggaran jalan desa',
    body: 'Mohon salinan rincian anggaran tahun ini.',
    reporter_email: 'pemohon@contoh.example',
  })
  house.clock.now = VERIFIED
  const given = { class: ofClass, theme: 'sarana', unit: at.unit }
  expect((await stepNow(at, made.id, 'verifikasi', given, at.officer)).statusCode).toBe(303)
  if (started) expect((await stepNow(at, made.id, 'mulai', {}, at.officer)).statusCode).toBe(303)
  return made
}

/** The same person at this time: a session does not outlive the night. */
export async function today({ house, institution }: Scene, person: TestPerson): Promise<TestPerson> {
  return { ...person, cookie: await signInAs(house, institution, person.account) }
}

export async function stepNow(
  at: Scene,
  id: string,
  name: string,
  fields: Readonly<Record<string, string>>,
  person: TestPerson,
) {
  const { house } = at
  const { rows } = await house.owner.query('select count(*)::int as n from complaints.event where complaint_id = $1', [
    id,
  ])
  return post(house, `/pengaduan/${id}/${name}`, { seen: String(rows[0].n), ...fields }, await today(at, person))
}

/** Another system with these scopes, which takes steps by the number of a report. */
export async function stepClient({ house, institution }: Scene, ...scopes: string[]) {
  // Made on the page where administrators make it: a scope that page cannot give is of no use.
  const administrator = await newPerson(house, institution, institution.root, ['api_client.manage', ...scopes])
  const made = await post(house, '/klien-api', { name: 'Sistem PPID', scopes }, administrator)
  const key = /sgp_[0-9a-f]{32}_[0-9a-f]{16}/.exec(made.body)![0]
  const secret = /(?<![\w-])[\w-]{43}(?![\w-])/.exec(made.body)![0]
  const headers = { authorization: `Bearer ${key}.${secret}` }
  return ({ code }: Request, payload: object) =>
    house.app.inject({ method: 'POST', url: `/api/v1/complaints/${code.slice(0, 8)}/steps`, payload, headers })
}

/** By which another system names somebody. */
export async function emailOf({ house }: Scene, { account }: TestPerson): Promise<string> {
  const email = `${account}@contoh.example`
  await house.owner.query('update people.account set email = $2 where id = $1', [account, email])
  return email
}

/** The row as it stands; it must equal what its story says when everything is computed again. */
export async function storedRow({ house, institution }: Scene, { id }: Request) {
  const { rows } = await house.owner.query('select * from complaints.complaint where id = $1', [id])
  const fresh = await asSystem(house, institution, 'complaint.read', async (db, scope) =>
    project(rows[0], await listEvents(db, scope, [id]), await readTiming(db, scope)),
  )
  expect(rows[0]).toMatchObject(fresh)
  return rows[0]
}

/** Tells everybody of each line of the story, as the job does after each. */
export async function tellAll({ house, institution }: Scene, { id }: Request): Promise<void> {
  const { rows } = await house.owner.query<{ seq: number }>(
    'select seq::int as seq from complaints.event where complaint_id = $1 order by seq',
    [id],
  )
  for (const { seq } of rows)
    await tellJob.run(
      house.database,
      { institution: institution.id, payload: { complaint: id, seq } },
      house.clock.now,
      createLog('silent'),
    )
}

export async function mails({ house, institution }: Scene, { id }: Request): Promise<string[]> {
  const { rows } = await house.owner.query<{ said: string }>(
    `select title || ' | ' || body as said from notifications.message
     where institution_id = $1 and key like $2 and account_id is null order by key`,
    [institution.id, `complaint:${id}:%`],
  )
  return rows.map(({ said }) => said)
}
