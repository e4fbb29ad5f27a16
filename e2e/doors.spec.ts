import type { APIRequestContext } from '@playwright/test'
import { demoAccounts } from '../src/demo/accounts.ts'
import { expect, requestsOf, test } from './steps.ts'

/** Of pages of one kind a few speak for all. */
function kindOf(path: string): string {
  return path
    .replace(/[?#].*$/, '')
    .replace(/[\da-f]{8}-[\da-f-]{27}/g, ':id')
    .replace(/[\w-]{20,}/g, ':token')
}

/** Opens every kind of page that is linked from a person's menu, and from there; what answers with a refusal. */
async function closedDoors(requests: APIRequestContext, most = 160): Promise<string[]> {
  const waiting = [{ path: '/hari-ini', from: 'sign-in', depth: 0 }]
  const seen = new Map<string, number>()
  const closed: string[] = []
  for (let next = waiting.shift(); next && seen.size < most; next = waiting.shift()) {
    const { path, from, depth } = next
    const kind = kindOf(path)
    const times = seen.get(kind) ?? 0
    // Two rows may differ in what may be done with them; a page that only sorts differently does not.
    if (times > (kind.includes(':') ? 1 : 0)) continue
    seen.set(kind, times + 1)
    const answer = await requests.get(path, { maxRedirects: 0 })
    if (answer.status() === 403 || answer.status() >= 500)
      closed.push(`${answer.status()} ${path}, linked from ${from}`)
    if (depth > 2 || !answer.headers()['content-type']?.includes('html')) continue
    for (const [, href] of (await answer.text()).matchAll(/href="(\/[^"]*)"/g)) {
      const to = href!.replaceAll('&amp;', '&')
      if (!/\.\w{2,11}$|\/aliran|bahasa=/.test(to)) waiting.push({ path: to, from: path, depth: depth + 1 })
    }
  }
  expect(seen.size, 'pages were found').toBeGreaterThan(10)
  return closed
}

for (const { login, role } of demoAccounts)
  test(`no door shown to ${role} is closed to them`, async () => {
    const requests = await requestsOf(login.split('@')[0]!)
    expect(await closedDoors(requests)).toEqual([])
    await requests.dispose()
  })
