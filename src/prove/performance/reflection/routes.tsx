import { z } from 'zod'
import { findOwnUnit } from '../../../core/people/index.ts'
import { listTaken, planItem } from '../../../develop/plans/index.ts'
import { suppress } from '../../../listen/statistics/index.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { type FormState, idParam } from '../../../platform/http/input.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { seenOf } from '../../../platform/http/seen.ts'
import { localDate } from '../../../platform/i18n.ts'
import { getRule } from '../rules.ts'
import { reflectionMessages as messages } from './messages.ts'
import { DayInput, GoalChange, GoalInput, QuestionInput, ReflectionInput, readReflection } from './model.ts'
import {
  countParticipation,
  endDay,
  endQuestion,
  findAnswers,
  findCampaign,
  insertDay,
  insertGoal,
  insertQuestion,
  listAnswered,
  listCampaigns,
  listDays,
  listGoals,
  listQuestions,
  listSuggestions,
  saveAnswers,
  setGoal,
} from './queries.ts'
import { ManagePage, ReflectionHome, ReflectionPage } from './views.tsx'

const Id = z.object({ id: idParam() })
const SAMPLE = { id: 'select id from performance.campaign order by id limit 1' }

function todayOf(ctx: Pick<Context<'self'>, 'now' | 'institution'>): string {
  return localDate(ctx.now, ctx.institution.timeZone)
}

async function home(ctx: Context<'self'>, form: FormState) {
  const goals = await listGoals(ctx.db, ctx.scope)
  const ids = goals.map((goal) => goal.id)
  return {
    page: (
      <ReflectionHome
        campaigns={await listCampaigns(ctx.db, ctx.scope)}
        answered={await listAnswered(ctx.db, ctx.scope)}
        goals={goals}
        planned={ctx.scope.employee ? await listTaken(ctx.db, ctx.scope, ids) : undefined}
        today={todayOf(ctx)}
        form={form}
      />
    ),
  }
}

async function campaignOf(ctx: Context<'self'>, raw: Readonly<Record<string, unknown>>) {
  const parsed = Id.safeParse(raw)
  const campaign = parsed.success ? await findCampaign(ctx.db, ctx.scope, parsed.data.id) : undefined
  if (!campaign) throw new NotFound('campaign')
  return campaign
}

async function reflectionPage(ctx: Context<'self'>, raw: Readonly<Record<string, unknown>>, form: FormState) {
  const campaign = await campaignOf(ctx, raw)
  const answers = await findAnswers(ctx.db, ctx.scope, campaign.id)
  const open = campaign.closes_on >= todayOf(ctx)
  return { page: <ReflectionPage campaign={campaign} answers={answers} open={open} form={form} /> }
}

async function managePage(ctx: Context<'reflection.manage'>, form: FormState, failed?: 'day' | 'question') {
  const today = todayOf(ctx)
  const least = (await getRule(ctx.db, ctx.scope, 'small_number', today)).value
  const campaigns = []
  for (const campaign of (await listCampaigns(ctx.db, ctx.scope)).slice(0, 6)) {
    const rows = await countParticipation(ctx.db, ctx.scope, campaign.id)
    const total = rows.reduce((sum, row) => sum + row.received, 0)
    const { shown, merged } = suppress(rows, least)
    const rest = merged.reduce((sum, row) => sum + row.received, 0)
    campaigns.push({
      ...campaign,
      total: total < least ? null : total,
      shown,
      merged: rest < least ? null : rest,
    })
  }
  return {
    page: (
      <ManagePage
        days={await listDays(ctx.db, ctx.scope)}
        suggestions={await listSuggestions(ctx.db, ctx.scope)}
        questions={await listQuestions(ctx.db, ctx.scope)}
        campaigns={campaigns}
        today={today}
        form={form}
        failed={failed}
      />
    ),
  }
}

