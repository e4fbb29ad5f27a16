import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { localDate } from '../../platform/i18n.ts'
import type { Answer } from './model.ts'
import type { DiagnosisRow } from './queries.ts'
import { type CauseQuestion, listCauseQuestions, questionKey } from './question-queries.ts'

export type Answered = { question: CauseQuestion; answer: Answer }

/** What was answered when a cause was decided, in the words that were asked then. */
export async function listAnswered(
  db: Db,
  scope: Scope,
  { decided_at, answers }: DiagnosisRow,
  timeZone: string,
): Promise<Answered[]> {
  if (Object.keys(answers).length === 0) return []
  const questions = await listCauseQuestions(db, scope, localDate(decided_at, timeZone), decided_at)
  return questions.flatMap((question) => {
    const answer = answers[questionKey(question)]
    return answer ? [{ question, answer }] : []
  })
}
