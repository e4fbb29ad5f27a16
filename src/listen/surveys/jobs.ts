import { z } from 'zod'
import { type Scope, systemScope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { storeBytes } from '../../platform/files.ts'
import { formatDate, localDate } from '../../platform/i18n.ts'
import { enqueue, type Job, job } from '../../platform/jobs.ts'
import { getMailer, headerText } from '../../platform/mail.ts'
import { mailPage } from '../../platform/mail-page.ts'
import { listServiceNames } from '../services/index.ts'
import { HIDING } from './intake.ts'
import { batchTokens, findLetterBatch } from './invitations.ts'
import { FEWEST_MIXED, mixAnswers, settleAnswers } from './mixing.ts'
import { planMessages } from './plans/messages.ts'
import { addUndelivered } from './plans/queries.ts'
import { beneath, listUnits } from './queries.ts'
import { releaseAnswers } from './release.ts'
import { loadReport, type Report } from './report/data.ts'
import { reportPdf } from './report/pdf.ts'
import { findReport, setReport } from './report/queries.ts'
import { listUnitResults, ruleDate } from './results.ts'
import { getRule } from './rules.ts'

/** After midnight in all three time zones of Indonesia. */
export const settleJob = job({
  name: 'surveys.settle',
  payload: z.object({}),
  schedule: '15 17 * * *',
  async handle({ db, institution, now, log }) {
    const scope = systemScope('survey.read', 'writes the answers of the days that are over again', institution, [])
    const today = await todayOf(db, institution, now)
    const settled = await settleAnswers(db, scope, today)
    await releaseAnswers(db, scope, today)
    if (settled > 0) log.info({ settled }, 'survey answers settled')
  },
})

/** Several times an hour, so that what a transaction number could tell is gone before anybody looks. */
export const mixJob: Job<Record<string, never>> = job({
  name: 'surveys.mix',
  payload: z.strictObject({}),
  schedule: '*/10 * * * *',
  async handle({ db, institution, now }) {
    if (await mixAndCount(db, institution, now, FEWEST_MIXED)) await enqueue(db, institution, mixJob, {})
  },
})

/** So many hide one another at any minute, and need not wait for the tenth. */
const MANY = 2000

export const mixManyJob: Job<Record<string, never>> = job({
  name: 'surveys.mix_many',
  payload: z.strictObject({}),
  schedule: '* * * * *',
  async handle({ db, institution, now }) {
    if (await mixAndCount(db, institution, now, MANY)) await enqueue(db, institution, mixManyJob, {})
  },
})

/** When counting was last asked for, by institution. */
const asked = new Map<string, number>()
const SOON_MS = 1000

/**
 * Many that came at once are counted within seconds, not at the next minute: whoever sent them looks for the figure.
 * Asked for once a second; the job begins when that second is over and counts all that came in it.
 */
export async function countSoon(db: Db, institution: string, now: Date, added: number): Promise<void> {
  if (added < HIDING) return
  const at = now.getTime() + SOON_MS
  if (at - (asked.get(institution) ?? 0) < SOON_MS) return
  asked.set(institution, at)
  await enqueue(db, institution, mixManyJob, {}, { at: new Date(at) })
}

/** Returns whether there may be more to do. */
async function mixAndCount(db: Db, institution: string, now: Date, least: number): Promise<boolean> {
  const why = 'counts new answers and writes them again, apart from invitations'
  const scope = systemScope('survey.read', why, institution, [])
  const more = await mixAnswers(db, scope, least)
  await releaseAnswers(db, scope, await todayOf(db, institution, now))
  return more
}

async function todayOf(db: Db, institution: string, now: Date): Promise<string> {
  const { time_zone } = await db
    .selectFrom('organization.institution')
    .select('time_zone')
    .where('id', '=', institution)
    .executeTakeFirstOrThrow()
  return localDate(now, time_zone)
}

const MOST_TRIES = 5
const AGAIN_MS = 15 * 60_000
const Slip = z.object({ batch: z.uuid(), address: z.string(), slip: z.number().int(), tries: z.number().int() })

/**
 * One letter with one link. The queue forgets address and link as soon as this has run, so a letter that cannot be sent
 * is tried again as a new job and in the end only counted.
 */
export const invitationLetterJob: Job<z.output<typeof Slip>> = job({
  name: 'surveys.invitation_letter',
  payload: Slip,
  attempts: 3,
  async handle({ db, institution, now, log }, payload) {
    const scope = systemScope('survey.invite', 'sends a survey invitation', institution, [])
    const found = await findLetterBatch(db, scope, payload.batch)
    if (!found) return
    const tokens = await batchTokens(db, scope, payload.batch, found.size)
    const service = (await listServiceNames(db, scope)).find((one) => one.id === found.service_id)?.name ?? found.label
    const mailer = getMailer()
    const link = `${mailer.baseUrl}/i/${found.slug}/survei/undangan/${tokens[payload.slip]}`
    const text = planMessages.id.letter(service, link, formatDate(found.expires_on))
    try {
      await mailer.send(
        {
          institution,
          from: found.institution,
          to: { name: '', address: payload.address },
          subject: headerText(planMessages.id.subject(found.institution)),
          text,
          html: htmlOf(text, link),
          // Kept as a file it would say for good who got which link.
          guarded: true,
        },
        now,
      )
    } catch {
      // The reason may name the address; the count is all that is kept.
      log.warn({ batch: payload.batch }, 'a survey invitation could not be sent')
      if (payload.tries + 1 >= MOST_TRIES) return addUndelivered(db, scope, payload.batch)
      const at = new Date(now.getTime() + AGAIN_MS * 2 ** payload.tries)
      await enqueue(db, institution, invitationLetterJob, { ...payload, tries: payload.tries + 1 }, { at })
    }
  },
})

function htmlOf(text: string, link: string): string {
  const paragraphs = text.split('\n\n').map((part) => `<p>${escaped(part)}</p>`)
  const body = paragraphs.join('').replace(escaped(link), `<a href="${escaped(link)}">${escaped(link)}</a>`)
  return mailPage('id', 'Survei', body)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** A report over every unit with answers beneath one; its progress is seen from outside while it is made. */
export const bigReportJob: Job<{ report: string }> = {
  name: 'surveys.report',
  payload: z.object({ report: z.uuid() }),
  schedule: undefined,
  attempts: 3,
  async run(database, envelope, now) {
    const { institution, payload } = z
      .object({ institution: z.uuid(), payload: z.object({ report: z.uuid() }) })
      .parse(envelope)
    const write = <T>(work: (db: Db, scope: Scope<'survey.read'>) => Promise<T>) =>
      database.transaction('write', institution, async (db) => {
        const units = await db
          .selectFrom('organization.unit')
          .select('id')
          .where('institution_id', '=', institution)
          .execute()
        const scope = systemScope(
          'survey.read',
          'writes a report that somebody within reach asked for',
          institution,
          units.map((unit) => unit.id),
        )
        return work(db, scope)
      })
    const id = payload.report
    const found = await write(async (db, scope) => {
      const report = await findReport(db, scope, id)
      if (!report || report.file_id) return undefined
      const { name, time_zone } = await db
        .selectFrom('organization.institution')
        .select(['name', 'time_zone'])
        .where('id', '=', institution)
        .executeTakeFirstOrThrow()
      const period = { from: report.first_month.slice(0, 7), to: report.last_month.slice(0, 7) }
      const within = beneath(await listUnits(db, scope), report.unit_id)
      const rule = await getRule(db, scope, ruleDate(period.to))
      const answered = await listUnitResults(db, scope, rule, { ...period, units: within })
      const rated = new Set([report.unit_id, ...answered.map((unit) => unit.id)])
      const units = within.filter((unit) => rated.has(unit))
      await setReport(db, scope, id, { total: units.length, done: 0 })
      return { name, today: localDate(now, time_zone), period, units }
    })
    if (!found) return
    const reports: Report[] = []
    for (const unitId of found.units)
      await write(async (db, scope) => {
        reports.push(await loadReport(db, scope, found.name, { ...found.period, today: found.today, unitId }))
        await setReport(db, scope, id, { done: reports.length })
      })
    const bytes = await reportPdf(reports, now, found.name)
    await write(async (db, scope) => {
      const name = `laporan-skm-${found.period.from}-${found.period.to}.pdf`
      const file = { name, type: 'application/pdf', bytes, owner: `surveys:${id}`, inline: false }
      await setReport(db, scope, id, { file_id: await storeBytes(db, scope, now, file) })
    })
  },
}
