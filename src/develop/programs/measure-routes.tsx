import { z } from 'zod'
import { ELEMENTS, elementNames } from '../../listen/surveys/index.ts'
import { Refusal } from '../../platform/http/errors.ts'
import { type FormState, idParam } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { formatNumber, type Language, localDate } from '../../platform/i18n.ts'
import { wordsOf } from '../../platform/words.ts'
import { addBudgetLines, addDesigns, addIndicators, deleteBudgetLine, deleteIndicator } from './acts.ts'
import { BudgetForm, DesignForm, designSeen, IndicatorForm } from './form-views.tsx'
import { measureMessages } from './measure-messages.ts'
import { messages } from './messages.ts'
import { BudgetPlan, DesignInput, designProblems, IndicatorPlan, ProgramId } from './model.ts'
import { listDesigns, listOffices, listTreatedUnits, type Program } from './queries.ts'
import { lockProgram, OPEN, openForm, programOf, requireOpen } from './routes.tsx'
import { type TargetProblem, targetValue } from './smart.ts'

type Manage = Context<'program.manage'>
const LineId = z.object({ id: idParam(), line: idParam() })

const PROBLEM_FIELDS: Partial<Record<TargetProblem['code'], string>> = {
  baseline_off_scale: 'baseline',
  baseline_zero: 'baseline',
  baseline_negative: 'baseline',
  no_room: 'baseline',
  scale_upside_down: 'scaleMax',
}

/** Says with its own arithmetic why a target cannot be reached. */
export function sayProblem(problem: TargetProblem, percent: number, language: Language): string {
  const text = measureMessages[language].problem
  if (problem.code !== 'beyond_scale') return text[problem.code]
  const number = (value: number) => formatNumber(value, language)
  const most = problem.kind === 'relative' ? `${number(problem.most)} %` : number(problem.most)
  const sentence = text.beyond_scale(number(problem.value), number(problem.limit), most)
  return problem.baselineLimit === null
    ? sentence
    : sentence + text.beyond_scale_limit(number(percent), number(problem.baselineLimit))
}

/** What the schema of an indicator cannot know, by field: whether its target can be reached, and when its baseline was. */
export function targetProblems(plan: IndicatorPlan, today: string, language: Language): Record<string, string> {
  const fields: Record<string, string> = {}
  const result = targetValue({ ...plan, kind: plan.targetKind })
  if (!result.ok)
    fields[PROBLEM_FIELDS[result.problem.code] ?? 'target'] = sayProblem(result.problem, plan.target, language)
  if (plan.baselineOn > today) fields['baselineOn'] = measureMessages[language].problem.baseline_in_future
  return fields
}

function checkIndicator(ctx: Manage, plan: IndicatorPlan, startsOn: string): void {
  const fields = targetProblems(plan, localDate(ctx.now, ctx.institution.timeZone), ctx.language)
  if (plan.dueOn < startsOn) fields['dueOn'] = ctx.t(measureMessages).problem.due_before_start
  if (Object.keys(fields).length > 0) throw new Refusal(422, '', fields)
}

async function comparisonOffices(ctx: Manage, treated: readonly string[]) {
  return (await listOffices(ctx.db, ctx.scope)).filter((office) => !treated.includes(office.id))
}

async function checkDesign(ctx: Manage, id: string, startsOn: string, plan: DesignInput): Promise<void> {
  const text = ctx.t(measureMessages)
  const treated = (await listTreatedUnits(ctx.db, ctx.scope, id)).map((unit) => unit.id)
  const fields: Record<string, string> = {}
  for (const problem of designProblems({ ...plan, treated }, { startsOn })) {
    fields[problem.field] ??=
      problem.code === 'too_few' ? text.designProblem.too_few(String(problem.least)) : text.designProblem[problem.code]
  }
  const [, theme] = /^complaints:(\w+)$/.exec(plan.outcome) ?? []
  const own = plan.outcome in text.outcomes || ELEMENTS.some((element) => plan.outcome === `skm:${element}`)
  const known = own || (theme && wordsOf(ctx.institution.id).find('theme', theme))
  if (!known) fields['outcome'] ??= ctx.t(messages).unknownOutcome
  const offices = await listOffices(ctx.db, ctx.scope, plan.comparison)
  if (offices.length < plan.comparison.length) fields['comparison'] ??= ctx.t(messages).unknownUnit
  const changes = (await listDesigns(ctx.db, ctx.scope, id)).length > 0
  if (changes && (plan.reason ?? '').length < 10) fields['reason'] = text.reasonMissing
  if (Object.keys(fields).length > 0) throw new Refusal(422, '', fields)
}

async function designPage(ctx: Manage, program: Program, form: FormState) {
  const offices = await comparisonOffices(ctx, program.unit_ids)
  const month = localDate(ctx.now, ctx.institution.timeZone).slice(0, 7)
  const names = await elementNames(ctx.db, ctx.scope)
  const elements = ELEMENTS.map((element) => ({ element, name: names(element, month) }))
  return { page: <DesignForm form={form} program={program} offices={offices} elements={elements} /> }
}

