import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  type Configuration,
  type CustomFetchOptions,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import { askOutside, OutsideUnreachable } from '../../../platform/outbound.ts'
import { seal, unseal } from '../../../platform/seal.ts'

export type Provider = {
  id: string
  name: string
  issuer: string
  client_id: string
  client_secret_sealed: Buffer
  claim: string
}
export type Visit = { provider: string; verifier: string; state: string; nonce: string; back: string }

export const SECRET_PURPOSE = 'identity provider'
export const SIGN_OUT_PURPOSE = 'sign-out at a provider'
const KEPT_MS = 10 * 60_000
const known = new Map<string, { at: number; configuration: Promise<Configuration> }>()

const MOST_BYTES = 1_000_000

/** Whatever address a provider's description names is asked like any other server outside: no door into the own network. */
async function fetchOutside(address: string, options: CustomFetchOptions): Promise<Response> {
  const answer = await askOutside(address, {
    method: options.method === 'POST' ? 'POST' : 'GET',
    headers: options.headers,
    ...(options.body ? { body: String(options.body) } : {}),
    mostBytes: MOST_BYTES,
  })
  if (answer.cut) throw new OutsideUnreachable('too long')
  const headers = Object.entries(answer.headers).filter((header): header is [string, string] => header[1] !== undefined)
  return new Response(answer.status === 204 ? null : new Uint8Array(answer.body), { status: answer.status, headers })
}

/** The provider's own description, fetched once in a while. Plain http only where OUTBOUND_PRIVATE allows it. */
function configurationOf(provider: Provider, now: Date): Promise<Configuration> {
  const key = `${provider.id} ${provider.issuer} ${provider.client_id}`
  const kept = known.get(key)
  if (kept && now.getTime() - kept.at < KEPT_MS) return kept.configuration
  const issuer = new URL(provider.issuer)
  const configuration = discovery(
    issuer,
    provider.client_id,
    unseal(SECRET_PURPOSE, provider.client_secret_sealed),
    undefined,
    {
      [customFetch]: fetchOutside,
      timeout: 10,
      ...(issuer.protocol === 'http:' ? { execute: [allowInsecureRequests] } : {}),
    },
  )
  configuration.catch(() => known.delete(key))
  known.set(key, { at: now.getTime(), configuration })
  return configuration
}

/** Where the browser goes, and what has to be remembered until it comes back. */
export async function startVisit(
  provider: Provider,
  callback: string,
  back: string,
  now: Date,
): Promise<{ address: string; visit: Visit }> {
  const configuration = await configurationOf(provider, now)
  const visit: Visit = {
    provider: provider.id,
    verifier: randomPKCECodeVerifier(),
    state: randomState(),
    nonce: randomNonce(),
    back,
  }
  const address = buildAuthorizationUrl(configuration, {
    redirect_uri: callback,
    scope: 'openid email profile',
    code_challenge: await calculatePKCECodeChallenge(visit.verifier),
    code_challenge_method: 'S256',
    state: visit.state,
    nonce: visit.nonce,
  })
  return { address: address.href, visit }
}

/** Who came back: the provider's own name for the person, and the login it vouches for, if it vouches for one. */
export async function finishVisit(
  provider: Provider,
  visit: Visit,
  currentUrl: string,
  /** Where the provider sends the browser when it has signed out there as well. */
  afterSignOut: string,
  now: Date,
): Promise<{ subject: string; login: string | undefined; signOut: Buffer | undefined } | undefined> {
  const configuration = await configurationOf(provider, now)
  const tokens = await authorizationCodeGrant(configuration, new URL(currentUrl), {
    pkceCodeVerifier: visit.verifier,
    expectedState: visit.state,
    expectedNonce: visit.nonce,
  })
  const claims = tokens.claims()
  if (!claims) return undefined
  const vouched = provider.claim === 'nip' || claims['email_verified'] === true
  const named = claims[provider.claim]
  const address = signOutAddress(configuration, tokens.id_token, afterSignOut)
  return {
    subject: claims.sub,
    login: vouched && typeof named === 'string' ? named : undefined,
    signOut: address ? seal(SIGN_OUT_PURPOSE, JSON.stringify({ name: provider.name, address })) : undefined,
  }
}

/** Servers and proxies take addresses of eight thousand letters; without its token a provider asks whom it signs out. */
const LONGEST_ADDRESS = 7000

/**
 * RP-initiated logout: where the provider has an end of sessions. The id token is kept nowhere else, and not at all for
 * a provider without one.
 */
function signOutAddress(configuration: Configuration, idToken: string | undefined, after: string): string | undefined {
  if (!configuration.serverMetadata().end_session_endpoint) return undefined
  const plain = { post_logout_redirect_uri: after }
  const hinted = buildEndSessionUrl(configuration, idToken ? { ...plain, id_token_hint: idToken } : plain).href
  return hinted.length > LONGEST_ADDRESS ? buildEndSessionUrl(configuration, plain).href : hinted
}

export type SignOut = { name: string; address: string }

/** Nothing for a session of another kind, or one sealed under a secret that was taken away meanwhile. */
export function openSignOut(sealed: Buffer | null | undefined): SignOut | undefined {
  if (!sealed) return undefined
  try {
    return JSON.parse(unseal(SIGN_OUT_PURPOSE, sealed)) as SignOut
  } catch {
    return undefined
  }
}
