import type { DemoWorld } from '../../demo/world.ts'
import { evaluateAll } from './compute.ts'

/** Computes every result as the monthly job would, so that nothing in the demonstration is written by hand. */
export async function demoEvaluation(world: DemoWorld): Promise<void> {
  const scope = await world.scopeFor('evaluation.compute')
  const { computed } = await evaluateAll(world.db, scope, world.anchor)
  world.progress('Hasil program', computed, computed)
}
