import { z } from 'zod'
import type { Permission } from '../../../platform/access.ts'
import { NotFound } from '../../../platform/http/errors.ts'
import { type FormState, idParam } from '../../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../../platform/http/route.ts'
import { localDate } from '../../../platform/i18n.ts'
import { isId, newId } from '../../../platform/id.ts'
import { sheetFile } from '../../../platform/sheets.ts'
import { changeUnits, closeUnit, createUnits } from '../acts.ts'
import { organizationMessages } from '../messages.ts'
import { ChangeUnitForm, CloseUnitForm, NewUnitForm, UNIT_KIND_TEXTS } from '../model.ts'
import { countPeople, findUnit, listPath, listUnitHistory, listUnits } from './queries.ts'
import { newUnitPage, treeRows, unitPage, unitTreePage } from './views.tsx'

const sample = { id: 'select id from organization.unit where parent_id is not null order by id limit 1' }

export const unitRoutes = [
  query({
    path: '/unit',
    access: 'unit.read',
    input: z.object({ tutup: z.string().optional() }),
    async handle({ db, scope, also }, { tutup }) {
      const units = await listUnits(db, scope)
      const people = await countPeople(db, scope)
      return {
        page: unitTreePage({ units, people, closed: tutup === 'ya', mayManage: also('unit.manage') !== undefined }),
      }
    },
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
    async handle({ db, scope, now, t }, input) {
      const parent = await findUnit(db, scope, input.parent_id)
      if (!parent) throw new NotFound('unit')
      const text = t(organizationMessages)
      const id = newId(now)
      await createUnits(db, scope, text, [{ id, ...input }], '')
      return {
        redirect: `/unit/${id}`,
        notice: text.units.created(input.name),
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
    async handle({ db, scope, now, t, institution }, input) {
      const unit = await findUnit(db, scope, input.id)
      if (!unit) throw new NotFound('unit')
      const parent = input.parent_id || null
      if (parent !== null && parent !== unit.parent_id && !(await findUnit(db, scope, parent)))
        throw new NotFound('unit')
      const text = t(organizationMessages)
      const change = {
        id: unit.id,
        parent_id: parent,
        name: input.name,
        kind: input.kind,
        from: input.from,
        reason: input.reason,
      }
      await changeUnits(db, scope, text, now, localDate(now, institution.timeZone), [change])
      return {
        redirect: `/unit/${unit.id}`,
        notice: text.units.changed(input.name),
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
    async handle({ db, scope, now, t, institution }, input) {
      const unit = await findUnit(db, scope, input.id)
      if (!unit) throw new NotFound('unit')
      const text = t(organizationMessages)
      await closeUnit(db, scope, text, localDate(now, institution.timeZone), input)
      return {
        redirect: `/unit/${unit.id}`,
        notice: text.units.closedNotice(unit.name),
        audit: { subject: `unit:${unit.id}`, detail: { from: input.from, reason: input.reason } },
      }
    },
  }),
]

async function newForm(ctx: Context<'unit.manage'>): Promise<Outcome> {
  const units = await listUnits(ctx.db, ctx.scope)
  return { page: newUnitPage({ units, today: localDate(ctx.now, ctx.institution.timeZone), form: ctx.form }) }
}

async function profile<P extends Permission & ('unit.read' | 'unit.manage')>(
  { db, scope, now, institution, also }: Context<P>,
  id: string,
  form: FormState,
  which: 'change' | 'close' | undefined,
): Promise<Outcome> {
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
      reach: new Set(scope.units),
      mayManage: manage?.units.includes(id) === true,
      mayReadPeople: also('employee.read') !== undefined,
      today: localDate(now, institution.timeZone),
      form,
      which,
    }),
  }
}
