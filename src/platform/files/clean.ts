import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../database/db.ts'
import { discard } from '../http/to-disk.ts'
import { newId } from '../id.ts'
import { job } from '../jobs.ts'
import { InspectError, inspectFile } from './inspect.ts'
import { openFile, sealFile } from './sealed.ts'
import { fileStore, storageKey } from './store.ts'

/**
 * Until the transaction ends: whoever keeps bytes anew and who deletes the same ones wait for each other. Many may keep
 * the same ones at once, as when everybody forwards one photo.
 */
export async function keepsBytes(db: Db, institution: string, sha256: Uint8Array): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(${storageKey(institution, sha256)}, 0))`.execute(db)
}

export async function deletesBytes(db: Db, institution: string, sha256: Uint8Array): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${storageKey(institution, sha256)}, 0))`.execute(db)
}

/**
 * Writes an image anew that was kept as it came, and lets go of what came. One that cannot be opened stays unreadable
 * and its bytes go.
 */
export const cleanJob = job({
  name: 'platform.clean_file',
  payload: z.object({ file: z.uuid() }),
  last: true,
  async handle({ db, institution, now, log }, { file: id }) {
    const file = await db
      .selectFrom('platform.file')
      .select(['sha256', 'name', 'sealed_key'])
      .where('institution_id', '=', institution)
      .where('id', '=', id)
      .where('clean', '=', false)
      .executeTakeFirst()
    if (!file) return
    const key = storageKey(institution, file.sha256)
    const path = join(tmpdir(), `sigap-clean-${newId()}`)
    try {
      if (!(await bytesOf(key, file.sealed_key, path))) return
      const image = await inspectFile({ path, name: file.name }, ['image'], true)
      const sealed = file.sealed_key ? await sealFile(image.path) : undefined
      const { sha256 } = sealed ?? image
      await keepsBytes(db, institution, sha256)
      await fileStore().put(storageKey(institution, sha256), (sealed ?? image).path)
      const { type, bytes, width, height } = image
      await db
        .updateTable('platform.file')
        .set({ type, bytes, sha256, sealed_key: sealed?.key ?? null, width, height, safe_inline: true, clean: true })
        .where('institution_id', '=', institution)
        .where('id', '=', id)
        .execute()
    } catch (error) {
      if (!(error instanceof InspectError)) throw error
      log.warn({ file: id, problem: error.problem }, 'an uploaded image cannot be opened')
      // Its readers are told so instead of waiting for it.
      await db
        .updateTable('platform.file')
        .set({ width: null, height: null })
        .where('institution_id', '=', institution)
        .where('id', '=', id)
        .execute()
    } finally {
      await discard(path)
      await discard(`${path}.clean`)
      if (file.sealed_key) await discard(`${path}.clean.sealed`)
    }
    await db
      .insertInto('platform.removed_file')
      .values({ institution_id: institution, id: newId(now), sha256: file.sha256, removed_at: now })
      .execute()
  },
})

/** The stored bytes as a file, opened where they are sealed; false when they are not there. */
async function bytesOf(key: string, sealedKey: Buffer | null, path: string): Promise<boolean> {
  if (!sealedKey) return fileStore().copyTo(key, path)
  const body = await fileStore().get(key)
  if (!body) return false
  await writeFile(path, await openFile(body, sealedKey), { mode: 0o600 })
  return true
}
