import { count, forget, keep, type StoredAnswer, some } from './kiosk-store.ts'
import { all } from './texts.ts'

const IDLE_MS = 60_000
const CLEAR_MS = 20_000
const THANKS_MS = 6_000
/** A finger that taps twice means one step, and never a button of the next screen. */
const SETTLE_MS = 400
const SEND_EVERY_MS = 30_000
/** A line that takes what is sent and never answers; a full batch has time enough on the slowest phone network. */
const GIVE_UP_MS = 120_000
const MOST_AT_ONCE = 500
const MOST_LETTERS = 250_000
const PROFILE = ['gender', 'age_band', 'education', 'occupation', 'disability', 'comment']
const EXTRAS = ['informasi', 'kepercayaan']

const [root] = all('[data-kiosk]', HTMLElement)
const form = root?.querySelector('form')
/** Whether this device has all pages it needs without a connection. */
let kept = false
if (root && 'indexedDB' in window) {
  const flush = sendWaiting(root)
  if (form) start(root, form, flush)
}
keepPages()

/** Has the worker keep this page with its files, and those of every service that can be chosen from here. */
function keepPages(): void {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined
  const files = performance.getEntriesByType('resource').flatMap(({ name }) => (name.includes('/assets/') ? name : []))
  const links = [...document.querySelectorAll<HTMLAnchorElement>('.back, .kiosk a')].map(({ href }) => href)
  if (!workers) return
  workers.onmessage = () => {
    kept = true
    for (const one of all('[data-kiosk-kept]', HTMLElement)) one.hidden = false
  }
  workers.ready.then(
    ({ active }) => active?.postMessage([location.href, ...links, ...files]),
    () => undefined,
  )
}

/**
 * Sends what waits, and says how much: now, when the connection comes back and every half minute, also where services
 * are chosen. A device that believes it is connected need not be: what could not be sent is counted as well.
 */
function sendWaiting(kiosk: HTMLElement): () => Promise<void> {
  const pending = kiosk.querySelector<HTMLElement>('[data-kiosk-pending]')!
  let sending = false
  let revoked = false
  const tell = async () => {
    const left = await count()
    const waiting = left > 0 ? fill(pending.dataset['kioskPending'], left, left) : ''
    const said = revoked ? fill(pending.dataset['kioskGone'], left, left) : waiting
    if (pending.textContent !== said) pending.textContent = said
  }
  const flush = async () => {
    if (sending) return
    sending = true
    try {
      await upload(kiosk.dataset['upload'] ?? '', () => {
        revoked = true
      })
    } finally {
      sending = false
      await tell()
    }
  }
  const quietly = () =>
    void tell()
      .then(flush)
      .catch(() => undefined)
  addEventListener('online', quietly)
  setInterval(quietly, SEND_EVERY_MS)
  quietly()
  return flush
}

