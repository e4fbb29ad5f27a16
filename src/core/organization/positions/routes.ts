import { z } from 'zod'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { idParam, optionalText } from '../../../platform/http/input.ts'
import { command, query } from '../../../platform/http/route.ts'
import { seenOf } from '../../../platform/http/seen.ts'
import { isId, newId } from '../../../platform/id.ts'
import { sheetFile } from '../../../platform/sheets.ts'
import { changePositions, createPositions } from '../acts.ts'
import { organizationMessages } from '../messages.ts'
import { levelText, POSITION_KIND_TEXTS, POSITION_KINDS, PositionForm } from '../model.ts'
import { reachesAll } from '../units/queries.ts'
import { findPosition, findPositionByCode, listPositions } from './queries.ts'
import { positionFormPage, positionListPage } from './views.tsx'

const Filter = z.object({
  q: optionalText(100),
  jenis: z.enum(POSITION_KINDS).optional().catch(undefined),
  format: z.enum(['csv', 'xlsx']).default('csv').catch('csv'),
})
const sample = { id: 'select id from organization.position order by id limit 1' }

export const positionRoutes = [
  query({
    path: '/jabatan',
    access: 'unit.read',
    input: Filter,
    async handle({ db, scope, also }, filter) {
      const positions = await listPositions(db, scope, { q: filter.q, kind: filter.jenis })
      const manage = also('unit.manage')
      return { page: positionListPage({ positions, filter, mayManage: manage ? await reachesAll(db, manage) : false }) }
    },
  }),

  query({
    path: '/jabatan/ekspor',
    access: 'unit.read',
    input: Filter,
    async handle({ db, scope, t, language }, filter) {
      const text = t(organizationMessages).positions
      const positions = await listPositions(db, scope, { q: filter.q, kind: filter.jenis })
      return sheetFile(
        filter.format,
        'jabatan',
        [text.code, text.name, text.kind, text.level, text.class, text.holders],
        positions.map((row) => [
          row.code,
          row.title,
          POSITION_KIND_TEXTS[row.kind][language],
          levelText(row.level),
          row.class,
          Number(row.holders ?? 0),
        ]),
      )
    },
  }),

  query({
    path: '/jabatan/baru',
    access: 'unit.manage',
    input: z.object({}),
    async handle({ db, scope, form, t }) {
      await requireWhole(db, scope, t(organizationMessages).positions.whole)
      return { page: positionFormPage({ position: undefined, form }) }
    },
  }),

  command({
    path: '/jabatan/baru',
    access: 'unit.manage',
    audit: 'position.created',
    input: PositionForm,
    async invalid(_ctx, _raw, form) {
      return { page: positionFormPage({ position: undefined, form }) }
    },
    async handle({ db, scope, now, t }, input) {
      const text = t(organizationMessages).positions
      await requireWhole(db, scope, text.whole)
      if (await findPositionByCode(db, scope, input.code))
        throw new Refusal(409, text.codeTaken(input.code), { code: text.codeTaken(input.code) })
      const id = newId(now)
      await createPositions(db, scope, [{ id, ...input, class: input.class ? Number(input.class) : null }])
      return {
        redirect: '/jabatan',
        notice: text.saved(input.title),
        audit: { subject: `position:${id}`, detail: { code: input.code, title: input.title } },
      }
    },
  }),

  query({
    path: '/jabatan/:id',
    access: 'unit.manage',
    input: z.object({ id: idParam() }),
    sample,
    async handle({ db, scope, form, t }, { id }) {
      await requireWhole(db, scope, t(organizationMessages).positions.whole)
      const position = await findPosition(db, scope, id)
      if (!position) throw new NotFound('position')
      return { page: positionFormPage({ position, form }) }
    },
  }),

  command({
    path: '/jabatan/:id',
    access: 'unit.manage',
    audit: 'position.changed',
    input: PositionForm.and(z.object({ id: idParam() })),
    sample,
    async invalid({ db, scope }, raw, form) {
      const id = String(raw['id'])
      const position = isId(id) ? await findPosition(db, scope, id) : undefined
      if (!position) throw new NotFound('position')
      return { page: positionFormPage({ position, form }) }
    },
    async handle({ db, scope, t, requireSeen }, input) {
      const text = t(organizationMessages).positions
      await requireWhole(db, scope, text.whole)
      const before = await findPosition(db, scope, input.id)
      if (!before) throw new NotFound('position')
      requireSeen(seenOf(before))
      const other = await findPositionByCode(db, scope, input.code)
      if (other && other.id !== input.id)
        throw new Refusal(409, text.codeTaken(input.code), { code: text.codeTaken(input.code) })
      await changePositions(db, scope, [{ ...input, class: input.class ? Number(input.class) : null }])
      return {
        redirect: '/jabatan',
        notice: text.saved(input.title),
        audit: {
          subject: `position:${input.id}`,
          detail: { title_from: before.title, title_to: input.title, class: input.class ?? null },
        },
      }
    },
  }),
]

/** A position is the same in every unit, so a part of the institution cannot change it for the others. */
async function requireWhole(db: Db, scope: Scope<'unit.manage'>, message: string): Promise<void> {
  if (!(await reachesAll(db, scope))) throw new Refusal(409, message)
}
