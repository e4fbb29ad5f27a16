import { z } from 'zod'
import { emit } from '../../core/webhooks/index.ts'
import { requireUnit, type Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { Forbidden, NotFound, Refusal } from '../../platform/http/errors.ts'
import type { FormState } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { sheetFile } from '../../platform/sheets.ts'
import { listServices } from '../services/index.ts'
import type { ChoiceBook } from './choices/model.ts'
import { loadChoices } from './choices/queries.ts'
import { listWordingsUsed } from './elements/queries.ts'
import { listUnitFollowUps } from './follow-up/queries.ts'
import { surveyMessages } from './messages.ts'
import { PeriodFilter, PROFILE_FIELDS, type ProfileField, Publish, UnitPeriod } from './model.ts'
import {
  beneath,
  getTally,
  listComments,
  listGroups,
  listPublications,
  listUnits,
  MOST_COMMENTS,
  type Period,
} from './queries.ts'
import { toFixed } from './rational.ts'
import { countNonResponse, nonResponseLines } from './report/non-response.ts'
import { groupsOf, listExtras, listTrend, listUnitResults, monthsUntil, publishResult, ruleDate } from './results.ts'
import { getRule } from './rules.ts'
import { computeSkm } from './skm.ts'
import { ResultPage, ResultsPage } from './views.tsx'

const TREND_MONTHS = 18
const SAMPLE_UNIT = { unit: 'select unit_id as unit from surveys.answer limit 1' }

export const routes = [
  query({
    path: '/survei',
    access: 'survey.read',
    input: PeriodFilter,
    async handle({ db, scope, now, institution }, filter) {
      const period = periodOf(filter, now, institution.timeZone)
      const rule = await getRule(db, scope, ruleDate(period.to))
      const units = await listUnitResults(db, scope, rule, { ...period, units: scope.units })
      return {
        page: <ResultsPage units={units} period={period} months={choicesOf(now, institution.timeZone)} rule={rule} />,
      }
    },
  }),

  query({
    path: '/survei/hasil/:unit',
    access: 'survey.read',
    input: UnitPeriod,
    sample: SAMPLE_UNIT,
    handle: (context, filter) => resultPage(context, filter, context.form),
  }),

  query({
    path: '/survei/hasil/:unit/unduh',
    access: 'survey.read',
    input: UnitPeriod.extend({ format: z.enum(['csv', 'xlsx']).default('csv').catch('csv') }),
    sample: SAMPLE_UNIT,
    async handle(context, filter) {
      const { result, rule, unit, period, wanted } = await resultOf(context, filter)
      const today = localDate(context.now, context.institution.timeZone)
      const silence = await countNonResponse(context.db, context.scope, { ...wanted, today })
      const text = context.t(surveyMessages)
      const names = new Map(rule.elementTexts.map((one) => [one.element, one.name[context.language]]))
      const header = [
        text.element,
        text.answered,
        text.sum,
        text.average,
        text.weighted,
        text.elementIndex,
        '1',
        '2',
        '3',
        '4',
      ]
      const rows = result.index
        ? result.elements.map((row) => [
            names.get(row.element) ?? row.element,
            row.valid,
            row.sum,
            row.averageText,
            row.weighted && toFixed(row.weighted, 6),
            row.indexText,
            ...row.counts,
          ])
        : []
      const foot = [
        [text.unit, unit.name],
        [text.period, `${period.from} – ${period.to}`],
        [text.respondents, result.n < result.minRespondents ? text.hiddenN(String(result.minRespondents)) : result.n],
        ...nonResponseLines(silence, rule.minRespondents, context.language),
        [text.total, result.average],
        [text.index, result.index ?? text.notEnough],
        [text.letter, result.band?.letter ?? null],
        [text.ruleVersion, rule.title, result.ruleVersion],
        [text.source, rule.source],
        [text.countingWhy, text.counting(String(rule.minRespondents))],
      ]
      return sheetFile(filter.format, `${text.fileName}-${period.from}-${period.to}`, header, [...rows, ...foot])
    },
  }),

  command({
    path: '/survei/hasil/:unit/umumkan',
    access: 'survey.publish',
    audit: 'survey.published',
    input: Publish,
    sample: SAMPLE_UNIT,
    async invalid(context, raw, form) {
      const scope = context.also('survey.read')
      if (!scope) throw new Forbidden('survey.read')
      return resultPage({ ...context, scope }, UnitPeriod.parse(raw), form)
    },
    async handle({ db, scope, now, t, institution }, { unit, dari, sampai, follow_up }) {
      requireUnit(scope, unit)
      const text = t(surveyMessages)
      if (!choicesOf(now, institution.timeZone).includes(dari) || sampai < dari)
        throw new Refusal(409, text.noneToPublish)
      const done = await publishResult(db, scope, now, { unitId: unit, from: dari, to: sampai, followUp: follow_up })
      if (!done) throw new Refusal(409, text.noneToPublish)
      const data = { publication: done.id, unit, from: dari, to: sampai, index: done.index }
      await emit(db, scope, now, [{ type: 'survey.published', data }])
      return {
        redirect: `/survei/hasil/${unit}?dari=${dari}&sampai=${sampai}`,
        notice: text.published(done.index),
        audit: {
          subject: `survey-publication:${done.id}`,
          detail: { unit, from: dari, to: sampai, index: done.index },
        },
      }
    },
  }),
]

type ReadContext = Omit<Context<'survey.read'>, 'actor'>

async function resultPage(context: ReadContext, filter: z.output<typeof UnitPeriod>, form: FormState) {
  const { db, scope, now, institution } = context
  const found = await resultOf(context, filter)
  const { rule, result, wanted, period } = found
  const months = choicesOf(now, institution.timeZone)
  const shown = result.n >= rule.minRespondents
  const book = await loadChoices(db, scope)
  const today = localDate(now, institution.timeZone)
  const silence = await countNonResponse(db, scope, { ...wanted, today })
  return {
    page: (
      <ResultPage
        {...found}
        months={months}
        filter={filter}
        form={form}
        trend={
          await listTrend(db, scope, rule, { ...wanted, from: monthsUntil(ruleDate(period.to), TREND_MONTHS)[0]! })
        }
        extras={shown ? await listExtras(db, scope, rule, wanted) : []}
        groups={shown ? profileGroups(rule, book, await listGroups(db, scope, wanted, PROFILE_FIELDS)) : []}
        book={book}
        used={await listWordingsUsed(db, scope, wanted)}
        silence={nonResponseLines(silence, rule.minRespondents, context.language)}
        comments={shown ? await listComments(db, scope, wanted, MOST_COMMENTS) : []}
        publications={await listPublications(db, scope, filter.unit)}
        followUps={await listUnitFollowUps(db, scope, wanted.units, 'all')}
        today={today}
        mayFollowUp={context.also('survey.follow_up')?.units.includes(filter.unit) ?? false}
        mayPublish={context.also('survey.publish')?.units.includes(filter.unit) ?? false}
      />
    ),
  }
}

/** The result of a unit with all beneath it, as the filter asks for. */
async function resultOf({ db, scope, now, institution }: ReadContext, filter: z.output<typeof UnitPeriod>) {
  requireUnit(scope, filter.unit)
  const period = periodOf(filter, now, institution.timeZone)
  const rule = await getRule(db, scope, ruleDate(period.to))
  const units = await listUnits(db, scope)
  const unit = units.find((one) => one.id === filter.unit)
  if (!unit) throw new NotFound('unit')
  const within = beneath(units, filter.unit)
  const services = await servicesOf(db, scope, within)
  const service = services.find((one) => one.slug === filter.layanan)
  const wanted = { ...period, units: within, service: service?.id, rule: rule.code }
  return { unit, period, rule, services, service, wanted, result: computeSkm(rule, await getTally(db, scope, wanted)) }
}

async function servicesOf(db: Db, scope: Scope, units: readonly string[]) {
  return (await listServices(db, scope)).filter((service) => units.includes(service.unit_id))
}

function profileGroups(
  rule: Parameters<typeof groupsOf>[0],
  book: ChoiceBook,
  rows: Awaited<ReturnType<typeof listGroups<ProfileField>>>,
) {
  return [...Map.groupBy(rows, (row) => row.field)].map(([field, some]) => ({
    field,
    groups: book.inOrder(field, groupsOf(rule, some)),
  }))
}

/** What the filter asks for within the months that can be chosen; otherwise the last twelve. */
function periodOf(filter: PeriodFilter, now: Date, timeZone: string): Period {
  const months = choicesOf(now, timeZone)
  const known = (month: string | undefined, usual: string) => (month && months.includes(month) ? month : usual)
  const from = known(filter.dari, months[11]!)
  const to = known(filter.sampai, months[0]!)
  return from <= to ? { from, to } : { from: to, to: from }
}

function choicesOf(now: Date, timeZone: string): string[] {
  return monthsUntil(localDate(now, timeZone), 36).reverse()
}
