import { z } from 'zod'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { type FormState, idParam } from '../../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../../platform/http/route.ts'
import { localDate } from '../../../platform/i18n.ts'
import { isId, newId } from '../../../platform/id.ts'
import { sheetFile } from '../../../platform/sheets.ts'
import { changeUnits, closeUnit, createUnits, withdrawUnitPlan } from '../acts.ts'
import { organizationMessages } from '../messages.ts'
import { ChangeUnitForm, CloseUnitForm, NewUnitForm, UNIT_KIND_TEXTS } from '../model.ts'
import { PLANS_SHOWN } from '../plans/model.ts'
import { countUnitPlans, listPlannedUnits, listUnitPlans, type PlanCursor, type UnitPlanRow } from '../plans/queries.ts'
import { countPeople, findUnit, listPath, listUnitHistory, listUnits } from './queries.ts'
import { treeRows } from './tree.ts'
import { newUnitPage, unitPage, unitSeen, unitTreePage } from './views.tsx'

const sample = { id: 'select id from organization.unit where parent_id is not null order by id limit 1' }

/** Where a page of plans begins or ends: `2090-01-31_<id>`; anything else is the first page. */
const planCursor = z
  .templateLiteral([z.iso.date(), '_', z.uuid()])
  .transform((text): PlanCursor => ({ from: text.slice(0, 10), id: text.slice(11) }))
  .optional()
  .catch(undefined)

export const unitRoutes = [
  query({
    path: '/unit',
    access: 'unit.read',
    input: z.object({
      tutup: z.string().optional(),
      rencana: planCursor,
      sebelum: planCursor,
    }),
    handle: (ctx, { tutup, rencana, sebelum }) =>
      treeOf(ctx, tutup === 'ya', undefined, { after: rencana, before: sebelum }),
  }),

  query({
    path: '/unit/ekspor',
    access: 'unit.read',
    input: z.object({ format: z.enum(['csv', 'xlsx']).default('csv').catch('csv') }),
    async handle({ db, scope, t, language }, { format }) {
      const text = t(organizationMessages).units
      const units = await listUnits(db, scope)
      const codes = new Map(units.map((unit) => [unit.id, unit.code]))
      const rows = treeRows(units, await countPeople(db, scope)).map((row) => [
        row.code,
        row.name,
        UNIT_KIND_TEXTS[row.kind][language],
        row.parent_id ? (codes.get(row.parent_id) ?? '') : '',
        row.active_from,
        row.active_to,
        row.people,
      ])
      return sheetFile(
        format,
        'unit',
        [text.code, text.name, text.kind, text.parent, text.activeFrom, text.activeTo, text.peopleOwn],
        rows,
      )
    },
  }),

  query({
    path: '/unit/baru',
    access: 'unit.manage',
    input: z.object({}),
    async handle(ctx) {
      return newForm(ctx)
    },
  }),

  command({
    path: '/unit/baru',
    access: 'unit.manage',
    audit: 'unit.created',
    input: NewUnitForm,
    invalid: (ctx) => newForm(ctx),
    async handle(ctx, input) {
      const { db, scope, now, t } = ctx
      await requireParent(ctx, input.parent_id, input.active_from)
      const text = t(organizationMessages)
      const id = newId(now)
      const present = presentOf(ctx)
      await createUnits(db, scope, text, present, [{ id, ...input }], '')
      const planned = input.active_from > present.today
      return {
        redirect: planned ? '/unit#rencana' : `/unit/${id}`,
        notice: planned ? text.plans.planned(input.name, input.active_from) : text.units.created(input.name),
        audit: { subject: `unit:${id}`, detail: { code: input.code, name: input.name, parent: input.parent_id } },
      }
    },
  }),

  query({
    path: '/unit/:id',
    access: 'unit.read',
    input: z.object({ id: idParam() }),
    sample,
    async handle(ctx, { id }) {
      return profile(ctx, id, ctx.form, undefined)
    },
  }),

  command({
    path: '/unit/:id/ubah',
    access: 'unit.manage',
    audit: 'unit.changed',
    input: ChangeUnitForm,
    sample,
    invalid: (ctx, raw, form) => profile(ctx, String(raw['id']), form, 'change'),
    async handle(ctx, input) {
      const { db, scope, t } = ctx
      const unit = await findUnit(db, scope, input.id)
      if (!unit) throw new NotFound('unit')
      ctx.requireSeen(unitSeen(unit))
      const parent = input.parent_id || null
      if (parent !== null && parent !== unit.parent_id) await requireParent(ctx, parent, input.from)
      const text = t(organizationMessages)
      const change = {
        id: unit.id,
        parent_id: parent,
        name: input.name,
        kind: input.kind,
        from: input.from,
        reason: input.reason,
      }
      const present = presentOf(ctx)
      await changeUnits(db, scope, text, present, [change])
      return {
        redirect: `/unit/${unit.id}`,
        notice: input.from > present.today ? text.plans.planned(unit.name, input.from) : text.units.changed(input.name),
        audit: {
          subject: `unit:${unit.id}`,
          detail: {
            name_from: unit.name,
            name_to: input.name,
            parent_from: unit.parent_id,
            parent_to: parent,
            from: input.from,
          },
        },
      }
    },
  }),

  command({
    path: '/unit/:id/tutup',
    access: 'unit.manage',
    audit: 'unit.closed',
    input: CloseUnitForm,
    sample,
    invalid: (ctx, raw, form) => profile(ctx, String(raw['id']), form, 'close'),
    async handle(ctx, input) {
      const { db, scope, t } = ctx
      const unit = await findUnit(db, scope, input.id)
      if (!unit) throw new NotFound('unit')
      const text = t(organizationMessages)
      const present = presentOf(ctx)
      await closeUnit(db, scope, text, present, input)
      return {
        redirect: `/unit/${unit.id}`,
        notice:
          input.from > present.today ? text.plans.planned(unit.name, input.from) : text.units.closedNotice(unit.name),
        audit: { subject: `unit:${unit.id}`, detail: { from: input.from, reason: input.reason } },
      }
    },
  }),

  command({
    path: '/unit/rencana/:plan/batal',
    access: 'unit.manage',
    audit: 'unit.plan_withdrawn',
    input: z.object({ plan: idParam() }),
    sample: { plan: 'select id as plan from organization.unit_plan order by id limit 1' },
    async invalid(ctx, raw, form) {
      const plan = await findPlan(ctx, String(raw['plan']))
      return plan.act === 'open' ? treeOf(ctx, false, form) : profile(ctx, plan.unit_id, form, undefined)
    },
    async handle(ctx, input) {
      const { db, scope, t } = ctx
      const plan = await findPlan(ctx, input.plan)
      const text = t(organizationMessages)
      await withdrawUnitPlan(db, scope, text, presentOf(ctx), plan.id)
      const { act, name, parent_id, valid_from } = plan
      return {
        redirect: act === 'open' ? '/unit' : `/unit/${plan.unit_id}`,
        notice: text.plans.withdrawn,
        audit: { subject: `unit:${plan.unit_id}`, detail: { act, name, parent: parent_id, from: valid_from } },
      }
    },
  }),
]

