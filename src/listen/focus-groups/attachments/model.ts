import { z } from 'zod'
import { idParam, optionalText, uploaded } from '../../../platform/http/input.ts'

export const ATTACHMENT_KINDS = ['consent', 'board', 'other'] as const
export type AttachmentKind = (typeof ATTACHMENT_KINDS)[number]
export const MAX_ATTACHMENT_BYTES = 10_000_000
export const MOST_ATTACHMENTS = 30

export const NewAttachment = z.object({
  id: idParam(),
  attachment: z.enum(ATTACHMENT_KINDS),
  note: optionalText(200),
  file: uploaded().optional(),
})

export const AttachmentAddress = z.object({ id: idParam(), file: idParam() })
