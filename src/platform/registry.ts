import type { PermissionTexts } from './access.ts'
import type { Db } from './database/db.ts'
import type { Announcement, FirstStep, NewDay, OpenInterface, Slice, TermReader, Vocabulary } from './slice.ts'

type Everything = {
  permissions: PermissionTexts
  apiScopes: readonly string[]
  firstSteps: readonly FirstStep[]
  announcements: readonly NonNullable<Slice['announcements']>[]
  newDay: readonly NewDay[]
  interfaces: readonly OpenInterface[]
  vocabularies: readonly Vocabulary[]
  readTerms: TermReader | undefined
}

let everything: Everything = {
  permissions: {},
  apiScopes: [],
  firstSteps: [],
  announcements: [],
  newDay: [],
  interfaces: [],
  vocabularies: [],
  readTerms: undefined,
}

/** What all slices together declare, told once by slices.ts, for the pages that show all of it. */
export function register(all: Everything): void {
  everything = all
}

export function allPermissions(): PermissionTexts {
  return everything.permissions
}

/** Whether what it allows has no unit, see PermissionTexts. */
export function isWhole(permission: string): boolean {
  return everything.permissions[permission]?.whole === true
}

/** Whether it is handed out without being held, see PermissionTexts. */
export function isApart(permission: string): boolean {
  return everything.permissions[permission]?.apart === true
}

/** The permissions that at least one api() route asks for: what an API client can be given. */
export function allApiScopes(): readonly string[] {
  return everything.apiScopes
}

/** What other systems can be told of, for the description of the API. */
export async function allAnnouncements(db: Db): Promise<Announcement[]> {
  const all: Announcement[] = []
  for (const list of everything.announcements) all.push(...(await list(db)))
  return all
}

/** What takes effect when a day begins, in the slices' order. */
export function newDays(): readonly NewDay[] {
  return everything.newDay
}

/** Every list of words that an institution can change, in the slices' order. */
export function vocabularies(): readonly Vocabulary[] {
  return everything.vocabularies
}

/** Reads every row of an institution, whatever its date, oldest first. */
export function termReader(): TermReader | undefined {
  return everything.readTerms
}

/** Interfaces beside the API that OpenAPI describes. */
export function allInterfaces(): readonly OpenInterface[] {
  return everything.interfaces
}

/** What a new institution sets up, in order. */
export function allFirstSteps(): readonly FirstStep[] {
  return everything.firstSteps.toSorted((a, b) => a.order - b.order)
}
