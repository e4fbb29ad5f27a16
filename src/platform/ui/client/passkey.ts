import { startAuthentication, startRegistration } from '@simplewebauthn/browser'

/**
 * Buttons with data-passkey: "sign-in" asks for a key, "new" makes one; both post what the browser answers. "found"
 * makes the very first one and sends it with the form it stands in.
 */
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-passkey]')) {
  if (!('PublicKeyCredential' in window)) continue
  button.hidden = false
  button.addEventListener('click', () => {
    button.disabled = true
    const act = button.dataset['passkey'] === 'found' ? found : use
    act(button)
      .catch(() => showError())
      .finally(() => {
        button.disabled = false
      })
  })
}

async function use(button: HTMLButtonElement): Promise<void> {
  const base = button.dataset['base'] ?? ''
  const options = await send(`${base}/mulai`, {})
  const answer =
    button.dataset['passkey'] === 'new'
      ? await startRegistration({ optionsJSON: options as never })
      : await startAuthentication({ optionsJSON: options as never })
  const fields: Record<string, string> = { answer: JSON.stringify(answer) }
  const back = button.dataset['back']
  if (back) fields['kembali'] = back
  const done = await send(base, fields)
  if (typeof done['redirect'] === 'string') location.assign(done['redirect'])
  else showError()
}

async function found(button: HTMLButtonElement): Promise<void> {
  const form = button.form!
  const typed = new FormData(form)
  const value = (name: string) => String(typed.get(name) ?? '')
  const input = form.elements.namedItem('answer') as HTMLInputElement
  const person = { kode: value('kode'), person: value('person'), email: value('email') }
  const options = await send(`${button.dataset['base']}/mulai`, person).catch(() => undefined)
  // Without a name or address no key can be made; the form's own answer says what is missing.
  input.value = options?.['challenge']
    ? JSON.stringify(await startRegistration({ optionsJSON: options as never }))
    : '-'
  form.requestSubmit()
}

async function send(path: string, fields: Record<string, string>): Promise<Record<string, unknown>> {
  const response = await fetch(path, { method: 'POST', body: new URLSearchParams(fields), credentials: 'same-origin' })
  return (await response.json()) as Record<string, unknown>
}

function showError(): void {
  const place = document.querySelector<HTMLElement>('[data-passkey-error]')
  if (place) place.hidden = false
}
