import { loadCalendar } from '../../core/organization/index.ts'
import { listHolders } from '../../core/roles/index.ts'
import type { DemoWorld } from '../../demo/world.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { storeBytes } from '../../platform/files.ts'
import { newId } from '../../platform/id.ts'
import { listServices } from '../services/index.ts'
import { answer, begin, close, say } from './acts.ts'
import { makeCase } from './case-acts.ts'
import { demoAnswers, demoTalks, type Talk } from './demo-texts.ts'
import { opensAt } from './hours.ts'
import { findConversation, insertMessage } from './queries.ts'
import { listUnitChoices, saveCanned } from './queue-queries.ts'

const HOUR = 3_600_000
/** Published like the demonstration's passwords, so that the citizen's page can be visited. */
const tokenOf = (number: number) => `percakapan-contoh-${String(number).padStart(4, '0')}`

/** Conversations of the last weeks: waiting, under way, answered, closed, one that became a case. */
export async function demoConversations(world: DemoWorld): Promise<void> {
  const { db, anchor, institution } = world
  const read = await world.scopeFor('conversation.read')
  const scope = await world.scopeFor('conversation.answer')
  const units = await listUnitChoices(db, scope)
  const root = units.find((unit) => unit.parent_id === null)
  if (!root) return
  for (const one of demoAnswers)
    await saveCanned(db, scope, anchor, { ...one, id: newId(anchor), unit_id: null, active: true })
  const services = (await listServices(db, scope)).filter((service) => service.active)
  const talks = institution.size === 'full' ? demoTalks : demoTalks.slice(0, 3)
  for (const [index, talk] of talks.entries()) {
    const service = talk.service ? services.find((one) => one.name.includes(talk.service ?? '')) : undefined
    const place = { unit_id: service?.unit_id ?? root.id, service_id: service?.id ?? null }
    const officers = await listHolders(db, read, anchor, { unit: place.unit_id, permission: 'conversation.answer' })
    await writeTalk(world, read, talk, index + 1, place, officers[index % Math.max(officers.length, 1)]?.id ?? null)
  }
}

async function writeTalk(
  { db, anchor }: DemoWorld,
  scope: Scope<'conversation.read'>,
  talk: Talk,
  number: number,
  place: { unit_id: string; service_id: string | null },
  officer: string | null,
): Promise<void> {
  const ago = (hours: number) => new Date(anchor.getTime() - hours * HOUR)
  // Citizens of the demonstration mostly write while somebody is at work.
  const opening = opensAt(await loadCalendar(db, scope, place.unit_id), ago(talk.hours))
  const start = talk.ends && opening < ago(4) ? opening : ago(talk.hours)
  const id = newId(start)
  const token = tokenOf(number)
  const begun = { id, token, startKey: null, language: 'id', name: talk.name, ...place } as const
  if (!(await begin(db, scope, start, begun))) return
  let at = start.getTime()
  for (const [who, body, minutes = 6] of talk.lines) {
    at += minutes * 60_000
    const now = new Date(Math.min(at, anchor.getTime()))
    const conversation = await findConversation(db, scope, id)
    if (!conversation) return
    if (who === 'citizen') {
      const fileId = number === 1 && at === start.getTime() ? await demoPicture(db, scope, now, id) : undefined
      await say(db, scope, now, { ...conversation, assignee_id: null }, { body, fileId })
    }
    if (who === 'officer') await answer(db, scope, now, conversation, { body }, officer)
    if (who === 'note')
      await insertMessage(db, scope, now, { conversation: id, author: 'note', body, account: officer })
  }
  const end = new Date(Math.min(at + 10 * 60_000, anchor.getTime()))
  const conversation = await findConversation(db, scope, id)
  if (!conversation || !talk.ends) return
  if (talk.ends === 'case') {
    const body = talk.lines
      .filter(([who]) => who === 'citizen')
      .map(([, words]) => words)
      .join('\n\n')
    const subject = talk.lines[0]![1].slice(0, 100)
    const words = { kind: 'complaint', subject, story: body, privacy: 'anonymous' } as const
    await makeCase(db, scope, end, conversation, words, officer)
    return
  }
  await close(db, scope, end, conversation, talk.ends, officer)
}

/** What the first citizen sent along: a grey card, as demonstration pictures show nothing of anybody. */
async function demoPicture(db: Db, scope: Scope, now: Date, conversation: string): Promise<string> {
  const { default: sharp } = await import('sharp')
  const bytes = await sharp({ create: { width: 640, height: 400, channels: 3, background: '#9aa5a8' } })
    .jpeg()
    .toBuffer()
  return storeBytes(db, scope, now, {
    name: 'surat-contoh.jpg',
    type: 'image/jpeg',
    bytes,
    owner: `conversations:${conversation}`,
    inline: true,
  })
}
