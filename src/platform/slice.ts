import type { PermissionTexts } from './access.ts'
import type { NavEntry } from './http/render.tsx'
import type { Route } from './http/route.ts'
import type { Job } from './jobs.ts'

/** What a slice gives to the house; src/slices.ts lists them all in the loop's order. */
export type Slice = {
  readonly name: string
  readonly routes: readonly Route[]
  readonly jobs?: readonly Job[]
  readonly permissions?: PermissionTexts
  readonly nav?: readonly NavEntry[]
}
