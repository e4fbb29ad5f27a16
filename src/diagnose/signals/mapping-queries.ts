import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import type { Cause } from './model.ts'

export type ElementTheme = { element: string; theme: string; weight: number; source: string; verified: boolean }

/** Which themes each SKM element speaks about, strongest first; rows that hold on `month` ('YYYY-MM'). */
export async function listElementThemes(db: Db, month: string): Promise<ElementTheme[]> {
  const { rows } = await sql<ElementTheme>`
    select distinct on (element, theme) element, theme, weight::float8 as weight, source, verified
    from signals.element_theme where valid_from <= ${`${month}-01`}::date
    order by element, theme, valid_from desc`.execute(db)
  return rows.sort((a, b) => a.element.localeCompare(b.element) || b.weight - a.weight)
}

export type ThemeCompetency = {
  theme: string
  competency_code: string
  weight: number
  source: string
  verified: boolean
  /** True where the institution has set its own weight. */
  own: boolean
  changed_at: Date | null
}

/** Weight of each competency for each theme (methods E.1, λ): own rows before the starting weights; weight 0 is left out. */
export async function themeCompetencies(db: Db, scope: Scope): Promise<ThemeCompetency[]> {
  const { rows } = await sql<ThemeCompetency>`
    with own as (
      select distinct on (theme, competency_code) theme, competency_code, weight, source, verified, changed_at
      from signals.theme_competency where institution_id = ${scope.institution}
      order by theme, competency_code, changed_at desc, id desc)
    select theme, competency_code, weight::float8 as weight, source, verified, true as own, changed_at from own where weight > 0
    union all
    select s.theme, s.competency_code, s.weight::float8, s.source, s.verified, false, null
    from (select distinct on (theme, competency_code) * from signals.competency_standard
          order by theme, competency_code, valid_from desc) s
    where s.weight > 0 and not exists (select from own o where o.theme = s.theme and o.competency_code = s.competency_code)
    order by theme, weight desc, competency_code`.execute(db)
  return rows
}

export async function insertThemeCompetency(
  db: Db,
  scope: Scope<'signal.map'>,
  now: Date,
  item: { theme: string; competency: string; weight: number; source: string },
): Promise<string> {
  const id = newId(now)
  await sql`
    insert into signals.theme_competency
      (institution_id, id, theme, competency_code, weight, source, verified, changed_at, changed_by)
    values (${scope.institution}, ${id}, ${item.theme}, ${item.competency}, ${item.weight}, ${item.source}, false, ${now},
      ${scope.account})`.execute(db)
  return id
}

export type CauseQuestion = {
  cause: Cause
  position: number
  question_id: string
  question_en: string
  points_to: boolean
  source: string
}

export async function listCauseQuestions(db: Db): Promise<CauseQuestion[]> {
  const { rows } = await sql<CauseQuestion>`
    select cause, position, question_id, question_en, points_to, source from signals.cause_question
    order by cause, position`.execute(db)
  return rows
}
