import type { Permission, PermissionTexts, Scope } from './access.ts'
import type { Db } from './database/db.ts'
import type { NavEntry } from './http/render.tsx'
import type { Route } from './http/route.ts'
import type { Text } from './i18n.ts'
import type { Job } from './jobs.ts'
import type { DatedTerm } from './words.ts'

/** One thing a new institution sets up; its state is read from the data, so that the guide can be left at any time. */
export type FirstStep = {
  readonly name: string
  /** Place among all steps, in tens. */
  readonly order: number
  readonly path: string
  readonly access: string
  readonly label: Text
  readonly lead: Text
  /** `have` says in words what is there. */
  state(db: Db, scope: Scope): Promise<{ readonly done: boolean; readonly have: Text }>
}

/** One kind of message that goes out to other systems by itself. */
export type Announcement = { readonly code: string; readonly title: Text; readonly fields: readonly string[] }

/** An interface for other systems that follows a standard of its own, so that OpenAPI does not describe it. */
export type OpenInterface = {
  readonly name: Text
  /** From the installation's root; `:institution` stands for the institution's short address. */
  readonly path: string
  readonly purpose: Text
  /** Who may call it. */
  readonly caller: Text
}

/** A list of words of the program that an institution can change from a date on; its rows lie in core/vocabulary. */
export type Vocabulary = {
  readonly set: string
  readonly title: Text
  readonly lead: Text
  /** Whether an institution adds words of its own. */
  readonly open?: true
  /** What the program cannot do without: these are always offered. */
  readonly kept: readonly string[]
  /** Nothing in it can be withdrawn. */
  readonly whole?: true
  /** What the program reads off a word: exactly one of these, or any of them. */
  readonly traits?: Traits
  /** Who changes it, where its subject has a permission of its own. */
  readonly may?: Permission
}
export type Traits = {
  readonly title: Text
  readonly one?: true
  readonly of: readonly { readonly slug: string; readonly label: Text }[]
}
export type TermReader = (db: Db, scope: Scope) => Promise<readonly DatedTerm[]>

/** What was planned for a day and takes effect when it begins, see day.ts. Both are called under the institution's lock. */
export type NewDay = {
  /** The days up to `until` for which something is planned. */
  due(db: Db, institution: string, until: string): Promise<readonly string[]>
  begin(db: Db, at: { readonly institution: string; readonly day: string; readonly now: Date }): Promise<void>
}

/** What was given out under the secret of its day and lies in no table: how many there are of before an instant ($1), and how many of those are still needed (`open`). */
export type GivenUnderSecret = { readonly name: string; readonly count: string }

/**
 * Where sealed values lie, so that they can be sealed anew under another secret. `as`: bytea; text after a prefix, as
 * base64url; a field of a jsonb, as base64.
 */
export type SealedColumn = {
  readonly table: string
  readonly column: string
  readonly purpose: string
  readonly as?: { readonly text: string } | { readonly json: string }
}

/** What a slice gives to the house; src/slices.ts lists them all in the loop's order. */
export type Slice = {
  readonly name: string
  readonly routes: readonly Route[]
  readonly jobs?: readonly Job[]
  readonly permissions?: PermissionTexts
  readonly nav?: readonly NavEntry[]
  readonly firstSteps?: readonly FirstStep[]
  readonly newDay?: NewDay
  readonly interfaces?: readonly OpenInterface[]
  readonly vocabularies?: readonly Vocabulary[]
  readonly readTerms?: TermReader
  readonly sealed?: readonly SealedColumn[]
  readonly given?: readonly GivenUnderSecret[]
  /** Shared vocabulary: the same for every institution. */
  readonly announcements?: (db: Db) => Promise<readonly Announcement[]>
}
