import { z } from 'zod'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { type FormState, idParam } from '../../../platform/http/input.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { formatNumber, localDate } from '../../../platform/i18n.ts'
import { workingDaysFrom } from '../discipline/acts.ts'
import { presentPeriod } from '../period.ts'
import { listTree } from '../queries.ts'
import { proposeByRule, tellOfStep } from './acts.ts'
import { ManageRewards } from './manage-views.tsx'
import { rewardMessages as messages } from './messages.ts'
import {
  type Act,
  actsOf,
  ConsentInput,
  ContestInput,
  DecisionInput,
  ProposalInput,
  ReviewInput,
  RewardInput,
} from './model.ts'
import {
  type Change,
  changeNomination,
  endReward,
  findNomination,
  findNominee,
  insertNomination,
  insertReward,
  isSanctioned,
  listAwards,
  listNominations,
  listRewards,
  listSuggestions,
  type NominationRow,
} from './queries.ts'
import { NominationPage, ProposePage, PublicRewards, RewardHome } from './views.tsx'

type Self = Context<'self'>
type Raw = Readonly<Record<string, unknown>>
const Id = z.object({ id: idParam() })
const SAMPLE = { id: 'select id from performance.nomination order by id limit 1' }

function todayOf(ctx: Pick<Self, 'now' | 'institution'>): string {
  return localDate(ctx.now, ctx.institution.timeZone)
}

/** The units in which this person reviews or decides: what is proposed for others there may be seen. */
function unitsOf(ctx: Self): string[] {
  return [...(ctx.also('reward.review')?.units ?? []), ...(ctx.also('reward.decide')?.units ?? [])]
}

function actsFor(ctx: Self, one: NominationRow): ReadonlySet<Act> {
  const roles = {
    propose: ctx.also('reward.propose')?.units.includes(one.unit_id) === true,
    review: ctx.also('reward.review')?.units.includes(one.unit_id) === true,
    decide: ctx.also('reward.decide')?.units.includes(one.unit_id) === true,
  }
  return actsOf(one, { account: ctx.scope.account, employee: ctx.scope.employee }, roles, ctx.now)
}

async function nominationOf(ctx: Self, raw: Raw, lock = false): Promise<NominationRow> {
  const parsed = Id.safeParse(raw)
  const one = parsed.success ? await findNomination(ctx.db, ctx.scope, unitsOf(ctx), parsed.data.id, lock) : undefined
  if (!one) throw new NotFound('nomination')
  return one
}

async function nominationPage(ctx: Self, raw: Raw, form: FormState, failed?: Act) {
  const one = await nominationOf(ctx, raw)
  return { page: <NominationPage one={one} acts={actsFor(ctx, one)} form={form} failed={failed} /> }
}

async function proposePage(ctx: Context<'reward.propose'>, form: FormState) {
  const reach = new Set(ctx.scope.units)
  const units = (await listTree(ctx.db, ctx.scope)).filter((unit) => reach.has(unit.id) && unit.kind !== 'root')
  return {
    page: <ProposePage rewards={await listRewards(ctx.db, ctx.scope, todayOf(ctx))} units={units} form={form} />,
  }
}

async function managePage(ctx: Context<'reward.rules'>, form: FormState) {
  const today = todayOf(ctx)
  return {
    page: (
      <ManageRewards
        rewards={await listRewards(ctx.db, ctx.scope, '9999-12-31')}
        suggestions={await listSuggestions(ctx.db, ctx.scope)}
        today={today}
        form={form}
      />
    ),
  }
}

async function change(ctx: Self, id: string, act: Act, make: (one: NominationRow) => Promise<Change>) {
  const one = await nominationOf(ctx, { id }, true)
  if (!actsFor(ctx, one).has(act)) throw new Refusal(409, ctx.t(messages).notNow)
  const made = await make(one)
  await changeNomination(ctx.db, ctx.scope, ctx.now, id, made)
  await tellOfStep(ctx.db, ctx.scope, ctx.now, id, made.act)
  return {
    redirect: `/penghargaan/usulan/${id}`,
    notice: ctx.t(messages).saved,
    audit: { subject: `nomination:${id}`, detail: { step: made.act } },
  }
}

