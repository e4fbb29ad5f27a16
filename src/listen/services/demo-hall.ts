import { sql } from 'kysely'
import type { DemoWorld } from '../../demo/world.ts'
import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { openHall } from './hall-queries.ts'
import { insertImport } from './import-queries.ts'
import { listServices } from './queries.ts'
import { makeRequestCode } from './request-code.ts'
import { addEntry, insertRequest } from './request-queries.ts'
import { clockFor, loadPromises } from './transaction-acts.ts'
import { CALLED, ENDED, SERVING, WAITING } from './transaction-model.ts'
import { insertTransactions } from './transaction-queries.ts'

const HALLS = ['DPMPTSP', 'DUKCAPIL', 'RSUD']
const MINUTE = 60_000

/** Today's queue in a few halls: some served, two at a desk, some waiting. */
export async function demoHall(world: DemoWorld): Promise<void> {
  const { db, institution, anchor } = world
  const random = world.random.fork('hall')
  const scope = await world.scopeFor('service.serve')
  const { rows: units } = await sql<{ id: string; code: string }>`
    select id, code from organization.unit where institution_id = ${institution.id}`.execute(db)
  const services = await listServices(db, scope)
  const promises = await loadPromises(db, scope, services)
  const today = localDate(anchor, institution.timeZone)
  for (const code of HALLS) {
    const unit = units.find((one) => one.code === code)?.id
    const here = services.filter(({ unit_id }) => unit_id === unit)
    if (!unit || here.length === 0) continue
    await openHall(db, scope, unit, Buffer.from(`${institution.slug}-${code}-kios`).toString('base64url'))
    const rows = Array.from({ length: 14 }, (_, index) => {
      const service = random.pick(here)
      const state = index < 8 ? ENDED : index === 8 ? SERVING : index === 9 ? CALLED : WAITING
      const arrived_at = new Date(anchor.getTime() - (100 - index * 6 - random.int(0, 3)) * MINUTE)
      const called_at = state === WAITING ? null : new Date(arrived_at.getTime() + random.int(4, 12) * MINUTE)
      const started_at = state === SERVING || state === ENDED ? new Date(called_at!.getTime() + MINUTE) : null
      const outcome = state === ENDED ? (index === 3 ? ('no_show' as const) : ('completed' as const)) : null
      const ended_at = state === ENDED ? new Date(started_at!.getTime() + random.int(3, 12) * MINUTE) : null
      return {
        id: newId(arrived_at),
        service_id: service.id,
        unit_id: unit,
        state,
        channel: 'counter' as const,
        digital: false,
        arrived_at,
        called_at,
        started_at,
        ended_at,
        outcome,
        queue_on: today,
        queue_number: index + 1,
        desk: called_at ? String(1 + (index % 2)) : null,
        source_key: null,
        officer_id: null,
        ...clockFor(promises, service.id, unit, { started_at, ended_at }, outcome),
      }
    })
    await insertTransactions(db, scope, rows)
  }
  await demoRequests(world)
  await demoImport(world)
}

const APPLICANTS = ['Wayan Contoh', 'Maria Contoh', 'Slamet Contoh', 'Rohani Contoh']

/** A few requests that came in online: new, asked for more, under way. */
async function demoRequests(world: DemoWorld): Promise<void> {
  const { db, anchor } = world
  const scope = await world.scopeFor('service.serve')
  const random = world.random.fork('requests')
  const online = (await listServices(db, scope)).filter(({ channels }) => channels.includes('online')).slice(0, 4)
  const promises = await loadPromises(db, scope, online)
  for (const [index, service] of online.entries()) {
    const arrived_at = new Date(anchor.getTime() - (30 - index * 6) * 60 * MINUTE)
    const started_at = index === 0 ? new Date(arrived_at.getTime() + 120 * MINUTE) : null
    const id = newId(arrived_at)
    await insertTransactions(db, scope, [
      {
        id,
        service_id: service.id,
        unit_id: service.unit_id,
        state: started_at ? SERVING : WAITING,
        channel: 'online',
        digital: true,
        arrived_at,
        called_at: null,
        started_at,
        ended_at: null,
        outcome: null,
        queue_on: null,
        queue_number: null,
        desk: null,
        source_key: null,
        officer_id: null,
        ...clockFor(promises, service.id, service.unit_id, { started_at, ended_at: null }, null),
      },
    ])
    const code = makeRequestCode(Uint8Array.from({ length: 9 }, () => random.int(0, 31)))
    const applicant = APPLICANTS[index] ?? 'Warga Contoh'
    await insertRequest(db, scope, {
      transaction_id: id,
      code,
      applicant,
      contact: 'warga@contoh.example',
      answers: [],
    })
    await addEntry(db, scope, arrived_at, { transaction_id: id, kind: 'sent' })
    if (started_at) await addEntry(db, scope, started_at, { transaction_id: id, kind: 'accepted' })
    if (index === 1) {
      const at = new Date(arrived_at.getTime() + 60 * MINUTE)
      await addEntry(db, scope, at, {
        transaction_id: id,
        kind: 'asked',
        body: 'Foto KTP belum jelas. Mohon kirim ulang.',
      })
    }
  }
}

/** A checked file that waits to be applied. */
async function demoImport(world: DemoWorld): Promise<void> {
  const { db, anchor } = world
  const scope = await world.scopeFor('service.record')
  const [service] = await listServices(db, scope)
  if (!service) return
  const day = anchor.getTime() - 24 * 60 * MINUTE
  const rows = Array.from({ length: 12 }, (_, index) => ({
    service_id: service.id,
    arrived: day + index * 9 * MINUTE,
    started: day + (index * 9 + 6) * MINUTE,
    ended: day + (index * 9 + 20) * MINUTE,
    outcome: 'completed' as const,
    digital: false,
    number: `A${String(index + 1).padStart(3, '0')}`,
    key: `impor:contoh-${index}`,
  }))
  const problems = [{ row: 14, value: 'kemarin sore', reason: 'arrived' as const }]
  await insertImport(db, scope, anchor, {
    id: newId(anchor),
    file_name: 'antrean-loket.csv',
    units: [service.unit_id],
    rows,
    problems,
  })
}
