// Writes what follows from the migrations and the routes: database types, docs/schema/*.sql, docs/routes.md.
// `--check` writes nothing and fails when a file is out of date.
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import pg from 'pg'
import { startDisposable } from '../src/platform/database/disposable.ts'
import { migrate } from '../src/platform/database/migrate.ts'
import { describeSchemas } from './schema-text.mjs'

const root = join(import.meta.dirname, '..')
const check = process.argv.includes('--check')
const stale = []

const server = await startDisposable()
try {
  await migrate(server.ownerUrl())
  emit(join(root, 'src/platform/database/generated.ts'), databaseTypes(server.ownerUrl()))
  await schemas(server.ownerUrl())
} finally {
  await server.stop()
}
routes()

if (check && stale.length > 0) {
  process.stderr.write(`Out of date, run npm run generate: ${stale.join(', ')}\n`)
  process.exitCode = 1
}

function databaseTypes(url) {
  const folder = mkdtempSync(join(tmpdir(), 'sigap-types-'))
  const out = join(folder, 'generated.ts')
  try {
    run(join(root, 'node_modules/kysely-codegen/dist/cli/bin.js'), [
      '--dialect=postgres',
      `--url=${url}`,
      `--out-file=${out}`,
      '--date-parser=string',
      '--numeric-parser=string',
      `--type-mapping=${JSON.stringify({ int8: 'number' })}`,
      '--exclude-pattern={graphile_worker.*,*._private_*,public.migration,migration}',
      '--type-only-imports',
    ])
    return readFileSync(out, 'utf8')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function schemas(url) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const texts = await describeSchemas(client)
    for (const [name, text] of texts) emit(join(root, 'docs/schema', `${name}.sql`), text)
    const folder = join(root, 'docs/schema')
    for (const file of existsSync(folder) ? readdirSync(folder) : []) {
      if (!file.endsWith('.sql') || texts.has(file.slice(0, -4))) continue
      stale.push(relative(root, join(folder, file)))
      if (!check) rmSync(join(folder, file))
    }
  } finally {
    await client.end()
  }
}

/** The table prints itself: it needs the .tsx sources, which only tsx can load. */
function routes() {
  const entry = join(root, 'src/platform/test/route-table.ts')
  if (!existsSync(entry)) return
  const text = run(join(root, 'node_modules/tsx/dist/cli.mjs'), [entry])
  emit(join(root, 'docs/routes.md'), text)
}

function emit(path, text) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return
  stale.push(relative(root, path))
  if (check) return
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.${process.pid}`, text)
  renameSync(`${path}.${process.pid}`, path)
  process.stdout.write(`wrote ${relative(root, path)}\n`)
}

function run(program, args) {
  const done = spawnSync(process.execPath, [program, ...args], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 })
  if (done.status !== 0) throw new Error(`${relative(root, program)} failed:\n${done.stdout}${done.stderr}`)
  return done.stdout
}
