import { z } from 'zod'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { type Context, command, type Outcome, query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { findServiceBySlug, listServices, type ServiceRow } from '../services/index.ts'
import { submitResponses } from './acts.ts'
import { answerMessages } from './answer-messages.ts'
import { readComplete } from './answers.ts'
import { RefusedPage, ShortChoosePage, ShortPage, ThanksPage } from './end-views.tsx'
import { openShortSurvey } from './intake.tsx'
import { findBySlug, findVersion, type QuestionnaireRow, type VersionRow } from './queries.ts'
import { SHORT_SLUG } from './short-survey.ts'

type Public = Context<'public'>
const Institution = z.object({ institution: z.string() })
const AtService = Institution.extend({ service: z.string().max(100), kios: z.string().optional().catch(undefined) })
const visited = { sample: { service: 'select slug from services.service where active order by slug limit 1' } }
const KIOSK_THANKS_SECONDS = 20

async function serviceOf({ db, scope }: Public, slug: string): Promise<ServiceRow> {
  const service = await findServiceBySlug(db, scope, slug)
  if (!service?.active) throw new NotFound('service')
  return service
}

function notOpen(context: Public): Outcome {
  const text = context.t(answerMessages)
  const action = { href: `/i/${context.institution.slug}/survei`, label: text.rate }
  return { page: <RefusedPage title={text.shortClosed} body={text.shortClosedBody} action={action} /> }
}

const DAY = 86_400_000

/** In whose words somebody was asked: a page that was opened under the version before may still be sent for a day. */
async function wordedVersion(context: Public, row: QuestionnaireRow, now: VersionRow, typed: unknown) {
  const number = typeof typed === 'string' && /^\d{1,4}$/.test(typed) ? Number(typed) : now.number
  if (number === now.number) return now
  const shown = await findVersion(context.db, context.scope, row.id, number)
  const ended = shown?.closed_at?.getTime()
  return shown && ended !== undefined && context.now.getTime() - ended < DAY ? shown : now
}

async function shortPage(context: Public, slug: string, kiosk: boolean): Promise<Outcome> {
  const service = await serviceOf(context, slug)
  const row = await findBySlug(context.db, context.scope, SHORT_SLUG)
  const version = await openShortSurvey(context, row)
  if (!row || !version) return notOpen(context)
  // An office that has added sections gets them page by page, like any questionnaire.
  if (version.definition.sections.length > 1)
    return { redirect: `/i/${context.institution.slug}/kuesioner/${SHORT_SLUG}?layanan=${service.slug}` }
  return { page: <ShortPage version={version} service={service} kiosk={kiosk} form={context.form} /> }
}

export const shortRoutes = [
  query({
    path: '/i/:institution/survei-singkat',
    access: 'public',
    input: Institution,
    async handle(context) {
      const row = await findBySlug(context.db, context.scope, SHORT_SLUG)
      if (!(await openShortSurvey(context, row))) return notOpen(context)
      const services = (await listServices(context.db, context.scope)).filter((one) => one.active)
      return { page: <ShortChoosePage services={services} /> }
    },
  }),

  query({
    path: '/i/:institution/survei-singkat/:service',
    access: 'public',
    input: AtService,
    ...visited,
    handle: (context, { service, kios }) => shortPage(context, service, kios === 'ya'),
  }),

  command({
    path: '/i/:institution/survei-singkat/:service',
    access: 'public',
    audit: 'questionnaire.sent',
    input: z.looseObject(AtService.shape),
    ...visited,
    limit: { points: 60, seconds: 600, by: 'ip' },
    invalid: (context, raw) => shortPage(context, String(raw['service']), raw['kios'] === 'ya'),
    async handle(context, input) {
      const { db, scope, now, institution, language } = context
      const service = await serviceOf(context, input.service)
      const row = await findBySlug(db, scope, SHORT_SLUG)
      const version = await openShortSurvey(context, row)
      if (!row || !version) throw new Refusal(410, context.t(answerMessages).closed)
      const worded = await wordedVersion(context, row, version, input['versi'])
      const { answers, errors } = readComplete(worded.definition.sections[0]?.questions ?? [], input, language)
      if (Object.keys(errors).length > 0) throw new Refusal(422, '', errors)
      await submitResponses(db, scope, [
        {
          questionnaire_id: row.id,
          version: worded.number,
          unit_id: service.unit_id,
          service_id: service.id,
          channel: input.kios === 'ya' ? 'kiosk' : 'link',
          answered_on: localDate(now, institution.timeZone),
          answers,
        },
      ])
      const kiosk = input.kios === 'ya' ? `?kios=${now.getTime()}` : ''
      return {
        redirect: `/i/${institution.slug}/survei-singkat/${service.slug}/selesai${kiosk}`,
        audit: { subject: `service:${service.id}` },
      }
    },
  }),

  query({
    path: '/i/:institution/survei-singkat/:service/selesai',
    access: 'public',
    input: AtService,
    ...visited,
    async handle(context, { service: slug, kios }) {
      const service = await serviceOf(context, slug)
      const row = await findBySlug(context.db, context.scope, SHORT_SLUG)
      const version = await openShortSurvey(context, row)
      if (!row || !version) return notOpen(context)
      const sent = Number(kios ?? 0)
      // The kiosk's page asks again after a while, and by then the next person stands there.
      if (sent > 0 && context.now.getTime() - sent > (KIOSK_THANKS_SECONDS - 2) * 1000)
        return { redirect: `/i/${context.institution.slug}/survei-singkat/${service.slug}?kios=ya` }
      return {
        page: <ThanksPage row={row} definition={version.definition} kiosk={sent > 0} service={service.slug} />,
        refresh: sent > 0 ? KIOSK_THANKS_SECONDS : undefined,
      }
    },
  }),
]
