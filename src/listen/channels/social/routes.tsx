import { z } from 'zod'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import { storeUpload } from '../../../platform/files.ts'
import { Refusal } from '../../../platform/http/errors.ts'
import {
  bilingual,
  dateInput,
  type FormState,
  optionalText,
  requiredText,
  uploaded,
} from '../../../platform/http/input.ts'
import { api, type Context, command, type Outcome, query } from '../../../platform/http/route.ts'
import { attachFiles, findByReference, findComplaint, formatCode, readPost } from '../../complaints/index.ts'
import { findServiceBySlug } from '../../services/index.ts'
import { MOST_BYTES } from '../files.ts'
import { intakeMessages } from '../intake-messages.ts'
import { unitOptions } from '../options.ts'
import { getRoot } from '../queries.ts'
import { nameOf, recordPost } from './acts.ts'
import { listPosts } from './queries.ts'
import { SocialPage } from './views.tsx'

const WRONG = bilingual(intakeMessages.id.social.urlWrong, intakeMessages.en.social.urlWrong)
const said = (key: 'urlMissing' | 'subjectMissing' | 'bodyMissing') =>
  bilingual(intakeMessages.id.social[key], intakeMessages.en.social[key])
const PostUrl = requiredText(1500, said('urlMissing')).pipe(
  z.string().transform((text, context) => {
    const post = readPost(text)
    if (post) return post
    context.addIssue({ code: 'custom', message: WRONG })
    return z.NEVER
  }),
)
const PostInput = z.object({
  url: PostUrl,
  author: optionalText(150),
  posted_on: z.preprocess((value) => (value === '' ? undefined : value), dateInput().optional()),
  subject: requiredText(150, said('subjectMissing')),
  body: requiredText(5000, said('bodyMissing')),
})

async function socialPage(context: Context<'channel.work'>, form?: FormState): Promise<Outcome> {
  const { db, scope } = context
  const units = unitOptions(context.tree.named)
  const known = form && (await knownCase(context, String(form.values['url'] ?? '')))
  return {
    page: <SocialPage posts={await listPosts(db, scope, MOST_LISTED)} units={units} known={known} form={form} />,
  }
}

/** The case this post already has, for those who may read it. */
async function knownCase({ db, scope, also }: Context<'channel.work'>, typed: string) {
  const post = readPost(typed)
  const reach = also('complaint.read')
  const reference = post && (await findByReference(db, scope, 'social', nameOf(post.url)))
  const found = reference && reach ? await findComplaint(db, reach, reference.complaint_id) : undefined
  return found && { id: found.id, code: formatCode(found.code), subject: found.subject }
}

export const socialRoutes = [
  query({
    path: '/kanal/medsos',
    access: 'channel.work',
    input: z.object({}),
    handle: (context) => socialPage(context),
  }),

  command({
    path: '/kanal/medsos',
    access: 'channel.work',
    audit: 'complaint.received',
    maxUploadBytes: MOST_BYTES,
    input: PostInput.extend({ unit: z.uuid(), shot: uploaded().optional() }),
    invalid: (context, _raw, form) => socialPage(context, form),
    async handle(context, { url, unit, shot, ...post }) {
      const { db, scope, now } = context
      const all = context.t(intakeMessages)
      if (!context.tree.named.some((one) => one.id === unit))
        throw new Refusal(422, all.unknownUnit, { unit: all.unknownUnit })
      const made = await recordPost(db, scope, now, { ...post, ...url, unit_id: unit, actor: 'officer' })
      if (made.repeated) throw new Refusal(409, all.social.known, { url: all.social.known })
      if (shot) {
        const options = { owner: `complaints:${made.id}`, kinds: ['image'], maxBytes: MOST_BYTES } as const
        const file = await storeUpload(context, 'shot', shot, options)
        await attachFiles(db, scope, { complaintId: made.id, fileIds: [file.id] })
      }
      return {
        redirect: '/kanal/medsos',
        notice: all.social.saved(formatCode(made.code)),
        audit: { subject: `complaint:${made.id}`, detail: { unit, channel: 'social', url: url.url } },
      }
    },
  }),

  api({
    method: 'POST',
    path: '/api/v1/social-posts',
    makes: true,
    access: 'complaint.create',
    audit: 'complaint.received',
    summary: {
      id: 'Catat kiriman publik sebagai laporan. Kiriman yang sama dijawab dengan laporan yang sudah ada.',
      en: 'Record a public post as a report. The same post again answers with the report that is there.',
    },
    input: PostInput.extend({ service: optionalText(100).describe('Slug of the service, when it is known') }),
    output: z.object({ code: z.string(), repeated: z.boolean() }),
    async handle({ db, scope, now, t }, { url, service: slug, ...post }) {
      const service = slug ? await findServiceBySlug(db, scope, slug) : undefined
      const unknown = t(intakeMessages).unknownUnit
      if (slug && !service?.active) throw new Refusal(422, unknown, { service: unknown })
      const unit_id = service?.unit_id ?? (await getRoot(db, scope)).id
      const made = await recordPost(db, scope, now, { ...post, ...url, unit_id, actor: 'client' })
      return {
        status: made.repeated ? 200 : 201,
        json: { code: formatCode(made.code), repeated: made.repeated },
        audit: { subject: `complaint:${made.id}`, detail: { channel: 'social', url: url.url } },
      }
    },
  }),
]
