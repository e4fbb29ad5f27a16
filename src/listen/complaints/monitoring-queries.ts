import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { Rule, RuleKey } from './clocks.ts'
import { hiddenFrom } from './sight.ts'

export type UnitFigures = {
  unit_id: string
  unit_name: string
  to_verify: number
  at_work: number
  waits_citizen: number
  overdue: number
  /** Open ones by age in days: up to 5, 14, 60, and more. */
  age5: number
  age14: number
  age60: number
  older: number
  received90: number
  answered90: number
  /** Answered, or waiting for 24 hours at least: of the others nobody can tell yet. */
  day_known: number
  within_day: number
  reopened90: number
  /** Those that had an answer at any time, also when it was reopened since. */
  ever_answered: number
  /** Answered, or waiting for 7 days at least. */
  questions: number
  questions_on_time: number
}

/**
 * How the handling goes, per unit in reach: open cases by age (steps of the table, no periods from a rule), and of the last 90 days what was answered, in
 * time, and opened again. In no share are whistleblowing, what was refused or archived without an answer, and what
 * another report stands for.
 */
export async function unitFigures(
  db: Db,
  scope: Scope<'complaint.read'>,
  now: Date,
  { rules, zone }: { rules: readonly Rule[]; zone: string },
): Promise<UnitFigures[]> {
  // Each report by the rule of the day on which it came.
  const hours = (key: RuleKey) => {
    const mine = rules.filter((rule) => rule.key === key)
    return sql`(select make_interval(hours => h.amount) from unnest(${mine.map((rule) => rule.valid_from)}::date[],
      ${mine.map((rule) => rule.amount)}::int[]) with ordinality h (since, amount, at)
      where h.since <= (c.received_at at time zone ${zone})::date order by h.since desc, h.at desc limit 1)`
  }
  const { rows } = await sql<UnitFigures>`
    with open as (
      select c.unit_id, count(*) filter (where c.queue = 1) as to_verify, count(*) filter (where c.queue = 2) as at_work,
        count(*) filter (where c.queue = 3) as waits_citizen,
        count(*) filter (where c.queue < 3 and c.queue_at < ${now}) as overdue,
        count(*) filter (where c.queue < 3 and c.received_at > ${now}::timestamptz - interval '5 days') as age5,
        count(*) filter (where c.queue < 3 and c.received_at <= ${now}::timestamptz - interval '5 days'
          and c.received_at > ${now}::timestamptz - interval '14 days') as age14,
        count(*) filter (where c.queue < 3 and c.received_at <= ${now}::timestamptz - interval '14 days'
          and c.received_at > ${now}::timestamptz - interval '60 days') as age60,
        count(*) filter (where c.queue < 3 and c.received_at <= ${now}::timestamptz - interval '60 days') as older
      from complaints.complaint c
      where c.institution_id = ${scope.institution} and c.unit_id = any(${scope.units}::uuid[])
        and c.queue = any(array[1, 2, 3]::smallint[]) group by c.unit_id
    ), counted as (
      select c.id, c.unit_id, c.kind, c.received_at, c.resolved_at, ${hours('within_day')} as quick,
        ${hours('question')} as told
      from complaints.complaint c
      where c.institution_id = ${scope.institution} and c.unit_id = any(${scope.units}::uuid[]) and c.queue < 10
        and c.received_at > ${now}::timestamptz - interval '90 days'
        and (c.resolved_at is not null or c.status not in ('rejected', 'archived'))
        and not exists (select from complaints.merge m where m.institution_id = c.institution_id
          and m.complaint_id = c.id and m.undone_at is null)
    ), recent as (
      select c.unit_id, count(*) as received90, count(c.resolved_at) as answered90,
        count(*) filter (where c.resolved_at is not null or c.received_at <= ${now}::timestamptz - c.quick) as day_known,
        count(*) filter (where c.resolved_at - c.received_at <= c.quick) as within_day,
        count(*) filter (where c.kind = 'question'
          and (c.resolved_at is not null or c.received_at <= ${now}::timestamptz - c.told)) as questions,
        count(*) filter (where c.kind = 'question' and c.resolved_at - c.received_at <= c.told) as questions_on_time
      from counted c group by c.unit_id
    ), again as (
      select c.unit_id, count(*) filter (where e.by_reporter) as reopened90,
        count(*) filter (where c.resolved_at is null) as unanswered
      from counted c
      cross join lateral (select bool_or(e.actor = 'citizen') as by_reporter from complaints.event e
        where e.institution_id = ${scope.institution} and e.complaint_id = c.id and e.kind = 'reopened'
          and exists (select from complaints.event a where a.institution_id = e.institution_id
            and a.complaint_id = e.complaint_id and a.kind = 'answered' and a.seq < e.seq)) e
      where e.by_reporter is not null
      group by c.unit_id
    )
    select u.id as unit_id, u.name as unit_name, coalesce(o.to_verify, 0) as to_verify, coalesce(o.at_work, 0) as at_work,
      coalesce(o.waits_citizen, 0) as waits_citizen, coalesce(o.overdue, 0) as overdue, coalesce(o.age5, 0) as age5,
      coalesce(o.age14, 0) as age14, coalesce(o.age60, 0) as age60, coalesce(o.older, 0) as older,
      coalesce(r.received90, 0) as received90, coalesce(r.answered90, 0) as answered90,
      coalesce(r.day_known, 0) as day_known, coalesce(r.within_day, 0) as within_day,
      coalesce(a.reopened90, 0) as reopened90,
      coalesce(r.answered90, 0) + coalesce(a.unanswered, 0) as ever_answered, coalesce(r.questions, 0) as questions,
      coalesce(r.questions_on_time, 0) as questions_on_time
    from organization.unit u
    left join open o on o.unit_id = u.id left join recent r on r.unit_id = u.id left join again a on a.unit_id = u.id
    where u.institution_id = ${scope.institution} and u.id = any(${scope.units}::uuid[])
      and (o.unit_id is not null or r.unit_id is not null)
    order by coalesce(o.overdue, 0) desc, coalesce(o.at_work, 0) + coalesce(o.to_verify, 0) desc, u.name, u.id`.execute(
    db,
  )
  return rows
}

export type Oldest = {
  id: string
  code: string
  subject: string
  privacy: string
  unit_name: string
  received_at: Date
  status: string
  assignee_name: string | null
  open_tasks: number
}

/** The open cases that wait longest, and whom they wait for. */
export async function listOldest(db: Db, scope: Scope<'complaint.read'>, most: number): Promise<Oldest[]> {
  const { rows } = await sql<Oldest>`
    select c.id, c.code, c.subject, c.privacy, u.name as unit_name, c.received_at, c.status, a.name as assignee_name,
      (select count(*)::int from complaints.task t where t.institution_id = c.institution_id and t.complaint_id = c.id
        and t.ended_at is null) as open_tasks
    from (select c.* from complaints.complaint c
      where c.institution_id = ${scope.institution} and c.unit_id = any(${scope.units}::uuid[])
        and c.queue = any(array[1, 2]::smallint[]) and c.id <> all(${hiddenFrom(scope)})
      order by c.received_at, c.id limit ${most}) c
    join organization.unit u on u.institution_id = c.institution_id and u.id = c.unit_id
    left join complaints.assignment g on g.institution_id = c.institution_id and g.complaint_id = c.id
    left join people.account a on a.institution_id = g.institution_id and a.id = g.account_id
    order by c.received_at, c.id`.execute(db)
  return rows
}
