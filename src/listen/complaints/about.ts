import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { Option } from '../../platform/ui/index.ts'
import { findProvider, listServices } from '../services/index.ts'
import { meant, type Named } from './about-search.ts'
import type { ComplaintTexts } from './messages.ts'
import { listUnits } from './queries.ts'

export type Place = { unit_id: string; service_id: string | undefined }
type About = Place & { label: string; names: readonly string[] }

export const UNKNOWN = 'unknown'

/** All that a report can be about: every service, everything else a unit does, and "I do not know". */
export type AboutChoices = {
  options: readonly Option[]
  find(value: string): About | undefined
  /** What is meant by a name, a code or the beginnings of words. */
  meant(typed: string): readonly Named[]
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
    known.set(`service:${service.id}`, {
      unit_id: service.unit_id,
      service_id: service.id,
      label,
      names: [service.name, service.slug],
    })
  }
  for (const unit of offices) {
    known.set(`unit:${unit.id}`, {
      unit_id: unit.id,
      service_id: undefined,
      label: text.aboutOther(unit.name),
      names: [unit.name],
    })
  }
  // No wrong door: what nobody can place goes to the institution itself.
  if (root) known.set(UNKNOWN, { unit_id: root.id, service_id: undefined, label: text.aboutUnknown, names: [] })
  return {
    options: [...known].map(([value, { label }]) => ({ value, label })),
    find: (value) => known.get(value),
    meant: (typed) =>
      meant(
        [...known].map(([value, { label, names }]) => ({ value, label, names })),
        typed,
      ),
    bySlug: (slug) => {
      const service = services.find((one) => one.slug === slug)
      return service && `service:${service.id}`
    },
  }
}

/** Where a report about this choice goes; undefined when the service or unit is not offered any more. */
export async function findPlace(db: Db, scope: Scope, now: Date, value: string): Promise<Place | undefined> {
  const [kind, id = null] = value.split(':')
  if (kind === 'service' && id) {
    const unit_id = await findProvider(db, scope, now, id)
    return unit_id ? { unit_id, service_id: id } : undefined
  }
  const { rows } = await sql<{ id: string }>`
    select id from organization.unit
    where institution_id = ${scope.institution} and active_to is null
      and case when ${id}::uuid is null then parent_id is null else id = ${id}::uuid end
    order by id limit 1`.execute(db)
  return rows[0] && { unit_id: rows[0].id, service_id: undefined }
}
