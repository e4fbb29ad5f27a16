import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { diskStore } from '../files/store.ts'
import { useFileStore, waitForPictures } from '../files.ts'
import { useSealKey } from '../seal.ts'

// Test files share a process: what one of them has set for all begins again with the next.
useSealKey(Buffer.alloc(32, 7))
useFileStore(diskStore(join(tmpdir(), `sigap-files-${process.getuid?.() ?? 'user'}`)))
// However busy the machine is, one photo alone is always cleaned before the answer.
waitForPictures(120_000)
// The same examples on every machine and every day; TEST_SEED=… looks for others.
fc.configureGlobal({ seed: Number(process.env['TEST_SEED'] ?? 7) })