function start(kiosk: HTMLElement, questions: HTMLFormElement, flush: () => Promise<void>): void {
  const part = (name: string) => kiosk.querySelector<HTMLElement>(`[data-kiosk-${name}]`)!
  const steps = all('[data-kiosk-step]', HTMLElement, kiosk)
  const [back, next, send, thanks, idle, progress, error] = (
    ['back', 'next', 'send', 'thanks', 'idle', 'progress', 'error'] as const
  ).map(part) as [HTMLElement, HTMLElement, HTMLElement, HTMLElement, HTMLElement, HTMLElement, HTMLElement]
  // After a mistake the server shows everything that was chosen and where it is; that page stays as it is.
  const failed = document.querySelector('[data-error-summary]') !== null
  let at = 0
  let idleTimer = 0
  let clearTimer = 0
  let shownAt = 0
  const tooSoon = () => performance.now() - shownAt < SETTLE_MS

  const show = (step: number, focus: boolean) => {
    at = Math.max(0, Math.min(steps.length - 1, step))
    steps.forEach((one, index) => {
      one.hidden = index !== at
    })
    back.hidden = at === 0
    next.hidden = at === steps.length - 1
    send.hidden = at !== steps.length - 1
    progress.hidden = false
    progress.textContent = fill(progress.dataset['kioskProgress'], at + 1, steps.length)
    if (focus) shownAt = performance.now()
    const current = steps[at]?.querySelector<HTMLElement>('legend, h2')
    if (!focus || !current) return
    current.tabIndex = -1
    current.focus()
    scrollTo(0, 0)
  }

  const clear = () => {
    questions.reset()
    questions.hidden = false
    thanks.hidden = true
    idle.hidden = true
    error.hidden = true
    clearTimeout(clearTimer)
    show(0, false)
  }

  const leave = () => {
    clear()
    // Another service is chosen on the first page; where that is not kept, this one is shown again offline.
    if ((kept || navigator.onLine) && document.querySelector('.back'))
      location.assign(kiosk.dataset['start'] ?? location.href)
  }

  const wait = () => {
    clearTimeout(idleTimer)
    clearTimeout(clearTimer)
    // Whoever only leafed through leaves a page in the middle, which is nobody's beginning.
    if (at === 0 && ![...new FormData(questions)].some(([name, value]) => name !== '_key' && value !== '')) return
    idleTimer = window.setTimeout(() => {
      idle.hidden = false
      clearTimer = window.setTimeout(leave, CLEAR_MS)
    }, IDLE_MS)
  }

  const touched = () => {
    idle.hidden = true
    wait()
  }

  const finish = async () => {
    const answer = answerOf(new FormData(questions), kiosk.dataset['kiosk'] ?? '', kiosk.dataset['wording'])
    const given = Object.keys(answer['answers'] as object)
    if (given.length < Number(kiosk.dataset['least'])) {
      error.hidden = false
      const open = steps.findIndex((step) => !step.querySelector('input[type=radio]:checked'))
      show(open, true)
      return
    }
    await keep(answer)
    clearTimeout(idleTimer)
    questions.hidden = true
    progress.hidden = true
    error.hidden = true
    thanks.hidden = false
    thanks.querySelector<HTMLElement>('h2')?.focus()
    clearTimer = window.setTimeout(leave, THANKS_MS)
    flush().catch(() => undefined)
  }

  for (const [button, by] of [
    [back, -1],
    [next, 1],
  ] as const)
    button.addEventListener('click', () => {
      if (!tooSoon()) show(at + by, true)
    })
  part('again').addEventListener('click', leave)
  // Where the question goes away the page moves, so it goes with the click: a finger still down would meet what moved.
  kiosk.addEventListener('pointerdown', wait)
  kiosk.addEventListener('click', touched)
  kiosk.addEventListener('keydown', touched)
  questions.addEventListener('change', touched)
  // A finger or mouse moves on by itself; with the keyboard, arrows must be able to pass over answers.
  questions.addEventListener('click', (event) => {
    const input = event.target
    const byPointer = event instanceof PointerEvent && event.pointerType !== '' && event.detail > 0
    if (!byPointer || !(input instanceof HTMLInputElement) || input.type !== 'radio' || at >= steps.length - 1) return
    const from = at
    setTimeout(() => {
      if (at === from) show(at + 1, true)
    }, 250)
  })
  questions.addEventListener(
    'submit',
    (event) => {
      event.preventDefault()
      event.stopImmediatePropagation()
      if (tooSoon()) return
      if (at < steps.length - 1 && !failed) show(at + 1, true)
      // Where the device keeps nothing, the server still takes it.
      else finish().catch(() => questions.submit())
    },
    { capture: true },
  )
  questions.autocomplete = 'off'
  if (!failed) {
    questions.reset()
    show(0, false)
  }
}

function fill(pattern: string | undefined, n: number, of: number): string {
  return (pattern ?? '').replace('{n}', String(n)).replace('{of}', String(of))
}

function answerOf(fields: FormData, service: string, wording: string | undefined): StoredAnswer {
  const scores: Record<string, number> = {}
  const extras: Record<string, number> = {}
  const rest: Record<string, string> = {}
  for (const [name, value] of fields) {
    const text = String(value).trim()
    if (name.startsWith('_') || text === '') continue
    if (PROFILE.includes(name)) rest[name] = text
    else if (EXTRAS.includes(name)) extras[name] = Number(text)
    else scores[name] = Number(text)
  }
  return { key: crypto.randomUUID(), service, answered_on: today(), answers: scores, extras, wording, ...rest }
}

/** The device's own calendar day; the server bounds it. */
function today(): string {
  const now = new Date()
  const two = (number: number) => String(number).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

/** Sends what is stored, a batch at a time, and forgets what the server has taken or will never take. */
async function upload(address: string, gone: () => void): Promise<void> {
  for (;;) {
    const batch = fitting(await some(MOST_AT_ONCE))
    if (batch.length === 0 || !navigator.onLine) return
    const limit = new AbortController()
    const timer = setTimeout(() => limit.abort(), GIVE_UP_MS)
    try {
      const response = await fetch(address, {
        method: 'POST',
        body: new URLSearchParams({ answers: JSON.stringify(batch) }),
        credentials: 'same-origin',
        signal: limit.signal,
      })
      if (response.status === 410) return gone()
      if (!response.ok) return
      await response.json()
    } finally {
      clearTimeout(timer)
    }
    await forget(batch.map((answer) => answer.key))
  }
}

function fitting(answers: readonly StoredAnswer[]): StoredAnswer[] {
  let letters = 0
  return answers.filter((answer, index) => {
    letters += JSON.stringify(answer).length
    return index === 0 || letters <= MOST_LETTERS
  })
}
