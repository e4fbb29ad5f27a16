import { z } from 'zod'
import { requireUnit } from '../../../platform/access.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { formatDate, localDate } from '../../../platform/i18n.ts'
import { listServices, servicePopulation } from '../../services/index.ts'
import { createInvitations } from '../invitations.ts'
import { surveyMessages } from '../messages.ts'
import { getRule } from '../rules.ts'
import { listSurveyed } from '../yearly/queries.ts'
import { planMessages } from './messages.ts'
import { DrawInput, NewPlan, PlanAddress, StrataInput } from './model.ts'
import {
  findPlan,
  insertPlan,
  listPlans,
  listProgress,
  listStrata,
  lockPlan,
  setPlanState,
  setStrata,
} from './queries.ts'
import { PlanPage, PlansPage, strataSeen } from './views.tsx'

type PlanContext = Context<'survey.plan'>
const SAMPLE = { id: 'select id from surveys.plan order by id limit 1' }

export const planRoutes = [
  query({ path: '/survei/rencana', access: 'survey.plan', input: z.object({}), handle: plansPage }),

  command({
    path: '/survei/rencana',
    access: 'survey.plan',
    audit: 'survey.plan_made',
    input: NewPlan,
    invalid: plansPage,
    async handle({ db, scope, now, t, tree }, plan) {
      requireUnit(scope, plan.unit)
      const within = tree.beneath(plan.unit)
      const services = (await listServices(db, scope)).filter((one) => one.active && within.includes(one.unit_id))
      if (services.length === 0) throw new Refusal(422, '', { unit: t(planMessages).noServices })
      const id = await insertPlan(db, scope, now, plan, services)
      return {
        redirect: `/survei/rencana/${id}`,
        audit: { subject: `survey-plan:${id}`, detail: { unit: plan.unit, services: services.length } },
      }
    },
  }),

  query({
    path: '/survei/rencana/:id',
    access: 'survey.plan',
    input: PlanAddress,
    sample: SAMPLE,
    handle: (context, { id }) => planPage(context, id),
  }),

  command({
    path: '/survei/rencana/:id/populasi',
    access: 'survey.plan',
    audit: 'survey.plan_counted',
    input: StrataInput,
    sample: SAMPLE,
    invalid: (context, raw) => planPage(context, String(raw['id'])),
    async handle(context, { id, source, populations }) {
      const { db, scope } = context
      const text = context.t(planMessages)
      const plan = await draftPlan(context, id)
      const stored = await listStrata(db, scope, id)
      context.requireSeen(strataSeen(stored))
      const strata = stored.map((stratum) => {
        const population = populations[stratum.service_id] ?? 0
        // A number that stays as the transactions had it keeps its origin.
        const same = stratum.origin === 'transactions' && stratum.population === population
        return {
          ...stratum,
          population,
          origin: same ? stratum.origin : ('typed' as const),
          source: same ? stratum.source : (source ?? ''),
        }
      })
      if (!source && strata.some((stratum) => stratum.population > 0 && stratum.origin === 'typed'))
        throw new Refusal(422, '', { source: text.sourceMissing })
      await setStrata(db, scope, plan, strata, await samplingToday(context))
      return {
        redirect: `/survei/rencana/${id}`,
        notice: text.saved,
        audit: {
          subject: `survey-plan:${id}`,
          detail: { total: strata.reduce((sum, one) => sum + one.population, 0) },
        },
      }
    },
  }),

  command({
    path: '/survei/rencana/:id/transaksi',
    access: 'survey.plan',
    audit: 'survey.plan_counted',
    input: PlanAddress,
    sample: SAMPLE,
    invalid: (context, raw) => planPage(context, String(raw['id'])),
    async handle(context, { id }) {
      const { db, scope, language } = context
      const text = context.t(planMessages)
      const plan = await draftPlan(context, id)
      const to = lastDayOf(plan.last_month)
      const counted = new Map<string, number>()
      for (const row of await servicePopulation(db, scope, { from: plan.first_month, to }))
        counted.set(row.service_id, (counted.get(row.service_id) ?? 0) + row.count)
      const source = text.factsSource(formatDate(plan.first_month, language), formatDate(to, language))
      // A service whose transactions are not recorded keeps the number that was typed.
      const strata = (await listStrata(db, scope, id)).map((stratum) => {
        const population = counted.get(stratum.service_id)
        return population ? { ...stratum, population, origin: 'transactions' as const, source } : stratum
      })
      const total = strata.reduce((sum, one) => sum + (one.origin === 'transactions' ? one.population : 0), 0)
      if (total === 0) throw new Refusal(409, text.factsNone)
      await setStrata(db, scope, plan, strata, await samplingToday(context))
      return {
        redirect: `/survei/rencana/${id}`,
        notice: text.factsTaken(String(total)),
        audit: { subject: `survey-plan:${id}`, detail: { total, origin: 'transactions' } },
      }
    },
  }),

  command({
    path: '/survei/rencana/:id/mulai',
    access: 'survey.plan',
    audit: 'survey.plan_started',
    input: PlanAddress,
    sample: SAMPLE,
    invalid: (context, raw) => planPage(context, String(raw['id'])),
    async handle(context, { id }) {
      const text = context.t(planMessages)
      const plan = await draftPlan(context, id)
      if (plan.population === 0) throw new Refusal(409, text.emptyPopulation)
      await setPlanState(context.db, context.scope, context.now, id, 'active')
      return {
        redirect: `/survei/rencana/${id}`,
        notice: text.locked,
        audit: { subject: `survey-plan:${id}`, detail: { population: plan.population, target: plan.target } },
      }
    },
  }),

  command({
    path: '/survei/rencana/:id/tutup',
    access: 'survey.plan',
    audit: 'survey.plan_closed',
    input: PlanAddress,
    sample: SAMPLE,
    invalid: (context, raw) => planPage(context, String(raw['id'])),
    async handle(context, { id }) {
      await activePlan(context, id)
      await setPlanState(context.db, context.scope, context.now, id, 'closed')
      return {
        redirect: `/survei/rencana/${id}`,
        notice: context.t(planMessages).closed,
        audit: { subject: `survey-plan:${id}` },
      }
    },
  }),

  command({
    path: '/survei/rencana/:id/undang',
    access: 'survey.plan',
    audit: 'survey.invited',
    input: DrawInput,
    sample: SAMPLE,
    invalid: (context, raw) => planPage(context, String(raw['id'])),
    async handle(context, { id, service: serviceId, size, expires_on }) {
      const { db, scope, now, institution } = context
      const text = context.t(planMessages)
      const plan = await activePlan(context, id)
      if (expires_on < localDate(now, institution.timeZone))
        throw new Refusal(422, '', { expires_on: context.t(surveyMessages).expiresPast })
      const stratum = (await listStrata(db, scope, id)).find((one) => one.service_id === serviceId)
      const service = (await listServices(db, scope)).find((one) => one.id === serviceId)
      if (!stratum || !service) throw new Refusal(422, '', { service: context.t(surveyMessages).serviceUnknown })
      const batch = await createInvitations(db, scope, now, {
        service_id: serviceId,
        unit_id: stratum.unit_id,
        label: text.sheetLabel(plan.name, service.name),
        size,
        expires_on,
        plan_id: id,
      })
      return {
        redirect: `/survei/rencana/${id}`,
        notice: text.drawn(String(size)),
        audit: { subject: `survey-batch:${batch}`, detail: { plan: id, service: service.slug, size } },
      }
    },
  }),
]

