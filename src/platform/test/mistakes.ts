import { routes } from '../../slices.ts'
import type { Route } from '../http/route.ts'
import { decoded } from './page-forms.ts'
import { fieldsOf } from './visit.ts'

/** Sent by scripts, which read JSON and say themselves what was refused; no page has such a form. */
const BY_SCRIPT: ReadonlySet<string> = new Set([
  '/i/:institution/masuk/kunci-sandi',
  '/keamanan/kunci-sandi',
  '/i/:institution/kios/jawaban',
  '/i/:institution/tanya/:token/dibaca',
  '/belajar/:id/modul/:module/tonton',
  '/belajar/percobaan/:id/simpan-otomatis',
])
/** Neither address is a form's: the first is a link, the second a switch of one button between two states. */
const NO_FORM: ReadonlySet<string> = new Set(['/i/:institution/masuk/lewat/:provider'])

/** Commands that take words and have no page of their own for a mistake. */
export function withoutPage(): string[] {
  return routes
    .filter((route) => route.kind === 'command' && !route.invalid)
    .filter((route) => fieldsOf(route).some(({ options }) => options.length === 0))
    .map(({ path }) => path)
    .filter((path) => !BY_SCRIPT.has(path) && !NO_FORM.has(path))
}

const WORD = 'Panjang '
/** A form takes a million letters in all. */
const MOST = 800_000
const UNTYPABLE = '\u0000\u0007\u001b \u0000'

/** Every second field gets words that are too long, the others, where that is wrong, nothing but what cannot be typed. */
export function wronglyTyped(
  route: Route,
  plain: Readonly<Record<string, string>>,
  names: readonly string[],
): Record<string, string> {
  const needed = new Set(refusedBy(route, { ...plain, ...Object.fromEntries(names.map((name) => [name, UNTYPABLE])) }))
  const long = WORD.repeat(Math.min(7000, MOST / names.length / WORD.length)).trim()
  return Object.fromEntries(names.map((name, at) => [name, at % 2 === 1 && needed.has(name) ? UNTYPABLE : long]))
}

type Page = { readonly statusCode: number; readonly body: string }

/** What is missing where a field was refused: the sentence, the mark on its control, the link to it, the words themselves. */
export function untold(page: Page, refused: readonly string[], typed: Readonly<Record<string, string>>): string[] {
  const { body } = page
  const missing: string[] = []
  const long = Object.values(typed).find((text) => text.startsWith(WORD))
  const rest = long ? body.replaceAll(long, '') : body
  if (/[\p{Cc}--[\t\n\r]]/v.test(rest)) missing.push('what cannot be typed comes back')
  if (rest.includes(WORD.repeat(20))) missing.push('what was typed comes back in part')
  const ids = new Set([...body.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id!))
  const links = [...body.matchAll(/<a href="#([^"]*)"/g)].map(([, id]) => id!)
  for (const link of links.filter((id) => !ids.has(id))) missing.push(`a link leads to #${link}, which is not there`)
  for (const name of refused) {
    const control = new RegExp(`<(?:input|textarea|select)\\b[^>]*\\sname="${name}"[^>]*>`, 'g')
    const all = [...body.matchAll(control)].map(([tag]) => tag)
    const marked = all.filter((tag) => /aria-invalid="true"/.test(tag))
    const shown = all.filter((tag) => !/type="(?:hidden|radio|checkbox)"/.test(tag))
    if (shown.length === 0) continue
    if (marked.length !== 1) missing.push(`${name} is marked ${marked.length} times`)
    const id = /\sid="([^"]*)"/.exec(marked[0] ?? '')?.[1]
    if (id === undefined) continue
    if (!links.includes(id)) missing.push(`the summary does not lead to ${name}`)
    if (!new RegExp(`id="${id}-error"[^>]*>[\\s\\S]*?\\S[\\s\\S]*?</p>`).test(body))
      missing.push(`${name} says nothing`)
    const kept = typed[name] === UNTYPABLE || /type="(?:password|date)"/.test(marked[0]!)
    if (!kept && !decoded(body).includes(typed[name]!)) missing.push(`${name} is lost`)
  }
  return missing
}

/** The fields that these words are refused in, by the route's own schema. */
export function refusedBy(route: Route, sent: Readonly<Record<string, string>>): string[] {
  const stored = Object.fromEntries(Object.entries(sent).map(([name, text]) => [name, text.replaceAll('\u0000', '')]))
  const parsed = route.input.safeParse(stored)
  const names = parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'))
  return [...new Set(names)]
}
