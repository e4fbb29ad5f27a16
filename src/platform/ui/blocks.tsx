import { type ComponentChildren, Fragment } from 'preact'
import { Icon, type IconName } from './icons.tsx'
import { uiMessages } from './messages.ts'
import { renderToString } from './render.ts'
import { useFormat, useMessages, useRequest } from './request.tsx'

export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger' | 'accent'

const TONE_ICONS: Record<Tone, IconName | undefined> = {
  neutral: undefined,
  info: 'info',
  success: 'check',
  warning: 'warning',
  danger: 'danger',
  accent: 'star',
}

interface BadgeProps {
  tone?: Tone | undefined
  /** Each tone has its own; null for none. */
  icon?: IconName | null | undefined
  children: ComponentChildren
}

/** A status is always a word, with icon and color beside it. */
export function Badge({ tone = 'neutral', icon, children }: BadgeProps) {
  const name = icon === null ? undefined : (icon ?? TONE_ICONS[tone])
  return (
    <span class={`badge tone-${tone}`}>
      {name ? <Icon name={name} /> : null}
      {children}
    </span>
  )
}

/** A code of several parts (complaint.received, /api/v1/…): a line breaks where parts meet, never within a word. */
export function CodeParts({ children }: { children: string }) {
  return (
    <code class="code-parts">
      {children.split(/(?<=[._/-])(?=.)/).map((part, index) => (
        <Fragment key={index}>
          {index > 0 ? <wbr /> : null}
          {part}
        </Fragment>
      ))}
    </code>
  )
}

interface NoticeProps {
  tone?: Tone | undefined
  title?: string | undefined
  /** True for what just happened: screen readers say it at once. */
  live?: boolean | undefined
  children?: ComponentChildren
}

export function Notice({ tone = 'info', title, live, children }: NoticeProps) {
  return (
    <div class={`notice tone-${tone}`} role={live ? 'status' : undefined}>
      <Icon name={TONE_ICONS[tone] ?? 'info'} />
      <div class="notice-body">
        {title ? <p class="notice-title">{title}</p> : null}
        {children}
      </div>
    </div>
  )
}

interface CardProps {
  title?: string | undefined
  href?: string | undefined
  /** Small print above the title. */
  kicker?: ComponentChildren
  aside?: ComponentChildren
  /** 2 where the cards stand right under the page's title, 3 inside a Section. */
  level?: 2 | 3 | undefined
  children?: ComponentChildren
}

export function Card({ title, href, kicker, aside, level = 3, children }: CardProps) {
  const Heading = `h${level}` as const
  return (
    <div class={href ? 'card card-link' : 'card'}>
      {kicker ? <p class="kicker">{kicker}</p> : null}
      {title || aside ? (
        <div class="card-head">
          {title ? <Heading class="card-title">{href ? <a href={href}>{title}</a> : title}</Heading> : null}
          {aside}
        </div>
      ) : null}
      {children}
    </div>
  )
}

/** Cards or stats side by side, as many as fit. */
export function Grid({
  size = 'medium',
  count = 0,
  children,
}: {
  size?: 'small' | 'medium' | 'large'
  /** How many cards a long list has: of more than 20 a phone shows 12 before somebody asks for all. */
  count?: number
  children: ComponentChildren
}) {
  const text = useMessages(uiMessages)
  const grid = <div class={`grid grid-${size}`}>{children}</div>
  if (count <= 20) return grid
  return (
    <div class="grid-frame">
      {grid}
      <label class="fold-all button button-secondary">
        <input type="checkbox" class="visually-hidden" />
        {text.showAll(String(count))}
      </label>
    </div>
  )
}

