import { z } from 'zod'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { dateInput, type FormState, idParam, optionalText } from '../../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../../platform/http/route.ts'
import { localDate } from '../../../platform/i18n.ts'
import { isId } from '../../../platform/id.ts'
import { unseal } from '../../../platform/seal.ts'
import { rowsAndEnd, sheetFile } from '../../../platform/sheets.ts'
import { beneath, listPlannedUnits, listPositions, listUnits, maskNik } from '../../organization/index.ts'
import { assignEmployees, dismissEmployee, withdrawAssignmentPlan } from './acts.ts'
import { employeeMessages } from './messages.ts'
import {
  AssignmentForm,
  ContactForm,
  EMPLOYMENT_TEXTS,
  EMPLOYMENTS,
  GENDER_TEXTS,
  PNS_GRADES,
  PPPK_GRADES,
} from './model.ts'
import { findAssignmentPlan, listAssignmentPlans, listComing } from './plan-queries.ts'
import { comingPage } from './plan-views.tsx'
import {
  countEmployees,
  type EmployeeFilter,
  findByNip,
  findEmployee,
  listAssignments,
  listEmployees,
  listSubordinates,
  PAGE_SIZE,
  setEmployees,
} from './queries.ts'
import { assignmentSeen, contactSeen, employeeListPage, employeePage } from './views.tsx'

const Filter = z.object({
  q: optionalText(100),
  unit: z.uuid().optional().catch(undefined),
  jabatan: z.uuid().optional().catch(undefined),
  status: z.enum(EMPLOYMENTS).optional().catch(undefined),
  aktif: z.enum(['tidak', 'belum']).optional().catch(undefined),
  sort: z.enum(['name', '-name', 'nip', '-nip']).default('name').catch('name'),
  after: z.string().max(300).optional(),
  format: z.enum(['csv', 'xlsx']).default('csv').catch('csv'),
})
type FilterInput = z.output<typeof Filter>
const EXPORT_LIMIT = 50_000
const sample = {
  id: 'select employee_id as id from people.assignment where valid_to is null order by employee_id limit 1',
}

