import type { ComponentChildren } from 'preact'
import { Document, Flash, Mark, useFailed } from './document.tsx'
import { type FormState, PageErrors } from './form.tsx'
import { Icon, type IconName } from './icons.tsx'
import { uiMessages } from './messages.ts'
import { LanguageLink, SyntheticNote } from './public-page.tsx'
import { Refused } from './refused.tsx'
import { type NavItem, type NavStage, useMessages, useRequest } from './request.tsx'

export interface Crumb {
  href: string
  label: string
}

interface StaffPageProps {
  title: string
  lead?: ComponentChildren
  crumbs?: readonly Crumb[] | undefined
  /** Buttons at the right of the title. */
  actions?: ComponentChildren
  /** A status beside the title. */
  badge?: ComponentChildren
  /** Give ctx.form, so that the title says "Kesalahan:" when something is wrong. */
  form?: FormState | undefined
  children?: ComponentChildren
}

export function StaffPage({ title, lead, crumbs, actions, badge, form, children }: StaffPageProps) {
  const { institution } = useRequest()
  const failed = useFailed(form)
  return (
    <Document title={title} shell="staff" failed={failed}>
      <Rail />
      <div class="staff-body">
        <TopBar />
        <main id="isi" class="staff-main" tabIndex={-1}>
          {crumbs && crumbs.length > 0 ? <Crumbs items={crumbs} /> : null}
          <Flash />
          <div class="page-head staff-head">
            <div>
              <div class="title-line">
                <h1>{title}</h1>
                {badge}
              </div>
              {lead ? <p class="lead">{lead}</p> : null}
            </div>
            {actions ? <div class="actions">{actions}</div> : null}
          </div>
          <Refused>
            <PageErrors form={form}>{children}</PageErrors>
          </Refused>
        </main>
        {institution?.synthetic ? (
          <footer class="staff-footer">
            <SyntheticNote />
          </footer>
        ) : null}
      </div>
      <PhoneBar />
    </Document>
  )
}

