import { createHmac, timingSafeEqual } from 'node:crypto'
import type { VNode } from 'preact'
import type { Text } from '../i18n.ts'
import { renderToString } from '../ui/render.ts'
import { type NavItem, type NavStage, RequestContext, type RequestInfo } from '../ui/request.tsx'
import type { Language } from './input.ts'
import type { Institution } from './route.ts'
import type { Signed } from './session.ts'

/** A door in the staff shell's rail, declared by a slice. */
export type NavEntry = {
  readonly stage: NavStage
  readonly path: string
  readonly label: Text
  readonly access: string
  /** Left out for whoever holds this: another door leads them there. */
  readonly unless?: string | undefined
  /** Only for those to whom somebody answers. */
  readonly leaders?: true
}
export type Assets = {
  readonly css: string
  readonly enhancer: string
  /** Loaded together with the map, by those who open it. */
  readonly mapStyle?: string | undefined
  readonly scripts: Readonly<Record<string, string>>
}

export type PageFacts = {
  institution: Institution | null
  signed: Signed | undefined
  language: Language
  path: string
  now: Date
  requestId: string
  notice?: string | undefined
  failed?: boolean
  refused?: RequestInfo['refused']
}

export function renderPage(page: VNode, facts: PageFacts, assets: Assets, nav: readonly NavEntry[]): string {
  return `<!doctype html>${renderPart(page, facts, assets, nav)}`
}

/** A piece of a page that is open in a browser. */
export function renderPart(page: VNode, facts: PageFacts, assets: Assets, nav: readonly NavEntry[]): string {
  const permissions = facts.signed?.actor.permissions
  const info: RequestInfo = {
    language: facts.language,
    institution: facts.institution,
    actor: facts.signed
      ? { name: facts.signed.actor.name, account: facts.signed.actor.account, permissions: permissions! }
      : null,
    path: facts.path,
    now: facts.now,
    assets,
    nav: permissions
      ? nav.filter((entry) => mayOpen(entry, facts.signed!)).map((entry) => doorOf(entry, facts.language))
      : [],
    inbox: facts.signed?.inbox ?? 0,
    requestId: facts.requestId,
    notice: facts.notice,
    failed: facts.failed,
    refused: facts.refused,
  }
  return renderToString(<RequestContext.Provider value={info}>{page}</RequestContext.Provider>)
}

function mayOpen(entry: NavEntry, { actor: { permissions }, leads }: Signed): boolean {
  if (entry.leaders && !leads) return false
  if (entry.unless && permissions.has(entry.unless)) return false
  return entry.access === 'self' || permissions.has(entry.access)
}

function doorOf(entry: NavEntry, language: Language): NavItem {
  return { stage: entry.stage, path: entry.path, label: entry.label[language], access: entry.access }
}

/** A sentence for the next page, signed so that nobody else can put words into our mouth. */
export function sealNotice(text: string, secret: Buffer): string {
  const body = Buffer.from(text, 'utf8').toString('base64url')
  return `${body}.${noticeMac(body, secret)}`
}

export function openNotice(value: string | undefined, secret: Buffer): string | undefined {
  const [body, mac] = value?.split('.', 2) ?? []
  if (!body || !mac) return undefined
  const expected = Buffer.from(noticeMac(body, secret))
  const given = Buffer.from(mac)
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined
  return Buffer.from(body, 'base64url').toString('utf8')
}

function noticeMac(body: string, secret: Buffer): string {
  return createHmac('sha256', secret).update(`notice:${body}`).digest('base64url')
}
