import type { Database } from './database/db.ts'
import { localDate } from './i18n.ts'
import { newDays } from './registry.ts'
import { refreshWords } from './words.ts'

type Begun = { readonly day: string; readonly done: Promise<void> }

const begunOf = new WeakMap<Database, Map<string, Begun>>()

/**
 * What was planned for a date takes effect before anything of that day is read: every door into an institution
 * (a request, a job) waits for this. Each process does it once a day; the row of the institution, locked, lets only
 * one of several do the work.
 */
export async function beginDay(
  database: Database,
  institution: { readonly id: string; readonly timeZone: string },
  now: Date,
): Promise<void> {
  const day = localDate(now, institution.timeZone)
  let all = begunOf.get(database)
  if (!all) {
    all = new Map()
    begunOf.set(database, all)
  }
  let begun = all.get(institution.id)
  if (begun?.day !== day) {
    begun = { day, done: takeEffect(database, institution.id, day, now) }
    all.set(institution.id, begun)
  }
  try {
    await begun.done
    await refreshWords(database, institution.id, day, now)
  } catch (error) {
    // Whoever comes next tries again.
    if (all.get(institution.id) === begun) all.delete(institution.id)
    throw error
  }
}

async function takeEffect(database: Database, institution: string, day: string, now: Date): Promise<void> {
  await database.transaction('write', institution, async (db) => {
    const known = await db
      .selectFrom('organization.institution')
      .select('day')
      .where('id', '=', institution)
      .forUpdate()
      .executeTakeFirst()
    if (!known || (known.day !== null && known.day >= day)) return
    const due = new Set<string>()
    // What could not take effect on its own day tries again on this one.
    for (const one of newDays())
      for (const date of await one.due(db, institution, day))
        due.add(known.day !== null && date <= known.day ? day : date)
    for (const date of [...due].sort())
      for (const one of newDays()) await one.begin(db, { institution, day: date, now })
    await db.updateTable('organization.institution').set({ day }).where('id', '=', institution).execute()
  })
}
