import { sql } from 'kysely'
import { loadCalendar } from '../../core/organization/index.ts'
import type { DemoWorld } from '../../demo/world.ts'
import type { WorkingCalendar } from '../../platform/calendar.ts'
import { recountGiven } from './given-months.ts'
import { promisedBy } from './promise.ts'
import { listServices, type ServiceRow } from './queries.ts'
import { loadPromises, type Promises } from './transaction-acts.ts'

/** As many answers as the satisfaction surveys of the demonstration draw; every one of them was served before. */
const ANSWERS = { full: 50_000, small: 1500 }
const DAY = 86_400_000
const MINUTE = 60_000
const OPEN_AT = 450
const CLOSE_AT = 945

/** One list per column: a bulk insert of tens of thousands of rows costs a fraction of what objects would. */
type Columns = Record<'service' | 'arrived' | 'started' | 'ended' | 'due' | 'standard' | 'late' | 'digital', number[]>
type Counter = { service: ServiceRow; index: number; code: string; share: number; digital: number }

/** Services given in the 18 months of the story: enough for every survey answer, late where the story says people wait. */
export async function demoTransactions(world: DemoWorld): Promise<void> {
  const { db, institution, months, story, anchor } = world
  const random = world.random.fork('transactions')
  const scope = await world.scopeFor('service.record')
  const services = await listServices(db, scope)
  const { rows: units } = await sql<{ id: string; code: string }>`
    select id, code from organization.unit where institution_id = ${institution.id}`.execute(db)
  const codes = new Map(units.map(({ id, code }) => [id, code]))
  const perUnit = Map.groupBy(services, ({ unit_id }) => unit_id)
  const traffic = [...perUnit.keys()].reduce((sum, unit) => sum + story.traffic(codes.get(unit) ?? ''), 0)
  if (traffic === 0) return
  const counters: Counter[] = services.map((service, index) => {
    const code = codes.get(service.unit_id) ?? ''
    const share = story.traffic(code) / traffic / perUnit.get(service.unit_id)!.length
    return { service, index, code, share, digital: service.channels.includes('online') ? 0.15 : 0 }
  })
  const promises = await loadPromises(db, scope, services)
  const calendar = await loadCalendar(db, scope)
  const perMonth = (ANSWERS[institution.size] * world.scale) / (months.length - 0.5)
  const columns: Columns = {
    service: [],
    arrived: [],
    started: [],
    ended: [],
    due: [],
    standard: [],
    late: [],
    digital: [],
  }
  const standards: string[] = []
  for (const [month, name] of months.entries()) {
    const days = workingDays(calendar, name, anchor)
    if (days.length === 0) continue
    const partly = month === months.length - 1 ? days.length / 21 : 1
    for (const counter of counters) {
      const expected = perMonth * counter.share * partly
      // Enough above the mean for the survey's own draw of the same mean.
      let left = expected === 0 ? 0 : Math.ceil(expected * 1.05 + 2.5 * Math.sqrt(expected))
      const waiting = story.skmMean(counter.code, 'waktu', month)
      const lateness = Math.min(0.6, Math.max(0.02, 0.07 + (3.05 - waiting) * 0.4))
      const digital = Math.min(0.9, counter.digital + (counter.digital > 0 ? month * 0.025 : 0))
      for (; left > 0; left--)
        one(columns, { counter, random, days, promises, calendar, lateness, digital, anchor, standards })
    }
  }
  await insert(world, columns, services, standards)
  await recountGiven(world.db, await world.scopeFor('service.manage'), world.anchor)
}

type Draw = {
  counter: Counter
  random: DemoWorld['random']
  days: readonly string[]
  promises: Promises
  calendar: WorkingCalendar
  lateness: number
  digital: number
  anchor: Date
  standards: string[]
}

