import { type FileHandle, unlink } from 'node:fs/promises'

/**
 * Writes what comes into an open file, from `position` on, whenever `atOnce` bytes are gathered: to wake a thread for
 * each piece of the line costs more than its bytes. What had come when the sender broke off is written too.
 * @returns how many bytes there were
 */
export async function writePieces(
  file: FileHandle,
  pieces: AsyncIterable<Buffer>,
  { atOnce, position = 0 }: { atOnce: number; position?: number },
): Promise<number> {
  let held: Buffer[] = []
  let size = 0
  let at = position
  const write = async () => {
    const { bytesWritten } = await file.writev(held, at)
    // The disk took a part, as it does shortly before it is full.
    if (bytesWritten < size) await writeRest(file, Buffer.concat(held).subarray(bytesWritten), at + bytesWritten)
    at += size
    size = 0
    held = []
  }
  try {
    for await (const piece of pieces) {
      held.push(piece)
      size += piece.length
      if (size >= atOnce) await write()
    }
  } finally {
    if (size > 0) await write()
  }
  return at - position
}

async function writeRest(file: FileHandle, rest: Buffer, position: number): Promise<void> {
  for (let done = 0; done < rest.length; ) {
    const { bytesWritten } = await file.write(rest, done, rest.length - done, position + done)
    done += bytesWritten
  }
}

/** Removes a file that may be gone already; `rm` would look at it first. */
export async function discard(path: string): Promise<void> {
  await unlink(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
}
