import { LinkButton, useMessages } from '../../../platform/ui/index.ts'
import { messages } from './messages.ts'

/** Needs the page's script `passkey`: a browser without it makes no passkey, so the button stays hidden. */
export function NewPasskey() {
  const t = useMessages(messages)
  return (
    <p>
      <button type="button" class="button button-secondary" data-passkey="new" data-base="/keamanan/kunci-sandi" hidden>
        {t.passkeyNew}
      </button>
    </p>
  )
}

export function PasskeyNotes() {
  const t = useMessages(messages)
  return (
    <>
      <noscript>
        <p class="hint">{t.passkeyNote}</p>
      </noscript>
      <p data-passkey-error role="alert" hidden>
        {t.passkeyFailed}
      </p>
    </>
  )
}

/** Shown in place of what only somebody who signed in just now may change. */
export function SignInAgain({ href }: { href: string }) {
  const t = useMessages(messages)
  return (
    <>
      <p>{t.notFresh}</p>
      <p>
        <LinkButton href={href} tone="secondary">
          {t.signInAgain}
        </LinkButton>
      </p>
    </>
  )
}
