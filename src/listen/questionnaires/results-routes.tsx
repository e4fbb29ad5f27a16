import { z } from 'zod'
import { NotFound } from '../../platform/http/errors.ts'
import { type Context, query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { type Cell, rowsAndEnd, sheetFile } from '../../platform/sheets.ts'
import { redact } from '../complaints/index.ts'
import { listServices } from '../services/index.ts'
import { answerMessages } from './answer-messages.ts'
import { type Blocks, blocksOf, cutsBlock, placesOf } from './blocks.ts'
import { isRated, isText, type Question, questionsOf, say } from './definition.ts'
import { ResultFilter } from './model.ts'
import { findBySlug, findShownVersion, getRule, type VersionRow } from './queries.ts'
import { type QuestionResult, resultOf } from './results.ts'
import { resultMessages } from './results-messages.ts'
import { aboutOf, resultsPdf } from './results-pdf.ts'
import {
  countAnswered,
  countPlaces,
  countValues,
  listRaw,
  listTexts,
  MOST_RAW,
  MOST_TEXTS,
  type Selection,
} from './results-queries.ts'
import { PublicResultsPage, ResultsPage } from './results-views.tsx'
import { requireShown } from './routes.tsx'

type Read = Context<'questionnaire.read'>
const MONTHS = 24
const SAMPLE = {
  id: `select questionnaire_id from questionnaires.response group by questionnaire_id having count(*) > 30 order by count(*) limit 1`,
}
const File = ResultFilter.extend({ format: z.enum(['csv', 'xlsx']).default('csv').catch('csv') })

function monthsBefore(today: string): string[] {
  const [year, month] = today.split('-').map(Number) as [number, number]
  return Array.from({ length: MONTHS }, (_, back) =>
    new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7),
  )
}

/** Everything counted of one version, as the filter asks for it and as far as this reader reaches. */
export async function resultsOf(context: Read, filter: z.output<typeof ResultFilter>) {
  const { db, scope, now, institution } = context
  const { row, versions, shown } = await requireShown(context, filter.id)
  const answered = versions.filter((one) => one.state !== 'draft')
  const version = answered.find((one) => one.number === filter.versi) ?? answered[0] ?? shown
  const services = (await listServices(db, scope)).filter((one) => scope.units.includes(one.unit_id))
  const unit = filter.unit && scope.units.includes(filter.unit) ? filter.unit : undefined
  const today = localDate(now, institution.timeZone)
  const rule = await getRule(db, scope, 'min_group', today)
  const whole = { questionnaire: row.id, version: version.number }
  const blocks = blocksOf(await countPlaces(db, scope, whole), rule.value)
  const wanted: Selection = {
    ...whole,
    without: blocks.waiting,
    units: unit ? [unit] : scope.units,
    service: services.find((one) => one.slug === filter.layanan)?.id,
    from: filter.dari,
    to: filter.sampai,
  }
  const all = { ...whole, without: blocks.waiting, units: scope.units }
  const counted = await countAll(context, wanted, blocks, version, rule.value, () => true, all)
  return { row, versions: answered, version, services, wanted, blocks, rule, today, ...counted }
}

/**
 * A filter that could be subtracted from another, so that fewer than the smallest group are left, shows nothing; a single
 * question is left out where a few of its answers lie outside the filter.
 */
async function countAll(
  { db, scope }: Pick<Context<'public'>, 'db'> & { scope: Parameters<typeof countAnswered>[1] },
  wanted: Selection,
  blocks: Blocks,
  version: VersionRow,
  least: number,
  which: (question: Question) => boolean,
  whole: Selection = wanted,
): Promise<{ respondents: number; close: boolean; results: QuestionResult[] }> {
  const { respondents, questions } = await countAnswered(db, scope, wanted)
  if (respondents < least) return { respondents, close: false, results: [] }
  const total = whole === wanted ? { respondents, questions } : await countAnswered(db, scope, whole)
  const few = (all: number, part: number) => all > part && all - part < least
  if (cutsBlock(blocks, wanted)) return { respondents, close: true, results: [] }
  const asked = questionsOf(version.definition).filter(which)
  const countable = asked.filter((one) => !isText(one.kind) && one.kind !== 'date').map((one) => one.code)
  const values = await countValues(db, scope, wanted, countable)
  const results = asked.map((question): QuestionResult => {
    const n = questions.get(question.code) ?? 0
    return !isText(question.kind) && few(total.questions.get(question.code) ?? 0, n)
      ? { question, n, kind: 'hidden' }
      : resultOf(question, values, n, least)
  })
  return { respondents, close: false, results }
}

