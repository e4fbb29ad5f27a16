import { z } from 'zod'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { localDate } from '../../../platform/i18n.ts'
import { listServices, type ServiceRow } from '../../services/index.ts'
import { keepAnswer, unknownChoices } from '../answering.ts'
import { answerIdOf, cleanComment, submitAnswers } from '../intake.ts'
import { countSoon } from '../jobs.ts'
import { givenAnswers, Questionnaire, ServiceAddress, type Submission } from '../model.ts'
import { beneath, listUnits } from '../queries.ts'
import { listQuestions } from '../questions.ts'
import { getFigures, getRule } from '../rules.ts'
import { kioskMessages } from './messages.ts'
import { COOKIE_SECONDS, dayOf, KIOSK_COOKIE, keyOf, PairInput, readStored, StoredAnswers } from './model.ts'
import { InstallPage, KioskForm, KioskStart, NotPairedPage } from './public-views.tsx'
import { countKiosk, type Device, findByCode, findDevice, pairKiosk } from './queries.ts'

type PublicContext = Context<'public'>
const LIMIT = { points: 600, seconds: 600, by: 'ip' } as const

export const kioskPublicRoutes = [
  query({
    path: '/i/:institution/kios/pasang/:code',
    access: 'public',
    input: PairInput,
    limit: { points: 30, seconds: 600, by: 'ip' },
    sample: { code: "select 'AAAAAAAAAAAAAAAAAAAA'" },
    async handle({ db, scope, now, t }, { code }) {
      const kiosk = await findByCode(db, scope, now, code)
      if (!kiosk) throw new Refusal(410, t(kioskMessages).codeSpent)
      return { page: <InstallPage name={kiosk.name} code={code} /> }
    },
  }),

  command({
    path: '/i/:institution/kios/pasang',
    access: 'public',
    audit: 'survey.kiosk_paired',
    input: PairInput,
    limit: { points: 30, seconds: 600, by: 'ip' },
    invalid: async () => ({ page: <NotPairedPage /> }),
    async handle({ db, scope, now, t, institution }, { code }) {
      const paired = await pairKiosk(db, scope, now, localDate(now, institution.timeZone), code)
      if (!paired) throw new Refusal(410, t(kioskMessages).codeSpent)
      return {
        redirect: `/i/${institution.slug}/kios`,
        cookies: [{ name: KIOSK_COOKIE, value: paired.token, maxAge: COOKIE_SECONDS }],
        audit: { subject: `survey-kiosk:${paired.id}` },
      }
    },
  }),

  query({
    path: '/i/:institution/kios',
    access: 'public',
    input: z.object({}),
    async handle(context) {
      const { device, services } = await placeOf(context)
      if (!device) return { page: <NotPairedPage /> }
      const only = services.length === 1 ? services[0] : undefined
      if (only) return { redirect: `/i/${context.institution.slug}/kios/layanan/${only.slug}` }
      return { page: <KioskStart services={services} /> }
    },
  }),

  query({
    path: '/i/:institution/kios/layanan/:service',
    access: 'public',
    input: ServiceAddress,
    sample: { service: 'select slug from services.service where active limit 1' },
    handle: (context, { service }) => kioskForm(context, service),
  }),

  command({
    path: '/i/:institution/kios/layanan/:service',
    access: 'public',
    audit: 'survey.answered',
    input: ServiceAddress.and(Questionnaire),
    limit: LIMIT,
    sample: { service: 'select slug from services.service where active limit 1' },
    invalid: (context, raw) => kioskForm(context, String(raw['service'])),
    async handle(context, input) {
      const { db, scope, now, t, institution } = context
      const { device, ...service } = await keepAnswer(
        context,
        async () => {
          const place = await needPlace(context)
          return { ...serviceOf(place.services, input.service), device: place.device }
        },
        'kiosk',
        input,
      )
      await countKiosk(db, scope, device.id, {
        day: localDate(now, institution.timeZone),
        kept: 1,
        late: 0,
        refused: 0,
      })
      return {
        redirect: `/i/${institution.slug}/kios`,
        notice: `${t(kioskMessages).thanks} ${t(kioskMessages).thanksBody}`,
        audit: { subject: `service:${service.id}` },
      }
    },
  }),

  command({
    path: '/i/:institution/kios/jawaban',
    access: 'public',
    audit: 'survey.kiosk_answers',
    input: StoredAnswers,
    limit: LIMIT,
    async handle(context, { answers }) {
      const { device, ...result } = await keepStored(context, answers)
      return {
        json: result,
        audit: {
          subject: `survey-kiosk:${device.id}`,
          detail: { added: result.added, known: result.known, late: result.late, refused: result.refused.length },
        },
      }
    },
  }),
]

