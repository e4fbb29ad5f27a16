import { routes } from '../../slices.ts'
import type { Route } from '../http/route.ts'

/** A form as it stands on a page: where it goes, and what its browser would send if nobody touched it. */
export type PageForm = { readonly action: string; readonly fields: ReadonlyMap<string, PageField> }
export type PageField = {
  readonly value: string
  readonly typed: boolean
  readonly date: boolean
  /** Something stands or is chosen in it before anybody touches it. */
  readonly shown: boolean
}

const FORM = /<form\b([^>]*)>([\s\S]*?)<\/form>/g
const CONTROL =
  /<input\b([^>]*?)\/?>|<textarea\b([^>]*)>([\s\S]*?)<\/textarea>|<select\b([^>]*)>([\s\S]*?)<\/select>|<button\b([^>]*)>/g
const CHOSEN = new Set(['hidden', 'radio', 'checkbox', 'file', 'submit', 'button', 'date', 'month'])

/** The forms of a page that change something; our own markup, so that patterns are enough to read it. */
export function formsOf(html: string): PageForm[] {
  return [...html.matchAll(FORM)]
    .map(([, head, body]) => ({ head: attributes(head!), body: body! }))
    .filter(({ head }) => head.get('method') === 'post')
    .map(({ head, body }) => ({ action: head.get('action') ?? '', fields: fieldsIn(body) }))
}

/** What the browser would send from the form of this page that goes there, if nobody touched it. */
export function asShown(html: string, action: string, wanted: Readonly<Record<string, string>> = {}) {
  const form = formsOf(html).find(
    (one) =>
      one.action === action && Object.entries(wanted).every(([name, value]) => one.fields.get(name)?.value === value),
  )
  if (!form) throw new Error(`no form for ${action}`)
  return Object.fromEntries([...form.fields].map(([name, { value }]) => [name, value]))
}

function fieldsIn(body: string): Map<string, PageField> {
  const fields = new Map<string, PageField>()
  for (const [, input, area, text, select, options, button] of body.matchAll(CONTROL)) {
    const found = attributes(input ?? area ?? select ?? button ?? '')
    const name = found.get('name')
    if (name === undefined || found.has('disabled')) continue
    const type = input === undefined ? '' : (found.get('type') ?? 'text')
    if (button !== undefined || type === 'radio' || type === 'checkbox') {
      // The first of a group, unless one is chosen: a person has to choose one of them.
      if (!fields.has(name) || found.has('checked'))
        fields.set(name, {
          value: found.get('value') ?? 'on',
          typed: false,
          date: false,
          shown: found.has('checked'),
        })
    } else if (options !== undefined)
      fields.set(name, {
        value: chosenOf(options),
        typed: false,
        date: false,
        shown: /<option\b(?!\svalue="")[^>]*\sselected/.test(options),
      })
    else if (type !== 'file') {
      const value = text === undefined ? (found.get('value') ?? '') : decoded(text).trim()
      fields.set(name, {
        value,
        typed: !CHOSEN.has(type),
        date: type === 'date',
        shown: type !== 'hidden' && value !== '',
      })
    }
  }
  return fields
}

function chosenOf(options: string): string {
  const all = [...options.matchAll(/<option\b([^>]*)>([^<]*)/g)].map(([, head, label]) => ({
    head: attributes(head!),
    label: decoded(label!),
  }))
  const real = all.filter(({ head }) => head.get('value') !== '')
  const one = real.find(({ head }) => head.has('selected')) ?? real[0]
  return one?.head.get('value') ?? one?.label ?? ''
}

function attributes(head: string): Map<string, string> {
  const pairs = [...head.matchAll(/([\w-]+)(?:="([^"]*)")?/g)]
  return new Map(pairs.map(([, name, value]) => [name!.toLowerCase(), decoded(value ?? '')]))
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' }

/** What our own rendering escapes, and nothing else, has become characters again. */
export function decoded(html: string): string {
  return html.replaceAll(/&(lt|gt|quot|amp|#39);/g, (_, name: string) => ENTITIES[name] ?? "'")
}

const commands = routes
  .filter((route) => route.kind === 'command')
  .map((route) => ({ route, names: [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name!) }))
  .map(({ route, names }) => ({
    route,
    names,
    // A literal part wins over a parameter, as in the server.
    weight: names.length,
    pattern: new RegExp(`^${route.path.replaceAll(/:\w+/g, '([^/]+)')}$`),
  }))
  .sort((a, b) => a.weight - b.weight)

/** The route a form is sent to, with the values in its address. */
export function targetOf(action: string): { route: Route; values: Record<string, string> } | undefined {
  const { pathname, searchParams } = new URL(action, 'http://localhost')
  for (const { route, names, pattern } of commands) {
    const found = pattern.exec(pathname)
    if (!found) continue
    const inPath = Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(found[at + 1]!)]))
    return { route, values: { ...Object.fromEntries(searchParams), ...inPath } }
  }
  return undefined
}
