import { z } from 'zod'
import { listUnits } from '../../core/organization/index.ts'
import { listServices } from '../../listen/services/index.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { emptyForm, type FormState, idParam } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { type Cell, rowsAndEnd, sheetFile } from '../../platform/sheets.ts'
import { termLabel } from '../../platform/words.ts'
import { EntryPage } from './entry-views.tsx'
import { EditPage, type EntryStart, entrySeen } from './forms.tsx'
import { listCriteria } from './log-queries.ts'
import { messages } from './messages.ts'
import {
  AtId,
  criteriaOn,
  EntryChange,
  type EntryInput,
  NewEntry,
  OTHER_PROBLEM,
  problemInput,
  STATES,
} from './model.ts'
import { requireProblem } from './problem-words.ts'
import * as entries from './queries.ts'
import { listChanges, listColleagues, listPeople, listResults } from './story-queries.ts'
import { TablePage } from './table-views.tsx'
import { countTabs, ListPage } from './views.tsx'

export type Read = Context<'practice.read'>
export type Manage = Context<'practice.manage'>
export type Review = Context<'practice.review'>
export const SAMPLE = {
  id: `select id from practices.entry where kind = 'innovation' order by published_at nulls last, id limit 1`,
}

const Filter = z.object({
  keadaan: z
    .enum([...STATES, 'reference', 'waiting'])
    .optional()
    .catch(undefined),
  unit: z.string().max(40).optional().catch(undefined),
  tema: problemInput.optional().catch(undefined),
  q: z.string().trim().max(100).optional().catch(undefined),
})

/** One entry for who reads, manages or reviews it; what each may do is asked for by unit. */
export async function entryPage(
  { db, scope, also, now, institution }: Pick<Read | Manage | Review, 'db' | 'scope' | 'also' | 'now' | 'institution'>,
  id: string,
  form: FormState,
) {
  const row = await entries.findEntry(db, scope, id)
  if (!row) throw new NotFound('entry')
  const holds = (permission: 'practice.manage' | 'practice.review') =>
    also(permission)?.units.includes(row.unit_id) ?? false
  const manage = holds('practice.manage')
  const today = localDate(now, institution.timeZone)
  return {
    page: (
      <EntryPage
        row={row}
        changes={await listChanges(db, scope, id)}
        results={await listResults(db, scope, [id])}
        people={await listPeople(db, scope, id)}
        colleagues={manage ? await listColleagues(db, scope, [row.unit_id]) : []}
        lines={await entries.listLineage(db, scope, id, 'reach')}
        criteria={criteriaOn(await listCriteria(db, scope), today)}
        may={{ manage, review: holds('practice.review'), adopt: also('practice.manage') !== undefined }}
        form={form}
      />
    ),
  }
}

async function editPage(
  { db, scope, t }: Pick<Manage, 'db' | 'scope' | 't'>,
  start: EntryStart,
  fixed: boolean,
  form: FormState,
) {
  const text = t(messages)
  const services = (await listServices(db, scope)).filter((one) => one.active && scope.units.includes(one.unit_id))
  return {
    page: (
      <EditPage
        at={fixed ? `/praktik/${start.id}/ubah` : '/praktik/baru'}
        heading={fixed ? `${text.edit}: ${start.title}` : text.create}
        start={start}
        fixed={fixed}
        choices={{ units: await listUnits(db, scope), services, adoptable: await entries.listAdoptable(db, scope) }}
        form={form}
      />
    ),
  }
}

/** The typed entry as a row, or a refusal at the field that names what is out of reach. */
async function valuesOf({ db, scope, t }: Manage, input: Omit<EntryInput, 'kind'>, id?: string) {
  const text = t(messages)
  const { unit, service, adopted_from, ...rest } = input
  if (!scope.units.includes(unit)) throw new Refusal(422, '', { unit: text.unitUnknown })
  const found = service ? (await listServices(db, scope)).find((one) => one.id === service) : undefined
  if (service && found?.unit_id !== unit) throw new Refusal(422, '', { service: text.serviceUnknown })
  if (adopted_from) {
    const known = (await entries.listAdoptable(db, scope)).some((one) => one.id === adopted_from)
    if (!known) throw new Refusal(422, '', { adopted_from: text.adoptUnknown })
    if (id && (await entries.descendsFrom(db, scope, adopted_from, id)))
      throw new Refusal(422, '', { adopted_from: text.circle })
  }
  return { ...rest, unit_id: unit, service_id: found?.id ?? null, adopted_from: adopted_from || null }
}

/** What copying begins with: the same problem and practice, for a unit of one's own. */
async function copyOf({ db, scope }: Manage, from: string | undefined): Promise<EntryStart> {
  if (!from) return {}
  const row = (await entries.findEntry(db, scope, from)) ?? (await entries.findPublished(db, scope, from))
  if (!row) return {}
  const { title, theme, problem, practice, form, digital } = row
  return { title, theme, problem, practice, form, digital, kind: 'innovation', adopted_from: row.id }
}

