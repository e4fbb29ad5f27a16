import { emit } from '../../core/webhooks/index.ts'
import { requireUnit, type Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import { freeSlug, type ServiceInput, slugOf } from './model.ts'
import { listSlugs, putServices, type ServiceValues } from './queries.ts'

export type SavedService = { id: string; slug: string }

/** Adds services, or changes those that bring their id and address. */
export async function saveServices(
  db: Db,
  scope: Scope<'service.manage'>,
  now: Date,
  items: readonly (ServiceInput & { known?: SavedService | undefined })[],
): Promise<SavedService[]> {
  const rows: ServiceValues[] = []
  for (const item of items) {
    requireUnit(scope, item.unit)
    const saved = item.known ?? { id: newId(now), slug: await newSlug(db, scope, item.name, rows) }
    rows.push({
      ...saved,
      unit_id: item.unit,
      name: item.name,
      summary: item.summary ?? '',
      product: item.product,
      requirements: item.requirements ?? '',
      procedure: item.procedure ?? '',
      promise_days: item.promise_unit === 'days' ? item.promise : null,
      promise_minutes: item.promise_unit === 'minutes' ? item.promise : null,
      cost: item.cost,
      cost_note: item.cost_note ?? '',
      channels: item.channels,
      need: item.need ?? 'other',
      active: item.active,
      updated_at: now,
    })
  }
  await putServices(db, scope, rows)
  await emit(
    db,
    scope,
    now,
    rows.map(({ id, unit_id, slug, active }, index) => ({
      type: 'service.changed',
      data: { service: id, unit: unit_id, slug, active, added: items[index]?.known === undefined },
    })),
  )
  return rows.map(({ id, slug }) => ({ id, slug }))
}

async function newSlug(db: Db, scope: Scope, name: string, rows: readonly { slug: string }[]): Promise<string> {
  const slug = slugOf(name)
  return freeSlug(slug, [...(await listSlugs(db, scope, slug)), ...rows.map((row) => row.slug)])
}
