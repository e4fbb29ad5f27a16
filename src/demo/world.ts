import type { Access, Scope } from '../platform/access.ts'
import type { Db } from '../platform/database/db.ts'
import type { Institution } from '../platform/http/route.ts'
import type { Random } from './random.ts'
import type { Story } from './story.ts'

/** What a slice's demo.ts gets: one open transaction of one institution, a seeded stream of chance, and the story. */
export type DemoWorld = {
  readonly db: Db
  /** `size` full: the regency of the story; small: a neighbour with a handful of everything. */
  readonly institution: Institution & { readonly size: 'full' | 'small' }
  readonly random: Random
  readonly scale: number
  /** The moment at which the demonstration data end: nothing in them is later. */
  readonly anchor: Date
  /** 18 months as YYYY-MM, oldest first; the last is the anchor's own, running month. */
  readonly months: readonly string[]
  readonly story: Story
  /** Folder for files, as the running installation uses it. */
  readonly dataDir: string
  /** Encrypts NIK, as the running installation does. */
  readonly secret: Buffer
  /** Proof of access over all units, as the institution itself. */
  scopeFor<A extends Access>(access: A): Promise<Scope<A>>
  /** An instant within a month (never after the anchor); during office hours when `office`. */
  instant(month: number, random: Random, office?: boolean): Date
  progress(text: string, done?: number, total?: number): void
}
