import { z } from 'zod'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { idParam } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { seenOf } from '../../platform/http/seen.ts'
import { localDate } from '../../platform/i18n.ts'
import { getMailer, isMailAddress } from '../../platform/mail.ts'
import { sheetFile } from '../../platform/sheets.ts'
import { listServices } from '../services/index.ts'
import { batchTokens, createInvitations, findBatch, listBatches, shuffled } from './invitations.ts'
import { invitationLetterJob } from './jobs.ts'
import { surveyMessages } from './messages.ts'
import { NewInvitations } from './model.ts'
import { planMessages } from './plans/messages.ts'
import { addressesOf, MAX_ADDRESSES, MailInput, ReturnedInput } from './plans/model.ts'
import { listActivePlans, setUndelivered } from './plans/queries.ts'
import { InvitationSheet, InvitationsPage, OpenLinkPage } from './views-invitations.tsx'

type InviteContext = Context<'survey.invite'>
const SAMPLE_BATCH = { id: 'select id from surveys.invitation_batch limit 1' }

export const invitationRoutes = [
  query({ path: '/survei/undangan', access: 'survey.invite', input: z.object({}), handle: invitations }),

  command({
    path: '/survei/undangan',
    access: 'survey.invite',
    audit: 'survey.invited',
    input: NewInvitations,
    invalid: invitations,
    async handle(context, input) {
      const { db, scope, now, t } = context
      const text = t(surveyMessages)
      const service = await invitedService(context, input)
      const { label, size, expires_on } = input
      const id = await createInvitations(db, scope, now, {
        service_id: service.id,
        unit_id: service.unit_id,
        label,
        size,
        expires_on,
      })
      return {
        redirect: `/survei/undangan/${id}`,
        notice: text.created(String(size)),
        audit: { subject: `survey-batch:${id}`, detail: { service: service.slug, size } },
      }
    },
  }),

  query({
    path: '/survei/undangan/:id',
    access: 'survey.invite',
    input: z.object({ id: idParam() }),
    sample: SAMPLE_BATCH,
    handle: (context, { id }) => sheet(context, id),
  }),

  query({
    path: '/survei/undangan/layanan/:service',
    access: 'survey.invite',
    input: z.object({ service: idParam() }),
    sample: { service: 'select id from services.service where active order by id limit 1' },
    async handle(context, { service }) {
      const found = (await invitable(context)).find((one) => one.id === service)
      if (!found) throw new NotFound('service')
      const address = context.url(`/i/${context.institution.slug}/survei/${found.slug}`)
      return { page: <OpenLinkPage service={found.name} address={address} /> }
    },
  }),

  query({
    path: '/survei/undangan/:id/unduh',
    access: 'survey.invite',
    input: z.object({ id: idParam(), format: z.enum(['csv', 'xlsx']).default('csv').catch('csv') }),
    sample: SAMPLE_BATCH,
    async handle({ db, scope, url, institution, t }, { id, format }) {
      const text = t(surveyMessages)
      const batch = await findBatch(db, scope, id)
      if (!batch) throw new NotFound('batch')
      const tokens = batch.mailed ? [] : await batchTokens(db, scope, id, batch.size)
      const rows = tokens.map((token) => [token, url(`/i/${institution.slug}/survei/undangan/${token}`)])
      return sheetFile(format, `${text.inviteFile}-${id.slice(-6)}`, [text.code, text.link], rows)
    },
  }),

  command({
    path: '/survei/undangan/surel',
    access: 'survey.invite',
    audit: 'survey.invited_by_mail',
    input: MailInput,
    invalid: invitations,
    async handle(context, input) {
      const { db, scope, now, institution, enqueue } = context
      const text = context.t(planMessages)
      const addresses = addressesOf(input.addresses)
      const wrong = addresses.find((address) => !isMailAddress(address))
      if (wrong !== undefined) throw new Refusal(422, '', { addresses: text.badAddress(wrong.slice(0, 80)) })
      if (addresses.length > MAX_ADDRESSES) throw new Refusal(422, '', { addresses: text.tooManyAddresses })
      // Kept as files, the letters would say for good who got which link.
      if (getMailer().kept) throw new Refusal(409, text.noMailServer, { _form: text.noMailServer })
      const service = await invitedService(context, input)
      const plan = (await listActivePlans(db, scope)).find((one) => one.id === input.plan)
      const batch = await createInvitations(db, scope, now, {
        service_id: service.id,
        unit_id: service.unit_id,
        label: input.label,
        size: addresses.length,
        expires_on: input.expires_on,
        plan_id: plan?.id,
        mailed: true,
      })
      const order = shuffled(addresses.length)
      for (const [index, address] of addresses.entries())
        await enqueue(invitationLetterJob, { batch, address, slip: order[index]!, tries: 0 })
      return {
        redirect: '/survei/undangan#daftar',
        notice: text.mailed(String(addresses.length)),
        audit: {
          subject: `survey-batch:${batch}`,
          detail: { service: service.slug, size: addresses.length, institution: institution.slug },
        },
      }
    },
  }),

  command({
    path: '/survei/undangan/:id/kembali',
    access: 'survey.invite',
    audit: 'survey.invitations_returned',
    input: ReturnedInput,
    sample: SAMPLE_BATCH,
    invalid: (context, raw) => sheet(context, String(raw['id'])),
    async handle({ db, scope, t, requireSeen }, { id, undelivered }) {
      const text = t(planMessages)
      const batch = await findBatch(db, scope, id)
      if (!batch) throw new NotFound('batch')
      requireSeen(seenOf(batch.undelivered))
      const most = batch.size - Number(batch.used ?? 0)
      if (undelivered > most) throw new Refusal(422, '', { undelivered: text.tooManyReturned(String(most)) })
      await setUndelivered(db, scope, id, undelivered)
      return {
        redirect: `/survei/undangan/${id}`,
        notice: text.returnedSaved,
        audit: { subject: `survey-batch:${id}`, detail: { undelivered } },
      }
    },
  }),
]

