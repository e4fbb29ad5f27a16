import { z } from 'zod'
import type { Scope } from '../../platform/access.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { emptyForm, type FormState, idParam } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { findOwnExpert, insertExpert, withdrawExpert } from './expert-queries.ts'
import { messages } from './messages.ts'
import { AtId, birthOf, ItemCode, NewSuccessor, NewTransfer, OwnExpert, retirementOf } from './model.ts'
import { listLeaving } from './outlook.ts'
import { OutlookPage, PersonPage } from './outlook-views.tsx'
import { NoEmployeePage, OwnPage } from './own-views.tsx'
import {
  deleteSuccessor,
  findPerson,
  insertTransfer,
  isAbove,
  listColleagues,
  listDirect,
  listProgress,
  listSuccessors,
  listTransfers,
  type PersonRow,
  putSuccessor,
  setProgress,
  setTransferDone,
} from './queries.ts'
import { listItems, rulesOn } from './rule-queries.ts'

const OWN = '/pensiun/saya'
type Self = Context<'self'>

function todayOf({ now, institution }: Pick<Self, 'now' | 'institution'>): string {
  return localDate(now, institution.timeZone)
}

async function ownPage(context: Self, form: FormState = emptyForm) {
  const { db, scope } = context
  const person = scope.employee ? await findPerson(db, scope, scope.employee) : undefined
  if (!person) return { page: <NoEmployeePage /> }
  const today = todayOf(context)
  const rules = await rulesOn(db, scope, today)
  const birth = birthOf(person)
  const below = (await listDirect(db, scope)).flatMap((one) => {
    const born = birthOf(one)
    const retirement = born ? retirementOf(born, one, rules) : undefined
    return retirement && retirement.planFrom <= today ? [{ person: one, retirement }] : []
  })
  const props = {
    person,
    birth,
    retirement: birth ? retirementOf(birth, person, rules) : undefined,
    items: await listItems(db, scope, today),
    progress: await listProgress(db, scope, person.id),
    transfers: await listTransfers(db, scope, person.id),
    colleagues: await listColleagues(db, scope, person),
    expert: await findOwnExpert(db, scope, person.id),
    below: below.sort((a, b) => a.retirement.starts.localeCompare(b.retirement.starts)),
  }
  return { page: <OwnPage {...props} today={today} form={form} /> }
}

type Reach = { person: PersonRow; own: boolean; manage: boolean }

/** Oneself, whoever stands above, and those with the permission in the person's unit; for all others nobody is there. */
async function reachOf({ db, scope, also }: Self, id: string): Promise<Reach> {
  const person = await findPerson(db, scope, id)
  if (!person) throw new NotFound('employee')
  const own = person.id === scope.employee
  const above = !own && (await isAbove(db, scope, id))
  const manage = !own && (above || also('talent.manage')?.units.includes(person.unit_id) === true)
  if (!own && !manage && !also('talent.read')?.units.includes(person.unit_id)) throw new NotFound('employee')
  return { person, own, manage }
}

async function personPage(context: Self, id: string, form: FormState = emptyForm) {
  const { db, scope, also } = context
  const { person, own, manage } = await reachOf(context, id)
  if (own) return ownPage(context, form)
  const today = todayOf(context)
  const birth = birthOf(person)
  const steps = (await listItems(db, scope, today)).filter((item) => !item.hidden)
  const progress = await listProgress(db, scope, id)
  const props = {
    person,
    retirement: birth ? retirementOf(birth, person, await rulesOn(db, scope, today)) : undefined,
    done: steps.filter((item) => progress.has(item.code)).length,
    steps: steps.length,
    transfers: await listTransfers(db, scope, id),
    successors: await listSuccessors(db, scope, id),
    colleagues: await listColleagues(db, scope, person),
  }
  const crumbs = also('talent.read') !== undefined
  return { page: <PersonPage {...props} today={today} mayManage={manage} crumbs={crumbs} form={form} /> }
}

function idOf(raw: Readonly<Record<string, unknown>>): string {
  return idParam().catch('').parse(raw['id'])
}

function ownEmployee(scope: Scope<'self'>): string {
  if (!scope.employee) throw new NotFound('employee')
  return scope.employee
}

const LEAVING = `select a.superior_id as id from people.assignment a where a.superior_id is not null and a.valid_to is null order by a.id limit 1`
const TRANSFER = {
  id: 'select employee_id from talent.transfer order by id limit 1',
  transfer: 'select id from talent.transfer order by id limit 1',
}
const SUCCESSOR = {
  id: 'select employee_id from talent.successor order by employee_id, candidate_id limit 1',
  candidate: 'select candidate_id from talent.successor order by employee_id, candidate_id limit 1',
}

