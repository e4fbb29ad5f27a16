import type { Page } from '@playwright/test'
import { as, expect, test, visitor } from './steps.ts'

const PHONE = { width: 360, height: 740 }
const PUBLIC = [
  '/',
  '/i/contoh',
  '/i/contoh/layanan',
  '/i/contoh/laporan',
  '/i/contoh/perubahan',
  '/i/contoh/hasil-survei',
  '/i/contoh/hasil-laporan',
  '/i/contoh/survei',
  '/i/contoh/lacak',
  '/i/contoh/masuk',
]

/** What a careful eye finds on a page of a phone and a machine can find as well. Runs in the browser. */
function carelessness(): string[] {
  const found: string[] = []
  const width = document.documentElement.clientWidth
  const extra = document.documentElement.scrollWidth - width
  if (extra > 0) found.push(`scrolls sideways by ${extra} px`)

  function seen(element: Element): boolean {
    const { width: wide, height } = element.getBoundingClientRect()
    return wide > 0 && height > 0 && element.checkVisibility() && !element.closest('.visually-hidden, .skip, .trap')
  }
  function words(node: Node): string {
    if (node instanceof Text) return node.data
    if (!(node instanceof Element) || node.matches('code, pre, script, .visually-hidden') || !node.checkVisibility())
      return ' '
    return [...node.childNodes].map(words).join('')
  }
  const text = words(document.body)
  const raw = {
    id: /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-/,
    value: /\b(?:undefined|null|NaN|Infinity)\b|\[object |Invalid Date/,
    instant: /\b20\d\d-\d\d-\d\dT/,
    word: /(?<![\w@./-])[a-z]{3,}_[a-z_]{2,}\b/,
  }
  for (const [kind, pattern] of Object.entries(raw)) {
    const shown = pattern.exec(text)
    if (shown) found.push(`shows a raw ${kind}: ${text.slice(Math.max(shown.index - 20, 0), shown.index + 40)}`)
  }
  for (const heading of document.querySelectorAll('h1, h2, h3, h4'))
    if (!heading.textContent?.trim()) found.push('has an empty heading')
  // WCAG 2.2, 2.5.8; links within a sentence are exempt.
  for (const target of document.querySelectorAll('button, select, textarea, summary, .button, nav a')) {
    const { width: wide, height } = target.getBoundingClientRect()
    if (seen(target) && Math.min(wide, height) < 23.5)
      found.push(`has a small target: ${target.textContent?.trim()} ${Math.round(wide)} × ${Math.round(height)}`)
  }
  for (const chart of document.querySelectorAll('svg')) {
    const labels = [...chart.querySelectorAll('text')].map((label) => ({ label, box: label.getBoundingClientRect() }))
    for (const [index, a] of labels.entries())
      for (const b of labels.slice(index + 1)) {
        const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left)
        const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top)
        if (across > 2 && down > 4) found.push(`labels collide: ${a.label.textContent} and ${b.label.textContent}`)
      }
  }
  return found
}

async function look(page: Page, addresses: readonly string[]): Promise<void> {
  for (const address of addresses) {
    await page.goto(address)
    expect.soft(await page.evaluate(carelessness), address).toEqual([])
  }
}

test('public pages are drawn with care on a phone', async ({ browser }) => {
  const page = await visitor(browser, { viewport: PHONE })
  await look(page, PUBLIC)
})

test('every page in the menu of an administrator is drawn with care on a phone', async ({ browser }) => {
  const page = await as(browser, 'admin')
  await page.setViewportSize(PHONE)
  const links = await page
    .locator('.rail a[href^="/"]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('href')!))
  expect(links.length).toBeGreaterThan(20)
  await look(page, [...new Set(links)])
})