export const resultsRoutes = [
  query({
    path: '/kuesioner/:id/hasil',
    access: 'questionnaire.read',
    input: ResultFilter,
    sample: SAMPLE,
    async handle(context, filter) {
      const { db, scope, also, tree } = context
      const { wanted, today, ...found } = await resultsOf(context, filter)
      const readers = also('questionnaire.texts')
      const texts = new Map<string, string[]>()
      const units = wanted.units?.filter((unit) => readers?.units.includes(unit)) ?? []
      for (const { kind, question } of found.results)
        if (readers && kind === 'text' && isText(question.kind)) {
          const said = await listTexts(db, readers, { ...wanted, units }, question.code, MOST_TEXTS)
          texts.set(question.code, said.map(redact))
        }
      const query = new URLSearchParams({
        versi: String(found.version.number),
        ...(filter.unit && { unit: filter.unit }),
        ...(filter.layanan && { layanan: filter.layanan }),
        ...(filter.dari && { dari: filter.dari }),
        ...(filter.sampai && { sampai: filter.sampai }),
      })
      return {
        page: (
          <ResultsPage
            {...found}
            units={tree.named.filter((one) => scope.units.includes(one.id))}
            months={monthsBefore(today)}
            filter={filter}
            texts={texts}
            mayReadTexts={readers !== undefined}
            query={query.toString()}
          />
        ),
      }
    },
  }),

  query({
    path: '/kuesioner/:id/unduh-hasil',
    access: 'questionnaire.read',
    input: File,
    sample: SAMPLE,
    async handle(context, filter) {
      const { results, row, version } = await resultsOf(context, filter)
      const text = context.t(resultMessages)
      const header = [text.question, text.item, text.value, text.count, text.share]
      const rows = results.flatMap((result) => sheetRows(context, result))
      return sheetFile(filter.format, `${text.fileName}-${row.slug}-v${version.number}`, header, rows)
    },
  }),

  query({
    path: '/kuesioner/:id/cetak-hasil',
    access: 'questionnaire.read',
    input: ResultFilter,
    limit: { points: 60, seconds: 600, by: 'account' },
    sample: SAMPLE,
    async handle(context, filter) {
      const { now, language, institution, tree } = context
      const { wanted, today, ...found } = await resultsOf(context, filter)
      const unit = wanted.units?.length === 1 ? wanted.units[0] : undefined
      const about = aboutOf(language, wanted, {
        version: found.version.number,
        unit: tree.named.find((one) => one.id === unit)?.name,
        service: found.services.find((one) => one.id === wanted.service)?.name,
        today,
      })
      const body = await resultsPdf(found, { institution: institution.name, at: now, language, about })
      const name = `${context.t(resultMessages).fileName}-${found.row.slug}-v${found.version.number}.pdf`
      return { file: { name, type: 'application/pdf', body } }
    },
  }),

  query({
    path: '/kuesioner/:id/unduh-jawaban',
    access: 'questionnaire.read',
    input: File,
    sample: SAMPLE,
    async handle(context, filter) {
      const { db, scope, language, also } = context
      const { wanted, row, version, respondents, close, rule, blocks } = await resultsOf(context, filter)
      const text = context.t(resultMessages)
      const readers = also('questionnaire.texts')
      const asked = questionsOf(version.definition).filter((one) => readers !== undefined || !isText(one.kind))
      const fields = asked.flatMap((question): { question: Question; item: string | undefined; label: string }[] =>
        question.kind === 'rating'
          ? (question.items ?? []).map((item) => ({ question, item: item.code, label: say(item.text, language) }))
          : [{ question, item: undefined, label: say(question.text, language) }],
      )
      const header = [text.month, text.unit, text.service, text.channel, ...fields.map((field) => field.label)]
      const placeOf = placesOf(blocks)
      // Too few, or a filter that may not be shown, give no rows at all, not even empty ones.
      const all = respondents < rule.value || close ? [] : await listRaw(db, scope, wanted)
      const rows = all.map((one): Cell[] => [
        placeOf(one).month,
        placeOf(one).unit ? one.unit : null,
        placeOf(one).service ? one.service : null,
        text.channels[one.channel as 'link'] ?? one.channel,
        ...fields.map(({ question, item }) => cellOf(question, one.answers[question.code], item)),
      ])
      return sheetFile(
        filter.format,
        `${text.rowsName}-${row.slug}-v${version.number}`,
        header,
        rowsAndEnd(rows, MOST_RAW, language),
      )
    },
  }),

  query({
    path: '/i/:institution/kuesioner/:slug/hasil',
    access: 'public',
    input: z.object({ institution: z.string(), slug: z.string().max(100) }),
    sample: { slug: 'select slug from questionnaires.questionnaire where results_public limit 1' },
    async handle({ db, scope, now, institution }, { slug }) {
      const row = await findBySlug(db, scope, slug)
      const version = row?.results_public ? await findShownVersion(db, scope, row.id) : undefined
      if (!row || !version) throw new NotFound('results')
      const rule = await getRule(db, scope, 'min_group', localDate(now, institution.timeZone))
      const whole = { questionnaire: row.id, version: version.number }
      const blocks = blocksOf(await countPlaces(db, scope, whole), rule.value)
      const wanted = { ...whole, units: null, without: blocks.waiting }
      const counted = await countAll(
        { db, scope },
        wanted,
        blocks,
        version,
        rule.value,
        (one) => one.published && !isText(one.kind),
      )
      return { page: <PublicResultsPage found={{ row, version, rule, texts: new Map(), ...counted }} /> }
    },
  }),
]

