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

/** What axe finds on the opened page: the rule, and the elements that break it. */
export async function axeViolations(page: Document): Promise<string[]> {
  const run: typeof axe.run = Reflect.get(axeWindow().window, 'axe').run
  const { violations } = await run(page, {
    rules: { 'color-contrast': { enabled: false } },
    resultTypes: ['violations'],
  })
  return violations.map(({ id, nodes }) => `axe ${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)
}
