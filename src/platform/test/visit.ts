import { z } from 'zod'
import { routes } from '../../slices.ts'
import type { Route, Sample } from '../http/route.ts'
import type { TestHouse } from './harness.ts'

/** The route's address with these values; the other parameters get `otherwise`. A value without a place goes into the query. */
export function addressOf(route: Route, values: Readonly<Record<string, string>>, otherwise = 'x'): string {
  const placed = new Set<string>()
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    placed.add(name)
    return encodeURIComponent(values[name] ?? otherwise)
  })
  const rest = Object.entries(values).filter(([name]) => !placed.has(name) && name !== 'institution')
  return rest.length === 0 ? path : `${path}?${new URLSearchParams(rest)}`
}

/** The route's own sample statements, otherwise those of the page above it: /program/:id for /program/:id/setujui. */
export function sampleOf(route: Route): Sample | undefined {
  if (route.sample) return route.sample
  const wanted = parametersOf(route)
  const above = routes
    .filter((one) => one.sample && route.path.startsWith(`${one.path}/`))
    .sort((a, b) => b.path.length - a.path.length)
  return wanted.length === 0 ? undefined : above[0]?.sample
}

/** Runs the sample statements as this institution; undefined where one finds nothing. */
export function sampleValues(
  house: TestHouse,
  institution: string,
  route: Route,
): Promise<Record<string, string> | undefined> {
  return house.database.transaction('read', institution, async (_db, client) => {
    const values: Record<string, string> = {}
    for (const [name, statement] of Object.entries(sampleOf(route) ?? {})) {
      const { rows } = await client.query<Record<string, unknown>>(statement)
      const [value] = Object.values(rows[0] ?? {})
      if (typeof value !== 'string') return undefined
      values[name] = value
    }
    return values
  })
}

/** Names of the parameters in the path, without the institution, which everyone knows. */
export function parametersOf(route: Route): string[] {
  return [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name!).filter((name) => name !== 'institution')
}

/** What a form field may be sent as, from the route's own input schema. */
export type Field = { readonly name: string; readonly options: readonly string[]; readonly list: boolean }

type Described = {
  properties?: Record<string, Described>
  items?: Described
  anyOf?: Described[]
  allOf?: Described[]
  enum?: unknown[]
  const?: unknown
  type?: string
}

const fieldsKnown = new WeakMap<Route, readonly Field[]>()

/** Fields of the form: those of the input that are not in the path. */
export function fieldsOf(route: Route): readonly Field[] {
  const fields = fieldsKnown.get(route) ?? readFields(route)
  fieldsKnown.set(route, fields)
  return fields
}

function readFields(route: Route): Field[] {
  const schema = z.toJSONSchema(route.input, { io: 'input', unrepresentable: 'any' }) as Described
  const inPath = new Set(['institution', ...parametersOf(route)])
  return everyPart(schema)
    .flatMap((part) => Object.entries(part.properties ?? {}))
    .filter(([name]) => !inPath.has(name))
    .map(([name, property]) => {
      const parts = everyPart(property)
      const listed = parts.flatMap((part) => (part.items ? everyPart(part.items) : []))
      const options = [...parts, ...listed].flatMap(
        (part) => part.enum ?? (part.const === undefined ? [] : [part.const]),
      )
      return { name, options: options.map(String), list: listed.length > 0 }
    })
}

function everyPart(schema: Described): Described[] {
  return [schema, ...[...(schema.anyOf ?? []), ...(schema.allOf ?? [])].flatMap(everyPart)]
}

/** An input that many schemas accept: the first option of choices, otherwise something that reads like a value. */
export function plausibleFields(route: Route, typed = 'Contoh isian yang cukup panjang'): Record<string, string> {
  return Object.fromEntries(fieldsOf(route).map((field) => [field.name, field.options[0] ?? guess(field.name, typed)]))
}

function guess(name: string, typed: string): string {
  if (/(^|_)(on|from|to|date|until|start|end|starts_on|ends_on)$/.test(name)) return '2026-06-15'
  if (/count|minutes|hours|days|value|target|baseline|amount|score|rank|position|percent|level|year|jp/.test(name))
    return '3'
  return typed
}
