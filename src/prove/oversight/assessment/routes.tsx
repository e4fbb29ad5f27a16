import { z } from 'zod'
import { listUnits } from '../../../core/organization/index.ts'
import { findFile, sendFile } from '../../../platform/files.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { emptyForm, type FormState } from '../../../platform/http/input.ts'
import { command, query } from '../../../platform/http/route.ts'
import { AtId, MAX_FILE_BYTES } from '../model.ts'
import { type Examine, keep, type Raw, type Read, type Reply, todayOf, withSize } from '../routes.tsx'
import { isPublished } from '../team-queries.ts'
import { startAssessment, stepAssessment } from './acts.ts'
import { assessmentMessages as messages } from './messages.ts'
import { AnswerInput, AtAnswer, NewAssessment, needsEvidence, Verdict } from './model.ts'
import { PublicAssessmentsPage } from './public-views.tsx'
import * as rows from './queries.ts'
import { AssessmentPage, AssessmentsPage, answerSeen } from './views.tsx'

const LIST = '/pengawasan/penilaian-mandiri'
const at = (id: string) => `${LIST}/${id}`
const SAMPLE = (state: string) => ({
  id: `select id from oversight.assessment where state = '${state}' order by year, id limit 1`,
})
const SAMPLE_FILE = {
  id: 'select assessment_id as id from oversight.assessment_answer where file_id is not null order by 1 limit 1',
  principle:
    'select principle from oversight.assessment_answer where file_id is not null order by assessment_id limit 1',
  key: 'select key from oversight.assessment_answer where file_id is not null order by assessment_id limit 1',
}

type Any = Pick<Read | Examine | Reply, 'db' | 'scope' | 'also' | 'now' | 'institution'>

/** Units for which the reader answers. */
const ownOf = ({ also }: Pick<Any, 'also'>) => also('oversight.reply')?.units ?? []

async function listPage(context: Read | Reply, year: number | undefined, form: FormState) {
  const { db, also } = context
  const scope = also('oversight.read')
  if (!scope) throw new NotFound('assessments')
  const own = ownOf(context)
  const today = todayOf(context)
  const current = Number(today.slice(0, 4))
  const years = [...new Set([current, ...(await rows.listYears(db, scope, own))])].toSorted((a, b) => b - a)
  const shown = year !== undefined && years.includes(year) ? year : current
  const found = await rows.listAssessments(db, scope, own, today, shown)
  const units = (await listUnits(db, scope)).filter((unit) => unit.active_to === null && own.includes(unit.id))
  const page = { rows: found, year: shown, years, units, rules: also('oversight.rules') !== undefined, form }
  return { page: <AssessmentsPage {...page} /> }
}

async function onePage(context: Read | Reply | Examine, id: string, form: FormState) {
  const { db, also } = context
  const scope = also('oversight.read')
  const own = ownOf(context)
  const row = scope && (await rows.findAssessment(db, scope, own, todayOf(context), id))
  if (!row) throw new NotFound('assessment')
  const answers = await rows.listAnswers(db, scope, id)
  const steps = await rows.listAssessmentSteps(db, scope, id)
  const may = {
    answer: own.includes(row.unit_id) && row.state === 'draft',
    examine: (also('oversight.examine')?.units.includes(row.unit_id) ?? false) && row.state === 'submitted',
  }
  const past = await rows.listResults(db, scope, { unit: row.unit_id })
  return { page: <AssessmentPage row={row} answers={answers} steps={steps} past={past} may={may} form={form} /> }
}

async function lockOwn(context: Reply, id: string) {
  const { db, scope, t } = context
  const row = await rows.lockAssessment(db, scope, scope.units, todayOf(context), id)
  if (!row) throw new NotFound('assessment')
  if (row.state !== 'draft') throw new Refusal(409, t(messages).wrongState)
  return row
}

const again = (context: Reply, raw: Raw, form: FormState) =>
  onePage(context, String(raw['id']), withSize(context, form))

