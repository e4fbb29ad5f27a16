import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import { safeName } from '../../../platform/files.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { type FormState, idParam, optionalText, uploaded } from '../../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../../platform/http/route.ts'
import { localDate } from '../../../platform/i18n.ts'
import { newId } from '../../../platform/id.ts'
import { MOST_BYTES } from '../files.ts'
import { intakeMessages } from '../intake-messages.ts'
import { applyImport, planImport } from './acts.ts'
import { checkLines, isTableHead, LAPOR_FIELDS, type LaporField, matchColumns, REQUIRED } from './model.ts'
import {
  findColumns,
  findImport,
  insertImport,
  listCases,
  listImports,
  lockImports,
  setApplied,
  setColumns,
} from './queries.ts'
import { readLines, SheetRefusal } from './sheet.ts'
import { ImportPage, LaporPage } from './views.tsx'

const sample = { id: 'select id from channels.lapor_import order by applied_at is not null, id limit 1' }
const Columns = Object.fromEntries(LAPOR_FIELDS.map((field) => [field, optionalText(200)])) as Record<
  LaporField,
  ReturnType<typeof optionalText>
>

async function laporPage({ db, scope }: Context<'channel.work'>, form?: FormState): Promise<Outcome> {
  return {
    page: (
      <LaporPage imports={await listImports(db, scope)} cases={await listCases(db, scope, MOST_LISTED)} form={form} />
    ),
  }
}

/** The import with what taking it over would do now. */
async function prepared(context: Context<'channel.work'>, id: string) {
  const { db, scope, now, institution } = context
  const row = await findImport(db, scope, id)
  if (!row) throw new NotFound('import')
  const own = await findColumns(db, scope)
  const columns = matchColumns(row.headings, own)
  const missing = REQUIRED.filter((field) => columns[field] === undefined)
  const today = localDate(now, institution.timeZone)
  const checked = missing.length > 0 ? [] : checkLines(row.lines, row.numbers, columns, today)
  return { row, own, missing, plan: await planImport(db, scope, checked, today) }
}

async function importPage(context: Context<'channel.work'>, id: string, form?: FormState): Promise<Outcome> {
  return { page: <ImportPage {...(await prepared(context, id))} form={form} /> }
}

export const laporRoutes = [
  query({
    path: '/kanal/lapor',
    access: 'channel.work',
    input: z.object({}),
    handle: (context) => laporPage(context),
  }),

  command({
    path: '/kanal/lapor',
    access: 'channel.work',
    audit: 'channel.lapor_uploaded',
    maxUploadBytes: MOST_BYTES,
    input: z.object({ file: uploaded().optional() }),
    invalid: (context, _raw, form) => laporPage(context, form),
    async handle(context, { file }) {
      const text = context.t(intakeMessages).lapor
      if (!file) throw new Refusal(422, text.missing, { file: text.missing })
      const knows = isTableHead(await findColumns(context.db, context.scope))
      const sheet = await readLines(await readFile(file.path), knows).catch((error: unknown) => {
        if (!(error instanceof SheetRefusal)) throw error
        throw new Refusal(422, text.problems[error.problem], { file: text.problems[error.problem] })
      })
      const id = newId(context.now)
      await insertImport(context.db, context.scope, context.now, { id, fileName: safeName(file.name), ...sheet })
      return {
        redirect: `/kanal/lapor/${id}`,
        audit: { subject: `lapor-import:${id}`, detail: { rows: sheet.lines.length } },
      }
    },
  }),

  query({
    path: '/kanal/lapor/:id',
    access: 'channel.work',
    input: z.object({ id: idParam() }),
    sample,
    handle: (context, { id }) => importPage(context, id),
  }),

  command({
    path: '/kanal/lapor/:id/kolom',
    access: 'channel.work',
    audit: 'channel.lapor_columns_set',
    input: z.object({ id: idParam(), ...Columns }),
    sample,
    invalid: (context, raw, form) => importPage(context, String(raw['id']), form),
    async handle(context, { id, ...columns }) {
      const { db, scope } = context
      if (!(await findImport(db, scope, id))) throw new NotFound('import')
      const set = Object.fromEntries(Object.entries(columns).filter(([, heading]) => heading !== undefined))
      await setColumns(db, scope, set as Partial<Record<LaporField, string>>)
      return {
        redirect: `/kanal/lapor/${id}`,
        audit: { subject: 'channel:lapor', detail: { fields: Object.keys(set) } },
      }
    },
  }),

  command({
    path: '/kanal/lapor/:id/terapkan',
    access: 'channel.work',
    audit: 'channel.lapor_applied',
    input: z.object({ id: idParam() }),
    sample,
    invalid: (context, raw, form) => importPage(context, String(raw['id']), form),
    async handle(context, { id }) {
      const { db, scope, now } = context
      const text = context.t(intakeMessages).lapor
      await lockImports(db, scope)
      const { row, missing, plan } = await prepared(context, id)
      if (row.applied_at) throw new Refusal(409, text.applied, { _form: text.applied })
      if (missing.length > 0 || plan.planned.length === 0) throw new Refusal(422, text.nothing, { _form: text.nothing })
      const counts = await applyImport(db, scope, now, plan)
      await setApplied(db, scope, now, id, counts)
      return {
        redirect: `/kanal/lapor/${id}`,
        notice: text.counts(counts.made, counts.changed, counts.same, counts.wrong),
        audit: { subject: `lapor-import:${id}`, detail: counts },
      }
    },
  }),
]
