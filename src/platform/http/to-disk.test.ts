import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { discard, writePieces } from './to-disk.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sigap-to-disk-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

type Handle = Parameters<typeof writePieces>[0]

/** A disk that takes only so many bytes at a time. */
function reluctant(file: Handle, most: number): Handle {
  return {
    writev: async (pieces: readonly Buffer[], position: number) =>
      file.write(Buffer.concat(pieces), 0, Math.min(most, Buffer.concat(pieces).length), position),
    write: async (bytes: Buffer, offset: number, length: number, position: number) =>
      file.write(bytes, offset, Math.min(most, length), position),
  } as unknown as Handle
}

test('whatever pieces come, however little the disk takes at once and wherever the line breaks, all that came is there', async () => {
  const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 60 }), { maxLength: 12 })
  const natural = fc.integer({ min: 1, max: 200 })
  let file = 0
  await fc.assert(
    fc.asyncProperty(pieces, natural, natural, fc.boolean(), async (given, atOnce, most, breaks) => {
      const path = join(folder, String(file++))
      const before = Buffer.from('what stood there')
      await writeFile(path, before)
      const handle = await open(path, 'r+')
      async function* line() {
        for (const piece of given) yield Buffer.from(piece)
        if (breaks) throw new Error('the line broke')
      }
      const written = writePieces(reluctant(handle, most), line(), { atOnce, position: before.length })
      const whole = Buffer.concat(given)
      if (breaks) await expect(written).rejects.toThrow('the line broke')
      else expect(await written).toBe(whole.length)
      await handle.close()
      expect((await readFile(path)).equals(Buffer.concat([before, whole]))).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('what is gone already is gone; what cannot be removed is said', async () => {
  await discard(join(folder, 'never there'))
  await expect(discard(folder)).rejects.toThrow()
})
