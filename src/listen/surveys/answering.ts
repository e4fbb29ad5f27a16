import { Refusal } from '../../platform/http/errors.ts'
import type { Context } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import type { ServiceRow } from '../services/index.ts'
import { submitAnswers } from './intake.ts'
import { surveyMessages } from './messages.ts'
import {
  answersOf,
  type Channel,
  ELEMENTS,
  EXTRAS,
  extrasOf,
  givenAnswers,
  PROFILE_FIELDS,
  type ProfileField,
  profileOf,
  type Questionnaire,
  type Submission,
} from './model.ts'
import { listQuestions, type Question } from './questions.ts'
import { getFigures } from './rules.ts'

type AnswerContext = Pick<Context<'public'>, 'db' | 'scope' | 'now' | 't' | 'institution'>

/**
 * Keeps one filled-in form about the service that `find` finds. What has to be known before is asked for at once: most
 * of the time of such a request lies between its statements.
 * @throws Refusal 422 at the first open question when too few are answered
 */
export async function keepAnswer<S extends Pick<ServiceRow, 'id' | 'unit_id'>>(
  { db, scope, now, t, institution }: AnswerContext,
  find: () => Promise<S>,
  channel: Channel,
  form: Questionnaire,
): Promise<S> {
  const answeredOn = localDate(now, institution.timeZone)
  const more = [...PROFILE_FIELDS, ...EXTRAS].some((field) => form[field] !== undefined)
  const [service, { minAnswered }, questions] = await Promise.all([
    find(),
    getFigures(db, scope, answeredOn),
    more ? listQuestions(db, scope, answeredOn) : [],
  ])
  const given = givenAnswers(answersOf(form))
  if (given < minAnswered) {
    const first = ELEMENTS.find((element) => form[element] === undefined)!
    throw new Refusal(422, '', { [first]: t(surveyMessages).tooFew(String(minAnswered), String(given)) })
  }
  const asked = askedOf(form, questions)
  const unknown = unknownChoices(asked, questions)
  if (unknown.length > 0)
    throw new Refusal(422, '', Object.fromEntries(unknown.map((field) => [field, t(surveyMessages).choiceUnknown])))
  await submitAnswers(db, scope, now, [
    { serviceId: service.id, unitId: service.unit_id, channel, answeredOn, ...contentOf(asked) },
  ])
  return service
}

/** What of a form is kept of itself. */
export function contentOf(
  form: Questionnaire,
): Pick<Submission, 'answers' | 'extras' | 'profile' | 'comment' | 'wording'> {
  const { comment, wording } = form
  return { answers: answersOf(form), extras: extrasOf(form), profile: profileOf(form), comment, wording }
}

/** Questions about the respondent whose answer was never one of their choices. */
export function unknownChoices(
  given: Readonly<Partial<Record<ProfileField, string | undefined>>>,
  questions: readonly Question[],
): ProfileField[] {
  const book = questions[0]?.book
  return PROFILE_FIELDS.filter((field) => {
    const code = given[field]
    return code !== undefined && book?.knows(field, code) !== true
  })
}

/** The same for an answer that was read elsewhere: from paper, or by another system. */
export function withoutUnasked<T extends Pick<Submission, 'extras' | 'profile'>>(
  content: T,
  questions: readonly Question[],
): T {
  const out = new Set<string>(questions.filter((question) => !question.asked).map((question) => question.code))
  if (out.size === 0) return content
  const kept = <V extends object>(given: V | undefined, codeOf: (field: string) => string) =>
    given && (Object.fromEntries(Object.entries(given).filter(([field]) => !out.has(codeOf(field)))) as V)
  return {
    ...content,
    extras: kept(content.extras, (field) => field),
    profile: kept(content.profile, (field) => (field === 'ageBand' ? 'age_band' : field)),
  }
}

/** Without the questions this institution does not ask: nothing is kept that nobody wanted to know. */
export function askedOf(form: Questionnaire, questions: readonly Question[]): Questionnaire {
  const out = new Set(questions.filter((question) => !question.asked).map((question) => question.code))
  const kept = { ...form }
  for (const field of [...PROFILE_FIELDS, ...EXTRAS]) if (out.has(field)) kept[field] = undefined
  return kept
}
