import { sql } from 'kysely'
import type { DemoWorld } from '../../../demo/world.ts'
import { newId } from '../../../platform/id.ts'
import { redact } from '../redaction/redact.ts'

const SHOWN = 400
const WAITING = 8

type Row = { id: string; subject: string; body: string; answer: string; seq: number; at: Date }

/** The newest answered reports as the public reads them, a few that still wait for a look, one hidden and contested. */
export async function demoPublications({ db, institution, anchor }: DemoWorld): Promise<void> {
  const { rows } = await sql<Row>`
    select c.id, c.subject, c.body, a.body as answer, a.seq, c.public_at as at
    from complaints.complaint c
    join lateral (select e.body, e.seq from complaints.event e
      where e.institution_id = c.institution_id and e.complaint_id = c.id and e.kind = 'answered'
      order by e.seq desc limit 1) a on true
    where c.institution_id = ${institution.id} and c.public_at is not null and c.privacy <> 'secret'
    order by c.public_at desc, c.id limit ${SHOWN}`.execute(db)
  const shown = rows.map(({ id, subject, body, answer, seq, at }, index) => {
    const waits = index < WAITING
    const hidden = index === WAITING
    const text = { subject: redact(subject), body: redact(body), answer: redact(answer), answer_seq: seq }
    return {
      complaint_id: id,
      since: at,
      ...(waits ? {} : { ...text, reviewed_at: at, published_at: at }),
      shown: waits ? 0 : hidden ? 2 : 1,
      waits: waits ? 1 : hidden ? 3 : 0,
      reason: hidden ? 'accusation' : null,
      note: hidden ? 'Laporan menyebut nama orang sebagai pelaku. Tulis ulang tanpa nama.' : null,
    }
  })
  await sql`
    insert into complaints.publication (institution_id, complaint_id, shown, waits, since, subject, body, answer,
      answer_seq, reason, note, reviewed_at, published_at)
    select ${institution.id}::uuid, s.* from json_to_recordset(${JSON.stringify(shown)}::json) as s (
      complaint_id uuid, shown smallint, waits smallint, since timestamptz, subject text, body text, answer text,
      answer_seq smallint, reason text, note text, reviewed_at timestamptz, published_at timestamptz)`.execute(db)
  const contested = shown.find((one) => one.shown === 2)
  const { rows: officers } = await sql<{ id: string }>`
    select distinct a.id, a.name from people.account a
    join roles.grant g on g.institution_id = a.institution_id and g.account_id = a.id
    join roles.role r on r.institution_id = g.institution_id and r.id = g.role_id and r.code = 'complaint_officer'
    where a.institution_id = ${institution.id} order by a.name, a.id limit 1`.execute(db)
  if (contested) {
    const objection = 'Nama itu tertulis di papan informasi loket, jadi bukan rahasia.'
    await sql`
      insert into complaints.moderation (institution_id, id, complaint_id, act, at, actor, account_id, reason, body)
      values (${institution.id}, ${newId(contested.since)}, ${contested.complaint_id}, 'hidden', ${contested.since},
          'officer', ${officers[0]?.id ?? null}, ${contested.reason}, ${contested.note}),
        (${institution.id}, ${newId(anchor)}, ${contested.complaint_id}, 'objected', ${anchor}, 'citizen', null, null,
          ${objection})`.execute(db)
  }
  await sql`
    insert into complaints.unproven (institution_id, complaint_id, reasons, at)
    select institution_id, id, array['no_proof'], received_at from complaints.complaint
    where institution_id = ${institution.id} and queue = 1 and channel = 'web' and received_at <= ${anchor}
    order by received_at desc, id limit 3`.execute(db)
}
