import { z } from 'zod'
import type { Permission } from '../../platform/access.ts'
import { Refusal } from '../../platform/http/errors.ts'
import { bilingual, type FormState, idParam } from '../../platform/http/input.ts'
import { type Context, command, type Outcome, type Route } from '../../platform/http/route.ts'
import { isId } from '../../platform/id.ts'
import { applyEvents, EventRefused, type NewEvent } from './acts.ts'
import { messages } from './messages.ts'
import { CLASSES, SLUG } from './model.ts'
import { tellJob } from './notices.ts'
import { listBriefly, PAGE_SIZE } from './queries.ts'
import { BulkAgainPage, type BulkResult, BulkResultPage } from './staff-bulk-views.tsx'
import { staffMessages } from './staff-messages.ts'
import { setAssignee, setWatching } from './staff-work-queries.ts'
import { requireOffered } from './vocabulary.ts'
import { workMessages } from './work-messages.ts'

const ACTIONS = ['take', 'release', 'watch', 'classify', 'route'] as const
const NEEDS = {
  take: 'complaint.handle',
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
  unit: z
    .union([z.literal(''), idParam()])
    .optional()
    .transform((value) => value || undefined),
})
type Bulked = z.output<typeof Bulk>

async function bulkAgain(
  { db, scope, tree }: Context<'complaint.handle'>,
  raw: Readonly<Record<string, unknown>>,
  form: FormState,
): Promise<Outcome> {
  const ids = [raw['ids']].flat().filter((id): id is string => typeof id === 'string' && isId(id))
  const units = tree.named.map((unit) => ({ value: unit.id, label: unit.name }))
  const cases = await listBriefly(db, scope, ids.slice(0, PAGE_SIZE))
  return { page: <BulkAgainPage cases={cases} units={units} form={form} /> }
}

/** The same act on many cases: each on its own, so that one that is refused holds up no other. */
export const bulkRoute: Route = command({
  path: '/pengaduan/massal',
  access: 'complaint.handle',
  audit: 'complaint.bulk',
  input: Bulk,
  invalid: bulkAgain,
  async handle(context, input) {
    const { db, scope } = context
    const text = context.t(workMessages)
    const may = context.also(NEEDS[input.action])
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
    for (const { unit_id, ...one } of await listBriefly(db, scope, input.ids)) {
      const refused = may?.units.includes(unit_id) ? await actOn(context, may, one.id, input) : text.bulkNotAllowed
      results.push({ ...one, refused })
    }
    const done = results.filter((one) => one.refused === null)
    return {
      page: <BulkResultPage results={results} />,
      audit: done.map((one) => ({ subject: `complaint:${one.id}`, detail: { action: input.action } })),
    }
  },
})

type May = NonNullable<ReturnType<Context<Permission>['also']>>

/** What stopped it, in words; null when it was done. */
async function actOn(
  context: Context<'complaint.handle'>,
  may: May,
  id: string,
  input: Bulked,
): Promise<string | null> {
  const { db, now, actor } = context
  if (input.action === 'take' || input.action === 'release') {
    await setAssignee(db, may, now, [id], input.action === 'take' ? actor.account : null)
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
