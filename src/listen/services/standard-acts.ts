import { emit } from '../../core/webhooks/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { newId } from '../../platform/id.ts'
import { contentOf, type StandardContent } from './content.ts'
import { lockService, type ServiceRow } from './queries.ts'
import type { standardMessages } from './standard-messages.ts'
import { isOpen, missingComponents } from './standard-model.ts'
import {
  type Decree,
  insertStandards,
  listStandards,
  lockStandard,
  projectStandards,
  type StandardRow,
  setApproved,
  setDraft,
  setReturned,
  setSubmitted,
  setWithdrawn,
} from './standard-queries.ts'

type Words = (typeof standardMessages)['id']

/** Begins the next version as a copy of the newest one; the one that is still open is given back instead of a second. */
export async function draftStandard(
  db: Db,
  scope: Scope<'service.manage'>,
  now: Date,
  service: ServiceRow,
): Promise<number> {
  await lockService(db, scope, service.id)
  const all = await listStandards(db, scope, service.id)
  const open = all.find(isOpen)
  if (open) return open.version
  const version = (all[0]?.version ?? 0) + 1
  await insertStandards(db, scope, [
    {
      id: newId(now),
      service_id: service.id,
      version,
      state: 'draft',
      content: all[0]?.content ?? contentOf(service),
      drafted_by: scope.account,
      drafted_at: now,
    },
  ])
  return version
}

async function inState(
  db: Db,
  scope: Scope,
  text: Words,
  service: string,
  version: number,
  state: StandardRow['state'],
) {
  const found = await lockStandard(db, scope, service, version)
  if (!found) throw new NotFound('standard')
  if (found.state !== state) throw new Refusal(409, text.movedOn)
  return found
}

export async function saveDraft(
  db: Db,
  scope: Scope<'service.manage'>,
  now: Date,
  text: Words,
  service: string,
  version: number,
  content: StandardContent,
): Promise<StandardRow> {
  const found = await inState(db, scope, text, service, version, 'draft')
  await setDraft(db, scope, now, found.id, content)
  return found
}

export async function submitStandard(
  db: Db,
  scope: Scope<'service.manage'>,
  now: Date,
  text: Words,
  service: string,
  version: number,
): Promise<StandardRow> {
  const found = await inState(db, scope, text, service, version, 'draft')
  const missing = missingComponents(found.content)
  if (missing.length > 0)
    throw new Refusal(422, '', { form: text.incomplete(missing.map((one) => text.component[one]).join(', ')) })
  await setSubmitted(db, scope, now, found.id)
  return found
}

/**
 * What was submitted goes back to those who write it. What was approved and does not hold yet is withdrawn, so that a
 * mistyped day neither comes true nor bars every later version. What holds was promised to people and stays.
 */
export async function returnStandard(
  db: Db,
  scope: Scope<'service.approve'>,
  now: Date,
  today: string,
  text: Words,
  service: ServiceRow,
  version: number,
  note: string,
): Promise<'draft' | 'withdrawn'> {
  await lockService(db, scope, service.id)
  const found = await lockStandard(db, scope, service.id, version)
  if (!found) throw new NotFound('standard')
  const coming = found.effective_from !== null && found.effective_from > today
  if (found.state !== 'submitted' && !coming) throw new Refusal(409, text.movedOn)
  if (!coming) {
    await setReturned(db, scope, found.id, note)
    return 'draft'
  }
  await setWithdrawn(db, scope, found.id, note)
  const { id, unit_id, slug, active } = service
  await emit(db, scope, now, [
    { type: 'service.changed', data: { service: id, unit: unit_id, slug, active, added: false } },
  ])
  return 'withdrawn'
}

/**
 * Puts a version in force from its date on. Whoever wrote or submitted any of it cannot approve it. Only the very first
 * version may begin in the past: a later one would change what was promised to people who were already served.
 */
export async function approveStandard(
  db: Db,
  scope: Scope<'service.approve'>,
  now: Date,
  today: string,
  text: Words,
  place: { service: string; version: number },
  decree: Decree,
): Promise<StandardRow> {
  const found = await inState(db, scope, text, place.service, place.version, 'submitted')
  if (scope.account !== null && found.authors.includes(scope.account))
    throw new Refusal(409, text.ownDraft, { form: text.ownDraft })
  const earlier = (await listStandards(db, scope, place.service)).filter((one) => one.effective_from !== null)
  const latest = earlier[0]?.effective_from
  const fields: Record<string, string> = {}
  if (decree.decree_date > today) fields['decree_date'] = text.decreeInFuture
  if (decree.effective_from < decree.decree_date) fields['effective_from'] = text.beforeDecree
  else if (latest && decree.effective_from < today) fields['effective_from'] = text.inThePast
  else if (latest && decree.effective_from <= latest) fields['effective_from'] = text.notLater
  if (Object.keys(fields).length > 0) throw new Refusal(422, '', fields)
  await setApproved(db, scope, now, found.id, decree)
  await projectStandards(db, scope, now, today)
  const { service, version } = place
  const data = { service, standard: found.id, version, effective_from: decree.effective_from }
  await emit(db, scope, now, [{ type: 'service.standard_published', data }])
  return found
}
