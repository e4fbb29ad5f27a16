import { z } from 'zod'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { bilingual, type FormState, idParam, requiredText } from '../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../platform/http/route.ts'
import { trackingPath } from './code.ts'
import { deskMessages } from './desk-messages.ts'
import { DeskReceiptPage } from './intake-views.tsx'
import { renewKey, sendKey, tellKeyChanged } from './key-acts.ts'
import { findComplaint, findRecorded } from './queries.ts'
import { lockOwn } from './tracking-case.ts'
import { trackingMessages } from './tracking-messages.ts'
import { Case, limit, sample as trackingSample } from './tracking-routes.tsx'

type Desk = Context<'complaint.create'>
const One = z.object({ id: idParam() })
const sample = {
  id: "select complaint_id from complaints.event where seq = 1 and actor = 'officer' and complaint_id in (select id from complaints.complaint where queue < 10) order by complaint_id limit 1",
}

/** What the officer wrote down, or a case in reach; its key is in no answer but the one that made it. */
async function recorded({ db, scope, also }: Desk, id: string) {
  const read = also('complaint.read')
  const found = (await findRecorded(db, scope, id)) ?? (read && (await findComplaint(db, read, id)))
  if (!found) throw new NotFound('complaint')
  return { found, reachable: found.queue < 10 && read?.units.includes(found.unit_id) === true }
}

/** Where a form leads that was sent before: its receipt without the key, and the way to another one. */
export const sentBefore = (id: string) => `/pengaduan/baru/${id}?ulang=ya`

type Shown = { secret?: string | undefined; form?: FormState | undefined; repeated?: boolean | undefined }

export async function deskReceipt(context: Desk, id: string, { secret, form, repeated }: Shown): Promise<Outcome> {
  const { found, reachable } = await recorded(context, id)
  return {
    page: (
      <DeskReceiptPage
        id={id}
        code={found.code}
        secret={secret}
        repeated={repeated}
        subject={found.subject}
        unit={found.unit_name}
        channel={found.channel}
        link={context.url(trackingPath(context.institution.slug, { code: found.code, key: secret }))}
        href={reachable ? `/pengaduan/${id}` : undefined}
        form={form}
      />
    ),
  }
}

export const keyRoutes = [
  query({
    path: '/pengaduan/baru/:id',
    access: 'complaint.create',
    input: One.extend({ ulang: z.literal('ya').optional().catch(undefined) }),
    sample,
    handle: (context, { id, ulang }) => deskReceipt(context, id, { repeated: ulang === 'ya' }),
  }),

  command({
    path: '/pengaduan/baru/:id/kunci',
    access: 'complaint.create',
    audit: 'complaint.key_renewed',
    input: One.extend({
      way: z.enum(['contact', 'counter'], { error: bilingual('Pilih salah satu.', 'Choose one.') }),
      reason: requiredText(300, bilingual('Tuliskan mengapa kunci baru diperlukan.', 'Say why a new key is needed.')),
    }),
    sample,
    invalid: (context, raw, form) => deskReceipt(context, String(raw['id']), { form }),
    async handle(context, { id, way, reason }) {
      const { db, scope, now, institution } = context
      const text = context.t(deskMessages)
      await recorded(context, id)
      const renewed = await renewKey(db, scope, id)
      if (!renewed) throw new NotFound('complaint')
      const audit = { subject: `complaint:${id}`, detail: { way, reason } }
      if (way === 'counter') {
        await tellKeyChanged(db, scope, now, renewed, institution)
        return { ...(await deskReceipt(context, id, { secret: renewed.key })), repeat: sentBefore(id), audit }
      }
      if (!(await sendKey(db, scope, now, renewed, institution)))
        throw new Refusal(422, text.noContact, { way: text.noContact })
      return { redirect: `/pengaduan/baru/${id}`, notice: text.keySent, audit }
    },
  }),

  command({
    path: '/i/:institution/lacak/:code/kunci',
    access: 'public',
    audit: 'complaint.key_changed',
    input: Case,
    sample: trackingSample,
    limit,
    async handle(context, { code }) {
      const { own } = await lockOwn(context, code)
      const renewed = (await renewKey(context.db, context.scope, own.id))!
      return {
        redirect: `${trackingPath(context.institution.slug, renewed)}/tanda-terima`,
        notice: context.t(trackingMessages).keyChanged,
        audit: { subject: `complaint:${own.id}` },
      }
    },
  }),
]
