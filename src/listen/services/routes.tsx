import { z } from 'zod'
import { NotFound } from '../../platform/http/errors.ts'
import { type FormState, idParam, optionalText } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { saveServices } from './acts.ts'
import { messages } from './messages.ts'
import { ServiceInput } from './model.ts'
import { qrFile } from './qr.tsx'
import { findService, findServiceBySlug, listServices, listUnits, type ServiceRow } from './queries.ts'
import { Catalog, ServiceEditor, ServiceList, ServicePage } from './views.tsx'

const Slug = z.object({ institution: z.string(), slug: z.string().max(100) })
const Id = z.object({ id: idParam() })

type Facts = Pick<Context<'service.read'>, 'institution' | 'url'>

function addressesOf(context: Facts, service: ServiceRow): { complain: string; rate: string } {
  const base = `/i/${context.institution.slug}`
  return {
    complain: context.url(`${base}/lapor?layanan=${service.slug}`),
    rate: context.url(`${base}/survei?layanan=${service.slug}`),
  }
}

async function editor(
  context: Context<'service.read'> | Context<'service.manage'>,
  id: string | undefined,
  form?: FormState,
) {
  const manage = context.also('service.manage')
  const read = context.also('service.read')
  const service = id && read ? await findService(context.db, read, id) : undefined
  if (id && !service) throw new NotFound('service')
  const mayManage = manage !== undefined && (!service || manage.units.includes(service.unit_id))
  const units = manage ? await listUnits(context.db, manage) : []
  const addresses = service && addressesOf(context, service)
  return {
    page: <ServiceEditor service={service} units={units} form={form} mayManage={mayManage} addresses={addresses} />,
  }
}

export const routes = [
  query({
    path: '/i/:institution/layanan',
    access: 'public',
    input: z.object({ institution: z.string(), q: optionalText(100) }),
    sample: { institution: 'select slug from organization.institution order by created_at limit 1' },
    async handle({ db, scope }, { q = '' }) {
      const words = q.toLocaleLowerCase('id').split(/\s+/)
      const services = (await listServices(db, scope)).filter(
        (service) =>
          service.active &&
          words.every((word) =>
            `${service.name} ${service.product} ${service.unit_name}`.toLocaleLowerCase('id').includes(word),
          ),
      )
      return { page: <Catalog services={services} search={q} /> }
    },
  }),

  query({
    path: '/i/:institution/layanan/:slug',
    access: 'public',
    input: Slug,
    sample: {
      institution: 'select slug from organization.institution order by created_at limit 1',
      slug: 'select s.slug from services.service s join organization.institution i on i.id = s.institution_id order by i.created_at, s.id limit 1',
    },
    async handle({ db, scope }, { slug }) {
      const service = await findServiceBySlug(db, scope, slug)
      if (!service) throw new NotFound('service')
      return { page: <ServicePage service={service} /> }
    },
  }),

  query({
    path: '/layanan',
    access: 'service.read',
    input: z.object({ q: optionalText(100), unit: optionalText(40) }),
    async handle({ db, scope, also }, { q = '', unit = '' }) {
      const services = (await listServices(db, scope)).filter((service) => scope.units.includes(service.unit_id))
      return {
        page: <ServiceList services={services} filter={{ q, unit }} mayManage={also('service.manage') !== undefined} />,
      }
    },
  }),

  query({
    path: '/layanan/baru',
    access: 'service.manage',
    input: z.object({}),
    handle: (context) => editor(context, undefined),
  }),

  query({
    path: '/layanan/:id',
    access: 'service.read',
    input: Id,
    sample: { id: 'select id from services.service order by id limit 1' },
    handle: (context, { id }) => editor(context, id),
  }),

  query({
    path: '/layanan/:id/qr/:target',
    access: 'service.read',
    input: Id.extend({ target: z.enum(['lapor', 'survei']) }),
    sample: { id: 'select id from services.service order by id limit 1', target: "select 'lapor'" },
    async handle(context, { id, target }) {
      const service = await findService(context.db, context.scope, id)
      if (!service) throw new NotFound('service')
      const addresses = addressesOf(context, service)
      const body = qrFile(target === 'lapor' ? addresses.complain : addresses.rate)
      return { file: { name: `qr-${target}-${service.slug}.svg`, type: 'image/svg+xml', body } }
    },
  }),

  command({
    path: '/layanan',
    access: 'service.manage',
    audit: 'service.added',
    input: ServiceInput,
    invalid: (context, _raw, form) => editor(context, undefined, form),
    async handle({ db, scope, now, t }, input) {
      const [saved] = await saveServices(db, scope, now, [input])
      return {
        redirect: `/layanan/${saved!.id}`,
        notice: t(messages).saved,
        audit: { subject: `service:${saved!.id}`, detail: { name: input.name, unit: input.unit } },
      }
    },
  }),

  command({
    path: '/layanan/:id',
    access: 'service.manage',
    audit: 'service.changed',
    input: ServiceInput.safeExtend({ id: idParam() }),
    sample: { id: 'select id from services.service order by id limit 1' },
    invalid: (context, raw, form) => editor(context, String(raw['id']), form),
    async handle({ db, scope, now, t, also }, { id, ...input }) {
      const read = also('service.read')
      const known = read && (await findService(db, read, id))
      if (!known || !scope.units.includes(known.unit_id)) throw new NotFound('service')
      await saveServices(db, scope, now, [{ ...input, known: { id, slug: known.slug } }])
      return {
        redirect: `/layanan/${id}`,
        notice: t(messages).saved,
        audit: { subject: `service:${id}`, detail: { name: input.name, unit: input.unit, active: input.active } },
      }
    },
  }),
]
