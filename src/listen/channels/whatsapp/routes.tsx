import { z } from 'zod'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import {
  bilingual,
  checkbox,
  type FormState,
  idParam,
  optionalText,
  requiredText,
} from '../../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../../platform/http/route.ts'
import { seal } from '../../../platform/seal.ts'
import { findComplaint, formatCode } from '../../complaints/index.ts'
import { messages } from '../messages.ts'
import { insertFailure } from '../queries.ts'
import { askNumber, isGraphUrl, PURPOSE } from './graph.ts'
import { windowEnd } from './model.ts'
import { findContactOfCase, findProvider, listConversation, putProvider, setTested } from './queries.ts'
import { ConversationPage, ProviderPage, providerSeen } from './views.tsx'
import { WEBHOOK_PATH } from './webhook.ts'

const words = (key: 'graphWrong' | 'numberWrong') => bilingual(messages.id.whatsapp[key], messages.en.whatsapp[key])
const Secret = optionalText(1000)
const ProviderInput = z.object({
  graph_url: requiredText(300, words('graphWrong')).pipe(
    z
      .string()
      .transform((text) => text.replace(/\/+$/, ''))
      .refine(isGraphUrl, { error: words('graphWrong') }),
  ),
  phone_number_id: requiredText(40, words('numberWrong')).pipe(
    z.string().regex(/^\d{3,40}$/, { error: words('numberWrong') }),
  ),
  display_phone: optionalText(30),
  template: optionalText(100),
  verify: optionalText(200),
  secret: Secret,
  access: Secret,
  active: checkbox(),
})

async function providerPage(context: Context<'channel.manage'>, form?: FormState): Promise<Outcome> {
  const provider = await findProvider(context.db, context.scope)
  const address = context.url(WEBHOOK_PATH.replace(':institution', context.institution.slug))
  // What was typed as a secret is not written back into a page.
  const { verify: _a, secret: _b, access: _c, ...values } = form?.values ?? {}
  return { page: <ProviderPage provider={provider} address={address} form={form && { ...form, values }} /> }
}

export const whatsappRoutes = [
  query({
    path: '/kanal/whatsapp',
    access: 'channel.manage',
    input: z.object({}),
    handle: (context) => providerPage(context),
  }),

  command({
    path: '/kanal/whatsapp',
    access: 'channel.manage',
    audit: 'channel.whatsapp_set',
    input: ProviderInput,
    invalid: (context, _raw, form) => providerPage(context, form),
    async handle(context, input) {
      const { db, scope, now } = context
      const known = await findProvider(db, scope)
      context.requireSeen(providerSeen(known))
      const text = context.t(messages)
      const missing = (['verify', 'secret', 'access'] as const).filter((field) => !known && !input[field])
      if (missing.length > 0)
        throw new Refusal(422, '', Object.fromEntries(missing.map((field) => [field, text.whatsapp.missing])))
      const sealed = (given: string | undefined, before: Buffer | undefined) => (given ? seal(PURPOSE, given) : before!)
      await putProvider(db, scope, now, {
        graph_url: input.graph_url,
        phone_number_id: input.phone_number_id,
        display_phone: input.display_phone ?? null,
        template: input.template ?? null,
        active: input.active,
        verify_sealed: sealed(input.verify, known?.verify_sealed),
        secret_sealed: sealed(input.secret, known?.secret_sealed),
        access_sealed: sealed(input.access, known?.access_sealed),
      })
      return {
        redirect: '/kanal/whatsapp',
        notice: text.saved,
        audit: { subject: 'channel:whatsapp', detail: { number: input.phone_number_id, active: input.active } },
      }
    },
  }),

  command({
    path: '/kanal/whatsapp/uji',
    access: 'channel.manage',
    audit: 'channel.whatsapp_tested',
    input: z.object({}),
    invalid: (context, _raw, form) => providerPage(context, form),
    async handle({ db, scope, now, t }) {
      const provider = await findProvider(db, scope)
      if (!provider) throw new NotFound('whatsapp provider')
      const text = t(messages).whatsapp
      const result = await askNumber(provider).then(
        (name) => text.tested(name),
        (error: Error) => text.testFailed(error.message.slice(0, 200)),
      )
      await setTested(db, scope, now, result)
      if (!result.startsWith(text.tested(''))) await insertFailure(db, scope, now, 'whatsapp', result)
      return { redirect: '/kanal/whatsapp', notice: result, audit: { subject: 'channel:whatsapp' } }
    },
  }),

  query({
    path: '/kanal/percakapan/:id',
    access: 'complaint.read',
    input: z.object({ id: idParam() }),
    sample: { id: 'select complaint_id from channels.contact_case order by complaint_id limit 1' },
    async handle({ db, scope, now, also }, { id }) {
      const complaint = await findComplaint(db, scope, id)
      const contact = complaint && (await findContactOfCase(db, scope, id))
      if (!complaint || !contact) throw new NotFound('conversation')
      const mayIdentify =
        complaint.privacy === 'open' || also('complaint.identity')?.units.includes(complaint.unit_id) === true
      const end = windowEnd(contact.last_inbound_at)
      const template = (await findProvider(db, scope))?.template
      const otherwise = template ? 'template' : complaint.reporter_email ? 'email' : 'nothing'
      return {
        page: (
          <ConversationPage
            complaint={{ id, code: formatCode(complaint.code) }}
            contact={mayIdentify ? { name: contact.name, phone: contact.phone } : undefined}
            said={await listConversation(db, scope, id)}
            openUntil={end && end > now ? end : undefined}
            otherwise={otherwise}
          />
        ),
      }
    },
  }),
]
