import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { projectRoot } from '../root.ts'
import { lookAt, pages, placeOf } from './axe.ts'
import { demoHouse } from './harness.ts'

const PUBLIC_PAGE_BYTES = 60_000
const PUBLIC_SCRIPT_BYTES = 15_000

lookAt(pages.filter((route) => route.access === 'public'))

describe('weight', () => {
  const folder = join(projectRoot, 'dist', 'public')
  const built = existsSync(join(folder, 'manifest.json'))
  const manifest: Record<string, string> = built ? JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) : {}
  const size = (name: string) =>
    readFileSync(join(projectRoot, 'dist', `${manifest[name]!.replace('/assets/', 'public/')}.br`)).length

  test.runIf(built)('a public page with its style sheet and script is light', async () => {
    const css = size('index')
    const script = size('enhancer')
    expect(script).toBeLessThanOrEqual(PUBLIC_SCRIPT_BYTES)
    const house = await demoHouse()
    const heavy: string[] = []
    for (const route of pages.filter(({ path }) => path.startsWith('/i/:institution'))) {
      const { address } = await placeOf(route)
      const { body, headers } = await house.app.inject({ url: address })
      if (!String(headers['content-type']).startsWith('text/html')) continue
      const bytes = brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }).length + css + script
      if (bytes > PUBLIC_PAGE_BYTES) heavy.push(`${address}: ${bytes}`)
    }
    expect(heavy).toEqual([])
  })
})
