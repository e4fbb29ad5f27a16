import { Refusal } from '../../platform/http/errors.ts'
import type { Audited, Context, Outcome } from '../../platform/http/route.ts'
import { formatDate, localDate } from '../../platform/i18n.ts'
import { submitResponses } from './acts.ts'
import { answerMessages } from './answer-messages.ts'
import { readCode } from './code.ts'
import { RefusedPage } from './end-views.tsx'
import {
  type DraftContent,
  findInvitation,
  hasParticipated,
  insertParticipation,
  redeemInvitation,
  setDraft,
} from './intake-queries.ts'
import { missing, shownAnswers, shownSections } from './logic.ts'
import { openness } from './model.ts'
import { findShownVersion, listOwnUnits, type QuestionnaireRow, type VersionRow } from './queries.ts'

export type Public = Context<'public'>
type Door = { refused: Outcome; content?: undefined } | { refused?: undefined; content: Omit<DraftContent, 'answers'> }

/**
 * Whether this person may answer this questionnaire now, and by which door they come. `invitation` is the code
 * they give; 'ask' for the page on which it is asked for.
 */
export async function doorOf(
  context: Public,
  row: QuestionnaireRow,
  version: VersionRow,
  invitation: string,
): Promise<Door> {
  const closed = closedPage(context, row, version)
  if (closed) return { refused: closed }
  switch (version.definition.audience) {
    case 'public':
      return { content: { channel: 'link' } }
    case 'interviewer':
      return refuse(context, 'interviewOnly', 'interviewOnlyBody')
    case 'staff':
      return staffDoor(context, row, version)
    case 'invited':
      if (invitation !== 'ask') await requireInvitation(context, row.id, invitation)
      return { content: { channel: 'invitation', invitation: readCode(invitation) } }
  }
}

function closedPage(context: Public, row: QuestionnaireRow, version: VersionRow): Outcome | undefined {
  const text = context.t(answerMessages)
  switch (openness(version, row, localDate(context.now, context.institution.timeZone))) {
    case 'open':
      return undefined
    case 'not_yet':
      return {
        page: <RefusedPage title={text.notYet} body={text.notYetBody(formatDate(row.opens_on!, context.language))} />,
      }
    default:
      return { page: <RefusedPage title={text.closed} body={text.closedBody} />, status: 410 }
  }
}

type Words = 'interviewOnly' | 'staffOnly' | 'notYours' | 'answeredBefore'

function refuse(context: Public, title: Words, body: `${Words}Body`, signIn = false): Door {
  const text = context.t(answerMessages)
  const action = signIn ? { href: `/i/${context.institution.slug}/masuk`, label: text.signIn } : undefined
  return { refused: { page: <RefusedPage title={text[title]} body={text[body]} action={action} /> } }
}

async function staffDoor(context: Public, row: QuestionnaireRow, version: VersionRow): Promise<Door> {
  const { db, scope, actor } = context
  if (!actor) return refuse(context, 'staffOnly', 'staffOnlyBody', true)
  const units = await listOwnUnits(db, scope, actor.employee)
  if (!units.includes(row.unit_id)) return refuse(context, 'notYours', 'notYoursBody')
  if (await hasParticipated(db, scope, row.id, version.number, actor.account))
    return refuse(context, 'answeredBefore', 'answeredBeforeBody')
  return { content: { channel: 'staff', account: actor.account, unit: units[0] } }
}

async function requireInvitation(context: Public, questionnaire: string, typed: string): Promise<void> {
  const text = context.t(answerMessages)
  const found = await findInvitation(context.db, context.scope, typed)
  const wrong = (message: string) => new Refusal(422, message, { undangan: message })
  if (!found || found.questionnaire_id !== questionnaire) throw wrong(text.invitationUnknown)
  if (found.used) throw wrong(text.invitationUsed)
  if (found.expires_on < localDate(context.now, context.institution.timeZone)) throw wrong(text.invitationExpired)
}

/** A draft becomes an answer, once: what is left of the draft only says that it was sent. */
export async function finish(
  context: Public,
  code: string,
  found: { row: QuestionnaireRow; version: VersionRow; content: DraftContent },
): Promise<Audited> {
  const { db, scope, now, institution } = context
  const { row, version, content } = found
  const text = context.t(answerMessages)
  const audit = { subject: `questionnaire:${row.id}` }
  const open = shownSections(version.definition, content.answers).flatMap(({ section, questions }) =>
    missing(questions, content.answers).map(() => section.code),
  )
  if (open[0]) return { redirect: `/i/${institution.slug}/isian/${code}/bagian/${open[0]}`, notice: text.error, audit }
  const answers = shownAnswers(version.definition, content.answers)
  if (content.channel === 'invitation' && !(await redeemInvitation(db, scope, content.invitation ?? '')))
    throw new Refusal(409, text.invitationUsed)
  if (content.channel === 'staff' && content.account) {
    const first = await insertParticipation(db, scope, {
      questionnaire: row.id,
      version: version.number,
      account: content.account,
    })
    if (!first) throw new Refusal(409, text.answeredBefore)
  }
  const named = version.definition.anonymity === 'named'
  await submitResponses(db, scope, [
    {
      questionnaire_id: row.id,
      version: version.number,
      unit_id: content.unit ?? row.unit_id,
      service_id: content.service,
      channel: content.channel,
      answered_on: localDate(now, institution.timeZone),
      respondent_id: named && content.channel === 'staff' ? content.account : undefined,
      entered_by: content.channel === 'interview' ? content.account : undefined,
      answers,
    },
  ])
  await setDraft(db, scope, now, code, null)
  const kiosk = content.channel === 'kiosk' ? '?kios=ya' : ''
  return { redirect: `/i/${institution.slug}/isian/${code}/selesai${kiosk}`, audit }
}

/** The four-question survey as it is asked now; undefined while it is not. */
export async function openShortSurvey(
  context: Public,
  row: QuestionnaireRow | undefined,
): Promise<VersionRow | undefined> {
  const version = row && (await findShownVersion(context.db, context.scope, row.id))
  const today = localDate(context.now, context.institution.timeZone)
  return row && openness(version, row, today) === 'open' ? version : undefined
}
