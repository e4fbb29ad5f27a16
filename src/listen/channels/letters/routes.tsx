import { z } from 'zod'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import { findFile, guardFiles, storeUpload } from '../../../platform/files.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import {
  dateInput,
  type FormState,
  idParam,
  isReceived,
  optionalText,
  requiredText,
  type Upload,
} from '../../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../../platform/http/route.ts'
import { newId } from '../../../platform/id.ts'
import { attachFiles, findComplaint, formatCode, PRIVACIES, submitOnce, trackingPath } from '../../complaints/index.ts'
import { MOST_BYTES } from '../files.ts'
import { intakeMessages } from '../intake-messages.ts'
import { privacyOptions, unitOptions } from '../options.ts'
import { intakeScope } from '../scopes.ts'
import {
  discardLetter,
  findLetter,
  insertLetter,
  type LetterRow,
  listLetters,
  lockLetter,
  setLetterCase,
} from './queries.ts'
import { LetterPage, LettersPage } from './views.tsx'

const sample = { id: 'select id from channels.letter order by complaint_id is not null, id limit 1' }

// A scan is for whoever works on letters, and for whoever may read the case it became.
guardFiles('channels', async ({ db, scope, also }, id) => {
  const letter = await findLetter(db, scope, id)
  if (!letter || also('channel.work')) return letter !== undefined
  const read = also('complaint.read')
  return (
    read !== undefined &&
    letter.complaint_id !== null &&
    (await findComplaint(db, read, letter.complaint_id)) !== undefined
  )
})

const Scans = z.preprocess(
  (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
  z.array(z.custom<Upload>((value) => isReceived(value))).max(10),
)

async function lettersPage({ db, scope }: Context<'channel.work'>, form?: FormState): Promise<Outcome> {
  return { page: <LettersPage letters={await listLetters(db, scope, MOST_LISTED)} form={form} /> }
}

async function letterPage(
  context: Context<'channel.work'>,
  id: string,
  { form, secret, repeated }: { form?: FormState; secret?: string; repeated?: boolean } = {},
): Promise<Outcome> {
  const { db, scope } = context
  const letter = await findLetter(db, scope, id)
  if (!letter || letter.discarded_at) throw new NotFound('letter')
  const units = unitOptions(context.tree.named)
  const receipt = await receiptOf(context, letter, secret)
  const privacies = privacyOptions(context.language)
  return { page: <LetterPage {...{ letter, units, privacies, receipt, repeated, form }} /> }
}

/** `secret` is the reporter's key, right after the letter was recorded: it is printed then or not at all. */
async function receiptOf(context: Context<'channel.work'>, letter: LetterRow, secret: string | undefined) {
  // Whoever recorded the letter hands out its code, wherever the case lies now.
  const scope = await intakeScope(context.db, context.institution.id)
  const complaint = letter.complaint_id && (await findComplaint(context.db, scope, letter.complaint_id))
  return complaint
    ? {
        code: formatCode(complaint.code, secret),
        once: secret !== undefined,
        link: context.url(trackingPath(context.institution.slug, { code: complaint.code, key: secret })),
        institution: context.institution.name,
      }
    : undefined
}

export const letterRoutes = [
  query({
    path: '/kanal/surat',
    access: 'channel.work',
    input: z.object({}),
    handle: (context) => lettersPage(context),
  }),

  command({
    path: '/kanal/surat',
    access: 'channel.work',
    audit: 'channel.letters_scanned',
    maxUploadBytes: MOST_BYTES * 5,
    input: z.object({ scans: Scans }),
    invalid: (context, _raw, form) => lettersPage(context, form),
    async handle(context, { scans }) {
      const { db, scope, now } = context
      const text = context.t(intakeMessages).letters
      if (scans.length === 0) throw new Refusal(422, text.missing, { scans: text.missing })
      for (const scan of scans) {
        const id = newId(now)
        const owner = `channels:${id}`
        const file = await storeUpload(context, 'scans', scan, {
          owner,
          kinds: ['image', 'document'],
          maxBytes: MOST_BYTES,
        })
        const kept = await findFile(db, scope, file.id)
        await insertLetter(db, scope, now, { id, fileId: file.id, fileName: kept!.name })
      }
      return {
        redirect: '/kanal/surat',
        notice: text.kept(scans.length),
        audit: { subject: 'channel:letter', detail: { scans: scans.length } },
      }
    },
  }),

  query({
    path: '/kanal/surat/:id',
    access: 'channel.work',
    input: z.object({ id: idParam(), ulang: z.literal('ya').optional().catch(undefined) }),
    sample,
    handle: (context, { id, ulang }) => letterPage(context, id, { repeated: ulang === 'ya' }),
  }),

  command({
    path: '/kanal/surat/:id',
    access: 'channel.work',
    audit: 'complaint.received',
    input: z.object({
      id: idParam(),
      sender: requiredText(150),
      number: optionalText(100),
      dated: z.preprocess((value) => (value === '' ? undefined : value), dateInput().optional()),
      subject: requiredText(150),
      body: requiredText(5000),
      unit: z.uuid(),
      privacy: z.enum(PRIVACIES),
    }),
    sample,
    invalid: (context, raw, form) => letterPage(context, String(raw['id']), { form }),
    async handle(context, input) {
      const { db, scope, now } = context
      const text = context.t(intakeMessages)
      const letter = await lockLetter(db, scope, input.id)
      if (!letter || letter.discarded_at) throw new NotFound('letter')
      if (letter.complaint_id) throw new Refusal(409, text.letters.done, { _form: text.letters.done })
      if (!context.tree.named.some((unit) => unit.id === input.unit))
        throw new Refusal(422, text.unknownUnit, { unit: text.unknownUnit })
      const made = await submitOnce(
        db,
        scope,
        now,
        { source: 'letter', key: letter.id },
        {
          kind: 'complaint',
          subject: input.subject,
          body: input.body,
          privacy: input.privacy,
          reporter_name: input.sender,
          unit_id: input.unit,
          channel: 'letter',
          actor: 'officer',
        },
      )
      await attachFiles(db, scope, { complaintId: made.id, fileIds: [letter.file_id] })
      await setLetterCase(db, scope, letter.id, {
        number: input.number ?? null,
        dated: input.dated ?? null,
        sender: input.sender,
        complaintId: made.id,
      })
      return {
        ...(await letterPage(context, letter.id, { secret: made.key })),
        repeat: `/kanal/surat/${letter.id}?ulang=ya`,
        audit: { subject: `complaint:${made.id}`, detail: { unit: input.unit, channel: 'letter', key: 'shown' } },
      }
    },
  }),

  command({
    path: '/kanal/surat/:id/buang',
    access: 'channel.work',
    audit: 'channel.letter_discarded',
    input: z.object({ id: idParam() }),
    sample,
    invalid: (context, raw, form) => letterPage(context, String(raw['id']), { form }),
    async handle(context, { id }) {
      const { db, scope, now } = context
      const text = context.t(intakeMessages).letters
      const letter = await lockLetter(db, scope, id)
      if (!letter || letter.discarded_at) throw new NotFound('letter')
      if (letter.complaint_id) throw new Refusal(409, text.done, { _form: text.done })
      await discardLetter(db, scope, now, id)
      return { redirect: '/kanal/surat', notice: text.discarded, audit: { subject: `letter:${id}` } }
    },
  }),
]
