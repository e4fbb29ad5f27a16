import { z } from 'zod'
import type { Scope } from '../../platform/access.ts'
import { listDatedNumbers, listNumberChanges, putDatedNumber } from '../../platform/dated-rules.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { emptyForm, type FormState, optionalText } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { refusePast } from '../../platform/http/rule-input.ts'
import { formatMonth, formatNumber, localDate } from '../../platform/i18n.ts'
import { type Cell, sheetFile } from '../../platform/sheets.ts'
import { termLabel } from '../../platform/words.ts'
import { familyNames, listCompetencies, listUnits, unitGaps } from '../competency/index.ts'
import { findSignal, themeCompetencies } from '../signals/index.ts'
import { proposeNeeds } from './acts.ts'
import { decisionRoutes } from './decision-routes.tsx'
import { NeedListPage, NewNeedPage, ParametersPage, type Placed, type Tab } from './list-views.tsx'
import { needMessages } from './messages.ts'
import { methodLabel } from './methods.ts'
import { NewNeed, NewParameter, orderNeeds, PARAMETER_BOUNDS, type ParameterKey } from './model.ts'
import { listNeeds, listNeedsOfSignal, listRankReasons, PARAMETERS, reachesAll } from './queries.ts'

const TAB = z.enum(['active', 'programmed', 'closed']).catch('active').default('active')

function tabOf(status: Placed['status']): Tab {
  return status === 'draft' || status === 'approved' ? 'active' : status
}

/** All needs in reach with their places; those of a tab keep the place they have among all that are open. */
async function placedNeeds({ db, scope }: Pick<Context<'need.read'>, 'db' | 'scope'>): Promise<Placed[]> {
  const names = new Map((await listCompetencies(db, scope)).map((one) => [one.id, one.name]))
  const needs = await listNeeds(db, scope)
  const place = (list: typeof needs) => orderNeeds(list).map((need, index) => ({ ...need, place: index + 1 }))
  return (['active', 'programmed', 'closed'] as const).flatMap((tab) => {
    const own = needs.filter((need) => tabOf(need.status) === tab)
    const computed = new Map(place(own.map((need) => ({ ...need, rank: null }))).map((need) => [need.id, need.place]))
    const unflagged = new Map(
      place(own.map((need) => ({ ...need, rank: null, top: false }))).map((need) => [need.id, need.place]),
    )
    return place(own).map((need) => ({
      ...need,
      unflaggedPlace: unflagged.get(need.id)!,
      computedPlace: computed.get(need.id)!,
      competency: names.get(need.competency_id) ?? '',
    }))
  })
}

async function currentLambda({ db, scope, now }: Pick<Context<'need.read'>, 'db' | 'scope' | 'now'>) {
  return (await listDatedNumbers(db, scope, PARAMETERS, now)).find(({ key }) => key === 'lambda')
}

type Chosen = { unit?: string | undefined; competency?: string | undefined; signal?: string | undefined }

async function newNeedPage(context: Context<'need.propose'>, chosen: Chosen, form: FormState) {
  const { db, scope, now, t, language, institution } = context
  const text = t(needMessages)
  const signal = chosen.signal ? await answerableSignal(context, chosen.signal) : undefined
  const all = await listCompetencies(db, scope)
  const weights = signal ? (await themeCompetencies(db, scope, now)).filter((one) => one.theme === signal.theme) : []
  const weightOf = new Map(weights.map((one) => [one.competency_code, one.weight]))
  const competencies = all
    .toSorted((a, b) => (weightOf.get(b.code) ?? 0) - (weightOf.get(a.code) ?? 0))
    .map((one) => {
      const weight = weightOf.get(one.code)
      return { value: one.id, label: weight ? text.form.related(one.name, formatNumber(weight, language)) : one.name }
    })
  const unit = signal?.unit_id ?? chosen.unit
  const competency = chosen.competency ?? (signal ? competencies[0]?.value : undefined)
  const units = await listUnits(db, scope)
  const importance = units.some((one) => one.id === unit)
    ? await importanceOf(db, scope, unit!, competency, now)
    : undefined
  const sentence =
    signal &&
    text.form.fromSignal(
      termLabel(institution.id, 'theme', signal.theme, language),
      signal.unit,
      formatMonth(signal.month, language),
    )
  return {
    page: (
      <NewNeedPage
        units={units}
        competencies={competencies}
        signal={signal && sentence ? { id: signal.id, sentence, unit_id: signal.unit_id } : undefined}
        chosen={{ unit, competency, importance }}
        form={form}
      />
    ),
  }
}

async function parametersPage({ db, scope, now, institution }: Context<'need.rank'>, form: FormState = emptyForm) {
  const today = localDate(now, institution.timeZone)
  const rules = await listDatedNumbers<ParameterKey>(db, scope, PARAMETERS, today)
  const changes = await listNumberChanges(db, scope, PARAMETERS)
  return { page: <ParametersPage rules={rules} changes={changes} today={today} form={form} /> }
}

async function importanceOf(
  db: Context<'need.propose'>['db'],
  scope: Scope,
  unit: string,
  competency: string | undefined,
  now: Date,
) {
  const gap = (await unitGaps(db, scope, unit, now)).find((one) => one.competency_id === competency)
  return gap && String(gap.importance)
}

/** @throws NotFound out of reach; Refusal 409 unless its cause was decided to be competency. */
async function answerableSignal({ db, scope, t }: Context<'need.propose'>, id: string) {
  const text = t(needMessages).form
  const signal = z.uuid().safeParse(id).success ? await findSignal(db, scope, id) : undefined
  if (!signal) throw new NotFound('signal')
  if (signal.status !== 'competency')
    throw new Refusal(409, signal.status === 'open' ? text.undecided : text.notCompetency)
  return signal
}

