import { hash, verify } from '@node-rs/argon2'
import { Refusal } from '../../../platform/http/errors.ts'
import { inputErrors, type Language } from '../../../platform/http/input.ts'
import { newPasswordOf } from './model.ts'

// OWASP's floor for argon2id: 19 MiB, two passes, one lane.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const AT_ONCE = 2
let running = 0
const waiting: (() => void)[] = []

/** Hashing is slow on purpose, so only a few run at once and a wave of sign-ins does not starve other requests. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  running++
  try {
    return await work()
  } finally {
    running--
    waiting.shift()?.()
  }
}

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password.normalize('NFKC'), COST))
}

/** @throws Refusal 422 when it is made of what is known of this person or this institution */
export function requireUnguessable(
  password: string,
  account: { name: string; email: string | null; nip: string | null },
  institution: { name: string; slug: string },
  language: Language,
): void {
  const about = [account.name, account.email, account.nip, institution.name, institution.slug]
  const { error } = newPasswordOf(about).safeParse(password)
  if (error) throw new Refusal(422, '', { password: Object.values(inputErrors(error, language))[0] ?? '' })
}

let decoy: Promise<string> | undefined

/** Takes as long for an account that does not exist, so that time tells nobody which logins are real. */
export async function passwordMatches(stored: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('a password that no account has')
  const against = stored ?? (await decoy)
  const matches = await inTurn(() => verify(against, password.normalize('NFKC')))
  return stored ? matches : false
}