export const retirementRoutes = [
  query({ path: OWN, access: 'self', input: z.object({}), handle: (context) => ownPage(context) }),

  command({
    path: `${OWN}/daftar`,
    access: 'self',
    audit: 'talent.step',
    input: ItemCode,
    invalid: (context, _raw, form) => ownPage(context, form),
    async handle(context, { code, done }) {
      const { db, scope } = context
      const employee = ownEmployee(scope)
      if (!(await listItems(db, scope, todayOf(context))).some((item) => item.code === code)) throw new NotFound('item')
      await setProgress(db, scope, employee, code, done === 'ya' ? todayOf(context) : null)
      return { redirect: `${OWN}#daftar`, audit: { subject: `employee:${employee}`, detail: { code, done } } }
    },
  }),

  command({
    path: `${OWN}/narasumber`,
    access: 'self',
    audit: 'talent.expert_joined',
    input: OwnExpert,
    invalid: (context, _raw, form) => ownPage(context, form),
    async handle({ db, scope, now, t }, { fields, offers, contact }) {
      const words = t(messages)
      const person = await findPerson(db, scope, ownEmployee(scope))
      if (!person) throw new NotFound('employee')
      const id = await insertExpert(db, scope, now, {
        employee: person.id,
        name: person.name,
        background: `${person.position}, ${person.unit}`,
        fields,
        offers,
        contact,
        consent: words.ownConsent,
      })
      if (!id) throw new Refusal(409, words.already)
      return { redirect: `${OWN}#berbagi`, notice: words.joined, audit: { subject: `expert:${id}` } }
    },
  }),

  command({
    path: `${OWN}/narasumber/tarik`,
    access: 'self',
    audit: 'talent.expert_withdrawn',
    input: z.object({}),
    async handle({ db, scope, now, t }) {
      const expert = await findOwnExpert(db, scope, ownEmployee(scope))
      if (!expert) throw new NotFound('expert')
      await withdrawExpert(db, scope, now, expert.id)
      return { redirect: `${OWN}#berbagi`, notice: t(messages).gone, audit: { subject: `expert:${expert.id}` } }
    },
  }),

  query({
    path: '/pensiun',
    access: 'talent.read',
    input: z.object({
      unit: idParam().or(z.literal('')).optional().catch(undefined),
      tahun: z
        .string()
        .regex(/^\d{4}$/)
        .optional()
        .catch(undefined),
      celah: z.literal('ya').optional().catch(undefined),
    }),
    async handle({ db, scope, now, institution }, { unit, tahun, celah }) {
      const today = localDate(now, institution.timeZone)
      const rules = await rulesOn(db, scope, today)
      const looked = { unit: unit ?? '', tahun: tahun ?? '', celah: celah ?? '' }
      const leaving = await listLeaving(db, scope, rules, today)
      const planMonths = rules['plan_months']?.value ?? 0
      return { page: <OutlookPage leaving={leaving} looked={looked} today={today} planMonths={planMonths} /> }
    },
  }),

  query({
    path: '/pensiun/pegawai/:id',
    access: 'self',
    input: AtId,
    sample: { id: LEAVING },
    handle: (context, { id }) => personPage(context, id),
  }),

  command({
    path: '/pensiun/pegawai/:id/alih',
    access: 'self',
    audit: 'talent.transfer_planned',
    input: NewTransfer,
    invalid: (context, raw, form) => personPage(context, idOf(raw), form),
    async handle(context, { id, to, ...input }) {
      const { db, scope, now, t } = context
      const { person, own, manage } = await reachOf(context, id)
      if (!own && !manage) throw new NotFound('employee')
      if (to !== undefined && !(await listColleagues(db, scope, person)).some((one) => one.id === to))
        throw new Refusal(422, '', { to: t(messages).notColleague })
      const transfer = await insertTransfer(db, scope, now, { ...input, employee: id, to })
      return {
        redirect: own ? `${OWN}#alih` : `/pensiun/pegawai/${id}#alih`,
        notice: t(messages).saved,
        audit: { subject: `employee:${id}`, detail: { transfer } },
      }
    },
  }),

  command({
    path: '/pensiun/pegawai/:id/alih/:transfer/selesai',
    access: 'self',
    audit: 'talent.transfer_done',
    input: AtId.extend({ transfer: idParam(), done: z.enum(['ya', 'tidak']) }),
    sample: TRANSFER,
    async handle(context, { id, transfer, done }) {
      const { db, scope, t } = context
      const { own, manage } = await reachOf(context, id)
      if (!own && !manage) throw new NotFound('employee')
      const day = done === 'ya' ? todayOf(context) : null
      if (!(await setTransferDone(db, scope, id, transfer, day))) throw new NotFound('transfer')
      return {
        redirect: own ? `${OWN}#alih` : `/pensiun/pegawai/${id}#alih`,
        notice: t(messages).saved,
        audit: { subject: `employee:${id}`, detail: { transfer, done } },
      }
    },
  }),

  command({
    path: '/pensiun/pegawai/:id/pengganti',
    access: 'self',
    audit: 'talent.successor_named',
    input: NewSuccessor,
    invalid: (context, raw, form) => personPage(context, idOf(raw), form),
    async handle(context, { id, candidate, ready, note }) {
      const { db, scope, now, t } = context
      const { person, manage } = await reachOf(context, id)
      if (!manage) throw new NotFound('employee')
      if (!(await listColleagues(db, scope, person)).some((one) => one.id === candidate))
        throw new Refusal(422, '', { candidate: t(messages).notColleague })
      await putSuccessor(db, scope, now, { employee: id, candidate, ready, note })
      return {
        redirect: `/pensiun/pegawai/${id}#pengganti`,
        notice: t(messages).named,
        audit: { subject: `employee:${id}`, detail: { candidate, ready } },
      }
    },
  }),

  command({
    path: '/pensiun/pegawai/:id/pengganti/:candidate/hapus',
    access: 'self',
    audit: 'talent.successor_removed',
    input: AtId.extend({ candidate: idParam() }),
    sample: SUCCESSOR,
    async handle(context, { id, candidate }) {
      const { db, scope, t } = context
      const { manage } = await reachOf(context, id)
      if (!manage || !(await deleteSuccessor(db, scope, id, candidate))) throw new NotFound('successor')
      return {
        redirect: `/pensiun/pegawai/${id}#pengganti`,
        notice: t(messages).removed,
        audit: { subject: `employee:${id}`, detail: { candidate } },
      }
    },
  }),
]
