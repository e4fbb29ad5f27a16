import { sql } from 'kysely'
import type { DemoWorld } from '../../demo/world.ts'
import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { listServices } from '../services/index.ts'
import { applyEvents, type Submission, submitComplaints } from './acts.ts'
import { mergeComplaints } from './duplicates/acts.ts'
import { type Asked, themeOf } from './wizard-model.ts'
import { tariffLines, tariffOf } from './wizard-payment.ts'

const HOUR_MS = 3_600_000
const RATED = 400
const PLACED = 120

/** What one and the same matter looks like to three citizens. */
const SAME = [
  [
    'Antrean Akta Kelahiran tidak bergerak',
    'Saya mengurus Akta Kelahiran. Antrean tidak bergerak sejak pagi, nomor saya baru dipanggil setelah pukul 13.00.',
  ],
  [
    'Antrean Akta Kelahiran lama sekali',
    'Sejak pagi antrean Akta Kelahiran tidak bergerak. Saya pulang tanpa dilayani, padahal sudah izin dari tempat kerja.',
  ],
  [
    'Nomor antrean Akta Kelahiran tidak dipanggil',
    'Antrean Akta Kelahiran tidak bergerak sejak pagi dan nomor saya tidak dipanggil sampai siang.',
  ],
] as const

/** What citizens add: three who tell the same and are heard as one, what they were asked to pay, where, how it was. */
export async function demoCitizens(world: DemoWorld): Promise<void> {
  const services = await listServices(world.db, await world.scopeFor('complaint.read'))
  const service = services.find(({ slug }) => slug === 'akta-kelahiran') ?? services[0]
  if (service) await demoSame(world, service)
  await demoPayments(world)
  await demoPlaces(world)
  await demoSurveys(world)
}

async function demoSame(world: DemoWorld, service: { id: string; unit_id: string }): Promise<void> {
  const { db, institution, anchor } = world
  const scope = await world.scopeFor('complaint.verify')
  const begun = anchor.getTime() - 30 * HOUR_MS
  const reports = SAME.map(([subject, body], index): Submission & { id: string; at: Date } => {
    const at = new Date(begun + index * HOUR_MS)
    return {
      id: newId(at),
      at,
      random: Uint8Array.of(11, 7, 3, 8, index),
      subject,
      body,
      privacy: 'anonymous',
      unit_id: service.unit_id,
      service_id: service.id,
      channel: 'web',
      actor: 'citizen',
    }
  })
  const [first, second, third] = reports
  if (!first || !second || !third) return
  await submitComplaints(db, scope, anchor, reports, true)
  const at = new Date(begun + 4 * HOUR_MS)
  await applyEvents(
    db,
    scope,
    anchor,
    [
      {
        id: first.id,
        events: [
          { kind: 'verified', actor: 'officer', at },
          { kind: 'classified', actor: 'officer', at, class: 'ordinary', theme: 'kecepatan' },
          { kind: 'routed', actor: 'officer', at, unit_id: service.unit_id },
          { kind: 'started', actor: 'officer', at: new Date(at.getTime() + HOUR_MS) },
        ],
      },
    ],
    { quiet: true },
  )
  await mergeComplaints(db, scope, anchor, { from: second.id, into: first.id, how: 'joined' })
  await mergeComplaints(db, scope, anchor, { from: third.id, into: first.id, how: 'officer' })
  // Whoever writes about the same now finds it and can join.
  await sql`
    insert into complaints.publication (institution_id, complaint_id, shown, waits, since, subject, body, reviewed_at,
      published_at)
    values (${institution.id}, ${first.id}, 1, 0, ${at}, ${first.subject}, ${first.body}, ${at}, ${at})
    on conflict (institution_id, complaint_id) do update set shown = 1, waits = 0, subject = excluded.subject,
      body = excluded.body, reviewed_at = excluded.reviewed_at, published_at = excluded.published_at`.execute(db)
}

type Paid = { id: string; service_id: string; theme: string | null }

