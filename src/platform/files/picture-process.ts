import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { serveHelper } from '../helper-side.ts'
import type { Cleaned, PictureTask } from './pictures.ts'

const LONGEST_SIDE = 2048

sharp.concurrency(1)
sharp.cache(false)

serveHelper({ megabytes: 900 }, (task) => perform(task as PictureTask))

function perform(task: PictureTask): Promise<Cleaned | Uint8Array> {
  return 'svg' in task ? draw(task) : clean(task)
}

/** Turned upright, at most 2048 pixels, without EXIF, GPS or anything else hidden in it. */
async function clean(task: Extract<PictureTask, { target: string }>): Promise<Cleaned> {
  const image = sharp(task.path, {
    limitInputPixels: task.mostPixels,
    sequentialRead: true,
    pages: 1,
    failOn: 'error',
  })
    .autoOrient()
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
  const written = task.type === 'image/jpeg' ? image.jpeg({ quality: 82 }) : image.webp({ quality: 84 })
  const made = await written.toFile(task.target).catch((error: unknown) => error)
  if (made instanceof Error) return { problem: /pixel limit/i.test(made.message) ? 'pixels' : 'broken' }
  const { width, height } = made as { width: number; height: number }
  const bytes = await readFile(task.target)
  return {
    type: task.type === 'image/jpeg' ? 'image/jpeg' : 'image/webp',
    width,
    height,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest(),
  }
}

function draw({ svg, size }: Extract<PictureTask, { svg: string }>): Promise<Buffer> {
  return sharp(Buffer.from(svg), { density: 72 * (size / 32) })
    .resize(size, size)
    .png()
    .toBuffer()
}
