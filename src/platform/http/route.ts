import type { Readable } from 'node:stream'
import type { JSX } from 'preact'
import type { z } from 'zod'
import type { Access, Actor, Permission, Scope, UnitTree } from '../access.ts'
import type { Audit } from '../audit.ts'
import type { Database, Db } from '../database/db.ts'
import type { Messages, Text } from '../i18n.ts'
import type { Job } from '../jobs.ts'
import type { FormState, Language } from './input.ts'
import type { Institutions } from './institutions.ts'

export type Institution = {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly timeZone: string
  readonly synthetic: boolean
}

/** What came with the request besides its input; for sign-in, rate limits and the log, not for rules. */
export type RequestFacts = {
  readonly ip: string
  readonly agent: string
  readonly path: string
  readonly cookies: Readonly<Record<string, string | undefined>>
  readonly host: string
  /** What a client repeats when it repeats a request it got no answer to. */
  readonly idempotencyKey?: string | undefined
  /** The bytes of the body, for routes that check a signature over them. */
  readonly raw?: Buffer | undefined
  header(name: string): string | undefined
}

/** Points that a handler takes itself, such as for a secret that may be guessed; `who` is counted within the bucket. */
export type Tries = {
  /** Takes a point at once, whatever becomes of the request; false when none is left. */
  take(limit: TryLimit, who: string): Promise<boolean>
  giveBack(limit: TryLimit, who: string): Promise<void>
  left(limit: TryLimit, who: string): Promise<boolean>
}
export type TryLimit = { points: number; seconds: number; bucket: string }

export type Context<A extends Access> = {
  readonly db: Db
  readonly scope: Scope<A>
  /** Undefined only on public routes when nobody is signed in. */
  readonly actor: A extends 'public' ? Actor | undefined : Actor
  readonly institution: Institution
  /** The institution's units, from memory; undefined only on public routes when nobody is signed in. */
  readonly tree: A extends 'public' ? UnitTree | undefined : UnitTree
  readonly now: Date
  /** Signed in within the last fifteen minutes. */
  readonly fresh: boolean
  readonly language: Language
  readonly requestId: string
  readonly form: FormState
  readonly request: RequestFacts
  readonly tries: Tries
  t<M>(messages: Messages<M>): Messages<M>['id']
  enqueue<T>(job: Job<T>, payload: T, when?: { at?: Date; key?: string }): Promise<void>
  /**
   * Two tabs or two people: whoever comes second gets the form again, each stored value beside the typed one, and
   * decides. `now` is `seenOf` what the form shows; sent once more, the form has seen it.
   */
  requireSeen(now: string, said?: string): void
  /** The absolute address of a path, for e-mail, QR codes and sign-in providers. */
  url(path: string): string
  /** Proof that this person also holds another permission; undefined when not. For pages that show more to some. */
  also<P extends Permission>(permission: P): Scope<P> | undefined
}

export type Cookie = { name: string; value: string | null; maxAge?: number; httpOnly?: boolean }
type Extras = { cookies?: readonly Cookie[] }
export type Outcome = Extras &
  /**
   * `refresh`: seconds until the browser asks again, only while work in the background is under way. `images`: the one
   * other origin this page may show pictures from, because an administrator chose it. `repeat`: where the same form sent
   * again leads, because what this page shows is shown once. `onward`:
   * where the browser goes by itself, at another site; browsers keep a form from being redirected there.
   */
  (
    | {
        page: JSX.Element
        status?: number
        refresh?: number | undefined
        images?: string | undefined
        repeat?: string | undefined
        onward?: string | undefined
      }
    | { redirect: string; notice?: string }
    | { file: { name: string; type: string; body: Buffer | Readable | string; inline?: boolean; bytes?: number } }
    | { json: unknown; status?: number }
    | { live: Live }
    | TextOutcome
  )
