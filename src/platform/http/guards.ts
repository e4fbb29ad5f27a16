import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type pg from 'pg'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { Refusal } from './errors.ts'
import type { Limit, Tries } from './route.ts'
import { SESSION_COOKIE } from './session.ts'

const CSP = contentPolicy()

/** `images`: the one other origin a page may show pictures from. */
export function contentPolicy(images?: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' data: blob:${images ? ` ${new URL(images).origin}` : ''}`,
    "media-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

export function setSecurityHeaders(reply: FastifyReply, https: boolean): void {
  if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', CSP)
  // What nobody said may be kept is not kept: it may speak of a person.
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  reply.header('x-content-type-options', 'nosniff')
  reply.header('x-frame-options', 'DENY')
  reply.header('referrer-policy', 'same-origin')
  reply.header('permissions-policy', 'camera=(), microphone=(), geolocation=(self), payment=()')
  reply.header('cross-origin-opener-policy', 'same-origin')
  reply.header('cross-origin-resource-policy', 'same-origin')
  if (https) reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains')
}

/**
 * A form of another site cannot be sent here: the browser says where a POST comes from, and it has to be us. Programs
 * that are no browsers send neither header and carry no cookies that could be abused.
 */
export function refuseForeignForm(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Refusal(403, 'foreign form')
  const { origin } = request.headers
  if (origin !== undefined && hostOf(origin) !== request.host) throw new Refusal(403, 'foreign form')
  if (site === undefined && origin === undefined && request.headers.cookie !== undefined) {
    const { referer } = request.headers
    if (referer === undefined || hostOf(referer) !== request.host) throw new Refusal(403, 'foreign form')
  }
}

function hostOf(address: string): string | undefined {
  try {
    return new URL(address).host
  } catch {
    return undefined
  }
}

/** A household or server has a whole /64 of IPv6 addresses and may change among them at will, so it counts as one. */
export function networkOf(who: string): string {
  if (!isIPv6(who) || who.includes('.')) return who
  const [head = '', tail] = who.split('%')[0]!.split('::')
  const groups = (text: string | undefined) => (text ? text.split(':') : [])
  const missing = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length
  return [...groups(head), ...Array(missing).fill('0'), ...groups(tail)]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}

export type Limiter = {
  /** `cost` is how many points this request takes. */
  take(route: string, limit: Limit, who: string, cost?: number): Promise<void>
}

/** Counts in PostgreSQL, so that every process of the installation counts together. */
function countersIn(pool: pg.Pool) {
  const limiters = new Map<string, RateLimiterPostgres>()
  return (bucket: string, { points, seconds }: Pick<Limit, 'points' | 'seconds'>): RateLimiterPostgres => {
    const name = `${bucket}:${points}:${seconds}`
    let limiter = limiters.get(name)
    if (!limiter) {
      limiter = new RateLimiterPostgres({
        storeClient: pool,
        storeType: 'pool',
        schemaName: 'platform',
        tableName: 'rate_limit',
        tableCreated: true,
        clearExpiredByTimeout: false,
        keyPrefix: bucket,
        points,
        duration: seconds,
        inMemoryBlockOnConsumed: points + 1,
      })
      limiters.set(name, limiter)
    }
    return limiter
  }
}

/** `pool` is one whose connections no open transaction holds. */
export function createTries(pool: pg.Pool, enabled: boolean): Tries {
  const counter = countersIn(pool)
  return {
    async take(limit, who) {
      if (!enabled) return true
      try {
        await counter(limit.bucket, limit).consume(networkOf(who))
        return true
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return false
        throw refused
      }
    },
    async giveBack(limit, who) {
      if (enabled) await counter(limit.bucket, limit).reward(networkOf(who))
    },
    async left(limit, who) {
      if (!enabled) return true
      const counted = await counter(limit.bucket, limit).get(networkOf(who))
      return (counted?.consumedPoints ?? 0) < limit.points
    },
  }
}

export function createLimiter(pool: pg.Pool, enabled: boolean): Limiter {
  const counter = countersIn(pool)
  return {
    async take(route, limit, who, cost = 1) {
      if (!enabled) return
      try {
        await counter(route, limit).consume(networkOf(who), cost)
      } catch (refused) {
        if (refused instanceof RateLimiterRes) throw new Refusal(429, String(Math.ceil(refused.msBeforeNext / 1000)))
        throw refused
      }
    },
  }
}

/** The page of ours whose link or form led here, to go back to. */
export function cameFrom(request: FastifyRequest): string | undefined {
  const from = URL.parse(String(request.headers.referer ?? ''))
  if (from?.host !== request.host) return undefined
  const path = from.pathname + from.search
  return path === request.url ? undefined : path
}

/** Whom a limit counts: a signed-in person by their session, everybody else by their address. */
export function senderOf(request: FastifyRequest, by: 'ip' | 'account'): string {
  const session = by === 'account' ? request.cookies[SESSION_COOKIE] : undefined
  return session ? createHash('sha256').update(session).digest('base64url') : request.ip
}

// A header carries visible ASCII only; the rest of an address is sent percent-encoded.
export function headerSafe(address: string): string {
  return address.replaceAll(/[^\x21-\x7e]+/g, encodeURIComponent)
}