export const entryRoutes = [
  query({
    path: '/praktik',
    access: 'practice.read',
    input: Filter,
    async handle({ db, scope, also }, { keadaan, unit, tema, q }) {
      const all = await entries.listEntries(db, scope, { unit, theme: tema, q })
      const rows = keadaan
        ? all.filter((row) =>
            keadaan === 'waiting'
              ? row.waiting
              : keadaan === 'reference'
                ? row.kind === 'reference'
                : row.kind === 'innovation' && row.state === keadaan,
          )
        : all
      return {
        page: (
          <ListPage
            rows={rows}
            counts={countTabs(all)}
            units={await listUnits(db, scope)}
            filter={{ state: keadaan, unit, theme: tema, q }}
            may={{ manage: also('practice.manage') !== undefined, rules: also('practice.rules') !== undefined }}
          />
        ),
      }
    },
  }),

  query({
    path: '/praktik/tabel',
    access: 'practice.read',
    input: z.object({}),
    async handle({ db, scope }) {
      const rows = await entries.listEntries(db, scope)
      const results = await listResults(
        db,
        scope,
        rows.map((row) => row.id),
      )
      return { page: <TablePage rows={rows} results={results} /> }
    },
  }),

  query({
    path: '/praktik/unduh',
    access: 'practice.read',
    input: z.object({ bentuk: z.enum(['csv', 'xlsx']).catch('xlsx').default('xlsx') }),
    async handle({ db, scope, t, institution, language }, { bentuk }) {
      const text = t(messages)
      const rows = await entries.listEntries(db, scope)
      const results = Map.groupBy(
        await listResults(
          db,
          scope,
          rows.map((row) => row.id),
        ),
        (result) => result.entry_id,
      )
      const header = [
        text.facts.institution,
        text.facts.practice,
        text.facts.result,
        text.facts.state,
        text.facts.since,
        text.facts.theme,
        text.facts.unit,
        ...Object.values(text.parts),
      ]
      const cells = rows.map((row): Cell[] => [
        row.holder || row.unit_name,
        row.title,
        [
          row.outcome,
          ...(results.get(row.id) ?? []).map(
            (one) => `${one.indicator}: ${one.before} → ${one.after} ${one.measure} (${one.measured_on})`,
          ),
        ]
          .filter(Boolean)
          .join('; '),
        row.kind === 'reference' ? text.reference : text.states[row.state],
        row.since,
        row.theme === OTHER_PROBLEM ? text.otherProblem : termLabel(institution.id, 'theme', row.theme, language),
        row.unit_name,
        row.situation,
        row.practice,
        row.success_factors,
        row.constraints,
        row.recommendations,
      ])
      return sheetFile(bentuk, 'praktik-terbaik', header, rowsAndEnd(cells, MOST_LISTED, language))
    },
  }),

  query({
    path: '/praktik/baru',
    access: 'practice.manage',
    input: z.object({ dari: idParam().optional().catch(undefined) }),
    handle: async (context, { dari }) => editPage(context, await copyOf(context, dari), false, emptyForm),
  }),

  command({
    path: '/praktik/baru',
    access: 'practice.manage',
    audit: 'practice.written',
    input: NewEntry,
    invalid: (context, _raw, form) => editPage(context, {}, false, form),
    async handle(context, { kind, ...input }) {
      const { db, scope, now } = context
      requireProblem(context, input.theme)
      const values = await valuesOf(context, input)
      const own = kind === 'innovation' ? { ...values, holder: '' } : values
      const id = await entries.insertEntry(db, scope, now, kind, own)
      return {
        redirect: `/praktik/${id}`,
        notice: context.t(messages).saved,
        audit: { subject: `practice:${id}`, detail: { kind, unit: input.unit, from: values.adopted_from } },
      }
    },
  }),

  query({
    path: '/praktik/:id',
    access: 'practice.read',
    input: AtId,
    sample: SAMPLE,
    handle: (context, { id }) => entryPage(context, id, emptyForm),
  }),

  query({
    path: '/praktik/:id/ubah',
    access: 'practice.manage',
    input: AtId,
    sample: SAMPLE,
    async handle(context, { id }) {
      const row = await entries.findEntry(context.db, context.scope, id)
      if (!row) throw new NotFound('entry')
      return editPage(context, row, true, emptyForm)
    },
  }),

  command({
    path: '/praktik/:id/ubah',
    access: 'practice.manage',
    audit: 'practice.changed',
    input: EntryChange,
    sample: SAMPLE,
    async invalid(context, raw, form) {
      const row = await entries.findEntry(context.db, context.scope, String(raw['id']))
      if (!row) throw new NotFound('entry')
      return editPage(context, row, true, form)
    },
    async handle(context, { id, ...input }) {
      const { db, scope, now, t } = context
      const row = await entries.lockEntry(db, scope, id)
      if (!row) throw new NotFound('entry')
      const text = t(messages)
      context.requireSeen(entrySeen(row))
      if (row.kind === 'reference' && !input.holder) throw new Refusal(422, '', { holder: text.holderHint })
      requireProblem(context, input.theme)
      const values = await valuesOf(context, input, id)
      await entries.updateEntry(db, scope, now, id, row.kind === 'innovation' ? { ...values, holder: '' } : values)
      return { redirect: `/praktik/${id}`, notice: text.saved, audit: { subject: `practice:${id}` } }
    },
  }),
]
