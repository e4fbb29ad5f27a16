import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { z } from 'zod'

/** A passkey's or a provider's answer, as the browser's JSON in one form field. */
export const passkeyAnswer = z
  .string()
  .max(20_000)
  .transform((text, context): Record<string, unknown> => {
    try {
      return z.record(z.string(), z.unknown()).parse(JSON.parse(text))
    } catch {
      context.addIssue({ code: 'custom', message: 'JSON' })
      return z.NEVER
    }
  })

/** What a passkey is bound to: this installation's own host. */
export type RelyingParty = { id: string; origin: string; name: string }

export function relyingParty(baseUrl: string, name: string): RelyingParty {
  const { hostname, origin } = new URL(baseUrl)
  return { id: hostname, origin, name }
}

/** Loaded with the first passkey: it brings a whole set of certificate tools along. */
const passkeys = () => import('@simplewebauthn/server')

export async function askForPasskey(party: RelyingParty) {
  const { generateAuthenticationOptions } = await passkeys()
  return generateAuthenticationOptions({ rpID: party.id, userVerification: 'required' })
}

/** The new counter when the answer proves the key; undefined when it does not. */
export async function checkPasskey(
  party: RelyingParty,
  challenge: string,
  answer: AuthenticationResponseJSON,
  stored: { credential_id: string; public_key: Buffer; counter: number },
): Promise<number | undefined> {
  const { verifyAuthenticationResponse } = await passkeys()
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: { id: stored.credential_id, publicKey: new Uint8Array(stored.public_key), counter: stored.counter },
    })
    return verified ? authenticationInfo.newCounter : undefined
  } catch {
    // The library throws for every way in which an answer can be forged or stale.
    return undefined
  }
}

export async function offerPasskey(
  party: RelyingParty,
  account: { id: string; login: string; name: string },
  existing: readonly { credential_id: string; transports: readonly string[] }[],
  challenge?: Uint8Array<ArrayBuffer>,
) {
  const { generateRegistrationOptions } = await passkeys()
  return generateRegistrationOptions({
    ...(challenge && { challenge }),
    rpName: party.name,
    rpID: party.id,
    userID: new TextEncoder().encode(account.id),
    userName: account.login,
    userDisplayName: account.name,
    attestationType: 'none',
    excludeCredentials: existing.map((key) => ({
      id: key.credential_id,
      transports: key.transports as AuthenticatorTransport[],
    })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

export async function acceptPasskey(party: RelyingParty, challenge: string, answer: RegistrationResponseJSON) {
  const { verifyRegistrationResponse } = await passkeys()
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: answer,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
    })
    return verified ? registrationInfo?.credential : undefined
  } catch {
    return undefined
  }
}
