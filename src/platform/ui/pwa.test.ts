import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { build } from 'esbuild'
import { fastify } from 'fastify'
import { JSDOM } from 'jsdom'
import sharp from 'sharp'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { addPwa } from './pwa.tsx'

const assets = { css: '/assets/index.abc.css', enhancer: '/assets/enhancer.abc.js' }
const app = fastify()

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sigap-pwa-'))
  await build({
    entryPoints: [join(import.meta.dirname, 'client/service-worker.ts')],
    bundle: true,
    format: 'iife',
    outfile: join(folder, 'service-worker.abc.js'),
  })
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ 'service-worker.js': 'service-worker.abc.js' }))
  addPwa(app, { assets, assetFolder: folder })
})

const get = (url: string) => app.inject({ url })

describe('installable app', () => {
  it('names only icons that are there, in their size', async () => {
    const manifest = (await get('/manifest.webmanifest')).json<{
      icons: { src: string; type: string; sizes: string }[]
    }>()
    expect(manifest.icons).toHaveLength(4)
    for (const icon of manifest.icons) {
      const { statusCode, headers, rawPayload } = await get(icon.src)
      expect([statusCode, headers['content-type']]).toEqual([200, icon.type])
      if (icon.sizes === 'any') continue
      const { width, height } = await sharp(rawPayload).metadata()
      expect(`${width}x${height}`).toBe(icon.sizes)
    }
  })

  it('has an offline page that names nobody and speaks both languages', async () => {
    const page = (await get('/luring')).body
    expect(page).toContain('Tidak ada sambungan')
    expect(page).toContain('No connection')
    expect(page).toContain(assets.css)
  })

  it('has no worker before the build', async () => {
    const bare = fastify()
    addPwa(bare, { assets, assetFolder: tmpdir() })
    expect((await bare.inject({ url: '/service-worker.js' })).statusCode).toBe(404)
  })
})