export const measureRoutes = [
  query({
    path: '/program/:id/indikator/baru',
    access: 'program.manage',
    input: ProgramId,
    sample: OPEN,
    handle: (ctx, input) =>
      openForm(ctx, input, 'plan', (program) => ({ page: <IndicatorForm form={ctx.form} program={program} /> })),
  }),

  command({
    path: '/program/:id/indikator',
    access: 'program.manage',
    audit: 'program.indicator_added',
    input: IndicatorPlan.safeExtend({ id: idParam() }),
    invalid: async (ctx, raw, form) => ({ page: <IndicatorForm form={form} program={await programOf(ctx, raw)} /> }),
    async handle(ctx, { id, ...plan }) {
      const program = await lockProgram(ctx, id)
      requireOpen(ctx, program.status, 'plan')
      checkIndicator(ctx, plan, program.starts_on)
      await addIndicators(ctx.db, ctx.scope, ctx.now, [{ ...plan, programId: id }])
      return {
        redirect: `/program/${id}#indikator`,
        notice: ctx.t(messages).saved,
        audit: {
          subject: `program:${id}`,
          detail: { indicator: plan.name, kind: plan.targetKind, target: plan.target },
        },
      }
    },
  }),

  command({
    path: '/program/:id/indikator/:line/hapus',
    access: 'program.manage',
    audit: 'program.indicator_removed',
    input: LineId,
    async handle(ctx, { id, line }) {
      const program = await lockProgram(ctx, id)
      requireOpen(ctx, program.status, 'plan')
      await deleteIndicator(ctx.db, ctx.scope, id, line)
      return {
        redirect: `/program/${id}#indikator`,
        notice: ctx.t(messages).removed,
        audit: { subject: `program:${id}`, detail: { indicator: line } },
      }
    },
  }),

  query({
    path: '/program/:id/anggaran/baru',
    access: 'program.manage',
    input: ProgramId,
    sample: OPEN,
    handle: (ctx, input) =>
      openForm(ctx, input, 'plan', (program) => ({ page: <BudgetForm form={ctx.form} program={program} /> })),
  }),

  command({
    path: '/program/:id/anggaran',
    access: 'program.manage',
    audit: 'program.budget_added',
    input: BudgetPlan.extend({ id: idParam() }),
    invalid: async (ctx, raw, form) => ({ page: <BudgetForm form={form} program={await programOf(ctx, raw)} /> }),
    async handle(ctx, { id, ...plan }) {
      const program = await lockProgram(ctx, id)
      requireOpen(ctx, program.status, 'plan')
      await addBudgetLines(ctx.db, ctx.scope, ctx.now, [{ ...plan, programId: id }])
      return {
        redirect: `/program/${id}#anggaran`,
        notice: ctx.t(messages).saved,
        audit: { subject: `program:${id}`, detail: { account: plan.account, sum: plan.quantity * plan.unitCost } },
      }
    },
  }),

  command({
    path: '/program/:id/anggaran/:line/hapus',
    access: 'program.manage',
    audit: 'program.budget_removed',
    input: LineId,
    async handle(ctx, { id, line }) {
      const program = await lockProgram(ctx, id)
      requireOpen(ctx, program.status, 'plan')
      await deleteBudgetLine(ctx.db, ctx.scope, id, line)
      return {
        redirect: `/program/${id}#anggaran`,
        notice: ctx.t(messages).removed,
        audit: { subject: `program:${id}`, detail: { line } },
      }
    },
  }),

  query({
    path: '/program/:id/rancangan',
    access: 'program.manage',
    input: ProgramId,
    sample: OPEN,
    handle: (ctx, input) => openForm(ctx, input, 'design', (program) => designPage(ctx, program, ctx.form)),
  }),

  command({
    path: '/program/:id/rancangan',
    access: 'program.manage',
    audit: 'program.design_chosen',
    input: DesignInput.extend({ id: idParam() }),
    invalid: async (ctx, raw, form) => designPage(ctx, await programOf(ctx, raw), form),
    async handle(ctx, { id, ...plan }) {
      const program = await lockProgram(ctx, id)
      requireOpen(ctx, program.status, 'design')
      ctx.requireSeen(designSeen(await programOf(ctx, { id })))
      await checkDesign(ctx, id, program.starts_on, plan)
      await addDesigns(ctx.db, ctx.scope, ctx.now, [{ ...plan, programId: id }])
      return {
        redirect: `/program/${id}#rancangan`,
        notice: ctx.t(measureMessages).designSaved,
        audit: {
          subject: `program:${id}`,
          detail: { kind: plan.kind, outcome: plan.outcome, reason: plan.reason ?? null },
        },
      }
    },
  }),
]
