import { z } from 'zod'
import { listDatedNumbers } from '../../platform/dated-rules.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import {
  bilingual,
  emptyForm,
  type FormState,
  optionalText,
  requiredText,
  wholeNumber,
} from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { seenOf } from '../../platform/http/seen.ts'
import { familyNames, listCompetencies } from '../competency/index.ts'
import { approveNeed, measureNeeds } from './acts.ts'
import { needMessages } from './messages.ts'
import { methodOptions } from './methods.ts'
import { Flag, mayBecome, mayMeasure, NeedId, Reorder } from './model.ts'
import { NeedPage, type NeedPageProps, planSeen } from './need-views.tsx'
import {
  findNeed,
  insertEvents,
  listEvents,
  lockNeed,
  PARAMETERS,
  setPlan,
  setRank,
  setStatus,
  setTop,
} from './queries.ts'

const blankIsNothing = z
  .string()
  .optional()
  .transform((text) => text?.trim() || undefined)

const SAMPLE = { id: 'select id from needs.need order by id limit 1' }
type Reading = Pick<Context<'need.read'>, 'db' | 'now' | 'language' | 'also'>

async function needPage(
  { db, now, language, also }: Reading,
  id: string,
  failed: NeedPageProps['failed'],
  form: FormState,
) {
  const scope = also('need.read')
  const need = scope && z.uuid().safeParse(id).success ? await findNeed(db, scope, id) : undefined
  if (!scope || !need) throw new NotFound('need')
  const found = (await listCompetencies(db, scope)).find((one) => one.id === need.competency_id)
  const competency = { name: found?.name ?? '', family: found ? familyNames[language][found.family] : '' }
  const events = await listEvents(db, scope, need.id)
  const lambda = (await listDatedNumbers(db, scope, PARAMETERS, now)).find(({ key }) => key === 'lambda')
  return {
    page: <NeedPage need={need} competency={competency} events={events} lambda={lambda} failed={failed} form={form} />,
  }
}

async function lockOpen(
  { db, scope, t }: Context<'need.propose'> | Context<'need.rank'> | Context<'need.approve'>,
  id: string,
) {
  const need = await lockNeed(db, scope, id)
  if (!need) throw new NotFound('need')
  if (need.status === 'closed') throw new Refusal(409, '', { _: t(needMessages).page.wrongState })
  return need
}

export const decisionRoutes = [
  query({
    path: '/kebutuhan/:id',
    access: 'need.read',
    input: NeedId,
    sample: SAMPLE,
    handle: (context, { id }) => needPage(context, id, undefined, emptyForm),
  }),

  command({
    path: '/kebutuhan/:id/ukur',
    access: 'need.propose',
    audit: 'need.measured',
    input: NeedId,
    async handle(context, { id }) {
      const { db, scope, now, t } = context
      const need = await lockOpen(context, id)
      if (!mayMeasure(need.status)) throw new Refusal(409, t(needMessages).page.frozen)
      await measureNeeds(db, scope, now, [need])
      await insertEvents(db, scope, now, [{ need_id: id, act: 'measured' }])
      return { redirect: `/kebutuhan/${id}`, notice: t(needMessages).page.measured, audit: { subject: `need:${id}` } }
    },
  }),

  command({
    path: '/kebutuhan/:id/rencana',
    access: 'need.propose',
    audit: 'need.planned',
    input: NeedId.extend({
      route: blankIsNothing.pipe(z.string().max(40).optional()),
      provider: optionalText(200),
      schedule: optionalText(200),
      curriculum: optionalText(2000),
      budget: blankIsNothing.pipe(wholeNumber(0, 1_000_000_000_000).optional()),
    }),
    invalid: (context, raw, form) => needPage(context, String(raw['id']), 'plan', form),
    async handle(context, { id, ...plan }) {
      const { db, scope, now, t } = context
      await lockOpen(context, id)
      const need = await findNeed(db, scope, id)
      if (need) context.requireSeen(planSeen(need))
      const methods = methodOptions(context.institution.id, context.language, need?.route)
      if (plan.route && !methods.some(({ value }) => value === plan.route))
        throw new Refusal(422, '', { route: t(needMessages).plan.unknownRoute })
      await setPlan(db, scope, id, plan)
      await insertEvents(db, scope, now, [{ need_id: id, act: 'planned' }])
      return { redirect: `/kebutuhan/${id}`, notice: t(needMessages).plan.saved, audit: { subject: `need:${id}` } }
    },
  }),

  command({
    path: '/kebutuhan/:id/urutan',
    access: 'need.rank',
    audit: 'need.ranked',
    input: Reorder,
    invalid: (context, raw, form) => needPage(context, String(raw['id']), 'rank', form),
    async handle(context, { id, rank, reason }) {
      const { db, scope, now, t } = context
      const need = await lockOpen(context, id)
      context.requireSeen(seenOf(need.rank))
      await setRank(db, scope, id, rank)
      await insertEvents(db, scope, now, [
        { need_id: id, act: 'ranked', reason, detail: { from: need.rank, to: rank } },
      ])
      return {
        redirect: `/kebutuhan/${id}`,
        notice: t(needMessages).rank.saved,
        audit: { subject: `need:${id}`, detail: { from: need.rank, to: rank, reason } },
      }
    },
  }),

  command({
    path: '/kebutuhan/:id/utama',
    access: 'need.rank',
    audit: 'need.flagged',
    input: Flag,
    invalid: (context, raw, form) => needPage(context, String(raw['id']), 'top', form),
    async handle(context, { id, top, reason }) {
      const { db, scope, now, t } = context
      await lockOpen(context, id)
      await setTop(db, scope, id, top === 'ya' ? reason : null)
      await insertEvents(db, scope, now, [{ need_id: id, act: 'flagged', reason, detail: { top } }])
      return {
        redirect: `/kebutuhan/${id}`,
        notice: t(needMessages).top.saved,
        audit: { subject: `need:${id}`, detail: { top, reason } },
      }
    },
  }),

  command({
    path: '/kebutuhan/:id/setujui',
    access: 'need.approve',
    audit: 'need.approved',
    input: NeedId,
    async handle({ db, scope, now, t }, { id }) {
      const text = t(needMessages).page
      if (!(await approveNeed(db, scope, now, id))) throw new Refusal(409, text.wrongState)
      return { redirect: `/kebutuhan/${id}`, notice: text.approved, audit: { subject: `need:${id}` } }
    },
  }),

  command({
    path: '/kebutuhan/:id/tutup',
    access: 'need.approve',
    audit: 'need.closed',
    input: NeedId.extend({
      reason: requiredText(1000, bilingual('Tulis alasan menutup kebutuhan ini.', 'Write why this need is closed.')),
    }),
    invalid: (context, raw, form) => needPage(context, String(raw['id']), 'close', form),
    async handle(context, { id, reason }) {
      const { db, scope, now, t } = context
      const need = await lockOpen(context, id)
      if (!mayBecome(need.status, 'closed')) throw new Refusal(409, t(needMessages).page.wrongState)
      await setStatus(db, scope, id, 'closed')
      await insertEvents(db, scope, now, [{ need_id: id, act: 'closed', reason, detail: { from: need.status } }])
      return {
        redirect: `/kebutuhan/${id}`,
        notice: t(needMessages).page.closed,
        audit: { subject: `need:${id}`, detail: { reason } },
      }
    },
  }),
]