/** What comes to an open page: `events` since the id the browser names, `last` the newest; later each one in its time. */
export type Live = {
  readonly key: string
  readonly last: number
  readonly events: readonly { readonly id: number; readonly event: string; readonly page: JSX.Element }[]
  readonly newest: Newest
}
/** The newest id of each key: one cheap statement for all that is open in an institution. */
export type Newest = (db: Db, scope: Scope<'public'>, keys: readonly string[]) => Promise<ReadonlyMap<string, number>>
/** For protocols with formats of their own; anyone's page may read it (it is public or was asked for with a key). */
export type TextOutcome = { text: string; type: string; status?: number }
export type Audited = Outcome & { audit: Audit | readonly Audit[] }

/** At most `points` requests in `seconds`, counted per sender address or per account. */
export type Limit = {
  points: number
  seconds: number
  by: 'ip' | 'account'
  /** Routes that name the same bucket are counted together. */
  bucket?: string
}

/** SQL that finds one value per path parameter in the demonstration data, for the tests that visit every route. */
export type Sample = Readonly<Record<string, string>>

type Shape<A extends Access, I extends z.ZodType> = {
  /** `/i/:institution/…` for public pages; the institution comes from the session elsewhere. */
  path: `/${string}`
  access: A
  input: I
  limit?: Limit
  sample?: Sample
  /** Open to a session that is held back until a second factor is set up. */
  whileHeld?: true
  /** Asked often, and with short statements: each connection plans them once, for any values. See `transaction`. */
  frequent?: true
  /** Many send it at the same time: what comes without a session shares a transaction, see `Database.together`. */
  together?: true
  /** Only for pages such as sign-in that must not send a signed-in person's data to the browser's history. */
  cache?: 'never' | 'file'
}

export type Route = {
  readonly kind: 'query' | 'command' | 'api' | 'outside'
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly access: Access
  /** Holders of this permission may come in as well. */
  readonly or: Permission | undefined
  /** What parts of it ask for besides, so that a client can be given it. */
  readonly besides?: readonly Permission[] | undefined
  readonly audit: string | null
  readonly input: z.ZodType
  readonly output: z.ZodType | null
  readonly summary: Text | null
  readonly limit: Limit | undefined
  readonly sample: Sample | undefined
  readonly maxUploadBytes: number
  /** The body is handed on as bytes instead of being read into fields. */
  readonly raw?: true | undefined
  /** Neither address nor answer is kept: the handler itself knows a form that is sent twice. */
  readonly unkept?: true | undefined
  readonly fresh?: true | undefined
  readonly whileHeld?: true | undefined
  readonly frequent?: true | undefined
  readonly together?: true | undefined
  readonly makes?: true | undefined
  readonly handle: (context: Context<Access>, input: never) => Promise<Outcome | Audited>
  readonly invalid: ((context: Context<Access>, input: never, form: FormState) => Promise<Outcome>) | undefined
  /** How a protocol says that something failed, instead of a page; also where an address beside its own is none. */
  readonly failed?: ((status: number, text: string, path: string) => TextOutcome) | undefined
  readonly open?: OpenData | undefined
}

/** A public address that other programs read, for the OpenAPI document: what for, and what each content type holds. */
export type OpenData = { readonly summary: Text; readonly answers: Readonly<Record<string, z.ZodType>> }

/** A page or download. Runs in a READ ONLY transaction, so it cannot change anything. */
export function query<A extends Access, I extends z.ZodType>(
  route: Shape<A, I> & { open?: OpenData; handle(context: Context<A>, input: z.output<I>): Promise<Outcome> },
): Route {
  return {
    kind: 'query',
    method: 'GET',
    path: route.path,
    access: route.access,
    or: undefined,
    audit: null,
    input: route.input,
    output: null,
    summary: null,
    limit: route.limit,
    sample: route.sample,
    maxUploadBytes: 0,
    whileHeld: route.whileHeld,
    frequent: route.frequent,
    handle: route.handle as unknown as Route['handle'],
    invalid: undefined,
    open: route.open,
  }
}

/**
 * A change. Its writes and its audit rows commit together or not at all; a form sent twice gets the first answer.
 * `invalid` shows the form again, with what was typed and what is wrong; it runs read-only.
 */
