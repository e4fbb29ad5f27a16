import { z } from 'zod'
import { notify } from '../../../core/notifications/index.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { seenOf } from '../../../platform/http/seen.ts'
import { localDate } from '../../../platform/i18n.ts'
import { listServices } from '../../services/index.ts'
import { loadChoices } from '../choices/queries.ts'
import { surveyMessages } from '../messages.ts'
import { listQuestions } from '../questions.ts'
import { getRule } from '../rules.ts'
import { allDifferences, comparePasses, keepBatch, pairsOf } from './acts.ts'
import { insertHandOver, listHandOvers, listKeyers } from './hand-over-queries.ts'
import { paperMessages } from './messages.ts'
import {
  DIGIT_FIELDS,
  HandOverInput,
  KeyAddress,
  KeyInput,
  mostOf,
  NewPaperBatch,
  PaperAddress,
  type PaperField,
  ResolveInput,
  type Sheet,
  settle,
  sheetOf,
} from './model.ts'
import {
  findPaperBatch,
  insertPaperBatch,
  listPaperBatches,
  listSheets,
  type PaperBatch,
  putSheets,
  setPaperBatch,
} from './queries.ts'
import { KeyPage, PaperPage, PapersPage } from './views.tsx'

type PaperContext = Context<'survey.paper'>
const SAMPLE = { id: "select id from surveys.paper_batch order by state <> 'differences', id limit 1" }
const SAMPLE_KEY = { id: "select id from surveys.paper_batch order by state <> 'first', id limit 1" }
const OLDEST_DAYS = 400

