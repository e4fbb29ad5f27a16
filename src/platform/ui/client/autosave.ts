import { all, status, texts } from './texts.ts'

const PAUSE_MS = 800
const RETRY_MS = 5000

/**
 * form[data-autosave="/address"]: sends the form there after each pause in typing and says so. The address answers
 * with JSON; a redirect means that the session has ended, and counts as not saved.
 */
export function enhanceAutosave(): void {
  all('form[data-autosave]', HTMLFormElement).forEach((form) => {
    const line = status('draft-state')
    form.append(line)
    let timer = 0
    let version = 0
    let saved = 0
    async function save(): Promise<void> {
      const sending = version
      line.textContent = texts().saving
      const body = new URLSearchParams()
      for (const [name, value] of new FormData(form)) {
        // The key belongs to the submit: an autosave must not use it up.
        if (typeof value === 'string' && name !== '_key') body.append(name, value)
      }
      try {
        const answer = await fetch(form.dataset['autosave'] ?? '', { method: 'POST', body, redirect: 'error' })
        if (!answer.ok) throw new Error(String(answer.status))
        saved = sending
        line.textContent = `${texts().saved} ${new Date().toTimeString().slice(0, 5).replace(':', '.')}`
      } catch {
        line.textContent = texts().unsaved
        schedule(RETRY_MS)
      }
    }
    function schedule(wait: number): void {
      clearTimeout(timer)
      timer = window.setTimeout(() => void save(), wait)
    }
    form.addEventListener('input', () => {
      version += 1
      schedule(PAUSE_MS)
    })
    form.addEventListener('submit', () => {
      clearTimeout(timer)
      saved = version
    })
    addEventListener('beforeunload', (event) => {
      if (saved !== version) event.preventDefault()
    })
  })
}
