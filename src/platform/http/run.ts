import { type RawBuilder, sql } from 'kysely'
import type { ZodError } from 'zod'
import {
  type Access,
  type Actor,
  effectiveGrants,
  grantedScope,
  type Permission,
  publicScope,
  type Scope,
  selfScope,
  type UnitTree,
} from '../access.ts'
import { auditInsert } from '../audit.ts'
import type { Database, Db, Work } from '../database/db.ts'
import { beginDay } from '../day.ts'
import { formatBytes, type Messages } from '../i18n.ts'
import { enqueue } from '../jobs.ts'
import { isWhole } from '../registry.ts'
import { worded } from '../words.ts'
import { typedValues, writtenIn } from './body.ts'
import { FactorNeeded, Forbidden, NotFound, Refusal, SentOtherwise, SignInAgain, SignInNeeded } from './errors.ts'
import { emptyForm, FAR_TOO_LARGE, type FormState, inputErrors, isReceived, type Language, TOO_LARGE } from './input.ts'
import type { Institutions } from './institutions.ts'
import type { PageFacts } from './render.tsx'
import { keptAnswer, pathOf, repeatedAnswer, submitKey } from './repeat.ts'
import type { Audited, Context, Institution, Outcome, RequestFacts, Route, Tries } from './route.ts'
import { requireSeen } from './seen.ts'
import {
  findApiClient,
  findSession,
  isFresh,
  owesFactor,
  readApiKey,
  readSessionCookie,
  type Signed,
} from './session.ts'
import { texts } from './texts.ts'
import { inTurn } from './turns.ts'

/** Everything one request brings, independent of the HTTP library. */
export type Call = {
  readonly route: Route
  readonly values: Readonly<Record<string, unknown>>
  readonly facts: RequestFacts
  readonly authorization: string | undefined
  readonly sessionCookie: string | undefined
  readonly language: Language
  readonly languageChosen: boolean
  readonly requestId: string
  readonly now: Date
}

export type Answer = {
  readonly outcome: Outcome
  readonly institution: Institution | null
  readonly signed: Signed | undefined
  readonly language: Language
  readonly failed: boolean
  readonly refused?: PageFacts['refused']
}

export type House = { database: Database; institutions: Institutions; baseUrl: string; tries: Tries }

/** A failure that still knows who asked, so that the error page keeps its shell. */
export class Failure extends Error {
  readonly answer: Omit<Answer, 'outcome' | 'failed'>
  constructor(cause: unknown, answer: Failure['answer']) {
    super('request failed', { cause })
    this.answer = answer
  }
}

export function runRoute(house: House, call: Call): Promise<Answer> {
  return inTurn(call.values, () => answerOf(house, call))
}

/** Who is asking, may they, what did they send, what happens: in that order, in one transaction. */
async function answerOf(house: House, call: Call): Promise<Answer> {
  if (call.route.kind === 'outside') return runOutside(house, call)
  const tenant = await tenantOf(house, call)
  await beginDay(house.database, tenant.institution, call.now)
  const mode = call.route.audit === null ? 'read' : 'write'
  const known: { signed: Signed | undefined; language: Language } = { signed: undefined, language: call.language }
  try {
    const work: Work<Answer> = async (db, client, closeWith) => {
      const signed = await signIn(house, tenant, db, client, call)
      known.signed = signed
      if (signed && !call.languageChosen) known.language = signed.language
      const context = await contextOf(house, call, tenant.institution, db, signed, known.language)
      if (call.route.fresh && !context.fresh) throw new SignInAgain()
      if (call.route.fresh && signed && (await owesFactor(client, tenant.institution.id, signed.actor.session)))
        throw new SignInAgain(true)
      refuseTooLarge(call, known.language)
      const parsed = await call.route.input.safeParseAsync(call.values, { reportInput: true })
      if (!parsed.success) throw refusalOf(call, parsed.error, known.language)
      if (mode === 'write' && call.values['_seen'] !== undefined) await oneAtATime(db, call, tenant.institution.id)
      const outcome = await call.route.handle(context, parsed.data as never)
      const traces = mode === 'write' && tracesOf(call, context, signed?.client ?? null, outcome as Audited)
      if (traces) closeWith(traces)
      return { outcome, institution: tenant.institution, signed, language: known.language, failed: false }
    }
    const { frequent, together } = call.route
    if (together && !tenant.cookie && !Object.values(call.values).flat().some(isReceived))
      return await house.database.together(tenant.institution.id, orderOf(call), work, frequent)
    return await house.database.transaction(mode, tenant.institution.id, work, frequent)
  } catch (thrown) {
    const repeated = await repeatedAnswer(house.database, call, tenant.institution.id, known.language, thrown)
    if (repeated && !(repeated instanceof Refusal))
      return { outcome: repeated, institution: tenant.institution, ...known, failed: false }
    const error = repeated ?? thrown
    const again = await showAgain(house, call, tenant, error)
    if (again) return again
    throw new Failure(error, { institution: tenant.institution, ...known })
  }
}

