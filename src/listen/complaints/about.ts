import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { Option } from '../../platform/ui/index.ts'
import { listServices } from '../services/index.ts'
import type { ComplaintTexts } from './messages.ts'
import { listUnits } from './queries.ts'

export type About = { unit_id: string; service_id: string | undefined; label: string }

export const UNKNOWN = 'unknown'

/** All that a report can be about: every service, everything else a unit does, and "I do not know". */
export type AboutChoices = {
  options: readonly Option[]
  find(value: string): About | undefined
  bySlug(slug: string): string | undefined
}

export async function aboutChoices(
  db: Db,
  scope: Scope,
  text: Pick<ComplaintTexts, 'aboutUnknown' | 'aboutOther'>,
): Promise<AboutChoices> {
  const services = (await listServices(db, scope)).filter((service) => service.active)
  const units = await listUnits(db, scope)
  const root = units.find((unit) => unit.parent_id === null)
  const offices = units.filter((unit) => unit.parent_id === root?.id)
  const known = new Map<string, About>()
  for (const service of services) {
    const label = `${service.name} (${service.unit_name})`
    known.set(`service:${service.id}`, { unit_id: service.unit_id, service_id: service.id, label })
  }
  for (const unit of offices) {
    known.set(`unit:${unit.id}`, { unit_id: unit.id, service_id: undefined, label: text.aboutOther(unit.name) })
  }
  // No wrong door: what nobody can place goes to the institution itself.
  if (root) known.set(UNKNOWN, { unit_id: root.id, service_id: undefined, label: text.aboutUnknown })
  return {
    options: [...known].map(([value, { label }]) => ({ value, label })),
    find: (value) => known.get(value),
    bySlug: (slug) => {
      const service = services.find((one) => one.slug === slug)
      return service && `service:${service.id}`
    },
  }
}
