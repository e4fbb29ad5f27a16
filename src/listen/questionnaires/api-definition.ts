import { z } from 'zod'
import { NotFound } from '../../platform/http/errors.ts'
import { api } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { Definition } from './definition.ts'
import { openness } from './model.ts'
import { findBySlug, findShownVersion, listOpen, type QuestionnaireRow } from './queries.ts'

const Told = z.object({
  questionnaire: z.string().describe('What answers and results call it; last part of its public address'),
  version: z.number(),
  title: z.object({ id: z.string(), en: z.string().optional() }),
  languages: z.array(z.enum(['id', 'en'])).describe('What its questions are written in'),
  needs_service: z.boolean().describe('Whether each answer has to name the service it speaks about'),
  opens_on: z.string().nullable(),
  closes_on: z.string().nullable(),
})

function told(row: QuestionnaireRow, version: number, { title }: Definition): z.input<typeof Told> {
  return {
    questionnaire: row.slug,
    version,
    title,
    languages: title.en ? ['id', 'en'] : ['id'],
    needs_service: row.instrument === 'short_survey',
    opens_on: row.opens_on,
    closes_on: row.closes_on,
  }
}

/** What has to be known before answers can be sent. */
export const definitionApiRoutes = [
  api({
    method: 'GET',
    path: '/api/v1/questionnaires',
    access: 'questionnaire.submit',
    summary: {
      id: 'Kuesioner yang hari ini terbuka untuk umum',
      en: 'The questionnaires that are open to everybody today',
    },
    input: z.object({}),
    output: z.object({ questionnaires: z.array(Told) }),
    async handle({ db, scope, now, institution }) {
      const today = localDate(now, institution.timeZone)
      const rows = await listOpen(db, scope, { audience: 'public', today })
      return { json: { questionnaires: rows.map((row) => told(row, row.number, row.definition)) } }
    },
  }),

  api({
    method: 'GET',
    path: '/api/v1/questionnaires/:questionnaire',
    access: 'questionnaire.submit',
    summary: {
      id: 'Semua soal sebuah kuesioner untuk umum: kode, jenis, pilihan, syarat tampil, dan bahasanya',
      en: 'All questions of a questionnaire for everybody: codes, kinds, options, when they are asked, languages',
    },
    input: z.object({ questionnaire: z.string().max(100) }),
    output: Told.extend({
      open: z.boolean().describe('Whether answers are taken today'),
      definition: Definition.describe(
        'Sections with questions. `showIf` says after which earlier answer something is asked; likert counts 5 (best) to 1, rating 5 to 1 per item, single and multiple take codes of options.',
      ),
    }),
    async handle({ db, scope, now, institution }, { questionnaire }) {
      const row = await findBySlug(db, scope, questionnaire)
      const version = row && (await findShownVersion(db, scope, row.id))
      if (!row || !version || version.definition.audience !== 'public') throw new NotFound('questionnaire')
      const open = openness(version, row, localDate(now, institution.timeZone)) === 'open'
      return { json: { ...told(row, version.number, version.definition), open, definition: version.definition } }
    },
  }),
]
