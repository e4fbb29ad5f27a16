import { z } from 'zod'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { checkbox, type FormState, idParam } from '../../platform/http/input.ts'
import { type Context, command, type Outcome, query, type Route } from '../../platform/http/route.ts'
import { formatDate, localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { moveCases } from './absence-acts.ts'
import { absenceMessages } from './absence-messages.ts'
import { ABSENCES, AbsenceInput, absenceProblem } from './absence-model.ts'
import {
  endAbsence,
  insertAbsence,
  listAbsences,
  listHeadedOfficers,
  listOfficersInReach,
  type Officer,
} from './absence-queries.ts'
import { AbsencePage } from './absence-views.tsx'

type Here = Context<'complaint.handle'>

/** Everybody in reach, and those whose absence this person may enter: themselves, and as a unit head those beneath. */
async function people({ db, scope, now, actor }: Here): Promise<{ officers: Officer[]; entrusted: Officer[] }> {
  const officers = await listOfficersInReach(db, scope, now)
  const headed = await listHeadedOfficers(db, scope, now)
  const entrusted = officers.filter((one) => one.id === actor.account || headed.has(one.id))
  if (!entrusted.some((one) => one.id === actor.account))
    entrusted.unshift({ id: actor.account, name: actor.name, unit_name: '' })
  return { officers, entrusted }
}

async function absencePage(context: Here, form?: FormState): Promise<Outcome> {
  const { db, scope, now, institution, actor } = context
  const { officers, entrusted } = await people(context)
  const today = localDate(now, institution.timeZone)
  const ids = [...new Set([...officers, ...entrusted].map((one) => one.id))]
  return {
    page: (
      <AbsencePage
        me={actor.account}
        today={today}
        absences={await listAbsences(db, scope, today, ids)}
        entrusted={entrusted}
        officers={officers}
        form={form}
      />
    ),
  }
}

export const absenceRoutes: Route[] = [
  query({ path: ABSENCES, access: 'complaint.handle', input: z.object({}), handle: (context) => absencePage(context) }),

  command({
    path: ABSENCES,
    access: 'complaint.handle',
    audit: 'complaint.absence_entered',
    input: AbsenceInput.extend({ hand_over: checkbox() }),
    invalid: (context, _raw, form) => absencePage(context, form),
    async handle(context, { hand_over, ...absence }) {
      const { db, scope, now, institution } = context
      const text = context.t(absenceMessages)
      const today = localDate(now, institution.timeZone)
      const { officers, entrusted } = await people(context)
      const who = entrusted.find((one) => one.id === absence.account)
      if (!who) throw new NotFound('account')
      const problem = absenceProblem(absence, today)
      if (problem) {
        const field = problem === 'same' ? 'substitute' : 'to_on'
        throw new Refusal(422, text.problem[problem], { [field]: text.problem[problem] })
      }
      const substitute = officers.find((one) => one.id === absence.substitute)
      if (!substitute) throw new Refusal(422, text.problem.substitute, { substitute: text.problem.substitute })
      const away = await listAbsences(db, scope, today, [substitute.id])
      if (away.some((one) => one.from_on <= absence.to_on && one.to_on >= absence.from_on))
        throw new Refusal(422, text.problem.away, { substitute: text.problem.away })
      const id = newId(now)
      if (!(await insertAbsence(db, scope, now, id, { ...absence, hand_over })))
        throw new Refusal(409, text.problem.overlap, { from_on: text.problem.overlap })
      const { handed } = await moveCases(db, scope, now, id)
      const later = hand_over && absence.from_on > today
      const told = later
        ? text.movesLater(formatDate(absence.from_on, context.language))
        : handed > 0
          ? text.moved(handed)
          : ''
      return {
        redirect: ABSENCES,
        notice: [text.saved(who.name, substitute.name), told].filter(Boolean).join(' '),
        audit: {
          subject: `account:${who.id}`,
          detail: { absence: id, from: absence.from_on, to: absence.to_on, substitute: substitute.id, moved: handed },
        },
      }
    },
  }),

  command({
    path: `${ABSENCES}/:id/akhiri`,
    access: 'complaint.handle',
    audit: 'complaint.absence_ended',
    input: z.object({ id: idParam() }),
    sample: { id: 'select id from complaints.absence where ended_at is null order by id limit 1' },
    async handle(context, { id }) {
      const { db, scope, now } = context
      const { entrusted } = await people(context)
      const ids = entrusted.map((one) => one.id)
      const ended = await endAbsence(db, scope, now, id, ids)
      if (!ended) throw new NotFound('absence')
      const { returned } = await moveCases(db, scope, now, id)
      const text = context.t(absenceMessages)
      const audit = { subject: `account:${ended}`, detail: { absence: id, moved: returned } }
      const notice = [text.ended, returned > 0 ? text.returned(returned) : ''].filter(Boolean).join(' ')
      return { redirect: ABSENCES, notice, audit }
    },
  }),
]
