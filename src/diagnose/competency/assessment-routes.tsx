import { z } from 'zod'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { emptyForm, type FormState, idParam } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { saveAndRecord } from './acts.ts'
import {
  type AssessmentKind,
  type CycleRow,
  findAssessment,
  findCycle,
  findSuperiorOn,
  listAnswers,
  type NewAssessment,
} from './assessment-queries.ts'
import { AssessmentPage, answersSeen } from './assessment-views.tsx'
import { listIndicators, listLevels } from './framework-queries.ts'
import { lockEmployees } from './ledger.ts'
import { messages } from './messages.ts'
import { acceptsAnswers } from './model.ts'
import { findPerson, listCompetencies, listRequirements, type PersonRow, type RequirementRow } from './queries.ts'
import { currentRules } from './rule-queries.ts'

const PATH = '/kompetensi/siklus/:cycle/menilai/:employee'
const NOTE_LIMIT = 500
const Target = z.object({ cycle: idParam(), employee: idParam() })

type Subject = { cycle: CycleRow; person: PersonRow; kind: AssessmentKind; day: string }

/** Oneself, or those whose superior one is today: nobody else can be assessed, nor known to be assessable. */
async function findSubject({ db, scope, now }: Context<'self'>, cycleId: string, employeeId: string): Promise<Subject> {
  const cycle = await findCycle(db, scope, cycleId)
  const person = await findPerson(db, scope, employeeId)
  const { day } = await currentRules(db, scope, now)
  if (!cycle || !person || !scope.employee) throw new NotFound('assessment')
  if (employeeId === scope.employee) return { cycle, person, kind: 'self', day }
  if ((await findSuperiorOn(db, scope, employeeId, day)) !== scope.employee) throw new NotFound('assessment')
  return { cycle, person, kind: 'superior', day }
}

async function assessmentPage(context: Context<'self'>, cycleId: string, employeeId: string, form: FormState) {
  const { db, scope, t } = context
  const { cycle, person, kind, day } = await findSubject(context, cycleId, employeeId)
  const assessment = await findAssessment(db, scope, cycle.id, person.id, kind)
  if (!assessment && !acceptsAnswers(cycle, day)) throw new Refusal(409, t(messages).form.closed)
  const requirements = await listRequirements(db, scope, person.position_id, day)
  const ids = requirements.map((one) => one.competency_id)
  const framework = (await listCompetencies(db, scope)).find((one) => one.id === ids[0])?.framework_id
  const levels = framework ? await listLevels(db, scope, framework) : []
  const indicators = await listIndicators(db, scope, ids)
  const answers = assessment ? await listAnswers(db, scope, assessment.id) : []
  const props = { cycle, person, own: kind === 'self', requirements, levels, indicators, assessment, answers, form }
  return { page: <AssessmentPage {...props} /> }
}

/** The answers out of the fields `level-<competency>` and `note-<competency>`. @throws Refusal 422 naming each field. */
function readAnswers(
  raw: Readonly<Record<string, unknown>>,
  requirements: readonly RequirementRow[],
  complete: boolean,
  text: (typeof messages)['id']['form'],
): NewAssessment['answers'] {
  const errors: Record<string, string> = {}
  const answers = requirements.map(({ competency_id, name }) => {
    const level = raw[`level-${competency_id}`]
    const note = raw[`note-${competency_id}`]
    if (level === undefined && complete) errors[`level-${competency_id}`] = text.missing(name)
    if (level !== undefined && !/^[0-5]$/.test(String(level))) errors[`level-${competency_id}`] = text.wrong(name)
    if (note !== undefined && (typeof note !== 'string' || note.length > NOTE_LIMIT))
      errors[`note-${competency_id}`] = text.tooLong
    return {
      competency_id,
      level: level === undefined ? undefined : Number(level),
      note: typeof note === 'string' ? note.trim() || undefined : undefined,
    }
  })
  if (Object.keys(errors).length > 0) throw new Refusal(422, '', errors)
  return answers
}

export const assessmentRoutes = [
  query({
    path: PATH,
    access: 'self',
    input: Target,
    sample: {
      cycle: "select id from competency.cycle where state = 'open' order by id limit 1",
      employee:
        'select employee_id from people.assignment where superior_id is not null and valid_to is null order by superior_id limit 1',
    },
    handle: (context, { cycle, employee }) => assessmentPage(context, cycle, employee, emptyForm),
  }),

  command({
    path: PATH,
    access: 'self',
    audit: 'competency.assessed',
    input: Target.extend({ intent: z.literal('save').optional() }).loose(),
    invalid: (context, raw, form) => assessmentPage(context, String(raw['cycle']), String(raw['employee']), form),
    async handle(context, input) {
      const { db, scope, now, t } = context
      const text = t(messages).form
      const { cycle, person, kind, day } = await findSubject(context, input.cycle, input.employee)
      await lockEmployees(db, scope, [person.id])
      if (!acceptsAnswers(cycle, day)) throw new Refusal(409, text.closed)
      const found = await findAssessment(db, scope, cycle.id, person.id, kind)
      if (found?.state === 'submitted') throw new Refusal(409, text.alreadySent)
      const requirements = await listRequirements(db, scope, person.position_id, day)
      if (requirements.length === 0) throw new Refusal(409, text.noStandard)
      context.requireSeen(answersSeen(found ? await listAnswers(db, scope, found.id) : []))
      const submitted = input.intent !== 'save'
      const answers = readAnswers(input, requirements, submitted, text)
      const [id] = await saveAndRecord(db, scope, now, [
        { cycle_id: cycle.id, employee_id: person.id, assessor_id: scope.employee!, kind, submitted, answers },
      ])
      const back = kind === 'self' ? '/kompetensi/saya' : '/kompetensi/bawahan'
      return {
        redirect: submitted ? back : `/kompetensi/siklus/${cycle.id}/menilai/${person.id}`,
        notice: submitted ? text.sent : text.kept,
        audit: { subject: `employee:${person.id}`, detail: { assessment: id!, kind, submitted } },
      }
    },
  }),
]
