import type { Page } from '@playwright/test'
import { expect } from './steps.ts'

type Stop = { what: string; top: number; problem: string | undefined }

/** What has the focus, and what is wrong with how it shows. Runs in the browser. */
function focused(): Stop {
  const here = document.activeElement ?? document.body
  if (here === document.body) return { what: '', top: 0, problem: undefined }
  const what = `${here.tagName.toLowerCase()} ${here.getAttribute('name') ?? here.textContent?.trim().slice(0, 40)}`
  // A box, a circle or a link over a whole card is shown by the card.
  const shown = here.closest('.choice, .card-link') ?? here
  const { top, bottom, left, right, width, height } = shown.getBoundingClientRect()
  const ring = [here, shown].some((one) => {
    const style = getComputedStyle(one)
    return (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'
  })
  function problemOf(): string | undefined {
    if (width === 0 || height === 0) return 'has no size'
    // Within a date the browser marks day, month, year and calendar by itself.
    if (!ring && !here.matches('[type=date]')) return 'shows no ring'
    if (bottom <= 0 || top >= innerHeight || right <= 0 || left >= innerWidth) return 'is outside of the window'
    const middle = [Math.max(left, 0) + Math.min(width, innerWidth) / 2, Math.max(top, 0) + Math.min(height, 20) / 2]
    const above = document.elementFromPoint(middle[0]!, middle[1]!)
    return above && !shown.contains(above) && !above.contains(shown) ? 'lies under something else' : undefined
  }
  return { what, top: top + scrollY, problem: problemOf() }
}

/** Sends what has the focus, or follows it, and waits for the page that comes. */
export async function enter(page: Page): Promise<void> {
  const next = page.waitForEvent('load')
  await page.keyboard.press('Enter')
  await next
}

/** Tab until this has the focus; fails when the way is longer than `most` stops or the focus cannot be seen. */
export async function tabTo(page: Page, selector: string, most = 60): Promise<void> {
  for (let stop = 0; stop < most; stop++) {
    await page.keyboard.press('Tab')
    const { what, problem } = await page.evaluate(focused)
    expect(problem, `${what} at ${page.url()}`).toBeUndefined()
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return
  }
  throw new Error(`${selector} was not reached with the keyboard at ${page.url()}`)
}

/**
 * Tabs through a whole page of a phone, from its first stop to its last: each can be seen, none lies under something
 * else, the way goes down the page, and it ends.
 */
export async function walk(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    const first = document.createElement('span')
    first.tabIndex = -1
    document.body.prepend(first)
    first.focus()
    first.remove()
    scrollTo(0, 0)
  })
  const stops: string[] = []
  let before = 0
  for (let stop = 0; stop < 150; stop++) {
    await page.keyboard.press('Tab')
    const { what, top, problem } = await page.evaluate(focused)
    // After its last stop a browser may begin anew.
    if (!what || (stops.length > 0 && what === stops[0])) return stops
    expect.soft(problem, `${what} at ${page.url()}`).toBeUndefined()
    // Things of one line may differ a little in height.
    expect.soft(top, `${what} at ${page.url()} stands above what came before it`).toBeGreaterThan(before - 48)
    before = top
    stops.push(what)
  }
  throw new Error(`The keyboard does not come out of ${page.url()}`)
}
