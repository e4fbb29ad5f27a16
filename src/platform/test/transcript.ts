import { JSDOM } from 'jsdom'

const GLOBALS = [
  'window',
  'document',
  'Node',
  'Element',
  'HTMLElement',
  'MutationObserver',
  'getComputedStyle',
] as const

/** The reader's first load takes longer than all pages of a file together. */
export async function loadReader(): Promise<void> {
  await import('@guidepup/virtual-screen-reader')
}

/** What a screen reader says from the first word of a page's main part to its last, one line each. */
export async function transcript(html: string): Promise<string> {
  const { window } = new JSDOM(html, { url: 'http://localhost/' })
  const before = GLOBALS.map((name) => Object.getOwnPropertyDescriptor(globalThis, name))
  for (const name of GLOBALS) {
    const value = name === 'window' ? window : window[name]
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  }
  try {
    const { Virtual } = await import('@guidepup/virtual-screen-reader')
    const reader = new Virtual()
    await reader.start({ container: window.document.querySelector('main')!, window: window as never })
    for (let steps = 0; steps < 600; steps++) {
      await reader.next()
      if ((await reader.lastSpokenPhrase()) === 'end of main') break
    }
    const spoken = await reader.spokenPhraseLog()
    await reader.stop()
    return `${spoken.join('\n')}\n`
  } finally {
    for (const [at, name] of GLOBALS.entries()) {
      const was = before[at]
      if (was) Object.defineProperty(globalThis, name, was)
      else Reflect.deleteProperty(globalThis, name)
    }
  }
}