async function invitations(context: InviteContext) {
  const { db, scope, form } = context
  const services = await invitable(context)
  const plans = (await listActivePlans(db, scope)).map((plan) => ({ value: plan.id, label: plan.name }))
  const batches = await listBatches(db, scope)
  return { page: <InvitationsPage batches={batches} services={services} plans={plans} form={form} /> }
}

async function invitable({ db, scope }: InviteContext) {
  return (await listServices(db, scope)).filter((one) => one.active && scope.units.includes(one.unit_id))
}

async function sheet({ db, scope, url, institution, form }: InviteContext, id: string) {
  const batch = await findBatch(db, scope, id)
  if (!batch) throw new NotFound('batch')
  const service = (await listServices(db, scope)).find((one) => one.id === batch.service_id)
  // A letter's link belongs to whom it was sent; only sheets are printed.
  const tokens = batch.mailed ? [] : await batchTokens(db, scope, id, batch.size)
  const address = (token: string) => url(`/i/${institution.slug}/survei/undangan/${token}`)
  return {
    page: (
      <InvitationSheet
        batch={batch}
        service={service?.name ?? batch.label}
        tokens={tokens}
        address={address}
        form={form}
      />
    ),
  }
}

async function invitedService(
  { db, scope, now, t, institution }: InviteContext,
  input: { service: string; expires_on: string },
) {
  const text = t(surveyMessages)
  if (input.expires_on < localDate(now, institution.timeZone))
    throw new Refusal(422, '', { expires_on: text.expiresPast })
  const service = (await listServices(db, scope)).find((one) => one.id === input.service)
  if (!service || !scope.units.includes(service.unit_id)) throw new Refusal(422, '', { service: text.serviceUnknown })
  return service
}