function one(columns: Columns, draw: Draw): void {
  const { counter, random, days, promises, calendar, lateness, anchor, standards } = draw
  const day = days[Math.floor(random.next() * days.length)]!
  const midnight = calendar.instant(day).getTime()
  const minute = OPEN_AT + Math.floor(random.next() * (CLOSE_AT - OPEN_AT - 100))
  const arrived = midnight + minute * MINUTE
  // A long tail: most wait little, some wait long, more where the story says so.
  const waited = Math.min(100, Math.ceil(-Math.log(1 - random.next()) * (8 + lateness * 60)))
  const started = arrived + waited * MINUTE
  if (started > anchor.getTime()) return
  const { standard_id, promise } = promises.at(counter.service.id, day)
  const due = dueOf(draw, promise, day, started)
  const late = random.next() < lateness
  const ended = late
    ? due + Math.ceil((0.05 + random.next() * 0.6) * (promise.days === null ? 60 : promise.days * 1440)) * MINUTE
    : started + Math.max(3, Math.floor((0.35 + random.next() * 0.63) * ((due - started) / MINUTE))) * MINUTE
  const open = ended > anchor.getTime()
  // What was never ended long ago would be a mistake of the office, not a story.
  if (open && due < anchor.getTime() - 5 * DAY) return
  let standard = standard_id === null ? -1 : standards.indexOf(standard_id)
  if (standard_id !== null && standard < 0) standard = standards.push(standard_id) - 1
  columns.service.push(counter.index)
  columns.arrived.push(arrived / 1000)
  columns.started.push(started / 1000)
  columns.ended.push(open ? 0 : Math.max(started / 1000, Math.floor(ended / 1000)))
  columns.due.push(due / 1000)
  columns.standard.push(standard)
  columns.late.push(!open && ended <= due ? 0 : 1)
  columns.digital.push(random.next() < draw.digital ? 1 : 0)
}

const known = new Map<string, number>()

/** A promise of days ends with the day, whatever the hour it began: computed once per day. */
function dueOf(draw: Draw, promise: ReturnType<Promises['at']>['promise'], day: string, started: number): number {
  if (promise.days === null) return promisedBy(promise, new Date(started), draw.calendar).getTime()
  const key = `${day}/${promise.days}`
  const found = known.get(key)
  if (found !== undefined) return found
  const due = promisedBy(promise, new Date(started), draw.calendar).getTime()
  known.set(key, due)
  return due
}

function workingDays(calendar: WorkingCalendar, month: string, anchor: Date): string[] {
  const last = calendar.dateOf(anchor)
  return Array.from({ length: 31 }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`).filter(
    (date) => exists(date) && date <= last && calendar.day(date).intervals.length > 0,
  )
}

function exists(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date)
}

async function insert(
  { db, institution }: DemoWorld,
  columns: Columns,
  services: readonly ServiceRow[],
  standards: readonly string[],
): Promise<void> {
  await sql`
    insert into services.transaction (institution_id, id, service_id, unit_id, state, channel, digital, arrived_at,
      started_at, ended_at, outcome, standard_id, due_at, on_time)
    select ${institution.id}::uuid,
      (lpad(to_hex((i.arrived * 1000)::bigint), 12, '0') || '7' || substr(i.mixed, 1, 3) || 'a' || substr(i.mixed, 4, 15))::uuid,
      (${services.map(({ id }) => id)}::uuid[])[i.service + 1], (${services.map(({ unit_id }) => unit_id)}::uuid[])[i.service + 1],
      case when i.ended = 0 then 2 else 3 end, case when i.digital = 1 then 'online' else 'counter' end::services.intake,
      i.digital = 1, to_timestamp(i.arrived), to_timestamp(i.started),
      case when i.ended > 0 then to_timestamp(i.ended) end, case when i.ended > 0 then 'completed'::services.outcome end,
      case when i.standard >= 0 then (${standards}::uuid[])[i.standard + 1] end, to_timestamp(i.due),
      case when i.ended > 0 then i.late = 0 end
    from (select *, md5(u.n::text) as mixed from unnest(${columns.service}::int[], ${columns.arrived}::float8[],
      ${columns.started}::float8[], ${columns.ended}::float8[], ${columns.due}::float8[], ${columns.standard}::int[],
      ${columns.late}::int[], ${columns.digital}::int[])
      with ordinality as u (service, arrived, started, ended, due, standard, late, digital, n)) i`.execute(db)
}
