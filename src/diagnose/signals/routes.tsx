import { z } from 'zod'
import { complaintExcerpts } from '../../listen/complaints/index.ts'
import { smallestGroup } from '../../listen/questionnaires/index.ts'
import { elementNames } from '../../listen/surveys/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { command, query } from '../../platform/http/route.ts'
import { formatMonth, localDate } from '../../platform/i18n.ts'
import { wordsOf } from '../../platform/words.ts'
import { listCompetencies } from '../competency/index.ts'
import { detect, diagnose } from './acts.ts'
import { DiagnosePage, MappingFormPage, MappingPage } from './forms.tsx'
import { insertThemeCompetency, listCauseQuestions, listElementThemes, themeCompetencies } from './mapping-queries.ts'
import { messages } from './messages.ts'
import {
  checklistAnswers,
  DiagnosisInput,
  lastCompleteMonth,
  MappingFilter,
  MappingInput,
  SignalFilter,
  SignalId,
} from './model.ts'
import { countByStatus, findSignal, listDiagnoses, listSignals, type SignalRow } from './queries.ts'
import { windowMonths } from './rule-model.ts'
import { ruleRoutes } from './rule-routes.tsx'
import { addMonths, chart } from './series.ts'
import { oneSeries, unitsOfOffice } from './sources.ts'
import { SignalListPage, SignalPage } from './views.tsx'

const sample = { id: 'select id from signals.signal order by id limit 1' }

async function getSignal(db: Db, scope: Scope, id: string): Promise<SignalRow> {
  const signal = await findSignal(db, scope, id)
  if (!signal) throw new NotFound('signal')
  return signal
}

async function competencyNames(db: Db, scope: Scope): Promise<{ code: string; name: string }[]> {
  return listCompetencies(db, scope)
}

async function linkedCompetencies(db: Db, scope: Scope) {
  const names = new Map((await competencyNames(db, scope)).map(({ code, name }) => [code, name]))
  return (await themeCompetencies(db, scope)).map((row) => ({ ...row, name: names.get(row.competency_code) }))
}

/** The newest complaints behind a signal, of the office and all its parts. */
async function officeExcerpts(db: Db, scope: Scope<'complaint.read'>, signal: SignalRow) {
  const units = await unitsOfOffice(db, scope, signal.unit_id)
  const window = { from: addMonths(signal.first_month, -1), to: signal.last_month }
  return complaintExcerpts(db, scope, { units, theme: signal.theme, ...window, limit: EXCERPTS })
}
const EXCERPTS = 8

/** All it ever had: reports of a withdrawn one still make signals. */
function themesOf({ id }: { id: string }): string[] {
  return wordsOf(id)
    .list('theme')
    .map(({ slug }) => slug)
}

export const routes = [
  query({
    path: '/sinyal',
    access: 'signal.read',
    input: SignalFilter,
    async handle({ db, scope }, filter) {
      const counts = await countByStatus(db, scope)
      const signals = await listSignals(db, scope, filter)
      return { page: <SignalListPage signals={signals} counts={counts} status={filter.status} /> }
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

  query({
    path: '/sinyal/pemetaan',
    access: 'signal.read',
    input: z.object({}),
    async handle({ db, scope, now, institution }) {
      const rows = await linkedCompetencies(db, scope)
      const month = localDate(now, institution.timeZone).slice(0, 7)
      const names = await elementNames(db, scope)
      const themes = await listElementThemes(db, month)
      const elements = themes.map((row) => ({ ...row, name: names(row.element, month) }))
      return { page: <MappingPage rows={rows} elements={elements} /> }
    },
  }),

  query({
    path: '/sinyal/pemetaan/ubah',
    access: 'signal.map',
    input: MappingFilter,
    async handle({ db, scope, form, institution }, chosen) {
      const rows = await themeCompetencies(db, scope)
      const weight = rows.find((row) => row.theme === chosen.theme && row.competency_code === chosen.competency)?.weight
      const competencies = await competencyNames(db, scope)
      return {
        page: (
          <MappingFormPage
            form={form}
            chosen={{ ...chosen, weight }}
            themes={themesOf(institution)}
            competencies={competencies}
          />
        ),
      }
    },
  }),

  command({
    path: '/sinyal/pemetaan/ubah',
    access: 'signal.map',
    audit: 'signal.mapping_changed',
    input: MappingInput,
    async invalid({ db, scope, institution }, _raw, form) {
      const competencies = await competencyNames(db, scope)
      return {
        page: <MappingFormPage form={form} chosen={{}} themes={themesOf(institution)} competencies={competencies} />,
      }
    },
    async handle({ db, scope, now, language, institution, t }, input) {
      const missing = language === 'id' ? 'Pilih salah satu dari pilihan yang ada.' : 'Choose one of the options.'
      if (!themesOf(institution).includes(input.theme)) throw new Refusal(422, missing, { theme: missing })
      const competencies = await competencyNames(db, scope)
      if (!competencies.some(({ code }) => code === input.competency))
        throw new Refusal(422, missing, { competency: missing })
      const id = await insertThemeCompetency(db, scope, now, input)
      return {
        redirect: '/sinyal/pemetaan',
        notice: t(messages).mappingSaved,
        audit: {
          subject: `theme_competency:${id}`,
          detail: { theme: input.theme, competency: input.competency, weight: input.weight },
        },
      }
    },
  }),

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
      const competencies = (await linkedCompetencies(db, scope)).filter((row) => row.theme === signal.theme)
      return {
        page: (
          <SignalPage
            signal={signal}
            element={element}
            live={series && { series, chart: chart(series, rule) }}
            excerpts={excerpts}
            diagnoses={await listDiagnoses(db, scope, id)}
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
    async handle({ db, scope, form }, { id }) {
      const signal = await getSignal(db, scope, id)
      return { page: <DiagnosePage signal={signal} questions={await listCauseQuestions(db)} form={form} /> }
    },
  }),

  command({
    path: '/sinyal/:id/penyebab',
    access: 'signal.diagnose',
    audit: 'signal.diagnosed',
    input: DiagnosisInput,
    sample,
    async invalid({ db, scope }, raw, form) {
      const signal = await getSignal(db, scope, SignalId.parse(raw).id)
      return { page: <DiagnosePage signal={signal} questions={await listCauseQuestions(db)} form={form} /> }
    },
    async handle({ db, scope, now, t }, input) {
      const signal = await getSignal(db, scope, input.id)
      await diagnose(db, scope, now, [
        {
          signalId: signal.id,
          cause: input.cause,
          answers: checklistAnswers(input),
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
