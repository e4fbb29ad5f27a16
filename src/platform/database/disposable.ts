import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lockHolder } from './data-folder-lock.ts'
import { type Embedded, startEmbedded } from './embedded.ts'

const PREFIX = 'sigap-disposable-'

/** A server of its own in the machine's folder for temporary files; stop() removes it with everything in it. */
export async function startDisposable(): Promise<Embedded> {
  sweep()
  const folder = mkdtempSync(join(tmpdir(), PREFIX))
  // The server's own account must be able to pass through.
  chmodSync(folder, 0o711)
  const server = await startEmbedded({ dataDir: folder, durable: false })
  return {
    ...server,
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Folders of runs that were killed before they could clean up. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue
    const folder = join(tmpdir(), name)
    try {
      // A folder without a lock may just be starting.
      const old = Date.now() - statSync(folder).mtimeMs > 60_000
      if (old && !lockHolder(folder)) rmSync(folder, { recursive: true, force: true })
    } catch {
      // Another account's folder, or one that another run is removing.
    }
  }
}
