import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { safeName, storeUpload } from '../../platform/files.ts'
import { Refusal } from '../../platform/http/errors.ts'
import { attachFiles } from '../complaints/index.ts'

/** Of one file that comes in by whatever channel. */
export const MOST_BYTES = 10_000_000
/** First bytes of TNEF ("winmail.dat"): its sender attached something else and knows no file of that name. */
const OUTLOOK_WRAPPING = Buffer.from([0x78, 0x9f, 0x3e, 0x22])
const WRAPPED =
  'Program Outlook membungkus lampiran Anda dalam berkas ini, dan kami tidak dapat membukanya. Kirim lagi lampirannya dari surel berformat HTML atau teks biasa, atau unggah di halaman laporan Anda.'

export type KeptFiles = { kept: number; remarks: string[] }

/**
 * Ties what came with a message to its case, through the same checks as an upload: type by content, size, pixels.
 * What is refused is told in one sentence each; the message itself stays.
 */
export async function keepEnclosures(
  db: Db,
  scope: Scope,
  now: Date,
  to: { complaintId: string; eventSeq?: number | undefined },
  files: readonly { name: string; bytes: Buffer }[],
): Promise<KeptFiles> {
  const { ids, remarks } = await storeEnclosures(db, scope, now, `complaints:${to.complaintId}`, files)
  await attachFiles(db, scope, { ...to, fileIds: ids })
  return { kept: ids.length, remarks }
}

/** The same without tying them to a case. */
export async function storeEnclosures(
  db: Db,
  scope: Scope,
  now: Date,
  owner: string,
  files: readonly { name: string; bytes: Buffer }[],
): Promise<{ ids: string[]; remarks: string[] }> {
  const ids: string[] = []
  const remarks: string[] = []
  for (const file of files) {
    // What a stranger calls it is told as it would be kept: a zero character, for one, fits in no column.
    const name = safeName(file.name)
    if (file.bytes.subarray(0, 4).equals(OUTLOOK_WRAPPING)) {
      remarks.push(`“${name}”: ${WRAPPED}`)
      continue
    }
    const folder = await mkdtemp(join(tmpdir(), 'sigap-enclosure-'))
    const path = join(folder, 'bytes')
    try {
      await writeFile(path, file.bytes, { mode: 0o600 })
      const upload = { path, name, type: '', bytes: file.bytes.length }
      const stored = await storeUpload({ db, scope, now, language: 'id' }, 'file', upload, {
        owner,
        kinds: ['image', 'document'],
        maxBytes: MOST_BYTES,
      })
      ids.push(stored.id)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      remarks.push(`“${name}”: ${error.message}`)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  return { ids, remarks }
}
