import { z } from 'zod'
import { bilingual, idParam, requiredText } from '../../../platform/http/input.ts'
import { OTHER_THEME } from '../model.ts'

/** A name of null is the institution's own word for the theme, which follows the reader's language. */
export type Theme = { key: string; name: string | null }
export type ThemeAct = 'added' | 'renamed' | 'merged'
export type ThemeChange = {
  number: number
  act: ThemeAct
  theme: string
  name: string | null
  into_theme: string | null
  reason: string
  changed_by: string | null
  changed_at: Date
}
/** One change with the names of that moment. */
export type PastChange = ThemeChange & { before: Theme; after: Theme }

export type Codebook = {
  /** As it stands: what was merged away is not among them. */
  themes: readonly Theme[]
  history: readonly PastChange[]
  /** The theme a given code belongs to today; undefined for what never was a theme here. */
  today: (given: string) => Theme | undefined
}

export const MOST_THEMES = 40
export const MOST_CHANGES = 200
export const LEAST_THEMES = 2

/**
 * The institution's themes and one for the rest, and every change made to them in this activity, in order. Themes it no
 * longer offers are not given to notes any more, and stay what notes were given.
 */
export function codebookOf(
  vocabulary: readonly { slug: string; offered: boolean }[],
  changes: readonly ThemeChange[],
): Codebook {
  const names = new Map<string, string | null>(
    [...vocabulary.map(({ slug }) => slug), OTHER_THEME].map((key) => [key, null]),
  )
  const withdrawn = new Set(vocabulary.filter(({ offered }) => !offered).map(({ slug }) => slug))
  const merged = new Map<string, string>()
  const at = (key: string): Theme => ({ key, name: names.get(key) ?? null })
  const history = changes.map((change): PastChange => {
    const before = at(change.theme)
    if (change.into_theme !== null) merged.set(change.theme, change.into_theme)
    else names.set(change.theme, change.name)
    return { ...change, before, after: at(change.into_theme ?? change.theme) }
  })
  return {
    themes: [...names.keys()].filter((key) => !merged.has(key) && !withdrawn.has(key)).map(at),
    history,
    today(given) {
      let key = given
      // Only a standing theme is merged into another, so the way ends.
      for (let next = merged.get(key); next !== undefined; next = merged.get(key)) key = next
      return names.has(key) ? at(key) : undefined
    },
  }
}

const AtId = z.object({ id: idParam() })
const name = requiredText(80, bilingual('Nama tema belum diisi.', 'Enter the name of the theme.'))
const reason = requiredText(500, bilingual('Tuliskan alasannya.', 'Give the reason.'))
const theme = requiredText(40, bilingual('Pilih temanya.', 'Choose the theme.'))

export const AddedTheme = AtId.extend({ name, reason })
export const RenamedTheme = AtId.extend({ theme, name, reason })
export const MergedTheme = AtId.extend({ theme, into: theme, reason })

/** A coder's themes by segment, as they are called since the last merge. */
export function codesToday(own: ReadonlyMap<number, string>, book: Codebook): ReadonlyMap<number, string> {
  return new Map([...own].map(([segment, theme]) => [segment, book.today(theme)?.key ?? '']))
}