export const reflectionRoutes = [
  query({ path: '/refleksi', access: 'self', input: z.object({}), handle: (ctx) => home(ctx, ctx.form) }),

  command({
    path: '/refleksi/tujuan',
    access: 'self',
    audit: 'reflection.goal_set',
    input: GoalInput,
    invalid: (ctx, _raw, form) => home(ctx, form),
    async handle(ctx, goal) {
      if (goal.due_on < todayOf(ctx)) throw new Refusal(422, '', { due_on: ctx.t(messages).past_due })
      const id = await insertGoal(ctx.db, ctx.scope, ctx.now, goal)
      // The trail says that something was kept, not what: it is read by others.
      return { redirect: '/refleksi', notice: ctx.t(messages).goalSaved, audit: { subject: `goal:${id}` } }
    },
  }),

  command({
    path: '/refleksi/tujuan/:id',
    access: 'self',
    audit: 'reflection.goal_changed',
    input: GoalChange,
    sample: { id: 'select id from performance.goal order by id limit 1' },
    async handle(ctx, { id, state }) {
      if (!(await setGoal(ctx.db, ctx.scope, ctx.now, id, state))) throw new NotFound('goal')
      return { redirect: '/refleksi', notice: ctx.t(messages).goalChanged, audit: { subject: `goal:${id}` } }
    },
  }),

  command({
    path: '/refleksi/tujuan/:id/rencana',
    access: 'self',
    audit: 'reflection.goal_planned',
    input: Id,
    sample: { id: 'select id from performance.goal order by id limit 1' },
    async handle(ctx, { id }) {
      const text = ctx.t(messages)
      const goal = (await listGoals(ctx.db, ctx.scope)).find((one) => one.id === id)
      if (!goal) throw new NotFound('goal')
      if (!ctx.scope.employee) throw new Refusal(409, text.noPlan)
      const { body: aim, due_on } = goal
      const made = await planItem(ctx.db, ctx.scope, ctx.now, { aim, competency: null, due_on, reference: id })
      if (!made) throw new Refusal(409, text.plannedBefore)
      return { redirect: '/rencana-diri', notice: text.planned, audit: { subject: `plan:${made}` } }
    },
  }),

  query({
    path: '/refleksi/kelola',
    access: 'reflection.manage',
    input: z.object({}),
    handle: (ctx) => managePage(ctx, ctx.form),
  }),

  command({
    path: '/refleksi/kelola/hari',
    access: 'reflection.manage',
    audit: 'reflection.day_added',
    input: DayInput,
    invalid: (ctx, _raw, form) => managePage(ctx, form, 'day'),
    async handle(ctx, day) {
      const id = await insertDay(ctx.db, ctx.scope, ctx.now, day)
      return {
        redirect: '/refleksi/kelola',
        notice: ctx.t(messages).daySaved,
        audit: { subject: `reflection-day:${id}`, detail: day },
      }
    },
  }),

  command({
    path: '/refleksi/kelola/hari/:id/henti',
    access: 'reflection.manage',
    audit: 'reflection.day_ended',
    input: Id,
    sample: { id: 'select id from performance.reflection_day order by id limit 1' },
    async handle(ctx, { id }) {
      if (!(await endDay(ctx.db, ctx.scope, ctx.now, id))) throw new NotFound('day')
      return {
        redirect: '/refleksi/kelola',
        notice: ctx.t(messages).dayEnded,
        audit: { subject: `reflection-day:${id}` },
      }
    },
  }),

  command({
    path: '/refleksi/kelola/pertanyaan',
    access: 'reflection.manage',
    audit: 'reflection.question_added',
    input: QuestionInput,
    invalid: (ctx, _raw, form) => managePage(ctx, form, 'question'),
    async handle(ctx, question) {
      await insertQuestion(ctx.db, ctx.scope, ctx.now, question)
      return {
        redirect: '/refleksi/kelola',
        notice: ctx.t(messages).questionSaved,
        audit: { subject: 'reflection-questions', detail: question },
      }
    },
  }),

  command({
    path: '/refleksi/kelola/pertanyaan/:id/henti',
    access: 'reflection.manage',
    audit: 'reflection.question_ended',
    input: Id,
    sample: { id: 'select id from performance.question order by id limit 1' },
    async handle(ctx, { id }) {
      if (!(await endQuestion(ctx.db, ctx.scope, ctx.now, id))) throw new NotFound('question')
      return {
        redirect: '/refleksi/kelola',
        notice: ctx.t(messages).questionEnded,
        audit: { subject: `reflection-question:${id}` },
      }
    },
  }),

  query({
    path: '/refleksi/:id',
    access: 'self',
    input: Id,
    sample: SAMPLE,
    handle: (ctx, input) => reflectionPage(ctx, input, ctx.form),
  }),

  command({
    path: '/refleksi/:id',
    access: 'self',
    audit: 'reflection.saved',
    input: ReflectionInput,
    sample: SAMPLE,
    invalid: reflectionPage,
    async handle(ctx, input) {
      const text = ctx.t(messages)
      const campaign = await campaignOf(ctx, input)
      if (campaign.closes_on < todayOf(ctx)) throw new Refusal(409, text.closedNow)
      ctx.requireSeen(seenOf(await findAnswers(ctx.db, ctx.scope, campaign.id)))
      const read = readReflection(input, campaign.questions)
      if ('wrong' in read)
        throw new Refusal(422, '', Object.fromEntries(read.wrong.map((at) => [`q-${at}`, text.tooLong(String(at))])))
      const unit = (await findOwnUnit(ctx.db, ctx.scope))?.id
      await saveAnswers(ctx.db, ctx.scope, ctx.now, { campaign: campaign.id, unit, answers: read.answers })
      return { redirect: '/refleksi', notice: text.saved, audit: { subject: `campaign:${campaign.id}` } }
    },
  }),
]
