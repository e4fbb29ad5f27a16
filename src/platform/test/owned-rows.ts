import type { Route } from '../http/route.ts'
import type { World } from './holders.ts'
import { keyOwners } from './marks.ts'
import { deciders } from './sight.ts'
import { parametersOf, sampleOf, sampleValues } from './visit.ts'

/** One row as a route is asked for it, and whose it is: within reach is whoever reaches one of these units, if any. */
export type OwnedRow = {
  readonly values: Readonly<Record<string, string>>
  readonly units: readonly string[]
  readonly employee: string | null
  /** The one that everybody who may opens: others may be in a state in which there is nothing to open. */
  readonly sample: boolean
}

const UUID = /^[0-9a-f-]{36}$/
const known = new Map<string, Promise<readonly OwnedRow[]>>()

/** The route's own sample first, then one row of each other unit; none where the route is about no row. */
export function rowsOf(world: World, route: Route): Promise<readonly OwnedRow[]> {
  const key = JSON.stringify([parametersOf(route), deciders(route), sampleOf(route)])
  const found = known.get(key) ?? readRows(world, route)
  known.set(key, found)
  return found
}

async function readRows({ house, home }: World, route: Route): Promise<readonly OwnedRow[]> {
  const sample = sampleOf(route)
  const values = sample && (await sampleValues(house, home.id, route))
  if (!values) return []
  for (const name of deciders(route)) {
    const [, column, table] =
      /^select (?:\w+\.)?(\w+)(?:::text)?(?: as \w+)? from ([a-z_0-9]+\.\w+)/.exec(sample[name] ?? '') ?? []
    const owners = table && column && (await keyOwners(house, table, column))
    if (!owners || !UUID.test(values[name] ?? '')) continue
    const { rows } = await house.owner.query<Omit<OwnedRow, 'values' | 'sample'> & { value: string }>(
      `select distinct on (units) * from (${owners.sql}) o
       where o.value = any(array(select ${column}::text from ${table} where institution_id = $1))
       order by units, value <> $2`,
      [home.id, values[name]],
    )
    const mine = rows.find(({ value }) => value === values[name])
    const alone = parametersOf(route).every((one) => one === name || /^select '/.test(sample[one] ?? ''))
    const others = alone ? rows.filter((row) => row !== mine) : []
    const found = [...(mine ? [mine] : []), ...others].filter(({ units }) => units.length > 0)
    if (found.length === 0) break
    return found.map(({ value, units, employee }) => ({
      values: { ...values, [name]: value },
      units,
      employee,
      sample: value === values[name],
    }))
  }
  return [{ values, units: [], employee: null, sample: false }]
}
