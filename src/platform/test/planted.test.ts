import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { publicScope, type Scope, selfScope } from '../access.ts'
import { api, command, query } from '../http/route.ts'
import { projectRoot } from '../root.ts'

// Mistakes planted on purpose: each must be caught, or the wall it stands for has a hole.

describe('caught by the compiler (each line below fails to compile without its mark)', () => {
  test('a route without access, a change without audit, a query with the wrong scope', () => {
    const input = z.object({})
    // @ts-expect-error a page must say who may open it
    query({ path: '/x', input, handle: async () => ({ redirect: '/' }) })
    // @ts-expect-error a permission must be one that a slice declares
    query({ path: '/x', access: 'complaint.everything', input, handle: async () => ({ redirect: '/' }) })
    // @ts-expect-error a change must name its audit action
    command({ path: '/x', access: 'self', input, handle: async () => ({ redirect: '/', audit: { subject: 'x' } }) })
    // @ts-expect-error a change must return its audit row
    command({ path: '/x', access: 'self', audit: 'x.done', input, handle: async () => ({ redirect: '/' }) })
    // @ts-expect-error an operation for other systems must describe its answer
    api({
      method: 'GET',
      path: '/api/v1/x',
      access: 'complaint.read',
      input,
      summary: 'x',
      handle: async () => ({ json: {} }),
    })
    const demand = (scope: Scope<'complaint.read'>) => scope.institution
    // @ts-expect-error nobody signed in, so nothing to read
    demand(publicScope('x'))
    // @ts-expect-error being signed in is not the permission
    demand(selfScope('x', 'y', null))
    // @ts-expect-error a scope cannot be written by hand
    demand({ institution: 'x', units: [], account: null, employee: null })
  })
})

describe('caught by dependency-cruiser', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sigap-planted-'))
    mkdirSync(join(folder, 'scripts/architecture'), { recursive: true })
    cpSync(join(projectRoot, '.dependency-cruiser.cjs'), join(folder, '.dependency-cruiser.cjs'))
    cpSync(join(projectRoot, 'scripts/architecture/edges.mjs'), join(folder, 'scripts/architecture/edges.mjs'))
    symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'))
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    plant('listen/services/index.ts', "export { one } from './model.ts'")
    plant('listen/services/model.ts', 'export const one = 1')
    plant('listen/complaints/index.ts', "import { one } from '../services/index.ts'\nexport const two = one + 1")
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  function plant(path: string, source: string) {
    mkdirSync(join(folder, 'src', path, '..'), { recursive: true })
    writeFileSync(join(folder, 'src', path), source)
  }

  function broken(): string[] {
    const tool = join(projectRoot, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
    const done = spawnSync(
      process.execPath,
      [tool, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src'],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    )
    const { summary } = JSON.parse(done.stdout) as { summary: { violations: { rule: { name: string } }[] } }
    return [...new Set(summary.violations.map((violation) => violation.rule.name))].sort()
  }

  test('against the order, past an index, into a slice from the platform, in a circle', () => {
    expect(broken()).toEqual([])
    plant('listen/services/order.ts', "import { two } from '../complaints/index.ts'\nexport const three = two")
    plant('listen/complaints/past.ts', "import { one } from '../services/model.ts'\nexport const four = one")
    plant('platform/noun.ts', "import { one } from '../listen/services/index.ts'\nexport const five = one")
    plant('listen/services/circle.ts', "import { seven } from './back.ts'\nexport const six = (): number => seven()")
    plant('listen/services/back.ts', "import { six } from './circle.ts'\nexport const seven = (): number => six()")
    expect(broken()).toEqual(['no-cycle', 'only-through-index', 'order-listen-services', 'platform-knows-no-slice'])
  })
})
