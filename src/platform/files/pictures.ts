import { availableParallelism } from 'node:os'
import { HelperBroken, helperProcess } from '../helper-process.ts'

/** Pictures are opened by a process of their own, whose half of this is picture-process.ts; the one that serves never does. */
export type PictureTask =
  | { path: string; target: string; type: string; mostPixels: number }
  | { svg: string; size: number }

export type Cleaned =
  | { type: string; width: number; height: number; bytes: number; sha256: Uint8Array }
  | { problem: 'pixels' | 'broken' }

export const MOST_PIXELS = 60_000_000

const helper = helperProcess({
  source: 'platform/files/picture-process.ts',
  // Half of the cores stay with those who send no photo, even where priorities are not heeded.
  lanes: Math.max(1, Math.floor(availableParallelism() / 2)),
  megabytes: 128,
  mostMs: 120_000,
})

export const picturesBusy = helper.isBusy

/** Writes the picture anew to `target`. One that brings the helper down twice is a broken one. */
export async function cleanPicture(path: string, target: string, type: string): Promise<Cleaned> {
  try {
    return (await helper.run({ path, target, type, mostPixels: MOST_PIXELS } satisfies PictureTask)) as Cleaned
  } catch (error) {
    if (error instanceof HelperBroken) return { problem: 'broken' }
    throw error
  }
}

/** A drawing as PNG. */
export async function drawPng(svg: string, size: number): Promise<Buffer> {
  return Buffer.from((await helper.run({ svg, size } satisfies PictureTask)) as Uint8Array)
}