/** A wide main column and a narrow one that moves under it on small screens: the case page. */
export function Split({
  aside,
  factsFirst,
  children,
}: {
  aside: ComponentChildren
  /** A few facts without links, which a phone shows before long lists instead of after them. */
  factsFirst?: boolean
  children: ComponentChildren
}) {
  return (
    <div class={factsFirst ? 'split split-facts' : 'split'}>
      <div class="split-main">{children}</div>
      <div class="split-aside">{aside}</div>
    </div>
  )
}

interface SectionProps {
  title: string
  id?: string | undefined
  lead?: ComponentChildren
  actions?: ComponentChildren
  children?: ComponentChildren
}

export function Section({ title, id, lead, actions, children }: SectionProps) {
  return (
    <section class="section" aria-labelledby={id ? `${id}-title` : undefined} id={id}>
      <div class="section-head">
        <h2 id={id ? `${id}-title` : undefined}>{title}</h2>
        {actions ? <div class="actions">{actions}</div> : null}
      </div>
      {lead ? <p class="section-lead">{lead}</p> : null}
      {children}
    </section>
  )
}

/** Where a long page leads: whoever comes for its last part need not pass the others. */
export function Jumps({ to }: { to: readonly { readonly id: string; readonly label: string }[] }) {
  const text = useMessages(uiMessages)
  if (to.length < 2) return null
  return (
    <nav class="jumps" aria-label={text.onThisPage}>
      {to.map(({ id, label }) => (
        <a href={`#${id}`} key={id}>
          {label}
        </a>
      ))}
    </nav>
  )
}

/** "Mengapa?": opens the inputs of a figure or the reason of a rule. */
export function Why({
  label,
  open,
  children,
}: {
  label: string
  open?: boolean | undefined
  children: ComponentChildren
}) {
  return (
    <details class="why" open={open}>
      <summary>{label}</summary>
      <div class="why-body">{children}</div>
    </details>
  )
}

interface TabItem {
  href: string
  label: string
  count?: number | undefined
  current?: boolean | undefined
}

