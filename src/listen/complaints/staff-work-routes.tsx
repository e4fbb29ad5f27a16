import { z } from 'zod'
import { notify } from '../../core/notifications/index.ts'
import type { Permission } from '../../platform/access.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { bilingual, dateInput, emptyForm, idParam, requiredText } from '../../platform/http/input.ts'
import { type Context, command, type Outcome, query, type Route } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { formatCode } from './code.ts'
import { listCaseOfficers, listOfficers } from './notices.ts'
import { lockComplaints } from './rows.ts'
import type { Lane } from './sight.ts'
import { casePage } from './staff-case-routes.tsx'
import { LANE_NAMES, LANES, reachCase } from './staff-lanes.ts'
import { staffMessages } from './staff-messages.ts'
import {
  endTask,
  findUnitTask,
  insertTasks,
  listAssignees,
  listColleagues,
  listSubstitutes,
  listTasks,
  listUnitTasks,
  setAssignee,
  setWatching,
} from './staff-work-queries.ts'
import { TaskFormPage, UnitTaskPage, UnitTasksPage } from './staff-work-views.tsx'
import { workMessages } from './work-messages.ts'

/** To whom a case goes: nobody only where that was chosen, so that an empty choice releases nothing. */
const AssignForm = z.object({
  id: idParam(),
  account: z.union([z.literal('none'), idParam()]),
  /** Who had it on the page this was sent from. */
  was: z.union([z.literal('none'), idParam()]).optional(),
})

/** Who had a case until now hears that they no longer do, unless they gave it away themselves. */
async function tellHolder(
  { db, scope, now, actor }: Context<Permission>,
  complaint: { id: string; code: string },
  before: { id: string } | undefined,
  after: { id: string; name: string } | undefined,
  base: string,
) {
  if (!before || before.id === scope.account || before.id === after?.id) return
  const code = formatCode(complaint.code)
  const told = workMessages.id.told
  await notify(db, scope, now, [
    {
      accountId: before.id,
      kind: 'complaints.officer',
      title: after ? told.handedOn(code, after.name) : told.released(code, actor.name),
      body: '',
      href: `${base}/${complaint.id}`,
      key: `complaint:${complaint.id}:handed-on:${now.getTime()}`,
    },
  ])
}

/** Take, give or release; a case given to somebody who is away goes to their substitute. */
function assignRoute(lane: Lane): Route {
  const { base, handle, sample } = LANES[lane]
  return command({
    path: `${base}/:id/petugas`,
    access: handle,
    audit: 'complaint.assigned',
    input: AssignForm,
    sample,
    invalid: (context, raw, form) => casePage(context, lane, String(raw['id']), { form }),
    async handle(context, { id, account, was }) {
      const { db, scope, now, institution } = context
      const text = context.t(workMessages)
      const [complaint] = await lockComplaints(db, scope, [id], lane)
      if (!complaint) throw new NotFound('complaint')
      const before = (await listAssignees(db, scope, [id])).get(id)
      if (was !== undefined && was !== (before?.id ?? 'none'))
        throw new Refusal(409, before ? text.heldMeanwhile(before.name) : text.freeMeanwhile)
      if (account === 'none') {
        await tellHolder(context, complaint, before, undefined, base)
        await setAssignee(db, scope, now, [id], null)
        const audit = { subject: `complaint:${id}`, detail: { account: null } }
        return { redirect: `${base}/${id}`, notice: text.released, audit }
      }
      const colleagues = await listColleagues(db, scope, now, context.tree.above(complaint.unit_id), id, handle)
      const wanted = colleagues.find((one) => one.id === account)
      const away = await listSubstitutes(db, scope, localDate(now, institution.timeZone), [account])
      const substitute = colleagues.find((one) => one.id === away.get(account))
      if (!wanted) throw new Refusal(422, text.personGone, { account: text.personGone })
      const officer = substitute ?? wanted
      await setAssignee(db, scope, now, [id], officer.id)
      await tellHolder(context, complaint, before, officer, base)
      if (officer.id !== scope.account) {
        await notify(db, scope, now, [
          {
            accountId: officer.id,
            kind: 'complaints.officer',
            title: workMessages.id.told.given(formatCode(complaint.code)),
            body: complaint.privacy === 'secret' ? '' : complaint.subject,
            href: `${base}/${id}`,
            key: `complaint:${id}:given:${now.getTime()}`,
          },
        ])
      }
      const notice = substitute ? text.substituted(wanted.name, substitute.name) : text.given(officer.name)
      return {
        redirect: `${base}/${id}`,
        notice: officer.id === scope.account ? text.taken : notice,
        audit: { subject: `complaint:${id}`, detail: { account: officer.id } },
      }
    },
  })
}

