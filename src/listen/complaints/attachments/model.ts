import { type Upload, uploaded } from '../../../platform/http/input.ts'

export const MAX_FILE_BYTES = 10_000_000
/** How many go along with one form, and how many a report takes before it is sent. */
export const FIELDS = ['photo', 'photo2', 'photo3'] as const
export const MAX_FILES = 6
export const MAX_FORM_BYTES = MAX_FILE_BYTES * FIELDS.length

/** The file fields of one form; each is sent in pieces of its own, so that a bad line loses one piece at most. */
export const FilesInput = { photo: uploaded().optional(), photo2: uploaded().optional(), photo3: uploaded().optional() }

export type FilesGiven = { [field in (typeof FIELDS)[number]]?: Upload | undefined }

export const TOO_MANY = {
  id: `Paling banyak ${MAX_FILES} berkas. Hapus salah satu bila ingin menggantinya.`,
  en: `At most ${MAX_FILES} files. Remove one to replace it.`,
}