describe('service worker', () => {
  type Listener = (event: object) => void

  async function start(online: boolean) {
    const source = (await get('/service-worker.js')).body
    const unsent = (await get('/luring/belum-terkirim')).body
    const listeners: Record<string, Listener> = {}
    const skipWaiting = vi.fn(async () => undefined)
    let pages: { id: string; visibilityState: string }[] = []
    let sending = false
    const kept = new Map<string, Map<string, Response>>([
      ['sigap older', new Map()],
      ['sigap old', new Map()],
    ])
    const caches = {
      async open(name: string) {
        const entries = kept.get(name) ?? new Map<string, Response>()
        kept.set(name, entries)
        return {
          addAll: async (urls: string[]) => {
            for (const url of urls) entries.set(url, new Response(url.endsWith('kirim') ? unsent : `kept ${url}`))
          },
          match: async (path: string) => entries.get(path)?.clone(),
          put: async (request: Request, answer: Response) => void entries.set(new URL(request.url).pathname, answer),
          keys: async () => [...entries.keys()].map((path) => ({ url: new URL(path, 'https://sigap.test').href })),
        }
      },
      async match(wanted: string | Request) {
        const key = typeof wanted === 'string' ? wanted : new URL(wanted.url).pathname
        return [...kept.values()]
          .map((entries) => entries.get(key))
          .find(Boolean)
          ?.clone()
      },
      keys: async () => [...kept.keys()],
      delete: async (name: string) => kept.delete(name),
    }
    const fetched = vi.fn(async (request: Request) => {
      if (!online) throw new TypeError('offline')
      return new Response(`fresh ${new URL(request.url).pathname}`)
    })
    const self = {
      addEventListener: (type: string, listener: Listener) => {
        listeners[type] = listener
      },
      skipWaiting,
      clients: { claim: async () => undefined, matchAll: async () => pages },
    }
    const navigator = {
      locks: {
        request: (_name: string, _how: object, work: (lock: object | null) => Promise<void>) =>
          work(sending ? null : {}),
      },
    }
    const globals = { URL, URLSearchParams, Headers, Response, navigator }
    runInNewContext(source, { self, caches, fetch: fetched, location: { origin: 'https://sigap.test' }, ...globals })
    for (const type of ['install', 'activate']) {
      const work: Promise<unknown>[] = []
      listeners[type]?.({ waitUntil: (promise: Promise<unknown>) => work.push(promise) })
      await Promise.all(work)
    }
    // Taking over at once would lose the page that a form in flight is sent on to.
    expect(skipWaiting).not.toHaveBeenCalled()
    /** A page that has just come says so; true when this worker took over. */
    async function offered(others: string[], formOnItsWay = false): Promise<boolean> {
      pages = [
        { id: 'asker', visibilityState: 'visible' },
        ...others.map((state) => ({ id: state, visibilityState: state })),
      ]
      sending = formOnItsWay
      skipWaiting.mockClear()
      let work: Promise<unknown> | undefined
      listeners['message']?.({ source: pages[0], waitUntil: (promise: Promise<unknown>) => (work = promise) })
      await work
      return skipWaiting.mock.calls.length > 0
    }
    async function ask(
      path: string,
      options: RequestInit & { navigate?: boolean; from?: string } = {},
    ): Promise<string | undefined> {
      const request = new Request(new URL(path, 'https://sigap.test'), options)
      if (options.from) Object.defineProperty(request, 'referrer', { value: options.from })
      if (options.navigate) Object.defineProperty(request, 'mode', { value: 'navigate' })
      let answer: Promise<Response> | undefined
      listeners['fetch']?.({
        request,
        respondWith: (given: Promise<Response>) => {
          answer = given
        },
      })
      return answer && (await answer).text()
    }
    return { ask, kept, fetched, offered }
  }

  it('asks the network for every page, and keeps none', async () => {
    const { ask, kept } = await start(true)
    expect(await ask('/pengaduan', { navigate: true })).toBe('fresh /pengaduan')
    expect([...kept.values()].flatMap((entries) => [...entries.keys()])).not.toContain('/pengaduan')
    // A page of the build before may still ask for its files.
    expect([...kept.keys()]).toEqual(['sigap old', `sigap ${assets.css} ${assets.enhancer}`])
  })

  it('of a new build takes over when a page has come, no other is looked at and no form is on its way', async () => {
    const { offered } = await start(true)
    expect(await offered(['visible'])).toBe(false)
    expect(await offered(['hidden'], true)).toBe(false)
    expect(await offered(['hidden'])).toBe(true)
    expect(await offered([])).toBe(true)
  })

  it('says that there is no connection instead of showing what was', async () => {
    const { ask } = await start(false)
    expect(await ask('/pengaduan', { navigate: true })).toBe('kept /luring')
    expect(await ask(assets.css)).toBe(`kept ${assets.css}`)
  })

  it('leaves forms, programs and strangers alone', async () => {
    const { ask, fetched } = await start(true)
    expect(await ask('/pengaduan', { method: 'POST' })).toBeUndefined()
    expect(await ask('/api/v1/x')).toBeUndefined()
    expect(await ask('https://elsewhere.test/assets/x.js')).toBeUndefined()
    expect(fetched).not.toHaveBeenCalled()
  })

  const form = { method: 'POST', navigate: true, from: 'https://sigap.test/i/contoh/lapor/x/cerita' }

  it('holds a form that did not get through, with everything that was typed', async () => {
    const body = new URLSearchParams([
      ['_key', 'k1'],
      ['body', 'Baris satu\r\n"baris" <dua> & $&'],
      ['more', 'a'],
      ['more', 'b'],
    ])
    const { ask } = await start(false)
    const page = (await ask('/i/contoh/lapor/x/cerita', { ...form, body })) ?? ''
    const shown = new JSDOM(page).window.document.querySelector('form[data-resend]')
    expect(shown?.getAttribute('action')).toBe('https://sigap.test/i/contoh/lapor/x/cerita')
    const fields = [...(shown?.querySelectorAll('input') ?? [])].map(({ name, value }) => [name, value])
    expect(fields).toEqual([...body])
    const online = await start(true)
    expect(await online.ask('/i/contoh/lapor/x/cerita', { ...form, body })).toBe('fresh /i/contoh/lapor/x/cerita')
  })

  it('writes no password into a page, and does not carry the form of another site', async () => {
    const { ask, fetched } = await start(false)
    const secret = new URLSearchParams({ login: 'a', password: 'rahasia' })
    expect(await ask('/masuk', { ...form, body: secret })).toBe('kept /luring')
    fetched.mockClear()
    const body = new URLSearchParams({ a: '1' })
    for (const from of ['https://elsewhere.test/', 'https://sigap.test.elsewhere.test/', 'about:client'])
      expect(await ask('/keluar', { ...form, from, body })).toBeUndefined()
    expect(fetched).not.toHaveBeenCalled()
  })

  it('fetches a file once', async () => {
    const { ask, fetched } = await start(true)
    expect(await ask('/assets/island.js')).toBe('fresh /assets/island.js')
    expect(await ask('/assets/island.js')).toBe('fresh /assets/island.js')
    expect(fetched).toHaveBeenCalledTimes(1)
  })
})
