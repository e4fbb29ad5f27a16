import type { DemoWorld } from '../../../demo/world.ts'
import { systemScope } from '../../../platform/access.ts'
import { adoptStarter, publishArticle, submitArticle } from './acts.ts'
import { knowledgeMessages } from './messages.ts'
import { setReviewed } from './queries.ts'
import { STARTERS } from './starters.ts'

const DAY = 86_400_000

/** All starter articles are published but one, which waits for its second reader; another is due for a new look. */
export async function demoKnowledge(world: DemoWorld): Promise<void> {
  const { db, institution, anchor } = world
  const writer = systemScope('article.write', 'demonstration data', institution.id, [])
  const publisher = systemScope('article.publish', 'demonstration data', institution.id, [])
  const words = knowledgeMessages.id
  for (const [index, starter] of STARTERS.entries()) {
    const at = new Date(anchor.getTime() - (150 - index * 7) * DAY)
    const id = await adoptStarter(db, writer, at, starter)
    await submitArticle(db, writer, words, id)
    if (starter.slug === 'peran-teknologi-dalam-layanan') continue
    await publishArticle(db, publisher, new Date(at.getTime() + 2 * DAY), words, id)
    if (starter.slug === 'kesejahteraan-asn') await setReviewed(db, publisher, at, id, '2026-11-01')
  }
}
