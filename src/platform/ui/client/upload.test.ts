import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

test('the upload script costs a slow line at most 4 kB', async () => {
  const { outputFiles } = await build({
    entryPoints: [`${import.meta.dirname}/upload.ts`],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
  })
  expect(gzipSync(outputFiles[0]!.contents, { level: 9 }).length).toBeLessThanOrEqual(4096)
})
