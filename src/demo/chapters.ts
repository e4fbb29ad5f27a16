import { writePeople } from '../core/people/demo.ts'
import type { DemoWorld } from './world.ts'

export type Chapter = { readonly name: string; write(world: DemoWorld): Promise<void> }

/** The slices' demonstration data in the order in which they build on each other. */
export const demos: readonly Chapter[] = [{ name: 'people', write: writePeople }]
