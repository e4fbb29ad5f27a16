import { createHash } from 'node:crypto'
import { createChallenge, verifySolution } from 'altcha-lib/v1'
import { z } from 'zod'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { signingKey } from '../../../platform/seal.ts'
import { type Doubt, doubtsOf, MOST_TRIES, VALID_MS } from './model.ts'
import { takeProof } from './queries.ts'

const PURPOSE = 'complaints.proof'

/** The form of one page, or a draft by its token, of which only a hash is told. */
export const SHORT_FORM = 'singkat'
export function ofDraft(token: string): string {
  return createHash('sha256').update(`proof:${token}`).digest('base64url').slice(0, 22)
}

/** A riddle for one submit, as text for the page; its answer is worth something for this form of this institution only. */
export async function newRiddle(scope: Scope, now: Date, form: string): Promise<string> {
  const riddle = await createChallenge({
    hmacKey: signingKey(PURPOSE),
    maxnumber: MOST_TRIES,
    expires: new Date(now.getTime() + VALID_MS),
    params: { for: scope.institution, form },
  })
  return JSON.stringify(riddle)
}

const Proof = z.object({
  algorithm: z.literal('SHA-256'),
  challenge: z.string().regex(/^[0-9a-f]{64}$/),
  number: z.number().int().min(0).max(MOST_TRIES),
  salt: z.string().max(300),
  signature: z.string().max(200),
})

function parse(typed: string): z.output<typeof Proof> | undefined {
  try {
    return Proof.safeParse(JSON.parse(typed)).data
  } catch {
    return undefined
  }
}

async function judge(
  db: Db,
  scope: Scope,
  now: Date,
  typed: string,
  form: string,
): Promise<'good' | 'missing' | 'reused'> {
  const proof = parse(typed)
  if (!proof) return 'missing'
  const told = new URLSearchParams(proof.salt.split('?')[1])
  const expiresAt = new Date(Number(told.get('expires')) * 1000)
  const meant = told.get('for') === scope.institution && told.get('form') === form
  if (!(expiresAt > now) || !meant) return 'missing'
  // The expiry was looked at above, against the request's own time.
  if (!(await verifySolution(proof, signingKey(PURPOSE), false))) return 'missing'
  return (await takeProof(db, scope, proof.challenge, expiresAt)) ? 'good' : 'reused'
}

/** What the last page sends along with a report. */
export const ProofInput = {
  proof: z.string().max(1000).default(''),
  situs: z.string().max(500).default(''),
}

/** Takes the proof; what is amiss marks the report for a person to look at first. Nothing is refused. */
export async function weigh(
  db: Db,
  scope: Scope,
  now: Date,
  told: { proof: string; situs: string; made: Date; form: string },
): Promise<readonly Doubt[]> {
  const proof = await judge(db, scope, now, told.proof, told.form)
  return doubtsOf({ proof, trap: told.situs, made: told.made, now })
}
