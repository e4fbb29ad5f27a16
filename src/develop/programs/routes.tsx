import { z } from 'zod'
import { markProgrammed } from '../../diagnose/needs/index.ts'
import { elementNames } from '../../listen/surveys/index.ts'
import type { Access, Permission } from '../../platform/access.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { type FormState, idParam } from '../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { wordsOf } from '../../platform/words.ts'
import { createPrograms, setPlan, setStatus } from './acts.ts'
import { approvedSeen, ClosedPage, PlanForm, planSeen } from './form-views.tsx'
import { ProgramList } from './list-views.tsx'
import { messages } from './messages.ts'
import {
  approvalProblems,
  canChangeDesign,
  canEdit,
  kindProblems,
  nextStatus,
  ProgramFilter,
  ProgramId,
  ProgramPlan,
  type Status,
} from './model.ts'
import { findOrigin, listNeedChoices } from './origin.ts'
import {
  countByStatus,
  type Design,
  findCore,
  findProgram,
  listBudget,
  listDesigns,
  listIndicators,
  listOffices,
  listPrograms,
  listTreatedUnits,
  type Program,
  type ProgramCore,
  pageOf,
} from './queries.ts'
import { ProgramPage } from './views.tsx'

export const SAMPLE = { id: 'select id from programs.program order by id limit 1' }
/** For pages with a form that changes the program. */
export const OPEN = { id: "select id from programs.program where status = 'draft' order by id limit 1" }

/** The program of a form that is shown again: its id was not checked when the input failed. */
export async function programOf<A extends Permission>(ctx: Context<A>, raw: Readonly<Record<string, unknown>>) {
  const parsed = ProgramId.safeParse(raw)
  const program = parsed.success ? await findProgram(ctx.db, ctx.scope, parsed.data.id) : undefined
  if (!program) throw new NotFound('program')
  return program
}

/** The program under a lock, so that its status cannot change before the transaction ends. */
export async function lockProgram<A extends Permission>(ctx: Context<A>, id: string) {
  const program = await findCore(ctx.db, ctx.scope, id, true)
  if (!program) throw new NotFound('program')
  // Who answers for one of its units sees the program; who changes it answers for all of them.
  const treated = await listTreatedUnits(ctx.db, ctx.scope, id)
  if (!treated.every((unit) => ctx.scope.units.includes(unit.id)))
    throw new Refusal(409, ctx.t(messages).otherUnits, { _program: ctx.t(messages).otherUnits })
  return program
}

/** Budget and indicators close with the plan, the waves with the design. */
type Part = 'plan' | 'design'

function closedReason(ctx: Context<Access>, status: Status, part: Part): string | undefined {
  const text = ctx.t(messages)
  if (part === 'design') return canChangeDesign(status) ? undefined : text.designClosed
  if (canEdit(status)) return undefined
  return status === 'approved' ? text.notDraft : text.planClosed
}

export function requireOpen(ctx: Context<Access>, status: Status, part: Part): void {
  const closed = closedReason(ctx, status, part)
  if (closed) throw new Refusal(409, closed, { _program: closed })
}

/** A form that would be refused when it is sent is not shown: its address says why, and leads back. */
export async function openForm(
  ctx: Context<'program.manage'>,
  input: Readonly<Record<string, unknown>>,
  part: Part,
  show: (program: Program) => Outcome | Promise<Outcome>,
): Promise<Outcome> {
  const program = await programOf(ctx, input)
  const beyond = program.unit_ids.some((unit) => !ctx.scope.units.includes(unit))
  const why = beyond ? ctx.t(messages).otherUnits : closedReason(ctx, program.status, part)
  return why ? { page: <ClosedPage program={program} why={why} />, status: 409 } : show(program)
}

async function planForm(ctx: Context<'program.manage'>, form: FormState, id: string | undefined, needId?: string) {
  const program = id === undefined ? undefined : await programOf(ctx, { id })
  const props = {
    form,
    program,
    needId,
    offices: await listOffices(ctx.db, ctx.scope, ctx.scope.units),
    needs: await listNeedChoices(ctx.db, ctx.also('need.read'), program?.need_id),
  }
  return { page: <PlanForm {...props} /> }
}