/** What is sent again has the same place beside others, wherever it runs. */
function orderOf(call: Call): string {
  // Of a list its first will do: all of a large batch would be turned into text for this alone.
  const first = Object.values(call.values).map((value) => (Array.isArray(value) ? value[0] : value))
  return submitKey(call) ?? JSON.stringify(first).slice(0, 200)
}

/**
 * Forms that say what they had shown come one after the other where they are about the same: of two that are sent at the
 * same instant the second finds what the first has stored, and is told so.
 */
async function oneAtATime(db: Db, call: Call, institution: string): Promise<void> {
  const form = `seen:${institution}:${pathOf(call)}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${form}, 0))`.execute(db)
}

/** Whether this person passes the route's check at all; asked before the bytes of a file are taken in. */
export async function mayEnter(house: House, call: Call): Promise<boolean> {
  if (call.route.access === 'public') return true
  try {
    const tenant = await tenantOf(house, call)
    return await house.database.transaction('read', tenant.institution.id, async (db, client) => {
      const signed = await signIn(house, tenant, db, client, call)
      await contextOf(house, call, tenant.institution, db, signed, call.language)
      return true
    })
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

async function runOutside(house: House, call: Call): Promise<Answer> {
  const context = {
    database: house.database,
    institutions: house.institutions,
    now: call.now,
    language: call.language,
    requestId: call.requestId,
    request: call.facts,
    t: <M>(messages: Messages<M>) => messages[call.language],
    url: (path: string) => house.baseUrl + path,
  }
  const plain = { institution: null, signed: undefined, language: call.language }
  try {
    const parsed = await call.route.input.safeParseAsync(call.values, { reportInput: true })
    if (!parsed.success) throw refusalOf(call, parsed.error, call.language)
    const outcome = await call.route.handle({ ...context, form: emptyForm } as never, parsed.data as never)
    return { ...plain, outcome, failed: false }
  } catch (error) {
    if (!call.route.invalid || !(error instanceof Refusal) || ![409, 413, 422].includes(error.status)) throw error
    const form = formOf(call, error)
    const outcome = await call.route.invalid({ ...context, form } as never, call.values as never, form)
    const shown = 'page' in outcome ? { ...outcome, status: error.status } : outcome
    return { ...plain, outcome: shown, failed: true, refused: refusedIn(call, form) }
  }
}

function refuseTooLarge({ route, values }: Call, language: Language): void {
  const isLarge = (value: unknown) => value === TOO_LARGE || value === FAR_TOO_LARGE
  const field = Object.keys(values).find((name) => [values[name]].flat().some(isLarge))
  if (field === undefined) return
  const cut = [values[field]].flat().includes(FAR_TOO_LARGE)
  const most = formatBytes(route.maxUploadBytes, language)
  const said = texts[language].tooLargeField(most) + (cut ? ` ${texts[language].tooLargeRest}` : '')
  throw new Refusal(413, 'upload', { [field]: said })
}

/** What is wrong with a part of the address is no field to mend: such a page is not there. */
function refusalOf(call: Call, error: ZodError, language: Language): Refusal {
  const inAddress = error.issues.some((issue) => call.route.path.split('/').includes(`:${String(issue.path[0])}`))
  return inAddress ? new NotFound('address') : new Refusal(422, '', inputErrors(error, language))
}

function formOf(call: Call, error: Refusal): FormState {
  const errors = Object.keys(error.fields).length > 0 ? error.fields : { _form: error.message }
  return { values: typedValues(call.values), errors, key: error instanceof SentOtherwise ? undefined : submitKey(call) }
}

function refusedIn({ values }: Call, { errors }: FormState): Answer['refused'] {
  return { errors, written: writtenIn(values) }
}

type Tenant = {
  institution: Institution
  cookie: { institution: string; hash: Buffer } | undefined
  key: ReturnType<typeof readApiKey>
}

async function tenantOf(house: House, call: Call): Promise<Tenant> {
  const cookie = readSessionCookie(call.sessionCookie)
  if (call.route.kind === 'api') {
    const key = readApiKey(call.authorization)
    const institution = key && (await house.institutions.byId(key.institution))
    if (!institution) throw new SignInNeeded()
    return { institution, cookie: undefined, key }
  }
  if (call.route.path.startsWith('/i/:institution')) {
    const institution = await house.institutions.bySlug(String(call.values['institution']))
    if (!institution) throw new NotFound('institution')
    return { institution, cookie: cookie?.institution === institution.id ? cookie : undefined, key: undefined }
  }
  const institution = cookie && (await house.institutions.byId(cookie.institution))
  if (!institution) throw new SignInNeeded()
  return { institution, cookie, key: undefined }
}

async function signIn(
  house: House,
  tenant: Tenant,
  db: Db,
  client: Parameters<typeof findSession>[0],
  call: Call,
): Promise<Signed | undefined> {
  const found = tenant.key
    ? await findApiClient(client, tenant.key)
    : tenant.cookie && (await findSession(client, tenant.cookie, call.now))
  if (tenant.key && !found) throw new SignInNeeded()
  if (!found) return undefined
  const tree = await house.institutions.tree(db, tenant.institution.id, found.treeVersion)
  const grants = effectiveGrants(found.grants, isWhole, tree)
  if (grants === found.grants) return found
  const permissions = new Set(grants.map(([permission]) => permission))
  return { ...found, grants, actor: { ...found.actor, permissions } }
}

async function contextOf(
  house: House,
  call: Call,
  institution: Institution,
  db: Db,
  signed: Signed | undefined,
  language: Language,
): Promise<Context<Access>> {
  const { access } = call.route
  if (signed?.held && access !== 'public' && !call.route.whileHeld) throw new FactorNeeded()
  const tree = signed ? await house.institutions.tree(db, institution.id, signed.treeVersion) : undefined
  const also = <P extends Permission>(permission: P): Scope<P> | undefined =>
    signed && tree
      ? grantedScope(
          permission,
          institution.id,
          signed.grants,
          tree,
          signed.actor.account || null,
          signed.actor.employee,
        )
      : undefined
  const base = {
    db,
    institution,
    now: call.now,
    fresh: isFresh(signed, call.now),
    language,
    requestId: call.requestId,
    form: emptyForm as FormState,
    request: call.facts,
    tries: house.tries,
    t: <M>(messages: Messages<M>) => worded(messages, language, institution.id),
    enqueue: <T>(job: Parameters<typeof enqueue<T>>[2], payload: T, when?: Parameters<typeof enqueue<T>>[4]) =>
      enqueue(db, institution.id, job, payload, when),
    requireSeen: (now: string, said?: string) => requireSeen(language, call.values['_seen'], now, said),
    url: (path: string) => house.baseUrl + path,
    also,
  }
  return {
    ...base,
    scope: scopeFor(call.route, institution, signed, also),
    actor: signed?.actor as Actor,
    tree: tree as UnitTree,
  }
}

function scopeFor(
  { access, or }: Pick<Route, 'access' | 'or'>,
  institution: Institution,
  signed: Signed | undefined,
  also: (permission: Permission) => Scope<Permission> | undefined,
): Scope<Access> {
  if (access === 'public') return publicScope(institution.id)
  if (!signed) throw new SignInNeeded()
  if (access === 'self') {
    if (signed.client) throw new Forbidden('self')
    return selfScope(institution.id, signed.actor.account, signed.actor.employee)
  }
  const scope = also(access) ?? (or && also(or))
  if (!scope) throw new Forbidden(access)
  return scope
}

/** The audit rows, and the answer under the form's key: a key that is taken undoes everything. */
function tracesOf(
  call: Call,
  context: Context<Access>,
  client: string | null,
  outcome: Audited,
): RawBuilder<unknown> | undefined {
  const { audit, ...answer } = outcome
  const entries = Array.isArray(audit) ? audit : [audit]
  const audited = entries.map((entry) => ({
    ...entry,
    institution: context.institution.id,
    at: call.now,
    account: context.scope.account,
    client,
    action: call.route.audit!,
    requestId: call.requestId,
  }))
  const kept = keptAnswer(call, answer)
  if (!kept) return audited.length > 0 ? auditInsert(audited) : undefined
  // The violated key would stand in the server's log, and with it one could ask for the answer.
  return sql`
    with audited as (${auditInsert(audited)}), kept as (
      insert into platform.submission (institution_id, key, path, outcome, at)
      values (${context.institution.id}, ${kept.key}, ${pathOf(call)}, ${JSON.stringify(kept.answer)}::jsonb, ${call.now})
      on conflict do nothing returning 1)
    select platform.refuse_repeat() where not exists (select from kept)`
}

/** Shows the form again after a mistake, read-only and in a fresh transaction, because the first one was undone. */
async function showAgain(house: House, call: Call, tenant: Tenant, error: unknown): Promise<Answer | undefined> {
  const { invalid } = call.route
  if (!invalid || !(error instanceof Refusal) || ![409, 413, 422].includes(error.status)) return undefined
  // What a form is about stands in the address; where that is no id there is no form to show again.
  if (Object.keys(error.fields).some((field) => call.route.path.includes(`/:${field}`))) return undefined
  return house.database.transaction('read', tenant.institution.id, async (db, client) => {
    const signed = await signIn(house, tenant, db, client, call)
    const language = signed && !call.languageChosen ? signed.language : call.language
    const context = await contextOf(house, call, tenant.institution, db, signed, language)
    const form = formOf(call, error)
    const outcome = await invalid({ ...context, form }, call.values as never, form)
    return {
      outcome: 'page' in outcome ? { ...outcome, status: error.status } : outcome,
      institution: tenant.institution,
      signed,
      language,
      failed: true,
      refused: refusedIn(call, form),
    }
  })
}
