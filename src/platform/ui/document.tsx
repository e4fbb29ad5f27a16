import type { ComponentChildren } from 'preact'
import { Notice } from './blocks.tsx'
import type { FormState } from './form.tsx'
import { uiMessages } from './messages.ts'
import { useMessages, useRequest } from './request.tsx'

interface DocumentProps {
  title: string
  shell: 'public' | 'staff'
  failed?: boolean | undefined
  children: ComponentChildren
}

/** The whole <html>; route.ts puts the doctype before it. */
export function Document({ title, shell, failed, children }: DocumentProps) {
  const { language, institution, actor, assets } = useRequest()
  const text = useMessages(uiMessages)
  const name = institution?.name ?? 'Sigap'
  return (
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <title>{`${failed ? `${text.errorPrefix}: ` : ''}${title} – ${name}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#0a4f55" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#0b3236" media="(prefers-color-scheme: dark)" />
        <meta name="format-detection" content="telephone=no" />
        {shell === 'staff' ? <meta name="robots" content="noindex" /> : null}
        <link rel="stylesheet" href={assets.css} />
        <link rel="manifest" href="/manifest.webmanifest" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/icon-192.png" />
        <script type="module" src={assets.enhancer} />
      </head>
      <body class={`shell-${shell}`} data-account={actor?.account}>
        <a href="#isi" class="skip">
          {text.skip}
        </a>
        {children}
      </body>
    </html>
  )
}

/** A script of the build by its name, such as passkey or learning-video, for the one page that needs it. */
export function PageScript({ name }: { name: string }) {
  const source = useRequest().assets.scripts?.[name]
  return source ? <script type="module" src={source} /> : null
}

/** What the last command did, told once. */
export function Flash() {
  const { notice } = useRequest()
  return notice ? (
    <Notice tone="success" live>
      <p>{notice}</p>
    </Notice>
  ) : null
}

/** Whether this page shows a form again with its errors. */
export function useFailed(form: FormState | undefined): boolean {
  const { failed } = useRequest()
  return failed === true || (form !== undefined && Object.keys(form.errors).length > 0)
}

/** The mark: a ring that closes, of five strokes. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" class="mark-ground" />
      <path class="mark-ring" d="M21.9 10.2A8.3 8.3 0 1 0 24.3 16" />
      <path class="mark-spark" d="m15.5 16.5 3.2 3 6.8-8.5" />
    </svg>
  )
}
