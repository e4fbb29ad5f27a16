import type { Page } from '@playwright/test'
import { as, expect, send, test, visitor } from './steps.ts'

const PHONE = { width: 360, height: 740 }
const SMALL = { width: 320, height: 640 }
type Window = { size: { width: number; height: number }; scheme: 'light' | 'dark' }

const PUBLIC = [
  '/',
  '/i/contoh',
  '/i/contoh/layanan',
  '/i/contoh/layanan/akta-kelahiran',
  '/i/contoh/layanan/akta-kelahiran/standar',
  '/i/contoh/maklumat',
  '/i/contoh/tanya',
  '/i/contoh/lapor',
  '/i/contoh/lapor/singkat',
  '/i/contoh/statistik-pengaduan',
  '/i/contoh/laporan',
  '/i/contoh/perubahan',
  '/i/contoh/hasil-survei',
  '/i/contoh/hasil-laporan',
  '/i/contoh/survei',
  '/i/contoh/survei/akta-kelahiran',
  '/i/contoh/survei-singkat',
  '/i/contoh/lacak',
  '/i/contoh/masuk',
  '/i/contoh/tidak-ada',
  '/luring',
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
  for (const open of document.querySelectorAll('.tabs a[aria-current]')) {
    const strip = open.closest('.tabs')!.getBoundingClientRect()
    if (open.getBoundingClientRect().right > strip.right + 1) found.push(`hides the open tab: ${open.textContent}`)
  }
  for (const heading of document.querySelectorAll('h1, h2, h3, h4'))
    if (!heading.textContent?.trim()) found.push('has an empty heading')
  // WCAG 2.2, 2.5.8; links within a sentence are exempt.
  for (const target of document.querySelectorAll('button, select, textarea, summary, .button, nav a')) {
    const { width: wide, height } = target.getBoundingClientRect()
    if (seen(target) && Math.min(wide, height) < 23.5)
      found.push(`has a small target: ${target.textContent?.trim()} ${Math.round(wide)} × ${Math.round(height)}`)
  }
  // Whoever asks for no motion gets none.
  if (matchMedia('(prefers-reduced-motion: reduce)').matches)
    for (const one of document.querySelectorAll('body *')) {
      const { transitionDuration, animationDuration } = getComputedStyle(one)
      if (`${transitionDuration},${animationDuration}`.split(',').some((time) => Number.parseFloat(time) > 0))
        found.push(`moves: ${one.tagName}.${one.className}`)
    }
  found.push(...faint(), ...covered())
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

  function light(color: readonly number[]): number {
    const [red = 0, green = 0, blue = 0] = color.map((part) => {
      const share = part / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  function partsOf(color: string): number[] {
    return (/\(([^)]+)\)/.exec(color)?.[1] ?? '').split(/[ ,/]+/).map(Number)
  }
  /** The color behind a text, or undefined where a picture or a veil makes it uncertain. */
  function ground(element: Element): number[] | undefined {
    for (let at: Element | null = element; at; at = at.parentElement) {
      const { backgroundColor, backgroundImage } = getComputedStyle(at)
      const [red = 0, green = 0, blue = 0, alpha = 1] = partsOf(backgroundColor)
      if (backgroundImage !== 'none' || (alpha > 0 && alpha < 1)) return undefined
      if (alpha === 1) return [red, green, blue]
    }
    return [255, 255, 255]
  }
  // WCAG 2.2, 1.4.3, and text that leaves the window without anything around it to scroll.
  function faint(): string[] {
    const told: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const node = walker.currentNode as Text
      const element = node.parentElement
      if (!node.data.trim() || !element || !seen(element) || element.closest('svg, script, :disabled')) continue
      const style = getComputedStyle(element)
      const [red = 0, green = 0, blue = 0, alpha = 1] = partsOf(style.color)
      const behind = alpha === 1 ? ground(element) : undefined
      if (behind) {
        const [low = 0, high = 0] = [light([red, green, blue]), light(behind)].sort((a, b) => a - b)
        const size = Number.parseFloat(style.fontSize)
        const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5
        const contrast = (high + 0.05) / (low + 0.05)
        if (contrast < least) told.push(`is faint (${contrast.toFixed(2)}): ${node.data.trim().slice(0, 40)}`)
      }
      const range = document.createRange()
      range.selectNodeContents(node)
      const beyond = range.getBoundingClientRect().right - width
      let scrolls = false
      for (let at: Element | null = element; at && !scrolls; at = at.parentElement)
        scrolls = getComputedStyle(at).overflowX !== 'visible' && at !== document.documentElement
      if (beyond > 1 && !scrolls) told.push(`leaves the window: ${node.data.trim().slice(0, 40)}`)
    }
    return told
  }
  /** Controls of the page that lie over each other. */
  function covered(): string[] {
    const told: string[] = []
    const boxes = [...document.querySelectorAll('main :is(button, .button, input, select, textarea)')]
      .filter(
        (one) => seen(one) && !one.closest('.search') && !one.matches('[type=checkbox], [type=radio], [type=file]'),
      )
      .map((one) => ({ one, box: one.getBoundingClientRect() }))
    for (const [index, a] of boxes.entries())
      for (const b of boxes.slice(index + 1)) {
        const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left)
        const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top)
        if (across > 2 && down > 2) told.push(`controls overlap: ${a.one.textContent} and ${b.one.textContent}`)
      }
    return told
  }
}

