import { z } from 'zod'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { idParam } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { remembered } from '../../platform/remember.ts'
import { findServiceBySlug, listServices, type ServiceRow } from '../services/index.ts'
import { keepAnswer } from './answering.ts'
import { listWordingsUsed } from './elements/queries.ts'
import { listUnitFollowUps } from './follow-up/queries.ts'
import { findInvitation, redeemInvitation } from './invitations.ts'
import { surveyMessages } from './messages.ts'
import { Questionnaire, ServiceAddress, TokenText } from './model.ts'
import { beneath, listPublications, listUnits } from './queries.ts'
import { listQuestions } from './questions.ts'
import { listExtras, listTrend, listUnitIndexes, monthsUntil, ruleDate, skmResult, type UnitIndex } from './results.ts'
import { getRule } from './rules.ts'
import { ChooseService, QuestionnairePage, ThanksPage } from './views-public.tsx'
import { PublicResultPage, PublicResultsPage } from './views-public-results.tsx'

type PublicContext = Context<'public'>
const indexes = remembered<[string, string, string], UnitIndex[]>(
  (units) => units.reduce((sum, { result }) => sum + result.n, 0) > 2000,
)
const Institution = z.object({ institution: z.string() })
export const publicRoutes = [
  query({
    path: '/i/:institution/survei',
    access: 'public',
    input: Institution.extend({
      q: z.string().max(100).default('').catch(''),
      layanan: z.string().max(100).optional().catch(undefined),
    }),
    async handle({ db, scope, institution }, { q, layanan }) {
      const services = (await listServices(db, scope)).filter((service) => service.active)
      const wanted = layanan && services.find((service) => service.slug === layanan)
      if (wanted) return { redirect: `/i/${institution.slug}/survei/${wanted.slug}` }
      const words = q.toLowerCase().split(/\s+/).filter(Boolean)
      const found = services.filter((service) =>
        words.every((word) => `${service.name} ${service.unit_name}`.toLowerCase().includes(word)),
      )
      return { page: <ChooseService services={found} search={q} /> }
    },
  }),

  query({
    path: '/i/:institution/survei/:service',
    frequent: true,
    access: 'public',
    input: ServiceAddress,
    sample: { service: 'select slug from services.service where active limit 1' },
    async handle(context, input) {
      return questionnaire(context, await openService(context, input.service), undefined)
    },
  }),

  command({
    path: '/i/:institution/survei/:service',
    frequent: true,
    together: true,
    access: 'public',
    audit: 'survey.answered',
    input: ServiceAddress.and(Questionnaire),
    // The people of a waiting room share one address.
    limit: { points: 300, seconds: 600, by: 'ip' },
    sample: { service: 'select slug from services.service where active limit 1' },
    async invalid(context, raw) {
      return questionnaire(context, await servedBy(context, String(raw['service'])), undefined)
    },
    async handle(context, input) {
      const service = await keepAnswer(context, () => servedBy(context, input.service), 'link', input)
      return thanks(context, service)
    },
  }),

  query({
    path: '/i/:institution/survei/undangan/:token',
    access: 'public',
    input: z.object({ token: TokenText }),
    sample: { token: "select 'XXXX-XXXX-XXXX'" },
    async handle(context, { token }) {
      return questionnaire(context, await invitedService(context, token), token)
    },
  }),

  command({
    path: '/i/:institution/survei/undangan',
    access: 'public',
    audit: 'survey.answered',
    input: z.object({ token: TokenText }).and(Questionnaire),
    limit: { points: 300, seconds: 600, by: 'ip' },
    async invalid(context, raw) {
      const token = String(raw['token'] ?? '')
      return questionnaire(context, await invitedService(context, token), token)
    },
    async handle(context, input) {
      const service = await keepAnswer(context, () => invitedService(context, input.token), 'invitation', input)
      if (!(await redeemInvitation(context.db, context.scope, input.token)))
        throw new Refusal(410, context.t(surveyMessages).tokenUsed)
      return thanks(context, service)
    },
  }),

  query({
    path: '/i/:institution/survei-selesai',
    access: 'public',
    input: Institution,
    async handle() {
      return { page: <ThanksPage /> }
    },
  }),

  query({
    path: '/i/:institution/hasil-survei',
    access: 'public',
    input: Institution,
    async handle({ db, scope, now, institution }) {
      const period = lastYear(now, institution.timeZone)
      const rule = await getRule(db, scope, ruleDate(period.to))
      const find = () => listUnitIndexes(db, scope, rule, period)
      const units = await indexes(scope, now, [period.from, period.to, rule.version], find)
      return { page: <PublicResultsPage units={units} period={period} least={rule.minRespondents} /> }
    },
  }),

  query({
    path: '/i/:institution/hasil-survei/:unit',
    access: 'public',
    input: Institution.extend({ unit: idParam() }),
    sample: { unit: 'select unit_id as unit from surveys.answer limit 1' },
    async handle({ db, scope, now, institution }, { unit: unitId }) {
      const units = await listUnits(db, scope)
      const unit = units.find((one) => one.id === unitId)
      if (!unit) throw new NotFound('unit')
      const period = lastYear(now, institution.timeZone)
      const rule = await getRule(db, scope, ruleDate(period.to))
      const within = beneath(units, unitId)
      return {
        page: (
          <PublicResultPage
            unit={unit}
            period={period}
            rule={rule}
            result={await skmResult(db, scope, { unitId, ...period })}
            used={await listWordingsUsed(db, scope, { ...period, units: within, rule: rule.code })}
            trend={await listTrend(db, scope, rule, { ...period, units: within })}
            extras={await listExtras(db, scope, rule, { ...period, units: within })}
            publications={await listPublications(db, scope, unitId)}
            followUps={await listUnitFollowUps(db, scope, within, 'shown')}
            today={localDate(now, institution.timeZone)}
          />
        ),
      }
    },
  }),
]

