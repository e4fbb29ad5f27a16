import { all } from './texts.ts'

// Loaded by the page where a report is written: after a pause in typing it shows what others have already reported.
// Without it the last page shows the same.

const PAUSE_MS = 900
const ENOUGH = 25

for (const place of all('[data-similar-at]', HTMLElement)) {
  const form = document.querySelector<HTMLFormElement>('main form')
  if (form) watch(form, place)
}

function watch(form: HTMLFormElement, place: HTMLElement): void {
  let timer = 0
  let before = ''
  let running: AbortController | undefined
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = window.setTimeout(() => void look(), PAUSE_MS)
  })

  /** Joining keeps what was typed: it goes along with the story, and the way leads on from there. */
  function joinWithStory(event: SubmitEvent): void {
    event.preventDefault()
    const chosen = new FormData(event.currentTarget as HTMLFormElement).get('join')
    const field = form.querySelector<HTMLInputElement>('input[name=join]') ?? document.createElement('input')
    Object.assign(field, { type: 'hidden', name: 'join', value: String(chosen) })
    form.append(field)
    form.requestSubmit()
  }

  async function look(): Promise<void> {
    const written = new FormData(form)
    const subject = String(written.get('subject') ?? '').slice(0, 300)
    const body = String(written.get('body') ?? '').slice(0, 500)
    const asked = new URLSearchParams({ subject, body }).toString()
    if (subject.length + body.length < ENOUGH || asked === before) return
    before = asked
    running?.abort()
    running = new AbortController()
    const answer = await fetch(`${place.dataset['similarAt']}?${asked}`, { signal: running.signal }).catch(
      () => undefined,
    )
    if (!answer?.ok) return
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const found = page.querySelector('[data-similar]')
    place.replaceChildren(...(found ? [document.adoptNode(found)] : []))
    for (const join of all('form', HTMLFormElement, place)) join.addEventListener('submit', joinWithStory)
  }
}
