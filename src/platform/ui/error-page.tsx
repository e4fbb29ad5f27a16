import type { ComponentChildren } from 'preact'
import { uiMessages } from './messages.ts'
import { PublicPage } from './public-page.tsx'
import { useMessages, useRequest } from './request.tsx'
import { StaffPage } from './staff-page.tsx'

interface ErrorPageProps {
  /** HTTP status: 403, 404, 410, 429, 500 … 0 for offline. */
  status: number
  title: string
  body?: ComponentChildren
  /** The request id a helpdesk can find. */
  reference?: string | undefined
  /** Where the reader came from. */
  back?: string | undefined
  /** The address to try once more, where that may help. */
  again?: string | undefined
}

/** Says what it means and what to do next, in the shell of the place where it happened: who works here keeps the menu. */
export function ErrorPage({ status, title, body, reference, back, again }: ErrorPageProps) {
  const text = useMessages(uiMessages)
  const { institution, actor, path } = useRequest()
  const atWork = actor !== null && !path.startsWith('/i/')
  const home = atWork ? '/hari-ini' : institution ? `/i/${institution.slug}` : '/'
  const Shell = atWork ? StaffPage : PublicPage
  return (
    <Shell title={title}>
      <div class="error-page" data-status={status}>
        {typeof body === 'string' ? <p>{body}</p> : body}
        <p class="actions">
          {again ? (
            <a href={again} class="button button-primary">
              {text.offlineRetry}
            </a>
          ) : null}
          {back && back !== again ? (
            <a href={back} class={`button button-${again ? 'secondary' : 'primary'}`}>
              {text.errorBack}
            </a>
          ) : null}
          <a href={home} class={`button button-${again || back ? 'secondary' : 'primary'}`}>
            {atWork ? text.errorToday : text.errorHome}
          </a>
        </p>
        {reference ? (
          <p class="reference">
            {text.reference}: <code>{reference}</code>
          </p>
        ) : null}
      </div>
    </Shell>
  )
}

/** Kept by the service worker, for whoever holds the device: it names nobody and speaks both languages. */
export function OfflinePage() {
  const { path } = useRequest()
  const { id, en } = uiMessages
  return (
    <PublicPage title={id.offlineTitle}>
      <div class="error-page" data-status={0}>
        <p>{id.offlineBody}</p>
        <p class="actions">
          <a href={path} class="button button-primary" data-reload>
            {id.offlineRetry}
          </a>
        </p>
        <div class="prose" lang="en">
          <h2>{en.offlineTitle}</h2>
          <p>{en.offlineBody}</p>
        </div>
      </div>
    </PublicPage>
  )
}

/** Kept like it, for a form that did not get through: the service worker puts its address and its fields here. */
export function UnsentPage() {
  const { id, en } = uiMessages
  return (
    <PublicPage title={id.unsentTitle}>
      <div class="error-page" data-status={0}>
        <p>{id.unsentBody}</p>
        <form method="post" action="/luring" data-resend>
          <input type="hidden" name="_isian" value="" />
          <p class="actions">
            <button type="submit" class="button button-primary">
              {id.unsentRetry}
            </button>
          </p>
        </form>
        <div class="prose" lang="en">
          <h2>{en.unsentTitle}</h2>
          <p>{en.unsentBody}</p>
        </div>
      </div>
    </PublicPage>
  )
}
