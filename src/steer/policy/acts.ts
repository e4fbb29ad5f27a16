import { responsiveness } from '../../listen/statistics/index.ts'
import { skmResult } from '../../listen/surveys/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { listDatedNumbers } from '../../platform/dated-rules.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import type { messages } from './messages.ts'
import { monthsLater, windowsOf } from './model.ts'
import {
  type EvaluationRow,
  insertEvaluation,
  insertMeasure,
  insertPolicy,
  isNumberTaken,
  listEvaluations,
  lockPolicy,
  type PolicyRow,
  RULES,
  setApplied,
  setDecision,
  setEnded,
  setState,
} from './queries.ts'

type Words = (typeof messages)['id']

async function locked(db: Db, scope: Scope, id: string): Promise<PolicyRow> {
  const policy = await lockPolicy(db, scope, id)
  if (!policy) throw new NotFound('policy')
  return policy
}

async function ruleOn(db: Db, scope: Scope, key: string, day: string): Promise<number> {
  const rule = (await listDatedNumbers(db, scope, RULES, day)).find((one) => one.key === key)
  if (!rule) throw new Error(`no rule ${key}`)
  return rule.value
}

/** From this day it holds; its first evaluation gets a date, and what it replaces ends. */
export async function applyPolicy(
  db: Db,
  scope: Scope<'policy.decide'>,
  words: Words,
  today: string,
  id: string,
  given: { number: string; applied_on: string },
): Promise<string> {
  const policy = await locked(db, scope, id)
  if (policy.state !== 'draft') throw new Refusal(409, words.movedOn)
  if (given.applied_on > today) throw new Refusal(422, '', { applied_on: words.notYet })
  if (await isNumberTaken(db, scope, policy, given.number)) throw new Refusal(422, '', { number: words.taken })
  const next = monthsLater(given.applied_on, await ruleOn(db, scope, 'first_months', today))
  await setApplied(db, scope, id, { ...given, next })
  if (policy.replaces_id) {
    const reason = words.replacedBy(given.number)
    await setEnded(db, scope, policy.replaces_id, { state: 'amended', on: given.applied_on, reason })
  }
  return next
}

/** Opens an evaluation and writes down what surveys and complaint statistics of the unit say before and after. */
export async function openEvaluation(
  db: Db,
  scope: Scope<'policy.manage'>,
  now: Date,
  words: Words,
  today: string,
  id: string,
): Promise<string> {
  const policy = await locked(db, scope, id)
  if (policy.state !== 'applied' || policy.successor_id) throw new Refusal(409, words.movedOn)
  const windows = windowsOf(policy.applied_on!, today)
  if (!windows) throw new Refusal(409, words.tooSoon)
  const evaluation = await insertEvaluation(db, scope, now, id, windows)
  const month = (from: string, to: string) => ({ unitId: policy.unit_id, from: from.slice(0, 7), to: to.slice(0, 7) })
  const before = month(windows.before_from, windows.before_to)
  const after = month(windows.after_from, windows.after_to)
  const [was, is] = [await skmResult(db, scope, before), await skmResult(db, scope, after)]
  if (was.n + is.n > 0)
    await insertMeasure(db, scope, now, evaluation, {
      kind: 'skm',
      label: words.skmLabel(policy.unit),
      before_value: was.index === null ? null : Number(was.index),
      before_count: was.n,
      after_value: is.index === null ? null : Number(is.index),
      after_count: is.n,
      unit: words.skmUnit,
      source: words.skmSource,
    })
  const [waited, waits] = [await responsiveness(db, scope, before), await responsiveness(db, scope, after)]
  const five = (figures: typeof waits) => figures?.workingDays.find((one) => one.days === 5)?.share
  const [early, late] = [five(waited), five(waits)]
  if (early || late)
    await insertMeasure(db, scope, now, evaluation, {
      kind: 'answered',
      label: words.answeredLabel(policy.unit),
      before_value: early ? Math.round(early.share * 1000) / 10 : null,
      before_count: early?.n ?? 0,
      after_value: late ? Math.round(late.share * 1000) / 10 : null,
      after_count: late?.n ?? 0,
      unit: '%',
      source: words.answeredSource,
    })
  await setState(db, scope, id, 'evaluating', null)
  return evaluation
}

export async function openOne(db: Db, scope: Scope, words: Words, id: string): Promise<EvaluationRow> {
  const policy = await locked(db, scope, id)
  const open = (await listEvaluations(db, scope, id)).find((one) => one.decision === null)
  if (policy.state !== 'evaluating' || !open) throw new Refusal(409, words.movedOn)
  return open
}

/** Kept: the next evaluation gets a date. To be changed: a new draft begins and the old one holds until then. Or revoked. */
export async function decideEvaluation(
  db: Db,
  scope: Scope<'policy.decide'>,
  now: Date,
  words: Words,
  today: string,
  id: string,
  given: { finding: string; decision: 'continue' | 'amend' | 'revoke' },
): Promise<{ draft?: string }> {
  const open = await openOne(db, scope, words, id)
  const policy = await locked(db, scope, id)
  await setDecision(db, scope, now, open.id, given)
  if (given.decision === 'revoke') {
    await setEnded(db, scope, id, { state: 'revoked', on: today, reason: given.finding })
    return {}
  }
  if (given.decision === 'continue') {
    await setState(db, scope, id, 'applied', monthsLater(today, await ruleOn(db, scope, 'repeat_months', today)))
    return {}
  }
  await setState(db, scope, id, 'applied', null)
  const { title, kind, unit_id, purpose, basis, address } = policy
  const copy = { title, kind, unit: unit_id, purpose, basis, address: address ?? undefined, replaces: id }
  return { draft: await insertPolicy(db, scope, now, copy) }
}
