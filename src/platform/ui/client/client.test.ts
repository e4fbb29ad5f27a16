import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { JSDOM } from 'jsdom'
import type { VNode } from 'preact'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { renderToString } from '../render.ts'
import { FAILED, NOW, publicForm, request, staffList, withRequest } from '../samples/index.ts'
import { clockText } from './clocks.ts'

const here = import.meta.dirname
let enhancer = ''
let styles = ''
const opened: JSDOM[] = []

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
  })
  return outputFiles[0]?.text ?? ''
}

beforeAll(async () => {
  enhancer = await bundle(`${here}/enhancer.ts`)
  styles = await bundle(`${here}/../styles/index.css`)
})

afterEach(() => {
  for (const page of opened.splice(0)) page.window.close()
})

function open(
  page: VNode | string,
  before?: (window: JSDOM['window']) => void,
  url = 'https://sigap.test/i/contoh/lapor',
) {
  const html = typeof page === 'string' ? page : renderToString(withRequest(request(), page))
  const opening = new JSDOM(`<!doctype html>${html}`, { url, runScripts: 'outside-only', pretendToBeVisual: true })
  opened.push(opening)
  const { window } = opening
  window.Element.prototype.scrollIntoView = () => undefined
  // jsdom knows no navigation: sending a form ends here.
  window.addEventListener('submit', (event) => event.preventDefault())
  before?.(window)
  window.eval(enhancer)
  return { window, document: window.document }
}

function press({ window, document }: ReturnType<typeof open>, key: string, options = {}): KeyboardEvent {
  const event = new window.KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options })
  ;(document.activeElement ?? document.body).dispatchEvent(event)
  return event
}

