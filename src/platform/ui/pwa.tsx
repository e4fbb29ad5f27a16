import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { VNode } from 'preact'
import { drawPng } from '../files/pictures.ts'
import { OfflinePage, UnsentPage } from './error-page.tsx'
import { renderToString } from './render.ts'
import { RequestContext, type RequestInfo } from './request.tsx'

interface PwaParts {
  assets: { css: string; enhancer: string }
  /** dist/public, where the build put the worker and its manifest of names. */
  assetFolder: string
}

/** What makes the product installable: /manifest.webmanifest, its icons, /service-worker.js and the offline page. */
export function addPwa(app: FastifyInstance, parts: PwaParts): void {
  app.get('/manifest.webmanifest', async (_request, reply) =>
    reply.type('application/manifest+json').header('cache-control', 'max-age=3600').send(JSON.stringify(MANIFEST)),
  )
  app.get('/icon.svg', async (_request, reply) =>
    reply.type('image/svg+xml').header('cache-control', 'max-age=86400').send(iconSvg(8)),
  )
  for (const { path, size, radius } of PNG_ICONS) {
    let drawn: Promise<Buffer> | undefined
    app.get(path, async (_request, reply) => {
      drawn ??= drawPng(iconSvg(radius), size).catch((error: unknown) => {
        drawn = undefined
        throw error
      })
      return reply
        .type('image/png')
        .header('cache-control', 'max-age=86400')
        .send(await drawn)
    })
  }
  app.get('/service-worker.js', async (_request, reply) => {
    const source = readWorker(parts.assetFolder)
    if (source === undefined) return reply.status(404).send()
    const assets = JSON.stringify([parts.assets.css, parts.assets.enhancer])
    return reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(`const ASSETS=${assets};\n${source}`)
  })
  const send = (reply: FastifyReply, page: VNode) =>
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(keptHtml(page, parts.assets))
  app.get('/luring', async (_request, reply) => send(reply, <OfflinePage />))
  app.get('/luring/belum-terkirim', async (_request, reply) => send(reply, <UnsentPage />))
}

/** Knows nobody and no institution, because it is kept on the device. */
function keptHtml(page: VNode, assets: RequestInfo['assets']): string {
  const info: RequestInfo = {
    language: 'id',
    institution: null,
    actor: null,
    path: '/luring',
    now: new Date(),
    assets,
    nav: [],
    inbox: 0,
    requestId: '',
  }
  return `<!doctype html>${renderToString(<RequestContext.Provider value={info}>{page}</RequestContext.Provider>)}`
}

function readWorker(folder: string): string | undefined {
  const list = join(folder, 'manifest.json')
  if (!existsSync(list)) return undefined
  const names: Record<string, string> = JSON.parse(readFileSync(list, 'utf8'))
  const name = (names['service-worker.js'] ?? names['service-worker'])?.split('/').at(-1)
  return name ? readFileSync(join(folder, name), 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n') : undefined
}

const PNG_ICONS = [
  { path: '/icon-192.png', size: 192, radius: 8 },
  { path: '/icon-512.png', size: 512, radius: 8 },
  // Systems cut this one to their own shape: no corners of our own.
  { path: '/icon-maskable.png', size: 512, radius: 0 },
]

const MANIFEST = {
  id: '/',
  name: 'Sigap',
  short_name: 'Sigap',
  description: 'Sampaikan, lacak, dan perbaiki layanan publik bersama.',
  lang: 'id',
  dir: 'ltr',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  background_color: '#ffffff',
  theme_color: '#0a4f55',
  icons: [
    { src: '/icon.svg', type: 'image/svg+xml', sizes: 'any' },
    { src: '/icon-192.png', type: 'image/png', sizes: '192x192' },
    { src: '/icon-512.png', type: 'image/png', sizes: '512x512' },
    { src: '/icon-maskable.png', type: 'image/png', sizes: '512x512', purpose: 'maskable' },
  ],
}

function iconSvg(radius: number): string {
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="32" height="32" fill="none" stroke-width="2.6" ' +
    `stroke-linecap="round" stroke-linejoin="round"><rect width="32" height="32" rx="${radius}" fill="#0a4f55"/>` +
    `<path stroke="#fff" d="${MARK.ring}"/><path stroke="#f2b31b" d="${MARK.spark}"/></svg>`
  )
}

const MARK = { ring: 'M21.9 10.2A8.3 8.3 0 1 0 24.3 16', spark: 'm15.5 16.5 3.2 3 6.8-8.5' }
