import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readSecrets } from '../config.ts'
import { openHouse } from '../test/harness.ts'
import { requireSameSecret } from './secret-check.ts'

test('a database whose secret is lost is refused with the remedy, and no new key is left behind', async () => {
  const { ownerUrl } = await openHouse([])
  const dataDir = mkdtempSync(join(tmpdir(), 'sigap-secret-'))
  const other = mkdtempSync(join(tmpdir(), 'sigap-secret-'))
  const keyFile = join(other, 'secret.key')
  const first = readSecrets({ dataDir, secret: undefined })
  await requireSameSecret(ownerUrl, first, { given: false, keyFile: join(dataDir, 'secret.key'), made: true })
  await requireSameSecret(ownerUrl, first, { given: false, keyFile: join(dataDir, 'secret.key'), made: false })
  expect(existsSync(join(dataDir, 'secret.key'))).toBe(true)

  const second = readSecrets({ dataDir: other, secret: undefined })
  await expect(requireSameSecret(ownerUrl, second, { given: false, keyFile, made: true })).rejects.toThrow(
    /secret\.key is missing.*Put it back from a backup/,
  )
  expect(existsSync(keyFile)).toBe(false)
  const third = readSecrets({ dataDir: other, secret: 'x'.repeat(32) })
  await expect(requireSameSecret(ownerUrl, third, { given: true, keyFile, made: false })).rejects.toThrow(
    'SIGAP_SECRET is not the one',
  )
})
