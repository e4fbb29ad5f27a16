import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { DAY_HOURS, LAST_BIN, SKETCH } from './model.ts'

/** How many working days there were up to each day, from the first day on, in each calendar; and which one a unit has. */
export type WorkedDays = {
  from: string
  calendars: readonly { calendar: number; worked: readonly number[] }[]
  units: readonly { unit_id: string; calendar: number }[]
}

/** Only one at a time keeps the statistics of an institution. */
export async function lockFold(db: Db, scope: Scope): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`statistics.fold:${scope.institution}`}, 0))`.execute(db)
}

/** Complaints whose row is missing or was computed from less of the story, another calendar or another deadline; by id. */
export async function listChanged(
  db: Db,
  scope: Scope,
  calendar: number,
  after: string,
  most: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id from complaints.v_case c
    left join complaints.v_merge m on m.institution_id = c.institution_id and m.complaint_id = c.id
    left join statistics.fact f on f.institution_id = c.institution_id and f.complaint_id = c.id
    where c.institution_id = ${scope.institution} and c.id > ${after}::uuid
      and (f.events is distinct from ${told} or f.calendar <> ${calendar} or f.hidden <> c.hidden
        or (f.state = 1 and f.due_at <> ${dueAt}))
    order by c.id limit ${most}`.execute(db)
  return rows.map((row) => row.id)
}

/** How much of the stories there is that say how `c` was handled: its own, and that of the one it is handled with, `m`. */
export const told = sql`c.events + coalesce(m.events, 0)`
const dueAt = sql`case when coalesce(m.queue, c.queue) in (1, 2) then coalesce(m.queue_at, c.queue_at) else 'infinity' end`

/** Computes the rows of these complaints from their stories; returns the months they lie in. */
export async function foldFacts(
  db: Db,
  scope: Scope,
  ids: readonly string[],
  days: WorkedDays,
  calendar: number,
): Promise<string[]> {
  const { rows } = await sql<{ month: string }>`
    with zone as (select time_zone as name from organization.institution where id = ${scope.institution}),
    merged as (
      select * from complaints.v_merge where institution_id = ${scope.institution} and complaint_id = any(${ids}::uuid[])
    ), course as (
      select complaint_id, kind, actor, at, seq, outcome, answer, files, 1 as story from complaints.v_event
      where institution_id = ${scope.institution} and complaint_id = any(${ids}::uuid[])
      union all
      -- What the other one had been told before reaches this reporter with the merge; the words are counted there.
      select m.complaint_id, v.kind, v.actor, greatest(v.at, m.since), v.seq, v.outcome, null, v.files, 2
      from merged m join complaints.v_event v on v.institution_id = m.institution_id and v.complaint_id = m.survivor_id
      where v.kind <> 'reopened' or v.at >= m.since
    ), story as (
      select v.complaint_id, min(v.at) filter (where v.kind = 'answered') as first_at,
        min(v.at) filter (where v.kind in ('verified', 'rejected', 'referred', 'archived', 'completion_requested', 'answered')) as decided_at,
        -- What an objection or the Komisi Informasi brought back is not "belum selesai": only reporters reopen.
        bool_or(v.kind = 'reopened' and v.actor = 'citizen') as reopened, bool_or(v.kind = 'answered' and v.files > 0) as evidence,
        (array_agg(v.outcome order by v.story, v.seq) filter (where v.kind = 'answered'))[1] as first_outcome,
        (array_agg(v.answer order by v.story, v.seq) filter (where v.kind = 'answered'))[1] as answer
      from course v group by v.complaint_id
    ), one as (
      select c.institution_id, c.id, c.received_at, c.unit_id, c.service_id, c.kind, c.channel, c.region, c.area, c.class, c.hidden, s.*,
        ${told} as events, ${dueAt} as due_at, (c.received_at at time zone zone.name)::date as received_on,
        (s.first_at at time zone zone.name)::date as first_on, (s.decided_at at time zone zone.name)::date as decided_on,
        case when s.first_at is not null then 2 when coalesce(m.status, c.status) in ('rejected', 'archived') then 3
          else 1 end as state
      from complaints.v_case c join story s on s.complaint_id = c.id
      left join merged m on m.complaint_id = c.id cross join zone
      where c.institution_id = ${scope.institution} and c.id = any(${ids}::uuid[])
    ), kept as (
      insert into statistics.fact (institution_id, complaint_id, month, received_at, unit_id, service_id, kind, channel,
        place, area, class, hidden, state, due_at, answer_hours, answer_days, verify_days, reopened, solved, evidence, sketch,
        shuffle, events, calendar)
      select o.institution_id, o.id, date_trunc('month', o.received_on)::date, o.received_at, o.unit_id, o.service_id,
        o.kind::text, o.channel::text, o.region, o.area, o.class::text, o.hidden, o.state,
        case when o.state = 1 then o.due_at end,
        ceil(extract(epoch from o.first_at - o.received_at) / 3600)::integer,
        d.worked[o.first_on - d.start] - d.worked[o.received_on - d.start],
        d.worked[o.decided_on - d.start] - d.worked[o.received_on - d.start],
        o.reopened, coalesce(o.first_outcome = 'resolved', false), o.evidence,
        ${sketch}, hashtext(o.id::text), o.events, ${calendar}
      from one o
      join (select ${days.from}::date - 1 as start, u.unit_id, w.worked
        from json_to_recordset(${JSON.stringify(days.units)}::json) as u (unit_id uuid, calendar integer)
        join json_to_recordset(${JSON.stringify(days.calendars)}::json) as w (calendar integer, worked integer[])
          using (calendar)) d on d.unit_id = o.unit_id
      on conflict (institution_id, complaint_id) do update set unit_id = excluded.unit_id,
        service_id = excluded.service_id, kind = excluded.kind, channel = excluded.channel, place = excluded.place, area = excluded.area,
        class = excluded.class, hidden = excluded.hidden, state = excluded.state, due_at = excluded.due_at,
        answer_hours = excluded.answer_hours, answer_days = excluded.answer_days, verify_days = excluded.verify_days,
        reopened = excluded.reopened, solved = excluded.solved, evidence = excluded.evidence,
        sketch = excluded.sketch, events = excluded.events, calendar = excluded.calendar
      returning month
    )
    select distinct month from kept order by month`.execute(db)
  return rows.map((row) => row.month)
}

