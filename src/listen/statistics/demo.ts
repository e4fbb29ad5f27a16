import type { DemoWorld } from '../../demo/world.ts'
import { fold } from './fold.ts'

/** The statistics of all the complaints before it. */
export async function demoStatistics(world: DemoWorld): Promise<void> {
  await fold(world.db, await world.scopeFor('complaint.read'), world.anchor)
}
