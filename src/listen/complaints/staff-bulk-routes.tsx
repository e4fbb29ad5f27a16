import { z } from 'zod'
import { notify } from '../../core/notifications/index.ts'
import type { Permission } from '../../platform/access.ts'
import { Refusal } from '../../platform/http/errors.ts'
import { bilingual, type FormState, idParam } from '../../platform/http/input.ts'
import { type Context, command, type Outcome, type Route } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { isId } from '../../platform/id.ts'
import { applyEvents, EventRefused, type NewEvent } from './acts.ts'
import { formatCode } from './code.ts'
import { messages } from './messages.ts'
import { CLASSES, SLUG } from './model.ts'
import { listRecused } from './notice-queries.ts'
import { tellJob } from './notices.ts'
import { listBriefly, PAGE_SIZE } from './queries.ts'
import { BulkAgainPage, type BulkResult, BulkResultPage } from './staff-bulk-views.tsx'
import { staffMessages } from './staff-messages.ts'
import {
  listAssignees,
  listColleagues,
  listSubstitutes,
  releaseOwn,
  setAssignee,
  setWatching,
  takeFree,
} from './staff-work-queries.ts'
import { requireOffered } from './vocabulary.ts'
import { workMessages } from './work-messages.ts'

const ACTIONS = ['take', 'give', 'release', 'watch', 'classify', 'route'] as const
const NEEDS = {
  take: 'complaint.handle',
  give: 'complaint.handle',
  release: 'complaint.handle',
  watch: 'complaint.read',
  classify: 'complaint.verify',
  route: 'complaint.verify',
} as const satisfies Record<(typeof ACTIONS)[number], Permission>

const chosen = <T extends string>(values: readonly T[]) =>
  z
    .union([z.literal(''), z.enum(values)])
    .optional()
    .transform((value) => value || undefined)

const Bulk = z.object({
  ids: z
    .union([idParam(), z.array(idParam())], {
      error: bilingual('Belum ada yang dicentang.', 'Nothing is ticked.'),
    })
    .transform((ids) => [...new Set([ids].flat())].slice(0, PAGE_SIZE)),
  action: z.enum(ACTIONS, { error: bilingual('Pilih tindakannya.', 'Choose the action.') }),
  class: chosen(CLASSES),
  theme: z
    .union([z.literal(''), z.string().regex(SLUG)])
    .optional()
    .transform((value) => value || undefined),
  account: z
    .union([z.literal(''), idParam()])
    .optional()
    .transform((value) => value || undefined),
  unit: z
    .union([z.literal(''), idParam()])
    .optional()
    .transform((value) => value || undefined),
})
type Bulked = z.output<typeof Bulk>

async function bulkAgain(
  { db, scope, now, tree }: Context<'complaint.handle'>,
  raw: Readonly<Record<string, unknown>>,
  form: FormState,
): Promise<Outcome> {
  const ids = [raw['ids']].flat().filter((id): id is string => typeof id === 'string' && isId(id))
  const units = tree.named.map((unit) => ({ value: unit.id, label: unit.name }))
  const cases = await listBriefly(db, scope, ids.slice(0, PAGE_SIZE))
  const above = [...new Set(cases.flatMap(({ unit_id }) => tree.above(unit_id)))]
  const people = raw['action'] === 'give' ? await listColleagues(db, scope, now, above, undefined) : []
  const choices = people.filter(({ id }) => id !== scope.account).map(({ id, name }) => ({ value: id, label: name }))
  return { page: <BulkAgainPage cases={cases} units={units} people={choices} form={form} /> }
}

/** The same act on many cases: each on its own, so that one that is refused holds up no other. */
export const bulkRoute: Route = command({
  path: '/pengaduan/massal',
  access: 'complaint.handle',
  audit: 'complaint.bulk',
  input: Bulk,
  invalid: bulkAgain,
  async handle(context, typed) {
    const { db, scope } = context
    const input = { ...typed, account: await presentOf(context, typed.account) }
    const text = context.t(workMessages)
    const may = context.also(NEEDS[input.action])
    if (input.action === 'give' && !input.account) throw new Refusal(422, text.bulkWho, { account: text.bulkWho })
    const missing =
      (input.action === 'classify' && !(input.class && input.theme)) || (input.action === 'route' && !input.unit)
    if (missing) {
      const empty = input.action === 'route' ? 'unit' : input.class ? 'theme' : 'class'
      throw new Refusal(422, text.bulkMissing, { [empty]: text.bulkMissing })
    }
    if (input.action === 'classify') await requireOffered(context, input)
    const unknown = context.t(staffMessages).unitUnknown
    if (input.action === 'route' && !context.tree.named.some((unit) => unit.id === input.unit))
      throw new Refusal(422, unknown, { unit: unknown })
    const results: BulkResult[] = []
    const cases = await listBriefly(db, scope, input.ids)
    const holders = await listAssignees(db, scope, input.ids)
    const mayGive = await receiverOf(context, input.account, cases)
    for (const { unit_id, ...one } of cases) {
      const refused = !may?.units.includes(unit_id)
        ? text.bulkNotAllowed
        : input.action === 'give' && !mayGive(one.id, unit_id)
          ? text.personGone
          : await actOn(context, may, one.id, input, holders)
      results.push({ ...one, refused })
    }
    const done = results.filter((one) => one.refused === null)
    const receiver = input.action === 'give' ? input.account : undefined
    const name = receiver && done.length > 0 ? await tellReceiver(context, receiver, done, holders) : undefined
    return {
      page: <BulkResultPage results={results} given={name} />,
      audit: done.map((one) => ({ subject: `complaint:${one.id}`, detail: { action: input.action } })),
    }
  },
})

