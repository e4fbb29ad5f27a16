import { beforeAll, describe, expect, test } from 'vitest'
import { permissions, routes } from '../../slices.ts'
import type { Route } from '../http/route.ts'
import { demoHouse, newPerson, type TestHouse, type TestPerson } from './harness.ts'
import { problemsOf } from './page-problems.ts'
import { type Place, preparePlaces } from './places.ts'
import { addressOf, parametersOf, sampleValues } from './visit.ts'

export const pages = routes.filter(
  (route) => (route.kind === 'query' || route.kind === 'outside') && route.method === 'GET',
)

let house: TestHouse
let contoh: { id: string; slug: string; root: string }
let administrator: TestPerson
let places: ReadonlyMap<string, Place>

/** Opens the demonstration for this file and prepares what pages need before they can be seen. */
async function prepare(): Promise<void> {
  house = await demoHouse()
  const { rows } = await house.owner.query<{ id: string; slug: string; root: string }>(
    `select i.id, i.slug, u.id as root from organization.institution i
     join organization.unit u on u.institution_id = i.id and u.parent_id is null where i.slug = 'contoh'`,
  )
  contoh = rows[0]!
  administrator = await newPerson(house, contoh, contoh.root, Object.keys(permissions))
  places = await preparePlaces(house, contoh, administrator)
}

/** Where to go for this page, and as whom; throws where the route gives no sample. */
export async function placeOf(route: Route): Promise<Place> {
  const prepared = places.get(route.path)
  if (prepared) return prepared
  const values = await sampleValues(house, contoh.id, route)
  if (!values) throw new Error('its sample finds nothing in the demonstration data')
  const without = parametersOf(route).filter((name) => !(name in values))
  if (without.length > 0) throw new Error(`no sample for ${without.join(', ')}`)
  return { address: addressOf(route, { ...values, institution: contoh.slug }) }
}

/** Whose only answer is where to go. */
const LEADS_ON = /\/:id\/(sebelumnya|berikutnya)$|^\/kinerja\/:unit\/target$/

/** The pages are shared out among files, so that they are looked at by all cores. */
export function lookAt(some: readonly Route[]): void {
  beforeAll(prepare)

  describe.each(some.map((route) => ({ path: route.path, route })))('$path', ({ route }) => {
    test('answers, is valid and passes axe', async () => {
      const leadsOn = LEADS_ON.test(route.path)
      const { address, cookie = administrator.cookie, status = leadsOn ? 303 : 200 } = await placeOf(route)
      const seen = new Set<string>()
      for (const as of route.access === 'public' ? [undefined, cookie] : [cookie]) {
        const answer = await house.app.inject({ url: address, headers: as ? { cookie: as } : {} })
        // The door of the installation leads those on who are inside already.
        if (route.kind === 'outside' && as && answer.statusCode === 303) continue
        expect(answer.statusCode, `${address}\n${textOf(answer.body)}`).toBe(status)
        if (!String(answer.headers['content-type']).startsWith('text/html')) continue
        // Most public pages look the same to those who have signed in; only the keys of their forms differ.
        const page = answer.body.replaceAll(/name="_key" value="[^"]*"/g, '')
        if (seen.has(page)) continue
        seen.add(page)
        expect(await problemsOf(answer.body), address).toEqual([])
      }
    })
  })
}

function textOf(html: string): string {
  return html.replaceAll(/<[^>]*>/g, ' ').slice(0, 400)
}