async function demoPayments({ db, institution, anchor, scopeFor }: DemoWorld): Promise<void> {
  const scope = await scopeFor('complaint.read')
  const { rows } = await sql<Paid>`
    select id, service_id, theme::text from complaints.complaint
    where institution_id = ${institution.id} and service_id is not null and channel = 'web' and kind = 'complaint'
      and received_at <= ${anchor}
    order by received_at desc, id limit 60`.execute(db)
  const promises = new Map<string, Awaited<ReturnType<typeof tariffOf>>>()
  for (const id of new Set(rows.map((row) => row.service_id)))
    promises.set(id, await tariffOf(db, scope, `service:${id}`, anchor))
  const told = rows.flatMap(({ id, service_id, theme }, index) => {
    const promise = promises.get(service_id)
    if (!promise) return []
    const asked: Asked = theme === 'integritas' ? 'more' : theme === 'biaya' && !promise.free ? 'official' : 'no'
    const amount = themeOf(asked) === 'integritas' ? 25_000 * (1 + (index % 4)) : null
    const lines = tariffLines(promise, 'id')
    return [{ complaint_id: id, asked, amount, official: lines.length > 0 ? lines.join('; ') : 'Gratis' }]
  })
  await sql`
    insert into complaints.payment (institution_id, complaint_id, asked, amount, official)
    select ${institution.id}::uuid, p.* from json_to_recordset(${JSON.stringify(told)}::json) as p (
      complaint_id uuid, asked text, amount bigint, official text)`.execute(db)
}

/**
 * The invented regency has no region codes of the ministry; RT and RW are told all the same. Its points lie in the open
 * sea, where nobody lives: two places with many reports and three with few. The newest reports have them, and the newest
 * of the months that are published on any day: a month counts among them once it has been over for a day.
 */
async function demoPlaces({ db, institution, anchor }: DemoWorld): Promise<void> {
  const month = localDate(new Date(anchor.getTime() - 2 * 86_400_000), institution.timeZone).slice(0, 7)
  const published = sql`received_at < (${`${month}-01`}::date)::timestamp at time zone ${institution.timeZone}`
  await sql`
    insert into complaints.place (institution_id, complaint_id, rt, rw, latitude, longitude)
    select institution_id, id, 1 + n % 9, 1 + n % 4,
      -5.01 + 0.02 * (array[0, 0, 0, 0, 3, 3, 3, 5, 7, 9])[1 + n / 3 % 10] + n % 7 * 0.0011,
      110.5 + 0.02 * (array[0, 0, 0, 0, 2, 2, 2, 6, 1, 4])[1 + n / 3 % 10] + n % 5 * 0.0023
    from (
      select institution_id, id, (row_number() over (partition by ${published} order by received_at desc, id))::int as n
      from complaints.complaint where institution_id = ${institution.id} and kind = 'complaint'
    ) newest where n <= ${PLACED} and n % 3 = 0`.execute(db)
}

/** Whoever rated an answer was asked two questions more. */
async function demoSurveys({ db, institution, anchor }: DemoWorld): Promise<void> {
  await sql`
    insert into complaints.feedback (institution_id, complaint_id, answer_seq, at, verdict, speed, clarity, overall)
    select c.institution_id, c.id, a.seq, a.at + interval '1 hour', case when c.rating >= 4 then 'solved' end,
      greatest(1, c.rating - n % 2), least(5, c.rating + n % 2), c.rating
    from (
      select institution_id, id, rating, (row_number() over (order by received_at desc, id))::int as n
      from complaints.complaint
      where institution_id = ${institution.id} and rating is not null and queue = 4
      order by received_at desc, id limit ${RATED}
    ) c
    join lateral (select e.seq, e.at from complaints.event e
      where e.institution_id = c.institution_id and e.complaint_id = c.id and e.kind = 'answered'
      order by e.seq desc limit 1) a on true
    where a.at + interval '1 hour' <= ${anchor}`.execute(db)
}
