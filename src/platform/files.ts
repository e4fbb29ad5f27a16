import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { sql } from 'kysely'
import type { Scope } from './access.ts'
import type { Config } from './config.ts'
import type { Db } from './database/db.ts'
import { cleanJob, deletesBytes, keepsBytes } from './files/clean.ts'
import { type FileKind, InspectError, type InspectProblem, inspectFile } from './files/inspect.ts'
import { s3Store } from './files/s3.ts'
import { openFile, sealFile } from './files/sealed.ts'
import { diskStore, type FileStore, fileStore, storageKey } from './files/store.ts'
import { NotFound, NotYet, Refusal } from './http/errors.ts'
import type { Language, Upload } from './http/input.ts'
import type { Context, Outcome } from './http/route.ts'
import { discard } from './http/to-disk.ts'
import { newId } from './id.ts'
import { enqueue } from './jobs.ts'

export { type FileKind, waitForPictures } from './files/inspect.ts'
export { useFileStore } from './files/store.ts'

/** Where this installation keeps files: S3 when it is configured, otherwise a folder beside the database. */
export function createFileStore(config: Pick<Config, 's3' | 'dataDir'>): FileStore {
  return config.s3 ? s3Store(config.s3) : diskStore(join(config.dataDir, 'files'))
}

export type StoredFile = { id: string; type: string; bytes: number; width: number | null; height: number | null }

/**
 * Keeps an uploaded file: sniffed against the allow-list, images written anew without EXIF, bytes durable in the store
 * before the row is inserted; encrypted where `sealed` asks for it. While other images are being written anew, or when it takes long, an image is kept as it
 * came and nobody may read it until a job has cleaned it. `owner` is `slice:id`; that slice decides who may read it.
 * @throws Refusal 422 with the message at `field`.
 */
export async function storeUpload(
  context: { db: Db; scope: Scope; now: Date; language: Language },
  field: string,
  upload: Upload,
  options: { owner: string; kinds: readonly FileKind[]; maxBytes: number; sealed?: boolean | undefined },
): Promise<StoredFile> {
  const { language } = context
  if (upload.bytes > options.maxBytes) throw refuse(field, tooLarge(options.maxBytes, language))
  const inspected = await inspectFile(upload, options.kinds).catch((error: unknown) => {
    if (error instanceof InspectError) throw refuse(field, problemText(error.problem, options.kinds)[language])
    throw error
  })
  let sealed: Awaited<ReturnType<typeof sealFile>> | undefined
  try {
    if (options.sealed) sealed = await sealFile(inspected.path)
    const { sha256, path } = sealed ?? inspected
    await keepsBytes(context.db, context.scope.institution, sha256)
    await fileStore().put(storageKey(context.scope.institution, sha256), path)
  } finally {
    if (inspected.path !== upload.path) await discard(inspected.path)
    if (options.sealed) await discard(`${inspected.path}.sealed`)
  }
  const { type, bytes, width, height, clean } = inspected
  const id = newId(context.now)
  await context.db
    .insertInto('platform.file')
    .values({
      institution_id: context.scope.institution,
      id,
      name: sealed ? `berkas${extname(safeName(upload.name)).toLowerCase()}` : safeName(upload.name),
      type,
      bytes,
      sha256: (sealed ?? inspected).sha256,
      sealed_key: sealed?.key ?? null,
      width,
      height,
      safe_inline: width !== null && clean,
      clean,
      owner: options.owner,
      created_at: context.now,
    })
    .execute()
  if (!clean) await enqueue(context.db, context.scope.institution, cleanJob, { file: id })
  return { id, type, bytes, width, height }
}

