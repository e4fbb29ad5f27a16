import { z } from 'zod'
import type { Permission, Scope } from '../../platform/access.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { type FormState, idParam } from '../../platform/http/input.ts'
import { type Context, command, type Outcome, query, type Route } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { qualityMessages } from './quality-messages.ts'
import { QUALITY, QualityRuleInput, qualityRuleOn, ReviewInput } from './quality-model.ts'
import { findSampled, insertQualityRule, insertReview, listQualityRules, listSampled } from './quality-queries.ts'
import { QualityPage, ReviewPage } from './quality-views.tsx'

const Answer = z.object({ id: idParam(), seq: z.coerce.number().int().min(1).max(30_000) })

async function shareNow({ db, now, institution }: Context<Permission>, scope: Scope) {
  const rules = await listQualityRules(db, scope)
  return { rules, share: qualityRuleOn(rules, localDate(now, institution.timeZone))?.share ?? 0 }
}

async function qualityPage(context: Context<Permission>, form?: FormState): Promise<Outcome> {
  const { db, scope, now, also } = context
  const { rules, share } = await shareNow(context, scope)
  const verify = also('complaint.verify')
  const rows = verify ? await listSampled(db, verify, now, share) : []
  const maySet = also('complaint.rules') !== undefined
  return { page: <QualityPage rows={rows} share={share} rules={rules} maySet={maySet} form={form} /> }
}

async function reviewPage(context: Context<'complaint.verify'>, id: string, seq: number, form?: FormState) {
  const { share } = await shareNow(context, context.scope)
  const row = await findSampled(context.db, context.scope, context.now, share, id, seq)
  if (!row) throw new NotFound('answer')
  return { page: <ReviewPage row={row} form={form} /> }
}

// Any recent answer of the demonstration: its institution has all of them reviewed.
const drawn = (column: string) => `select ${column} from complaints.complaint c
  join complaints.event e on e.institution_id = c.institution_id and e.complaint_id = c.id and e.kind = 'answered'
  where c.queue < 10
    and c.resolved_at > (select max(resolved_at) - interval '20 days' from complaints.complaint)
    and e.at > (select max(resolved_at) - interval '20 days' from complaints.complaint)
    and not exists (select from complaints.quality_review q where q.complaint_id = c.id)
  order by c.id limit 1`
const sample = { id: drawn('c.id'), seq: drawn('e.seq::text') }

export const qualityRoutes: Route[] = [
  query({ path: QUALITY, access: 'complaint.verify', input: z.object({}), handle: (context) => qualityPage(context) }),

  command({
    path: `${QUALITY}/aturan`,
    access: 'complaint.rules',
    audit: 'complaint.quality_rule_set',
    input: QualityRuleInput,
    invalid: (context, _raw, form) => qualityPage(context, form),
    async handle({ db, scope, now, t }, rule) {
      const text = t(qualityMessages)
      await insertQualityRule(db, scope, now, { id: newId(now), ...rule })
      const audit = { subject: 'quality-rule', detail: { share: rule.share, from: rule.valid_from } }
      return { redirect: QUALITY, notice: text.ruleSaved, audit }
    },
  }),

  query({
    path: `${QUALITY}/:id/:seq`,
    access: 'complaint.verify',
    input: Answer,
    sample,
    handle: (context, { id, seq }) => reviewPage(context, id, seq),
  }),

  command({
    path: `${QUALITY}/:id/:seq`,
    access: 'complaint.verify',
    audit: 'complaint.answer_reviewed',
    input: ReviewInput,
    sample,
    invalid: (context, raw, form) => reviewPage(context, String(raw['id']), Number(raw['seq']), form),
    async handle(context, { id, seq, note, ...checks }) {
      const { db, scope, now } = context
      const text = context.t(qualityMessages)
      const { share } = await shareNow(context, scope)
      if (!(await findSampled(db, scope, now, share, id, seq))) throw new NotFound('answer')
      const review = {
        clear: checks.clear === 'yes',
        complete: checks.complete === 'yes',
        polite: checks.polite === 'yes',
        solution: checks.solution === 'yes',
      }
      if (!(await insertReview(db, scope, now, { id, seq, note, ...review }))) throw new Refusal(409, text.done)
      const audit = { subject: `complaint:${id}`, detail: { seq, ...review } }
      return { redirect: QUALITY, notice: text.saved, audit }
    },
  }),
]
