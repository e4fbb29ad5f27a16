import { request as ask, createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext, Page } from '@playwright/test'
import { expect, fill, send, test } from './steps.ts'

let server: Server
let address: string
let build = 1

/** The product, whose worker has another text after each upgrade. */
test.beforeAll(async () => {
  server = createServer((asked, answer) => {
    const { method, headers, url } = asked
    const changed = url === '/service-worker.js'
    const given = changed ? { ...headers, 'accept-encoding': 'identity' } : headers
    const far = ask({ host: 'localhost', port: process.env['E2E_PORT'], method, headers: given, path: url }, (came) => {
      const told = { ...came.headers }
      if (changed) delete told['content-length']
      answer.writeHead(came.statusCode ?? 500, told)
      came.on('data', (bytes) => answer.write(bytes))
      came.on('end', () => answer.end(changed ? `\nself.build = ${build}\n` : undefined))
    })
    far.on('error', () => answer.destroy())
    asked.pipe(far)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://localhost:${(server.address() as AddressInfo).port}`
})
test.afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** The build of the worker that answers for this page. */
async function buildOf(context: BrowserContext): Promise<number> {
  const found = await Promise.all(
    context.serviceWorkers().map((worker) =>
      worker
        .evaluate(() => {
          const self = globalThis as unknown as { build: number; registration: { active: { state: string } | null } }
          const { serviceWorker } = globalThis as unknown as { serviceWorker?: { state: string } }
          return serviceWorker?.state === 'activated' ? self.build : 0
        })
        .catch(() => 0),
    ),
  )
  return Math.max(0, ...found)
}

async function upgrade(page: Page): Promise<void> {
  build++
  await page.evaluate(async () => {
    const found = await navigator.serviceWorker.ready
    await found.update()
    while (!found.waiting) await new Promise((resolve) => setTimeout(resolve, 20))
  })
}

test('a new build takes over at the next page without a form, and what is being sent arrives', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: address })
  const page = await context.newPage()
  await page.goto('/i/contoh')
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  const first = build
  await page.goto('/i/contoh/lapor')
  await upgrade(page)
  await fill(page, { kind: 'complaint' })
  await send(page, 'Lanjut')
  await expect(page).toHaveURL(/\/layanan$/)
  expect(await buildOf(context)).toBe(first)
  // The page before may still be on its way out; then it is the page after. A page that is left too soon asks for nothing.
  await expect(async () => {
    await page.goto('/i/contoh')
    await expect.poll(() => buildOf(context), { timeout: 12_000 }).toBe(build)
  }).toPass()
  await context.close()
})
