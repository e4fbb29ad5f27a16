import { type Rated, rated } from '../questionnaires/index.ts'
import { OTHER_THEME } from './model.ts'
import type { FindingRow, ShortRow } from './queries.ts'

/** The SKM element that speaks most for a theme; only to lay the figures side by side. */
export const ELEMENT_THEMES: Readonly<Record<string, string>> = {
  waktu: 'kecepatan',
  perilaku: 'keramahan',
  kompetensi: 'keakuratan',
  prosedur: 'kemudahan',
  biaya: 'biaya',
  sarana: 'sarana',
}

export type JointRow = {
  theme: string
  name: string | null
  complaints: number
  /** Mean of the element's scores, 1 to 4; null with too few. */
  skm: number | null
  /** The four-question survey, by itself and never added to SKM; null with too few. */
  short: Rated | null
  findings: readonly FindingRow[]
}

/** One row per theme about which any method says something. */
export function jointRows(given: {
  /** Fewer answers give no figure. */
  least: number
  /** The institution's themes, also those no longer offered. */
  themes: readonly string[]
  complaints: readonly { theme: string; count: number }[]
  skm: readonly { element: string; n: number; sum: number }[]
  short: readonly ShortRow[]
  findings: readonly FindingRow[]
}): JointRow[] {
  const all = [...given.themes, OTHER_THEME]
  const codes = new Set(all)
  const own = Map.groupBy(
    given.findings.filter((row) => !codes.has(row.theme)),
    (row) => row.theme_name ?? row.theme,
  )
  const shared = all
    .map((theme) => {
      const scores = given.skm.filter((row) => ELEMENT_THEMES[row.element] === theme)
      const n = scores.reduce((sum, row) => sum + row.n, 0)
      const short = rated(given.short.find((row) => row.question === theme)?.counts ?? [])
      return {
        theme,
        name: null,
        complaints: given.complaints
          .filter((row) => row.theme === theme)
          .reduce((sum, row) => sum + Number(row.count), 0),
        skm: n >= given.least ? scores.reduce((sum, row) => sum + row.sum, 0) / n : null,
        short: short && short.n >= given.least ? short : null,
        findings: given.findings.filter((row) => row.theme === theme),
      }
    })
    .filter((row) => row.complaints > 0 || row.skm !== null || row.short !== null || row.findings.length > 0)
  // Themes of single activities stand below, alike names together.
  const extra = [...own].map(([name, findings]) => ({
    theme: name,
    name,
    complaints: 0,
    skm: null,
    short: null,
    findings,
  }))
  return [...shared, ...extra]
}