async function plansPage({ db, scope, form, now, institution, tree }: PlanContext) {
  const units = tree.named.filter((unit) => scope.units.includes(unit.id))
  const today = localDate(now, institution.timeZone)
  const plans = await listPlans(db, scope)
  const yearly = await listSurveyed(db, scope, today)
  return { page: <PlansPage plans={plans} yearly={yearly} units={units} form={form} month={today.slice(0, 7)} /> }
}

async function planPage(context: PlanContext, id: string) {
  const { db, scope, form } = context
  const plan = await getPlan(context, id)
  const services = new Map((await listServices(db, scope)).map((service) => [service.id, service]))
  const strata = (await listStrata(db, scope, id))
    .map((stratum) => ({ ...stratum, name: services.get(stratum.service_id)?.name ?? stratum.service_id }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'id'))
  return {
    page: <PlanPage plan={plan} strata={strata} progress={await listProgress(db, scope, plan)} form={form} />,
  }
}

/** A target is reckoned as the rule has it on the day it is counted, and stays so. */
async function samplingToday({ db, scope, now, institution }: PlanContext) {
  const { chi, share, margin } = (await getRule(db, scope, localDate(now, institution.timeZone))).sampling
  return { chi, share, margin }
}

async function getPlan({ db, scope }: PlanContext, id: string) {
  const plan = await findPlan(db, scope, id)
  if (!plan) throw new NotFound('plan')
  return plan
}

async function draftPlan({ db, scope, t }: PlanContext, id: string) {
  const plan = await lockPlan(db, scope, id)
  if (!plan) throw new NotFound('plan')
  if (plan.state !== 'draft') throw new Refusal(409, t(planMessages).notDraft)
  return plan
}

async function activePlan({ db, scope, t }: PlanContext, id: string) {
  const plan = await lockPlan(db, scope, id)
  if (!plan) throw new NotFound('plan')
  if (plan.state !== 'active') throw new Refusal(409, t(planMessages).notActive)
  return plan
}

function lastDayOf(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
}
