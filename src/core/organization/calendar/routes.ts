import { z } from 'zod'
import { requireUnit } from '../../../platform/access.ts'
import { addWorkingTime, listDays } from '../../../platform/calendar.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { type FormState, idParam, isDate } from '../../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../../platform/http/route.ts'
import { formatDate, localDate } from '../../../platform/i18n.ts'
import { listUnits } from '../units/queries.ts'
import type { Calculation } from './calculator.tsx'
import { calendarMessages } from './messages.ts'
import { DayForm, HoursForm, parseIntervals, RamadanForm, WEEKDAYS } from './model.ts'
import {
  calendarVersion,
  endRow,
  listDefaultHours,
  listHours,
  listNationalHolidays,
  listOwnDays,
  listRamadan,
  listVersions,
  loadCalendar,
  openVersion,
  setDay,
  setHours,
  setRamadan,
} from './queries.ts'
import { calendarPage } from './views.tsx'

const View = z.object({
  tahun: z.coerce.number().int().min(2000).max(2100).optional().catch(undefined),
  mulai: z.string().refine(isDate).optional().catch(undefined),
  pukul: z
    .string()
    .regex(/^([01]?\d|2[0-3])[.:][0-5]\d$/)
    .optional()
    .catch(undefined),
  hari: z.coerce.number().int().min(0).max(250).optional().catch(undefined),
  unit: z.uuid().optional().catch(undefined),
})
type ViewInput = z.output<typeof View>
type Which = 'day' | 'hours' | 'ramadan' | undefined

export const calendarRoutes = [
  query({
    path: '/kalender',
    access: 'calendar.read',
    input: View,
    handle: (ctx, input) => view(ctx, input, undefined),
  }),

  command({
    path: '/kalender/hari',
    access: 'calendar.manage',
    audit: 'calendar.day_set',
    input: DayForm,
    invalid: (ctx) => view(ctx, {}, 'day'),
    async handle(ctx, input) {
      const { db, scope, now, t, language } = ctx
      const text = t(calendarMessages)
      const unit = await ownUnit(ctx, input.unit_id)
      const hours = parseIntervals(input.hours ?? '')
      if (hours === undefined) throw new Refusal(422, text.badHours, { hours: text.badHours })
      if (input.kind === 'special_hours' && hours.length === 0)
        throw new Refusal(422, text.needHours, { hours: text.needHours })
      const version = await openVersion(db, scope, now, text.noteDay(formatDate(input.date, language)))
      await setDay(db, scope, version, {
        unit_id: unit,
        date: input.date,
        kind: input.kind,
        name: input.name,
        intervals: input.kind === 'special_hours' ? hours : null,
        source: input.source,
        verified: input.verified !== undefined,
      })
      return {
        redirect: `/kalender?tahun=${input.date.slice(0, 4)}`,
        notice: text.saved(String(version)),
        audit: {
          subject: `calendar:${version}`,
          detail: { date: input.date, kind: input.kind, unit, source: input.source },
        },
      }
    },
  }),

  command({
    path: '/kalender/jam',
    access: 'calendar.manage',
    audit: 'calendar.hours_set',
    input: HoursForm,
    invalid: (ctx) => view(ctx, {}, 'hours'),
    async handle(ctx, input) {
      const { db, scope, now, t } = ctx
      const text = t(calendarMessages)
      const unit = await ownUnit(ctx, input.unit_id)
      const week = WEEKDAYS.map((day) => input[day])
      if (week.every((day) => day.length === 0)) throw new Refusal(422, text.noWork, { mon: text.noWork })
      const version = await openVersion(db, scope, now, text.noteHours)
      const { season, valid_from, source } = input
      await setHours(db, scope, version, [
        { unit_id: unit, season, valid_from, week, source, verified: input.verified !== undefined },
      ])
      return {
        redirect: '/kalender#jam',
        notice: text.saved(String(version)),
        audit: { subject: `calendar:${version}`, detail: { season, valid_from, unit, source } },
      }
    },
  }),

  command({
    path: '/kalender/ramadan',
    access: 'calendar.manage',
    audit: 'calendar.ramadan_set',
    input: RamadanForm,
    invalid: (ctx) => view(ctx, {}, 'ramadan'),
    async handle(ctx, input) {
      const { db, scope, now, t } = ctx
      const text = t(calendarMessages)
      await ownUnit(ctx, undefined)
      const version = await openVersion(db, scope, now, text.noteRamadan(String(input.hijri_year)))
      await setRamadan(db, scope, version, { ...input, verified: input.verified !== undefined })
      return {
        redirect: '/kalender#ramadan',
        notice: text.saved(String(version)),
        audit: {
          subject: `calendar:${version}`,
          detail: { hijri_year: input.hijri_year, starts_on: input.starts_on, ends_on: input.ends_on },
        },
      }
    },
  }),

  command({
    path: '/kalender/:kind/:id/hapus',
    access: 'calendar.manage',
    audit: 'calendar.row_removed',
    input: z.object({ kind: z.enum(['hari', 'jam']), id: idParam() }),
    sample: { kind: "select 'hari' as kind", id: 'select id from organization.calendar_hours limit 1' },
    async handle(ctx, { kind, id }) {
      const { db, scope, now, t } = ctx
      const text = t(calendarMessages)
      const version = await openVersion(db, scope, now, text.noteRemoved)
      const ended = await endRow(db, scope, version, kind === 'hari' ? 'day' : 'hours', id)
      if (!ended) throw new NotFound('calendar row')
      await ownUnit(ctx, ended.unit_id ?? undefined)
      if (kind === 'jam' && ended.unit_id === null) throw new Refusal(409, text.standardLast)
      return {
        redirect: '/kalender',
        notice: text.saved(String(version)),
        audit: { subject: `calendar:${version}`, detail: { removed: id, kind } },
      }
    },
  }),
]