type Refused = { key: string; reason: 'broken' | 'unknown_service' | 'too_few_answers' }

/** Keeps what a kiosk has stored, each row once by its key; what cannot be kept is named and keeps nothing else out. */
async function keepStored(context: PublicContext, rows: readonly unknown[]) {
  const { db, scope, now, institution } = context
  const today = localDate(now, institution.timeZone)
  const given = rows.map((row) => ({ row, answer: readStored(row) }))
  // What was enough on the day it was answered is enough, whatever was decided while the kiosk was offline.
  const days = new Set(given.map(({ answer }) => (answer ? dayOf(answer.answered_on, today).day : today)))
  const [{ device, ever }, enough, questions] = await Promise.all([
    needPlace(context),
    Promise.all([...days].map(async (day) => [day, (await getFigures(db, scope, day)).minAnswered] as const)),
    listQuestions(db, scope, today),
  ])
  const leastOn = new Map(enough)
  const services = new Map(ever.map((service) => [service.slug, service]))
  const left = new Set<string>(questions.filter((one) => !one.asked).map((one) => one.code))
  const refused: Refused[] = []
  const items: Submission[] = []
  for (const { row, answer } of given) {
    const service = answer && services.get(answer.service)
    const { day, arrival } = dayOf(answer?.answered_on ?? today, today)
    if (!answer) refused.push({ key: keyOf(row), reason: 'broken' })
    else if (!service) refused.push({ key: answer.key, reason: 'unknown_service' })
    else if (givenAnswers(answer.answers) < leastOn.get(day)!)
      refused.push({ key: answer.key, reason: 'too_few_answers' })
    else {
      const unknown = unknownChoices(answer, questions)
      const out = unknown.length === 0 ? left : new Set([...left, ...unknown])
      const asked = <T,>(code: string, value: T) => (out.has(code) ? undefined : value)
      items.push({
        id: answerIdOf(institution.id, `${device.id}:${answer.key}`),
        serviceId: service.id,
        unitId: service.unit_id,
        channel: 'kiosk',
        answeredOn: day,
        arrival,
        answers: answer.answers,
        extras: {
          informasi: asked('informasi', answer.extras?.informasi),
          kepercayaan: asked('kepercayaan', answer.extras?.kepercayaan),
        },
        profile: {
          ageBand: asked('age_band', answer.age_band),
          gender: asked('gender', answer.gender),
          education: asked('education', answer.education),
          occupation: asked('occupation', answer.occupation),
          disability: asked('disability', answer.disability),
        },
        comment: cleanComment(answer.comment),
        wording: answer.wording,
      })
    }
  }
  const added = await submitAnswers(db, scope, now, items)
  await countSoon(db, institution.id, now, added)
  const late = Math.min(added, items.filter((item) => item.arrival !== 'live').length)
  await countKiosk(db, scope, device.id, { day: today, kept: added, late, refused: refused.length })
  return { device, added, known: items.length - added, late, refused }
}

async function kioskForm(context: PublicContext, slug: string) {
  const { db, scope, now, institution, form } = context
  const today = localDate(now, institution.timeZone)
  const [{ device, services }, rule, questions] = await Promise.all([
    placeOf(context),
    getRule(db, scope, today),
    listQuestions(db, scope, today),
  ])
  if (!device) return { page: <NotPairedPage /> }
  const service = serviceOf(services, slug)
  return {
    page: <KioskForm service={service} alone={services.length === 1} rule={rule} questions={questions} form={form} />,
  }
}

/** `ever`: those services too that ended while the kiosk was offline. */
type Place = { device: Device; services: readonly ServiceRow[]; ever: readonly ServiceRow[] }
const NOWHERE = { device: undefined, services: [], ever: [] } as const

/** The device this browser is, and the services of its unit and all beneath it. */
async function placeOf({ db, scope, request }: PublicContext): Promise<Place | typeof NOWHERE> {
  const [device, units, services] = await Promise.all([
    findDevice(db, scope, request.cookies[KIOSK_COOKIE]),
    listUnits(db, scope),
    listServices(db, scope),
  ])
  if (!device) return NOWHERE
  const within = new Set(beneath(units, device.unit_id))
  const ever = services.filter((service) => within.has(service.unit_id))
  return { device, services: ever.filter((service) => service.active), ever }
}

async function needPlace(context: PublicContext): Promise<Place> {
  const place = await placeOf(context)
  if (!place.device) throw new Refusal(410, context.t(kioskMessages).notPaired)
  return place
}

function serviceOf(services: readonly ServiceRow[], slug: string): ServiceRow {
  const service = services.find((one) => one.slug === slug)
  if (!service) throw new NotFound('service')
  return service
}