/** What the input schema cannot know: the vocabulary of methods, the reach of the person, the needs there are. */
async function checkPlan(ctx: Context<'program.manage'>, plan: ProgramPlan, before?: ProgramCore): Promise<void> {
  const text = ctx.t(messages)
  const fields: Record<string, string> = {}
  const words = wordsOf(ctx.institution.id)
  // What a program has already it keeps, though it is offered no longer.
  const mayHave = (set: string, code: string, had?: string) => code === had || words.find(set, code)?.offered === true
  if (!mayHave('development_method', plan.method, before?.method_code)) fields['method'] = text.unknownMethod
  if (plan.kind && !mayHave('program_kind', plan.kind, before?.kind_code)) fields['kind'] = text.unknownKind
  const offices = await listOffices(ctx.db, ctx.scope, ctx.scope.units)
  if (!plan.units.every((unit) => offices.some((office) => office.id === unit))) fields['units'] = text.unknownUnit
  if (plan.needId) {
    const choices = await listNeedChoices(ctx.db, ctx.also('need.read'), before?.need_id)
    if (!choices.some((need) => need.id === plan.needId)) fields['needId'] = text.unknownNeed
  }
  if (Object.keys(fields).length > 0) throw new Refusal(422, '', fields)
}

/** One step of the lifecycle: the order is kept, the row is locked, and `check` may refuse. */
function step<A extends 'program.manage' | 'program.approve'>(
  path: `/program/:id/${string}`,
  access: A,
  to: Status,
  audit: string,
  say: 'approved' | 'started' | 'finished' | 'reported',
  check: (ctx: Context<A>, id: string) => Promise<void> = async () => undefined,
) {
  return command({
    path,
    access,
    audit,
    input: ProgramId,
    async handle(ctx, { id }) {
      const program = await lockProgram(ctx, id)
      if (nextStatus(program.status) !== to) throw new Refusal(409, ctx.t(messages).wrongStatus)
      await check(ctx, id)
      await setStatus(ctx.db, ctx.scope, ctx.now, [id], to)
      return {
        redirect: `/program/${id}`,
        notice: ctx.t(messages)[say],
        audit: { subject: `program:${id}`, detail: { from: program.status, to } },
      }
    },
  })
}

