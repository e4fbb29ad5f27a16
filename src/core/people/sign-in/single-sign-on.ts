import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import { unseal } from '../../../platform/seal.ts'

export type Provider = { id: string; issuer: string; client_id: string; client_secret_sealed: Buffer; claim: string }
export type Visit = { provider: string; verifier: string; state: string; nonce: string; back: string }

export const SECRET_PURPOSE = 'identity provider'
const KEPT_MS = 10 * 60_000
const known = new Map<string, { at: number; configuration: Promise<Configuration> }>()

/** The provider's own description, fetched once in a while. Plain http only ever to this machine, for tests. */
function configurationOf(provider: Provider, now: Date): Promise<Configuration> {
  const key = `${provider.id} ${provider.issuer} ${provider.client_id}`
  const kept = known.get(key)
  if (kept && now.getTime() - kept.at < KEPT_MS) return kept.configuration
  const issuer = new URL(provider.issuer)
  const local = issuer.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(issuer.hostname)
  const configuration = discovery(
    issuer,
    provider.client_id,
    unseal(SECRET_PURPOSE, provider.client_secret_sealed),
    undefined,
    local ? { execute: [allowInsecureRequests], timeout: 10 } : { timeout: 10 },
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

/** The login the provider vouches for; undefined when it vouches for none. */
export async function finishVisit(
  provider: Provider,
  visit: Visit,
  currentUrl: string,
  now: Date,
): Promise<string | undefined> {
  const configuration = await configurationOf(provider, now)
  const tokens = await authorizationCodeGrant(configuration, new URL(currentUrl), {
    pkceCodeVerifier: visit.verifier,
    expectedState: visit.state,
    expectedNonce: visit.nonce,
  })
  const claims = tokens.claims()
  if (!claims) return undefined
  if (provider.claim === 'email')
    return claims['email_verified'] === true && typeof claims['email'] === 'string' ? claims['email'] : undefined
  return typeof claims['nip'] === 'string' ? claims['nip'] : undefined
}