async function newForm(ctx: Context<'unit.manage'>): Promise<Outcome> {
  const units = await listUnits(ctx.db, ctx.scope)
  const planned = await listPlannedUnits(ctx.db, ctx.scope)
  return { page: newUnitPage({ units, planned, today: presentOf(ctx).today, form: ctx.form }) }
}

function presentOf({ now, institution }: Context<'unit.manage'>) {
  return { now, today: localDate(now, institution.timeZone) }
}

/** The unit above was there on that day already, as the institution always was; it may be one that only opens by then. */
async function requireParent({ db, scope, t }: Context<'unit.manage'>, id: string, from: string): Promise<void> {
  const parent = await findUnit(db, scope, id)
  if (parent?.parent_id && parent.active_from > from) {
    const message = t(organizationMessages).units.parentNotYet(parent.name, parent.active_from)
    throw new Refusal(422, message, { parent_id: message })
  }
  if (parent) return
  if (!(await listPlannedUnits(db, scope)).some((unit) => unit.id === id)) throw new NotFound('unit')
}

/** What becomes of units in reach, and which units open beneath them. */
async function reachOfPlans({ db, scope }: Context<'unit.read'> | Context<'unit.manage'>): Promise<Set<string>> {
  return new Set([...scope.units, ...(await listPlannedUnits(db, scope)).map((unit) => unit.id)])
}

async function findPlan(ctx: Context<'unit.manage'>, id: string): Promise<UnitPlanRow> {
  const [plan] = await listUnitPlans(ctx.db, ctx.scope, { id, of: await reachOfPlans(ctx) })
  if (!plan) throw new NotFound('plan')
  return plan
}

async function treeOf(
  ctx: Context<'unit.read'> | Context<'unit.manage'>,
  closed: boolean,
  form?: FormState,
  at: { after?: PlanCursor | undefined; before?: PlanCursor | undefined } = {},
): Promise<Outcome> {
  const { db, scope, also, now, institution } = ctx
  const of = await reachOfPlans(ctx)
  // One more than is shown tells whether there is another page on the side one walks to.
  const found = await listUnitPlans(db, scope, { of, ...at, limit: PLANS_SHOWN + 1 })
  const back = at.before !== undefined
  const more = found.length > PLANS_SHOWN
  const plans = !more ? found : back ? found.slice(1) : found.slice(0, PLANS_SHOWN)
  const pages = {
    total: await countUnitPlans(db, scope, of),
    previous: (back ? more : at.after !== undefined) ? plans[0] : undefined,
    next: back || more ? plans.at(-1) : undefined,
  }
  return {
    page: unitTreePage({
      units: await listUnits(db, scope),
      people: await countPeople(db, scope),
      plans,
      pages,
      today: localDate(now, institution.timeZone),
      closed,
      mayManage: also('unit.manage') !== undefined,
      manages: new Set(also('unit.manage')?.units),
      form,
    }),
  }
}

async function profile(
  ctx: Context<'unit.read'> | Context<'unit.manage'>,
  id: string,
  form: FormState,
  which: 'change' | 'close' | undefined,
): Promise<Outcome> {
  const { db, scope, now, institution, also } = ctx
  const unit = isId(id) ? await findUnit(db, scope, id) : undefined
  if (!unit) throw new NotFound('unit')
  const manage = also('unit.manage')
  return {
    page: unitPage({
      unit,
      path: await listPath(db, scope, id),
      units: await listUnits(db, scope),
      people: await countPeople(db, scope),
      history: await listUnitHistory(db, scope, id),
      plans: await listUnitPlans(db, scope, { about: id, of: await reachOfPlans(ctx) }),
      planned: manage ? await listPlannedUnits(db, manage) : [],
      reach: new Set(scope.units),
      mayManage: manage?.units.includes(id) === true,
      mayReadPeople: also('employee.read') !== undefined,
      today: localDate(now, institution.timeZone),
      form,
      which,
    }),
  }
}
