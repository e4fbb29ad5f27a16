import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { dayOf } from '../../platform/dated-rules.ts'
import { newId } from '../../platform/id.ts'
import type { RuleChange } from '../../platform/ui/index.ts'

/** What stands on the left of a weight and on its right; each map has what is shipped and an institution's own rows. */
export const MAPS = {
  competency: { standard: 'competency_standard', own: 'theme_competency', from: 'theme', to: 'competency_code' },
  element: { standard: 'element_standard', own: 'element_theme', from: 'element', to: 'theme' },
} as const
export type MapName = keyof typeof MAPS

export type Weight = {
  from: string
  to: string
  weight: number
  source: string
  verified: boolean
  /** Null where the institution has set no weight of its own. */
  valid_from: string | null
}

/** The weights of a date, or of the day of an instant, strongest first: own rows before the shipped; weight 0 is left out. */
export async function listWeights(db: Db, scope: Scope, name: MapName, when: string | Date): Promise<Weight[]> {
  const map = MAPS[name]
  const on = dayOf(scope, when)
  const pair = sql`${sql.ref(map.from)} as "from", ${sql.ref(map.to)} as "to"`
  const { rows } = await sql<Weight>`
    with own as (
      select distinct on (1, 2) ${pair}, weight, source, verified, valid_from
      from ${sql.table(`signals.${map.own}`)} where institution_id = ${scope.institution} and valid_from <= ${on}
      order by 1, 2, valid_from desc, at desc, id desc),
    shipped as (
      select distinct on (1, 2) ${pair}, weight, source, verified
      from ${sql.table(`signals.${map.standard}`)} where valid_from <= ${on} order by 1, 2, valid_from desc)
    select "from", "to", weight::float8 as weight, source, verified, valid_from from own where weight > 0
    union all
    select "from", "to", weight::float8, source, verified, null from shipped s
    where weight > 0 and not exists (select from own o where o."from" = s."from" and o."to" = s."to")
    order by "from", weight desc, "to"`.execute(db)
  return rows
}

export type NewWeight = {
  from: string
  to: string
  weight: number
  valid_from: string
  source: string
  verified: boolean
}

export async function putWeight(
  db: Db,
  scope: Scope<'signal.map'>,
  now: Date,
  name: MapName,
  item: NewWeight,
): Promise<void> {
  const map = MAPS[name]
  await sql`
    insert into ${sql.table(`signals.${map.own}`)}
      (institution_id, id, ${sql.ref(map.from)}, ${sql.ref(map.to)}, weight, valid_from, source, verified, account_id, at)
    values (${scope.institution}, ${newId(now)}, ${item.from}, ${item.to}, ${item.weight}, ${item.valid_from},
      ${item.source}, ${item.verified}, ${scope.account}, ${now})`.execute(db)
}

export type WeightChange = RuleChange & { from: string; to: string }

/** What was set, the latest first; `replaced` by a later one for the same day. */
export async function listWeightChanges(db: Db, scope: Scope, name: MapName): Promise<WeightChange[]> {
  const map = MAPS[name]
  const [from, to] = [sql.ref(`r.${map.from}`), sql.ref(`r.${map.to}`)]
  const { rows } = await sql<WeightChange>`
    select ${from} as "from", ${to} as "to", ${name} || ':' || ${from} || ':' || ${to} as key, r.weight::float8 as value, r.source,
      r.verified, r.valid_from, r.at, a.name as by,
      row_number() over (partition by ${from}, ${to}, r.valid_from order by r.at desc, r.id desc) > 1 as replaced
    from ${sql.table(`signals.${map.own}`)} r
    left join people.account a on a.institution_id = r.institution_id and a.id = r.account_id
    where r.institution_id = ${scope.institution} order by r.at desc, r.id desc limit 300`.execute(db)
  return rows
}

export type ThemeCompetency = { theme: string; competency_code: string; weight: number }

/** Weight of each competency for each theme on the day of an instant (methods E.1, λ). */
export async function themeCompetencies(db: Db, scope: Scope, on: Date): Promise<ThemeCompetency[]> {
  const rows = await listWeights(db, scope, 'competency', on)
  return rows.map(({ from, to, weight }) => ({ theme: from, competency_code: to, weight }))
}

export type ElementTheme = { element: string; theme: string; weight: number }

/** Which themes each SKM element speaks about on a date, strongest first. */
export async function listElementThemes(db: Db, scope: Scope, on: string): Promise<ElementTheme[]> {
  const rows = await listWeights(db, scope, 'element', on)
  return rows.map(({ from, to, weight }) => ({ element: from, theme: to, weight }))
}
