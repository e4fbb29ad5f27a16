import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, link, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'

/** Where the bytes lie. Keys are made by us from an institution's id and a SHA-256; what lies under a key never changes. */
export type FileStore = {
  /** Durable when it resolves. The source may be taken away; putting the same key again is harmless. */
  put(key: string, path: string): Promise<void>
  /** Undefined when the key is not there. */
  get(key: string): Promise<Readable | undefined>
  /** The bytes as a file nobody may write to; false when the key is not there. */
  copyTo(key: string, path: string): Promise<boolean>
  remove(key: string): Promise<void>
}

let current: FileStore | undefined

/** Called once at start-up; without it, as in tests, files lie in the machine's folder for temporary ones. */
export function useFileStore(store: FileStore): void {
  current = store
}

export function fileStore(): FileStore {
  current ??= diskStore(join(tmpdir(), `sigap-files-${process.getuid?.() ?? 'user'}`))
  return current
}

const KEY = /^[0-9a-f-]{36}\/[0-9a-f]{2}\/[0-9a-f]{64}$/

export function storageKey(institution: string, sha256: Uint8Array): string {
  const digest = Buffer.from(sha256).toString('hex')
  return `${institution}/${digest.slice(0, 2)}/${digest}`
}

export function diskStore(folder: string): FileStore {
  const place = (key: string) => {
    if (!KEY.test(key)) throw new Error('not a storage key')
    return join(folder, key)
  }
  return {
    async put(key, path) {
      const target = place(key)
      if (await exists(target)) return
      // Durable before it has its name, so that half a file never has one.
      await flush(path)
      await named(path, target)
      await flush(dirname(target))
    },
    async get(key) {
      const source = place(key)
      return (await exists(source)) ? createReadStream(source) : undefined
    },
    async copyTo(key, path) {
      const source = place(key)
      if (!(await exists(source))) return false
      await link(source, path).catch(() => copyFile(source, path))
      return true
    },
    async remove(key) {
      await rm(place(key), { force: true })
    },
  }
}

/** On one disk the bytes get a second name: they are whole, and nobody writes to them any more. */
async function named(path: string, target: string): Promise<void> {
  try {
    await link(path, target)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    const half = `${target}.${process.pid}.${randomUUID()}`
    await link(path, half).catch(() => copyFile(path, half))
    await flush(half)
    await rename(half, target)
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
