// Pages always come from the network: what is shown is never stale. Only the files under /assets/, whose names change
// with their content, are kept, the questions of a survey kiosk, and one page that says that there is no connection.

interface LifeEvent extends Event {
  waitUntil(work: Promise<unknown>): void
}

interface RequestEvent extends LifeEvent {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}

interface Worker {
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: LifeEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: RequestEvent) => void): void
}

/** Written in front of this file by the server, so that a new build is a new worker. */
declare const ASSETS: readonly string[]

const OFFLINE = '/luring'
const KIOSK = /^\/i\/[^/]+\/kios(\/layanan\/[^/]+)?$/
const CACHE = `sigap ${ASSETS.join(' ')}`
const worker = self as unknown as Worker

worker.addEventListener('install', (event) => event.waitUntil(install()))
worker.addEventListener('activate', (event) => event.waitUntil(activate()))
worker.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== location.origin) return
  if (request.mode === 'navigate' && KIOSK.test(url.pathname)) event.respondWith(kiosk(request))
  else if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => offline()))
  else if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request))
})

async function install(): Promise<void> {
  const cache = await caches.open(CACHE)
  await cache.addAll([OFFLINE, ...ASSETS])
  await worker.skipWaiting()
}

async function activate(): Promise<void> {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name)
  await worker.clients.claim()
}

/** A kiosk goes on asking without a connection: its last page is kept, and its script keeps the answers. */
async function kiosk(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request)
    if (answer.ok && !answer.redirected) await (await caches.open(CACHE)).put(request, answer.clone())
    return answer
  } catch {
    return (await caches.match(request)) ?? offline()
  }
}

async function offline(): Promise<Response> {
  return (await caches.match(OFFLINE)) ?? Response.error()
}

async function asset(request: Request): Promise<Response> {
  const kept = await caches.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) await (await caches.open(CACHE)).put(request, answer.clone())
  return answer
}
