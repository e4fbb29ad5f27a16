import { expect } from 'vitest'
import { DIGIT_FIELDS } from '../../listen/surveys/paper/model.ts'
import { routes } from '../../slices.ts'
import type { Route } from '../http/route.ts'
import { get, post, type TestHouse, type TestPerson } from './harness.ts'
import { asShown, formsOf, type PageForm, targetOf } from './page-forms.ts'
import type { Place } from './places.ts'
import { addressOf, plausibleFields, sampleValues } from './visit.ts'

type Institution = { readonly id: string; readonly slug: string }

export type Standing = { readonly form: PageForm; readonly as: { cookie: string } | undefined }

/** Pages whose forms depend on how far the thing they show has come: one per state. */
const STATES: Readonly<Record<string, string>> = {
  '/pengaduan/:id': 'select distinct on (status) id from complaints.complaint where institution_id = $1 and queue < 10',
  '/pelanggaran/:id':
    'select distinct on (status) id from complaints.complaint where institution_id = $1 and queue > 10',
  '/program/:id': 'select distinct on (status) id from programs.program where institution_id = $1',
  '/kebutuhan/:id': 'select distinct on (status) id from needs.need where institution_id = $1',
  '/kuesioner/:id':
    'select distinct on (state) questionnaire_id as id from questionnaires.version where institution_id = $1',
  '/program/:id/ubah': `select id from programs.program where institution_id = $1 and status = 'draft'`,
  '/program/:id/rancangan': `select p.id from programs.program p where p.institution_id = $1 and p.status in ('draft', 'approved')
    and exists (select from programs.design d where d.institution_id = p.institution_id and d.program_id = p.id)`,
  '/survei/rencana/:id': 'select distinct on (state) id from surveys.plan where institution_id = $1',
  '/program/:id/gelombang': `select p.id from programs.program p join programs.treated_unit t on t.institution_id = p.institution_id
    and t.program_id = p.id where p.institution_id = $1 and p.status in ('draft', 'approved') and t.starts_on is not null`,
  '/fgd/:id': 'select distinct on (state) id from focus_groups.activity where institution_id = $1',
}

export const pages = routes.filter(
  (route) => route.method === 'GET' && (route.kind === 'query' || route.kind === 'outside'),
)

/** Something is kept already in forms that are empty in the demonstration, or of which it has none. */
async function keepSomething(
  house: TestHouse,
  institution: Institution,
  administrator: TestPerson,
  places: ReadonlyMap<string, Place>,
): Promise<void> {
  const { rows } = await house.owner.query<{ unit: string; fgd: string | null; batch: string | null }>(
    `select (select unit_id from services.v_service where institution_id = $1 and active limit 1) as unit,
       (select id from focus_groups.activity where institution_id = $1 and state = 'coding' order by held_on limit 1) as fgd,
       (select id from surveys.paper_batch where institution_id = $1 order by state <> 'first', id limit 1) as batch`,
    [institution.id],
  )
  const { unit, fgd, batch } = rows[0]!
  await house.owner.query(
    `update programs.treated_unit t set starts_on = p.starts_on from programs.program p where p.institution_id = $1
     and t.institution_id = p.institution_id and t.program_id = p.id and p.status in ('draft', 'approved')`,
    [institution.id],
  )
  const months = { first_month: '2026-01', last_month: '2026-06' }
  const plan = { name: 'Rencana uji', unit, ...months, response_percent: '60' }
  const { headers } = await post(house, '/survei/rencana', plan, administrator)
  /** Sends a page's form as it stands, with what nobody has chosen yet. */
  async function keep(address: string, as: { cookie: string }, given: Record<string, string>): Promise<void> {
    const action = address.replace(/\?.*/, '')
    const shown = asShown((await get(house, address, as)).body, action)
    expect((await post(house, action, { ...shown, ...given }, as)).statusCode, address).toBe(303)
  }
  const drawn = String(headers.location)
  const strata = formsOf((await get(house, drawn, administrator)).body).find(({ action }) =>
    action.endsWith('/populasi'),
  )
  const populations = Object.fromEntries([...(strata?.fields.keys() ?? [])].map((name) => [name, '40']))
  await post(house, `${drawn}/populasi`, { ...populations, source: 'Laporan semester' }, administrator)
  const assessed = places.get('/kompetensi/siklus/:cycle/menilai/:employee')!
  await keep(assessed.address, { cookie: assessed.cookie! }, { intent: 'save' })
  await keep(`/fgd/${fgd}/kode`, administrator, { act: 'save' })
  const digits = Object.fromEntries(DIGIT_FIELDS.map(({ name }) => [name, '1']))
  await keep(`/survei/kertas/${batch}/ketik?lembar=1`, administrator, { ...digits, sheet: '1' })
}

