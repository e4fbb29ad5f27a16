import { z } from 'zod'
import { findFile, removeFile, sendFile, storeUpload, tooLarge } from '../../../platform/files.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { type FormState, idParam } from '../../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../../platform/http/route.ts'
import { findActivity, lockActivity } from '../queries.ts'
import { attachmentMessages } from './messages.ts'
import { AttachmentAddress, MAX_ATTACHMENT_BYTES, MOST_ATTACHMENTS, NewAttachment } from './model.ts'
import { deleteAttachment, insertAttachment, listAttachments } from './queries.ts'

type Manage = Context<'focus_group.manage'>
const SAMPLE = { id: 'select activity_id as id from focus_groups.attachment order by file_id limit 1' }
const SAMPLE_FILE = {
  ...SAMPLE,
  file: "select file_id as file from focus_groups.attachment where kind <> 'consent' order by file_id limit 1",
}

/** The activity's page shows the form again after a mistake. */
export function attachmentRoutes(again: (context: Manage, id: string, form: FormState) => Promise<Outcome>) {
  return [
    command({
      path: '/fgd/:id/lampiran',
      access: 'focus_group.manage',
      audit: 'focus_group.attached',
      input: NewAttachment,
      sample: SAMPLE,
      maxUploadBytes: MAX_ATTACHMENT_BYTES,
      invalid: (context, raw, form) => again(context, String(raw['id']), withSize(context, form)),
      async handle(context, { id, attachment, note, file }) {
        const { db, scope, now, t } = context
        const text = t(attachmentMessages)
        if (!(await lockActivity(db, scope, id))) throw new NotFound('activity')
        if (!file) throw new Refusal(422, '', { file: text.missing })
        if ((await listAttachments(db, scope, id)).length >= MOST_ATTACHMENTS) throw new Refusal(409, text.full)
        const stored = await storeUpload(context, 'file', file, {
          owner: `focus-groups:${id}`,
          kinds: ['image', 'document'],
          maxBytes: MAX_ATTACHMENT_BYTES,
        })
        await insertAttachment(db, scope, now, { activity: id, file: stored.id, kind: attachment, note: note ?? '' })
        return {
          redirect: `/fgd/${id}#lampiran`,
          notice: text.added,
          audit: { subject: `focus-group:${id}`, detail: { file: stored.id, kind: attachment } },
        }
      },
    }),

    query({
      path: '/fgd/:id/lampiran/:file',
      access: 'focus_group.read',
      input: AttachmentAddress,
      sample: SAMPLE_FILE,
      async handle({ db, scope, also }, { id, file: wanted }) {
        const activity = await findActivity(db, scope, id)
        if (!activity) throw new NotFound('activity')
        const row = (await listAttachments(db, scope, id)).find((one) => one.file_id === wanted)
        const manages = also('focus_group.manage')?.units.includes(activity.unit_id) ?? false
        const file = row && (manages || row.kind !== 'consent') ? await findFile(db, scope, wanted) : undefined
        if (!file) throw new NotFound('attachment')
        return sendFile(scope, file)
      },
    }),

    command({
      path: '/fgd/:id/lampiran/:file/hapus',
      access: 'focus_group.manage',
      audit: 'focus_group.attachment_removed',
      input: z.object({ id: idParam(), file: idParam() }),
      sample: SAMPLE_FILE,
      async handle({ db, scope, now, t }, { id, file }) {
        if (!(await lockActivity(db, scope, id))) throw new NotFound('activity')
        if (!(await deleteAttachment(db, scope, id, file))) throw new NotFound('attachment')
        await removeFile(db, scope, now, file)
        return {
          redirect: `/fgd/${id}#lampiran`,
          notice: t(attachmentMessages).removed,
          audit: { subject: `focus-group:${id}`, detail: { file } },
        }
      },
    }),
  ]
}

function withSize(context: Manage, form: FormState): FormState {
  if (form.errors['file'] !== '') return form
  return { ...form, errors: { ...form.errors, file: tooLarge(MAX_ATTACHMENT_BYTES, context.language) } }
}