export const paperRoutes = [
  query({ path: '/survei/kertas', access: 'survey.paper', input: z.object({}), handle: papersPage }),

  command({
    path: '/survei/kertas',
    access: 'survey.paper',
    audit: 'survey.paper_started',
    input: NewPaperBatch,
    invalid: papersPage,
    async handle({ db, scope, now, t, institution }, input) {
      const text = t(paperMessages)
      const today = localDate(now, institution.timeZone)
      const oldest = localDate(new Date(now.getTime() - OLDEST_DAYS * 86_400_000), institution.timeZone)
      if (input.answered_on > today) throw new Refusal(422, '', { answered_on: text.future })
      if (input.answered_on < oldest) throw new Refusal(422, '', { answered_on: text.tooOld })
      const service = (await listServices(db, scope)).find((one) => one.id === input.service)
      if (!service || !scope.units.includes(service.unit_id))
        throw new Refusal(422, '', { service: t(surveyMessages).serviceUnknown })
      const { label, answered_on, sheets } = input
      const batch = { label, answered_on, sheets, service_id: service.id, unit_id: service.unit_id }
      const id = await insertPaperBatch(db, scope, now, batch)
      return {
        redirect: `/survei/kertas/${id}`,
        audit: { subject: `survey-paper:${id}`, detail: { service: service.slug, sheets } },
      }
    },
  }),

  query({
    path: '/survei/kertas/:id',
    access: 'survey.paper',
    input: PaperAddress,
    sample: SAMPLE,
    handle: (context, { id }) => paperPage(context, id),
  }),

  query({
    path: '/survei/kertas/:id/ketik',
    access: 'survey.paper',
    input: KeyAddress,
    sample: { ...SAMPLE_KEY, lembar: "select '1'" },
    handle: (context, { id, lembar }) => keyPage(context, id, lembar),
  }),

  command({
    path: '/survei/kertas/:id/ketik',
    access: 'survey.paper',
    audit: 'survey.paper_keyed',
    input: KeyInput,
    sample: SAMPLE_KEY,
    invalid: (context, raw) => keyPage(context, String(raw['id']), Number(raw['sheet']) || undefined),
    async handle(context, input) {
      const { db, scope, now, t, institution } = context
      const text = t(paperMessages)
      const batch = await getBatch(context, input.id, true)
      const refused = mayKey(context, batch)
      if (refused) throw new Refusal(409, refused)
      if (input.sheet > batch.sheets) throw new Refusal(422, text.noSuchSheet)
      const content = sheetOf(input)
      const book = await loadChoices(db, scope)
      const wrong = DIGIT_FIELDS.map((field) => ({ ...field, most: mostOf(book, batch.answered_on, field) })).filter(
        ({ name, most }) => Number(content[name]) > most,
      )
      if (wrong.length > 0)
        throw new Refusal(422, '', Object.fromEntries(wrong.map(({ name, most }) => [name, text.digit(String(most))])))
      const pass = batch.state === 'first' ? 1 : 2
      const keyed = (await listSheets(db, scope, batch.id)).find(
        (one) => one.pass === pass && one.sheet === input.sheet,
      )
      context.requireSeen(seenOf(keyed?.content ?? null))
      await putSheets(db, scope, batch.id, pass, [{ sheet: input.sheet, content }])
      await setPaperBatch(db, scope, batch.id, pass === 1 ? { first_by: scope.account } : { second_by: scope.account })
      const open = openSheets(batch.sheets, await listSheets(db, scope, batch.id), pass)
      const audit = { subject: `survey-paper:${batch.id}`, detail: { sheet: input.sheet, pass } }
      const next = open.find((sheet) => sheet > input.sheet) ?? open[0]
      if (next !== undefined)
        return {
          redirect: `/survei/kertas/${batch.id}/ketik?lembar=${next}`,
          notice: text.saved(String(input.sheet)),
          audit,
        }
      const home = `/survei/kertas/${batch.id}`
      if (pass === 1) {
        await setPaperBatch(db, scope, batch.id, { state: 'second' })
        return { redirect: home, notice: text.firstDone, audit }
      }
      const differences = await comparePasses(db, scope, now, localDate(now, institution.timeZone), batch)
      return { redirect: home, notice: differences > 0 ? text.compared(String(differences)) : text.same, audit }
    },
  }),

  command({
    path: '/survei/kertas/:id/cocokkan',
    access: 'survey.paper',
    audit: 'survey.paper_kept',
    input: ResolveInput,
    sample: SAMPLE,
    invalid: (context, raw) => paperPage(context, String(raw['id'])),
    async handle(context, { id, choices }) {
      const { db, scope, now, t, institution } = context
      const text = t(paperMessages)
      const batch = await getBatch(context, id, true)
      if (batch.state !== 'differences') throw new Refusal(409, text.notOpen)
      const pairs = pairsOf(await listSheets(db, scope, id))
      const differences = allDifferences(pairs)
      const book = await loadChoices(db, scope)
      const settled = differences.map((one) => ({ ...one, ...settle(one, choices, mostIn(book, batch, one.field)) }))
      const open = settled.filter((one) => 'problem' in one)
      if (open.length > 0)
        throw new Refusal(
          422,
          '',
          Object.fromEntries(
            open.map(({ field, problem, most }) => [
              field,
              problem === 'choose' ? text.choose : text.digit(String(most)),
            ]),
          ),
        )
      const decided = settled.filter((one) => 'choice' in one)
      const sheets = pairs.map(({ sheet, first }): Sheet => {
        const right = decided.filter((one) => one.sheet === sheet).map(({ field, value }) => [field, value])
        return { ...first, ...Object.fromEntries(right) }
      })
      const kept = await keepBatch(db, scope, now, localDate(now, institution.timeZone), batch, sheets)
      return {
        redirect: `/survei/kertas/${id}`,
        notice: text.resolved(String(kept)),
        // Who decided, and how: which reading, never what was answered.
        audit: {
          subject: `survey-paper:${id}`,
          detail: {
            kept,
            differences: differences.length,
            decided: decided.map(({ sheet, field, choice }) => `${sheet}.${field}:${choice}`),
          },
        },
      }
    },
  }),

  command({
    path: '/survei/kertas/:id/lepaskan',
    access: 'survey.paper',
    audit: 'survey.paper_handed_over',
    input: HandOverInput,
    sample: SAMPLE_KEY,
    invalid: (context, raw) => paperPage(context, String(raw['id'])),
    async handle(context, { id, to, reason }) {
      const { db, scope, now, t } = context
      const text = t(paperMessages)
      const batch = await getBatch(context, id, true)
      const from = keyerOf(batch)
      if (!from) throw new Refusal(409, text.nothingToHandOver)
      const next = (await listKeyers(db, scope, now, batch)).find((one) => one.id === to)
      if (!next) throw new Refusal(422, '', { to: text.notAKeyer })
      const pass = batch.state === 'first' ? 1 : 2
      await setPaperBatch(db, scope, id, pass === 1 ? { first_by: to } : { second_by: to })
      const handed = { batch_id: id, pass, keyed: batch.keyed, from_by: from, to_by: to, reason }
      const key = await insertHandOver(db, scope, now, handed)
      const told = { kind: 'surveys.paper', body: reason, href: `/survei/kertas/${id}`, key }
      await notify(
        db,
        scope,
        now,
        [
          { ...told, accountId: to, title: paperMessages.id.handedTold(batch.label) },
          { ...told, accountId: from, title: paperMessages.id.handedTaken(batch.label, next.name) },
        ].filter(({ accountId }) => accountId !== scope.account),
      )
      return {
        redirect: `/survei/kertas/${id}`,
        notice: text.handedOver(next.name),
        audit: { subject: `survey-paper:${id}`, detail: { from, to, pass, keyed: batch.keyed, reason } },
      }
    },
  }),
]

