import { notify } from '../../../core/notifications/index.ts'
import { hold, release } from '../../../core/retention/index.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { type Context, command, type Route } from '../../../platform/http/route.ts'
import { formatCode } from '../code.ts'
import { decide } from '../four-eyes/decide.ts'
import { fourEyesMessages } from '../four-eyes/messages.ts'
import { Decision } from '../four-eyes/model.ts'
import { listHeld } from '../four-eyes/queries.ts'
import { casePage } from '../staff-case-routes.tsx'
import { LANES, reachCase } from '../staff-lanes.ts'
import { whistleblowingMessages } from './messages.ts'
import { AskInput, DecideInput, HELD_AS, HeldAnswer, HoldInput, ReleaseInput } from './model.ts'
import { listSecond } from './panel.ts'
import { decideRequest, insertRequest } from './queries.ts'
import { sealWords } from './words.ts'

const access = 'complaint.whistleblowing'
const { base, sample } = LANES.sealed

type Examiner = Context<'complaint.whistleblowing'>

async function tell(context: Examiner, accounts: readonly string[], id: string, title: string, key: string) {
  await notify(
    context.db,
    context.scope,
    context.now,
    accounts.map((accountId) => ({
      accountId,
      kind: 'complaints.officer',
      title,
      body: '',
      href: `${base}/${id}#identitas`,
      key,
    })),
  )
}

export const whistleblowingRoutes: Route[] = [
  command({
    path: `${base}/:id/identitas`,
    access,
    audit: 'complaint.identity_asked',
    input: AskInput,
    sample,
    invalid: (context, raw, form) => casePage(context, 'sealed', String(raw['id']), { form }),
    async handle(context, { id, reason }) {
      const { db, scope, now } = context
      const text = context.t(whistleblowingMessages)
      const { complaint } = await reachCase(context, 'sealed', id)
      const asked = await insertRequest(db, scope, now, { complaint: id, reason: sealWords(id, reason) })
      if (!asked) throw new Refusal(409, text.askedAlready, { reason: text.askedAlready })
      const others = await listSecond(context, complaint)
      await tell(context, others, id, whistleblowingMessages.id.noticeAsked, `identity:${asked}`)
      return {
        redirect: `${base}/${id}#identitas`,
        notice: text.asked,
        audit: { subject: `complaint:${id}`, detail: { request: asked } },
      }
    },
  }),

  command({
    path: `${base}/:id/identitas/putusan`,
    access,
    audit: 'complaint.identity_decided',
    fresh: true,
    input: DecideInput,
    sample,
    invalid: (context, raw, form) => casePage(context, 'sealed', String(raw['id']), { form }),
    async handle(context, { id, request, decision }) {
      const { db, scope, now } = context
      const text = context.t(whistleblowingMessages)
      await reachCase(context, 'sealed', id)
      const granted = decision === 'grant'
      const asker = await decideRequest(db, scope, now, { complaint: id, request, granted })
      if (!asker) throw new Refusal(409, text.decidedAlready, { decision: text.decidedAlready })
      await tell(context, [asker], id, whistleblowingMessages.id.noticeDecided, `identity:${request}:decided`)
      return {
        redirect: `${base}/${id}#identitas`,
        notice: text.decided,
        audit: { subject: `complaint:${id}`, detail: { request, granted } },
      }
    },
  }),

  command({
    path: `${base}/:id/jawaban-tertahan`,
    access,
    audit: 'complaint.held_answer_decided',
    input: Decision.and(HeldAnswer),
    sample,
    invalid: (context, raw, form) => casePage(context, 'sealed', String(raw['id']), { form }),
    async handle(context, { id, held: answer, decision, note }) {
      const { db, scope } = context
      const text = context.t(fourEyesMessages)
      await reachCase(context, 'sealed', id)
      const [held] = await listHeld(db, scope, answer, 'sealed')
      if (!held || held.complaint_id !== id) throw new NotFound('held answer')
      const sent = decision === 'send'
      await decide(context, scope, held, { sent, note: note ?? null }, 'sealed')
      return {
        redirect: `${base}/${id}`,
        notice: sent ? text.sent : text.returned,
        audit: { subject: `complaint:${id}`, detail: { answer, sent } },
      }
    },
  }),

  command({
    path: `${base}/:id/tahan`,
    access,
    audit: 'complaint.erasure_held',
    input: HoldInput,
    sample,
    invalid: (context, raw, form) => casePage(context, 'sealed', String(raw['id']), { form }),
    async handle(context, { id, hold_reason }) {
      const { db, scope, now } = context
      const text = context.t(whistleblowingMessages)
      const { complaint } = await reachCase(context, 'sealed', id)
      await hold(db, scope, now, {
        kind: HELD_AS,
        subject: id,
        label: formatCode(complaint.code),
        reason: sealWords(id, hold_reason),
      })
      return {
        redirect: `${base}/${id}#masa-simpan`,
        notice: text.held,
        audit: { subject: `complaint:${id}` },
      }
    },
  }),

  command({
    path: `${base}/:id/lepas`,
    access,
    audit: 'complaint.erasure_let_go',
    fresh: true,
    input: ReleaseInput,
    sample,
    async handle(context, { id }) {
      const { db, scope, now } = context
      await reachCase(context, 'sealed', id)
      if (!(await release(db, scope, now, { kind: HELD_AS, subject: id }))) throw new NotFound('hold')
      return {
        redirect: `${base}/${id}#masa-simpan`,
        notice: context.t(whistleblowingMessages).released,
        audit: { subject: `complaint:${id}` },
      }
    },
  }),
]
