import { z } from 'zod'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { type FormState, idParam } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { seenOf } from '../../platform/http/seen.ts'
import { entryOf, insertEntry, listFrameworks, replaceEntry } from './entry-queries.ts'
import { ChangeEntryPage, NewEntryPage } from './entry-views.tsx'
import { listIndicators } from './framework-queries.ts'
import { manageMessages } from './manage-messages.ts'
import { EntryForm, entryFrom, NewEntryForm } from './model.ts'
import { listCompetencies } from './queries.ts'
import { currentRules } from './rule-queries.ts'

const sample = { id: "select id from competency.competency where code = 'M5' limit 1" }

async function storedEntry({ db, scope }: Context<'competency.manage'>, id: string) {
  const competency = (await listCompetencies(db, scope)).find((one) => one.id === id)
  if (!competency) throw new NotFound('competency')
  const entry = entryOf(competency, await listIndicators(db, scope, [id]))
  return { competency, entry, seen: seenOf(entry) }
}

async function changePage(context: Context<'competency.manage'>, id: string, form: FormState) {
  return { page: <ChangeEntryPage {...(await storedEntry(context, id))} form={form} /> }
}

async function newPage({ db, scope }: Context<'competency.manage'>, form: FormState) {
  return { page: <NewEntryPage frameworks={await listFrameworks(db, scope)} form={form} /> }
}

/** The dictionary written by the institution itself. */
export const entryRoutes = [
  query({
    path: '/kompetensi/kamus/baru',
    access: 'competency.manage',
    input: z.object({}),
    handle: (context) => newPage(context, context.form),
  }),

  command({
    path: '/kompetensi/kamus/baru',
    access: 'competency.manage',
    audit: 'competency.entry_added',
    input: NewEntryForm,
    invalid: (context, _raw, form) => newPage(context, form),
    async handle({ db, scope, now, t }, { framework, code, ...input }) {
      const text = t(manageMessages).dictionary
      if (!(await listFrameworks(db, scope)).some((one) => one.id === framework)) throw new NotFound('framework')
      const { day } = await currentRules(db, scope, now)
      const id = await insertEntry(db, scope, now, day, { framework, code }, entryFrom(input))
      if (!id) throw new Refusal(409, '', { code: text.codeTaken(code) })
      return {
        redirect: `/kompetensi/kamus/${id}`,
        notice: text.added(input.name),
        audit: { subject: `competency:${id}`, detail: { code, name: input.name, source: input.source } },
      }
    },
  }),

  query({
    path: '/kompetensi/kamus/:id/ubah',
    access: 'competency.manage',
    input: z.object({ id: idParam() }),
    sample,
    handle: (context, { id }) => changePage(context, id, context.form),
  }),

  command({
    path: '/kompetensi/kamus/:id/ubah',
    access: 'competency.manage',
    audit: 'competency.entry_changed',
    input: EntryForm,
    sample,
    invalid: (context, raw, form) => changePage(context, String(raw['id']), form),
    async handle(context, { id, ...input }) {
      const { db, scope, now, t } = context
      const { competency, entry: before, seen } = await storedEntry(context, id)
      context.requireSeen(seen)
      const { day } = await currentRules(db, scope, now)
      await replaceEntry(db, scope, day, id, before, entryFrom(input))
      return {
        redirect: `/kompetensi/kamus/${id}`,
        notice: t(manageMessages).dictionary.changed(input.name),
        audit: {
          subject: `competency:${id}`,
          detail: { code: competency.code, name_from: before.name, name_to: input.name, source: input.source },
        },
      }
    },
  }),
]
