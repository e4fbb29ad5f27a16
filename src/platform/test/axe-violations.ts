import { Script } from 'node:vm'
import axe from 'axe-core'
import { JSDOM } from 'jsdom'

// Compiled once for all pages: by itself every page would do it again, function by function.
const script = new Script(axe.source)

/** A page in which programs may look around; scripts of its own do not run. */
export function opened(html: string): JSDOM {
  const dom = new JSDOM(html, { runScripts: 'outside-only', pretendToBeVisual: true })
  // Only color contrast needs a canvas; a real browser judges it, in e2e, and contrast.test.ts from the tokens.
  dom.window.HTMLCanvasElement.prototype.getContext = () => null
  return dom
}

/** What axe finds on the page: the rule, and the elements that break it. */
export async function axeViolations(dom: JSDOM): Promise<string[]> {
  script.runInContext(dom.getInternalVMContext())
  const run: typeof axe.run = Reflect.get(dom.window, 'axe').run
  const { violations } = await run(dom.window.document, {
    rules: { 'color-contrast': { enabled: false } },
    resultTypes: ['violations'],
  })
  return violations.map(({ id, nodes }) => `axe ${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)
}
