import type { PermissionTexts } from './access.ts'
import type { FirstStep } from './slice.ts'

type Everything = {
  permissions: PermissionTexts
  apiScopes: readonly string[]
  firstSteps: readonly FirstStep[]
}

let everything: Everything = { permissions: {}, apiScopes: [], firstSteps: [] }

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

/** What a new institution sets up, in order. */
export function allFirstSteps(): readonly FirstStep[] {
  return everything.firstSteps.toSorted((a, b) => a.order - b.order)
}