export function command<A extends Access, I extends z.ZodType>(
  route: Shape<A, I> & {
    audit: string
    /** Sum of all files in one submit; 0 (the default) takes no files. */
    maxUploadBytes?: number
    /** For an address that is a secret: nothing of it is kept, the handler itself knows a form that is sent twice. */
    unkept?: true
    /** Only soon after signing in, because what it changes outlasts the session; nothing typed is lost. */
    fresh?: true
    invalid?(context: Context<A>, raw: Readonly<Record<string, unknown>>, form: FormState): Promise<Outcome>
    handle(context: Context<A>, input: z.output<I>): Promise<Audited>
  },
): Route {
  return {
    kind: 'command',
    method: 'POST',
    path: route.path,
    access: route.access,
    or: undefined,
    audit: route.audit,
    input: route.input,
    output: null,
    summary: null,
    limit: route.limit,
    sample: route.sample,
    maxUploadBytes: route.maxUploadBytes ?? 0,
    unkept: route.unkept,
    fresh: route.fresh,
    whileHeld: route.whileHeld,
    frequent: route.frequent,
    together: route.together,
    handle: route.handle as unknown as Route['handle'],
    invalid: route.invalid as unknown as Route['invalid'],
  }
}

/** What a page knows before any institution is known: the door of the installation, sign-in choice, first set-up. */
export type OutsideContext = Pick<
  Context<'public'>,
  'now' | 'language' | 'requestId' | 'form' | 'request' | 't' | 'url'
> & {
  readonly database: Database
  readonly institutions: Institutions
}

/** Outside every institution; opens its own transactions. A POST here writes its own audit rows. */
export function outside<I extends z.ZodType>(route: {
  method?: 'GET' | 'POST'
  path: `/${string}`
  input: I
  limit?: Limit
  sample?: Sample
  failed?: Route['failed']
  open?: OpenData
  maxUploadBytes?: number
  /** For a webhook: its body stays bytes, in `request.raw`. */
  raw?: true
  invalid?(context: OutsideContext, raw: Readonly<Record<string, unknown>>, form: FormState): Promise<Outcome>
  handle(context: OutsideContext, input: z.output<I>): Promise<Outcome>
}): Route {
  return {
    kind: 'outside',
    method: route.method ?? 'GET',
    path: route.path,
    access: 'public',
    or: undefined,
    audit: null,
    input: route.input,
    output: null,
    summary: null,
    limit: route.limit,
    sample: route.sample,
    maxUploadBytes: route.maxUploadBytes ?? 0,
    raw: route.raw,
    handle: route.handle as unknown as Route['handle'],
    invalid: route.invalid as unknown as Route['invalid'],
    failed: route.failed,
    open: route.open,
  }
}

/** JSON for other systems, with its output described, so that it appears in the OpenAPI document. */
export function api<A extends Permission, I extends z.ZodType, O extends z.ZodType>(
  route: Omit<Shape<A, I>, 'cache'> & {
    path: `/api/v1/${string}`
    or?: A
    besides?: readonly Permission[]
    summary: Text
    output: O
  } & (
      | {
          method: 'GET'
          audit?: undefined
          handle(context: Context<A>, input: z.output<I>): Promise<{ json: z.input<O> }>
        }
      | {
          method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
          audit: string
          /** Answers 201 when something was made, 200 when it was there already. */
          makes?: true
          /** Then the body is multipart/form-data and may hold files of this size together. */
          maxUploadBytes?: number
          handle(
            context: Context<A>,
            input: z.output<I>,
          ): Promise<{ json: z.input<O>; status?: number; audit: Audit | readonly Audit[] }>
        }
    ),
): Route {
  return {
    kind: 'api',
    method: route.method,
    path: route.path,
    access: route.access,
    or: route.or,
    besides: route.besides,
    audit: route.audit ?? null,
    input: route.input,
    output: route.output,
    summary: route.summary,
    limit: route.limit,
    sample: route.sample,
    maxUploadBytes: (route.audit !== undefined && route.maxUploadBytes) || 0,
    handle: route.handle as unknown as Route['handle'],
    frequent: route.frequent,
    together: route.together,
    makes: route.audit === undefined ? undefined : route.makes,
    invalid: undefined,
  }
}
