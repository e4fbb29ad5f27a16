import { createLog } from '../../platform/log.ts'
import type { TestHouse } from '../../platform/test/harness.ts'
import { jobs } from '../../slices.ts'

/** Runs what is queued for this institution now, until nothing is. */
export async function drain(house: TestHouse, institution: { id: string }): Promise<void> {
  for (;;) {
    const { rows } = await house.owner.query<{ id: string; name: string; payload: unknown }>(
      `select j.id, t.identifier as name, j.payload from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id
       where j.payload->>'institution' = $1 and j.run_at <= now() order by j.id`,
      [institution.id],
    )
    if (rows.length === 0) return
    for (const row of rows) {
      const job = jobs.find((one) => one.name === row.name)
      await job!.run(house.database, row.payload, house.clock.now, createLog('silent'))
      await house.owner.query('delete from graphile_worker._private_jobs where id = $1', [row.id])
    }
  }
}

export async function openMailbox(house: TestHouse, institution: { id: string }, mailbox: string): Promise<void> {
  await house.owner.query(
    `insert into channels.setting (institution_id, secret, mailbox, mail_active, updated_at)
     values ($1, sha256($2::bytea), $3, true, now())`,
    [institution.id, institution.id, mailbox],
  )
}

export type CaseRow = { id: string; code: string; subject: string; body: string; channel: string; status: string }

export async function casesOf(house: TestHouse, institution: { id: string }): Promise<CaseRow[]> {
  const { rows } = await house.owner.query<CaseRow>(
    'select id, code, subject, body, channel, status from complaints.complaint where institution_id = $1 order by received_at, id',
    [institution.id],
  )
  return rows
}

export async function storyOfCase(house: TestHouse, id: string) {
  const { rows } = await house.owner.query<{
    kind: string
    actor: string
    body: string | null
    channel: string | null
  }>('select kind, actor, body, channel from complaints.event where complaint_id = $1 order by seq', [id])
  return rows
}