/** Names and numbers differ between copies of one answer; the pairs of words that stay are what it was copied from. */
const sketch = sql`(select (array_agg(distinct hashtext(p.pair) order by hashtext(p.pair)))[1:${sql.lit(SKETCH)}]
  from (select w.word || ' ' || lead(w.word) over (order by w.place) as pair
    from regexp_split_to_table(lower(o.answer), '[^[:alnum:]]+') with ordinality w (word, place)
    where w.word ~ '^[[:alpha:]]+$') p where p.pair is not null)`

/** Each row once for everything, and once for each of its properties; without a point it lies in no area. */
export const dimensions = sql`join lateral (values ('all', ''), ('unit', f.unit_id::text),
  ('service', coalesce(f.service_id::text, '')), ('kind', f.kind), ('channel', f.channel),
  ('place', coalesce(f.place, '')), ('area', f.area)) d (dimension, key) on d.key is not null`

export const sums = sql`count(*) as received, count(*) filter (where f.state = 3) as rejected,
  count(*) filter (where f.state = 2) as answered,
  count(*) filter (where f.answer_hours <= ${sql.lit(DAY_HOURS)}) as within_day,
  count(*) filter (where f.answer_hours <= ${sql.lit(DAY_HOURS)} and not f.reopened) as within_day_lasting,
  count(*) filter (where f.state = 2 and f.reopened) as reopened,
  count(*) filter (where f.answer_days <= 1) as days1, count(*) filter (where f.answer_days <= 3) as days3,
  count(*) filter (where f.answer_days <= 5) as days5, count(*) filter (where f.answer_days <= 14) as days14,
  count(*) filter (where f.answer_days <= 60) as days60`

/** binOf in model.ts. */
export const bin = sql`case when f.answer_hours <= 72 then f.answer_hours
  else least(${sql.lit(LAST_BIN)}, 72 + ceil((f.answer_hours - 72) / 24.0)) end::smallint`