function Crumbs({ items }: { items: readonly Crumb[] }) {
  const text = useMessages(uiMessages)
  return (
    <nav class="crumbs" aria-label={text.crumbs}>
      <ol>
        {items.map((item) => (
          <li key={item.href}>
            <a href={item.href}>{item.label}</a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

const STAGES: readonly { stage: NavStage; icon: IconName }[] = [
  { stage: 'listen', icon: 'listen' },
  { stage: 'diagnose', icon: 'diagnose' },
  { stage: 'develop', icon: 'develop' },
  { stage: 'prove', icon: 'prove' },
  { stage: 'steer', icon: 'steer' },
  { stage: 'admin', icon: 'admin' },
]

const HOME = '/hari-ini'
const INBOX = '/kotak-masuk'
const SEARCH = '/cari'

function Rail() {
  const { nav, path, institution } = useRequest()
  const text = useMessages(uiMessages)
  const here = currentItem(nav, path)
  return (
    <nav class="rail" aria-label={text.mainNav} id="menu" tabIndex={-1}>
      <a href="#isi" class="button button-quiet rail-close">
        <Icon name="close" />
        {text.close}
      </a>
      <a href={HOME} class="brand">
        <Mark />
        <span class="brand-name">
          Sigap
          {institution ? <span class="brand-sub">{institution.name}</span> : null}
        </span>
      </a>
      <ul class="rail-list">
        <li>
          <a href={HOME} class="rail-link" aria-current={path.split('?')[0] === HOME ? 'page' : undefined}>
            <Icon name="today" />
            {text.today}
          </a>
        </li>
        {STAGES.map(({ stage, icon }) => {
          const places = placesOf(nav.filter((item) => item.stage === stage))
          if (places.length === 0) return null
          return (
            <li class="rail-stage" key={stage}>
              <p class="rail-title">
                <Icon name={icon} />
                {text.stages[stage]}
              </p>
              <ul>
                {places.map(({ item, below }) => (
                  <RailItem item={item} below={below} here={here} key={item.path} />
                ))}
              </ul>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

type RailItemProps = { item: NavItem; below: readonly NavItem[]; here: NavItem | undefined }

/** What lies under a place is folded until somebody is there or asks. */
function RailItem({ item, below, here }: RailItemProps) {
  const text = useMessages(uiMessages)
  return (
    <li>
      <RailLink item={item} here={here} />
      {below.length > 0 ? (
        <details class="rail-more" open={here !== undefined && (item === here || below.includes(here))}>
          <summary aria-label={text.partsOf(item.label)}>
            <Icon name="down" />
          </summary>
          <ul>
            {below.map((one) => (
              <li key={one.path}>
                <RailLink item={one} here={here} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </li>
  )
}

function RailLink({ item, here }: { item: NavItem; here: NavItem | undefined }) {
  return (
    <a href={item.path} class="rail-link" aria-current={item === here ? 'page' : undefined}>
      {item.label}
    </a>
  )
}

type Place = { item: NavItem; below: NavItem[] }

/** The places of a stage, each with those whose addresses continue its own. */
function placesOf(items: readonly NavItem[]): Place[] {
  const paths = new Map(items.map((item) => [item.path, item]))
  const places = new Map<NavItem, Place>()
  const parents = items.map((item) => parentOf(item, paths))
  items.forEach((item, index) => {
    if (!parents[index]) places.set(item, { item, below: [] })
  })
  items.forEach((item, index) => {
    const parent = parents[index]
    if (parent) places.get(parent)?.below.push(item)
  })
  return [...places.values()]
}

/** The shortest beginning of its address that is a place itself. */
function parentOf(item: NavItem, paths: ReadonlyMap<string, NavItem>): NavItem | undefined {
  for (let at = item.path.indexOf('/', 1); at > 0; at = item.path.indexOf('/', at + 1)) {
    const parent = paths.get(item.path.slice(0, at))
    if (parent) return parent
  }
  return undefined
}

/** The longest navigation path this page lies under. */
function currentItem(nav: readonly NavItem[], path: string): NavItem | undefined {
  const [base = ''] = path.split('?')
  return nav
    .filter((item) => base === item.path || base.startsWith(`${item.path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0]
}

function TopBar() {
  const { actor, institution } = useRequest()
  const text = useMessages(uiMessages)
  return (
    <header class="top-bar">
      <a href={HOME} class="brand brand-phone">
        <Mark />
        <span class="brand-name">{institution?.name ?? 'Sigap'}</span>
      </a>
      <search>
        <form method="get" action={SEARCH} class="search">
          <button type="submit" class="search-go" aria-label={text.search}>
            <Icon name="search" />
          </button>
          <label class="visually-hidden" for="cari">
            {text.searchLabel}
          </label>
          <input type="search" id="cari" name="q" placeholder={text.searchLabel} data-search autoComplete="off" />
        </form>
      </search>
      <div class="top-links">
        <LanguageLink />
        {actor ? (
          <>
            <a href={INBOX} class="top-link top-link-inbox">
              <Icon name="inbox" />
              <span class="top-text">{text.inbox}</span>
              <Unread />
            </a>
            <a href="/akun" class="top-link" aria-label={`${text.account}: ${actor.name}`}>
              <Icon name="person" />
              <span class="top-text">{actor.name}</span>
            </a>
          </>
        ) : null}
      </div>
    </header>
  )
}

function Unread() {
  const { inbox } = useRequest()
  const text = useMessages(uiMessages)
  if (inbox === 0) return null
  return (
    <span class="count count-accent">
      {inbox > 99 ? '99+' : inbox}
      <span class="visually-hidden"> ({text.unread(inbox)})</span>
    </span>
  )
}

/** On a phone the four things that are always near; the rest opens with the menu, without script through :target. */
function PhoneBar() {
  const { path } = useRequest()
  const text = useMessages(uiMessages)
  const [base] = path.split('?')
  const doors = [
    { href: HOME, label: text.today, icon: 'today' },
    { href: SEARCH, label: text.search, icon: 'search' },
    { href: INBOX, label: text.inbox, icon: 'inbox' },
    { href: '#menu', label: text.menu, icon: 'menu' },
  ] as const
  return (
    <nav class="phone-bar" aria-label={text.phoneNav}>
      {doors.map((door) => (
        <a href={door.href} aria-current={base === door.href ? 'page' : undefined} key={door.href}>
          <Icon name={door.icon} />
          {door.label}
          {door.icon === 'inbox' ? <Unread /> : null}
        </a>
      ))}
    </nav>
  )
}