/** Links, not script tabs: each has its own address. */
export function Tabs({ items, label }: { items: readonly TabItem[]; label?: string | undefined }) {
  const format = useFormat()
  return (
    <nav class="tabs" aria-label={label}>
      <ul>
        {items.map((item) => (
          <li key={item.href}>
            <a href={item.href} aria-current={item.current ? 'page' : undefined}>
              {item.label}
              {item.count === undefined ? null : <span class="count">{format.number(item.count)}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

interface Fact {
  label: string
  value: ComponentChildren
  note?: ComponentChildren
}

export function Facts({ items, layout = 'rows' }: { items: readonly Fact[]; layout?: 'rows' | 'columns' | undefined }) {
  return (
    <dl class={`facts facts-${layout}`}>
      {items.map((item) => (
        <div key={item.label}>
          <dt>{item.label}</dt>
          <dd>
            {item.value}
            {item.note ? <span class="fact-note">{item.note}</span> : null}
          </dd>
        </div>
      ))}
    </dl>
  )
}

interface EmptyStateProps {
  title: string
  body?: ComponentChildren
  action?: ComponentChildren
  icon?: IconName | undefined
}

export function EmptyState({ title, body, action, icon = 'inbox' }: EmptyStateProps) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <p class="empty-title">{title}</p>
      {body ? <p>{body}</p> : null}
      {action ? <div class="actions">{action}</div> : null}
    </div>
  )
}

interface FoldProps {
  /** The address of the form inside: refused there, it stands open with what was typed. */
  action: string
  /** What it is for, as a verb: "Bentuk tim". */
  label: string
  lead?: ComponentChildren
  id?: string | undefined
  tone?: 'primary' | 'secondary' | 'quiet' | undefined
  /** Where there is nothing to read yet. */
  open?: boolean | undefined
  children: ComponentChildren
}

/** A form that waits behind its button, so that a page begins with what there is to read. */
export function Fold({ action, label, lead, id, tone = 'secondary', open = false, children }: FoldProps) {
  const { failed, path } = useRequest()
  const mistaken = useMistaken(children)
  return (
    <details class="fold" open={open || mistaken || (failed === true && path.replace(/\?.*/, '') === action)}>
      <summary class={`button button-${tone}`}>
        <Icon name={tone === 'quiet' ? 'down' : 'plus'} />
        {label}
      </summary>
      <div class="fold-body" id={id}>
        {lead ? <p class="section-lead">{lead}</p> : null}
        {children}
      </div>
    </details>
  )
}

interface DialogProps {
  id: string
  /** Text of the button that opens it. */
  label: string
  title: string
  tone?: 'primary' | 'secondary' | 'danger' | 'quiet' | undefined
  /** True where what stands inside, other than a form, was refused; a refused form opens it by itself. */
  open?: boolean | undefined
  children: ComponentChildren
}

/** What was wrong must not stay behind a closed door, whichever page forgot to open it. */
function useMistaken(children: ComponentChildren): boolean {
  const { failed } = useRequest()
  return failed === true && renderToString(children).includes('data-error-summary')
}

/** Opens in place without script; the enhancer lays it over the page and gives it Escape and focus. */
export function Dialog({ id, label, title, tone = 'secondary', open, children }: DialogProps) {
  const text = useMessages(uiMessages)
  const mistaken = useMistaken(children)
  return (
    <details class="dialog" id={id} data-dialog open={open || mistaken}>
      <summary class={`button button-${tone}`}>{label}</summary>
      <section class="dialog-panel" aria-labelledby={`${id}-title`}>
        <h2 id={`${id}-title`} tabIndex={-1}>
          {title}
        </h2>
        {children}
        <button type="button" class="dialog-close" data-close aria-label={text.close} hidden>
          <Icon name="close" />
        </button>
      </section>
    </details>
  )
}

/** "21 November 2026 pukul 08.00 WIB · 3 hari lalu" as a machine-readable time. */
export function DateTime({ value, relative }: { value: Date | string; relative?: boolean | undefined }) {
  const format = useFormat()
  const dateOnly = typeof value === 'string' && value.length === 10
  return (
    <time dateTime={dateOnly ? value : new Date(value).toISOString()}>
      {dateOnly ? format.date(value) : format.dateTime(value)}
      {relative && !dateOnly ? <span class="relative"> · {format.relative(value)}</span> : null}
    </time>
  )
}

/** A receipt code in large letters, to be read out or copied. */
export function Code({ value, label }: { value: string; label: string }) {
  return (
    <div class="code">
      <span class="code-label">{label}</span>
      <strong class="code-value">{value}</strong>
    </div>
  )
}

/** Longer text of a page: paragraphs and lists at reading width. User text keeps its line breaks. */
export function Prose({ text, children }: { text?: string | undefined; children?: ComponentChildren }) {
  return <div class={text === undefined ? 'prose' : 'prose prose-typed'}>{text ?? children}</div>
}

/** Buttons side by side. */
export function Actions({ children }: { children: ComponentChildren }) {
  return <div class="actions">{children}</div>
}

interface CountdownProps {
  deadline: Date
  label: string
  /** Sends the form around it when the time is up; the server has the last word all the same. */
  submits?: boolean | undefined
}

/** Without script the exact end of the time; with script the time left, by the server's clock. */
export function Countdown({ deadline, label, submits }: CountdownProps) {
  const { now } = useRequest()
  const format = useFormat()
  return (
    <p class="countdown">
      {label}{' '}
      <time
        role="timer"
        dateTime={deadline.toISOString()}
        data-deadline={deadline.toISOString()}
        data-now={now.toISOString()}
        data-at-end={submits ? 'submit' : undefined}
      >
        {format.dateTime(deadline)}
      </time>
    </p>
  )
}

/** Shown only where script can open the print dialog. */
export function PrintButton({ label }: { label: string }) {
  return (
    <button type="button" class="button button-secondary" data-print hidden>
      {label}
    </button>
  )
}
