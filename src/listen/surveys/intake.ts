import { hash } from 'node:crypto'
import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { timelessId } from '../../platform/id.ts'
import { givenAnswers, SCORED, type Submission } from './model.ts'
import { getBaseRule, ruleCodeOn } from './rules.ts'
import { meanInUnits } from './skm.ts'

const CHUNK = 5000

/**
 * Keeps filled-in questionnaires; those whose id is known already are left as they are. Each needs at least one
 * answer. Returns how many were new.
 */
export async function submitAnswers(db: Db, scope: Scope, _now: Date, items: readonly Submission[]): Promise<number> {
  let added = 0
  for (let start = 0; start < items.length; start += CHUNK)
    added += await insertSome(db, scope, items.slice(start, start + CHUNK))
  return added
}

const SCORES_TYPED = SCORED.map((column) => `${column} smallint`).join(', ')
const CONTENT = `rule_code, answered_on, channel, arrival, mean_units, age_band, gender, education, occupation, disability,
  comment, ${SCORED.join(', ')}`
const columns = sql.raw(CONTENT)
const typed =
  sql.raw(`rule_code text, answered_on date, channel surveys.channel, arrival surveys.arrival, mean_units smallint,
  age_band text, gender text, education text, occupation text, disability text, comment text, ${SCORES_TYPED}`)

async function insertSome(db: Db, scope: Scope, items: readonly Submission[]): Promise<number> {
  const codes = await ruleCodes(db, items)
  const rows = items.map((item) => {
    const row = rowOf(item, codes)
    row.service_id = item.serviceId
    row.unit_id = item.unitId
    return row
  })
  const hides = rows.length >= HIDING
  const { rows: kept } = await sql<{ added: number }>`
    with kept as (
      insert into surveys.answer (institution_id, id, service_id, unit_id, mixed, wording_from, ${columns})
      select ${scope.institution}::uuid, id, service_id, unit_id, ${sql.lit(hides)}, ${wordingFrom(scope)}, ${columns}
      from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, service_id uuid, unit_id uuid, wording date, ${typed})
      ${hides ? sql`order by r.id` : sql``} on conflict (institution_id, id) do nothing returning id, mixed
    )${hides ? waiting(scope) : sql``}
    select count(*)::int as added from kept`.execute(db)
  return kept[0]!.added
}

/**
 * So many in one request hide one another: they are written once, in the order of their random ids, and only wait to be
 * counted. Fewer are mixed with others first.
 */
export const HIDING = 20

/** Those of `kept` that only wait to be counted. */
function waiting(scope: Scope) {
  return sql`, waiting as (
      insert into surveys.uncounted (institution_id, id, answers)
      select ${scope.institution}::uuid, gen_random_uuid(), array_agg(id) from kept where mixed having count(*) > 0
    )`
}

/** The words that were shown, as the form says, and never ones of a later day; else those of the day of the answer. */
function wordingFrom(scope: Scope) {
  return sql`(select max(w.valid_from) from surveys.element_wording w where w.institution_id = ${scope.institution}::uuid
    and w.valid_from <= least(coalesce(r.wording, r.answered_on), r.answered_on))`
}

type Content = Omit<Submission, 'serviceId' | 'unitId'>

/** The rule of each day on which something was answered. */
async function ruleCodes(db: Db, items: readonly Content[]): Promise<ReadonlyMap<string, string>> {
  const codes = new Map<string, string>()
  for (const { answeredOn } of items)
    if (!codes.has(answeredOn)) codes.set(answeredOn, await ruleCodeOn(db, answeredOn))
  return codes
}

function rowOf(item: Content, codes: ReadonlyMap<string, string>): Record<string, unknown> {
  const mean = meanInUnits(item.answers)
  if (mean === undefined) throw new RangeError('a questionnaire without any answer')
  return {
    id: item.id ?? timelessId(),
    rule_code: codes.get(item.answeredOn),
    wording: item.wording,
    answered_on: item.answeredOn,
    channel: item.channel,
    mean_units: mean,
    age_band: item.profile?.ageBand,
    gender: item.profile?.gender,
    education: item.profile?.education,
    occupation: item.profile?.occupation,
    disability: item.profile?.disability,
    comment: item.comment,
    arrival: item.arrival ?? 'live',
    ...item.answers,
    ...item.extras,
  }
}