export const employeeRoutes = [
  query({
    path: '/pegawai',
    access: 'employee.read',
    input: Filter,
    async handle({ db, scope, also }, input) {
      if (input.aktif === 'belum') return { page: comingPage(await listComing(db, scope)) }
      const units = (await listUnits(db, scope)).filter((unit) => !unit.active_to)
      const filter = filterOf(input, units)
      const rows = await listEmployees(db, scope, filter, { sort: input.sort, after: readCursor(input.after) })
      const page = rows.slice(0, PAGE_SIZE)
      const last = rows.length > PAGE_SIZE ? page.at(-1) : undefined
      return {
        page: employeeListPage({
          rows: page,
          count: await countEmployees(db, scope, filter),
          units,
          filter: input,
          next: last ? `${input.sort.endsWith('nip') ? last.nip : last.name}|${last.id}` : undefined,
          mayImport: also('employee.import') !== undefined,
        }),
      }
    },
  }),

  query({
    path: '/pegawai/ekspor',
    access: 'employee.read',
    input: Filter,
    async handle({ db, scope, t, language }, input) {
      const text = t(employeeMessages)
      const rows = await listEmployees(db, scope, filterOf(input, await listUnits(db, scope)), {
        sort: input.sort,
        limit: EXPORT_LIMIT,
      })
      return sheetFile(
        input.format,
        text.exportName,
        [
          text.nip,
          text.name,
          text.employment,
          text.grade,
          text.gender,
          text.unitCode,
          text.unit,
          text.positionCode,
          text.position,
          text.since,
          text.email,
          text.phone,
        ],
        rowsAndEnd(
          rows.map((row) => [
            row.nip,
            row.name,
            EMPLOYMENT_TEXTS[row.employment][language],
            row.grade,
            row.gender ? GENDER_TEXTS[row.gender][language] : null,
            row.unit_code,
            row.unit,
            row.position_code,
            row.position,
            row.valid_from,
            row.email,
            row.phone,
          ]),
          EXPORT_LIMIT,
          language,
        ),
      )
    },
  }),

  query({
    path: '/pegawai/:id',
    access: 'employee.read',
    input: z.object({ id: idParam() }),
    sample,
    handle: (ctx, { id }) => profile(ctx, id, undefined),
  }),

  command({
    path: '/pegawai/:id/penempatan',
    access: 'employee.manage',
    audit: 'employee.assigned',
    input: AssignmentForm,
    sample,
    invalid: (ctx, raw) => profile(ctx, String(raw['id']), 'move'),
    async handle(ctx, input) {
      const { db, scope, t } = ctx
      const text = t(employeeMessages)
      const employee = await findEmployee(db, scope, input.id)
      if (!employee) throw new NotFound('employee')
      ctx.requireSeen(assignmentSeen((await listAssignments(db, scope, input.id))[0]))
      const present = presentOf(ctx)
      const planned = (await listPlannedUnits(db, scope)).find((one) => one.id === input.unit_id)
      const unit = (await listUnits(db, scope)).find((one) => one.id === input.unit_id)
      if (!unit && !planned) throw new NotFound('unit')
      if (!unit && input.from <= present.today) {
        const message = text.plans.unitMissing(planned?.name ?? '')
        throw new Refusal(422, message, { from: message })
      }
      if (unit?.active_to) throw new Refusal(422, text.unitClosed, { unit_id: text.unitClosed })
      if (!(await listPositions(db, scope)).some((position) => position.id === input.position_id))
        throw new NotFound('position')
      const superior = await superiorOf(db, scope, text, input.superior_nip)
      const { unit_id, position_id, from } = input
      await assignEmployees(db, scope, text, present, [
        { employee_id: input.id, unit_id, position_id, superior_id: superior, from },
      ])
      return {
        redirect: `/pegawai/${input.id}`,
        notice: from > present.today ? text.plans.planned(employee.name, from) : text.moved(employee.name),
        audit: { subject: `employee:${input.id}`, detail: { unit: unit_id, position: position_id, superior, from } },
      }
    },
  }),

  command({
    path: '/pegawai/:id/data',
    access: 'employee.manage',
    audit: 'employee.changed',
    input: ContactForm,
    sample,
    invalid: (ctx, raw) => profile(ctx, String(raw['id']), 'identity'),
    async handle({ db, scope, t, requireSeen }, input) {
      const text = t(employeeMessages)
      const employee = await findEmployee(db, scope, input.id)
      if (!employee) throw new NotFound('employee')
      requireSeen(contactSeen(employee))
      const grades = employee.employment === 'pns' ? PNS_GRADES : PPPK_GRADES
      if (input.grade !== undefined && !grades.includes(input.grade))
        throw new Refusal(422, text.gradeUnknown, { grade: text.gradeUnknown })
      const { nik_encrypted: _sealed, active: _active, ...known } = employee
      const { name, email = null, phone = null, grade = null } = input
      await setEmployees(db, scope, [{ ...known, name, email, phone, grade }])
      const changed = (['name', 'email', 'phone', 'grade'] as const).filter(
        (key) => employee[key] !== (input[key] ?? null),
      )
      return {
        redirect: `/pegawai/${input.id}`,
        notice: text.saved(name),
        audit: { subject: `employee:${input.id}`, detail: { changed } },
      }
    },
  }),

  command({
    path: '/pegawai/:id/nonaktif',
    access: 'employee.manage',
    audit: 'employee.dismissed',
    input: z.object({ id: idParam(), on: dateInput() }),
    sample,
    invalid: (ctx, raw) => profile(ctx, String(raw['id']), 'leave'),
    async handle(ctx, input) {
      const { db, scope, t } = ctx
      const text = t(employeeMessages)
      const employee = await findEmployee(db, scope, input.id)
      if (!employee) throw new NotFound('employee')
      const present = presentOf(ctx)
      await dismissEmployee(db, scope, text, present, input)
      return {
        redirect: `/pegawai/${input.id}`,
        notice: input.on > present.today ? text.plans.planned(employee.name, input.on) : text.left(employee.name),
        audit: { subject: `employee:${input.id}`, detail: { on: input.on } },
      }
    },
  }),

  command({
    path: '/pegawai/rencana/:plan/batal',
    access: 'employee.manage',
    audit: 'employee.plan_withdrawn',
    input: z.object({ plan: idParam() }),
    sample: { plan: 'select id as plan from people.assignment_plan order by id limit 1' },
    async invalid(ctx, raw) {
      const plan = await findAssignmentPlan(ctx.db, ctx.scope, String(raw['plan']))
      if (!plan) throw new NotFound('plan')
      return profile(ctx, plan.employee_id, undefined)
    },
    async handle(ctx, input) {
      const { db, scope, t } = ctx
      const text = t(employeeMessages)
      const plan = await findAssignmentPlan(db, scope, input.plan)
      const employee = plan && (await findEmployee(db, scope, plan.employee_id))
      if (!plan || !employee) throw new NotFound('plan')
      await withdrawAssignmentPlan(db, scope, text, presentOf(ctx), plan)
      const still = await findEmployee(db, scope, employee.id)
      return {
        redirect: still ? `/pegawai/${employee.id}` : '/pegawai',
        notice: text.plans.withdrawn,
        audit: {
          subject: `employee:${employee.id}`,
          detail: { act: plan.act, unit: plan.unit_id, position: plan.position_id, from: plan.valid_from },
        },
      }
    },
  }),
]

