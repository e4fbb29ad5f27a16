import { type FileHandle, open } from 'node:fs/promises'

export type PictureSize = { width: number; height: number }

/** More segments than any camera writes before the picture itself begins. */
const MOST_SEGMENTS = 500

/** The first bytes of a file: each reading wakes another thread, and in most photos the size stands within these. */
const HEAD = 64_000

/** A file opened to see what picture it is. */
export type PictureHead = { read(at: number, length: number): Promise<Buffer>; isJpeg: boolean; close(): Promise<void> }

export async function openHead(path: string): Promise<PictureHead> {
  const file = await open(path)
  try {
    const head = await bytesAt(file, 0, HEAD)
    const within = (end: number) => end <= head.length || head.length < HEAD
    return {
      isJpeg: head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff,
      read: async (at, length) =>
        within(at + length) ? head.subarray(at, at + length) : await bytesAt(file, at, length),
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** How large a JPEG, PNG or WebP says it is, read from its first bytes only; undefined where they say nothing sensible. */
export async function pictureSize(picture: PictureHead, type: string): Promise<PictureSize | undefined> {
  const size = type === 'image/jpeg' ? await jpegSize(picture) : fixedSize(await picture.read(0, 32), type)
  return size && size.width > 0 && size.height > 0 ? size : undefined
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
  return buffer.subarray(0, bytesRead)
}

function fixedSize(head: Buffer, type: string): PictureSize | undefined {
  if (head.length < 30) return undefined
  if (type === 'image/png') {
    if (head.toString('latin1', 12, 16) !== 'IHDR') return undefined
    return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) }
  }
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff }
    case 'VP8L': {
      const bits = head.readUInt32LE(21)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8X':
      return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 }
    default:
      return undefined
  }
}

/** From segment to segment, over what the camera wrote about itself, to the frame that says the size. */
async function jpegSize(picture: PictureHead): Promise<PictureSize | undefined> {
  let at = 2
  for (let segment = 0; segment < MOST_SEGMENTS; segment++) {
    const head = await picture.read(at, 10)
    if (head.length < 4 || head[0] !== 0xff) return undefined
    const marker = head[1]!
    if (marker === 0xff) {
      // A filling byte before the marker.
      at += 1
      continue
    }
    // The picture itself, or its end, before any frame.
    if (marker === 0xda || marker === 0xd9) return undefined
    if (isFrame(marker))
      return head.length < 9 ? undefined : { width: head.readUInt16BE(7), height: head.readUInt16BE(5) }
    at += 2 + head.readUInt16BE(2)
  }
  return undefined
}

/** SOF0 to SOF15, without the tables and the extension that stand between them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}
