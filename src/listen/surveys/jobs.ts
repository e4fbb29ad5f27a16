import { z } from 'zod'
import { systemScope } from '../../platform/access.ts'
import { formatDate, localDate } from '../../platform/i18n.ts'
import { enqueue, type Job, job } from '../../platform/jobs.ts'
import { getMailer, headerText } from '../../platform/mail.ts'
import { listServiceNames } from '../services/index.ts'
import { settleAnswers } from './intake.ts'
import { batchTokens, findLetterBatch } from './invitations.ts'
import { planMessages } from './plans/messages.ts'
import { addUndelivered } from './plans/queries.ts'

/** After midnight in all three time zones of Indonesia. */
export const settleJob = job({
  name: 'surveys.settle',
  payload: z.object({}),
  schedule: '15 17 * * *',
  async handle({ db, institution, now, log }) {
    const scope = systemScope('survey.read', 'counts the answers of the days that are over', institution, [])
    const { time_zone } = await db
      .selectFrom('organization.institution')
      .select('time_zone')
      .where('id', '=', institution)
      .executeTakeFirstOrThrow()
    const settled = await settleAnswers(db, scope, localDate(now, time_zone))
    if (settled > 0) log.info({ settled }, 'survey answers counted')
  },
})

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
  return `<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Survei</title></head><body>${body}</body></html>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
