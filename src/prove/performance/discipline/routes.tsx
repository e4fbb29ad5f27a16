import { z } from 'zod'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { type FormState, idParam } from '../../../platform/http/input.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { formatDate, localDate } from '../../../platform/i18n.ts'
import { reportCase, takeStep, workingDaysFrom } from './acts.ts'
import { disciplineMessages as messages } from './messages.ts'
import { type Act, actsOf, DecisionInput, LEVELS, partsOf, ReportInput, SummonInput, TextInput } from './model.ts'
import {
  type CaseRow,
  findCase,
  findSubject,
  listCases,
  listEvents,
  listOfficers,
  listSanctions,
  type Step,
} from './queries.ts'
import { CaseList, CasePage, ReportPage } from './views.tsx'

type Self = Context<'self'>
type Raw = Readonly<Record<string, unknown>>
const Id = z.object({ id: idParam() })
const SAMPLE = { id: 'select id from performance.discipline_case order by id limit 1' }

function clockOf(ctx: Pick<Self, 'now' | 'institution'>) {
  const { timeZone } = ctx.institution
  return { now: ctx.now, timeZone, today: localDate(ctx.now, timeZone) }
}

async function caseOf(ctx: Self, raw: Raw, lock = false): Promise<CaseRow> {
  const parsed = Id.safeParse(raw)
  const one = parsed.success ? await findCase(ctx.db, ctx.scope, parsed.data.id, lock) : undefined
  if (!one) throw new NotFound('discipline case')
  return one
}

async function casePage(ctx: Self, raw: Raw, form: FormState, failed?: Act) {
  const one = await caseOf(ctx, raw)
  const parts = partsOf(one, ctx.scope.account, ctx.scope.employee)
  return {
    page: (
      <CasePage
        one={one}
        events={await listEvents(ctx.db, ctx.scope, one.id)}
        acts={actsOf(one, parts, clockOf(ctx))}
        sanctions={listSanctions(ctx.scope)}
        form={form}
        failed={failed}
      />
    ),
  }
}

async function reportPage(ctx: Context<'discipline.report'>, form: FormState) {
  return {
    page: (
      <ReportPage
        examiners={await listOfficers(ctx.db, ctx.scope, ctx.now, 'discipline.report')}
        authorities={await listOfficers(ctx.db, ctx.scope, ctx.now, 'discipline.decide')}
        sanctions={listSanctions(ctx.scope)}
        today={localDate(ctx.now, ctx.institution.timeZone)}
        form={form}
      />
    ),
  }
}

/** Nobody judges themselves, nobody decides what they reported, and an objection goes to somebody else. */
async function checkReport(ctx: Context<'discipline.report'>, input: ReportInput) {
  const text = ctx.t(messages)
  const fields: Record<string, string> = {}
  const subject = await findSubject(ctx.db, ctx.scope, input.nip)
  const examiners = await listOfficers(ctx.db, ctx.scope, ctx.now, 'discipline.report')
  const authorities = await listOfficers(ctx.db, ctx.scope, ctx.now, 'discipline.decide')
  if (!subject) fields['nip'] = text.nipUnknown
  else if (subject.id === ctx.scope.employee) fields['nip'] = text.conflict.own
  if (input.happened_on > localDate(ctx.now, ctx.institution.timeZone)) fields['happened_on'] = text.future
  for (const [field, rows] of [
    ['examiner', examiners],
    ['authority', authorities],
    ['appeal_authority', authorities],
  ] as const) {
    const chosen = rows.find((row) => row.id === input[field])
    if (!chosen) fields[field] = text.conflict.unknown
    else if (subject && chosen.employee_id === subject.id) fields[field] = text.conflict.self
    else if (field !== 'examiner' && chosen.id === ctx.scope.account) fields[field] = text.conflict.reporter
  }
  if (input.appeal_authority === input.authority || input.appeal_authority === input.examiner)
    fields['appeal_authority'] ??= text.conflict.same
  if (!subject || Object.keys(fields).length > 0) throw new Refusal(422, '', fields)
  return subject
}

/** One step of a case: under its lock, only where part, state and clock allow it. */
async function step(
  ctx: Self,
  id: string,
  act: Act,
  make: (one: CaseRow) => Promise<Omit<Step, 'account' | 'appeal_until' | 'appeal_due'>>,
) {
  const one = await caseOf(ctx, { id }, true)
  const clock = clockOf(ctx)
  const parts = partsOf(one, ctx.scope.account, ctx.scope.employee)
  if (!actsOf(one, parts, clock).has(act)) throw new Refusal(409, ctx.t(messages).notNow)
  const made = await make(one)
  await takeStep(ctx.db, ctx.scope, clock, one, made)
  return {
    redirect: `/disiplin/${id}`,
    notice: ctx.t(messages).done,
    // What was said stays in the case: the trail is read by others.
    audit: { subject: `discipline:${id}`, detail: { step: made.kind } },
  }
}

