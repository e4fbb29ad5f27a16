import type { UnitTree } from '../access.ts'
import type { Database, Db } from '../database/db.ts'
import { packUuids } from '../database/uuid-list.ts'
import type { Institution } from './route.ts'

const FRESH_MS = 5000

/** What every request needs of institutions and their unit trees, kept in memory. */
export type Institutions = {
  bySlug(slug: string): Promise<Institution | undefined>
  byId(id: string): Promise<Institution | undefined>
  all(): Promise<readonly Institution[]>
  /** Whose page this address is, as it was read last: for what fails before anybody was asked. */
  knownAt(url: string): { institution: Institution | null }
  /** The unit tree of this version; read again in the caller's transaction when it has changed. */
  tree(db: Db, institution: string, version: number): Promise<UnitTree>
  forget(): void
}

export function createInstitutions(database: Database): Institutions {
  let list: Promise<readonly Institution[]> | undefined
  let last: readonly Institution[] = []
  let readAt = 0
  const trees = new Map<string, UnitTree>()

  function all(): Promise<readonly Institution[]> {
    if (list && Date.now() - readAt < FRESH_MS) return list
    readAt = Date.now()
    const reading = readInstitutions(database)
    reading.then(
      (read) => {
        last = read
      },
      () => {
        list = undefined
      },
    )
    list = reading
    return reading
  }

  return {
    all,
    bySlug: async (slug) => (await all()).find((one) => one.slug === slug),
    knownAt(url) {
      const [, slug] = /^\/i\/([\w-]+)/.exec(url) ?? []
      return { institution: last.find((one) => one.slug === slug) ?? null }
    },
    byId: async (id) => (await all()).find((one) => one.id === id),
    async tree(db, institution, version) {
      const known = trees.get(institution)
      if (known?.version === version) return known
      const tree = await readTree(db, institution, version)
      trees.set(institution, tree)
      return tree
    },
    forget() {
      list = undefined
    },
  }
}

async function readInstitutions(database: Database): Promise<readonly Institution[]> {
  const { rows } = await database.pool.query<Institution>(
    'select id, slug, name, time_zone as "timeZone", synthetic from organization.institution order by created_at, id limit 2000',
  )
  return rows
}

async function readTree(db: Db, institution: string, version: number): Promise<UnitTree> {
  const rows = await db
    .selectFrom('organization.unit')
    .select(['id', 'name', 'parent_id', 'active_to'])
    .where('institution_id', '=', institution)
    .orderBy('name')
    .orderBy('id')
    .execute()
  const parents = new Map(rows.map(({ id, parent_id }) => [id, parent_id]))
  const children = new Map<string, string[]>()
  for (const { id, parent_id } of rows) {
    if (!parent_id) continue
    const siblings = children.get(parent_id)
    if (siblings) siblings.push(id)
    else children.set(parent_id, [id])
  }
  const known = new Map<string, readonly string[]>()
  const everyone = packUuids(rows.map((row) => row.id))
  return {
    version,
    named: toldApart(rows.flatMap(({ active_to, ...unit }) => (active_to === null ? [unit] : []))),
    all: () => everyone,
    above(unit) {
      const path: string[] = []
      for (let at: string | null | undefined = unit; at && !path.includes(at); at = parents.get(at)) path.push(at)
      return path
    },
    beneath(root) {
      let found = known.get(root)
      if (!found) {
        const reached = [root]
        for (let at = 0; at < reached.length; at++) reached.push(...(children.get(reached[at]!) ?? []))
        found = packUuids(reached)
        known.set(root, found)
      }
      return found
    },
  }
}

/** Where several are called alike, each is chosen with the name of the unit above it. */
function toldApart(units: UnitTree['named']): UnitTree['named'] {
  const alike = Map.groupBy(units, ({ name }) => name)
  const nameOf = new Map(units.map(({ id, name }) => [id, name]))
  return units.map((unit) => {
    const above = unit.parent_id && alike.get(unit.name)!.length > 1 ? nameOf.get(unit.parent_id) : undefined
    return above ? { ...unit, name: `${unit.name} (${above})` } : unit
  })
}