const TaskInput = z.object({
  id: idParam(),
  unit: z.uuid({ error: bilingual('Pilih unitnya.', 'Choose the unit.') }),
  title: requiredText(300, bilingual('Tuliskan apa yang diminta dari unit itu.', 'Write what is asked of that unit.')),
  due_on: dateInput(bilingual('Tanggalnya belum diisi.', 'Enter the date.')),
})

async function taskFormPage(context: Context<Permission>, id: string, form = emptyForm): Promise<Outcome> {
  const { complaint } = await reachCase(context, 'ordinary', id)
  const units = context.tree.named.filter((unit) => unit.id !== complaint.unit_id)
  return {
    page: <TaskFormPage id={id} units={units.map((unit) => ({ value: unit.id, label: unit.name }))} form={form} />,
  }
}

async function unitTaskPage(context: Context<'complaint.handle'>, id: string, form = emptyForm): Promise<Outcome> {
  const task = await findUnitTask(context.db, context.scope, id)
  if (!task) throw new NotFound('task')
  return { page: <UnitTaskPage task={task} form={form} /> }
}

const taskSample = { id: 'select id from complaints.task where ended_at is null order by id limit 1' }

export const workRoutes: Route[] = [
  ...LANE_NAMES.map(assignRoute),

  command({
    path: '/pengaduan/:id/pantau',
    access: 'complaint.read',
    audit: 'complaint.watched',
    input: z.object({ id: idParam(), on: z.string().max(3).default('') }),
    sample: LANES.ordinary.sample,
    invalid: (context, raw, form) => casePage(context, 'ordinary', String(raw['id']), { form }),
    async handle(context, { id, on }) {
      const { scope } = await reachCase(context, 'ordinary', id).then(({ read }) => ({ scope: read }))
      const text = context.t(workMessages)
      await setWatching(context.db, scope, context.now, id, context.actor.account, on !== '')
      return {
        redirect: `/pengaduan/${id}`,
        notice: on ? text.watching : text.notWatching,
        audit: { subject: `complaint:${id}`, detail: { on: on !== '' } },
      }
    },
  }),

  command({
    path: '/pengaduan/:id/tugas',
    access: 'complaint.handle',
    audit: 'complaint.task_given',
    input: TaskInput,
    sample: LANES.ordinary.sample,
    invalid: (context, raw, form) => taskFormPage(context, String(raw['id']), form),
    async handle(context, { id, unit, title, due_on }) {
      const { db, scope, now } = context
      const text = context.t(workMessages)
      const [complaint] = await lockComplaints(db, scope, [id])
      if (!complaint) throw new NotFound('complaint')
      const unknown = context.t(staffMessages).unitUnknown
      if (unit === complaint.unit_id || !context.tree.named.some((one) => one.id === unit))
        throw new Refusal(422, unknown, { unit: unknown })
      if (due_on < localDate(now, context.institution.timeZone))
        throw new Refusal(422, text.taskPast, { due_on: text.taskPast })
      const task = { id: newId(now), complaint_id: id, unit_id: unit, title, due_on }
      await insertTasks(db, scope, now, [task])
      const officers = await listOfficers(db, scope, unit, 'complaint.handle', now, id)
      await tellOfficers(context, officers, {
        title: workMessages.id.told.task(formatCode(complaint.code)),
        body: title,
        href: `/pengaduan/tugas/${task.id}`,
        key: `complaint-task:${task.id}`,
      })
      const audit = { subject: `complaint:${id}`, detail: { task: task.id, unit } }
      return { redirect: `/pengaduan/${id}#tugas`, notice: text.taskSent, audit }
    },
  }),

  command({
    path: '/pengaduan/:id/tugas/:task/batal',
    access: 'complaint.handle',
    audit: 'complaint.task_waived',
    input: z.object({
      id: idParam(),
      task: idParam(),
      reason: requiredText(1000, bilingual('Tuliskan alasannya.', 'Give the reason.')),
    }),
    sample: {
      id: 'select complaint_id from complaints.task where ended_at is null order by id limit 1',
      task: taskSample.id,
    },
    invalid: (context, raw, form) => casePage(context, 'ordinary', String(raw['id']), { form }),
    async handle(context, { id, task, reason }) {
      const { db, scope, now } = context
      const text = context.t(workMessages)
      const [complaint] = await lockComplaints(db, scope, [id])
      const asked = complaint && (await listTasks(db, scope, id)).find((one) => one.id === task)
      if (!asked) throw new NotFound('task')
      if (!(await endTask(db, scope, now, { id: task, complaint: id, state: 'waived', answer: reason })))
        throw new Refusal(409, text.taskEnded)
      // Whoever works on it need not go on.
      const officers = await listOfficers(db, scope, asked.unit_id, 'complaint.handle', now, id)
      await tellOfficers(context, officers, {
        title: workMessages.id.told.taskWaived(formatCode(complaint.code)),
        body: `${asked.title}: ${reason}`,
        href: `/pengaduan/tugas/${task}`,
        key: `complaint-task:${task}:waived`,
      })
      const audit = { subject: `complaint:${id}`, detail: { task } }
      return { redirect: `/pengaduan/${id}#tugas`, notice: text.waived, audit }
    },
  }),

  query({
    path: '/pengaduan/tugas',
    access: 'complaint.handle',
    input: z.object({}),
    async handle({ db, scope }) {
      return { page: <UnitTasksPage tasks={await listUnitTasks(db, scope)} /> }
    },
  }),

  query({
    path: '/pengaduan/tugas/:id',
    access: 'complaint.handle',
    input: z.object({ id: idParam() }),
    sample: taskSample,
    handle: (context, { id }) => unitTaskPage(context, id),
  }),

  command({
    path: '/pengaduan/tugas/:id',
    access: 'complaint.handle',
    audit: 'complaint.task_done',
    input: z.object({
      id: idParam(),
      answer: requiredText(5000, bilingual('Jawabannya belum diisi.', 'The answer is empty.')),
    }),
    sample: taskSample,
    invalid: (context, raw, form) => unitTaskPage(context, String(raw['id']), form),
    async handle(context, { id, answer }) {
      const { db, scope, now } = context
      const text = context.t(workMessages)
      const task = await findUnitTask(db, scope, id)
      if (!task) throw new NotFound('task')
      if (!(await endTask(db, scope, now, { id, complaint: task.complaint_id, state: 'done', answer })))
        throw new Refusal(409, text.taskEnded)
      const coordinators = await listCaseOfficers(db, scope, now, task.complaint_id)
      await tellOfficers(context, coordinators, {
        title: workMessages.id.told.taskDone(formatCode(task.code)),
        body: task.title,
        href: `/pengaduan/${task.complaint_id}#tugas`,
        key: `complaint-task:${id}:done`,
      })
      return {
        redirect: '/pengaduan/tugas',
        notice: text.taskAnswered,
        audit: { subject: `complaint:${task.complaint_id}`, detail: { task: id } },
      }
    },
  }),
]

async function tellOfficers(
  { db, scope, now }: Context<'complaint.handle'>,
  officers: readonly string[],
  what: { title: string; body: string; href: string; key: string },
): Promise<void> {
  await notify(
    db,
    scope,
    now,
    officers.map((accountId) => ({ accountId, kind: 'complaints.officer', ...what })),
  )
}