type Holders = Awaited<ReturnType<typeof listAssignees>>
type Brief = { id: string; code: string; subject: string }

/** To which of these cases a person can be put: by their roles in its unit or above, and with no interest in it. */
async function receiverOf(
  { db, scope, now, tree }: Context<'complaint.handle'>,
  account: string | undefined,
  cases: readonly (Brief & { unit_id: string })[],
): Promise<(id: string, unit: string) => boolean> {
  if (!account) return () => false
  const recused = await listRecused(
    db,
    scope,
    cases.map(({ id }) => id),
  )
  const units = new Set<string>()
  for (const unit of new Set(cases.map(({ unit_id }) => unit_id))) {
    const colleagues = await listColleagues(db, scope, now, tree.above(unit), undefined)
    if (colleagues.some(({ id }) => id === account)) units.add(unit)
  }
  return (id, unit) => units.has(unit) && !recused.has(`${id} ${account}`)
}

/** Or who stands in for them today. */
async function presentOf({ db, scope, now, institution }: Context<'complaint.handle'>, account: string | undefined) {
  if (!account) return undefined
  const away = await listSubstitutes(db, scope, localDate(now, institution.timeZone), [account])
  return away.get(account) ?? account
}

/** One note for all that were given, one to each who had some of them. Returns who has them now. */
async function tellReceiver(
  { db, scope, now }: Context<'complaint.handle'>,
  account: string,
  given: readonly Brief[],
  holders: Holders,
): Promise<string | undefined> {
  const told = workMessages.id.told
  const kind = 'complaints.officer' as const
  const after = (await listAssignees(db, scope, [given[0]!.id])).get(given[0]!.id)
  const key = (what: string) => `complaints:${what}:${scope.account}:${now.getTime()}`
  const others = given.flatMap(({ id, code }) => {
    const before = holders.get(id)
    if (!before || before.id === account || before.id === scope.account) return []
    const title = told.handedOn(formatCode(code), after?.name ?? '')
    return [{ accountId: before.id, kind, title, body: '', href: `/pengaduan/${id}`, key: key(`handed-on:${id}`) }]
  })
  const title = told.givenMany(given.length)
  const receiver = { accountId: account, kind, title, body: '', href: '/pengaduan?petugas=saya', key: key('given') }
  await notify(db, scope, now, account === scope.account ? others : [receiver, ...others])
  return after?.name
}

type May = NonNullable<ReturnType<Context<Permission>['also']>>

/** What stopped it, in words; null when it was done. */
async function actOn(
  context: Context<'complaint.handle'>,
  may: May,
  id: string,
  input: Bulked,
  holders: Holders,
): Promise<string | null> {
  const { db, now, actor } = context
  const text = context.t(workMessages)
  if (input.action === 'take')
    return (await takeFree(db, may, now, id)) ? null : text.bulkHeld(holders.get(id)?.name ?? text.someoneElse)
  if (input.action === 'release') return (await releaseOwn(db, may, id)) ? null : text.bulkNotYours
  if (input.action === 'give') {
    await setAssignee(db, may, now, [id], input.account ?? null)
    return null
  }
  if (input.action === 'watch') {
    await setWatching(db, may, now, id, actor.account, true)
    return null
  }
  const event: NewEvent =
    input.action === 'route'
      ? { kind: 'routed', actor: 'officer', unit_id: input.unit ?? null }
      : { kind: 'classified', actor: 'officer', class: input.class ?? null, theme: input.theme ?? null }
  try {
    const [seq] = await applyEvents(db, may, now, [{ id, events: [event] }])
    await context.enqueue(tellJob, { complaint: id, seq: seq! })
    return null
  } catch (error) {
    // Nothing of this case was written; the others go on.
    if (!(error instanceof EventRefused)) throw error
    return context.t(messages).refused[error.problem]
  }
}
