// The rules that hold the house together, checked on every import of src/.
// The allowed edges are the loop's order; ARCHITECTURE.md prints the same table.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { importProblems, sliceOf } from './architecture/edges.mjs'
import { browserProblems, cycleProblems, packageProblems } from './architecture/graph.mjs'
import { readModules } from './architecture/modules.mjs'

const LEAST_MODULES = 50

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
  for (const problem of problems) process.stderr.write(`${problem}\n`)
  process.stdout.write(
    `${modules.size} modules, ${edges} imports, ${slices.size} slices, ${problems.length} rules broken\n`,
  )
  process.exitCode = problems.length > 0 ? 1 : 0
}
