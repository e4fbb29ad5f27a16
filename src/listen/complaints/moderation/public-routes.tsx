import { z } from 'zod'
import { forgetLetters } from '../../../core/notifications/index.ts'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { type FormState, idParam } from '../../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../../platform/http/route.ts'
import { continueStories } from '../acts.ts'
import { tellWithdrawal } from '../events.ts'
import { allows, isOpen, standing } from '../model.ts'
import { listEvents } from '../rows.ts'
import { lockOwn } from '../tracking-case.ts'
import { tracked } from '../tracking-routes.tsx'
import { findSealed } from '../whistleblowing/reporter.ts'
import { moderationMessages } from './messages.ts'
import { disputeOf, FlagInput, ObjectInput, WithdrawInput } from './model.ts'
import { tellDeciders } from './objections.ts'
import { OnePublishedPage, OutcomesPage, PublishedPage } from './public-views.tsx'
import {
  findPublication,
  insertAct,
  listActs,
  listPublished,
  setAnonymous,
  setWaiting,
  setWithdrawn,
} from './queries.ts'

type Public = Context<'public'>
const Institution = z.object({ institution: z.string() })
const One = Institution.extend({ id: idParam() })
const Case = Institution.extend({ code: z.string().max(100) })
const institution = 'select slug from organization.institution order by created_at limit 1'
const sample = {
  institution,
  id: 'select p.complaint_id from complaints.publication p join organization.institution i on i.id = p.institution_id where p.shown = 1 order by i.created_at, p.complaint_id limit 1',
}
const caseSample = {
  institution,
  code: 'select c.code from complaints.complaint c join organization.institution i on i.id = c.institution_id order by i.created_at, c.id limit 1',
}
// Forms to report abuse are themselves abused.
// A whole village may stand behind one address of its mobile network, so this only stops a flood.
const flagLimit = { points: 60, seconds: 3600, by: 'ip' } as const
const limit = { points: 600, seconds: 600, by: 'ip', bucket: 'tracking' } as const

async function onePage(context: Public, id: string, form?: FormState): Promise<Outcome> {
  const [row] = await listPublished(context.db, context.scope, { id, limit: 1 })
  if (!row) throw new NotFound('publication')
  return { page: <OnePublishedPage row={row} form={form} /> }
}

/** Not only the case: also what was sent, and what the channels know. */
async function forgetReporter(db: Db, scope: Scope, own: { id: string; reporter_email: string | null }) {
  const address = own.reporter_email ?? (await findSealed(db, scope, own.id)).reporter_email
  if (address) await forgetLetters(db, scope, address, `complaint:${own.id}:`)
  await tellWithdrawal(db, scope, own.id)
}

export const publicationRoutes = [
  query({
    path: '/i/:institution/laporan',
    access: 'public',
    input: Institution,
    sample: { institution },
    handle: async ({ db, scope }) => ({
      page: <PublishedPage rows={await listPublished(db, scope, { limit: 30 })} />,
    }),
  }),

  query({
    path: '/i/:institution/hasil-laporan',
    access: 'public',
    input: Institution,
    sample: { institution },
    handle: async ({ db, scope }) => ({
      page: <OutcomesPage rows={await listPublished(db, scope, { done: true, limit: 30 })} />,
    }),
  }),

  query({
    path: '/i/:institution/laporan/:id',
    access: 'public',
    input: One,
    sample,
    handle: (context, { id }) => onePage(context, id),
  }),

  command({
    path: '/i/:institution/laporan/:id/laporkan',
    access: 'public',
    audit: 'complaint.reported',
    input: One.extend(FlagInput.shape),
    sample,
    limit: flagLimit,
    invalid: (context, raw, form) => onePage(context, String(raw['id']), form),
    async handle(context, { id, reason, note, situs }) {
      const { db, scope, now } = context
      if ((await listPublished(db, scope, { id, limit: 1 })).length === 0) throw new NotFound('publication')
      // What fills in the hidden field gets the same answer and reaches nobody.
      if (situs.trim() === '') {
        await insertAct(db, scope, now, id, { act: 'reported', actor: 'citizen', reason, body: note })
        await setWaiting(db, scope, now, id)
      }
      return {
        redirect: `/i/${context.institution.slug}/laporan/${id}`,
        notice: context.t(moderationMessages).flagged,
        audit: { subject: `complaint:${id}`, detail: { reason, trapped: situs.trim() !== '' } },
      }
    },
  }),

  command({
    path: '/i/:institution/lacak/:code/keberatan',
    access: 'public',
    audit: 'complaint.objected',
    input: Case.extend(ObjectInput.shape),
    sample: caseSample,
    limit,
    invalid: (context, raw, form) => tracked(context, String(raw['code']), form),
    async handle(context, { code, objection }) {
      const { db, scope, now } = context
      const {
        own: { id },
        path,
      } = await lockOwn(context, code)
      const review = await findPublication(db, scope, id)
      const text = context.t(moderationMessages)
      const waits = disputeOf(await listActs(db, scope, id)) !== undefined
      const refused = review?.shown !== 2 ? text.notHidden : waits ? text.objectedBefore : undefined
      if (refused) throw new Refusal(409, refused, { _refused: refused })
      await insertAct(db, scope, now, id, { act: 'objected', actor: 'citizen', body: objection })
      await setWaiting(db, scope, now, id)
      await tellDeciders(db, scope, now, id)
      return {
        redirect: path,
        notice: context.t(moderationMessages).objected,
        audit: { subject: `complaint:${id}` },
      }
    },
  }),

  command({
    path: '/i/:institution/lacak/:code/tarik',
    access: 'public',
    audit: 'complaint.withdrawn',
    input: Case.extend(WithdrawInput.shape),
    sample: caseSample,
    limit,
    invalid: (context, raw, form) => tracked(context, String(raw['code']), form),
    async handle(context, { code, what }) {
      const { db, scope, now } = context
      const { own, path } = await lockOwn(context, code)
      const { id } = own
      const state = standing(await listEvents(db, scope, [id]))
      // One of several reporters takes back what is theirs; the matter of the others goes on.
      const part = what === 'report' && (state.merged || state.voices > 1)
      if (what === 'name') await setAnonymous(db, scope, id)
      else {
        // What was answered stays answered and is over; before that it is kept without follow-up.
        const ending = isOpen(state.status) ? 'archived' : allows(state, 'closed') ? 'closed' : undefined
        if (what === 'report' && ending && state.voices === 1) {
          const events = [{ kind: ending, actor: 'citizen', reason: 'withdrawn' }] as const
          await continueStories(db, scope, now, [own], [{ id, events }])
        }
        if (what === 'report') await forgetReporter(db, scope, own)
        await setWithdrawn(db, scope, id, what === 'report')
      }
      await insertAct(db, scope, now, id, {
        act: what === 'name' ? 'name_withdrawn' : part ? 'part_withdrawn' : 'withdrawn',
        actor: 'citizen',
      })
      return {
        redirect: path,
        notice: part ? context.t(moderationMessages).withdrawnPart : context.t(moderationMessages).withdrawn[what],
        audit: { subject: `complaint:${id}`, detail: { what } },
      }
    },
  }),
]