/** Keeps bytes this program made itself, such as a certificate or a demonstration photo. */
export async function storeBytes(
  db: Db,
  scope: Scope,
  now: Date,
  file: { name: string; type: string; bytes: Uint8Array; owner: string; inline: boolean },
): Promise<string> {
  const sha256 = createHash('sha256').update(file.bytes).digest()
  const id = newId(now)
  // Not named by the id: two that load the demonstration at the same time draw the same ids.
  const folder = await mkdtemp(join(tmpdir(), 'sigap-bytes-'))
  const path = join(folder, 'bytes')
  try {
    await writeFile(path, file.bytes, { mode: 0o600 })
    await keepsBytes(db, scope.institution, sha256)
    await fileStore().put(storageKey(scope.institution, sha256), path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  await db
    .insertInto('platform.file')
    .values({
      institution_id: scope.institution,
      id,
      name: safeName(file.name),
      type: file.type,
      bytes: file.bytes.length,
      sha256,
      safe_inline: file.inline,
      owner: file.owner,
      created_at: now,
    })
    .execute()
  return id
}

/** Whether a stored picture may be shown: cleaned, still waiting for it, or one that cannot be opened. Papers are ready. */
export type PictureState = 'ready' | 'waiting' | 'broken'

export function pictureState({ clean, width }: { clean: boolean; width: number | null }): PictureState {
  return clean ? 'ready' : width === null ? 'broken' : 'waiting'
}

/** The same in SQL, of `platform.file` under this alias. */
export function pictureStateOf(alias: string) {
  const [clean, width] = [sql.ref(`${alias}.clean`), sql.ref(`${alias}.width`)]
  return sql<PictureState>`case when ${clean} then 'ready' when ${width} is null then 'broken' else 'waiting' end`
}

export type FileRow = NonNullable<Awaited<ReturnType<typeof findFile>>>

export async function findFile(db: Db, scope: Scope, id: string) {
  return db
    .selectFrom('platform.file')
    .select(['id', 'name', 'type', 'bytes', 'sha256', 'width', 'height', 'safe_inline', 'clean', 'owner', 'sealed_key'])
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .executeTakeFirst()
}

/**
 * Takes a file away: nobody can read it from now on. Its bytes are deleted by a job some days later, so that a backup
 * and a mistake can still be put together. What refers to the file has to be gone or changed before.
 */
export async function removeFile(db: Db, scope: Scope, now: Date, id: string): Promise<void> {
  const gone = await db
    .deleteFrom('platform.file')
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .returning('sha256')
    .executeTakeFirst()
  if (!gone) return
  await db
    .insertInto('platform.removed_file')
    .values({ institution_id: scope.institution, id, sha256: gone.sha256, removed_at: now })
    .execute()
}

/** Deletes the bytes of files removed before `before`, where no other file has the same. Returns how many went. */
export async function deleteRemoved(db: Db, scope: Scope, before: Date): Promise<number> {
  const rows = await db
    .selectFrom('platform.removed_file')
    .select(['id', 'sha256'])
    .where('institution_id', '=', scope.institution)
    .where('removed_at', '<', before)
    .limit(1000)
    .execute()
  let deleted = 0
  for (const { id, sha256 } of rows) {
    await deletesBytes(db, scope.institution, sha256)
    const other = await db
      .selectFrom('platform.file')
      .select('id')
      .where('institution_id', '=', scope.institution)
      .where('sha256', '=', sha256)
      .executeTakeFirst()
    if (!other) {
      await fileStore().remove(storageKey(scope.institution, sha256))
      deleted++
    }
    await db
      .deleteFrom('platform.removed_file')
      .where('institution_id', '=', scope.institution)
      .where('id', '=', id)
      .execute()
  }
  return deleted
}

/** The answer that sends a file. The caller has checked that this person may read it. */
export async function sendFile(scope: Scope, file: FileRow): Promise<Outcome> {
  // What its sender's camera hid in it is nobody's to read.
  if (!file.clean) throw new NotYet(file.width === null)
  const body = await fileStore().get(storageKey(scope.institution, file.sha256))
  if (!body) throw new NotFound(`bytes of file ${file.id}`)
  const content = file.sealed_key ? await openFile(body, file.sealed_key) : body
  return { file: { name: file.name, type: file.type, body: content, inline: file.safe_inline, bytes: file.bytes } }
}

export type FileGuard = (context: Context<'self'>, ownerId: string, fileId: string) => Promise<boolean>
const guards = new Map<string, FileGuard>()

/** A slice says who may read the files it owns at /berkas/:id; a file without a guard is nobody's. */
export function guardFiles(slice: string, guard: FileGuard): void {
  guards.set(slice, guard)
}

export async function mayRead(context: Context<'self'>, file: FileRow): Promise<boolean> {
  const [slice = '', ownerId = ''] = file.owner.split(':')
  return (await guards.get(slice)?.(context, ownerId, file.id)) ?? false
}

/** A name that is safe on every system and in a header: no path, no control characters, not empty. */
export function safeName(name: string): string {
  const clean = name
    .normalize('NFC')
    .replace(/[\p{C}/\\:*?"<>|]/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  return [...clean].slice(-120).join('') || 'berkas'
}

function refuse(field: string, message: string): Refusal {
  return new Refusal(422, message, { [field]: message })
}

export function tooLarge(maxBytes: number, language: Language): string {
  const size = `${Math.floor(maxBytes / 1_000_000)} MB`
  return language === 'id'
    ? `Berkas ini terlalu besar. Paling besar ${size}. Kirim berkas yang lebih kecil, atau lanjutkan tanpa berkas ini.`
    : `This file is too large. At most ${size}. Send a smaller one, or go on without it.`
}

/** Where documents are taken as well, the advice names them. */
function problemText(problem: InspectProblem, kinds: readonly FileKind[]): Record<Language, string> {
  return kinds.includes('document')
    ? { ...PROBLEMS, ...OF_DOCUMENTS }[problem]
    : { ...OF_DOCUMENTS, ...PROBLEMS }[problem]
}

type OfDocuments = 'macro' | 'linked' | 'embedded' | 'locked' | 'script' | 'old'

const OF_DOCUMENTS: Record<OfDocuments | 'type' | 'extension' | 'broken', Record<Language, string>> = {
  type: {
    id: 'Jenis berkas ini tidak dapat diterima. Kirim foto JPG, PNG, atau WebP, atau dokumen PDF, DOCX, XLSX, atau ODT.',
    en: 'This kind of file cannot be accepted. Send a JPG, PNG or WebP photo, or a PDF, DOCX, XLSX or ODT document.',
  },
  extension: {
    id: 'Isi berkas ini tidak cocok dengan namanya. Simpan ulang dari program asalnya, lalu kirim lagi.',
    en: 'The content of this file does not match its name. Save it again in the program it comes from, then send it.',
  },
  broken: {
    id: 'Berkas ini rusak atau tidak lengkap. Buka di perangkat Anda, simpan ulang, lalu kirim lagi.',
    en: 'This file is damaged or incomplete. Open it on your device, save it again, then send it.',
  },
  macro: {
    id: 'Dokumen ini berisi makro, yaitu program yang dapat berjalan saat dibuka. Simpan sebagai PDF biasa, lalu kirim PDF itu.',
    en: 'This document holds macros, programs that can run when it is opened. Save it as a plain PDF, then send that.',
  },
  linked: {
    id: 'Dokumen ini mengambil isi dari tempat lain saat dibuka. Simpan sebagai PDF biasa, lalu kirim PDF itu.',
    en: 'This document fetches content from elsewhere when it is opened. Save it as a plain PDF, then send that.',
  },
  embedded: {
    id: 'Di dalam dokumen ini ada berkas dari program lain. Simpan sebagai PDF biasa, lalu kirim PDF itu.',
    en: 'This document holds a file of another program. Save it as a plain PDF, then send that.',
  },
  script: {
    id: 'PDF ini berisi program atau berkas lain di dalamnya. Buka, pilih Cetak → Simpan sebagai PDF, lalu kirim hasilnya.',
    en: 'This PDF holds a script or another file. Open it, choose Print → Save as PDF, then send the result.',
  },
  locked: {
    id: 'Dokumen ini terkunci, sehingga isinya tidak dapat diperiksa. Simpan tanpa kata sandi, atau kirim foto halamannya.',
    en: 'This document is locked, so that it cannot be checked. Save it without a password, or send photos of its pages.',
  },
  old: {
    id: 'Dokumen Office lama (seperti .doc dan .xls) atau yang memakai kata sandi tidak dapat diperiksa. Simpan sebagai PDF biasa, lalu kirim PDF itu.',
    en: 'Documents of an old Office (such as .doc and .xls) or with a password cannot be checked. Save it as a plain PDF, then send that.',
  },
}

const PROBLEMS: Record<Exclude<InspectProblem, OfDocuments>, Record<Language, string>> = {
  empty: { id: 'Berkas ini kosong. Pilih berkas lain.', en: 'This file is empty. Choose another one.' },
  type: {
    id: 'Jenis berkas ini tidak dapat diterima. Kirim foto JPG, PNG, atau WebP.',
    en: 'This kind of file cannot be accepted. Send a JPG, PNG or WebP photo.',
  },
  heic: {
    id: 'Foto HEIC belum dapat dibaca di sini. Di iPhone pilih Pengaturan → Kamera → Format → Paling Kompatibel, atau kirim tangkapan layarnya.',
    en: 'HEIC photos cannot be read here yet. On an iPhone choose Settings → Camera → Formats → Most Compatible, or send a screenshot.',
  },
  extension: {
    id: 'Isi berkas ini tidak cocok dengan namanya. Simpan ulang sebagai JPG atau PNG, lalu kirim lagi.',
    en: 'The content of this file does not match its name. Save it again as JPG or PNG, then send it.',
  },
  broken: {
    id: 'Foto ini rusak atau tidak lengkap. Coba ambil atau kirim ulang.',
    en: 'This photo is damaged or incomplete. Take or send it again.',
  },
  pixels: {
    id: 'Ukuran gambar ini terlalu besar untuk dibuka. Paling besar 60 juta titik (misalnya 10.000 × 6.000).',
    en: 'This picture has too many pixels to open. At most 60 million (10,000 × 6,000).',
  },
}