/** Every form of every page that the administrator, or whoever a page belongs to, sees of the demonstration. */
export async function standingForms(
  house: TestHouse,
  institution: Institution,
  administrator: TestPerson,
  places: ReadonlyMap<string, Place>,
): Promise<Map<Route, Standing[]>> {
  const standing = new Map<Route, Standing[]>()
  await keepSomething(house, institution, administrator, places)

  async function addressesOf(route: Route): Promise<string[]> {
    const values = await sampleValues(house, institution.id, route)
    const first = places.get(route.path)?.address ?? addressOf(route, { ...values, institution: institution.slug })
    const states = STATES[route.path]
    if (states === undefined) return [first]
    const { rows } = await house.owner.query<{ id: string }>(states, [institution.id])
    return [first, ...rows.map(({ id }) => route.path.replace(':id', id))]
  }

  /** Notes the forms of a page, and gives the addresses of its other steps. */
  async function readPage(address: string, as: Standing['as']): Promise<string[]> {
    const page = await get(house, address, as)
    expect(page.statusCode, address).toBeLessThan(500)
    if (page.statusCode !== 200 || !String(page.headers['content-type']).startsWith('text/html')) return []
    for (const form of formsOf(page.body)) {
      const action = form.action || address
      const route = targetOf(action)?.route
      expect(route, `${address} sends a form to ${action}`).toBeDefined()
      const known = standing.get(route!) ?? []
      if (known.length < 4) standing.set(route!, [...known, { form: { ...form, action }, as }])
    }
    const steps = [...page.body.matchAll(/href="([^"?#]*\?(?:langkah|ubah)=[\w:.-]+)/g)].map(([, href]) => href!)
    return [...new Set(steps)].filter((href) => !address.includes('?') && href.startsWith(address)).slice(0, 6)
  }

  for (const route of pages) {
    const cookie = places.get(route.path)?.cookie ?? (route.access === 'public' ? undefined : administrator.cookie)
    const as = cookie === undefined ? undefined : { cookie }
    for (const address of await addressesOf(route))
      for (const step of await readPage(address, as)) await readPage(step, as)
  }
  return standing
}

const VALUES: readonly (readonly [RegExp, string])[] = [
  [/mail/, 'uji@contoh.example'],
  [/phone/, '081234567890'],
  [/tiles/, 'https://peta.contoh.example/{z}/{x}/{y}.png'],
  [/url|issuer|link/, 'https://uji.contoh.example/a'],
  [/code|slug|competency/, 'KODE-1'],
  [/nip/, ''],
  [/(On|At|_on|_at|dated|_from|_to|date)$/, '2026-12-15'],
  [/class|promise|share|weight|similarity|scale|quantity|unitCost|length|Min|Max|sheets|participants|^r[tw]$/, '1'],
  [/radius/, '100'],
]

/** What the form would be sent as by somebody who fills in what is empty. */
export function filledIn(route: Route, form: PageForm): Record<string, string> {
  const plausible = plausibleFields(route)
  const fill = (name: string) => VALUES.find(([pattern]) => pattern.test(name))?.[1] ?? plausible[name] ?? ''
  return Object.fromEntries(
    [...form.fields].map(([name, { value, typed, date }]) => [name, value || (typed || date ? fill(name) : '')]),
  )
}