export const rewardRoutes = [
  query({
    path: '/i/:institution/penghargaan',
    access: 'public',
    input: z.object({}),
    handle: async (ctx) => ({
      page: (
        <PublicRewards
          rewards={await listRewards(ctx.db, ctx.scope, localDate(ctx.now, ctx.institution.timeZone))}
          awards={await listAwards(ctx.db, ctx.scope)}
        />
      ),
    }),
  }),

  query({
    path: '/penghargaan',
    access: 'self',
    input: z.object({}),
    handle: async (ctx) => ({
      page: (
        <RewardHome
          rewards={await listRewards(ctx.db, ctx.scope, todayOf(ctx))}
          awards={await listAwards(ctx.db, ctx.scope)}
          nominations={await listNominations(ctx.db, ctx.scope, unitsOf(ctx))}
          may={{
            propose: ctx.also('reward.propose') !== undefined,
            byRule: ctx.also('reward.review') !== undefined,
          }}
        />
      ),
    }),
  }),

  query({
    path: '/penghargaan/usulan/baru',
    access: 'reward.propose',
    input: z.object({}),
    handle: (ctx) => proposePage(ctx, ctx.form),
  }),

  command({
    path: '/penghargaan/usulan',
    access: 'reward.propose',
    audit: 'reward.proposed',
    input: ProposalInput,
    invalid: (ctx, _raw, form) => proposePage(ctx, form),
    async handle(ctx, input) {
      const text = ctx.t(messages)
      const { db, scope } = ctx
      const reward = (await listRewards(db, scope, todayOf(ctx))).find((one) => one.id === input.reward)
      if (!reward) throw new Refusal(422, '', { reward: text.rewardUnknown })
      const nominee = reward.kind === 'employee' ? await findNominee(db, scope, input.nip ?? '') : undefined
      if (reward.kind === 'employee' && !nominee) throw new Refusal(422, '', { nip: text.nipUnknown })
      if (nominee && nominee.id === scope.employee) throw new Refusal(422, '', { nip: text.self })
      if (nominee && (await isSanctioned(db, scope, nominee.id))) throw new Refusal(422, '', { nip: text.discipline })
      const unit = nominee?.unit_id ?? input.unit
      if (!unit || !scope.units.includes(unit)) throw new Refusal(422, '', { unit: text.unitMissing })
      const id = await insertNomination(db, scope, ctx.now, {
        reward_id: reward.id,
        unit_id: unit,
        employee_id: nominee?.id ?? null,
        period: presentPeriod(todayOf(ctx).slice(0, 7)).key,
        reason: input.reason,
        evidence_url: input.evidence_url,
        figure: null,
        proposed_by: scope.account,
      })
      if (!id) throw new Refusal(422, '', { reward: text.twice })
      await tellOfStep(db, scope, ctx.now, id, 'propose')
      return {
        redirect: `/penghargaan/usulan/${id}`,
        notice: text.proposed,
        audit: { subject: `nomination:${id}`, detail: { reward: reward.name, unit } },
      }
    },
  }),

  command({
    path: '/penghargaan/usulan/indikator',
    access: 'reward.review',
    audit: 'reward.proposed_by_rule',
    input: z.object({}),
    async handle(ctx) {
      const proposed = await proposeByRule(ctx.db, ctx.scope, { now: ctx.now, today: todayOf(ctx) })
      return {
        redirect: '/penghargaan',
        notice: ctx.t(messages).byRuleDone(formatNumber(proposed, ctx.language)),
        audit: { subject: 'nominations', detail: { proposed } },
      }
    },
  }),

  query({
    path: '/penghargaan/usulan/:id',
    access: 'self',
    input: Id,
    sample: SAMPLE,
    handle: (ctx, input) => nominationPage(ctx, input, ctx.form),
  }),

  command({
    path: '/penghargaan/usulan/:id/tinjau',
    access: 'self',
    audit: 'reward.reviewed',
    input: ReviewInput,
    invalid: (ctx, raw, form) => nominationPage(ctx, raw, form, 'review'),
    handle: (ctx, { id, note, recommended }) =>
      change(ctx, id, 'review', async () => ({ act: 'review', note, recommended: recommended === 'yes' })),
  }),

  command({
    path: '/penghargaan/usulan/:id/putus',
    access: 'self',
    audit: 'reward.decided',
    input: DecisionInput,
    invalid: (ctx, raw, form) => nominationPage(ctx, raw, form, 'decide'),
    handle: (ctx, { id, note, granted }) =>
      change(ctx, id, 'decide', async (one) => {
        const clock = { now: ctx.now, timeZone: ctx.institution.timeZone }
        const contestUntil = await workingDaysFrom(ctx.db, ctx.scope, clock, one.unit_id, 'reward_objection_days')
        return { act: 'decide', note, granted: granted === 'yes', contestUntil }
      }),
  }),

  command({
    path: '/penghargaan/usulan/:id/sanggah',
    access: 'self',
    audit: 'reward.contested',
    input: ContestInput,
    invalid: (ctx, raw, form) => nominationPage(ctx, raw, form, 'contest'),
    handle: (ctx, { id, note }) => change(ctx, id, 'contest', async () => ({ act: 'contest', note })),
  }),

  command({
    path: '/penghargaan/usulan/:id/putus-sanggahan',
    access: 'self',
    audit: 'reward.contest_decided',
    input: DecisionInput,
    invalid: (ctx, raw, form) => nominationPage(ctx, raw, form, 'final'),
    handle: (ctx, { id, note, granted }) =>
      change(ctx, id, 'final', async () => ({ act: 'final', note, granted: granted === 'yes' })),
  }),

  command({
    path: '/penghargaan/usulan/:id/izin',
    access: 'self',
    audit: 'reward.consent',
    input: ConsentInput,
    invalid: (ctx, raw, form) => nominationPage(ctx, raw, form, 'consent'),
    handle: (ctx, { id, consent }) =>
      change(ctx, id, 'consent', async () => ({ act: 'consent', consent: consent === 'yes' })),
  }),

  query({
    path: '/penghargaan/kelola',
    access: 'reward.rules',
    input: z.object({}),
    handle: (ctx) => managePage(ctx, ctx.form),
  }),

  command({
    path: '/penghargaan/kelola',
    access: 'reward.rules',
    audit: 'reward.added',
    input: RewardInput,
    invalid: (ctx, _raw, form) => managePage(ctx, form),
    async handle(ctx, reward) {
      const id = await insertReward(ctx.db, ctx.scope, ctx.now, reward)
      return {
        redirect: '/penghargaan/kelola',
        notice: ctx.t(messages).saved,
        audit: { subject: `reward:${id}`, detail: { name: reward.name, since: reward.valid_from } },
      }
    },
  }),

  command({
    path: '/penghargaan/kelola/:id/henti',
    access: 'reward.rules',
    audit: 'reward.ended',
    input: Id,
    sample: { id: 'select id from performance.reward order by id limit 1' },
    async handle(ctx, { id }) {
      if (!(await endReward(ctx.db, ctx.scope, ctx.now, id))) throw new NotFound('reward')
      return {
        redirect: '/penghargaan/kelola',
        notice: ctx.t(messages).ended,
        audit: { subject: `reward:${id}` },
      }
    },
  }),
]
