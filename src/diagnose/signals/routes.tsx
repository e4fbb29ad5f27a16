import { z } from 'zod'
import { complaintExcerpts } from '../../listen/complaints/index.ts'
import { smallestGroup } from '../../listen/questionnaires/index.ts'
import { elementNames } from '../../listen/surveys/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { NotFound } from '../../platform/http/errors.ts'
import type { FormState } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { seenOf } from '../../platform/http/seen.ts'
import { formatMonth, localDate } from '../../platform/i18n.ts'
import { listCompetencies } from '../competency/index.ts'
import { detect, diagnose } from './acts.ts'
import { DiagnosePage } from './forms.tsx'
import { themeCompetencies } from './mapping-queries.ts'
import { mappingRoutes } from './mapping-routes.tsx'
import { messages } from './messages.ts'
import { checklistAnswers, DiagnosisInput, lastCompleteMonth, SignalFilter, SignalId } from './model.ts'
import { countByStatus, findSignal, listDiagnoses, listSignals, type SignalRow } from './queries.ts'
import { listAnswered } from './question-acts.ts'
import { listCauseQuestions, questionKey } from './question-queries.ts'
import { questionRoutes } from './question-routes.tsx'
import { windowMonths } from './rule-model.ts'
import { ruleRoutes } from './rule-routes.tsx'
import { addMonths, chart } from './series.ts'
import { officeOf, oneSeries, unitsOfOffice } from './sources.ts'
import { SignalListPage, SignalPage } from './views.tsx'

const sample = { id: 'select id from signals.signal order by id limit 1' }

async function getSignal(db: Db, scope: Scope, id: string): Promise<SignalRow> {
  const signal = await findSignal(db, scope, id)
  if (!signal) throw new NotFound('signal')
  return signal
}

async function linkedCompetencies(db: Db, scope: Scope, now: Date) {
  const names = new Map((await listCompetencies(db, scope)).map(({ code, name }) => [code, name]))
  return (await themeCompetencies(db, scope, now)).map((row) => ({ ...row, name: names.get(row.competency_code) }))
}

/** The newest complaints behind a signal, of the office and all its parts. */
async function officeExcerpts(db: Db, scope: Scope<'complaint.read'>, signal: SignalRow) {
  const units = await unitsOfOffice(db, scope, signal.unit_id)
  const window = { from: addMonths(signal.first_month, -1), to: signal.last_month }
  return complaintExcerpts(db, scope, { units, theme: signal.theme, ...window, limit: EXCERPTS })
}
const EXCERPTS = 8

/** What is asked today before a cause is decided. */
async function askedToday({ db, scope, now, institution }: Context<'signal.diagnose'>) {
  const questions = await listCauseQuestions(db, scope, localDate(now, institution.timeZone))
  return questions.filter((one) => one.asked)
}

async function diagnosePage(context: Context<'signal.diagnose'>, id: string, form: FormState) {
  const signal = await getSignal(context.db, context.scope, id)
  return { page: <DiagnosePage signal={signal} questions={await askedToday(context)} form={form} /> }
}

export const routes = [
  query({
    path: '/sinyal',
    access: 'signal.read',
    input: SignalFilter,
    async handle({ db, scope }, filter) {
      const counts = await countByStatus(db, scope)
      // A signal belongs to the office, what citizens say may belong to a part of it.
      const unit = filter.unit && ((await officeOf(db, scope)).get(filter.unit) ?? filter.unit)
      const signals = await listSignals(db, scope, { ...filter, unit })
      const some = unit !== undefined || filter.theme !== undefined
      return { page: <SignalListPage signals={signals} counts={counts} status={filter.status} some={some} /> }
    },
  }),

  command({
    path: '/sinyal/periksa',
    access: 'signal.detect',
    audit: 'signal.detected',
    input: z.object({}),
    async handle({ db, scope, now, institution, language, t }) {
      const today = localDate(now, institution.timeZone)
      const month = lastCompleteMonth(today)
      const { opened, continued } = await detect(db, scope, { now, today }, month)
      return {
        redirect: '/sinyal',
        notice: t(messages).checked(formatMonth(month, language), opened.length, continued),
        audit: { subject: `month:${month}`, detail: { opened: opened.length, continued } },
      }
    },
  }),

  ...mappingRoutes,
  ...questionRoutes,
  ...ruleRoutes,

  query({
    path: '/sinyal/:id',
    access: 'signal.read',
    input: SignalId,
    sample,
    async handle({ db, scope, now, institution, also }, { id }) {
      const signal = await getSignal(db, scope, id)
      const { rule } = signal.evidence
      const to = lastCompleteMonth(localDate(now, institution.timeZone))
      // The chart goes back to the baseline of the signal, however long ago that was.
      const series = await oneSeries(db, scope, { from: addMonths(signal.month, 1 - windowMonths(rule)), to }, signal)
      const element = signal.element ? (await elementNames(db, scope))(signal.element, signal.month) : undefined
      const least = await smallestGroup(db, scope, localDate(now, institution.timeZone))
      const reader = also('complaint.read')
      const excerpts = reader && (await officeExcerpts(db, reader, signal))
      const competencies = (await linkedCompetencies(db, scope, now)).filter((row) => row.theme === signal.theme)
      const diagnoses = []
      for (const one of await listDiagnoses(db, scope, id))
        diagnoses.push({ ...one, answered: await listAnswered(db, scope, one, institution.timeZone) })
      return {
        page: (
          <SignalPage
            signal={signal}
            element={element}
            live={series && { series, chart: chart(series, rule) }}
            excerpts={excerpts}
            diagnoses={diagnoses}
            rule={{ ...rule, low_answers: Math.max(rule.low_answers, least) }}
            competencies={competencies}
          />
        ),
      }
    },
  }),

  query({
    path: '/sinyal/:id/penyebab',
    access: 'signal.diagnose',
    input: SignalId,
    sample,
    handle: (context, { id }) => diagnosePage(context, id, context.form),
  }),

  command({
    path: '/sinyal/:id/penyebab',
    access: 'signal.diagnose',
    audit: 'signal.diagnosed',
    input: DiagnosisInput,
    sample,
    invalid: (context, raw, form) => diagnosePage(context, SignalId.parse(raw).id, form),
    async handle(context, input) {
      const { db, scope, now, t, requireSeen } = context
      const signal = await getSignal(db, scope, input.id)
      const questions = await askedToday(context)
      requireSeen(seenOf(questions))
      await diagnose(db, scope, now, [
        {
          signalId: signal.id,
          cause: input.cause,
          answers: checklistAnswers(input, questions.map(questionKey)),
          reason: input.reason,
          recommendation: input.recommendation,
        },
      ])
      return {
        redirect: `/sinyal/${signal.id}`,
        notice: t(messages).saved,
        audit: { subject: `signal:${signal.id}`, detail: { cause: input.cause, before: signal.cause } },
      }
    },
  }),
]