/** Who is keying this batch now. */
function keyerOf(batch: PaperBatch): string | null {
  return batch.state === 'first' ? batch.first_by : batch.state === 'second' ? batch.second_by : null
}

function mostIn(book: Awaited<ReturnType<typeof loadChoices>>, batch: PaperBatch, name: PaperField): number {
  const field = DIGIT_FIELDS.find((one) => one.name === name)
  return field ? mostOf(book, batch.answered_on, field) : 0
}

async function papersPage({ db, scope, form }: PaperContext) {
  // Sheets that lie filled in count for a service that has ended since; it stands behind those that are given.
  const services = (await listServices(db, scope))
    .filter((one) => scope.units.includes(one.unit_id))
    .sort((a, b) => Number(b.active) - Number(a.active))
  return { page: <PapersPage batches={await listPaperBatches(db, scope)} services={services} form={form} /> }
}

async function paperPage(context: PaperContext, id: string) {
  const { db, scope, form, now } = context
  const batch = await getBatch(context, id)
  const differences = batch.state === 'differences' ? allDifferences(pairsOf(await listSheets(db, scope, id))) : []
  const rule = await getRule(db, scope, batch.answered_on)
  return {
    page: (
      <PaperPage
        batch={batch}
        differences={differences}
        rule={rule}
        book={await loadChoices(db, scope)}
        form={form}
        refused={mayKey(context, batch)}
        keyers={keyerOf(batch) ? await listKeyers(db, scope, now, batch) : undefined}
        handOvers={await listHandOvers(db, scope, id)}
      />
    ),
  }
}

async function keyPage(context: PaperContext, id: string, wanted: number | undefined) {
  const { db, scope, form } = context
  const batch = await getBatch(context, id)
  const refused = mayKey(context, batch)
  if (refused) return { redirect: `/survei/kertas/${id}`, notice: refused }
  const pass = batch.state === 'first' ? 1 : 2
  const sheets = await listSheets(db, scope, id)
  const sheet = wanted && wanted <= batch.sheets ? wanted : (openSheets(batch.sheets, sheets, pass)[0] ?? 1)
  const rule = await getRule(db, scope, batch.answered_on)
  const before = sheets.find((one) => one.pass === pass && one.sheet === sheet)?.content
  const questions = await listQuestions(db, scope, batch.answered_on)
  return { page: <KeyPage {...{ batch, pass, sheet, before, rule, questions, form }} /> }
}

/** Why this person may not key this batch now; undefined when they may. */
function mayKey({ scope, t }: PaperContext, batch: PaperBatch): string | undefined {
  const text = t(paperMessages)
  if (batch.state === 'first')
    return batch.first_by && batch.first_by !== scope.account ? text.otherPerson(batch.first_name ?? '') : undefined
  if (batch.state !== 'second') return text.notOpen
  if (batch.first_by === scope.account || (scope.account && batch.first_readers.includes(scope.account)))
    return text.samePerson
  return batch.second_by && batch.second_by !== scope.account ? text.otherPerson(batch.second_name ?? '') : undefined
}

function openSheets(count: number, keyed: readonly { sheet: number; pass: number }[], pass: number): number[] {
  const done = new Set(keyed.filter((one) => one.pass === pass).map((one) => one.sheet))
  return Array.from({ length: count }, (_, index) => index + 1).filter((sheet) => !done.has(sheet))
}

async function getBatch({ db, scope }: PaperContext, id: string, lock = false) {
  const batch = await findPaperBatch(db, scope, id, lock)
  if (!batch) throw new NotFound('batch')
  return batch
}
