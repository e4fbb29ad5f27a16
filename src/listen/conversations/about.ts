import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { Option } from '../../platform/ui/index.ts'
import { listServices } from '../services/index.ts'
import { listUnitChoices } from './queue-queries.ts'

export const UNKNOWN = 'unknown'
type Place = { unit_id: string; service_id: string | null }

export type AboutChoices = {
  options: readonly Option[]
  find(value: string): Place | undefined
  bySlug(slug: string): string | undefined
}

/** What can be asked about: every service, everything else an office does, and "I do not know". */
export async function aboutChoices(
  db: Db,
  scope: Scope,
  text: { unknown: string; unit: (name: string) => string },
): Promise<AboutChoices> {
  const services = (await listServices(db, scope)).filter((service) => service.active)
  const units = await listUnitChoices(db, scope)
  const root = units.find((unit) => unit.parent_id === null)
  const known = new Map<string, Place & { label: string }>()
  // What nobody can place goes to the institution itself, and stands first because it is never wrong.
  if (root) known.set(UNKNOWN, { unit_id: root.id, service_id: null, label: text.unknown })
  for (const service of services)
    known.set(`service:${service.id}`, {
      unit_id: service.unit_id,
      service_id: service.id,
      label: `${service.name} (${service.unit_name})`,
    })
  for (const unit of units.filter((one) => one.parent_id === root?.id))
    known.set(`unit:${unit.id}`, { unit_id: unit.id, service_id: null, label: text.unit(unit.name) })
  return {
    options: [...known].map(([value, { label }]) => ({ value, label })),
    find: (value) => {
      const place = known.get(value)
      return place && { unit_id: place.unit_id, service_id: place.service_id }
    },
    bySlug: (slug) => {
      const service = services.find((one) => one.slug === slug)
      return service && `service:${service.id}`
    },
  }
}
