import type { DemoWorld } from '../../demo/world.ts'
import { newId } from '../../platform/id.ts'
import { createEndpoint } from './acts.ts'
import { recordAttempt } from './outbox.ts'
import { insertDelivery, setEndpoint } from './queries.ts'

const HOUR_MS = 3_600_000

/** A receiver somebody stopped, with a message that arrived and one that did not: demonstration data call nobody. */
export async function demoWebhooks({ db, anchor, scopeFor }: DemoWorld): Promise<void> {
  const scope = await scopeFor('webhook.manage')
  const at = (hours: number) => new Date(anchor.getTime() - hours * HOUR_MS)
  const { id } = await createEndpoint(db, scope, at(72), {
    name: 'Dasbor Diskominfo (contoh)',
    url: 'https://dasbor.contoh.example/sigap',
    types: ['complaint.received', 'complaint.answered'],
  })
  for (const [hours, status] of [
    [30, 204],
    [6, 503],
  ] as const) {
    const message = { id: newId(at(hours)), type: 'webhook.test', at: at(hours), data: { test: true } }
    const delivery = await insertDelivery(db, scope, id, message)
    const arrived = status === 204
    await recordAttempt(
      db,
      scope,
      { id: delivery, attempts: 0, endpoint_id: id },
      {
        at: at(hours),
        milliseconds: arrived ? 41 : 230,
        status,
        error: null,
        reply: arrived ? '' : 'sedang perawatan',
      },
      { state: arrived ? 'delivered' : 'given_up', next_at: null },
    )
  }
  await setEndpoint(db, scope, id, { active: false, stopped_reason: 'person' })
}
