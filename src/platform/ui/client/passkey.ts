import { startAuthentication, startRegistration } from '@simplewebauthn/browser'

/** Buttons with data-passkey: "sign-in" asks for a key, "new" makes one. Both post what the browser answers. */
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-passkey]')) {
  if (!('PublicKeyCredential' in window)) continue
  button.hidden = false
  button.addEventListener('click', () => {
    button.disabled = true
    use(button)
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

async function send(path: string, fields: Record<string, string>): Promise<Record<string, unknown>> {
  const response = await fetch(path, { method: 'POST', body: new URLSearchParams(fields), credentials: 'same-origin' })
  return (await response.json()) as Record<string, unknown>
}

function showError(): void {
  const place = document.querySelector<HTMLElement>('[data-passkey-error]')
  if (place) place.hidden = false
}
