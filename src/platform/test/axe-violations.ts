import { Script } from 'node:vm'
import axe from 'axe-core'
import { JSDOM } from 'jsdom'

// One window for all pages of a worker: in a new one the engine would compile axe, and learn to run it fast, once more
// for every page. Scripts of the pages do not run, so that nothing of one page stays for the next.
let shared: JSDOM | undefined

function axeWindow(): JSDOM {
  if (shared) return shared
  shared = new JSDOM('', { runScripts: 'outside-only', pretendToBeVisual: true })
  // Only color contrast needs a canvas; a real browser judges it, in e2e, and contrast.test.ts from the tokens.
  shared.window.HTMLCanvasElement.prototype.getContext = () => null
  new Script(axe.source).runInContext(shared.getInternalVMContext())
  return shared
}

/** The page in a window that the next page takes over. */
export function opened(html: string): Document {
  const { document } = axeWindow().window
  document.open()
  document.write(html)
  document.close()
  return document
}

/** What repeats, and after how many of it the rest says nothing new; axe takes most of its time for long tables. */
const REPEATED: Readonly<Record<string, number>> = {
  'tbody > tr': 12,
  'select > option': 12,
  'ul > li': 24,
  'ol > li': 24,
}

function shorten(page: Document): void {
  for (const [parts, enough] of Object.entries(REPEATED)) {
    const [whole, part] = parts.split(' > ') as [string, string]
    // What something else on the page speaks of stays.
    for (const one of page.querySelectorAll(whole))
      for (const more of [...one.children].filter((child) => child.localName === part).slice(enough))
        if (!more.id && !more.querySelector('[id]')) more.remove()
  }
  // The lines of a drawing without words, and a menu that another page of this worker had.
  for (const line of page.querySelectorAll('svg[aria-hidden] > *')) line.remove()
  for (const menu of page.querySelectorAll('.rail-list')) {
    const same = menu.innerHTML.replaceAll(/ aria-current="\w+"| open=""/g, '')
    if (menus.has(same)) for (const item of [...menu.children].slice(2)) item.remove()
    else menus.add(same)
  }
}

const menus = new Set<string>()

/** What axe finds on the opened page: the rule, and the elements that break it. */
export async function axeViolations(page: Document): Promise<string[]> {
  const run: typeof axe.run = Reflect.get(axeWindow().window, 'axe').run
  shorten(page)
  const { violations } = await run(page, {
    rules: { 'color-contrast': { enabled: false } },
    resultTypes: ['violations'],
  })
  return violations.map(({ id, nodes }) => `axe ${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)
}