// WCAG 2.2, 1.4.12 and 1.4.4: more room between letters and lines on a phone, text twice as large in half a desk window.
const READERS = [
  {
    width: 360,
    style:
      '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }',
  },
  { width: 640, style: 'html { font-size: 200% !important }' },
]

/** What readers who change the text lose on the page that is open. */
async function lostToReaders(page: Page): Promise<string[]> {
  const told: string[] = []
  for (const { width, style } of READERS) {
    await page.setViewportSize({ width, height: PHONE.height })
    const extra = await page.evaluate((text) => {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(text)
      document.adoptedStyleSheets = [sheet]
      const over = document.documentElement.scrollWidth - document.documentElement.clientWidth
      document.adoptedStyleSheets = []
      return over
    }, style)
    if (extra > 0) told.push(`scrolls sideways by ${extra} px at ${width} with ${style}`)
  }
  return told
}

async function look(page: Page, addresses: readonly string[], windows: readonly Window[] = []): Promise<void> {
  const own = page.viewportSize()!
  for (const address of addresses) {
    await page.goto(address)
    for (const { size, scheme } of windows) {
      await page.setViewportSize(size)
      await page.emulateMedia({ colorScheme: scheme })
      const where = `${address} at ${size.width} in ${scheme}`
      expect.soft(await page.evaluate(carelessness), where).toEqual([])
    }
    if (windows.length === 0) {
      await page.setViewportSize(own)
      expect.soft(await page.evaluate(carelessness), address).toEqual([])
    }
    expect.soft(await lostToReaders(page), address).toEqual([])
  }
}

test('public pages are drawn with care on small windows and in the dark', async ({ browser }) => {
  const page = await visitor(browser, { viewport: PHONE, reducedMotion: 'reduce' })
  await look(page, PUBLIC, [
    { size: PHONE, scheme: 'light' },
    { size: SMALL, scheme: 'light' },
    { size: PHONE, scheme: 'dark' },
  ])
})

test('every page in the menu of an administrator is drawn with care on a phone', async ({ browser }) => {
  const page = await as(browser, 'admin')
  await page.setViewportSize(PHONE)
  await page.goto('/hari-ini')
  const links = await doors(page)
  expect(links.length).toBeGreaterThan(20)
  await look(page, links)
})

test('a chat, a kiosk and a hall are drawn with care', async ({ browser }) => {
  const citizen = await visitor(browser, { viewport: SMALL })
  await citizen.goto('/i/contoh/tanya')
  await citizen.locator('main select').first().selectOption({ index: 1 })
  await citizen.locator('main textarea').fill('Apakah akta bisa diambil hari Sabtu?')
  await send(citizen, 'Mulai bertanya')
  await look(citizen, [citizen.url()])

  const officer = await as(browser, 'admin')
  await officer.setViewportSize(PHONE)
  await officer.goto('/survei/kios')
  await officer.locator('main [name=name]').fill('Kios teras')
  await officer.locator('main select[name=unit]').selectOption({ label: 'Dinas Kependudukan dan Pencatatan Sipil' })
  await send(officer, 'Daftarkan kios')
  await citizen.goto((await officer.locator('main a[href*="/kios/pasang/"]').getAttribute('href'))!)
  await send(citizen, 'Pasang di perangkat ini')
  await look(citizen, ['/i/contoh/kios', '/i/contoh/kios/layanan/akta-kelahiran'])

  await officer.goto('/layanan/loket')
  await officer.getByRole('link', { name: 'Buka loket' }).first().click()
  await expect(officer.getByRole('link', { name: 'Layar antrean' })).toBeVisible()
  const screens = await officer
    .locator('main a[href*="/antrean/"]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('href')!))
  expect(screens.length).toBeGreaterThan(1)
  await look(officer, [officer.url()])
  await look(citizen, screens)
})

async function doors(page: Page): Promise<string[]> {
  const links = await page
    .locator('.rail a[href^="/"]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('href')!))
  return [...new Set(links)]
}

test('the service pledge prints as one sheet for the wall: nothing of the screen around it, whole and large', async ({
  page,
}) => {
  await page.goto('/i/contoh/maklumat')
  await page.locator('.pledge-list a').first().click()
  const pledge = page.locator('.pledge').first()
  const onScreen = (await pledge.boundingBox())!.height
  await expect(page.locator('.public-header')).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  for (const around of ['.public-header', '.page-head', '.button'])
    for (const one of await page.locator(around).all()) await expect(one, around).toBeHidden()
  const style = await pledge.evaluate((one) => {
    const { breakInside, breakAfter } = getComputedStyle(one)
    return { breakInside, breakAfter }
  })
  expect(style).toEqual({ breakInside: 'avoid', breakAfter: 'page' })
  const printed = (await pledge.boundingBox())!.height
  // 240 of the 261 mm between the margins of A4: one sheet, filled and no more.
  expect(printed).toBeGreaterThan(onScreen)
  expect([printed >= 900, printed < 990]).toEqual([true, true])
  const paper = await page.pdf({ format: 'A4' })
  expect(paper.toString('latin1').match(/\/Type\s*\/Page\b/g)!.length).toBeGreaterThan(1)
})
