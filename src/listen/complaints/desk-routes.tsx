import { z } from 'zod'
import { Refusal } from '../../platform/http/errors.ts'
import { bilingual, type FormState, optionalText } from '../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { aboutChoices, type Place, UNKNOWN } from './about.ts'
import { submitComplaints } from './acts.ts'
import { keepFiles, withFileWords } from './attachments/acts.ts'
import { FilesInput, MAX_FORM_BYTES } from './attachments/model.ts'
import { attachFiles } from './attachments/queries.ts'
import { deskMessages } from './desk-messages.ts'
import { INTAKE_CHANNELS, IntakePage } from './intake-views.tsx'
import { recomputeJob } from './jobs.ts'
import { deskReceipt, sentBefore } from './key-routes.tsx'
import { messages } from './messages.ts'
import { tellJob } from './notices.ts'
import { readPost } from './post-address.ts'
import { linkReference } from './reference-queries.ts'
import { anythingSince, insertRule, listRules } from './rows.ts'
import { rulesMessages } from './rules-messages.ts'
import { RuleInput } from './rules-model.ts'
import { RulesPage } from './rules-views.tsx'
import { ComplaintInput, requirePast } from './submission.ts'
import { forgetTiming } from './timing.ts'
import { requireChannel, requireKind } from './vocabulary.ts'

const IntakeInput = ComplaintInput.extend({
  // As it was typed; what it means is found out with the services at hand. Nothing typed means nobody knows yet.
  about: optionalText(300),
  about_chosen: optionalText(100),
  about_typed: optionalText(300),
  ...FilesInput,
  source: optionalText(300),
  channel: z.enum(INTAKE_CHANNELS, {
    error: bilingual('Pilih lewat mana pengaduan ini datang.', 'Choose how it came.'),
  }),
})

type IntakeChannel = (typeof INTAKE_CHANNELS)[number]

async function intakePage(
  context: Context<'complaint.create'>,
  form?: FormState,
  channel?: IntakeChannel,
): Promise<Outcome> {
  const choices = await aboutChoices(context.db, context.scope, context.t(messages))
  const typed = String(form?.values['about'] ?? '')
  const several = choices.find(typed) ? [] : choices.meant(typed)
  return {
    page: (
      <IntakePage
        options={choices.options}
        several={several.length > 1 ? several : []}
        typed={choices.find(typed)?.label ?? typed}
        channel={channel}
        form={form}
      />
    ),
  }
}

/** What the report is about: chosen out of several, picked from the list, or typed. */
async function aboutOf(
  context: Context<'complaint.create'>,
  {
    about = UNKNOWN,
    about_chosen,
    about_typed,
  }: Pick<z.output<typeof IntakeInput>, 'about' | 'about_chosen' | 'about_typed'>,
): Promise<Place> {
  const { db, scope } = context
  const text = context.t(messages)
  const desk = context.t(deskMessages)
  // A choice counts for the words it was offered for; other words are looked up anew.
  const asked = about_chosen && about === about_typed ? about_chosen : about
  const choices = await aboutChoices(db, scope, text)
  const known = choices.find(asked)
  if (known) return known
  const [one, ...others] = choices.meant(asked)
  const message = one === undefined ? desk.aboutNone(asked) : desk.aboutSeveral(asked)
  if (one === undefined || others.length > 0) throw new Refusal(422, message, { about: message })
  return choices.find(one.value)!
}

async function rulesPage(context: Context<'complaint.rules'>, form?: FormState): Promise<Outcome> {
  const rules = await listRules(context.db, context.scope)
  return { page: <RulesPage rules={rules} today={localDate(context.now, context.institution.timeZone)} form={form} /> }
}

export const deskRoutes = [
  query({
    path: '/pengaduan/baru',
    access: 'complaint.create',
    input: z.object({ saluran: z.enum(INTAKE_CHANNELS).optional().catch(undefined) }),
    handle: (context, { saluran }) => intakePage(context, undefined, saluran),
  }),

  command({
    path: '/pengaduan',
    access: 'complaint.create',
    audit: 'complaint.received',
    input: IntakeInput,
    maxUploadBytes: MAX_FORM_BYTES,
    invalid: (context, _raw, form) => intakePage(context, withFileWords(context.language, form)),
    async handle(context, { about, about_chosen, about_typed, source, photo, photo2, photo3, ...complaint }) {
      const { db, scope, now } = context
      requireKind(context, complaint.kind)
      requirePast(context, complaint.occurred_on)
      requireChannel(context, complaint.channel)
      const place = await aboutOf(context, { about, about_chosen, about_typed })
      const id = newId(now)
      const files = await keepFiles(context, { id, kind: complaint.kind }, { photo, photo2, photo3 })
      const [sent] = await submitComplaints(db, scope, now, [
        { ...complaint, id, unit_id: place.unit_id, service_id: place.service_id, actor: 'officer' },
      ])
      await attachFiles(db, scope, { complaintId: id, fileIds: files })
      // A letter's number or a post's address: two complaints may come from one post, so its name alone is not unique.
      if (source) {
        const post = complaint.channel === 'social' ? readPost(source) : undefined
        const reference = {
          complaintId: id,
          system: complaint.channel,
          externalId: post?.url.slice(0, 250) ?? source,
          data: post && { platform: post.platform, page: post.url },
        }
        if (!(await linkReference(db, scope, now, reference)))
          await linkReference(db, scope, now, { ...reference, externalId: `${source} (${id.slice(-6)})` })
      }
      if (complaint.reporter_email) await context.enqueue(tellJob, { complaint: id, seq: 1 })
      // The key is read out or printed now: no other page has it.
      return {
        ...(await deskReceipt(context, id, { secret: sent!.key })),
        repeat: sentBefore(id),
        audit: {
          subject: `complaint:${id}`,
          detail: { unit: place.unit_id, channel: complaint.channel, key: 'shown' },
        },
      }
    },
  }),

  query({
    path: '/pengaduan/batas-waktu',
    access: 'complaint.rules',
    input: z.object({}),
    handle: (context) => rulesPage(context),
  }),

  command({
    path: '/pengaduan/batas-waktu',
    access: 'complaint.rules',
    audit: 'complaint.rule_set',
    input: RuleInput,
    invalid: (context, _raw, form) => rulesPage(context, form),
    async handle(context, input) {
      const { db, scope, now } = context
      const text = context.t(rulesMessages)
      const { rule, ...values } = input
      const today = localDate(now, context.institution.timeZone)
      // A clock that has started keeps the rule it started with: a rule of the past would make late reports timely.
      if (input.valid_from < today && (await anythingSince(db, scope, input.valid_from)))
        throw new Refusal(422, '', { valid_from: context.t(deskMessages).rulePast })
      const id = newId(now)
      await insertRule(db, scope, { ...values, key: rule.key, class: rule.class, id, created_at: now })
      forgetTiming(scope.institution)
      await context.enqueue(recomputeJob, {})
      return {
        redirect: '/pengaduan/batas-waktu',
        notice: text.ruleSaved,
        audit: {
          subject: `complaint-rule:${id}`,
          detail: { rule: rule.value, amount: input.amount, unit: input.unit, from: input.valid_from },
        },
      }
    },
  }),
]
