import type { RawBuilder } from 'kysely'
import type { Database } from '../database/db.ts'

/** While `on`, every change is rolled back after its last statement, and `bound` holds each text that was given to one. */
export type Undoing = { on: boolean; bound: Set<string>; around(database: Database): Database }

class Undone extends Error {
  readonly result: unknown
  constructor(result: unknown) {
    super('undone')
    this.result = result
  }
}

/**
 * A database on which the same form can be sent hundreds of times and finds the same state each time, so that each
 * string comes as far as the first one did.
 */
export function undoing(): Undoing {
  const state: Undoing = { on: false, bound: new Set(), around }
  function around(database: Database): Database {
    const undone: Database = {
      ...database,
      // Each alone, because what is undone together would fail together.
      together: (institution, key, work) =>
        state.on ? undone.transaction('write', institution, work) : database.together(institution, key, work),
      async transaction(mode, institution, work) {
        if (!state.on || mode === 'read') return database.transaction(mode, institution, work)
        try {
          return await database.transaction(mode, institution, async (db, client) => {
            const plain = client.query
            const listening = (query: { values?: unknown[] }, ...rest: unknown[]) => {
              for (const value of query.values ?? []) keep(value)
              return Reflect.apply(plain, client, [query, ...rest])
            }
            Object.assign(client, { query: listening })
            try {
              let last: RawBuilder<unknown> | undefined
              const result = await work(db, client, (statement) => {
                last = statement
              })
              await last?.execute(db)
              throw new Undone(result)
            } finally {
              Object.assign(client, { query: plain })
            }
          })
        } catch (error) {
          if (error instanceof Undone) return error.result as Awaited<ReturnType<typeof work>>
          throw error
        }
      },
    }
    return undone
  }
  function keep(value: unknown): void {
    if (typeof value === 'string') state.bound.add(value)
    else if (Array.isArray(value)) for (const one of value) keep(one)
  }
  return state
}
