import { randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { requireUnit } from '../../platform/access.ts'
import { NotFound } from '../../platform/http/errors.ts'
import { bilingual, type FormState, idParam, optionalText } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { takeNumber, takeStep } from './hall-acts.ts'
import { hallMessages } from './hall-messages.ts'
import { callNext, findHall, type Hall, listHalls, listQueue, openHall } from './hall-queries.ts'
import { DeskPage, DisplayPage, HallsPage, KioskPage, TicketPage } from './hall-views.tsx'
import { listServices } from './queries.ts'

const Unit = z.object({ unit: idParam() })
const Desk = optionalText(20).transform((text) => text ?? '1')
const AtDesk = Unit.extend({ loket: Desk })
const Chosen = z
  .string({ error: bilingual('Pilih layanannya.', 'Choose the service.') })
  .min(1, { error: bilingual('Pilih layanannya.', 'Choose the service.') })
  .pipe(idParam())

const sample = { unit: 'select unit_id from services.hall order by unit_id limit 1' }
const openSample = {
  institution: 'select slug from organization.institution order by created_at limit 1',
  ...sample,
}
const kioskSample = {
  ...openSample,
  token: 'select kiosk_token from services.hall order by unit_id limit 1',
}
const numberSample = {
  unit: 'select unit_id from services.transaction where queue_number is not null order by id limit 1',
  id: 'select id from services.transaction where queue_number is not null order by id limit 1',
}

type Desked = Context<'service.serve'>

async function hallOf(context: Desked, unit: string): Promise<Hall> {
  requireUnit(context.scope, unit)
  const hall = await findHall(context.db, context.scope, unit)
  if (!hall) throw new NotFound('hall')
  return hall
}

async function counterServices(
  context: Pick<Desked, 'db'> & { scope: Parameters<typeof listServices>[1] },
  unit: string,
) {
  return (await listServices(context.db, context.scope)).filter((one) => one.active && one.unit_id === unit)
}

async function deskPage(context: Desked, unit: string, desk: string, done?: string, form?: FormState) {
  const { db, scope, now, institution, url } = context
  const hall = await hallOf(context, unit)
  const rows = await listQueue(db, scope, unit, localDate(now, institution.timeZone))
  const services = await counterServices(context, unit)
  const row = rows.find(({ id }) => id === done)
  const slug = services.find(({ id }) => id === row?.service_id)?.slug
  const base = `/i/${institution.slug}`
  const finished =
    row && slug
      ? {
          ...row,
          rate: url(`${base}/survei?layanan=${slug}`),
          complain: url(`${base}/lapor?layanan=${slug}`),
        }
      : undefined
  const facts = { hall, services, rows, desk, account: scope.account, finished, form }
  return { page: <DeskPage {...facts} /> }
}

/** The kiosk's key is in its address; whoever does not have it takes no number from afar. */
async function kioskOf(context: Context<'public'>, unit: string, token: string): Promise<Hall> {
  const hall = await findHall(context.db, context.scope, unit)
  const [given, known] = [Buffer.from(token), Buffer.from(hall?.kiosk_token ?? '')]
  if (!hall || given.length !== known.length || !timingSafeEqual(given, known)) throw new NotFound('kiosk')
  return hall
}

async function kioskPage(context: Context<'public'>, { unit, token }: { unit: string; token: string }) {
  const hall = await kioskOf(context, unit, token)
  return { page: <KioskPage hall={hall} services={await counterServices(context, unit)} /> }
}

const back = (unit: string, desk: string, more = '') =>
  `/layanan/loket/${unit}?loket=${encodeURIComponent(desk)}${more}`

export const hallRoutes = [
  query({
    path: '/layanan/loket',
    access: 'service.serve',
    input: z.object({}),
    async handle({ db, scope }) {
      const halls = new Set(await listHalls(db, scope))
      const here = (await listServices(db, scope)).filter(
        ({ unit_id, active, channels }) => active && channels.includes('counter') && scope.units.includes(unit_id),
      )
      const units = [...new Map(here.map(({ unit_id, unit_name }) => [unit_id, unit_name]))]
        .map(([id, name]) => ({ id, name, open: halls.has(id) }))
        .sort((a, b) => Number(b.open) - Number(a.open) || a.name.localeCompare(b.name, 'id'))
      return { page: <HallsPage units={units} /> }
    },
  }),

  command({
    path: '/layanan/loket/:unit/buka',
    access: 'service.serve',
    audit: 'service.hall_opened',
    input: Unit,
    sample,
    async handle({ db, scope }, { unit }) {
      requireUnit(scope, unit)
      await openHall(db, scope, unit, randomBytes(18).toString('base64url'))
      return { redirect: `/layanan/loket/${unit}`, audit: { subject: `unit:${unit}` } }
    },
  }),

  query({
    path: '/layanan/loket/:unit',
    access: 'service.serve',
    input: AtDesk.extend({ selesai: z.string().max(40).optional() }),
    sample,
    handle: (context, { unit, loket, selesai }) => deskPage(context, unit, loket, selesai),
  }),

  command({
    path: '/layanan/loket/:unit/ambil',
    access: 'service.serve',
    audit: 'service.number_given',
    input: AtDesk.extend({ service: Chosen }),
    sample,
    invalid: (context, raw, form) => deskPage(context, String(raw['unit']), '1', undefined, form),
    async handle(context, { unit, service, loket }) {
      const { db, scope, now, institution, t } = context
      await hallOf(context, unit)
      const today = localDate(now, institution.timeZone)
      const { id, number } = await takeNumber(db, scope, now, today, unit, service)
      return {
        redirect: back(unit, loket),
        notice: t(hallMessages).taken(number),
        audit: { subject: `transaction:${id}`, detail: { number } },
      }
    },
  }),

  command({
    path: '/layanan/loket/:unit/panggil',
    access: 'service.serve',
    audit: 'service.number_called',
    input: AtDesk,
    sample,
    invalid: (context, raw, form) => deskPage(context, String(raw['unit']), '1', undefined, form),
    async handle(context, { unit, loket }) {
      const { db, scope, now, institution, t } = context
      await hallOf(context, unit)
      const found = await callNext(db, scope, now, unit, localDate(now, institution.timeZone), loket)
      const text = t(hallMessages)
      return {
        redirect: back(unit, loket),
        notice: found ? text.called(found.queue_number) : text.nobody,
        audit: { subject: found ? `transaction:${found.id}` : `unit:${unit}`, detail: { desk: loket } },
      }
    },
  }),

  command({
    path: '/layanan/loket/:unit/:id/:step',
    access: 'service.serve',
    audit: 'service.number_moved',
    input: AtDesk.extend({
      id: idParam(),
      step: z.enum(['begin', 'process', 'completed', 'incomplete', 'rejected', 'no_show']),
    }),
    sample: { ...numberSample, step: "select 'begin'" },
    invalid: (context, raw, form) => deskPage(context, String(raw['unit']), '1', undefined, form),
    async handle(context, { unit, id, step, loket }) {
      const { db, scope, now, t } = context
      await hallOf(context, unit)
      const text = t(hallMessages)
      const moved = await takeStep(db, scope, now, text, id, step)
      if (moved.unit_id !== unit || moved.queue_number === null) throw new NotFound('number')
      const ended = step === 'completed' || step === 'process' || step === 'rejected'
      return {
        redirect: back(unit, loket, ended ? `&selesai=${id}` : ''),
        notice: text.moved(moved.queue_number),
        audit: { subject: `transaction:${id}`, detail: { step } },
      }
    },
  }),

  query({
    path: '/i/:institution/antrean/:unit',
    access: 'public',
    input: Unit.extend({ institution: z.string() }),
    sample: openSample,
    async handle({ db, scope, now, institution }, { unit }) {
      const hall = await findHall(db, scope, unit)
      if (!hall) throw new NotFound('hall')
      const rows = await listQueue(db, scope, unit, localDate(now, institution.timeZone))
      return { page: <DisplayPage hall={hall} rows={rows} />, refresh: 10 }
    },
  }),

  query({
    path: '/i/:institution/antrean/:unit/ambil/:token',
    access: 'public',
    input: Unit.extend({ institution: z.string(), token: z.string().max(64) }),
    sample: kioskSample,
    handle: kioskPage,
  }),

  command({
    path: '/i/:institution/antrean/:unit/ambil/:token',
    access: 'public',
    audit: 'service.number_taken',
    input: Unit.extend({ institution: z.string(), token: z.string().max(64), service: Chosen }),
    sample: kioskSample,
    limit: { points: 120, seconds: 600, by: 'ip' },
    invalid: (context, raw) => kioskPage(context, { unit: String(raw['unit']), token: String(raw['token']) }),
    async handle(context, { unit, token, service }) {
      const { db, scope, now, institution } = context
      await kioskOf(context, unit, token)
      const { id, number } = await takeNumber(db, scope, now, localDate(now, institution.timeZone), unit, service)
      return {
        redirect: `/i/${institution.slug}/antrean/${unit}/nomor/${id}?mesin=${token}`,
        audit: { subject: `transaction:${id}`, detail: { number } },
      }
    },
  }),

  query({
    path: '/i/:institution/antrean/:unit/nomor/:id',
    access: 'public',
    input: Unit.extend({ institution: z.string(), id: idParam(), mesin: z.string().max(64).optional() }),
    sample: { institution: openSample.institution, ...numberSample },
    async handle(context, { unit, id, mesin }) {
      const { db, scope, now, institution, url } = context
      const hall = await findHall(db, scope, unit)
      const rows = await listQueue(db, scope, unit, localDate(now, institution.timeZone))
      const row = rows.find((one) => one.id === id)
      if (!hall || !row) throw new NotFound('number')
      const base = `/i/${institution.slug}/antrean/${unit}`
      const kiosk = mesin ? `${base}/ambil/${encodeURIComponent(mesin)}` : undefined
      const address = url(`${base}/nomor/${id}`)
      return {
        page: <TicketPage hall={hall} row={row} rows={rows} kiosk={kiosk} address={address} />,
        refresh: row.ended_at ? undefined : 15,
      }
    },
  }),
]
