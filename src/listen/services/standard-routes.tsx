import { z } from 'zod'
import { NotFound } from '../../platform/http/errors.ts'
import { bilingual, type FormState, idParam, requiredText } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { seenOf } from '../../platform/http/seen.ts'
import { localDate } from '../../platform/i18n.ts'
import { findService, findServiceBySlug, type ServiceRow } from './queries.ts'
import { listRules } from './rules.ts'
import { approveStandard, draftStandard, returnStandard, saveDraft, submitStandard } from './standard-acts.ts'
import { standardMessages } from './standard-messages.ts'
import { contentFrom, DecreeInput, StandardInput } from './standard-model.ts'
import { listStandards } from './standard-queries.ts'
import { PublicStandardPage, StandardForm, StandardPage, StandardsPage } from './standard-views.tsx'

const Version = z.coerce.number().int().min(1).max(32_000)
const Id = z.object({ id: idParam() })
const Place = z.object({ id: idParam(), version: Version })

const sample = {
  id: 'select id from services.service where standard_id is not null order by id limit 1',
}
const placeSample = {
  id: "select service_id from services.standard where state = 'draft' order by id limit 1",
  version: "select version::text from services.standard where state = 'draft' order by id limit 1",
}

type Staff = Context<'service.read'> | Context<'service.manage'> | Context<'service.approve'>

/** Only for those who see the service; what they may do with its standard depends on the unit. */
async function standardFacts(context: Staff, id: string) {
  const { db, now, institution } = context
  const read = context.also('service.read')
  const service = read && (await findService(db, read, id))
  if (!service) throw new NotFound('service')
  const today = localDate(now, institution.timeZone)
  const may = {
    manage: context.also('service.manage')?.units.includes(service.unit_id) ?? false,
    approve: context.also('service.approve')?.units.includes(service.unit_id) ?? false,
  }
  const all = await listStandards(db, read, id)
  return { service, today, may, me: context.scope.account, all, rules: await listRules(db, read, today) }
}

async function standardPage(context: Staff, id: string, version: number, form?: FormState) {
  const facts = await standardFacts(context, id)
  const standard = facts.all.find((one) => one.version === version)
  if (!standard) throw new NotFound('standard')
  return { page: <StandardPage {...facts} standard={standard} form={form} /> }
}

/** The form of a draft; one that has moved on in the meantime is shown as it is now. */
async function draftPage(context: Context<'service.manage'>, id: string, version: number, form?: FormState) {
  const { service, all } = await standardFacts(context, id)
  const standard = all.find((one) => one.version === version)
  if (standard?.state !== 'draft') return standardPage(context, id, version, form)
  return { page: <StandardForm service={service} standard={standard} form={form} /> }
}

/** The service, when its unit is in reach of the permission that the route asks for. */
async function serviceIn(
  context: Context<'service.manage'> | Context<'service.approve'>,
  id: string,
): Promise<ServiceRow> {
  const read = context.also('service.read')
  const service = read && (await findService(context.db, read, id))
  if (!service || !context.scope.units.includes(service.unit_id)) throw new NotFound('service')
  return service
}

const subject = (id: string, version: number) => `service:${id}/standar/${version}`

