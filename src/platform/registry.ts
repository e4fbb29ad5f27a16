import type { PermissionTexts } from './access.ts'

let permissions: PermissionTexts = {}
let apiScopes: readonly string[] = []

/** What all slices together declare, told once by slices.ts, for the pages that grant permissions and scopes. */
export function register(all: { permissions: PermissionTexts; apiScopes: readonly string[] }): void {
  permissions = all.permissions
  apiScopes = all.apiScopes
}

export function allPermissions(): PermissionTexts {
  return permissions
}

/** Whether what it allows has no unit, see PermissionTexts. */
export function isWhole(permission: string): boolean {
  return permissions[permission]?.whole === true
}

/** The permissions that at least one api() route asks for: what an API client can be given. */
export function allApiScopes(): readonly string[] {
  return apiScopes
}