function presentOf({ now, institution }: Context<'employee.manage'>) {
  return { now, today: localDate(now, institution.timeZone) }
}

type Texts = (typeof employeeMessages)['id']

async function superiorOf(
  db: Context<'employee.manage'>['db'],
  scope: Context<'employee.manage'>['scope'],
  text: Texts,
  typed: string | undefined,
): Promise<string | null> {
  if (typed === undefined) return null
  const nip = typed.replaceAll(/[\s.]/g, '')
  // A superior may sit outside the unit one manages, so the whole institution is searched.
  const found = await findByNip(db, scope, nip)
  if (!found?.active) throw new Refusal(422, text.superiorUnknown(nip), { superior_nip: text.superiorUnknown(nip) })
  return found.id
}

function filterOf(input: FilterInput, units: readonly { id: string; parent_id: string | null }[]): EmployeeFilter {
  return {
    q: input.q,
    unitIds: input.unit ? [...beneath(units, input.unit)] : undefined,
    positionId: input.jabatan,
    employment: input.status,
    inactive: input.aktif === 'tidak',
  }
}

function readCursor(text: string | undefined): { value: string; id: string } | undefined {
  const cut = text?.lastIndexOf('|') ?? -1
  if (text?.includes('\u0000')) return undefined
  if (text === undefined || cut < 0) return undefined
  const id = z.uuid().safeParse(text.slice(cut + 1))
  return id.success ? { value: text.slice(0, cut), id: id.data } : undefined
}

async function profile(
  { db, scope, also, now, institution, form }: Context<'employee.read'> | Context<'employee.manage'>,
  id: string,
  which: 'move' | 'identity' | 'leave' | undefined,
): Promise<Outcome> {
  const employee = isId(id) ? await findEmployee(db, scope, id) : undefined
  if (!employee) throw new NotFound('employee')
  const assignments = await listAssignments(db, scope, id)
  const manage = also('employee.manage')
  const plans = await listAssignmentPlans(db, scope, id)
  const planned = manage ? await listPlannedUnits(db, manage) : []
  // Someone who has not begun yet is looked after by the unit they come to.
  const home = assignments[0]?.unit_id ?? plans[0]?.unit_id ?? ''
  const mayManage =
    manage !== undefined &&
    employee.active &&
    (manage.units.includes(home) || (assignments.length === 0 && planned.some((unit) => unit.id === home)))
  const { nik_encrypted: sealed, ...facts } = employee
  return {
    page: employeePage({
      employee: { ...facts, nik: sealed ? maskNik(unseal('nik', sealed)) : null },
      assignments,
      plans,
      subordinates: await listSubordinates(db, scope, id),
      reach: new Set(scope.units),
      choices: mayManage
        ? {
            units: (await listUnits(db, manage)).filter((unit) => !unit.active_to),
            planned,
            positions: (await listPositions(db, manage)).filter((position) => position.active),
          }
        : undefined,
      today: localDate(now, institution.timeZone),
      form: form satisfies FormState,
      which,
    }),
  }
}
