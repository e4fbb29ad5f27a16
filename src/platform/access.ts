import { NotFound } from './http/errors.ts'

/** Every slice adds its permissions to this interface in its permissions.ts. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging, so that the platform knows no noun of the ministry
export interface Permissions {}
export type Permission = keyof Permissions & string
/** `public`: nobody is signed in, or it does not matter. `self`: any signed-in person, for what is their own. */
export type Access = Permission | 'public' | 'self'
/**
 * `whole`: what it allows has no unit, so it counts only where it is held for the whole institution. `apart`: whoever
 * manages roles hands it out without holding it, so that the administrator need not see what it opens. `needs`: what its
 * pages are reached by; a role that is given it is given these too.
 */
export type PermissionTexts = {
  readonly [permission: string]: {
    readonly id: string
    readonly en: string
    readonly whole?: true
    readonly apart?: true
    readonly needs?: readonly string[]
  }
}

export type Actor = {
  readonly account: string
  readonly employee: string | null
  readonly session: string
  /** The API client that asks; null for a person. */
  readonly client: string | null
  readonly name: string
  readonly permissions: ReadonlySet<string>
}

declare const granted: unique symbol
/**
 * Proof that access A was checked, and how far it reaches: one institution and, for a permission, the ids of all
 * units in which this person holds it. Only this file makes one, so a query that asks for a Scope cannot be called
 * from a route that did not pass the check.
 */
export type Scope<A extends Access = Access> = {
  readonly institution: string
  readonly units: readonly string[]
  readonly account: string | null
  readonly employee: string | null
  readonly [granted]: A
}

/** Permission and the unit it is granted for, as rows of roles.grant. */
export type Grant = readonly [permission: string, unitId: string]

/** The units of an institution as they stand at this version. */
export type UnitTree = {
  readonly version: number
  /** Those that are not closed, by name. */
  readonly named: readonly { readonly id: string; readonly name: string; readonly parent_id: string | null }[]
  /** The units beneath this one, itself included. */
  beneath(unitId: string): readonly string[]
  /** The units above this one, itself included. */
  above(unitId: string): readonly string[]
  all(): readonly string[]
}

export function publicScope(institution: string): Scope<'public'> {
  return make('public', institution, [], null, null)
}

export function selfScope(institution: string, account: string, employee: string | null): Scope<'self'> {
  return make('self', institution, [], account, employee)
}

/** Undefined when the person holds the permission nowhere. */
export function grantedScope<P extends Permission>(
  permission: P,
  institution: string,
  grants: readonly Grant[],
  tree: UnitTree,
  account: string | null,
  employee: string | null,
): Scope<P> | undefined {
  const roots = grants.filter(([name]) => name === permission).map(([, unit]) => unit)
  if (roots.length === 0) return undefined
  const units = roots.length === 1 ? tree.beneath(roots[0]!) : [...new Set(roots.flatMap((root) => tree.beneath(root)))]
  return make(permission, institution, units, account, employee)
}

/** The grants that count: a permission over the whole institution is worth nothing in a part of it. */
export function effectiveGrants(
  grants: readonly Grant[],
  isWhole: (permission: string) => boolean,
  tree: UnitTree,
): readonly Grant[] {
  const everything = tree.all().length
  const reachOf = (permission: string) =>
    new Set(grants.flatMap(([name, unit]) => (name === permission ? tree.beneath(unit) : []))).size
  const partial = new Set(
    grants
      .filter(([name, unit]) => isWhole(name) && tree.beneath(unit).length < everything)
      .map(([name]) => name)
      .filter((name) => reachOf(name) < everything),
  )
  return partial.size === 0 ? grants : grants.filter(([name]) => !partial.has(name))
}

/** For jobs and the demonstration data, which act for the institution itself; `reason` says why nobody was asked. */
export function systemScope<A extends Access>(
  _access: A,
  _reason: string,
  institution: string,
  units: readonly string[],
): Scope<A> {
  return make(_access, institution, units, null, null)
}

/** Out of reach is not found. */
export function requireUnit(scope: Scope, unitId: string): void {
  if (!scope.units.includes(unitId)) throw new NotFound('unit')
}

function make<A extends Access>(
  _access: A,
  institution: string,
  units: readonly string[],
  account: string | null,
  employee: string | null,
): Scope<A> {
  return { institution, units, account, employee } as unknown as Scope<A>
}
