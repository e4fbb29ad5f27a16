import type { VNode } from 'preact'
import { formatDate, type Language } from '../../platform/i18n.ts'
import type { Letter } from '../../platform/mail.ts'
import { mailPage } from '../../platform/mail-page.ts'
import { renderToString } from '../../platform/ui/render.ts'
import { notificationMessages } from './messages.ts'
import { aboutAccount } from './model.ts'
import type { DigestRow, InstitutionRow, LetterRow } from './outbox.ts'
import type { Conversation } from './threads.ts'

type Links = { base: string; unsubscribe: string | undefined }

/** Plain text and the same as simple HTML; both say who writes, why, and how to stop it. */
export function messageLetter(
  tenant: InstitutionRow,
  row: LetterRow,
  address: string,
  links: Links,
  thread?: Conversation,
): Letter {
  const language = languageOf(row.language)
  const text = notificationMessages[language]
  const href = absolute(links.base, row.href)
  return {
    institution: tenant.id,
    from: tenant.name,
    to: { name: row.name ?? '', address },
    subject: row.title,
    text: lines([
      thread?.above,
      row.body || row.title,
      thread && text.letterAnswer,
      `${text.letterOpen}: ${href}`,
      signature(tenant, language, thread !== undefined),
      links.unsubscribe && `${text.letterStop}: ${links.unsubscribe}`,
    ]),
    html: page(
      language,
      row.title,
      <>
        {thread ? <p>{thread.above}</p> : null}
        <h1>{row.title}</h1>
        <Typed text={row.body} />
        {thread ? <p>{text.letterAnswer}</p> : null}
        <p>
          <a href={href} class="go">
            {text.letterOpen}
          </a>
        </p>
        <hr />
        <Typed text={signature(tenant, language, thread !== undefined)} />
        {links.unsubscribe ? (
          <p class="small">
            <a href={links.unsubscribe}>{text.letterStop}</a>
          </p>
        ) : null}
      </>,
    ),
    unsubscribe: links.unsubscribe,
    about: row.account_id ? aboutAccount(row.account_id) : row.key,
    thread: thread?.thread,
  }
}

export function digestLetter(
  tenant: InstitutionRow,
  rows: readonly DigestRow[],
  address: string,
  links: Links,
  now: Date,
): Letter {
  const language = languageOf(rows[0]?.language)
  const text = notificationMessages[language]
  const subject = text.digestSubject(String(rows.length), formatDate(now, language, tenant.time_zone))
  const settings = `${links.base}/kotak-masuk/pengaturan`
  return {
    institution: tenant.id,
    from: tenant.name,
    to: { name: rows[0]?.name ?? '', address },
    subject,
    text: lines([
      ...rows.map((row) => `• ${row.title}\n  ${absolute(links.base, row.href)}`),
      signature(tenant, language),
      `${text.letterSettings}: ${settings}`,
      links.unsubscribe && `${text.digestStop}: ${links.unsubscribe}`,
    ]),
    html: page(
      language,
      subject,
      <>
        <h1>{subject}</h1>
        <ul>
          {rows.map((row) => (
            <li key={row.id}>
              <a href={absolute(links.base, row.href)}>{row.title}</a>
            </li>
          ))}
        </ul>
        <hr />
        <Typed text={signature(tenant, language)} />
        <p class="small">
          <a href={settings}>{text.letterSettings}</a>
          {links.unsubscribe ? (
            <>
              {' · '}
              <a href={links.unsubscribe}>{text.digestStop}</a>
            </>
          ) : null}
        </p>
      </>,
    ),
    unsubscribe: links.unsubscribe,
    about: rows[0]?.account_id ? aboutAccount(rows[0].account_id) : undefined,
  }
}

function Typed({ text }: { text: string }) {
  return (
    <>
      {text.split(/\n{2,}/).map((paragraph, index) => (
        <p key={index}>
          {paragraph.split('\n').map((line, at) => (
            <>
              {at > 0 ? <br /> : null}
              {line}
            </>
          ))}
        </p>
      ))}
    </>
  )
}

function signature(tenant: InstitutionRow, language: Language, answered = false): string {
  const text = notificationMessages[language]
  const from = [text.letterFrom(tenant.name), answered ? '' : text.letterNoAnswer].filter(Boolean).join(' ')
  return [from, tenant.synthetic ? text.letterSynthetic : ''].filter(Boolean).join('\n')
}

function absolute(base: string, href: string): string {
  return href.startsWith('/') ? base + href : href
}

function lines(parts: readonly (string | undefined)[]): string {
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

function languageOf(value: string | null | undefined): Language {
  return value === 'en' ? 'en' : 'id'
}

function page(language: Language, title: string, body: VNode): string {
  return mailPage(language, title, renderToString(body))
}
