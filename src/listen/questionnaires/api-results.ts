import { z } from 'zod'
import { NotFound } from '../../platform/http/errors.ts'
import { api } from '../../platform/http/route.ts'
import { findBySlug } from './queries.ts'
import type { QuestionResult } from './results.ts'
import { resultsOf } from './results-routes.tsx'

const Interval = z.object({ low: z.number(), high: z.number() }).nullable().describe('95 %')
const Rated = z.object({
  item: z.string().nullable(),
  counts: z.array(z.number()).describe('From 5 down to 1'),
  n: z.number(),
  satisfied: z.number().describe('Share that gave 4 or 5'),
  interval: Interval,
  median: z.number(),
})
const Result = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hidden') }).describe('Fewer answers than the smallest group'),
  z.object({ kind: z.literal('text') }).describe('Texts are read in Sigap only'),
  z.object({ kind: z.literal('rated'), rows: z.array(Rated) }),
  z.object({ kind: z.literal('measured'), n: z.number(), mean: z.number(), interval: Interval, median: z.number() }),
  z.object({
    kind: z.literal('chosen'),
    n: z.number(),
    options: z.array(z.object({ code: z.string(), n: z.number(), share: z.number() })),
  }),
])

/** What one question came to, as other systems read it. */
function told(found: QuestionResult): z.input<typeof Result> {
  switch (found.kind) {
    case 'rated':
      return {
        kind: 'rated',
        rows: found.rows.flatMap(({ item, result }) =>
          result
            ? [
                {
                  item,
                  counts: [...result.counts],
                  n: result.n,
                  satisfied: result.topTwoShare,
                  interval: { low: result.interval.low, high: result.interval.high },
                  median: result.median,
                },
              ]
            : [],
        ),
      }
    case 'measured': {
      const { n, mean, interval, median } = found.result
      return {
        kind: 'measured',
        n,
        mean,
        interval: interval ? { low: interval.low, high: interval.high } : null,
        median,
      }
    }
    case 'chosen':
      return { kind: 'chosen', n: found.result.n, options: [...found.result.options] }
    default:
      return { kind: found.kind }
  }
}

const month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/)

export const resultApiRoutes = [
  api({
    method: 'GET',
    path: '/api/v1/questionnaire-results',
    access: 'questionnaire.read',
    summary: {
      id: 'Hasil sebuah kuesioner, soal demi soal, sejauh kelompok terkecil mengizinkan',
      en: 'What a questionnaire came to, question by question, as far as the smallest group allows',
    },
    input: z.object({
      questionnaire: z.string().min(1).max(100).describe('Last part of its public address'),
      version: z.coerce.number().int().min(1).max(1000).optional().describe('Left out: the newest that was answered'),
      service: z.string().max(100).optional(),
      from: month.optional(),
      to: month.optional(),
    }),
    output: z.object({
      questionnaire: z.string(),
      version: z.number(),
      respondents: z.number(),
      least: z.number().describe('The smallest group that is told of'),
      questions: z.array(z.object({ code: z.string(), n: z.number(), result: Result })),
    }),
    async handle(context, { questionnaire, version, service, from, to }) {
      const row = await findBySlug(context.db, context.scope, questionnaire)
      if (!row) throw new NotFound('questionnaire')
      const found = await resultsOf(context, {
        id: row.id,
        versi: version,
        unit: undefined,
        layanan: service,
        dari: from,
        sampai: to,
      })
      if (version !== undefined && found.version.number !== version) throw new NotFound('version')
      if (service !== undefined && found.wanted.service === undefined) throw new NotFound('service')
      const enough = found.respondents >= found.rule.value && !found.close
      return {
        json: {
          questionnaire,
          version: found.version.number,
          respondents: enough ? found.respondents : 0,
          least: found.rule.value,
          questions: found.results.map((one) => ({
            code: one.question.code,
            n: one.kind === 'hidden' ? 0 : one.n,
            result: told(one),
          })),
        },
      }
    },
  }),
]