/** A unit within reach, or null for the institution, which takes the permission for its topmost unit. */
async function ownUnit({ db, scope, t }: Context<'calendar.manage'>, unit: string | undefined): Promise<string | null> {
  if (unit) {
    requireUnit(scope, unit)
    return unit
  }
  const whole = (await listUnits(db, scope)).some((one) => one.parent_id === null)
  if (!whole) throw new Refusal(422, t(calendarMessages).chooseUnit, { unit_id: t(calendarMessages).chooseUnit })
  return null
}

async function view(
  ctx: Context<'calendar.read'> | Context<'calendar.manage'>,
  input: Partial<ViewInput>,
  which: Which,
): Promise<Outcome> {
  const { db, now, institution, also } = ctx
  const scope = also('calendar.read') ?? also('calendar.manage')
  if (!scope) throw new NotFound('calendar')
  const readable = scope as Context<'calendar.read'>['scope']
  const today = localDate(now, institution.timeZone)
  const year = input.tahun ?? Number(today.slice(0, 4))
  const manage = also('calendar.manage')
  const form: FormState = ctx.form
  return {
    page: calendarPage({
      version: await calendarVersion(db, scope),
      year,
      national: await listNationalHolidays(db, scope, year),
      own: await listOwnDays(db, readable, year),
      hours: await listHours(db, readable),
      defaults: await listDefaultHours(db, scope),
      ramadan: await listRamadan(db, readable),
      versions: await listVersions(db, readable),
      units: (await listUnits(db, manage ?? scope)).filter((unit) => !unit.active_to),
      mayManage: manage !== undefined,
      calculation: await calculate(ctx, input, today),
      form,
      which,
    }),
  }
}

async function calculate(
  { db, scope }: Context<'calendar.read'> | Context<'calendar.manage'>,
  input: Partial<ViewInput>,
  today: string,
): Promise<Calculation> {
  const start = input.mulai ?? today
  const time = (input.pukul ?? '09.00').replace(':', '.')
  const days = input.hari ?? 5
  const unit = input.unit && scope.units.includes(input.unit) ? input.unit : null
  const calendar = await loadCalendar(db, scope, unit)
  const [hour = 9, minute = 0] = time.split('.').map(Number)
  const due = addWorkingTime(calendar, calendar.instant(start, hour * 60 + minute), { days })
  return { start, time, days, unit, due, steps: listDays(calendar, start, calendar.dateOf(due)) }
}
