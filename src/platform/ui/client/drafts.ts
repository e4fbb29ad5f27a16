import { all, element, status, texts } from './texts.ts'

const PREFIX = 'draft:'
const KEEP_MS = 24 * 60 * 60 * 1000

interface Draft {
  at: number
  sent: boolean
  /** The line broke while it was sent. */
  held?: boolean
  values: [string, string][]
}

/**
 * What was typed survives a lost line, a closed tab and a session that ended. On public pages it lives only as long as
 * the tab, because the next person may hold the same device; for staff until they sign out, a day at most.
 */
export function enhanceDrafts(): void {
  const store = openStore()
  if (!store) return
  forgetOld(store)
  for (const form of all('form[data-draft]', HTMLFormElement)) keepDraft(form, store)
  for (const form of all('form[action="/keluar"]', HTMLFormElement)) {
    form.addEventListener('submit', () => {
      for (const key of draftKeys(store)) store.removeItem(key)
    })
  }
}

function openStore(): Storage | undefined {
  try {
    return document.body.classList.contains('shell-staff') ? localStorage : sessionStorage
  } catch {
    // A browser may forbid storage; then there are no drafts, and the form still works.
    return undefined
  }
}

function draftKeys(store: Storage): string[] {
  return Object.keys(store).filter((key) => key.startsWith(PREFIX))
}

function read(store: Storage, key: string): Draft | undefined {
  try {
    const draft: Draft = JSON.parse(store.getItem(key) ?? 'null')
    return draft && Array.isArray(draft.values) ? draft : undefined
  } catch {
    return undefined
  }
}

/**
 * A draft that was sent is done once another page than sign-in or an error came back. One that the line did not let
 * through is not sent, whichever page comes next, until the page that holds it has sent it again.
 */
function forgetOld(store: Storage): void {
  const lost = document.querySelector('[data-status="0"]') !== null
  const refused = location.pathname.startsWith('/masuk') || document.querySelector('[data-status],[data-error-summary]')
  for (const key of draftKeys(store)) {
    const draft = read(store, key)
    if (!draft || Date.now() - draft.at > KEEP_MS || (draft.sent && !refused)) store.removeItem(key)
    else if (draft.sent && lost) put(store, key, { ...draft, sent: false, held: true })
  }
  for (const form of all('form[data-resend]', HTMLFormElement)) {
    form.addEventListener('submit', () => {
      for (const key of draftKeys(store)) {
        const draft = read(store, key)
        if (draft?.held) put(store, key, { ...draft, sent: true })
      }
    })
  }
}

function put(store: Storage, key: string, draft: Draft): void {
  try {
    store.setItem(key, JSON.stringify(draft))
  } catch {
    // A store that is full keeps what it has.
  }
}

function fieldsOf(form: HTMLFormElement) {
  return [...form.elements].filter(
    (field): field is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement =>
      (field instanceof HTMLTextAreaElement ||
        field instanceof HTMLSelectElement ||
        (field instanceof HTMLInputElement && !['hidden', 'password', 'file', 'submit'].includes(field.type))) &&
      field.name !== '',
  )
}

function valuesOf(form: HTMLFormElement): [string, string][] {
  return fieldsOf(form)
    .filter((field) => !isChoice(field) || field.checked)
    .map((field) => [field.name, field.value])
}

function isChoice(field: Element): field is HTMLInputElement {
  return field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox')
}

function keepDraft(form: HTMLFormElement, store: Storage): void {
  const account = document.body.dataset['account'] ?? ''
  const key = `${PREFIX}${account}:${form.dataset['draft']}`
  const empty = JSON.stringify(valuesOf(form))
  const line = status('draft-state')
  form.append(line)
  let timer = 0
  const write = (sent: boolean) => {
    clearTimeout(timer)
    const values = valuesOf(form)
    try {
      if (JSON.stringify(values) === empty && !sent) store.removeItem(key)
      else store.setItem(key, JSON.stringify({ at: Date.now(), sent, values } satisfies Draft))
      if (!sent) line.textContent = texts().kept
    } catch {
      line.textContent = ''
    }
  }
  const draft = read(store, key)
  // After a mistake the server has put back what was typed; that is newer.
  if (draft && !document.querySelector('[data-error-summary]') && JSON.stringify(draft.values) !== empty) {
    restore(form, draft)
    offerDiscard(form, () => store.removeItem(key))
  }
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = window.setTimeout(write, 400, false)
  })
  form.addEventListener('submit', () => write(true))
}

function restore(form: HTMLFormElement, draft: Draft): void {
  for (const field of fieldsOf(form)) {
    const values = draft.values.filter(([name]) => name === field.name).map(([, value]) => value)
    if (isChoice(field)) field.checked = values.includes(field.value)
    else if (values[0] !== undefined) field.value = values[0]
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }
}

function offerDiscard(form: HTMLFormElement, forget: () => void): void {
  const note = element('div', 'notice tone-info')
  const body = element('div', 'notice-body')
  const line = status('', texts().restored)
  const button = element('button', 'button button-quiet', texts().discard)
  button.type = 'button'
  button.addEventListener('click', () => {
    forget()
    form.reset()
    note.remove()
  })
  body.append(line, button)
  note.append(body)
  form.before(note)
}
