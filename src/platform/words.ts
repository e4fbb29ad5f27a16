import { publicScope } from './access.ts'
import type { Database } from './database/db.ts'
import type { Language, Messages, MessageTable, Text } from './i18n.ts'
import { termReader } from './registry.ts'

/** One row of a vocabulary: what a slug is called and said to mean from a date on. */
export type DatedTerm = {
  readonly set: string
  readonly slug: string
  readonly from: string
  readonly label: Text
  readonly note: Text
  /** Whether it can be chosen; what was given it before keeps it. */
  readonly offered: boolean
  readonly position: number
  /** Which of its list's traits it has. */
  readonly traits: readonly string[]
  readonly source: string
  readonly verified: boolean
  /** Set by the institution; otherwise it holds for all of them. */
  readonly own: boolean
}

/** The words of an institution on one day. */
export type Words = {
  /** In their order, those that are no longer offered among them. */
  list(set: string): readonly DatedTerm[]
  offered(set: string): readonly DatedTerm[]
  find(set: string, slug: string): DatedTerm | undefined
}

type Present = Words & { tables: Map<object, Readonly<Record<Language, MessageTable>>> }
type Known = { readonly at: number; readonly rows: readonly DatedTerm[]; readonly day: string; readonly words: Present }

const FRESH_MS = 10_000
const known = new Map<string, Known>()
const reading = new Map<string, Promise<Known>>()
const NONE = wordsOn([], '9999-12-31')

/**
 * The words of this day are in memory before anything of the institution is shown, read at most every ten seconds:
 * pages, letters and exports then need no statement for them.
 */
export async function refreshWords(database: Database, institution: string, day: string, now: Date): Promise<void> {
  const found = known.get(institution)
  if (found && Math.abs(now.getTime() - found.at) < FRESH_MS) {
    if (found.day !== day) known.set(institution, { ...found, day, words: wordsOn(found.rows, day) })
    return
  }
  const read = termReader()
  if (!read) return
  const one =
    reading.get(institution) ??
    database
      .transaction('read', institution, (db) => read(db, publicScope(institution)))
      .then((rows) => ({ at: now.getTime(), rows, day, words: wordsOn(rows, day) }))
  reading.set(institution, one)
  try {
    const read = await one
    // Not when they were changed meanwhile.
    if (reading.get(institution) === one) known.set(institution, read)
  } finally {
    if (reading.get(institution) === one) reading.delete(institution)
  }
}

/** After a change made in this process; others follow within the ten seconds. */
export function forgetWords(institution: string): void {
  known.delete(institution)
  reading.delete(institution)
}

/** The institution's words of today. */
export function wordsOf(institution: string): Words {
  return known.get(institution)?.words ?? NONE
}

/** What it is called today; a word nobody knows is shown as it is. */
export function termLabel(institution: string | undefined, set: string, slug: string, language: Language): string {
  return wordsOf(institution ?? '').find(set, slug)?.label[language] ?? slug
}

/** What it was called on a day that is past ('YYYY-MM-DD'), for a record of that day; before its first row as then. */
export function termLabelOn(
  institution: string | undefined,
  set: string,
  slug: string,
  day: string,
  language: Language,
): string {
  const rows = known.get(institution ?? '')?.rows.filter((row) => row.set === set && row.slug === slug) ?? []
  return (rows.findLast((row) => row.from <= day) ?? rows[0])?.label[language] ?? slug
}

/** Messages in which the words of vocabularies are those of the institution. */
export function worded<M>(
  messages: Messages<M>,
  language: Language,
  institution: string | undefined,
): Messages<M>['id'] {
  const present = messages.groups && institution !== undefined ? known.get(institution)?.words : undefined
  if (!present) return messages[language]
  const made = present.tables.get(messages)
  if (made) return made[language] as Messages<M>['id']
  const tables = { id: tableOf(messages, 'id', present), en: tableOf(messages, 'en', present) }
  present.tables.set(messages, tables)
  return tables[language] as Messages<M>['id']
}

function tableOf<M>(messages: Messages<M>, language: Language, words: Words): MessageTable {
  const table = { ...(messages[language] as MessageTable) }
  for (const [group, of] of Object.entries(messages.groups ?? {})) {
    const [set = '', part] = of.split('.')
    const said = words
      .list(set)
      .map((term): [string, string] => [term.slug, (part === 'note' ? term.note : term.label)[language]])
      .filter(([, word]) => word !== '')
    table[group as keyof typeof table] = { ...(table[group] as MessageTable), ...Object.fromEntries(said) } as never
  }
  return table
}

/** What holds on a date: of each slug the row that began last, and of one date the one set last. Rows come oldest first. */
export function wordsOn(rows: readonly DatedTerm[], date: string): Present {
  const bySet = new Map<string, Map<string, DatedTerm>>()
  for (const row of rows) {
    if (row.from > date) continue
    let slugs = bySet.get(row.set)
    if (!slugs) {
      slugs = new Map()
      bySet.set(row.set, slugs)
    }
    slugs.set(row.slug, row)
  }
  const lists = new Map(
    [...bySet].map(([set, slugs]) => [
      set,
      [...slugs.values()].sort((a, b) => a.position - b.position || (a.slug < b.slug ? -1 : 1)),
    ]),
  )
  const offered = new Map([...lists].map(([set, terms]) => [set, terms.filter((term) => term.offered)]))
  return {
    list: (set) => lists.get(set) ?? [],
    offered: (set) => offered.get(set) ?? [],
    find: (set, slug) => bySet.get(set)?.get(slug),
    tables: new Map(),
  }
}
