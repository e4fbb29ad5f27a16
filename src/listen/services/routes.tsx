import { z } from 'zod'
import { NotFound } from '../../platform/http/errors.ts'
import { type FormState, idParam, optionalText } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { seenOf } from '../../platform/http/seen.ts'
import { saveServices } from './acts.ts'
import { messages } from './messages.ts'
import { ServiceInput } from './model.ts'
import { qrFile } from './qr.tsx'
import { findService, listServices, type ServiceRow } from './queries.ts'
import { ServiceEditor, ServiceList } from './views.tsx'

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
  const units = manage ? context.tree.named.filter((unit) => manage.units.includes(unit.id)) : []
  const addresses = service && addressesOf(context, service)
  return {
    page: <ServiceEditor service={service} units={units} form={form} mayManage={mayManage} addresses={addresses} />,
  }
}

/** What an approved standard says is changed by its next version only. */
function fixedPart(service: ServiceRow) {
  if (service.standard_id === null) return {}
  const { product, requirements, procedure, cost, cost_note, promise_days, promise_minutes } = service
  return {
    product,
    requirements,
    procedure,
    cost,
    cost_note,
    promise: promise_days ?? promise_minutes ?? 0,
    promise_unit: promise_days === null ? ('minutes' as const) : ('days' as const),
  }
}

export const routes = [
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
    async handle({ db, scope, now, t, also, requireSeen }, { id, ...input }) {
      const read = also('service.read')
      const known = read && (await findService(db, read, id))
      if (!known || !scope.units.includes(known.unit_id)) throw new NotFound('service')
      requireSeen(seenOf(known))
      await saveServices(db, scope, now, [{ ...input, ...fixedPart(known), known: { id, slug: known.slug } }])
      return {
        redirect: `/layanan/${id}`,
        notice: t(messages).saved,
        audit: { subject: `service:${id}`, detail: { name: input.name, unit: input.unit, active: input.active } },
      }
    },
  }),
]
