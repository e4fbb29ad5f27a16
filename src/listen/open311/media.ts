import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { storeUpload } from '../../platform/files.ts'
import { Refusal } from '../../platform/http/errors.ts'
import { EMPTY_UPLOAD, FAR_TOO_LARGE, isReceived, TOO_LARGE, type Upload } from '../../platform/http/input.ts'
import { attachFiles } from '../complaints/index.ts'
import { type Arguments, Refused } from './model.ts'

/** Of one file; together they may be three times that. */
export const MAX_PHOTO_BYTES = 10_000_000
export const MAX_MEDIA_BYTES = 3 * MAX_PHOTO_BYTES
const MOST_PHOTOS = 5

export type Photo = { field: string; upload: Upload }

/** Photos that came as bytes of a multipart body, whatever their sender calls the field: media, photo1, media_url. */
export function sentPhotos(args: Arguments): { photos: Photo[]; faults: string[] } {
  const faults: string[] = []
  const photos = Object.entries(args).flatMap(([field, value]) =>
    [value].flat().flatMap((one: unknown) => {
      if (one === TOO_LARGE || one === FAR_TOO_LARGE)
        faults.push(`${field} is too large: a photo may have 10 MB, all photos of a request 30 MB together.`)
      if (one === EMPTY_UPLOAD) faults.push(`${field} is an empty file.`)
      return isReceived(one) ? [{ field, upload: one as Upload }] : []
    }),
  )
  if (photos.length > MOST_PHOTOS) faults.push(`A request takes at most ${MOST_PHOTOS} photos.`)
  return { photos, faults }
}

/** As any photo of a report: told by its bytes, written anew without place and device, read by its officers alone. */
export async function keepPhotos(
  call: { db: Db; scope: Scope; now: Date },
  to: { complaintId: string; eventSeq?: number | undefined },
  photos: readonly Photo[],
): Promise<void> {
  const fileIds: string[] = []
  for (const { field, upload } of photos) {
    const options = { owner: `complaints:${to.complaintId}`, kinds: ['image'], maxBytes: MAX_PHOTO_BYTES } as const
    const stored = await storeUpload({ ...call, language: 'en' }, field, upload, options).catch((error: unknown) => {
      if (error instanceof Refusal) throw new Refused(400, `${field} was refused: ${error.message}`)
      throw error
    })
    fileIds.push(stored.id)
  }
  await attachFiles(call.db, call.scope, { ...to, fileIds })
}
