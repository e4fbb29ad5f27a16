import { z } from 'zod'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { emptyForm, type FormState } from '../../platform/http/input.ts'
import { type Audited, command, type Outcome, query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { findServiceBySlug, listServices } from '../services/index.ts'
import { answerMessages } from './answer-messages.ts'
import { CheckPage, OpenPage, ResumePage, SectionPage, StartPage } from './answer-views.tsx'
import { readAnswers, readComplete, typedOf } from './answers.ts'
import { readCode } from './code.ts'
import { MinePage, RefusedPage, SavedPage, ThanksPage } from './end-views.tsx'
import { doorOf, finish, type Public } from './intake.tsx'
import { findDraft, insertDraft, lockDraft, setDraft } from './intake-queries.ts'
import { shownSections } from './logic.ts'
import { AnswerPage, openness } from './model.ts'
import { findAnswered, findBySlug, findShownVersion, findVersion, getRule, listOpen, listOwnUnits } from './queries.ts'

const Institution = z.object({ institution: z.string() })
const Start = Institution.extend({
  slug: z.string().max(100),
  layanan: z.string().max(100).optional().catch(undefined),
  undangan: z.string().max(60).optional().catch(undefined),
  kios: z.string().max(10).optional().catch(undefined),
})
const AtDraft = Institution.extend({ draft: z.string().max(60) })
const sampleStart = {
  slug: `select slug from questionnaires.questionnaire q join questionnaires.version v on v.questionnaire_id = q.id
    where v.state = 'published' and v.definition ->> 'audience' = 'public' and q.instrument = 'own' limit 1`,
}
/** A draft's code is known to nobody but its writer: the tests see the page that says so. */
const sampleDraft = { draft: "select 'XXXXXXXXXXXX'", section: "select 'bagian_1'" }
const limit = { points: 240, seconds: 600, by: 'ip' } as const
/** A kiosk that nobody touches goes back to its first page. */
const KIOSK_SECONDS = 180
const KIOSK_THANKS_SECONDS = 20

function base(context: Public): string {
  return `/i/${context.institution.slug}`
}

function gone(context: Public): Outcome {
  const text = context.t(answerMessages)
  return { page: <RefusedPage title={text.gone} body={text.goneBody} />, status: 410 }
}

async function startPage(
  context: Public,
  input: z.output<typeof Start>,
  form: FormState | undefined,
): Promise<Outcome> {
  const { db, scope } = context
  const row = await findBySlug(db, scope, input.slug)
  const version = row && (await findShownVersion(db, scope, row.id))
  if (!row || !version) throw new NotFound('questionnaire')
  const service = input.layanan ? await findServiceBySlug(db, scope, input.layanan) : undefined
  const door = await doorOf(context, row, version, 'ask')
  if (door.refused) return door.refused
  return {
    page: (
      <StartPage
        row={row}
        definition={version.definition}
        service={service}
        invitation={input.undangan}
        kiosk={input.kios === 'ya'}
        form={form}
      />
    ),
  }
}

/** The draft behind a code with its questionnaire, or the page that says why it cannot be gone on with. */
async function opened(context: Public, code: string, lock = false) {
  const { db, scope, now } = context
  const draft = await (lock ? lockDraft : findDraft)(db, scope, now, code)
  const version = draft && (await findVersion(db, scope, draft.questionnaire_id, draft.version))
  const row = draft && (await findAnswered(db, scope, draft.questionnaire_id))
  if (!draft || !version || !row) return { refused: gone(context) }
  if (!draft.content) return { refused: { redirect: `${base(context)}/isian/${code}/selesai` } satisfies Outcome }
  const shown = await findShownVersion(db, scope, row.id)
  const state = openness(shown, row, localDate(now, context.institution.timeZone))
  const text = context.t(answerMessages)
  if (state !== 'open')
    return {
      refused: { page: <RefusedPage title={text.closed} body={text.closedBody} />, status: 410 } satisfies Outcome,
    }
  const idle = (now.getTime() - draft.touched_at.getTime()) / 1000
  if (draft.content.channel === 'kiosk' && idle > KIOSK_SECONDS)
    return { refused: { redirect: `${base(context)}/kuesioner/${row.slug}?kios=ya` } satisfies Outcome }
  return { draft, content: draft.content, version, row, definition: version.definition }
}

async function sectionPage(context: Public, code: string, section: string, form: FormState): Promise<Outcome> {
  const found = await opened(context, code)
  if (found.refused) return found.refused
  const { definition, content } = found
  const shown = shownSections(definition, content.answers)
  const here = shown.find((one) => one.section.code === section)
  if (!here) return { redirect: `${base(context)}/isian/${code}` }
  const typed = form === emptyForm ? { ...emptyForm, values: typedOf(content.answers) } : form
  const services = content.service ? await listServices(context.db, context.scope) : []
  const kiosk = content.channel === 'kiosk'
  return {
    page: (
      <SectionPage
        code={code}
        definition={definition}
        section={section}
        answers={content.answers}
        kiosk={kiosk}
        about={services.find((one) => one.id === content.service)?.name}
        form={typed}
      />
    ),
    refresh: kiosk ? KIOSK_SECONDS + 5 : undefined,
  }
}

async function checkPage(context: Public, code: string, form: FormState): Promise<Outcome> {
  const found = await opened(context, code)
  if (found.refused) return found.refused
  const { definition, content } = found
  return {
    page: <CheckPage code={code} definition={definition} answers={content.answers} form={form} />,
    refresh: content.channel === 'kiosk' ? KIOSK_SECONDS + 5 : undefined,
  }
}

/** The answer of a command that found nothing to do. */
function unchanged(outcome: Outcome): Audited {
  return { ...outcome, audit: { subject: 'questionnaire:gone' } }
}

export const answerRoutes = [
  query({
    path: '/i/:institution/kuesioner',
    access: 'public',
    input: Institution,
    async handle({ db, scope, now, institution }) {
      const today = localDate(now, institution.timeZone)
      const open = await listOpen(db, scope, { audience: 'public', today })
      return { page: <OpenPage open={open.filter((row) => row.instrument === 'own')} /> }
    },
  }),

  query({
    path: '/kuesioner-saya',
    access: 'self',
    input: z.object({}),
    async handle({ db, scope, now, institution }) {
      const today = localDate(now, institution.timeZone)
      const units = await listOwnUnits(db, scope, scope.employee)
      return { page: <MinePage open={await listOpen(db, scope, { audience: 'staff', today, units })} /> }
    },
  }),

  query({
    path: '/i/:institution/kuesioner/:slug',
    access: 'public',
    input: Start,
    sample: sampleStart,
    handle: (context, input) => startPage(context, input, undefined),
  }),

  command({
    path: '/i/:institution/kuesioner/:slug',
    access: 'public',
    audit: 'questionnaire.begun',
    input: Start,
    sample: sampleStart,
    limit,
    invalid: (context, raw, form) => startPage(context, Start.parse(raw), form),
    async handle(context, input) {
      const { db, scope, now, institution } = context
      const row = await findBySlug(db, scope, input.slug)
      const version = row && (await findShownVersion(db, scope, row.id))
      if (!row || !version) throw new NotFound('questionnaire')
      const door = await doorOf(context, row, version, input.undangan ?? '')
      if (door.refused) return unchanged(door.refused)
      const service = input.layanan ? await findServiceBySlug(db, scope, input.layanan) : undefined
      const { value: days } = await getRule(db, scope, 'draft_days', localDate(now, institution.timeZone))
      const kiosk = input.kios === 'ya' && door.content.channel === 'link'
      const code = await insertDraft(db, scope, now, {
        questionnaire: row.id,
        version: version.number,
        days,
        content: {
          ...door.content,
          ...(service && { service: service.id, unit: service.unit_id }),
          ...(kiosk && { channel: 'kiosk' as const }),
          answers: {},
        },
      })
      return { redirect: `${base(context)}/isian/${code}`, audit: { subject: `questionnaire:${row.id}` } }
    },
  }),

  query({
    path: '/i/:institution/isian',
    access: 'public',
    input: Institution,
    handle: async () => ({ page: <ResumePage form={undefined} /> }),
  }),

  command({
    path: '/i/:institution/isian',
    access: 'public',
    audit: 'questionnaire.resumed',
    input: Institution.extend({ kode: z.string().max(60).default('') }),
    limit: { points: 20, seconds: 600, by: 'ip' },
    invalid: async (_context, _raw, form) => ({ page: <ResumePage form={form} /> }),
    async handle(context, { kode }) {
      const text = context.t(answerMessages)
      const code = readCode(kode)
      if (!code) throw new Refusal(422, text.codeWrong, { kode: text.codeWrong })
      const draft = await findDraft(context.db, context.scope, context.now, code)
      if (!draft) throw new Refusal(422, text.codeGone, { kode: text.codeGone })
      return {
        redirect: `${base(context)}/isian/${code}`,
        audit: { subject: `questionnaire:${draft.questionnaire_id}` },
      }
    },
  }),

  query({
    path: '/i/:institution/isian/:draft',
    access: 'public',
    input: AtDraft,
    sample: sampleDraft,
    async handle(context, { draft: code }) {
      const found = await opened(context, code)
      if (found.refused) return found.refused
      const shown = shownSections(found.definition, found.content.answers)
      // Where somebody left off: the first section with nothing said yet.
      const next = shown.find(({ questions }) =>
        questions.every((one) => found.content.answers[one.code] === undefined),
      )
      const section = (next ?? shown[0])?.section.code
      return { redirect: `${base(context)}/isian/${code}/${section ? `bagian/${section}` : 'periksa'}` }
    },
  }),

  query({
    path: '/i/:institution/isian/:draft/bagian/:section',
    access: 'public',
    input: AtDraft.extend({ section: z.string().max(40) }),
    sample: sampleDraft,
    handle: (context, { draft, section }) => sectionPage(context, draft, section, emptyForm),
  }),

  command({
    path: '/i/:institution/isian/:draft/bagian/:section',
    access: 'public',
    audit: 'questionnaire.answered',
    input: AnswerPage,
    sample: sampleDraft,
    limit,
    invalid: (context, raw, form) => sectionPage(context, String(raw['draft']), String(raw['section']), form),
    async handle(context, input) {
      const { db, scope, now, language } = context
      const { draft: code, section } = input
      const found = await opened(context, code, true)
      if (found.refused) return unchanged(found.refused)
      const { definition, content, row, version } = found
      const here = shownSections(definition, content.answers).find((one) => one.section.code === section)
      if (!here) return unchanged({ redirect: `${base(context)}/isian/${code}` })
      const later = input.act === 'later'
      const { answers, errors } = (later ? readAnswers : readComplete)(here.questions, input, language)
      if (Object.keys(errors).length > 0) throw new Refusal(422, '', errors)
      const others = Object.entries(content.answers).filter(([one]) => !here.questions.some((q) => q.code === one))
      const kept = { ...content, answers: { ...Object.fromEntries(others), ...answers } }
      const audit = { subject: `questionnaire:${row.id}` }
      const shown = shownSections(definition, kept.answers)
      const next = shown[shown.findIndex((one) => one.section.code === section) + 1]
      if (!later && !next && definition.sections.length === 1)
        return finish(context, code, { row, version, content: kept })
      await setDraft(db, scope, now, code, kept)
      if (later) return { redirect: `${base(context)}/isian/${code}/simpan`, audit }
      return { redirect: `${base(context)}/isian/${code}/${next ? `bagian/${next.section.code}` : 'periksa'}`, audit }
    },
  }),

  query({
    path: '/i/:institution/isian/:draft/simpan',
    access: 'public',
    input: AtDraft,
    sample: sampleDraft,
    async handle(context, { draft: code }) {
      const found = await opened(context, code)
      if (found.refused) return found.refused
      return { page: <SavedPage code={code} until={found.draft.expires_at} next={`${base(context)}/isian/${code}`} /> }
    },
  }),

  query({
    path: '/i/:institution/isian/:draft/periksa',
    access: 'public',
    input: AtDraft,
    sample: sampleDraft,
    handle: (context, { draft }) => checkPage(context, draft, emptyForm),
  }),

  command({
    path: '/i/:institution/isian/:draft/kirim',
    access: 'public',
    audit: 'questionnaire.sent',
    input: AtDraft,
    sample: sampleDraft,
    limit,
    invalid: (context, raw, form) => checkPage(context, String(raw['draft']), form),
    async handle(context, { draft: code }) {
      const found = await opened(context, code, true)
      if (found.refused) return unchanged(found.refused)
      return finish(context, code, found)
    },
  }),

  query({
    path: '/i/:institution/isian/:draft/selesai',
    access: 'public',
    input: AtDraft.extend({ kios: z.string().optional().catch(undefined) }),
    sample: sampleDraft,
    async handle(context, { draft: code, kios }) {
      const { db, scope, now } = context
      const draft = await findDraft(db, scope, now, code)
      const row = draft && (await findAnswered(db, scope, draft.questionnaire_id))
      const version = draft && (await findVersion(db, scope, draft.questionnaire_id, draft.version))
      if (!draft || !row || !version) return gone(context)
      if (draft.content) return { redirect: `${base(context)}/isian/${code}` }
      const kiosk = kios === 'ya'
      if (kiosk && now.getTime() - draft.touched_at.getTime() > (KIOSK_THANKS_SECONDS - 2) * 1000)
        return { redirect: `${base(context)}/kuesioner/${row.slug}?kios=ya` }
      return {
        page: <ThanksPage row={row} definition={version.definition} kiosk={kiosk} service={undefined} />,
        refresh: kiosk ? KIOSK_THANKS_SECONDS : undefined,
      }
    },
  }),
]
