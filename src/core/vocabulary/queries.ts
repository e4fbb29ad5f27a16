import { sql } from 'kysely'
import type { Permission, Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import type { DatedTerm } from '../../platform/words.ts'

type Row = Omit<DatedTerm, 'label' | 'note'> & { label_id: string; label_en: string; note_id: string; note_en: string }

/** Every row of all vocabularies, what holds for all institutions first, then the institution's own, oldest first. */
export async function readTerms(db: Db, scope: Scope): Promise<DatedTerm[]> {
  const { rows } = await sql<Row>`
    select set_name as set, slug, valid_from as from, label_id, label_en, note_id, note_en, true as offered, position, traits, source,
      verified, false as own, null::timestamptz as at, null::uuid as id
    from vocabulary.standard
    union all
    select set_name, slug, valid_from, label_id, label_en, note_id, note_en, offered, position, traits, source, verified, true, at, id
    from vocabulary.term where institution_id = ${scope.institution}
    order by own, "from", at, id`.execute(db)
  return rows.map(({ label_id, label_en, note_id, note_en, ...row }) => ({
    ...row,
    label: { id: label_id, en: label_en },
    note: { id: note_id, en: note_en },
  }))
}

export type Change = {
  id: string
  valid_from: string
  label_id: string
  label_en: string
  note_id: string
  traits: string[]
  offered: boolean
  source: string
  verified: boolean
  /** Empty where it holds for all institutions. */
  at: Date | null
  by: string | null
}

/** Every wording of one word, the latest day first. */
export async function listChanges(db: Db, scope: Scope, set: string, slug: string): Promise<Change[]> {
  const { rows } = await sql<Change>`
    select t.id::text, t.valid_from, t.label_id, t.label_en, t.note_id, t.traits, t.offered, t.source, t.verified, t.at, a.name as by
    from vocabulary.term t
    left join people.account a on a.institution_id = t.institution_id and a.id = t.account_id
    where t.institution_id = ${scope.institution} and t.set_name = ${set} and t.slug = ${slug}
    union all
    select '', valid_from, label_id, label_en, note_id, traits, true, source, verified, null::timestamptz, null::text
    from vocabulary.standard where set_name = ${set} and slug = ${slug}
    order by at desc nulls last, valid_from desc limit 200`.execute(db)
  return rows
}

export type NewTerm = {
  set: string
  slug: string
  label_id: string
  label_en: string
  note_id: string
  note_en: string
  position: number
  traits: readonly string[]
  offered: boolean
  source: string
  verified: boolean
  valid_from: string
}

export async function insertTerm(db: Db, scope: Scope<Permission>, now: Date, term: NewTerm): Promise<void> {
  await sql`
    insert into vocabulary.term (institution_id, id, set_name, slug, valid_from, position, label_id, label_en, note_id,
      note_en, traits, offered, source, verified, at, account_id)
    values (${scope.institution}, ${newId()}, ${term.set}, ${term.slug}, ${term.valid_from}, ${term.position},
      ${term.label_id}, ${term.label_en}, ${term.note_id}, ${term.note_en}, ${term.traits}::text[], ${term.offered}, ${term.source},
      ${term.verified}, ${now}, ${scope.account})`.execute(db)
}

/** Two who change the same list wait for each other. */
export async function lockTerms(db: Db, scope: Scope<Permission>): Promise<DatedTerm[]> {
  await sql`select from organization.institution where id = ${scope.institution} for no key update`.execute(db)
  return readTerms(db, scope)
}