export type ByAddress = Content & { id: string; slug: string }
export type KeptByAddress = { added: number; minAnswered: number; services: ReadonlySet<string> }

/** The questionnaires of one request. */
type Request = {
  readonly items: readonly ByAddress[]
  resolve(kept: KeptByAddress): void
  reject(error: unknown): void
}
type Gathered = { readonly today: string; readonly requests: Request[]; rows: number }

const gathered = new WeakMap<Db, Gathered>()
const MOST_GATHERED = 500

/**
 * Keeps questionnaires that name their service by its address; those of unknown services and with too few answers are
 * left out. Which services there are, how many answers are needed today and what is kept are one statement, and
 * requests that share a transaction share it: to begin a statement costs as much as to write ten to twenty answers.
 */
export function submitByAddress(
  db: Db,
  scope: Scope,
  today: string,
  items: readonly ByAddress[],
): Promise<KeptByAddress> {
  return new Promise((resolve, reject) => {
    const request = { items, resolve, reject }
    const before = gathered.get(db)
    if (before?.today === today && before.rows + items.length <= MOST_GATHERED) {
      before.requests.push(request)
      before.rows += items.length
      return
    }
    const first: Gathered = { today, requests: [request], rows: items.length }
    gathered.set(db, first)
    // Those of one transaction are handled side by side: by then all of them have come this far.
    setImmediate(() => {
      if (gathered.get(db) === first) gathered.delete(db)
      keepGathered(db, scope, first).catch((error: unknown) => {
        for (const one of first.requests) one.reject(error)
      })
    })
  })
}

async function keepGathered(db: Db, scope: Scope, { today, requests }: Gathered): Promise<void> {
  const all = requests.flatMap((request) => request.items)
  const [base, codes] = await Promise.all([getBaseRule(db, today), ruleCodes(db, all)])
  const rows = []
  for (const { items } of requests)
    for (const item of items) {
      const given = givenAnswers(item.answers)
      if (given === 0) continue
      const row = rowOf(item, codes)
      row.slug = item.slug
      row.given = given
      row.hides = items.length >= HIDING
      rows.push(row)
    }
  const slugs = [...new Set(all.map((item) => item.slug))]
  const { rows: kept } = await sql<{ least: number; slugs: string[]; added: string[] | null }>`
    with place as (
      select slug, id, unit_id from services.v_service
      where institution_id = ${scope.institution} and slug = any(${slugs}::text[])
    ), least as (
      select coalesce((select r.min_answered from surveys.rule_setting r
        where r.institution_id = ${scope.institution} and r.rule_code = ${base.code} and r.valid_from <= ${today}::date
        order by r.valid_from desc, r.created_at desc, r.id desc limit 1), ${base.minAnswered}::smallint) as n
    ), good as materialized (
      select r.*, p.id as service_id, p.unit_id
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as r (id uuid, slug text, given smallint, hides boolean, wording date, ${typed})
      join place p on p.slug = r.slug where r.given >= (select n from least)
    ), kept as (
      insert into surveys.answer (institution_id, id, service_id, unit_id, mixed, wording_from, ${columns})
      select ${scope.institution}::uuid, id, service_id, unit_id, hides, ${wordingFrom(scope)}, ${columns}
      from good r order by id on conflict (institution_id, id) do nothing returning id, mixed
    )${waiting(scope)}
    select (select n from least) as least, array(select slug from place) as slugs,
      case when (select count(*) from kept) < (select count(*) from good) then array(select id from kept) end as added`.execute(
    db,
  )
  const { least, slugs: known, added } = kept[0]!
  const services = new Set(known)
  // Without names every good one was new.
  const fresh = added && new Set(added)
  const isNew = (item: ByAddress) =>
    fresh ? fresh.delete(item.id) : services.has(item.slug) && givenAnswers(item.answers) >= least
  for (const { items, resolve } of requests)
    resolve({ added: items.filter(isNew).length, minAnswered: least, services })
}

/** An id out of a sender's own key: the same key gives the same id, and a time inside the key is lost. */
export function answerIdOf(institution: string, key: string): string {
  const hex = hash('sha256', `${institution}:${key}`, 'hex')
  const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Words of a stranger as they are kept: no control characters, nothing when nothing is said. */
export function cleanComment(text: string | undefined): string | undefined {
  return text?.replaceAll(/[\p{Cc}--[\n\t]]/gv, '').trim() || undefined
}
