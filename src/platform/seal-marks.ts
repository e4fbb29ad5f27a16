import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { signedByAudit } from './audit-mark.ts'

/** The newest link of an institution's chain that this installation has seen. */
export type SealMark = { readonly seq: number; readonly hash: string; readonly at: string }

/** An operator said that the database was brought back to an earlier state on purpose. */
export type Return = {
  readonly institution: string
  readonly lost: SealMark
  readonly kept: number
  readonly at: string
  readonly reason: string
}

type Content = { readonly marks: Readonly<Record<string, SealMark>>; readonly returns: readonly Return[] }

/** Beside the database and not in it: whoever can write into the database alone cannot take the newest links out of this too. */
export const SEAL_MARKS = 'audit-seals.json'

let folder: string | undefined

/** The newest link that was seen of one institution. */
export function seenSeal(institution: string): SealMark | undefined {
  const content = readSealMarks()
  return content === 'unreadable' ? undefined : content.marks[institution]
}

/** From now on the newest seals are written down in this folder. */
export function useSealMarks(dataDir: string): void {
  folder = dataDir
}

export function forgetSealMarks(dataDir: string): void {
  rmSync(join(dataDir, SEAL_MARKS), { force: true })
}

/** What was written down; 'unreadable' when it is not as this installation wrote it. */
export function readSealMarks(): Content | 'unreadable' {
  let text: string
  try {
    text = folder === undefined ? '' : readFileSync(join(folder, SEAL_MARKS), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    text = ''
  }
  if (text === '') return { marks: {}, returns: [] }
  try {
    const { marks, returns, signed } = JSON.parse(text) as Content & { signed: string }
    return signedByAudit(JSON.stringify([marks, returns])) === signed ? { marks, returns } : 'unreadable'
  } catch {
    return 'unreadable'
  }
}

function write({ marks, returns }: Content): void {
  if (folder === undefined) return
  const path = join(folder, SEAL_MARKS)
  const signed = signedByAudit(JSON.stringify([marks, returns]))
  writeFileSync(`${path}.new`, `${JSON.stringify({ marks, returns, signed }, undefined, 1)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

type ChainRow = { id: string; seq: number; hash: string; at: Date; seen: string | null }

/** Of each institution its newest link, and what its link of the written number is now. */
async function chains(owner: Pool, marks: Content['marks']): Promise<ChainRow[]> {
  const known = Object.fromEntries(Object.entries(marks).map(([id, { seq }]) => [id, seq]))
  const { rows } = await owner.query<ChainRow & { seq: string | number }>(
    `select i.id, coalesce(n.seq, 0) as seq, encode(n.hash, 'hex') as hash, n.at, encode(k.hash, 'hex') as seen
    from organization.institution i
    left join lateral (select s.seq, s.hash, s.at from audit.seal s where s.institution_id = i.id
      order by s.seq desc limit 1) n on true
    left join audit.seal k on k.institution_id = i.id and k.seq = ($1::jsonb ->> i.id::text)::bigint`,
    [JSON.stringify(known)],
  )
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }))
}

type Lost = { readonly institution: string; readonly mark: SealMark; readonly newest: number }

async function lostSeals(owner: Pool, { marks }: Content): Promise<Lost[]> {
  const there = new Map((await chains(owner, marks)).map((row) => [row.id, row]))
  return Object.entries(marks)
    .filter(([id, mark]) => there.get(id)?.seen !== mark.hash)
    .map(([institution, mark]) => ({ institution, mark, newest: there.get(institution)?.seq ?? 0 }))
}

/** What the marks say of the chains, for whoever verifies them: problems first, then returns that somebody explained. */
export async function compareWithMarks(
  owner: Pool,
  nameOf: (institution: string) => string,
): Promise<{ problems: string[]; returns: string[] }> {
  const content = readSealMarks()
  if (content === 'unreadable')
    return { problems: [`BROKEN: ${SEAL_MARKS} is not as Sigap wrote it. ${ON_PURPOSE}`], returns: [] }
  const lost = (await lostSeals(owner, content)).map(
    ({ institution, mark, newest }) =>
      `${nameOf(institution)}: BROKEN, seal ${mark.seq} of ${mark.at} (${mark.hash}) was seen here and is not in the ` +
      `database, whose newest is ${newest || 'none'}: newest rows were removed, or the database was brought back to an ` +
      `earlier state. ${ON_PURPOSE}`,
  )
  const returns = content.returns.map(
    ({ institution, lost, kept, at, reason }) =>
      `${nameOf(institution)}: brought back from seal ${lost.seq} of ${lost.at} (${lost.hash}) to seal ${kept}, ` +
      `said on ${at}: ${reason}`,
  )
  return { problems: lost, returns }
}

const ON_PURPOSE = 'If that was you: npm run verify -- --restored "why"'

/** Writes down the newest links. Never goes back: what is lost stays written until somebody says why. */
export async function noteSeals(owner: Pool): Promise<readonly string[]> {
  if (folder === undefined) return []
  const content = readSealMarks()
  if (content === 'unreadable') return [SEAL_MARKS]
  const marks: Record<string, SealMark> = { ...content.marks }
  const lost = new Set(Object.keys(marks))
  let changed = false
  for (const { id, seq, hash, at, seen } of await chains(owner, marks)) {
    const mark = marks[id]
    if (mark && seen !== mark.hash) continue
    lost.delete(id)
    if (seq === 0 || mark?.seq === seq) continue
    marks[id] = { seq, hash, at: at.toISOString() }
    changed = true
  }
  if (changed) write({ ...content, marks })
  return [...lost]
}

/** What was lost is put down as a return to an earlier state, with its reason; from here the newest links count again. */
export async function acceptReturn(owner: Pool, now: Date, reason: string): Promise<void> {
  const content = readSealMarks()
  const known = content === 'unreadable' ? { marks: {}, returns: [] } : content
  const lost = await lostSeals(owner, known)
  const gone = new Set(lost.map(({ institution }) => institution))
  const marks = Object.fromEntries(Object.entries(known.marks).filter(([institution]) => !gone.has(institution)))
  const returns = lost.map(({ institution, mark, newest }) => {
    return { institution, lost: mark, kept: newest, at: now.toISOString(), reason }
  })
  write({ marks, returns: [...known.returns, ...returns] })
  await noteSeals(owner)
}
