import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { publicScope } from '../access.ts'
import type { Log } from '../log.ts'
import { Refusal } from './errors.ts'
import { type Assets, type NavEntry, renderPart } from './render.tsx'
import type { Live } from './route.ts'
import { type Answer, type Call, Failure, type House, runRoute } from './run.ts'

type Parts = House & { log: Log; assets: Assets; nav: readonly NavEntry[]; now: () => Date }
type Stream = Pick<Live, 'key' | 'newest'> & {
  institution: string
  /** What the browser has. */
  last: number
  call: Call
  who: string
  raw: ServerResponse
  checkedAt: number
  busy: boolean
}

const EVERY_MS = 2000
const BEAT_MS = 20_000
const MOST = 400
/** Many phones share one address of their operator. */
const MOST_OF_ONE = 40
const MOST_UNREAD_BYTES = 256_000

export type LiveHub = {
  answer(request: FastifyRequest, reply: FastifyReply, call: Call, answer: Answer): FastifyReply
  close(): void
}

/**
 * Server-sent events. While nothing happens a stream holds no database connection: every two seconds one statement per
 * institution asks for what is newest in all that is being watched here. Whoever does not ask for text/event-stream gets
 * what is there and the end.
 */
export function createLive(parts: Parts): LiveHub {
  const { database, log } = parts
  const streams = new Set<Stream>()
  let timer: NodeJS.Timeout | undefined
  let looking = false

  function answer(request: FastifyRequest, reply: FastifyReply, call: Call, first: Answer): FastifyReply {
    const live = liveOf(first)
    reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no')
    reply.type('text/event-stream; charset=utf-8')
    const asked = String(request.headers.accept ?? '').includes('text/event-stream') && request.method === 'GET'
    if (!asked) return reply.send(textOf(call, first))
    const ofOne = [...streams].filter((stream) => stream.who === request.ip).length
    if (streams.size >= MOST || ofOne >= MOST_OF_ONE) throw new Refusal(429, '60')
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, reply.getHeaders() as Record<string, string>)
    raw.write(`retry: 3000\n\n${textOf(call, first)}`)
    const institution = first.institution?.id ?? ''
    const stream = { ...live, institution, call, who: request.ip, raw, checkedAt: performance.now(), busy: false }
    raw.on('close', () => forget(stream))
    raw.on('error', () => forget(stream))
    streams.add(stream)
    timer ??= setInterval(() => void look(), EVERY_MS).unref()
    return reply
  }

  function forget(stream: Stream): void {
    streams.delete(stream)
    if (streams.size > 0) return
    clearInterval(timer)
    timer = undefined
  }

  async function look(): Promise<void> {
    if (looking) return
    looking = true
    try {
      for (const group of grouped(streams)) await lookAt(group)
      const now = performance.now()
      await Promise.all([...streams].filter((one) => now - one.checkedAt > BEAT_MS).map((one) => beat(one, now)))
    } finally {
      looking = false
    }
  }

  async function lookAt(group: readonly Stream[]): Promise<void> {
    const [first] = group
    if (!first) return
    const keys = [...new Set(group.map((stream) => stream.key))]
    try {
      const newest = await database.transaction('read', first.institution, (db) =>
        first.newest(db, publicScope(first.institution), keys),
      )
      await Promise.all(group.filter((one) => (newest.get(one.key) ?? 0) > one.last).map(push))
    } catch (error) {
      log.error({ err: error }, 'streams could not look for news')
    }
  }

  /** The route runs again for what came since: who asks is checked anew each time. */
  async function push(stream: Stream): Promise<void> {
    if (stream.busy) return
    stream.busy = true
    try {
      const { call, last } = stream
      const header = (name: string) => (name === 'last-event-id' ? String(last) : call.facts.header(name))
      const news = await runRoute(parts, { ...call, now: parts.now(), facts: { ...call.facts, header } })
      if (!streams.has(stream)) return
      if (stream.raw.writableLength > MOST_UNREAD_BYTES) return end(stream)
      stream.last = Math.max(last, liveOf(news).last)
      stream.raw.write(textOf(call, news))
    } catch (error) {
      if (!(error instanceof Failure && error.cause instanceof Refusal)) log.error({ err: error }, 'a stream broke')
      end(stream)
    } finally {
      stream.busy = false
    }
  }

  /** Keeps the line open, and ends it for who may no longer read. */
  async function beat(stream: Stream, now: number): Promise<void> {
    stream.checkedAt = now
    if (stream.call.route.access !== 'public') await push(stream)
    if (streams.has(stream)) stream.raw.write(': \n\n')
  }

  function end(stream: Stream): void {
    forget(stream)
    stream.raw.end()
  }

  /** The lines of a page that came later, as its browser gets them. */
  function textOf(call: Call, given: Answer): string {
    const facts = { ...given, path: call.facts.path, now: call.now, requestId: call.requestId }
    return liveOf(given)
      .events.map(({ id, event, page }) => {
        const html = renderPart(page, facts, parts.assets, parts.nav)
        const lines = html.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`)
        return `id: ${id}\nevent: ${event}\n${lines.join('')}\n`
      })
      .join('')
  }

  return { answer, close: () => [...streams].forEach(end) }
}

function liveOf({ outcome }: Answer): Live {
  if (!('live' in outcome)) throw new Error('this route answers with a stream or a refusal')
  return outcome.live
}

/** One statement for all streams of one institution that ask the same. */
function grouped(streams: Iterable<Stream>): readonly (readonly Stream[])[] {
  const groups: Stream[][] = []
  for (const stream of streams) {
    const group = groups.find(([one]) => one?.institution === stream.institution && one.newest === stream.newest)
    if (group) group.push(stream)
    else groups.push([stream])
  }
  return groups
}
