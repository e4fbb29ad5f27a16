import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { withoutUnasked } from '../answering.ts'
import { submitAnswers } from '../intake.ts'
import { givenAnswers, type Submission } from '../model.ts'
import { listQuestions } from '../questions.ts'
import { getFigures } from '../rules.ts'
import { contentOfSheet, type Difference, differencesOf, FIELDS, type Sheet } from './model.ts'
import { deleteSheets, type KeyedSheet, listSheets, type PaperBatch, setPaperBatch } from './queries.ts'

export type Pair = { sheet: number; first: Sheet; second: Sheet }

export function pairsOf(sheets: readonly KeyedSheet[]): Pair[] {
  return sheets
    .filter((one) => one.pass === 1)
    .flatMap(({ sheet, content }) => {
      const second = sheets.find((other) => other.pass === 2 && other.sheet === sheet)
      return second ? [{ sheet, first: content, second: second.content }] : []
    })
}

export function allDifferences(pairs: readonly Pair[]): Difference[] {
  return pairs.flatMap(({ sheet, first, second }) => differencesOf(sheet, first, second))
}

/** Both have keyed everything: what they read differently waits for a decision, or the batch is kept at once. */
export async function comparePasses(
  db: Db,
  scope: Scope<'survey.paper'>,
  now: Date,
  today: string,
  batch: PaperBatch,
): Promise<number> {
  const pairs = pairsOf(await listSheets(db, scope, batch.id))
  const differences = allDifferences(pairs)
  await setPaperBatch(db, scope, batch.id, {
    fields: pairs.length * FIELDS.length,
    differences: differences.length,
    state: 'differences',
  })
  if (differences.length === 0)
    await keepBatch(
      db,
      scope,
      now,
      today,
      batch,
      pairs.map((pair) => pair.first),
    )
  return differences.length
}

/** Turns the sheets into answers and forgets the sheets; too few answers on a sheet are counted, not kept. */
export async function keepBatch(
  db: Db,
  scope: Scope<'survey.paper'>,
  now: Date,
  today: string,
  batch: PaperBatch,
  sheets: readonly Sheet[],
): Promise<number> {
  const questions = await listQuestions(db, scope, batch.answered_on)
  const book = questions[0]!.book
  const { minAnswered } = await getFigures(db, scope, batch.answered_on)
  const items: Submission[] = sheets
    .map((sheet) => withoutUnasked(contentOfSheet(sheet, book, batch.answered_on), questions))
    .filter((content) => givenAnswers(content.answers) >= minAnswered)
    .map((content) => ({
      ...content,
      serviceId: batch.service_id,
      unitId: batch.unit_id,
      channel: 'paper',
      answeredOn: batch.answered_on,
      arrival: batch.answered_on === today ? 'live' : 'stored',
    }))
  await submitAnswers(db, scope, now, items)
  await deleteSheets(db, scope, batch.id)
  await setPaperBatch(db, scope, batch.id, {
    state: 'kept',
    kept: items.length,
    too_few: sheets.length - items.length,
    resolved_by: scope.account,
    finished_at: now,
  })
  return items.length
}
