import { showPhotos } from './photos-wait.ts'
import { all, status } from './texts.ts'

// Loaded by the pages of a conversation: new messages appear by themselves, and sending does not leave the page. Without
// it the same forms go the ordinary way, and the waiting page reloads.

const ASK_AGAIN_MS = 20_000

for (const chat of all('[data-chat]', HTMLElement)) follow(chat)

function follow(chat: HTMLElement): void {
  // The waiting page reloads itself; with a script one may go on writing.
  if (new URLSearchParams(location.search).get('tunggu')) {
    location.replace(chat.dataset['chat'] ?? location.pathname)
    return
  }
  const log = chat.querySelector<HTMLElement>('[data-chat-log]')
  if (!log) return
  const line = status('hint')
  log.after(line)
  listen(chat, log, line)
  chat.addEventListener('submit', (event) => void send(event, chat, log, line))
  offerCanned(chat)
  seen(chat, log)
  addEventListener('visibilitychange', () => seen(chat, log))
}

function listen(chat: HTMLElement, log: HTMLElement, line: HTMLElement): void {
  const source = new EventSource(`${chat.dataset['live']}?sesudah=${chat.dataset['last']}`)
  const take = (event: MessageEvent<string>) => {
    add(log, new DOMParser().parseFromString(event.data, 'text/html').body)
    seen(chat, log)
    void refresh(chat, log)
  }
  for (const kind of ['citizen', 'officer', 'note', 'event']) source.addEventListener(kind, take)
  source.addEventListener('open', () => {
    line.textContent = ''
  })
  source.addEventListener('error', () => {
    line.textContent = chat.dataset['broken'] ?? ''
    // Refused for good, such as when too many are open: then ask now and then.
    if (source.readyState === EventSource.CLOSED) setInterval(() => void refresh(chat, log), ASK_AGAIN_MS)
  })
  // A page that comes back out of the browser's memory must not show yesterday's talk.
  addEventListener('pagehide', () => source.close())
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload()
  })
}

/** Adds the lines that are not there yet, in their order. */
function add(log: HTMLElement, from: ParentNode): void {
  for (const fresh of all('[data-seq]', HTMLElement, from)) {
    const seq = Number(fresh.dataset['seq'])
    if (log.querySelector(`[data-seq="${seq}"]`)) continue
    const after = all('[data-seq]', HTMLElement, log).find((one) => Number(one.dataset['seq']) > seq)
    // What was erased does not stay on a screen where it was still open.
    if (fresh.dataset['erased'] !== undefined) {
      location.reload()
      return
    }
    const mine = document.adoptNode(fresh)
    if (after) after.before(mine)
    else log.append(mine)
    showPhotos(mine)
    mine.scrollIntoView({ block: 'nearest' })
  }
}

/** What stands around the words: who answers, until when, what can be done. The form stays unless its state changed. */
function renew(chat: HTMLElement, log: HTMLElement, page: Document): void {
  const fresh = page.querySelector('[data-chat-log]')
  if (fresh) add(log, fresh)
  for (const name of ['status', 'tools'])
    swap(chat.querySelector(`[data-chat-${name}]`), page.querySelector(`[data-chat-${name}]`))
  const [form, other] = [chat, page].map((root) => root.querySelector<HTMLElement>('[data-chat-form]'))
  if (form && other && form.dataset['state'] !== other.dataset['state']) swap(form, other)
  const [held, newer] = [chat, page].map((root) => root.querySelector<HTMLInputElement>('[data-chat-form] [name=seen]'))
  if (held && newer) held.value = newer.value
}

function swap(old: Element | null, fresh: Element | null): void {
  if (old && fresh && !old.contains(document.activeElement)) old.replaceWith(document.adoptNode(fresh))
}

async function refresh(chat: HTMLElement, log: HTMLElement): Promise<void> {
  const answer = await fetch(chat.dataset['chat'] ?? location.pathname).catch(() => undefined)
  if (answer?.ok) renew(chat, log, new DOMParser().parseFromString(await answer.text(), 'text/html'))
}

/** Words alone go in the background; files and everything else go the ordinary way. */
async function send(event: SubmitEvent, chat: HTMLElement, log: HTMLElement, line: HTMLElement): Promise<void> {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || !form.closest('[data-chat-form]')) return
  const submitter = event.submitter
  const area = form.querySelector('textarea')
  const files = all('input[type=file]', HTMLInputElement, form).some((input) => (input.files?.length ?? 0) > 0)
  const elsewhere = submitter instanceof HTMLButtonElement && submitter.hasAttribute('formaction')
  if (!area || files || elsewhere || area.value.trim() === '') return
  event.preventDefault()
  const data = new FormData(form, submitter)
  data.delete('photo')
  const body = new URLSearchParams([...data].map(([name, value]) => [name, String(value)]))
  const answer = await fetch(form.action, { method: 'POST', body }).catch(() => undefined)
  delete form.dataset['sent']
  submitter?.removeAttribute('aria-disabled')
  if (!answer || answer.status >= 500 || answer.status === 429) {
    line.textContent = chat.dataset['notSent'] ?? ''
    return
  }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  line.textContent = answer.ok ? '' : (page.querySelector('[data-error-summary] li')?.textContent ?? '')
  if (answer.ok) {
    area.value = ''
    area.dispatchEvent(new Event('input'))
    // The next message is another one.
    const key = form.querySelector<HTMLInputElement>('[name=_key]')
    if (key) key.value = newKey()
    await refresh(chat, log)
  }
  area.focus()
}

/** Tells the server what was shown, so that no letter follows an answer that has been read. */
function seen(chat: HTMLElement, log: HTMLElement): void {
  const address = chat.dataset['seen']
  const newest = Math.max(0, ...all('[data-seq]', HTMLElement, log).map((one) => Number(one.dataset['seq'])))
  if (!address || document.visibilityState !== 'visible' || Number(chat.dataset['told'] ?? 0) >= newest) return
  chat.dataset['told'] = String(newest)
  void fetch(address, { method: 'POST', body: new URLSearchParams({ seq: String(newest) }) }).catch(() => undefined)
}

/** A canned answer by its button, or by /shortcut and a space. */
function offerCanned(chat: HTMLElement): void {
  const texts = new Map<string, string>()
  for (const one of all('[data-chat-canned] li', HTMLElement, chat)) {
    texts.set(one.dataset['id'] ?? '', one.textContent ?? '')
    texts.set(`/${one.dataset['shortcut']}`, one.textContent ?? '')
  }
  const area = chat.querySelector<HTMLTextAreaElement>('[data-chat-form] textarea')
  if (!area || texts.size === 0) return
  chat.querySelector('[data-chat-insert]')?.addEventListener('click', (event) => {
    const chosen = texts.get(chat.querySelector<HTMLSelectElement>('[name=canned]')?.value ?? '')
    if (!chosen) return
    event.preventDefault()
    put(area, [area.value.trimEnd(), chosen].filter(Boolean).join('\n\n'))
  })
  area.addEventListener('input', () => {
    const before = area.value.slice(0, area.selectionStart)
    const [typed = '', shortcut = ''] = /(?:^|\s)(\/[a-z0-9-]+) $/.exec(before) ?? []
    const found = texts.get(shortcut)
    if (found === undefined) return
    const start = before.length - typed.trimStart().length
    put(area, before.slice(0, start) + found + area.value.slice(area.selectionStart))
  })
}

function put(area: HTMLTextAreaElement, text: string): void {
  area.value = text
  area.focus()
  area.dispatchEvent(new Event('input'))
}

/** As crypto.randomUUID, which is not there on plain http. */
function newKey(): string {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
