import type { ComponentChildren } from 'preact'
import { Document, Flash, Mark, useFailed } from './document.tsx'
import type { FormState } from './form.tsx'
import { Icon, type IconName } from './icons.tsx'
import { uiMessages } from './messages.ts'
import { Refused } from './refused.tsx'
import { useAddress, useMessages, useRequest } from './request.tsx'

interface PublicPageProps {
  title: string
  lead?: ComponentChildren
  /** Where "Kembali" leads. */
  back?: string | undefined
  /** One question per page in long forms. */
  step?: { number: number; of: number } | undefined
  /** Give ctx.form, so that the title says "Kesalahan:" when something is wrong. */
  form?: FormState | undefined
  /** 'wide' for results and reports. */
  width?: 'reading' | 'wide' | undefined
  /** Makes it a front page: the title stands large on the band, with these buttons under it. */
  hero?: ComponentChildren
  children?: ComponentChildren
}

export function PublicPage({ title, lead, back, step, form, width = 'reading', hero, children }: PublicPageProps) {
  const text = useMessages(uiMessages)
  const failed = useFailed(form)
  return (
    <Document title={title} shell="public" failed={failed}>
      <PublicHeader />
      {hero ? (
        <main id="isi" class="main-hero" tabIndex={-1}>
          <div class="hero">
            <div class="hero-inner">
              <h1>{title}</h1>
              {lead ? <p class="lead">{lead}</p> : null}
              <div class="actions">{hero}</div>
            </div>
          </div>
          <div class="public-main main-wide">
            <Flash />
            <Refused>{children}</Refused>
          </div>
        </main>
      ) : (
        <main id="isi" class={`public-main main-${width}`} tabIndex={-1}>
          {back ? (
            <a href={back} class="back">
              <Icon name="back" />
              {text.back}
            </a>
          ) : null}
          <Flash />
          <div class="page-head">
            {step ? <p class="step-count">{text.step(step.number, step.of)}</p> : null}
            <h1>{title}</h1>
            {lead ? <p class="lead">{lead}</p> : null}
          </div>
          <Refused>{children}</Refused>
        </main>
      )}
      <PublicFooter />
    </Document>
  )
}

function PublicHeader() {
  const { institution, path } = useRequest()
  const text = useMessages(uiMessages)
  const base = institution ? `/i/${institution.slug}` : '/'
  const links: { path: string; label: string; icon: IconName }[] = institution
    ? [
        { path: `${base}/lapor`, label: text.submitComplaint, icon: 'listen' },
        { path: `${base}/lacak`, label: text.track, icon: 'search' },
        { path: `${base}/survei`, label: text.rate, icon: 'star' },
      ]
    : []
  return (
    <header class="public-header">
      <div class="public-bar">
        <a href={base} class="brand">
          <Mark />
          <span class="brand-name">{institution?.name ?? 'Sigap'}</span>
        </a>
        <LanguageLink />
      </div>
      {links.length > 0 ? (
        <nav class="public-nav" aria-label={text.mainNav}>
          <ul>
            {links.map((link) => (
              <li key={link.path}>
                <a href={link.path} aria-current={isUnder(path, link.path) ? 'page' : undefined}>
                  <Icon name={link.icon} />
                  {link.label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
    </header>
  )
}

/** /lapor and what lies under it, but not /laporan. */
function isUnder(path: string, place: string): boolean {
  const [base = ''] = path.split('?')
  return base === place || base.startsWith(`${place}/`)
}

/** A plain link: the server remembers the choice from `bahasa` in the address. */
export function LanguageLink() {
  const text = useMessages(uiMessages)
  const address = useAddress()
  return (
    <a
      href={address({ bahasa: text.otherLanguageCode })}
      lang={text.otherLanguageCode}
      hreflang={text.otherLanguageCode}
      class="language"
    >
      {text.otherLanguage}
    </a>
  )
}

function PublicFooter() {
  const { institution, actor, path } = useRequest()
  const text = useMessages(uiMessages)
  const door = institution ? `/i/${institution.slug}/masuk` : '/masuk'
  return (
    <footer class="public-footer">
      <div class="footer-inner">
        {institution ? <p>{text.answers(institution.name)}</p> : null}
        {institution?.synthetic ? <SyntheticNote /> : null}
        {actor ? (
          <p class="footer-links">
            <a href="/hari-ini">{text.errorToday}</a>
          </p>
        ) : isUnder(path, door) ? null : (
          <p class="footer-links">
            <a href={door}>{text.signIn}</a>
          </p>
        )}
      </div>
    </footer>
  )
}

export function SyntheticNote() {
  const text = useMessages(uiMessages)
  return (
    <p class="synthetic">
      <strong>{text.synthetic}.</strong> {text.syntheticBody}
    </p>
  )
}
