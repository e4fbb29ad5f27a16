import { createLog } from '../../platform/log.ts'
import {
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
} from '../../platform/test/harness.ts'

import { tellJob } from './notices.ts'

/** One institution with two units: an officer who reaches the reports of the first, and one who does not. */
export type Scene = {
  house: TestHouse
  institution: TestInstitution
  unit: string
  other: string
  base: string
  officer: TestPerson
  stranger: TestPerson
}

export async function newScene(house: TestHouse, held: readonly string[] = []): Promise<Scene> {
  const institution = await newInstitution(house)
  const unit = await newUnit(house, institution, institution.root)
  const other = await newUnit(house, institution, institution.root)
  const all = ['complaint.read', 'complaint.verify', 'complaint.handle', ...held]
  return {
    house,
    institution,
    unit,
    other,
    base: `/i/${institution.slug}`,
    officer: await newPerson(house, institution, institution.root, all),
    stranger: await newPerson(house, institution, other, all),
  }
}

/** A citizen sends this on the short form, about the first unit unless it says otherwise; `code` is code and key. */
export async function sendReport({ house, institution, unit, base }: Scene, fields: Readonly<Record<string, string>>) {
  const sent = await post(house, `${base}/lapor/singkat`, { about: `unit:${unit}`, ...fields })
  const code = String(sent.headers.location).split('/')[4]!
  const { rows } = await house.owner.query<{ id: string }>(
    'select id from complaints.complaint where institution_id = $1 and code = $2',
    [institution.id, code.slice(0, 8)],
  )
  return { code, id: rows[0]!.id }
}

/** An officer takes one step with a case as it stands. */
export async function takeStep(
  { house }: Scene,
  id: string,
  step: string,
  fields: Readonly<Record<string, string>>,
  person: TestPerson,
): Promise<void> {
  const { rows } = await house.owner.query('select count(*) as n from complaints.event where complaint_id = $1', [id])
  const done = await post(house, `/pengaduan/${id}/${step}`, { seen: String(rows[0].n), ...fields }, person)
  if (done.statusCode !== 303) throw new Error(`${step}: ${done.statusCode}`)
}

/** Runs what waits to be told about this institution's reports, each once, and gives the letters there are now. */
export async function lettersOf(house: TestHouse, institution: { id: string }) {
  const queued = await house.owner.query<{ id: string; payload: { complaint: string; seq: number } }>(
    `select j.id::text as id, j.payload->'payload' as payload from graphile_worker._private_jobs j
     join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = 'complaints.tell' and j.payload->>'institution' = $1 order by j.id`,
    [institution.id],
  )
  for (const { id, payload } of queued.rows) {
    await tellJob.run(house.database, { institution: institution.id, payload }, house.clock.now, createLog('silent'))
    await house.owner.query('delete from graphile_worker._private_jobs where id = $1::bigint', [id])
  }
  const { rows } = await house.owner.query<{ email: string; title: string }>(
    `select email, title from notifications.message where institution_id = $1 and email is not null
     order by created_at, id`,
    [institution.id],
  )
  return rows
}
