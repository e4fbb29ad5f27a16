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
  const rows = []
  for (const item of items) rows.push({ ...(await rowOf(db, item)), service_id: item.serviceId, unit_id: item.unitId })
  const { rows: kept } = await sql<{ added: number }>`
    with kept as (
      insert into surveys.answer (institution_id, id, service_id, unit_id, mixed, wording_from, ${columns})
      select ${scope.institution}::uuid, id, service_id, unit_id, ${hiding(rows.length)}, ${wordingFrom(scope)}, ${columns}
      from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, service_id uuid, unit_id uuid, wording date, ${typed})
      ${inOrder(rows.length)} on conflict (institution_id, id) do nothing returning id
    )${waiting(scope, rows.length)}
    select count(*)::int as added from kept`.execute(db)
  return kept[0]!.added
}

/**
 * So many at once hide one another: they are written once, in the order of their random ids, and only wait to be
 * counted. Fewer are mixed with others first.
 */
export const HIDING = 20

function hiding(size: number) {
  return sql.lit(size >= HIDING)
}

function inOrder(size: number) {
  return size >= HIDING ? sql`order by r.id` : sql``
}

/** Those of `kept` that only wait to be counted. */
function waiting(scope: Scope, size: number) {
  if (size < HIDING) return sql``
  return sql`, waiting as (
      insert into surveys.uncounted (institution_id, id, answers)
      select ${scope.institution}::uuid, gen_random_uuid(), array_agg(id) from kept having count(*) > 0
    )`
}

/** The words that were shown, as the form says, and never ones of a later day; else those of the day of the answer. */
function wordingFrom(scope: Scope) {
  return sql`(select max(w.valid_from) from surveys.element_wording w where w.institution_id = ${scope.institution}::uuid
    and w.valid_from <= least(coalesce(r.wording, r.answered_on), r.answered_on))`
}

type Content = Omit<Submission, 'serviceId' | 'unitId'>

async function rowOf(db: Db, item: Content) {
  const mean = meanInUnits(item.answers)
  if (mean === undefined) throw new RangeError('a questionnaire without any answer')
  return {
    id: item.id ?? timelessId(),
    rule_code: await ruleCodeOn(db, item.answeredOn),
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

export type ByAddress = Content & { slug: string }
export type KeptByAddress = { added: number; minAnswered: number; services: ReadonlySet<string> }

/**
 * Keeps questionnaires that name their service by its address. Which services there are, how many answers are needed
 * today and what is kept are one statement: most of the time of a short batch would be spent between statements. Those
 * of unknown services and with too few answers are left out.
 */
export async function submitByAddress(
  db: Db,
  scope: Scope,
  today: string,
  items: readonly ByAddress[],
): Promise<KeptByAddress> {
  const base = await getBaseRule(db, today)
  const rows = []
  for (const item of items)
    if (givenAnswers(item.answers) > 0)
      rows.push({ ...(await rowOf(db, item)), slug: item.slug, given: givenAnswers(item.answers) })
  const slugs = [...new Set(items.map((item) => item.slug))]
  const { rows: kept } = await sql<{ added: number; least: number; slugs: string[] }>`
    with place as (
      select slug, id, unit_id from services.v_service
      where institution_id = ${scope.institution} and slug = any(${slugs}::text[])
    ), least as (
      select coalesce((select r.min_answered from surveys.rule_setting r
        where r.institution_id = ${scope.institution} and r.rule_code = ${base.code} and r.valid_from <= ${today}::date
        order by r.valid_from desc, r.created_at desc, r.id desc limit 1), ${base.minAnswered}::smallint) as n
    ), kept as (
      insert into surveys.answer (institution_id, id, service_id, unit_id, mixed, wording_from, ${columns})
      select ${scope.institution}::uuid, r.id, p.id, p.unit_id, ${hiding(rows.length)}, ${wordingFrom(scope)}, ${columns}
      from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, slug text, given smallint, wording date, ${typed})
      join place p on p.slug = r.slug
      where r.given >= (select n from least) ${inOrder(rows.length)}
      on conflict (institution_id, id) do nothing returning id
    )${waiting(scope, rows.length)}
    select (select count(*) from kept)::int as added, (select n from least) as least,
      array(select slug from place) as slugs`.execute(db)
  const [row] = kept
  return { added: row!.added, minAnswered: row!.least, services: new Set(row!.slugs) }
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
