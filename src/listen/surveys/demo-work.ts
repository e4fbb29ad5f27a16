import type { DemoWorld } from '../../demo/world.ts'
import { localDate } from '../../platform/i18n.ts'
import type { ServiceRow } from '../services/index.ts'
import { batchTokens, createInvitations, redeemInvitation } from './invitations.ts'
import { countKiosk, insertKiosk, pairKiosk } from './kiosk/queries.ts'
import { targetsOf } from './plans/model.ts'
import { insertPlan, listStrata, setPlanState, setStrata } from './plans/queries.ts'

const DAY = 86_400_000

/** What officers do around the answers: a plan under way for the busiest office. */
export async function demoSurveyWork(world: DemoWorld, services: readonly ServiceRow[]): Promise<void> {
  const first = services[0]
  if (!first) return
  await plan(
    world,
    first.unit_id,
    services.filter((service) => service.unit_id === first.unit_id),
  )
  await kiosk(world, first.unit_id)
}

/** One that works, one that waits for its tablet. */
async function kiosk(world: DemoWorld, unit: string): Promise<void> {
  const { db, anchor, institution } = world
  const scope = await world.scopeFor('survey.kiosk')
  const open = await world.scopeFor('public')
  const at = new Date(anchor.getTime() - 30 * DAY)
  const today = localDate(anchor, institution.timeZone)
  const { id, code } = await insertKiosk(db, scope, at, { name: 'Loket 1', unit })
  await pairKiosk(db, open, at, localDate(at, institution.timeZone), code)
  await countKiosk(db, open, id, { day: today, kept: 214, late: 31, refused: 0 })
  await insertKiosk(db, scope, anchor, { name: 'Loket 2', unit })
}

async function plan(world: DemoWorld, unit: string, services: readonly ServiceRow[]): Promise<void> {
  const { db, random, months, anchor } = world
  const scope = await world.scopeFor('survey.plan')
  const open = await world.scopeFor('public')
  const at = new Date(anchor.getTime() - 25 * DAY)
  const id = await insertPlan(
    db,
    scope,
    at,
    {
      name: 'SKM Semester 2',
      unit,
      first_month: months.at(-5)!,
      last_month: months.at(-1)!,
      response_percent: 60,
    },
    services,
  )
  const strata = (await listStrata(db, scope, id)).map((stratum) => ({
    service_id: stratum.service_id,
    population: random.int(180, 1400),
    origin: 'typed' as const,
    source: 'Buku register loket, masa yang sama tahun lalu',
  }))
  await setStrata(db, scope, { id, response_percent: 60 }, strata)
  await setPlanState(db, scope, at, id, 'active')
  const targets = targetsOf(
    strata.map((stratum) => stratum.population),
    60,
  )
  for (const [index, stratum] of strata.slice(0, 2).entries()) {
    const size = Math.min(60, targets[index]!.invite)
    const batch = await createInvitations(db, scope, at, {
      service_id: stratum.service_id,
      unit_id: unit,
      label: `SKM Semester 2: lembar ${index + 1}`,
      size,
      expires_on: localDate(new Date(anchor.getTime() + 40 * DAY), world.institution.timeZone),
      plan_id: id,
    })
    for (const token of await batchTokens(db, scope, batch, size))
      if (random.chance(0.52)) await redeemInvitation(db, open, token)
  }
}
