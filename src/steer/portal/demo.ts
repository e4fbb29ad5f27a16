import type { DemoWorld } from '../../demo/world.ts'
import { systemScope } from '../../platform/access.ts'
import { listTurns } from '../reporting/index.ts'
import { draftStory, findToldChain, publishStory } from './acts.ts'
import { demoKnowledge } from './knowledge/demo.ts'

/** Every measured turn of the loop is told to citizens, whatever came out; and the knowledge pages. */
export async function demoPortal(world: DemoWorld): Promise<void> {
  await demoKnowledge(world)
  const reach = await world.scopeFor('report.read')
  const publisher = systemScope('story.publish', 'demonstration data', reach.institution, reach.units)
  for (const chain of (await listTurns(world.db, reach)).turns) {
    if (!chain.program || !chain.result) continue
    const told = await findToldChain(world.db, publisher, chain.program.id)
    if (told) await publishStory(world.db, publisher, world.anchor, told, draftStory(told, 'id', reach.institution))
  }
}
