import { z } from 'zod'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import type { FormState } from '../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../platform/http/route.ts'
import { findPlace, type Place } from './about.ts'
import { trackingPath } from './code.ts'
import { type Draft, type DraftData, findDraft, lockDraft, setDraft } from './drafts.ts'
import { keyOf } from './key.ts'
import { messages } from './messages.ts'
import { DraftGonePage } from './wizard-check-views.tsx'

export type Public = Context<'public'>
export const Institution = z.object({ institution: z.string() })
export const Step = Institution.extend({ draft: z.string() })

export const institutionSample = 'select slug from organization.institution order by created_at limit 1'
/** A draft's address is known to nobody but its writer: the tests see the page that says so. */
export const sample = { institution: institutionSample, draft: "select 'AAAAAAAAAAAAAAAAAAAAAA'" }
/** Many people share one address behind a mobile network or an office. */
// A whole village may stand behind one address of its mobile network, so this only stops a flood.
export const limit = { points: 600, seconds: 600, by: 'ip' } as const

export function gone(): Outcome {
  return { page: <DraftGonePage />, status: 410 }
}

export function base(context: Public): string {
  return `/i/${context.institution.slug}/lapor`
}

export function receipt(context: Public, sent: { code: string; key: string }): string {
  return `${trackingPath(context.institution.slug, sent)}/tanda-terima`
}

/** Whoever has the draft's address wrote the report; a key that was replaced later is not told here. */
export function sentDraft({ institution }: Public, code: string, draft: Draft): { code: string; key: string } {
  return { code, key: keyOf(institution.id, { id: draft.complaint_id, key_no: 1 }) }
}

export async function requirePlace(context: Public, value: string): Promise<Place> {
  const place = await findPlace(context.db, context.scope, context.now, value)
  if (place) return place
  const text = context.t(messages).serviceGone
  throw new Refusal(422, text, { about: text })
}

type Show = (
  context: Public,
  token: string,
  draft: Draft,
  form: FormState | undefined,
  asked: Readonly<Record<string, unknown>>,
) => Promise<Outcome> | Outcome

/** A page of the wizard with the command that takes its answer: the two share path, draft and the way they are shown again. */
export function step<I extends z.ZodRawShape>(
  name: string,
  input: I,
  show: Show,
  take: (
    context: Public,
    draft: Draft,
    answer: z.output<z.ZodObject<I>>,
  ) => Promise<{ data: DraftData; next: string | ((data: DraftData) => string) }>,
  maxUploadBytes = 0,
) {
  const display = async (
    context: Public,
    token: string,
    form: FormState | undefined,
    asked: Readonly<Record<string, unknown>>,
  ): Promise<Outcome> => {
    const draft = await findDraft(context.db, context.scope, context.now, token)
    if (!draft) return gone()
    if (draft.code) return { redirect: receipt(context, sentDraft(context, draft.code, draft)) }
    return show(context, token, draft, form, asked)
  }
  return [
    query({
      path: `/i/:institution/lapor/:draft/${name}`,
      access: 'public',
      input: Step.loose(),
      sample,
      handle: (context, input) => display(context, input.draft, undefined, input),
    }),
    command({
      path: `/i/:institution/lapor/:draft/${name}`,
      access: 'public',
      audit: 'complaint.drafted',
      input: Step.and(z.object(input)),
      sample,
      limit,
      maxUploadBytes,
      invalid: (context, raw, form) => display(context, String(raw['draft']), form, raw),
      async handle(context, raw) {
        const { draft: token } = raw
        const draft = await lockDraft(context.db, context.scope, context.now, token)
        if (!draft || draft.code) throw new NotFound('draft')
        const { data, next } = await take(context, draft, raw)
        const all = { ...draft.data, ...data }
        await setDraft(context.db, context.scope, context.now, token, all)
        return {
          redirect: `${base(context)}/${token}/${typeof next === 'string' ? next : next(all)}`,
          audit: { subject: `complaint-draft:${draft.complaint_id}`, detail: { step: name } },
        }
      },
    }),
  ]
}
