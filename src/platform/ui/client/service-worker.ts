// Pages always come from the network: what is shown is never stale. Only the files under /assets/, whose names change
// with their content, are kept, the pages of a survey kiosk, one page that says that there is no connection, and one
// that holds a form that did not get through.

interface LifeEvent extends Event {
  waitUntil(work: Promise<unknown>): void
}

interface RequestEvent extends LifeEvent {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}

interface Page {
  readonly id: string
  readonly visibilityState: DocumentVisibilityState
  postMessage(said: 'kept'): void
}

interface TellEvent extends LifeEvent {
  readonly source: Page | null
  /** Addresses a kiosk needs without a connection; none: may the new build take over? */
  readonly data: readonly string[] | null
}

interface Worker {
  readonly clients: {
    claim(): Promise<void>
    matchAll(which: { type: 'window'; includeUncontrolled: true }): Promise<readonly Page[]>
  }
  skipWaiting(): Promise<void>
  addEventListener(type: 'message', listener: (event: TellEvent) => void): void
  addEventListener(type: 'install' | 'activate', listener: (event: LifeEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: RequestEvent) => void): void
}

/** Written in front of this file by the server, so that a new build is a new worker. */
declare const ASSETS: readonly string[]

const OFFLINE = '/luring'
const UNSENT = '/luring/belum-terkirim'
const KIOSK = /^\/i\/[^/]+\/kios(\/layanan\/[^/]+)?$/
const CACHE = `sigap ${ASSETS.join(' ')}`
const worker = self as unknown as Worker

worker.addEventListener('install', (event) => event.waitUntil(install()))
worker.addEventListener('activate', (event) => event.waitUntil(activate()))
worker.addEventListener('message', (event) => {
  event.waitUntil(event.data ? keepKiosk(event.data, event.source) : takeOver(event.source?.id))
})
worker.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (url.origin !== location.origin) return
  if (isOwnForm(request)) event.respondWith(form(request))
  if (request.method !== 'GET') return
  if (request.mode === 'navigate' && KIOSK.test(url.pathname)) event.respondWith(kiosk(request))
  else if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => offline()))
  else if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request))
})

/**
 * A new build's worker waits: were it to take over at once, a form whose answer sends on to another page in that moment
 * would never arrive there. Pages come from the network all the same.
 */
async function install(): Promise<void> {
  const cache = await caches.open(CACHE)
  await cache.addAll([OFFLINE, UNSENT, ...ASSETS])
}

/** When no other page is looked at and none is sending a form; the one that asks has nothing on its way. */
async function takeOver(asker: string | undefined): Promise<void> {
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (pages.some(({ id, visibilityState }) => id !== asker && visibilityState === 'visible')) return
  await navigator.locks.request('form', { ifAvailable: true }, async (free) => {
    if (free) await worker.skipWaiting()
  })
}

/** Pages of the build before are still open and may yet ask for its files; those of older ones are gone. */
async function activate(): Promise<void> {
  const others = (await caches.keys()).filter((name) => name !== CACHE)
  for (const name of others) await carryKiosk(await caches.open(name))
  for (const name of others.slice(0, -1)) await caches.delete(name)
  await worker.clients.claim()
}

/** A kiosk whose line breaks right after an update still has its questions, with the files of the new build. */
async function carryKiosk(old: Cache): Promise<void> {
  const cache = await caches.open(CACHE)
  for (const { url } of await old.keys())
    if (KIOSK.test(new URL(url).pathname)) await cache.add(url).catch(() => undefined)
}

/** A kiosk goes on asking without a connection: its pages are kept, and its script keeps the answers. */
async function kiosk(request: Request): Promise<Response> {
  try {
    return await fetchKept(request)
  } catch {
    return (await kept(request)) ?? (await anyQuestions(request)) ?? offline()
  }
}

/**
 * What a kiosk needs: its first page came before this worker looked at anything, and questions that nobody has opened
 * yet are opened when there is no connection. Pages of another day may ask in words of before.
 */
async function keepKiosk(addresses: readonly string[], asker: Page | null): Promise<void> {
  for (const address of addresses) {
    const found = await kept(address)
    const changes = KIOSK.test(new URL(address).pathname)
    const day = 86_400_000
    if (!found || (changes && Date.now() - Date.parse(found.headers.get('date') ?? '') > day))
      await fetchKept(address).catch(() => undefined)
    if (!(await kept(address))) return
  }
  asker?.postMessage('kept')
}

/** What sends on to another page is not kept: a browser refuses it in place of the page. */
async function fetchKept(request: Request | string): Promise<Response> {
  const answer = await fetch(request)
  if (answer.ok && !answer.redirected) await (await caches.open(CACHE)).put(request, answer.clone())
  return answer
}

/** The first page of a kiosk with one service only sends on to its questions: without a connection they stand there. */
async function anyQuestions({ url }: Request): Promise<Response | undefined> {
  const cache = await caches.open(CACHE)
  const start = new URL(url).pathname.split('/', 4).join('/')
  const found = (await cache.keys()).find((one) => new URL(one.url).pathname.startsWith(`${start}/layanan/`))
  return found && cache.match(found)
}

/** Of this build: a file of the build before may have the same address and another content. */
async function kept(request: Request | string): Promise<Response | undefined> {
  return (await caches.open(CACHE)).match(request)
}

async function offline(): Promise<Response> {
  return (await kept(OFFLINE)) ?? Response.error()
}

/**
 * A form of ours, without files. One that another site sends goes the browser's own way: sent from here it would look
 * like ours.
 */
function isOwnForm(request: Request): boolean {
  return (
    request.method === 'POST' &&
    request.mode === 'navigate' &&
    request.referrer.startsWith(`${location.origin}/`) &&
    request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') === true
  )
}

/** The page that holds what did not get through; the form's own key keeps a second sending from counting twice. */
async function form(request: Request): Promise<Response> {
  const copy = request.clone()
  try {
    return await fetch(request)
  } catch {
    const page = await kept(UNSENT)
    const fields = [...new URLSearchParams(await copy.text())]
    // A password is typed again rather than written into a page.
    if (!page || fields.some(([name]) => /pass/i.test(name))) return offline()
    const inputs = fields.map(([name, value]) => `<input type="hidden" name="${plain(name)}" value="${plain(value)}"/>`)
    const text = (await page.text())
      .replace(/action="\/luring"/, () => `action="${plain(request.url)}"`)
      .replace(/<input[^>]*"_isian"[^>]*>/, () => inputs.join(''))
    const headers = new Headers(page.headers)
    for (const name of ['content-encoding', 'content-length']) headers.delete(name)
    return new Response(text, { headers })
  }
}

function plain(text: string): string {
  return text.replace(/[&"<>\n\r]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

async function asset(request: Request): Promise<Response> {
  const found = await caches.match(request)
  return found ?? fetchKept(request)
}
