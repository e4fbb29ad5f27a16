import {
  DEFAULT_TIME_ZONE,
  formatDate,
  formatDateTime,
  formatNumber,
  formatPercent,
  formatRelative,
  formatRupiah,
  formatShortDate,
  formatVersion,
  type Language,
  localDate,
  type Messages,
} from '../i18n.ts'
import { termLabel, termLabelOn, worded, wordsOf } from '../words.ts'
import { uiMessages } from './messages.ts'
import { createContext, useContext } from './render.ts'

export type NavStage = 'listen' | 'diagnose' | 'develop' | 'prove' | 'steer' | 'admin'

export interface NavItem {
  stage: NavStage
  path: string
  label: string
  /** The permission it opens by, or `self`. */
  access?: string | undefined
}

export interface RequestInfo {
  language: Language
  institution: { id: string; slug: string; name: string; timeZone: string; synthetic: boolean } | null
  actor: { name: string; account: string; permissions: ReadonlySet<string> } | null
  /** The address as asked for, with its query string if there is one. */
  path: string
  now: Date
  assets: {
    css: string
    enhancer: string
    mapStyle?: string | undefined
    scripts?: Readonly<Record<string, string>>
  }
  /** Already filtered to what this person may open. */
  nav: readonly NavItem[]
  /** Unread messages. */
  inbox: number
  requestId: string
  /** Told once after a redirect: what the last command did. */
  notice?: string | undefined
  /** True while a form is shown again with its errors: the title then begins with "Kesalahan:". */
  failed?: boolean | undefined
  /** What was wrong with a form that was sent, and what its sender had written in words. */
  refused?: { readonly errors: Readonly<Record<string, string>>; readonly written: readonly string[] } | undefined
}

const OUTSIDE: RequestInfo = {
  language: 'id',
  institution: null,
  actor: null,
  path: '/',
  now: new Date(0),
  assets: { css: '', enhancer: '' },
  nav: [],
  inbox: 0,
  requestId: '',
}

export const RequestContext = createContext<RequestInfo>(OUTSIDE)

const NOTHING: ReadonlySet<string> = new Set()

type Formats = ReturnType<typeof formatsOf>
type Asked = RequestInfo & { permissions: ReadonlySet<string>; timeZone: string }
/** Made once for a page: hundreds of its cells ask. */
const asked = new WeakMap<RequestInfo, { request: Asked; formats: Formats }>()

function askedOf(info: RequestInfo): { request: Asked; formats: Formats } {
  const known = asked.get(info)
  if (known) return known
  const request = {
    ...info,
    permissions: info.actor?.permissions ?? NOTHING,
    timeZone: info.institution?.timeZone ?? DEFAULT_TIME_ZONE,
  }
  const made = { request, formats: formatsOf(request) }
  asked.set(info, made)
  return made
}

export function useRequest(): Asked {
  return askedOf(useContext(RequestContext)).request
}

export function useMessages<M>(messages: Messages<M>): Messages<M>['id'] {
  const { language, institution } = useContext(RequestContext)
  return worded(messages, language, institution?.id)
}

/** The formatters of i18n.ts, bound to this request's language and the institution's time zone. */
export function useFormat(): Formats {
  return askedOf(useContext(RequestContext)).formats
}

function formatsOf({ language, timeZone, now }: Asked) {
  return {
    date: (value: Date | string) => formatDate(value, language, timeZone),
    shortDate: (value: Date | string) => formatShortDate(value, language, timeZone),
    dateTime: (value: Date | string) => formatDateTime(value, language, timeZone),
    relative: (value: Date | string) => formatRelative(value, now, language),
    number: (value: number | bigint, decimals?: number) => formatNumber(value, language, decimals),
    percent: (share: number, count?: number) => formatPercent(share, language, count),
    version: (value: string) => formatVersion(value, language),
    rupiah: (amount: number | bigint | string) => formatRupiah(amount, language),
  }
}

/** This page's own address with some query values changed; null takes one out. */
export function useAddress(): (changes: Readonly<Record<string, string | null>>) => string {
  const { path } = useContext(RequestContext)
  return (changes) => {
    const [base = '', search = ''] = path.split('?', 2)
    const query = new URLSearchParams(search)
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) query.delete(name)
      else query.set(name, value)
    }
    const text = query.toString()
    return text ? `${base}?${text}` : base
  }
}

/** What the institution calls a word of a vocabulary today, by its slug. */
export function useTerm(set: string): (slug: string) => string {
  const { institution, language } = useContext(RequestContext)
  return (slug) => termLabel(institution?.id, set, slug, language)
}

/** What the institution called a word on the day of a record. */
export function useTermOn(set: string): (slug: string, at: Date | string) => string {
  const { institution, language } = useContext(RequestContext)
  const zone = institution?.timeZone ?? DEFAULT_TIME_ZONE
  return (slug, at) =>
    termLabelOn(institution?.id, set, slug, typeof at === 'string' ? at : localDate(at, zone), language)
}

/**
 * What can be chosen of a vocabulary, in the institution's order. `also`: what a record has already, though it is
 * offered no longer; 'all', where older records are looked for.
 */
export function useTermOptions(set: string, also?: string | null): { value: string; label: string }[] {
  const { institution, language } = useContext(RequestContext)
  const text = useMessages(uiMessages)
  return wordsOf(institution?.id ?? '')
    .list(set)
    .filter((term) => term.offered || also === 'all' || also === term.slug)
    .map((term) => ({
      value: term.slug,
      label: term.offered ? term.label[language] : text.withdrawn(term.label[language]),
    }))
}
