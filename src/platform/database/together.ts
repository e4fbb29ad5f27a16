import { isAway } from './away.ts'
import type { Database, Work } from './db.ts'

/** More than one, so that the next is written while the disk takes the one before; few, so that each is shared. */
const AT_ONCE = 2
const MOST = 16

type Item = {
  readonly key: string
  readonly work: Work<unknown>
  resolve(result: unknown): void
  reject(error: unknown): void
}
type Line = { readonly waiting: Item[]; running: number }
type InOne = (institution: string, works: readonly Work<unknown>[], frequent: boolean) => Promise<unknown[]>

/** `Database.together` on what runs works in one transaction. */
export function shareTransactions(inOne: InOne): Database['together'] {
  const lines = new Map<string, Line>()

  return (institution, key, work, frequent = false) =>
    new Promise((resolve, reject) => {
      const name = `${institution} ${frequent}`
      const line = lines.get(name) ?? { waiting: [], running: 0 }
      lines.set(name, line)
      line.waiting.push({ key, work, resolve: resolve as Item['resolve'], reject })
      // What came in with the same packet goes with it.
      setImmediate(() => next(name, line))
    })

  function next(name: string, line: Line): void {
    while (line.running < AT_ONCE && line.waiting.length > 0) {
      const group = line.waiting.splice(0, MOST).sort((a, b) => (a.key < b.key ? -1 : 1))
      line.running++
      void run(name, group).finally(() => {
        line.running--
        next(name, line)
      })
    }
  }

  async function run(name: string, group: readonly Item[]): Promise<void> {
    const [institution, frequent] = name.split(' ') as [string, string]
    const inside = (items: readonly Item[]) =>
      inOne(
        institution,
        items.map((item) => item.work),
        frequent === 'true',
      )
    try {
      const results = await inside(group)
      group.forEach((item, index) => {
        item.resolve(results[index])
      })
    } catch (error) {
      // When the database went away nobody knows whether all was kept: each sender asks again, with the form's own key.
      if (group.length === 1 || isAway(error)) for (const item of group) item.reject(error)
      else for (const item of group) await inside([item]).then(([result]) => item.resolve(result), item.reject)
    }
  }
}
