import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'

const KINDS = ['second_factor', 'passkey_sign_in', 'passkey_new', 'recovery', 'single_sign_on'] as const
export type ChallengeKind = (typeof KINDS)[number]

const MINUTES: Readonly<Record<ChallengeKind, number>> = {
  second_factor: 10,
  passkey_sign_in: 5,
  passkey_new: 5,
  recovery: 30,
  single_sign_on: 10,
}

/** Remembers what is half done and returns the token that continues it; only its hash is stored. */
export async function openChallenge(
  db: Db,
  scope: Scope<'public' | 'self'> | Scope<'account.manage'>,
  challenge: { kind: ChallengeKind; account: string | null; data: Readonly<Record<string, string>>; now: Date },
): Promise<{ token: string; maxAge: number }> {
  const token = randomBytes(32).toString('base64url')
  const maxAge = MINUTES[challenge.kind] * 60
  await db
    .insertInto('people.challenge')
    .values({
      institution_id: scope.institution,
      token_hash: hashToken(token),
      kind: challenge.kind,
      account_id: challenge.account,
      data: JSON.stringify(challenge.data),
      expires_at: new Date(challenge.now.getTime() + maxAge * 1000),
    })
    .execute()
  return { token, maxAge }
}

export async function findChallenge(
  db: Db,
  scope: Scope<'public' | 'self'> | Scope<'account.manage'>,
  kind: ChallengeKind,
  token: string | undefined,
  now: Date,
) {
  if (!token) return undefined
  const row = await db
    .selectFrom('people.challenge')
    .select(['account_id', 'data'])
    .where('institution_id', '=', scope.institution)
    .where('token_hash', '=', hashToken(token))
    .where('kind', '=', kind)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row && { account: row.account_id, data: z.record(z.string(), z.string()).parse(row.data) }
}

/** How many of this person's still hold. */
export async function countChallenges(
  db: Db,
  scope: Scope<'public'>,
  kind: ChallengeKind,
  account: string,
  now: Date,
): Promise<number> {
  const row = await db
    .selectFrom('people.challenge')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', account)
    .where('kind', '=', kind)
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow()
  return row.count
}

/** Ends a challenge; only one of two who try at once gets it. */
export async function takeChallenge(
  db: Db,
  scope: Scope<'public' | 'self'> | Scope<'account.manage'>,
  kind: ChallengeKind,
  token: string | undefined,
  now: Date,
) {
  if (!token) return undefined
  const row = await db
    .deleteFrom('people.challenge')
    .where('institution_id', '=', scope.institution)
    .where('token_hash', '=', hashToken(token))
    .where('kind', '=', kind)
    .where('expires_at', '>', now)
    .returning(['account_id', 'data'])
    .executeTakeFirst()
  return row && { account: row.account_id, data: z.record(z.string(), z.string()).parse(row.data) }
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