export const standardRoutes = [
  query({
    path: '/i/:institution/layanan/:slug/standar',
    access: 'public',
    input: z.object({ institution: z.string(), slug: z.string().max(100), versi: Version.optional().catch(undefined) }),
    sample: {
      institution: 'select slug from organization.institution order by created_at limit 1',
      slug: 'select slug from services.service where standard_id is not null order by id limit 1',
    },
    async handle({ db, scope, now, institution }, { slug, versi }) {
      const service = await findServiceBySlug(db, scope, slug)
      if (!service) throw new NotFound('service')
      const today = localDate(now, institution.timeZone)
      const all = (await listStandards(db, scope, service.id)).filter(({ state }) => state === 'approved')
      const standard = versi
        ? all.find(({ version }) => version === versi)
        : (all.find(({ effective_from }) => effective_from !== null && effective_from <= today) ?? all[0])
      if (versi && !standard) throw new NotFound('standard')
      const rules = await listRules(db, scope, today)
      return {
        page: <PublicStandardPage service={service} all={all} today={today} rules={rules} standard={standard} />,
      }
    },
  }),

  query({
    path: '/layanan/:id/standar',
    access: 'service.read',
    input: Id,
    sample,
    async handle(context, { id }) {
      return { page: <StandardsPage {...(await standardFacts(context, id))} /> }
    },
  }),

  command({
    path: '/layanan/:id/standar',
    access: 'service.manage',
    audit: 'service.standard_drafted',
    input: Id,
    sample,
    async handle(context, { id }) {
      const service = await serviceIn(context, id)
      const version = await draftStandard(context.db, context.scope, context.now, service)
      return {
        redirect: `/layanan/${id}/standar/${version}/ubah`,
        audit: { subject: subject(id, version) },
      }
    },
  }),

  query({
    path: '/layanan/:id/standar/:version',
    access: 'service.read',
    input: Place,
    sample: placeSample,
    handle: (context, { id, version }) => standardPage(context, id, version),
  }),

  query({
    path: '/layanan/:id/standar/:version/ubah',
    access: 'service.manage',
    input: Place,
    sample: placeSample,
    handle: async (context, { id, version }) => {
      await serviceIn(context, id)
      return draftPage(context, id, version)
    },
  }),

  command({
    path: '/layanan/:id/standar/:version',
    access: 'service.manage',
    audit: 'service.standard_changed',
    input: StandardInput.safeExtend(Place.shape),
    sample: placeSample,
    invalid: (context, raw, form) => draftPage(context, String(raw['id']), Number(raw['version']), form),
    async handle(context, { id, version, ...input }) {
      await serviceIn(context, id)
      const text = context.t(standardMessages)
      const { all } = await standardFacts(context, id)
      const standard = all.find((one) => one.version === version)
      if (standard?.state === 'draft') context.requireSeen(seenOf(standard.content))
      await saveDraft(context.db, context.scope, context.now, text, id, version, contentFrom(input))
      return {
        redirect: `/layanan/${id}/standar/${version}`,
        notice: text.saved,
        audit: { subject: subject(id, version) },
      }
    },
  }),

  command({
    path: '/layanan/:id/standar/:version/ajukan',
    access: 'service.manage',
    audit: 'service.standard_submitted',
    input: Place,
    sample: placeSample,
    invalid: (context, raw, form) => standardPage(context, String(raw['id']), Number(raw['version']), form),
    async handle(context, { id, version }) {
      await serviceIn(context, id)
      const text = context.t(standardMessages)
      await submitStandard(context.db, context.scope, context.now, text, id, version)
      return {
        redirect: `/layanan/${id}/standar/${version}`,
        notice: text.submittedDone,
        audit: { subject: subject(id, version) },
      }
    },
  }),

  command({
    path: '/layanan/:id/standar/:version/kembalikan',
    access: 'service.approve',
    audit: 'service.standard_returned',
    input: Place.extend({
      note: requiredText(1000, bilingual('Tulis apa yang perlu diperbaiki.', 'Write what needs mending.')),
    }),
    sample: placeSample,
    invalid: (context, raw, form) => standardPage(context, String(raw['id']), Number(raw['version']), form),
    async handle(context, { id, version, note }) {
      const { db, scope, now, institution } = context
      const service = await serviceIn(context, id)
      const text = context.t(standardMessages)
      const today = localDate(now, institution.timeZone)
      const state = await returnStandard(db, scope, now, today, text, service, version, note)
      return {
        redirect: `/layanan/${id}/standar/${version}`,
        notice: state === 'withdrawn' ? text.takenBack : text.returnedDone,
        audit: { subject: subject(id, version), detail: { note, state } },
      }
    },
  }),

  command({
    path: '/layanan/:id/standar/:version/tetapkan',
    access: 'service.approve',
    audit: 'service.standard_approved',
    input: Place.extend(DecreeInput.shape),
    sample: placeSample,
    invalid: (context, raw, form) => standardPage(context, String(raw['id']), Number(raw['version']), form),
    async handle(context, { id, version, ...decree }) {
      const { db, scope, now, institution } = context
      await serviceIn(context, id)
      const text = context.t(standardMessages)
      const today = localDate(now, institution.timeZone)
      await approveStandard(db, scope, now, today, text, { service: id, version }, decree)
      return {
        redirect: `/layanan/${id}/standar/${version}`,
        notice: text.approvedDone,
        audit: { subject: subject(id, version), detail: decree },
      }
    },
  }),
]
