import type { DemoWorld } from '../../../demo/world.ts'
import { DEMO_TOKEN, renewFeed } from './queries.ts'

/** The complaints officer of the regency has subscribed to the deadlines. */
export async function demoDeadlineFeed({ db, institution, anchor, scopeFor }: DemoWorld): Promise<void> {
  const account = await db
    .selectFrom('people.account')
    .select('id')
    .where('institution_id', '=', institution.id)
    .where('email', '=', `pengaduan@${institution.slug}.example`)
    .executeTakeFirst()
  if (account) await renewFeed(db, { ...(await scopeFor('complaint.read')), account: account.id }, anchor, DEMO_TOKEN)
}