export const assessmentRoutes = [
  query({
    path: LIST,
    access: 'oversight.read',
    input: z.object({ tahun: z.coerce.number().int().optional().catch(undefined) }),
    handle: (context, { tahun }) => listPage(context, tahun, emptyForm),
  }),

  command({
    path: LIST,
    access: 'oversight.reply',
    audit: 'oversight.assessment_begun',
    input: NewAssessment,
    invalid: (context, _raw, form) => listPage(context, undefined, form),
    async handle(context, { unit, year }) {
      const { db, scope, now, t } = context
      const text = t(messages)
      if (!scope.units.includes(unit)) throw new Refusal(422, '', { unit: text.unitUnknown })
      const today = todayOf(context)
      if (year > Number(today.slice(0, 4))) throw new Refusal(422, '', { year: text.yearFar(today.slice(0, 4)) })
      const { id, fresh } = await startAssessment(db, scope, now, unit, year, today)
      return {
        redirect: at(id),
        notice: fresh ? text.begun : text.there,
        audit: { subject: `assessment:${id}`, detail: { unit, year, fresh } },
      }
    },
  }),

  query({
    path: `${LIST}/:id`,
    access: 'oversight.read',
    input: AtId,
    sample: SAMPLE('verified'),
    handle: (context, { id }) => onePage(context, id, emptyForm),
  }),

  command({
    path: `${LIST}/:id/jawab`,
    access: 'oversight.reply',
    audit: 'oversight.assessment_answered',
    input: AnswerInput,
    sample: SAMPLE('draft'),
    maxUploadBytes: MAX_FILE_BYTES,
    invalid: again,
    async handle(context, { id, principle, key, answer, note, link, file }) {
      const { db, scope, now, t } = context
      const text = t(messages)
      await lockOwn(context, id)
      const known = (await rows.listAnswers(db, scope, id)).find(
        (row) => row.principle === principle && row.key === key,
      )
      if (!known) throw new NotFound('question')
      context.requireSeen(answerSeen(known))
      if (needsEvidence(answer) && link === '' && !file && !known.file_id)
        throw new Refusal(422, '', { link: text.evidence })
      const stored = await keep(context, `oversight:${id}`, file)
      await rows.putAnswer(db, scope, now, { assessment: id, principle, key }, { answer, note, link, file: stored })
      return {
        redirect: `${at(id)}#${principle}`,
        notice: text.saved,
        audit: { subject: `assessment:${id}`, detail: { principle, key, answer } },
      }
    },
  }),

  command({
    path: `${LIST}/:id/serahkan`,
    access: 'oversight.reply',
    audit: 'oversight.assessment_submitted',
    input: AtId,
    sample: SAMPLE('draft'),
    invalid: again,
    async handle(context, { id }) {
      const { db, scope, now, t } = context
      const text = t(messages)
      const row = await lockOwn(context, id)
      const open = (await rows.listAnswers(db, scope, id)).filter((answer) => answer.answer === null).length
      if (open > 0) throw new Refusal(409, text.open(String(open)))
      await stepAssessment(db, scope, now, row, 'submitted', '')
      return { redirect: at(id), notice: text.submitted, audit: { subject: `assessment:${id}` } }
    },
  }),

  command({
    path: `${LIST}/:id/putusan`,
    access: 'oversight.examine',
    audit: 'oversight.assessment_decided',
    input: Verdict,
    sample: SAMPLE('submitted'),
    invalid: (context: Examine, raw: Raw, form: FormState) => onePage(context, String(raw['id']), form),
    async handle(context, { id, decision, text: reason }) {
      const { db, scope, now, t } = context
      const text = t(messages)
      const row = await rows.lockAssessment(db, scope, ownOf(context), todayOf(context), id)
      if (!row) throw new NotFound('assessment')
      if (row.conflict !== null) throw new Refusal(409, text.conflict)
      if (await rows.hasAnswered(db, scope, id)) throw new Refusal(409, text.ownAnswers)
      const number = await stepAssessment(db, scope, now, row, decision, reason)
      if (!number) throw new Refusal(409, text.wrongState)
      return {
        redirect: at(id),
        notice: text.decided,
        audit: { subject: `assessment:${id}`, detail: { decision, number } },
      }
    },
  }),

  query({
    path: `${LIST}/:id/bukti/:principle/:key`,
    access: 'oversight.read',
    input: AtAnswer,
    sample: SAMPLE_FILE,
    async handle(context, { id, principle, key }) {
      const { db, scope } = context
      const row = await rows.findAssessment(db, scope, ownOf(context), todayOf(context), id)
      const answers = row ? await rows.listAnswers(db, scope, id) : []
      const answer = answers.find((one) => one.principle === principle && one.key === key)
      const file = answer?.file_id ? await findFile(db, scope, answer.file_id) : undefined
      if (!file) throw new NotFound('evidence')
      return sendFile(scope, file)
    },
  }),

  query({
    path: '/i/:institution/tata-kelola',
    access: 'public',
    input: z.object({ tahun: z.coerce.number().int().optional().catch(undefined) }),
    async handle({ db, scope }, { tahun }) {
      if (!(await isPublished(db, scope, 'assessments'))) throw new NotFound('assessments')
      const years = await rows.listVerifiedYears(db, scope)
      const year = years.find((one) => one === tahun) ?? years[0]
      const results = year === undefined ? [] : await rows.listResults(db, scope, { year })
      return { page: <PublicAssessmentsPage results={results} year={year} years={years} /> }
    },
  }),
]
