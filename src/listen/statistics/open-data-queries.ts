import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { roundedWait } from './fold-queries.ts'
import type { Group } from './model.ts'
import { type AgeRow, type Window, within } from './queries.ts'

/** Up to when waiting is counted, and the day on which the newest month became public: who was overdue is of that day. */
export type Publication = { asOf: Date; published: Date }

/** Who waits, as the public reads it and as its rows hold it. */
export async function listPublicAges(db: Db, scope: Scope, at: Publication, window: Window): Promise<AgeRow[]> {
  const { rows } = await sql<AgeRow>`
    select ${roundedWait(at.asOf)} as hours, count(*) as open, count(*) filter (where f.due_at < ${at.published}) as overdue
    from statistics.fact f
    where f.institution_id = ${scope.institution} and f.${within(window)} and not f.hidden and f.state = 1
    group by 1 order by 1`.execute(db)
  return rows
}

/** Words and course of a report that stands under its sender's name on the public pages; of all others nothing. */
const shownOpenly = sql`left join (
    select w.institution_id, w.complaint_id, w.body, w.answer from complaints.v_publication w
    join complaints.v_case c on c.institution_id = w.institution_id and c.id = w.complaint_id
    where c.privacy = 'open' and not c.hidden
  ) w on w.institution_id = f.institution_id and w.complaint_id = f.complaint_id`

/** How many rows of a year have each combination of what could identify, those shown openly apart. */
export async function listGroups(db: Db, scope: Scope, window: Window): Promise<(Group & { openly: boolean })[]> {
  const { rows } = await sql<{ tuple: (string | null)[]; openly: boolean; n: number }>`
    select json_build_array(to_char(month, 'YYYY-MM'), unit_id, service_id, kind, channel, place) as tuple, openly, n
    from (select f.month, f.unit_id, f.service_id, f.kind, f.channel, f.place, w.complaint_id is not null as openly,
        count(*) as n
      from statistics.fact f ${shownOpenly}
      where f.institution_id = ${scope.institution} and f.${within(window)} and not f.hidden group by 1, 2, 3, 4, 5, 6, 7) g`.execute(
    db,
  )
  return rows
}

export type OpenRow = {
  month: string
  unit_id: string
  service_id: string | null
  kind: string
  channel: string
  place: string | null
  state: number
  answer_hours: number | null
  answer_days: number | null
  waited_hours: number
  overdue: boolean
  reopened: boolean
  shuffle: number
  complaint_id: string
  /** What the public pages show of it; all null where they do not, or not under its sender's name. */
  description: string | null
  notes: string | null
  received_at: Date | null
  updated_at: Date | null
  /** To about 100 m, where Open311 tells it of the same report. */
  latitude: number | null
  longitude: number | null
  closed_at: Date | null
}
export type Cursor = { month: string; shuffle: number; complaint_id: string }

export async function listOpenRows(
  db: Db,
  scope: Scope,
  at: Publication,
  window: Window,
  after: Cursor | undefined,
  most: number,
): Promise<OpenRow[]> {
  const { rows } = await sql<OpenRow>`
    with page as (
      select f.*, w.complaint_id is not null as openly, w.body, w.answer, ${roundedWait(at.asOf)} as waited_hours
      from statistics.fact f ${shownOpenly}
      where f.institution_id = ${scope.institution} and f.${within(window)} and not f.hidden
        ${after ? sql`and (f.month, f.shuffle, f.complaint_id) > (${`${after.month}-01`}::date, ${after.shuffle}, ${after.complaint_id}::uuid)` : sql``}
      order by f.month, f.shuffle, f.complaint_id limit ${most}
    )
    select to_char(f.month, 'YYYY-MM') as month, f.unit_id, f.service_id, f.kind, f.channel, f.place, f.state,
      f.answer_hours, f.answer_days, f.waited_hours, coalesce(f.due_at < ${at.published}, false) as overdue, f.reopened,
      f.shuffle, f.complaint_id, f.body as description, f.answer as notes,
      case when f.openly then f.received_at end as received_at, e.updated_at, e.closed_at, p.latitude, p.longitude
    from page f
    left join complaints.v_point p on f.openly and f.channel = 'open311' and p.institution_id = f.institution_id
      and p.complaint_id = f.complaint_id
    left join lateral (
      select max(v.at) as updated_at,
        case when h.status in ('rejected', 'closed', 'archived', 'answered') then max(v.at) filter (where v.kind in ('answered', 'rejected', 'closed', 'archived')) end as closed_at
      from (select coalesce(m.survivor_id, c.id) as id, coalesce(m.status, c.status)::text as status from complaints.v_case c
        left join complaints.v_merge m on m.institution_id = c.institution_id and m.complaint_id = c.id
        where f.openly and c.institution_id = f.institution_id and c.id = f.complaint_id) h
      join complaints.v_event v on v.institution_id = f.institution_id and v.complaint_id = h.id and v.kind <> 'noted'
      group by h.status
    ) e on true
    order by f.month, f.shuffle, f.complaint_id`.execute(db)
  return rows
}
