import type { VNode } from 'preact'
import { isAway } from '../database/away.ts'
import { formatBytes } from '../i18n.ts'
import { ErrorPage, Form, HiddenField, LinkButton, Notice, Prose, PublicPage, Section } from '../ui/index.ts'
import { SECRETS, typedValues, writtenIn } from './body.ts'
import { FactorNeeded, Forbidden, NotYet, Refusal, SentOtherwise, SignInAgain, SignInNeeded } from './errors.ts'
import type { Language } from './input.ts'
import { FACTOR_PAGE } from './session.ts'
import { texts } from './texts.ts'

type Told = {
  status: number
  title: string
  body: string
  fields?: Readonly<Record<string, string>>
  /** Seconds after which the same may well work. */
  retryAfter?: string
}

/** What went wrong, in words for the person; everything that is not a refusal is ours and gets a reference number. */
export function tell(error: unknown, language: Language, maxUploadBytes = 0): Told {
  const t = texts[language]
  if (isAway(error)) return { status: 503, title: t.away, body: t.awayBody, retryAfter: '30' }
  if (!(error instanceof Refusal)) return { status: 500, title: t.broken, body: t.brokenBody }
  switch (error.status) {
    case 400:
      return { status: 400, title: t.badRequest, body: error.message || t.badRequestBody }
    case 401:
      return error instanceof SignInAgain
        ? { status: 401, title: t.again, body: error.withFactor ? t.againFactor : t.againBody }
        : { status: 401, title: t.expired, body: t.expiredBody }
    case 403:
      if (error instanceof FactorNeeded) return { status: 403, title: t.factor, body: t.factorBody }
      return error.message === 'foreign form'
        ? { status: 403, title: t.foreign, body: t.foreignBody }
        : { status: 403, title: t.forbidden, body: error.message || t.forbiddenBody }
    case 404:
      return { status: 404, title: t.notFound, body: t.notFoundBody }
    case 410:
      if (error instanceof NotYet) return { status: 410, title: t.unreadable, body: t.unreadableBody }
      return { status: 410, title: t.gone, body: error.message || t.notFoundBody }
    case 413: {
      const fields = Object.fromEntries(
        Object.keys(error.fields).map((field) => [field, t.tooLargeField(formatBytes(maxUploadBytes, language))]),
      )
      return { status: 413, title: t.tooLarge, body: t.tooLargeBody, fields }
    }
    case 429:
      return {
        status: 429,
        title: t.tooMany,
        body: t.tooManyBody(Number(error.message) || 60),
        retryAfter: error.message || '60',
      }
    case 409:
      if (error instanceof SentOtherwise) return { status: 409, title: t.sentBeforeTitle, body: error.message }
      if (error instanceof NotYet) return { status: 409, title: t.notYet, body: t.notYetBody, retryAfter: '5' }
      return { status: 409, title: t.conflict, body: error.message || t.conflictBody, fields: error.fields }
    default:
      return { status: error.status, title: t.invalid, body: error.message, fields: error.fields }
  }
}

/** The same for a program, which has a key and no session, no roles and no page. */
export function tellProgram(error: unknown, language: Language): Told | undefined {
  const t = texts[language]
  if (error instanceof SignInNeeded) return { status: 401, title: t.noKey, body: t.noKeyBody }
  if (error instanceof Forbidden) return { status: 403, title: t.noScope, body: t.noScopeBody(error.permission) }
  return undefined
}

/** `again` is the address of a page that may well open in a moment. */
export function failurePage(
  told: Told,
  reference: string,
  back?: string | undefined,
  again?: string | undefined,
): VNode {
  const details = Object.entries(told.fields ?? {}).filter(([, message]) => message !== '')
  return (
    <ErrorPage
      status={told.status}
      title={told.title}
      back={back}
      again={told.retryAfter || told.status === 500 ? again : undefined}
      reference={told.status >= 500 ? reference : undefined}
      body={
        <>
          <p>{told.body}</p>
          {details.length > 0 && (
            <ul>
              {details.map(([field, message]) => (
                <li key={field}>{message}</li>
              ))}
            </ul>
          )}
        </>
      }
    />
  )
}

/** Sent once more it may be taken, something was typed, and nothing of it is a secret that no page may hold. */
export function mayBeKept(error: unknown, values: Readonly<Record<string, unknown>>): boolean {
  const again = error instanceof SentOtherwise || isAway(error) || (error instanceof Refusal && error.status === 429)
  return again && '_key' in values && !SECRETS.some((name) => name in values)
}

/** Not now or not unasked: what was typed stays in this page, ready to be sent again. */
export function notTakenPage(
  told: Told,
  action: string,
  values: Readonly<Record<string, unknown>>,
  language: Language,
): VNode {
  const t = texts[language]
  return (
    <PublicPage title={told.title} lead={`${told.body} ${t.tooManyKept}`}>
      <div data-status={told.status}>
        <SendAgain action={action} values={values} language={language} other={told.status === 409} />
      </div>
    </PublicPage>
  )
}

/** The session ended while somebody typed, began too long ago or asks for more: all of it stays in this page, ready to be sent again. */
export function expiredPage(
  told: Told,
  action: string,
  /** What has to be done before, in another tab. */
  first: string,
  values: Readonly<Record<string, unknown>>,
  language: Language,
): VNode {
  const t = texts[language]
  return (
    <PublicPage title={told.title} lead={told.body}>
      <p class="actions">
        <LinkButton href={first} newTab>
          {first === FACTOR_PAGE ? t.factorNewTab : t.signInNewTab}
        </LinkButton>
      </p>
      <SendAgain action={action} values={values} language={language} next />
    </PublicPage>
  )
}

type SendAgainProps = {
  action: string
  values: Readonly<Record<string, unknown>>
  language: Language
  /** Something has to be done before. */
  next?: boolean
  /** As another form than the one that was taken. */
  other?: boolean
}

function SendAgain({ action, values, language, next, other }: SendAgainProps) {
  const t = texts[language]
  const hadFiles = Object.entries(values).some(
    ([name, value]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) && !(`${name}.resumed` in values),
  )
  const typed = Object.entries(typedValues(values)).filter(([name]) => name !== '_key' && !SECRETS.includes(name))
  const key = other ? undefined : values['_key']
  // To see that it is still here.
  const written = writtenIn(values)
  return (
    <>
      {hadFiles && <Notice tone="warning">{t.expiredFiles}</Notice>}
      <Form
        action={action}
        submit={t.sendAgain}
        tone={next ? 'secondary' : undefined}
        form={{ values: {}, errors: {}, key: typeof key === 'string' ? key : undefined }}
      >
        {typed.flatMap(([name, value]) =>
          (Array.isArray(value) ? value : [value]).map((one, index) => (
            <HiddenField key={`${name}.${index}`} name={name} value={one as string} />
          )),
        )}
      </Form>
      {written.length > 0 && (
        <Section title={t.written} id="isian">
          {written.map((text) => (
            <Prose text={text} key={text} />
          ))}
        </Section>
      )}
    </>
  )
}