export const routes = [
  query({
    path: '/program',
    access: 'program.read',
    input: ProgramFilter,
    async handle({ db, scope, also }, filter) {
      const { rows, next } = pageOf(await listPrograms(db, scope, filter))
      const counts = await countByStatus(db, scope)
      return {
        page: (
          <ProgramList
            rows={rows}
            next={next}
            status={filter.status}
            sort={filter.sort}
            counts={counts}
            mayManage={also('program.manage') !== undefined}
          />
        ),
      }
    },
  }),

  query({
    path: '/program/baru',
    access: 'program.manage',
    input: z.object({ kebutuhan: idParam().optional().catch(undefined) }),
    async handle(ctx, { kebutuhan }) {
      return planForm(ctx, ctx.form, undefined, kebutuhan)
    },
  }),

  command({
    path: '/program',
    access: 'program.manage',
    audit: 'program.created',
    input: ProgramPlan,
    invalid: (ctx, _raw, form) => planForm(ctx, form, undefined),
    async handle(ctx, plan) {
      await checkPlan(ctx, plan)
      const [id = ''] = await createPrograms(ctx.db, ctx.scope, ctx.now, [plan])
      const needs = ctx.also('need.read')
      if (plan.needId && needs) await markProgrammed(ctx.db, needs, ctx.now, plan.needId, id)
      return {
        redirect: `/program/${id}`,
        notice: ctx.t(messages).created,
        audit: { subject: `program:${id}`, detail: { title: plan.title, need: plan.needId ?? null } },
      }
    },
  }),

  query({
    path: '/program/:id',
    access: 'program.read',
    input: ProgramId,
    sample: SAMPLE,
    async handle(ctx, input) {
      const program = await programOf(ctx, input)
      const held = {
        need: ctx.also('need.read'),
        signal: ctx.also('signal.read'),
        complaint: ctx.also('complaint.read'),
      }
      const origin = await findOrigin(ctx.db, held, program.need_id)
      const today = localDate(ctx.now, ctx.institution.timeZone)
      const names = await elementNames(ctx.db, ctx.scope)
      // As in the result to come, and after the end as in the one there is.
      const elementOf = ({ outcome_kind, outcome_key, follow_to }: Design) =>
        outcome_kind === 'skm' ? names(outcome_key, follow_to < today ? follow_to : today) : undefined
      return { page: <ProgramPage program={program} origin={origin} elementOf={elementOf} today={today} /> }
    },
  }),

  query({
    path: '/program/:id/ubah',
    access: 'program.manage',
    input: ProgramId,
    sample: OPEN,
    handle: (ctx, input) => openForm(ctx, input, 'plan', ({ id }) => planForm(ctx, ctx.form, id)),
  }),

  command({
    path: '/program/:id/ubah',
    access: 'program.manage',
    audit: 'program.changed',
    input: ProgramPlan.safeExtend({ id: idParam() }),
    invalid: (ctx, raw, form) => planForm(ctx, form, String(raw['id'])),
    async handle(ctx, { id, ...plan }) {
      const program = await lockProgram(ctx, id)
      requireOpen(ctx, program.status, 'plan')
      ctx.requireSeen(planSeen(await programOf(ctx, { id })))
      await checkPlan(ctx, plan, program)
      await setPlan(ctx.db, ctx.scope, id, plan)
      return {
        redirect: `/program/${id}`,
        notice: ctx.t(messages).saved,
        audit: { subject: `program:${id}`, detail: { title: plan.title } },
      }
    },
  }),

  step('/program/:id/setujui', 'program.approve', 'approved', 'program.approved', 'approved', async (ctx, id) => {
    const indicators = await listIndicators(ctx.db, ctx.scope, id)
    const program = await findCore(ctx.db, ctx.scope, id)
    ctx.requireSeen(approvedSeen(await programOf(ctx, { id })), ctx.t(messages).changedSince)
    const problems = approvalProblems({
      indicators: indicators.length,
      budgetLines: (await listBudget(ctx.db, ctx.scope, id)).length,
      hasDesign: (await listDesigns(ctx.db, ctx.scope, id)).length > 0,
    })
    if (program)
      problems.push(
        ...kindProblems(
          program,
          indicators.map((one) => one.level),
        ),
      )
    if (problems.length > 0)
      throw new Refusal(422, problems.map((problem) => ctx.t(messages).missing[problem]).join(' '))
  }),

  command({
    path: '/program/:id/kembalikan',
    access: 'program.approve',
    audit: 'program.returned',
    input: ProgramId,
    async handle(ctx, { id }) {
      const program = await lockProgram(ctx, id)
      if (program.status !== 'approved') throw new Refusal(409, ctx.t(messages).wrongStatus)
      await setStatus(ctx.db, ctx.scope, ctx.now, [id], 'draft')
      return {
        redirect: `/program/${id}`,
        notice: ctx.t(messages).sentBack,
        audit: { subject: `program:${id}`, detail: { from: 'approved', to: 'draft' } },
      }
    },
  }),

  step('/program/:id/mulai', 'program.manage', 'running', 'program.started', 'started', async (ctx, id) => {
    const program = await lockProgram(ctx, id)
    // Starting early would let the program touch the months that the design calls "before".
    if (localDate(ctx.now, ctx.institution.timeZone) < program.starts_on)
      throw new Refusal(409, ctx.t(messages).startsLater(program.starts_on))
  }),
  step('/program/:id/selesai', 'program.manage', 'finished', 'program.finished', 'finished'),
  step('/program/:id/laporkan', 'program.manage', 'reported', 'program.reported', 'reported'),
]
