import { notify } from '../../../core/notifications/index.ts'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { listHolders } from '../finding-queries.ts'
import { itemsOn, PRINCIPLES } from '../model.ts'
import { listItems } from '../queries.ts'
import { assessmentMessages } from './messages.ts'
import { type AssessmentStep, afterVerdict } from './model.ts'
import { type AssessmentRow, beginAssessment, insertAssessmentStep } from './queries.ts'

/** Copies the questions in force on that day, so that later changes of them do not reach what is being answered. */
export async function startAssessment(
  db: Db,
  scope: Scope<'oversight.reply'>,
  now: Date,
  unit: string,
  year: number,
  today: string,
): Promise<{ id: string; fresh: boolean }> {
  const all = await listItems(db, scope)
  const questions = PRINCIPLES.flatMap((principle) => itemsOn(all, principle, today))
  return beginAssessment(db, scope, now, unit, year, questions)
}

/** One step of an assessment; undefined when it does not follow from where the assessment is. */
export async function stepAssessment(
  db: Db,
  scope: Scope<'oversight.reply' | 'oversight.examine'>,
  now: Date,
  row: AssessmentRow,
  step: AssessmentStep,
  text: string,
): Promise<number | undefined> {
  const state = afterVerdict(row.state, step)
  if (!state) return undefined
  const number = await insertAssessmentStep(db, scope, now, { assessment: row.id, step, state, text })
  const words = assessmentMessages.id
  const wanted = { permission: step === 'submitted' ? 'oversight.examine' : 'oversight.reply' }
  const year = String(row.year)
  const title =
    step === 'submitted'
      ? words.submittedNotice(row.unit_name, year)
      : step === 'verified'
        ? words.verifiedNotice(year)
        : words.returnedNotice(year)
  await notify(
    db,
    scope,
    now,
    (await listHolders(db, scope, now, row.unit_id, wanted)).map((accountId) => ({
      accountId,
      kind: 'oversight.assessment',
      title,
      body: text || row.unit_name,
      href: `/pengawasan/penilaian-mandiri/${row.id}`,
      key: `assessment:${row.id}:${number}`,
    })),
  )
  return number
}
