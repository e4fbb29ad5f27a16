import { z } from 'zod'
import { NotFound } from '../../platform/http/errors.ts'
import { idParam, optionalText } from '../../platform/http/input.ts'
import { query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { remembered } from '../../platform/remember.ts'
import { type Reality, realityOf } from './figures.ts'
import { NEEDS, type Need } from './model.ts'
import { listPledges } from './pledge-queries.ts'
import { servicePromise } from './promise.ts'
import { Catalog, PledgePage, ServicePage } from './public-views.tsx'
import { findServiceBySlug, listServices } from './queries.ts'
import { linksOf } from './service-links.ts'
import { findEffective } from './standard-queries.ts'

const institutionSample = 'select slug from organization.institution order by created_at limit 1'
// Too few to tell is told afresh, so that an office sees its first records at once.
const reality = remembered<[string], Reality>((found) => found.ended > found.least)

export const publicRoutes = [
  query({
    path: '/i/:institution/layanan',
    access: 'public',
    input: z.object({
      institution: z.string(),
      q: optionalText(100),
      perlu: z.enum(NEEDS).optional().catch(undefined),
    }),
    sample: { institution: institutionSample },
    async handle({ db, scope }, { q = '', perlu }) {
      const words = q.toLocaleLowerCase('id').split(/\s+/)
      const found = (await listServices(db, scope)).filter(
        (service) =>
          service.active &&
          words.every((word) =>
            `${service.name} ${service.product} ${service.summary} ${service.unit_name}`
              .toLocaleLowerCase('id')
              .includes(word),
          ),
      )
      const counts = new Map<Need, number>()
      for (const { need } of found) counts.set(need, (counts.get(need) ?? 0) + 1)
      const services = perlu ? found.filter(({ need }) => need === perlu) : found
      return { page: <Catalog services={services} search={q} need={perlu} counts={counts} /> }
    },
  }),

  query({
    path: '/i/:institution/layanan/:slug',
    access: 'public',
    input: z.object({ institution: z.string(), slug: z.string().max(100) }),
    sample: {
      institution: institutionSample,
      slug: 'select s.slug from services.service s join organization.institution i on i.id = s.institution_id order by i.created_at, s.id limit 1',
    },
    async handle({ db, scope, now, institution }, { slug }) {
      const service = await findServiceBySlug(db, scope, slug)
      const promise = service && (await servicePromise(db, scope, service.id, now))
      if (!promise) throw new NotFound('service')
      const today = localDate(now, institution.timeZone)
      const standard = await findEffective(db, scope, service.id, today)
      const measured = await reality(scope, now, [service.id], () =>
        realityOf(db, scope, now, institution.timeZone, promise),
      )
      const procedure = standard?.content.procedure ?? service.procedure
      const props = { service, promise, procedure, reality: measured, links: await linksOf(db, scope, slug) }
      return { page: <ServicePage {...props} /> }
    },
  }),

  query({
    path: '/i/:institution/maklumat',
    access: 'public',
    input: z.object({ institution: z.string(), unit: idParam().optional() }),
    sample: { institution: institutionSample },
    async handle({ db, scope }, { unit }) {
      const pledges = await listPledges(db, scope)
      const shown = pledges.find(({ unit_id }) => unit_id === unit)
      const services = shown
        ? (await listServices(db, scope)).filter((service) => service.active && service.unit_id === unit)
        : []
      return { page: <PledgePage pledges={pledges} shown={shown} services={services} /> }
    },
  }),
]
