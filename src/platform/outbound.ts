import { lookup as lookUp } from 'node:dns'
import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Addresses that only exist inside a network: whoever names one could make this server talk to its neighbors. */
const INSIDE = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  INSIDE.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 96],
  // Tunnels and translators that lead wherever their operator says: Teredo, and the NAT64 prefix for local use.
  ['2001::', 32],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  INSIDE.addSubnet(net, bits, 'ipv6')

let insideAllowed = false

/** Told once at start, from OUTBOUND_PRIVATE: an installation may serve receivers of its own network. */
export function allowInside(allowed: boolean): void {
  insideAllowed = allowed
}

export function isInside(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return true
  if (family === 4) return INSIDE.check(address, 'ipv4')
  const plain = address.split('%')[0]!
  const worn = embeddedIn(groupsOf(plain))
  return worn === undefined ? INSIDE.check(plain, 'ipv6') : INSIDE.check(worn, 'ipv4')
}

/** The eight groups of an IPv6 address, however it is written. */
function groupsOf(address: string): number[] {
  const dotted = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)
  const [a = 0, b = 0, c = 0, d = 0] = dotted ? dotted.slice(1).map(Number) : []
  const pair = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
  const [head = '', tail] = (dotted ? address.slice(0, dotted.index) + pair : address).split('::')
  const numbers = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)))
  const before = numbers(head)
  const after = numbers(tail ?? '')
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after]
}

/** The IPv4 address that an IPv6 one only wears: mapped, translated (NAT64, SIIT) or tunneled (6to4). */
function embeddedIn(groups: readonly number[]): string | undefined {
  const starts = (...wanted: readonly number[]) => wanted.every((group, index) => groups[index] === group)
  const at = starts(0x2002)
    ? 1
    : starts(0, 0, 0, 0, 0, 0xffff) || starts(0, 0, 0, 0, 0xffff, 0) || starts(0x64, 0xff9b, 0, 0, 0, 0)
      ? 6
      : undefined
  if (at === undefined) return undefined
  return [groups[at]!, groups[at + 1]!].flatMap((group) => [group >> 8, group & 255]).join('.')
}

/** Why an address cannot be used at all; undefined when it can be tried. */
export function addressProblem(text: string): 'invalid' | 'insecure' | 'inside' | undefined {
  if (!URL.canParse(text)) return 'invalid'
  const url = new URL(text)
  if (!['https:', 'http:'].includes(url.protocol) || url.username !== '' || url.password !== '') return 'invalid'
  if (insideAllowed) return undefined
  if (url.protocol === 'http:') return 'insecure'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return isIP(host) !== 0 && isInside(host) ? 'inside' : undefined
}

export type OutsideAnswer = {
  status: number
  /** As far as it was read. */
  body: Buffer
  /** Whether there was more of it than was wanted. */
  cut: boolean
  text: string
  headers: Readonly<Record<string, string | undefined>>
}

/** The other side's answer did not come: no such host, refused, too slow, or an address inside the network. */
export class OutsideUnreachable extends Error {}

const guarded: LookupFunction = (hostname, options, callback) => {
  lookUp(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0)
    const usable = insideAllowed ? addresses : addresses.filter(({ address }) => !isInside(address))
    const first = usable[0]
    if (!first) return callback(Object.assign(new Error('address inside the network'), { code: 'EINSIDE' }), '', 0)
    if (options.all) return callback(null, usable)
    callback(null, first.address, first.family)
  })
}

/**
 * One request to somebody else's server: no redirect is followed, the name is looked up once and connected to as
 * looked up, the answer is read up to `mostBytes`, and all ends after `timeoutMs`.
 * @throws OutsideUnreachable with a short reason that may be shown
 */
export function askOutside(
  address: string,
  options: {
    method: 'GET' | 'POST'
    headers?: Readonly<Record<string, string>>
    body?: string | Buffer
    timeoutMs?: number
    mostBytes?: number
  },
): Promise<OutsideAnswer> {
  const { method, headers = {}, body, timeoutMs = 10_000, mostBytes = 4096 } = options
  const problem = addressProblem(address)
  if (problem) return Promise.reject(new OutsideUnreachable(problem))
  const url = new URL(address)
  const request = url.protocol === 'https:' ? secureRequest : plainRequest
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(new OutsideUnreachable(error.code ?? error.message))
    const sent = request(url, { method, headers, lookup: guarded, signal: AbortSignal.timeout(timeoutMs) }, (reply) => {
      const parts: Buffer[] = []
      let bytes = 0
      const done = () => {
        const read = Buffer.concat(parts).subarray(0, mostBytes)
        resolve({
          status: reply.statusCode ?? 0,
          body: read,
          cut: bytes > mostBytes,
          text: read.toString('utf8'),
          headers: Object.fromEntries(Object.entries(reply.headers).map(([name, value]) => [name, String(value)])),
        })
      }
      reply.on('data', (part: Buffer) => {
        parts.push(part)
        bytes += part.length
        if (bytes <= mostBytes) return
        done()
        reply.destroy()
      })
      reply.on('end', done)
      reply.on('error', fail)
    })
    sent.on('error', fail)
    sent.end(body)
  })
}