function cellOf(question: Question, answer: unknown, item: string | undefined): Cell {
  if (answer === undefined || answer === null) return null
  if (item !== undefined) return Number(Reflect.get(Object(answer), item) ?? Number.NaN) || null
  if (Array.isArray(answer)) return answer.join('; ')
  if (typeof answer === 'number') return answer
  const said = String(answer)
  return isText(question.kind) ? redact(said) : said
}

function sheetRows(context: Read, result: QuestionResult): Cell[][] {
  const { language } = context
  const words = context.t(answerMessages)
  const text = context.t(resultMessages)
  const question = say(result.question.text, language)
  switch (result.kind) {
    case 'hidden':
      return [[question, null, text.hidden, null, null]]
    case 'text':
      return [[question, null, null, result.n, null]]
    case 'measured':
      return [
        ...result.result.bins.map((bin): Cell[] => [question, null, `${bin.from}–${bin.to}`, bin.n, bin.n / result.n]),
        [question, null, text.mean, result.result.mean, null],
      ]
    case 'chosen':
      return result.result.options.map((option): Cell[] => [
        question,
        null,
        say(result.question.options?.find((one) => one.code === option.code)?.text, language),
        option.n,
        option.share,
      ])
    case 'rated': {
      const labels = words.labels[result.question.labels ?? 'satisfaction']
      return result.rows.flatMap(({ item, result: rated }) => {
        const name = say(result.question.items?.find((one) => one.code === item)?.text, language) || null
        if (!rated) return [[question, name, text.hidden, null, null]]
        const points = isRated(result.question.kind) ? ([5, 4, 3, 2, 1] as const) : []
        return [
          ...points.map((point, index): Cell[] => [
            question,
            name,
            labels[point],
            rated.counts[index]!,
            rated.counts[index]! / rated.n,
          ]),
          [question, name, text.topTwo, rated.topTwo, rated.topTwoShare],
          [question, name, text.intervalLow, null, rated.interval.low],
          [question, name, text.intervalHigh, null, rated.interval.high],
          [question, name, text.median, rated.median, null],
        ]
      })
    }
  }
}