const UUID = z.uuid()
const asId = (value: unknown) => (UUID.safeParse(value).success ? String(value) : undefined)

export const routes = [
  query({
    path: '/kebutuhan',
    access: 'need.read',
    input: z.object({ keadaan: TAB }),
    async handle(context, { keadaan }) {
      const needs = await placedNeeds(context)
      const counts = { active: 0, programmed: 0, closed: 0 }
      for (const need of needs) counts[tabOf(need.status)]++
      const shown = needs.filter((need) => tabOf(need.status) === keadaan)
      const reasons = await listRankReasons(context.db, context.scope)
      return {
        page: (
          <NeedListPage
            tab={keadaan}
            counts={counts}
            needs={shown}
            reasons={reasons}
            lambda={await currentLambda(context)}
          />
        ),
      }
    },
  }),

  query({
    path: '/kebutuhan/unduh',
    access: 'need.read',
    input: z.object({ keadaan: TAB, bentuk: z.enum(['csv', 'xlsx']).catch('xlsx').default('xlsx') }),
    async handle(context, { keadaan, bentuk }) {
      const text = context.t(needMessages)
      const families = new Map(
        (await listCompetencies(context.db, context.scope)).map((one) => [
          one.id,
          familyNames[context.language][one.family],
        ]),
      )
      const { plan, file } = text
      const header = [
        file.number,
        plan.kind,
        plan.target,
        plan.route,
        plan.provider,
        plan.schedule,
        plan.curriculum,
        plan.budget,
        file.need,
        file.unit,
        file.status,
        file.priority,
      ]
      const rows = (await placedNeeds(context))
        .filter((need) => tabOf(need.status) === keadaan)
        .map((need): Cell[] => [
          need.place,
          `${families.get(need.competency_id) ?? ''}: ${need.competency}`,
          need.reach,
          need.route ? methodLabel(context.institution.id, need.route, context.language) : null,
          need.provider,
          need.schedule,
          need.curriculum,
          need.budget,
          need.title,
          need.unit,
          text.status[need.status],
          need.priority === undefined ? null : Math.round(need.priority * 10_000) / 10_000,
        ])
      return sheetFile(bentuk, `kebutuhan-${keadaan}`, header, rows)
    },
  }),

  query({
    path: '/kebutuhan/baru',
    access: 'need.propose',
    input: z.object({ unit: optionalText(40), kompetensi: optionalText(40), signal: optionalText(40) }),
    handle: (context, { unit, kompetensi, signal }) =>
      newNeedPage(context, { unit, competency: kompetensi, signal }, emptyForm),
  }),

  command({
    path: '/kebutuhan',
    access: 'need.propose',
    audit: 'need.proposed',
    input: NewNeed,
    invalid: (context, raw, form) =>
      newNeedPage(
        context,
        { unit: asId(raw['unit']), competency: asId(raw['competency']), signal: asId(raw['signal']) },
        form,
      ),
    async handle(context, input) {
      const { db, scope, now, t } = context
      const text = t(needMessages).form
      const signal = input.signal ? await answerableSignal(context, input.signal) : undefined
      if (!scope.units.includes(input.unit)) throw new Refusal(422, '', { unit: text.wrongUnit })
      if (signal && signal.unit_id !== input.unit) throw new Refusal(422, '', { unit: text.signalUnit })
      if (!(await listCompetencies(db, scope)).some((one) => one.id === input.competency))
        throw new Refusal(422, '', { competency: text.wrongCompetency })
      const known = signal ? await listNeedsOfSignal(db, scope, signal.id) : []
      if (known.some((need) => need.competency_id === input.competency))
        throw new Refusal(409, '', { competency: text.exists })
      const gap = (await unitGaps(db, scope, input.unit, now)).find((one) => one.competency_id === input.competency)
      const [id] = await proposeNeeds(db, scope, now, [
        {
          unit_id: input.unit,
          competency_id: input.competency,
          signal_id: signal?.id,
          origin: signal ? 'signal' : gap?.figures && gap.figures.shortfall > 0 ? 'gap' : 'manual',
          title: input.title,
          note: input.note,
          importance: Number(input.importance),
        },
      ])
      return {
        redirect: `/kebutuhan/${id}`,
        notice: text.saved,
        audit: {
          subject: `need:${id}`,
          detail: { unit: input.unit, competency: input.competency, signal: signal?.id ?? null },
        },
      }
    },
  }),

  query({
    path: '/kebutuhan/parameter',
    access: 'need.rank',
    input: z.object({}),
    handle: (context) => parametersPage(context),
  }),

  command({
    path: '/kebutuhan/parameter',
    access: 'need.rank',
    audit: 'need.parameter_set',
    input: NewParameter,
    invalid: (context, _raw, form) => parametersPage(context, form),
    async handle(context, input) {
      const { db, scope, now, t, language } = context
      const text = t(needMessages).parameters
      if (!(await reachesAll(db, scope))) throw new Refusal(409, text.whole, { key: text.whole })
      refusePast(context, input.valid_from)
      const [least, most] = PARAMETER_BOUNDS[input.key]
      if (input.value < least || input.value > most)
        throw new Refusal(422, '', { value: text.range(formatNumber(least, language), formatNumber(most, language)) })
      await putDatedNumber(db, scope, PARAMETERS, now, input)
      return {
        redirect: '/kebutuhan/parameter',
        notice: text.saved,
        audit: { subject: `parameter:${input.key}`, detail: input },
      }
    },
  }),

  ...decisionRoutes,
]