/** The sanction chosen, none where it is empty; never above what the case allows. */
async function sanctionOf(ctx: Self, code: string, one: CaseRow, appeal: boolean): Promise<string | null> {
  if (code === '') return null
  const text = ctx.t(messages)
  const sanctions = listSanctions(ctx.scope)
  const place = (wanted: string | null) => sanctions.findIndex((row) => row.code === wanted)
  const chosen = sanctions[place(code)]
  if (!chosen?.offered || LEVELS.indexOf(chosen.level) > LEVELS.indexOf(one.level))
    throw new Refusal(422, '', { sanction: text.tooHeavy })
  if (appeal && place(code) > place(one.sanction_code)) throw new Refusal(422, '', { sanction: text.heavier })
  return code
}

export const disciplineRoutes = [
  query({
    path: '/disiplin',
    access: 'self',
    input: z.object({}),
    handle: async (ctx) => ({
      page: (
        <CaseList rows={await listCases(ctx.db, ctx.scope)} mayReport={ctx.also('discipline.report') !== undefined} />
      ),
    }),
  }),

  query({
    path: '/disiplin/lapor',
    access: 'discipline.report',
    input: z.object({}),
    handle: (ctx) => reportPage(ctx, ctx.form),
  }),

  command({
    path: '/disiplin/lapor',
    access: 'discipline.report',
    audit: 'discipline.reported',
    input: ReportInput,
    invalid: (ctx, _raw, form) => reportPage(ctx, form),
    async handle(ctx, input) {
      const subject = await checkReport(ctx, input)
      const { nip: _nip, ...rest } = input
      const id = await reportCase(ctx.db, ctx.scope, ctx.now, { ...rest, subject, reporter: ctx.actor.account })
      return {
        redirect: `/disiplin/${id}`,
        notice: ctx.t(messages).reported,
        audit: { subject: `discipline:${id}` },
      }
    },
  }),

  query({
    path: '/disiplin/:id',
    access: 'self',
    input: Id,
    sample: SAMPLE,
    handle: (ctx, input) => casePage(ctx, input, ctx.form),
  }),

  command({
    path: '/disiplin/:id/panggil',
    access: 'self',
    audit: 'discipline.summoned',
    input: SummonInput,
    invalid: (ctx, raw, form) => casePage(ctx, raw, form, 'summon'),
    handle: (ctx, { id, hearing_on, body }) =>
      step(ctx, id, 'summon', async (one) => {
        const clock = clockOf(ctx)
        const earliest = await workingDaysFrom(ctx.db, ctx.scope, clock, one.unit_id, 'summon_days')
        if (hearing_on < localDate(earliest, clock.timeZone))
          throw new Refusal(422, '', {
            hearing_on: ctx.t(messages).tooSoon(formatDate(earliest, ctx.language, clock.timeZone)),
          })
        return { kind: 'summoned', state: 'summoned', body, hearing_on }
      }),
  }),

  command({
    path: '/disiplin/:id/tanggapan',
    access: 'self',
    audit: 'discipline.answered',
    input: TextInput,
    invalid: (ctx, raw, form) => casePage(ctx, raw, form, 'answer'),
    handle: (ctx, { id, body }) =>
      step(ctx, id, 'answer', async (one) => ({ kind: 'answered', state: one.state, body })),
  }),

  command({
    path: '/disiplin/:id/berita-acara',
    access: 'self',
    audit: 'discipline.heard',
    input: TextInput,
    invalid: (ctx, raw, form) => casePage(ctx, raw, form, 'minutes'),
    handle: (ctx, { id, body }) => step(ctx, id, 'minutes', async () => ({ kind: 'minutes', state: 'heard', body })),
  }),

  command({
    path: '/disiplin/:id/putus',
    access: 'self',
    audit: 'discipline.decided',
    input: DecisionInput,
    invalid: (ctx, raw, form) => casePage(ctx, raw, form, 'decide'),
    handle: (ctx, { id, body, sanction }) =>
      step(ctx, id, 'decide', async (one) => ({
        kind: 'decided',
        state: 'decided',
        body,
        sanction: await sanctionOf(ctx, sanction, one, false),
      })),
  }),

  command({
    path: '/disiplin/:id/keberatan',
    access: 'self',
    audit: 'discipline.appealed',
    input: TextInput,
    invalid: (ctx, raw, form) => casePage(ctx, raw, form, 'appeal'),
    handle: (ctx, { id, body }) => step(ctx, id, 'appeal', async () => ({ kind: 'appealed', state: 'appealed', body })),
  }),

  command({
    path: '/disiplin/:id/putus-keberatan',
    access: 'self',
    audit: 'discipline.appeal_decided',
    input: DecisionInput,
    invalid: (ctx, raw, form) => casePage(ctx, raw, form, 'decide_appeal'),
    handle: (ctx, { id, body, sanction }) =>
      step(ctx, id, 'decide_appeal', async (one) => ({
        kind: 'appeal_decided',
        state: 'closed',
        body,
        sanction: await sanctionOf(ctx, sanction, one, true),
      })),
  }),
]
