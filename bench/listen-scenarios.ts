import type pg from 'pg'
import { insertDraft } from '../src/listen/complaints/drafts.ts'
import { publicScope } from '../src/platform/access.ts'
import type { Facts } from './data.ts'
import { pick } from './pick.ts'
import { asInstitution, complaintFields, type Page } from './scenarios.ts'

const WORDS = [
  'antrean loket',
  'petugas tidak sopan',
  'biaya tambahan',
  'berkas hilang',
  'menunggu lama',
  'surat nikah',
]

const DAY_MS = 86_400_000

export type ListenPage = Page & { most: number; rate: number }

/** The pages of the listening stage whose time must not grow with what has been heard. */
export function listenPages(facts: Facts, drafts: readonly string[]): ListenPage[] {
  const officer = 'pengaduan@contoh.example'
  const tabs = ['verify', 'work', 'overdue', 'citizen', 'done']
  const words = () => encodeURIComponent(pick(WORDS))
  return [
    {
      name: "officer's queue, filtered",
      path: () => `/pengaduan?antrean=${pick(tabs)}&unit=${pick(facts.busyUnits)}`,
      login: officer,
      most: 100,
      rate: 50,
    },
    {
      name: "officer's queue, full text",
      path: () => `/pengaduan?antrean=${pick(tabs)}&q=${words()}`,
      login: officer,
      most: 100,
      rate: 50,
    },
    { name: 'case page', path: () => `/pengaduan/${pick(facts.complaints)}`, login: officer, most: 100, rate: 50 },
    {
      name: 'similar reports, while typing',
      path: () =>
        `/i/contoh/lapor/${pick(drafts)}/mirip?subject=${words()}&body=${encodeURIComponent(complaintFields('').body)}`,
      login: undefined,
      most: 50,
      rate: 50,
    },
    { name: 'public statistics', path: () => '/i/contoh/statistik-pengaduan', login: undefined, most: 100, rate: 50 },
    resultsPage('survey results'),
    { name: "citizen's first page", path: () => '/i/contoh', login: undefined, most: 100, rate: 50 },
    { name: 'Open311, reports of a day', path: () => open311('requests'), login: undefined, most: 100, rate: 20 },
    {
      name: 'Open311, updates of a day',
      path: () => open311('servicerequestupdates'),
      login: undefined,
      most: 100,
      rate: 20,
    },
  ]
}

/** What a partner's system asks for: what happened on one day, which lies in the last year. */
function open311(what: string): string {
  const end = Date.now() - Math.random() * 365 * DAY_MS
  const [from, to] = [end - DAY_MS, end].map((ms) => new Date(ms).toISOString())
  return `/i/contoh/open311/v2/${what}.json?start_date=${from}&end_date=${to}&page=1&page_size=20`
}

export function resultsPage(name: string): ListenPage {
  return { name, path: () => '/i/contoh/hasil-survei', login: undefined, most: 100, rate: 50 }
}

/** Reports that are being written, one about each of some services. */
export async function openDrafts(owner: pg.Pool, facts: Facts): Promise<string[]> {
  return asInstitution(owner, facts, async (db) => {
    const scope = publicScope(facts.institution)
    const tokens: string[] = []
    for (const service of facts.services.slice(0, 20))
      tokens.push(await insertDraft(db, scope, new Date(), { kind: 'complaint', about: `service:${service}` }))
    return tokens
  })
}
