// The rules that hold the house together, checked on every import of src/. dependency-cruiser holds the edges: the
// loop's order, index.ts only, no cycle. What it cannot see is checked here: pure models, what the browser may load,
// packages used but not declared. ARCHITECTURE.md prints the same order.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { importProblems, sliceOf } from './architecture/edges.mjs'
import { browserProblems, cycleProblems, packageProblems } from './architecture/graph.mjs'
import { readModules } from './architecture/modules.mjs'

const LEAST_MODULES = 400

/** @returns lines of the form `src/file.ts: what is wrong` */
export function architectureProblems(root) {
  const modules = readModules(root)
  const packages = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const problems = [
    ...importProblems(modules),
    ...cycleProblems(modules),
    ...browserProblems(modules),
    ...packageProblems(modules, packages),
  ]
  return { modules, problems }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { modules, problems } = architectureProblems(join(import.meta.dirname, '..'))
  // A parser that reads nothing finds nothing wrong.
  if (modules.size <= LEAST_MODULES) problems.push(`only ${modules.size} modules were read`)
  const edges = [...modules.values()].reduce((sum, module) => sum + module.imports.length, 0)
  const slices = new Set([...modules.keys()].map(sliceOf).filter(Boolean))
  problems.push(...cruise(join(import.meta.dirname, '..')))
  for (const problem of problems) process.stderr.write(`${problem}\n`)
  process.stdout.write(
    `${modules.size} modules, ${edges} imports, ${slices.size} slices, ${problems.length} rules broken\n`,
  )
  process.exitCode = problems.length > 0 ? 1 : 0
}

function cruise(root) {
  const tool = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const done = spawnSync(
    process.execPath,
    [tool, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src'],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    },
  )
  if (!done.stdout) return [`dependency-cruiser said nothing: ${done.stderr}`]
  const { summary } = JSON.parse(done.stdout)
  const found = summary.violations.map(({ rule, from, to }) => `${from}: ${rule.name}: ${to}`)
  if (summary.totalCruised <= LEAST_MODULES) found.push(`dependency-cruiser read only ${summary.totalCruised} modules`)
  return found
}
