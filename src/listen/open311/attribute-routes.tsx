import { z } from 'zod'
import { NotFound } from '../../platform/http/errors.ts'
import { idParam } from '../../platform/http/input.ts'
import { type Context, command, query, type Route } from '../../platform/http/route.ts'
import { seenOf } from '../../platform/http/seen.ts'
import { newId } from '../../platform/id.ts'
import { AttributeInput } from './attribute-model.ts'
import { deleteAttribute, putAttribute, touchDefinition } from './attribute-queries.ts'
import { AttributePage, ServicesPage } from './attribute-views.tsx'
import { messages } from './messages.ts'
import { listAttributes, listOpenServices } from './queries.ts'

type Managing = Context<'open311.manage'>
const sample = { id: 'select service_id from open311.attribute order by service_id limit 1' }

async function serviceOf({ db, scope }: Managing, id: string) {
  const service = (await listOpenServices(db, scope)).find((one) => one.id === id)
  if (!service) throw new NotFound('service')
  return service
}

async function page(context: Managing, id: string, edited?: string) {
  const service = await serviceOf(context, id)
  const attributes = await listAttributes(context.db, context.scope, id)
  const edit = attributes.find((one) => one.code === edited)
  return { page: <AttributePage service={service} attributes={attributes} edit={edit} form={context.form} /> }
}

export const attributeRoutes: readonly Route[] = [
  query({
    path: '/open311/layanan',
    access: 'open311.manage',
    input: z.object({}),
    async handle({ db, scope }) {
      return { page: <ServicesPage services={await listOpenServices(db, scope)} /> }
    },
  }),

  query({
    path: '/open311/layanan/:id',
    access: 'open311.manage',
    input: z.object({ id: idParam(), ubah: z.string().max(40).optional().catch(undefined) }),
    sample,
    handle: (context, { id, ubah }) => page(context, id, ubah),
  }),

  command({
    path: '/open311/layanan/:id',
    access: 'open311.manage',
    audit: 'open311.attribute.set',
    input: z.object({ id: idParam() }).and(AttributeInput),
    sample,
    invalid: (context, raw) => page(context, String(raw['id']), String(raw['code'])),
    async handle(context, { id, ...attribute }) {
      const { db, scope, now } = context
      await serviceOf(context, id)
      await touchDefinition(db, scope, now, id)
      const stored = (await listAttributes(db, scope, id)).find(({ code }) => code === attribute.code)
      if (stored) context.requireSeen(seenOf(stored))
      await putAttribute(db, scope, { ...attribute, id: newId(now), service_id: id })
      return {
        redirect: `/open311/layanan/${id}`,
        notice: context.t(messages).attribute.saved,
        audit: { subject: `service:${id}`, detail: { code: attribute.code, datatype: attribute.datatype } },
      }
    },
  }),

  command({
    path: '/open311/layanan/:id/hapus',
    access: 'open311.manage',
    audit: 'open311.attribute.removed',
    input: z.object({ id: idParam(), code: z.string().max(40) }),
    sample,
    invalid: (context, raw) => page(context, String(raw['id'])),
    async handle(context, { id, code }) {
      const { db, scope, now } = context
      await serviceOf(context, id)
      await touchDefinition(db, scope, now, id)
      if (!(await deleteAttribute(db, scope, id, code))) throw new NotFound('attribute')
      return {
        redirect: `/open311/layanan/${id}`,
        notice: context.t(messages).attribute.removed,
        audit: { subject: `service:${id}`, detail: { code } },
      }
    },
  }),
]
