import type { DemoWorld } from '../../demo/world.ts'
export async function demo(_world: DemoWorld): Promise<void> {}