function type(window: JSDOM['window'], field: HTMLInputElement | HTMLTextAreaElement | null, value: string): void {
  if (!field) throw new Error('no such field')
  field.value = value
  field.dispatchEvent(new window.Event('input', { bubbles: true }))
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('weight', () => {
  it('stays in its budget', () => {
    expect(enhancer.length).toBeLessThanOrEqual(10_500)
    expect(gzipSync(styles).length).toBeLessThanOrEqual(25_600)
  })

  it('asks nobody else for anything', () => {
    expect(styles).not.toMatch(/url\(|@import|https?:/)
    expect(enhancer).not.toMatch(/https?:/)
  })
})

describe('forms', () => {
  it('brings the reader to the mistakes and into the field', () => {
    const { document } = open(publicForm(FAILED))
    expect(document.activeElement).toBe(document.querySelector('[data-error-summary]'))
    document.querySelector<HTMLAnchorElement>('[data-error-summary] a')?.click()
    expect(document.activeElement).toBe(document.querySelector('[name=subject]'))
  })

  it('sends once, and again after coming back', () => {
    const { window, document } = open(publicForm())
    const form = document.querySelector('form')
    let sent = 0
    form?.addEventListener('submit', (event) => {
      if (!event.defaultPrevented) sent += 1
    })
    form?.requestSubmit()
    form?.requestSubmit()
    expect(sent).toBe(1)
    window.dispatchEvent(new window.Event('pageshow'))
    form?.requestSubmit()
    expect(sent).toBe(2)
  })

  it('refuses a file that is too large before it is sent', () => {
    const { window, document } = open(publicForm())
    const input = document.querySelector<HTMLInputElement>('input[type=file]')
    if (!input) throw new Error('no file field')
    Object.defineProperty(input, 'files', { value: [{ name: 'foto.jpg', size: 9_100_000 }] })
    input.dispatchEvent(new window.Event('change'))
    expect(document.querySelector('[role=alert].error')?.textContent).toBe(
      '"foto.jpg" berukuran 9,1 MB. Pilih berkas paling besar 8 MB.',
    )
  })

  it('counts letters only near the end', () => {
    const { window, document } = open(publicForm())
    const area = document.querySelector('textarea')
    const line = () => document.querySelector('.count-left')?.textContent
    type(window, area, 'a'.repeat(100))
    expect(line()).toBe('')
    type(window, area, 'a'.repeat(4900))
    expect(line()).toBe('Sisa 100 huruf')
    type(window, area, 'a'.repeat(5001))
    expect(line()).toBe('Kelebihan 1 huruf')
  })
})

describe('drafts', () => {
  async function written(): Promise<string> {
    const { window, document } = open(publicForm())
    type(window, document.querySelector('textarea'), 'Antrean dua jam')
    document.querySelector<HTMLInputElement>('[name=privacy][value=secret]')?.click()
    await pause(450)
    return window.sessionStorage.getItem('draft:a:lapor') ?? ''
  }

  it('come back after the tab was lost, and can be thrown away', async () => {
    const kept = await written()
    expect(kept).toContain('Antrean dua jam')
    const { window, document } = open(publicForm(), (fresh) => fresh.sessionStorage.setItem('draft:a:lapor', kept))
    const area = document.querySelector('textarea')
    expect(area?.value).toBe('Antrean dua jam')
    expect(document.querySelector<HTMLInputElement>('[name=privacy]:checked')?.value).toBe('secret')
    document.querySelector<HTMLButtonElement>('.notice button')?.click()
    expect(area?.value).toBe('')
    expect(window.sessionStorage.getItem('draft:a:lapor')).toBeNull()
  })

  it('end once the form was received, but not when the session was over', async () => {
    const kept = (await written()).replace('"sent":false', '"sent":true')
    const put = (fresh: JSDOM['window']) => fresh.sessionStorage.setItem('draft:a:lapor', kept)
    const signIn = open('<body class="shell-public"></body>', put, 'https://sigap.test/masuk')
    expect(signIn.window.sessionStorage).toHaveLength(1)
    const receipt = open('<body class="shell-public"></body>', put, 'https://sigap.test/i/contoh/lacak')
    expect(receipt.window.sessionStorage).toHaveLength(0)
  })

  it('stay when the line broke while they were sent, until they are sent again', async () => {
    const kept = (await written()).replace('"sent":false', '"sent":true')
    const key = 'draft:a:lapor'
    const unsent = open(
      '<body class="shell-public"><div data-status="0"><form data-resend><button></button></form></div></body>',
      (fresh) => fresh.sessionStorage.setItem(key, kept),
    )
    const held = unsent.window.sessionStorage.getItem(key) ?? ''
    const back = open(publicForm(), (fresh) => fresh.sessionStorage.setItem(key, held))
    expect(back.document.querySelector('textarea')?.value).toBe('Antrean dua jam')
    unsent.document.querySelector('form')?.dispatchEvent(new unsent.window.Event('submit'))
    const again = unsent.window.sessionStorage.getItem(key) ?? ''
    const received = open('<body class="shell-public"></body>', (fresh) => fresh.sessionStorage.setItem(key, again))
    expect(received.window.sessionStorage).toHaveLength(0)
  })

  it('give way to what the server put back, and never hold a password or a file', async () => {
    const kept = await written()
    const { document } = open(publicForm(FAILED), (fresh) => fresh.sessionStorage.setItem('draft:a:lapor', kept))
    expect(document.querySelector('textarea')?.value).toBe('')
    expect(kept).not.toMatch(/_key|photo/)
  })

  it('survive nonsense in the store', () => {
    const { document } = open(publicForm(), (fresh) => fresh.sessionStorage.setItem('draft:a:lapor', '{"values":3'))
    expect(document.querySelector('textarea')?.value).toBe('')
  })
})

describe('keyboard', () => {
  it('walks the worklist, ticks and searches', () => {
    const page = open(staffList())
    const rows = [...page.document.querySelectorAll<HTMLTableRowElement>('tr[data-href]')]
    press(page, 'j')
    press(page, 'j')
    expect(rows[1]?.contains(page.document.activeElement)).toBe(true)
    press(page, 'x')
    expect(rows[1]?.querySelector<HTMLInputElement>('[type=checkbox]')?.checked).toBe(true)
    expect(page.document.querySelector('.table-frame .count-line')?.textContent).toBe('1 dipilih')
    press(page, 'k')
    press(page, 'k')
    expect(rows[0]?.contains(page.document.activeElement)).toBe(true)
    press(page, '/')
    expect(page.document.activeElement).toBe(page.document.querySelector('[data-search]'))
    expect(press(page, 'j').defaultPrevented).toBe(false)
    expect(rows[0]?.classList.contains('row-here')).toBe(true)
    page.document.body.focus()
    expect(press(page, 'k', { ctrlKey: true }).defaultPrevented).toBe(true)
  })

  it('ticks all', () => {
    const { document } = open(staffList())
    document.querySelector<HTMLInputElement>('[data-select-all]')?.click()
    expect(document.querySelectorAll('tbody :checked')).toHaveLength(4)
  })
})

describe('dialog', () => {
  it('opens over the page, and Escape leads back to its button', async () => {
    const page = open(staffList())
    const dialog = page.document.querySelector<HTMLDetailsElement>('[data-dialog]')
    if (!dialog) throw new Error('no dialog')
    dialog.open = true
    await pause(20)
    expect(page.document.activeElement).toBe(dialog.querySelector('h2'))
    press(page, 'Escape')
    expect(dialog.open).toBe(false)
    expect(page.document.activeElement).toBe(dialog.querySelector('summary'))
  })
})

describe('clocks', () => {
  it('count by the time of the server', () => {
    const end = new Date(NOW.getTime() + 90_000).toISOString()
    const { document } = open(`<time data-deadline="${end}" data-now="${NOW.toISOString()}">x</time>`)
    expect(document.querySelector('time')?.textContent).toBe('01.30')
  })

  it('send the form when time is up', () => {
    let sent = 0
    open(
      `<form><time data-deadline="${NOW.toISOString()}" data-now="${NOW.toISOString()}" data-at-end="submit">x</time></form>`,
      (window) =>
        window.addEventListener('submit', () => {
          sent += 1
        }),
    )
    expect(sent).toBe(1)
  })

  it.each([
    [59, '00.59'],
    [3600, '1.00.00'],
    [3661, '1.01.01'],
  ])('%d seconds read %s', (seconds, text) => {
    expect(clockText(seconds)).toBe(text)
  })
})

describe('autosave', () => {
  it('sends without the key of the submit, and says whether it is saved', async () => {
    const bodies: string[] = []
    let ok = true
    const { window, document } = open(
      '<body class="shell-staff"><form data-autosave="/jawaban"><input name="_key" value="1"><input name="a"></form></body>',
      (fresh) => {
        Reflect.set(fresh, 'fetch', async (_url: string, options: { body: URLSearchParams }) => {
          bodies.push(String(options.body))
          return { ok, status: ok ? 200 : 500 }
        })
      },
    )
    type(window, document.querySelector('[name=a]'), '42')
    await pause(900)
    expect(bodies).toEqual(['a=42'])
    expect(document.querySelector('.draft-state')?.textContent).toMatch(/^Tersimpan \d\d\.\d\d$/)
    ok = false
    type(window, document.querySelector('[name=a]'), '43')
    await pause(900)
    expect(document.querySelector('.draft-state')?.textContent).toBe('Belum tersimpan. Kami coba lagi.')
  })
})

describe('a picture that is not ready', () => {
  it('appears in its place as soon as it can be read', async () => {
    const pauses: number[] = []
    const { window, document } = open(
      '<body><p><span data-photo="/foto/1" data-alt="Foto 1" data-style="photo"></span></p></body>',
    )
    Reflect.set(window, 'setTimeout', (act: () => void, ms: number) => {
      pauses.push(ms)
      queueMicrotask(act)
    })
    const asked: HTMLImageElement[] = []
    Reflect.defineProperty(window.HTMLImageElement.prototype, 'src', {
      set(this: HTMLImageElement) {
        asked.push(this)
        queueMicrotask(() => this.dispatchEvent(new window.Event(asked.length < 3 ? 'error' : 'load')))
      },
    })
    window.eval(await bundle(`${here}/photos.ts`))
    await pause(50)
    expect(pauses).toEqual([2000, 3000, 4500])
    const link = document.querySelector('p > a')
    expect(link?.getAttribute('href')).toBe('/foto/1')
    expect(link?.querySelector('img.photo')?.getAttribute('alt')).toBe('Foto 1')
    expect(document.querySelector('span')).toBeNull()
  })
})
