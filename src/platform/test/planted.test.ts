import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { routes } from '../../slices.ts'
import { publicScope, type Scope, selfScope } from '../access.ts'
import { api, command, query } from '../http/route.ts'
import { projectRoot } from '../root.ts'
import { get, newInstitution, newPerson, newUnit, openHouse, post, testHouse } from './harness.ts'
import * as rules from './house-rules.ts'
import { problemsOf } from './page-problems.ts'
import { routeTable } from './route-table.ts'

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
      summary: { id: 'x', en: 'x' },
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

describe('caught by the table of routes', () => {
  test('a permission quietly widened, a change that is no longer told to the audit trail under its name', () => {
    const written = readFileSync(join(projectRoot, 'docs/routes.md'), 'utf8')
    expect(routeTable(routes)).toBe(written)
    const at = routes.findIndex(({ path, kind }) => path === '/unit/:id' && kind === 'query')
    for (const change of [
      { access: 'self' },
      { access: 'public' },
      { or: 'survey.read' },
      { audit: 'x.read' },
    ] as const)
      expect(routeTable(routes.with(at, { ...routes[at]!, ...change })), JSON.stringify(change)).not.toBe(written)
  })
})

describe('caught by the list of licenses', () => {
  test('a package for the running product whose license does not fit, or that states none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sigap-planted-'))
    try {
      mkdirSync(join(folder, 'scripts'))
      cpSync(join(projectRoot, 'scripts/licenses.mjs'), join(folder, 'scripts/licenses.mjs'))
      const fitting = Array.from({ length: 10 }, (_, at) => [`node_modules/good${at}`, { license: 'MIT' }])
      const look = (more: Record<string, object>) => {
        writeFileSync(
          join(folder, 'package-lock.json'),
          JSON.stringify({ packages: { ...Object.fromEntries(fitting), ...more } }),
        )
        const { status, stderr } = spawnSync(process.execPath, [join(folder, 'scripts/licenses.mjs')], {
          encoding: 'utf8',
        })
        return [status, stderr]
      }
      expect(look({ 'node_modules/tool': { version: '1.0.0', license: 'GPL-3.0-only', dev: true } })).toEqual([0, ''])
      for (const license of ['GPL-3.0-only', 'AGPL-3.0-or-later', 'MIT AND GPL-2.0-only', 'SEE LICENSE IN x'])
        expect(look({ 'node_modules/a/node_modules/bad': { version: '1.0.0', license } })).toEqual([
          1,
          `bad@1.0.0: ${license}\n`,
        ])
      expect(look({ 'node_modules/bad': { version: '1.0.0' } })).toEqual([1, 'bad@1.0.0: none stated\n'])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('caught by the rules of the house', () => {
  test('a query without a scope', () => {
    const tenants = new Set(['x.y'])
    const reads = "db.selectFrom('x.y').where('institution_id', '=', id)"
    const found = (takes: string, sql = reads) =>
      ['export function listX', 'async function listX', 'export const listX = ']
        .map((head) => `${head}(${takes})${head.includes('const') ? ' =>' : ''} {\n  return ${sql}\n}\n`)
        .flatMap((source) => rules.queriesWithoutScope(source, tenants))
    expect(found('db: Db, id: string')).toEqual(['listX', 'listX', 'listX'])
    // The one that forgot the tenant too.
    expect(found('db: Db', 'sql`select 1 from x.y`.execute(db)')).toEqual(['listX', 'listX', 'listX'])
    expect(found("db: Db, scope: Scope<'x.read'>")).toEqual([])
    expect(found('db: Db', "db.selectFrom('x.word')")).toEqual([])
  })

  test('a table of another slice, in the builder and in SQL', () => {
    const schemas = new Set(['complaints', 'surveys', 'people'])
    const foreign = (source: string) => rules.foreignSchemas('complaints', source, schemas)
    expect(foreign("db.selectFrom('surveys.answer')")).toEqual(['surveys'])
    expect(foreign("db.insertInto('surveys.answer')")).toEqual(['surveys'])
    expect(foreign('sql`select 1 from surveys.answer a`')).toEqual(['surveys'])
    expect(foreign('sql`update surveys.answer set x = 1`')).toEqual(['surveys'])
    expect(foreign("db.selectFrom('complaints.event').innerJoin('people.employee', …)")).toEqual([])
    expect(foreign('sql`select 1 from surveys.v_element`')).toEqual([])
  })

  test('the clock, the environment, inline script and style, a file too long', () => {
    expect(rules.linesWith('const a = 1\nconst now = new Date()\nconst then = Date.now()', rules.CLOCK)).toEqual([2, 3])
    expect(rules.linesWith('// new Date() is read elsewhere', rules.CLOCK)).toEqual([])
    for (const sql of ['sql`select now()`', 'at < current_date', 'sql`values (clock_timestamp())`'])
      expect(rules.linesWith(sql, rules.DATABASE_CLOCK), sql).toEqual([1])
    expect(rules.linesWith('const at = parts.now()', rules.DATABASE_CLOCK)).toEqual([])
    expect(rules.linesWith("const home = process.env['HOME']", rules.ENVIRONMENT)).toEqual([1])
    for (const markup of [
      '<p style="x">',
      '<style>',
      '<script>',
      '<a onClick={go}>',
      '<p dangerouslySetInnerHTML={x}>',
    ])
      expect(rules.linesWith(markup, rules.INLINE), markup).toEqual([1])
    expect(rules.linesWith('<script type="module" src={x}>', rules.INLINE)).toEqual([])
    expect([rules.isTooLong('x\n'.repeat(400)), rules.isTooLong('x\n'.repeat(401))]).toEqual([false, true])
  })
})

describe('caught by PostgreSQL', () => {
  test('a write inside a page, and a change whose audit row is not what was promised', async () => {
    const open = await openHouse([
      query({
        path: '/uji/menulis',
        access: 'self',
        input: z.object({}),
        async handle({ db, scope }) {
          const own = db.updateTable('people.account').where('institution_id', '=', scope.institution)
          await own.set({ name: 'Diubah' }).execute()
          return { redirect: '/' }
        },
      }),
      command({
        path: '/uji/gagal',
        access: 'self',
        audit: 'uji.done',
        input: z.object({}),
        async handle({ db, scope }) {
          const own = db.updateTable('people.account').where('institution_id', '=', scope.institution)
          await own.set({ name: 'Diubah' }).execute()
          // No such text fits into the audit trail, so the change goes with it.
          return { redirect: '/', audit: { subject: '\u0000' } }
        },
      }),
    ])
    const here = await newInstitution(open)
    const person = await newPerson(open, here, here.root)
    expect((await get(open, '/uji/menulis', person)).statusCode).toBe(500)
    expect((await post(open, '/uji/gagal', {}, person)).statusCode).toBe(500)
    const { rows } = await open.owner.query('select name from people.account where id = $1', [person.account])
    expect(rows).toEqual([{ name: person.name }])
  })

  test('a where that was forgotten finds nothing of a neighbour, and writes nothing there', async () => {
    const house = await testHouse()
    const [here, there] = [await newInstitution(house), await newInstitution(house)]
    const unit = await newUnit(house, there, there.root)
    const found = await house.database.transaction('write', here.id, async (db) => {
      const all = await db.selectFrom('organization.unit').select('institution_id').execute()
      const changed = await db
        .updateTable('organization.unit')
        .set({ name: 'Diubah' })
        .where('id', '=', unit)
        .executeTakeFirst()
      return { others: all.filter((row) => row.institution_id !== here.id), changed: Number(changed.numUpdatedRows) }
    })
    expect(found).toEqual({ others: [], changed: 0 })
    const stolen = house.database.transaction('write', here.id, (db) =>
      db.updateTable('organization.unit').set({ institution_id: there.id }).where('id', '=', here.root).execute(),
    )
    await expect(stolen).rejects.toThrow(/row-level security/)
  })
})

describe('caught by looking at the page', () => {
  function page(main: string, title = 'Uji'): string {
    return `<!doctype html><html lang="id"><head><meta charset="utf-8"><title>${title}</title></head><body><main>${main}</main></body></html>`
  }
  const good = page('<h1>Uji</h1><p><label for="a">Nama</label> <input id="a" type="text" name="a"></p>')

  test.each([
    ['axe label', '<h1>Uji</h1><p><input type="text" name="a"></p>'],
    ['axe link-name', '<h1>Uji</h1><p><a href="/"></a></p>'],
    ['axe aria-required-attr', '<h1>Uji</h1><p role="checkbox">Uji</p>'],
    ['html no-dup-id', '<h1 id="a">Uji</h1><p id="a">Uji</p>'],
    ['html element-permitted-content', '<h1>Uji</h1><span><p>Uji</p></span>'],
    ['html no-inline-style', '<h1 style="color: red">Uji</h1>'],
    ['there is not exactly one h1', '<h1>Uji</h1><h1>Uji</h1>'],
    ['inline script', '<h1>Uji</h1><script>alert(1)</script>'],
    [
      'two choices of unit are called the same: Loket',
      '<h1>Uji</h1><label for="u">Unit</label><select id="u" name="unit"><option>Loket<option>Loket</select>',
    ],
  ])('%s, and nothing of it is left for the next page', async (told, main) => {
    expect(await problemsOf(page(main))).toContainEqual(expect.stringContaining(told))
    expect(await problemsOf(good)).toEqual([])
  })

  test('a page without language or title', async () => {
    expect(await problemsOf(good.replace(' lang="id"', ''))).toContainEqual(expect.stringContaining('html-has-lang'))
    expect(await problemsOf(page('<h1>Uji</h1>', ' '))).toContain('there is no title')
  })
})
