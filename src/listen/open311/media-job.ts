import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { Scope } from '../../platform/access.ts'
import type { Database, Db } from '../../platform/database/db.ts'
import { storeUpload } from '../../platform/files.ts'
import { Refusal } from '../../platform/http/errors.ts'
import { enqueue, type Job } from '../../platform/jobs.ts'
import { askOutside, OutsideUnreachable } from '../../platform/outbound.ts'
import { applyEvents, attachFiles, survivorOf, takeIntakeKey } from '../complaints/index.ts'
import { Envelope, scopeOf } from './forwarding.ts'
import { MAX_PHOTO_BYTES } from './media.ts'
import { findUnitOf } from './queries.ts'

const Payload = z.object({
  complaint: z.uuid(),
  /** The line of the story it came with; empty for the report itself. */
  seq: z.number().nullable(),
  url: z.string(),
  tries: z.number(),
})
type Wanted = z.output<typeof Payload>

/** Minutes until it is tried again; after the last the officer is told. */
const WAITS = [1, 5, 30] as const
/** A worker has few hands: so many servers may be slow at the same time, the photos of others wait a little. */
const MOST_AT_ONCE = 2
let fetching = 0

export type Sent = Pick<Wanted, 'complaint' | 'seq'>

export async function fetchPhotosLater(db: Db, institution: string, to: Sent, media: readonly string[]): Promise<void> {
  for (const url of media) await enqueue(db, institution, mediaJob, { ...to, url, tries: 0 })
}

/**
 * Fetches the photo a `media_url` names and keeps it with the case, as if it had been sent along. The link stays in the
 * words; where nothing can be fetched, a note says why. No transaction is open while the other server thinks.
 */
export const mediaJob: Job<Wanted> = {
  name: 'open311.media',
  payload: Payload,
  schedule: undefined,
  attempts: 3,
  async run(database, envelope, now, log) {
    const { institution, payload } = Envelope.parse(envelope)
    const wanted = Payload.parse(payload)
    if (fetching >= MOST_AT_ONCE) return again(database, institution, wanted, new Date(now.getTime() + 30_000))
    fetching++
    const got = await fetchPhoto(wanted.url).finally(() => fetching--)
    const wait = 'again' in got && got.again ? WAITS[wanted.tries] : undefined
    if (wait !== undefined) {
      const at = new Date(now.getTime() + wait * 60_000)
      return again(database, institution, { ...wanted, tries: wanted.tries + 1 }, at)
    }
    await settle(database, institution, wanted, got, now)
    log.info({ complaint: wanted.complaint, kept: 'body' in got }, 'photo of an Open311 request fetched')
  },
}

function again(database: Database, institution: string, wanted: Wanted, at: Date): Promise<void> {
  return database.transaction('write', institution, (db) => enqueue(db, institution, mediaJob, wanted, { at }))
}

type Fetched = { body: Buffer } | { problem: string; again: boolean }

async function fetchPhoto(url: string): Promise<Fetched> {
  try {
    const answer = await askOutside(url, {
      method: 'GET',
      headers: { accept: 'image/*', 'user-agent': 'Sigap-Open311/1' },
      mostBytes: MAX_PHOTO_BYTES,
    })
    if (answer.cut) return { problem: 'berkasnya lebih dari 10 MB', again: false }
    if (answer.status === 200) return { body: answer.body }
    const busy = answer.status >= 500 || answer.status === 429
    return { problem: `peladennya menjawab ${answer.status}`, again: busy }
  } catch (error) {
    if (!(error instanceof OutsideUnreachable)) throw error
    const never = ['invalid', 'insecure', 'inside', 'EINSIDE'].includes(error.message)
    return {
      problem: never ? 'alamatnya tidak boleh dibuka dari sini' : 'peladennya tidak dapat dihubungi',
      again: !never,
    }
  }
}

async function settle(database: Database, institution: string, wanted: Wanted, got: Fetched, now: Date): Promise<void> {
  const { complaint, seq, url } = wanted
  const said = (problem: string) => `Foto dari tautan ini tidak dapat diambil: ${problem}. ${url}`
  const told = 'problem' in got ? said(got.problem) : undefined
  const refused = await database
    .transaction('write', institution, async (db) => {
      const scope = scopeOf(institution)
      const print = createHash('sha256').update(url).digest('base64url')
      const key = { source: 'open311:media', key: `${complaint}:${seq ?? ''}:${print}` }
      if (await takeIntakeKey(db, scope, now, key, complaint)) return undefined
      if (told) return note(db, institution, complaint, told, now)
      if ('body' in got) await keep(db, scope, wanted, got.body, now)
      return undefined
    })
    .catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error
      return error
    })
  if (!refused) return
  const reason = Object.values(refused.fields)[0] ?? refused.message
  await settle(database, institution, wanted, { problem: reason.replace(/[.\s]+$/, ''), again: false }, now)
}

/** Told by its bytes, never by its name or by what the other server says it is. */
async function keep(db: Db, scope: Scope, { complaint, seq, url }: Wanted, body: Buffer, now: Date): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sigap-media-'))
  try {
    const path = join(folder, 'photo')
    await writeFile(path, body, { mode: 0o600 })
    const named = /\.(jpe?g|png|webp)$/i.test(new URL(url).pathname) ? basename(new URL(url).pathname) : 'foto'
    const upload = { path, name: named, type: '', bytes: body.length }
    const options = { owner: `complaints:${complaint}`, kinds: ['image'], maxBytes: MAX_PHOTO_BYTES } as const
    const stored = await storeUpload({ db, scope, now, language: 'id' }, 'media_url', upload, options)
    await attachFiles(db, scope, { complaintId: complaint, eventSeq: seq ?? undefined, fileIds: [stored.id] })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function note(db: Db, institution: string, complaint: string, body: string, now: Date): Promise<undefined> {
  const id = await survivorOf(db, scopeOf(institution), complaint)
  const unit = await findUnitOf(db, scopeOf(institution), id)
  if (!unit) return
  await applyEvents(db, scopeOf(institution, [unit]), now, [{ id, events: [{ kind: 'noted', actor: 'system', body }] }])
}
