import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Scope } from '../../../../platform/access.ts'
import type { Db } from '../../../../platform/database/db.ts'
import { NotFound, Refusal } from '../../../../platform/http/errors.ts'
import { idParam, uploaded } from '../../../../platform/http/input.ts'
import { type Outcome as Answer, type Context, command, query } from '../../../../platform/http/route.ts'
import { seenOf } from '../../../../platform/http/seen.ts'
import { newId } from '../../../../platform/id.ts'
import { sheetFile } from '../../../../platform/sheets.ts'
import { listUnits } from '../../../organization/index.ts'
import { applyImport, readImport } from './jobs.ts'
import { importMessages } from './messages.ts'
import { COLUMNS, IMPORT_KINDS, isWorking, MAX_BYTES, MAX_ROWS, OUTCOMES } from './model.ts'
import {
  findImport,
  forgetCells,
  insertImport,
  listImports,
  listRows,
  lockImport,
  ROWS_A_PAGE,
  setProgress,
  setState,
} from './queries.ts'
import { importPage, importsPage } from './views.tsx'

const sample = { id: 'select id from people.import order by id limit 1' }
const Format = z.enum(['csv', 'xlsx']).default('xlsx').catch('xlsx')

export const importRoutes = [
  query({
    path: '/impor',
    access: 'employee.import',
    input: z.object({}),
    handle: (ctx) => start(ctx),
  }),

  query({
    path: '/impor/contoh/:kind',
    access: 'employee.import',
    input: z.object({ kind: z.enum(IMPORT_KINDS), format: Format }),
    sample: { kind: "select 'employee' as kind" },
    async handle({ t }, { kind, format }) {
      const text = t(importMessages)
      const columns = COLUMNS[kind]
      const head = text.guideColumns
      const guide = [
        [head.heading, head.required, head.example, head.note],
        ...columns.map((column) => [column.heading, column.required ? text.yes : text.no, column.example, column.note]),
      ]
      return sheetFile(
        format,
        `contoh-${kind}`,
        columns.map((column) => column.heading),
        [],
        { name: text.guide, rows: guide },
      )
    },
  }),

  command({
    path: '/impor',
    access: 'employee.import',
    audit: 'import.uploaded',
    maxUploadBytes: MAX_BYTES,
    limit: { points: 30, seconds: 600, by: 'account' },
    input: z.object({ kind: z.enum(IMPORT_KINDS), file: uploaded().optional() }),
    async invalid(ctx, _raw, form) {
      const text = ctx.t(importMessages)
      // A file that was cut off for its size comes without a message of its own.
      const errors = form.errors['file'] === '' ? { ...form.errors, file: text.fileTooLarge } : form.errors
      return start({ ...ctx, form: { ...form, errors } })
    },
    async handle(ctx, { kind, file }) {
      const { db, scope, now, t } = ctx
      const text = t(importMessages)
      await requireWhole(db, scope, text.notAllowed)
      if (!file) throw new Refusal(422, text.fileMissing, { file: text.fileMissing })
      const id = newId(now)
      await insertImport(db, scope, now, { id, kind, fileName: file.name, file: await readFile(file.path) })
      await ctx.enqueue(readImport, { id })
      return {
        redirect: `/impor/${id}`,
        audit: { subject: `import:${id}`, detail: { kind, file: file.name, bytes: file.bytes } },
      }
    },
  }),

  query({
    path: '/impor/:id',
    access: 'employee.import',
    input: z.object({
      id: idParam(),
      hasil: z.enum(OUTCOMES).optional().catch(undefined),
      after: z.coerce.number().int().min(0).max(10_000_000).optional().catch(undefined),
    }),
    sample,
    async handle({ db, scope }, { id, hasil, after }) {
      const facts = await findImport(db, scope, id)
      if (!facts) throw new NotFound('import')
      const shown = ['checked', 'applying', 'applied', 'discarded'].includes(facts.state)
      const rows = shown ? await listRows(db, scope, id, { outcome: hasil, after, limit: ROWS_A_PAGE }) : []
      const page = rows.slice(0, ROWS_A_PAGE)
      const next = rows.length > ROWS_A_PAGE ? page.at(-1)?.row : undefined
      return {
        page: importPage({ facts, rows: page, outcome: hasil, next }),
        refresh: isWorking(facts.state) ? 2 : undefined,
      }
    },
  }),

  query({
    path: '/impor/:id/hasil',
    access: 'employee.import',
    input: z.object({ id: idParam(), format: Format, hasil: z.enum(OUTCOMES).optional().catch(undefined) }),
    sample,
    async handle({ db, scope, t, language }, { id, format, hasil }) {
      const text = t(importMessages)
      const facts = await findImport(db, scope, id)
      if (!facts) throw new NotFound('import')
      const rows = await listRows(db, scope, id, { outcome: hasil, limit: MAX_ROWS })
      return sheetFile(
        format,
        'hasil-impor',
        [text.row, text.subject, text.outcome, text.column, text.value, text.before, text.after, text.reason],
        rows.flatMap((row) => {
          const first = [row.row, row.label, row.outcome ? text.outcomes[row.outcome] : '']
          const problems = row.problems.map((one) => [...first, one.column, one.value, '', '', one.reason[language]])
          const changes = row.changes.map((one) => [...first, one.column, '', one.from, one.to, ''])
          return problems.length + changes.length > 0 ? [...problems, ...changes] : [[...first, '', '', '', '', '']]
        }),
      )
    },
  }),

  command({
    path: '/impor/:id/terapkan',
    access: 'employee.import',
    audit: 'import.confirmed',
    input: z.object({ id: idParam() }),
    sample,
    async handle(ctx, { id }) {
      const { db, scope, now, t } = ctx
      const text = t(importMessages)
      await requireWhole(db, scope, text.notAllowed)
      const found = await lockChecked(db, scope, id, text.settled)
      ctx.requireSeen(seenOf(found.checked_at), text.checkedAgain)
      await setState(db, scope, id, { state: 'applying', confirmed_at: now, problem: null })
      await setProgress(db, scope, id, { done: 0, total: found.rows })
      await ctx.enqueue(applyImport, { id })
      return {
        redirect: `/impor/${id}`,
        notice: text.applying,
        audit: { subject: `import:${id}`, detail: { kind: found.kind } },
      }
    },
  }),

  command({
    path: '/impor/:id/batal',
    access: 'employee.import',
    audit: 'import.discarded',
    input: z.object({ id: idParam() }),
    sample,
    async handle({ db, scope, t }, { id }) {
      const text = t(importMessages)
      const found = await lockChecked(db, scope, id, text.settled)
      await setState(db, scope, id, { state: 'discarded' })
      await forgetCells(db, scope, id)
      return {
        redirect: `/impor/${id}`,
        notice: text.discarded,
        audit: { subject: `import:${id}`, detail: { kind: found.kind } },
      }
    },
  }),
]

async function start({ db, scope, form }: Context<'employee.import'>): Promise<Answer> {
  return { page: importsPage({ imports: await listImports(db, scope), form }) }
}

/** Rows may touch every unit, so the permission must reach the institution's root. */
async function requireWhole(db: Db, scope: Scope<'employee.import'>, message: string): Promise<void> {
  const units = await listUnits(db, scope)
  if (!units.some((unit) => unit.parent_id === null)) throw new Refusal(409, message, { kind: message })
}

/** @throws Refusal 409 when it waits for nobody any more, as after another tab. */
async function lockChecked(
  db: Db,
  scope: Scope<'employee.import'>,
  id: string,
  settled: Readonly<Record<'applying' | 'applied' | 'discarded' | 'other', string>>,
) {
  const found = await lockImport(db, scope, id)
  if (!found) throw new NotFound('import')
  const { state } = found
  if (state === 'checked') return found
  throw new Refusal(
    409,
    state === 'applying' || state === 'applied' || state === 'discarded' ? settled[state] : settled.other,
  )
}
