import { z } from 'zod'
import { listUnits } from '../../core/organization/index.ts'
import { findOwnUnit } from '../../core/people/index.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { type FormState, idParam, isDate } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { rowsAndEnd, sheetFile } from '../../platform/sheets.ts'
import * as log from './log-queries.ts'
import { messages } from './messages.ts'
import { NEW_CRITERION, NewCriterion, NewIdea, problemInput } from './model.ts'
import { requireProblem } from './problem-words.ts'
import { LibraryPage, PublicEntryPage } from './public-views.tsx'
import { findPublished, insertEntry, listLineage, listPublished } from './queries.ts'
import { listResults, putPerson } from './story-queries.ts'
import { IdeaPage, LogPage, OwnPage, RulesPage } from './table-views.tsx'

const day = z.string().refine(isDate).optional().catch(undefined)
const Period = z.object({ dari: day, sampai: day, unit: idParam().optional().catch(undefined) })

/** The running year, unless the reader chose something else. */
function periodOf({ now, institution }: Context<'practice.read'>, { dari, sampai }: z.output<typeof Period>) {
  const today = localDate(now, institution.timeZone)
  return { from: dari ?? `${(sampai ?? today).slice(0, 4)}-01-01`, until: sampai ?? today }
}

async function rulesPage({ db, scope, now, institution }: Context<'practice.rules'>, form: FormState) {
  const rows = await log.listCriteria(db, scope)
  return { page: <RulesPage rows={rows} today={localDate(now, institution.timeZone)} form={form} /> }
}

export const logRoutes = [
  query({
    path: '/praktik/catatan',
    access: 'practice.read',
    input: Period,
    async handle(context, input) {
      const { db, scope } = context
      const period = periodOf(context, input)
      const unitIds = input.unit ? [input.unit] : scope.units
      return {
        page: (
          <LogPage
            rows={await log.listLog(db, scope, period, input.unit)}
            counted={await log.countImplementedInnovations(db, scope, { unitIds, ...period })}
            period={period}
            unit={input.unit}
            units={await listUnits(db, scope)}
          />
        ),
      }
    },
  }),

  query({
    path: '/praktik/catatan/unduh',
    access: 'practice.read',
    input: Period.extend({ bentuk: z.enum(['csv', 'xlsx']).catch('xlsx').default('xlsx') }),
    async handle(context, { bentuk, ...input }) {
      const { db, scope, t } = context
      const text = t(messages)
      const rows = await log.listLog(db, scope, periodOf(context, input), input.unit)
      return sheetFile(
        bentuk,
        'catatan-inovasi',
        [text.on, text.innovation, text.unit, text.state, text.people],
        rowsAndEnd(
          rows.map((row) => [row.on, row.title, row.unit_name, text.states[row.state], row.people]),
          MOST_LISTED,
          context.language,
        ),
      )
    },
  }),

  query({
    path: '/praktik/ketentuan',
    access: 'practice.rules',
    input: z.object({}),
    handle: (context) => rulesPage(context, context.form),
  }),

  command({
    path: '/praktik/ketentuan',
    access: 'practice.rules',
    audit: 'practice.criterion_set',
    input: NewCriterion,
    invalid: (context, _raw, form) => rulesPage(context, form),
    async handle({ db, scope, now, t }, typed) {
      const key = typed.key === NEW_CRITERION ? `k${newId(now).replaceAll('-', '').slice(-12)}` : typed.key
      const input = { ...typed, key }
      await log.putCriterion(db, scope, now, input)
      return {
        redirect: '/praktik/ketentuan',
        notice: t(messages).criterionSet,
        audit: { subject: `practice-criterion:${input.key}`, detail: input },
      }
    },
  }),

  query({
    path: '/inovasi-saya',
    access: 'self',
    input: z.object({}),
    async handle({ db, scope }) {
      const unit = await findOwnUnit(db, scope)
      return { page: <OwnPage rows={await log.listOwn(db, scope)} unit={unit?.name} /> }
    },
  }),

  query({
    path: '/inovasi-saya/baru',
    access: 'self',
    input: z.object({}),
    handle: async ({ form }) => ({ page: <IdeaPage form={form} /> }),
  }),

  command({
    path: '/inovasi-saya/baru',
    access: 'self',
    audit: 'practice.idea_written',
    input: NewIdea,
    limit: { points: 30, seconds: 3600, by: 'account' },
    invalid: async (_context, _raw, form) => ({ page: <IdeaPage form={form} /> }),
    async handle(context, input) {
      const { db, scope, now, t } = context
      const text = t(messages)
      requireProblem(context, input.theme)
      const unit = await findOwnUnit(db, scope)
      if (!unit || !scope.employee) throw new Refusal(409, text.noUnit)
      const id = await insertEntry(db, scope, now, 'innovation', {
        ...input,
        unit_id: unit.id,
        service_id: null,
        adopted_from: null,
        holder: '',
        situation: '',
        success_factors: '',
        constraints: '',
        recommendations: '',
        outcome: '',
        form: 'public_service',
        digital: false,
        initiator: 'employee',
        adopted_change: '',
      })
      await putPerson(db, scope, { entry: id, employee: scope.employee, part: text.initiatorPart })
      return { redirect: '/inovasi-saya', notice: text.ideaSent, audit: { subject: `practice:${id}` } }
    },
  }),

  query({
    path: '/i/:institution/praktik',
    access: 'public',
    input: z.object({ masalah: problemInput.optional().catch(undefined) }),
    async handle({ db, scope }, { masalah }) {
      const rows = await listPublished(db, scope, masalah)
      const results = await listResults(
        db,
        scope,
        rows.map((row) => row.id),
      )
      return { page: <LibraryPage rows={rows} results={results} theme={masalah} /> }
    },
  }),

  query({
    path: '/i/:institution/praktik/:id',
    access: 'public',
    input: z.object({ id: idParam() }),
    sample: { id: 'select id from practices.entry where published_at is not null order by id limit 1' },
    async handle({ db, scope }, { id }) {
      const row = await findPublished(db, scope, id)
      if (!row) throw new NotFound('entry')
      return {
        page: (
          <PublicEntryPage
            row={row}
            results={await listResults(db, scope, [id])}
            lines={await listLineage(db, scope, id, 'public')}
          />
        ),
      }
    },
  }),
]