function lastYear(now: Date, timeZone: string) {
  const months = monthsUntil(localDate(now, timeZone), 12)
  return { from: months[0]!, to: months.at(-1)! }
}

async function openService(context: PublicContext, slug: string): Promise<ServiceRow> {
  const service = await servedBy(context, slug)
  if (!service.active) throw new Refusal(410, context.t(surveyMessages).retired)
  return service
}

/** Whoever has the form already was served: a service that ended meanwhile takes no answer away from them. */
async function servedBy({ db, scope }: PublicContext, slug: string): Promise<ServiceRow> {
  const service = await findServiceBySlug(db, scope, slug)
  if (!service) throw new NotFound('service')
  return service
}

async function invitedService(context: PublicContext, token: string): Promise<ServiceRow> {
  const { db, scope, now, institution } = context
  const text = context.t(surveyMessages)
  const [invitation, services] = await Promise.all([findInvitation(db, scope, token), listServices(db, scope)])
  if (!invitation) throw new Refusal(410, text.tokenUnknown)
  if (invitation.used) throw new Refusal(410, text.tokenUsed)
  if (invitation.expires_on < localDate(now, institution.timeZone)) throw new Refusal(410, text.tokenExpired)
  const service = services.find((one) => one.id === invitation.service_id)
  if (!service) throw new Refusal(410, text.tokenUnknown)
  return service
}

async function questionnaire(context: PublicContext, service: ServiceRow, token: string | undefined) {
  const today = localDate(context.now, context.institution.timeZone)
  const [rule, questions] = await Promise.all([
    getRule(context.db, context.scope, today),
    listQuestions(context.db, context.scope, today),
  ])
  return {
    page: <QuestionnairePage service={service} rule={rule} questions={questions} form={context.form} token={token} />,
  }
}

/** The audit trail says that somebody answered about this service; it names neither the answer nor the invitation. */
function thanks({ institution }: PublicContext, service: ServiceRow) {
  return { redirect: `/i/${institution.slug}/survei-selesai`, audit: { subject: `service:${service.id}` } }
}