/** Writes the sums of these months anew from their rows. */
export async function rebuildMonths(db: Db, scope: Scope, months: readonly string[]): Promise<void> {
  const mine = sql`institution_id = ${scope.institution} and month = any(${months}::date[])`
  await sql`delete from statistics.cell where ${mine}`.execute(db)
  await sql`delete from statistics.curve where ${mine}`.execute(db)
  await sql`delete from statistics.unit_curve where ${mine}`.execute(db)
  await sql`delete from statistics.hidden where ${mine}`.execute(db)
  const rows = sql`from statistics.fact f ${dimensions}
    where f.institution_id = ${scope.institution} and f.month = any(${months}::date[]) and not f.hidden`
  await sql`
    insert into statistics.cell (institution_id, month, dimension, key, received, rejected, answered, within_day,
      within_day_lasting, reopened, days1, days3, days5, days14, days60)
    select ${scope.institution}::uuid, f.month, d.dimension, d.key, ${sums} ${rows} group by 2, 3, 4`.execute(db)
  await sql`
    insert into statistics.curve (institution_id, month, dimension, key, bin, answered)
    select ${scope.institution}::uuid, f.month, d.dimension, d.key, ${bin}, count(*) ${rows} and f.state = 2
    group by 2, 3, 4, 5`.execute(db)
  await sql`
    insert into statistics.unit_curve (institution_id, month, unit_id, question, bin, answered)
    select ${scope.institution}::uuid, f.month, f.unit_id, f.kind = 'question', ${bin}, count(*) from statistics.fact f
    where f.institution_id = ${scope.institution} and f.month = any(${months}::date[]) and not f.hidden and f.state = 2
    group by 2, 3, 4, 5`.execute(db)
  await sql`
    insert into statistics.hidden (institution_id, month, received)
    select institution_id, month, count(*) from statistics.fact where ${mine} and hidden group by 1, 2`.execute(db)
}

/** Who waits, and how long already, as of now. */
export async function rebuildWaiting(db: Db, scope: Scope, now: Date): Promise<void> {
  await sql`delete from statistics.waiting where institution_id = ${scope.institution}`.execute(db)
  await sql`delete from statistics.waiting_age where institution_id = ${scope.institution}`.execute(db)
  const open = sql`f.institution_id = ${scope.institution} and f.state = 1 and not f.hidden`
  await sql`
    insert into statistics.waiting (institution_id, month, dimension, key, open, open_day, overdue)
    select ${scope.institution}::uuid, f.month, d.dimension, d.key, ${waitingSums(now)}
    from statistics.fact f ${dimensions} where ${open} group by 2, 3, 4`.execute(db)
  await sql`
    insert into statistics.waiting_age (institution_id, month, hours, open, overdue)
    select ${scope.institution}::uuid, f.month, ${hoursWaited(now)}, count(*), count(*) filter (where f.due_at < ${now})
    from statistics.fact f where ${open} group by 2, 3`.execute(db)
  await sql`
    insert into statistics.state (institution_id, folded_at) values (${scope.institution}, ${now})
    on conflict (institution_id) do update set folded_at = excluded.folded_at`.execute(db)
}

export function waitingSums(at: Date) {
  return sql`count(*) as open,
    count(*) filter (where f.received_at <= ${at}::timestamptz - interval '24 hours') as open_day,
    count(*) filter (where f.due_at < ${at}) as overdue`
}

export function hoursWaited(at: Date) {
  return sql`greatest(0, floor(extract(epoch from ${at}::timestamptz - f.received_at) / 3600))::integer`
}

/**
 * Hours waited as the public reads them: a day, then whole weeks, up or down by a chance of each row's own that is as
 * large as what is cut off. On average nothing is lost, and the moment of the next week does not tell when it was received.
 */
export function roundedWait(at: Date) {
  const week = sql.lit(7 * DAY_HOURS)
  return sql`case when ${hoursWaited(at)} < ${sql.lit(DAY_HOURS)} then 0 else greatest(${sql.lit(DAY_HOURS)},
    (${hoursWaited(at)} + (f.shuffle % ${week} + ${week}) % ${week}) / ${week} * ${week}) end`
}

/** The first and last local day any working time has to be counted for, and the units whose working time that is. */
export async function findDays(
  db: Db,
  scope: Scope,
  ids: readonly string[],
): Promise<{ from: string; to: string; units: string[] }> {
  const { rows } = await sql<{ from: string; to: string; units: string[] }>`
    with zone as (select time_zone as name from organization.institution where id = ${scope.institution}),
    stories as (
      select unnest(${ids}::uuid[]) as id
      union
      select survivor_id from complaints.v_merge
      where institution_id = ${scope.institution} and complaint_id = any(${ids}::uuid[])
    )
    select to_char(min(v.at) at time zone (select name from zone), 'YYYY-MM-DD') as from,
      to_char(max(v.at) at time zone (select name from zone), 'YYYY-MM-DD') as to,
      array(select distinct c.unit_id from complaints.v_case c
        where c.institution_id = ${scope.institution} and c.id = any(${ids}::uuid[])) as units
    from stories s join complaints.v_event v on v.institution_id = ${scope.institution} and v.complaint_id = s.id`.execute(
    db,
  )
  return rows[0]!
}
