const BROWSER_ENTRY = /^src\/platform\/ui\/client\/|^src\/[^/]+\/[^/]+\/islands\//
/** Too heavy for a phone, or not there at all. */
const NOT_IN_BROWSER = new Set(['node:', 'zod', 'pg', 'kysely', 'fastify', 'linkedom', '@observablehq/plot', 'sharp'])
const TEST_ONLY = /\.test\.tsx?$|^src\/platform\/test\/|^src\/.*\/test-[\w-]+\.tsx?$/

/** Circles of imports that exist at run time; a circle of types harms nobody. */
export function cycleProblems(modules) {
  const state = new Map()
  const problems = []
  const path = []
  const visit = (name) => {
    state.set(name, 'open')
    path.push(name)
    for (const { target, typeOnly } of modules.get(name)?.imports ?? []) {
      if (typeOnly || !modules.has(target)) continue
      if (state.get(target) === 'open') {
        problems.push(`${name}: closes a circle: ${[...path.slice(path.indexOf(target)), target].join(' → ')}`)
      } else if (!state.has(target)) visit(target)
    }
    path.pop()
    state.set(name, 'done')
  }
  for (const name of modules.keys()) if (!state.has(name)) visit(name)
  return problems
}

/** Whatever a browser file reaches must be able to run there and be light. */
export function browserProblems(modules) {
  const problems = []
  for (const entry of modules.keys()) {
    if (!BROWSER_ENTRY.test(entry) || TEST_ONLY.test(entry)) continue
    const seen = new Set([entry])
    for (const name of seen) {
      for (const imported of modules.get(name)?.imports ?? []) {
        if (imported.typeOnly) continue
        if (NOT_IN_BROWSER.has(imported.package)) {
          problems.push(`${entry}: brings ${imported.specifier} to the browser (through ${name})`)
        }
        if (imported.target !== undefined) seen.add(imported.target)
      }
    }
  }
  return [...new Set(problems)]
}

/** Code that runs in production uses runtime dependencies only, each declared by name. */
export function packageProblems(modules, { dependencies, devDependencies }) {
  const problems = []
  for (const module of modules.values()) {
    if (TEST_ONLY.test(module.path)) continue
    for (const imported of module.imports) {
      const name = imported.package
      if (name === undefined || name === 'node:' || imported.typeOnly || name in dependencies) continue
      const why = name in (devDependencies ?? {}) ? 'is a development dependency' : 'is not in package.json'
      problems.push(`${module.path}: imports ${name}, which ${why}`)
    }
  }
  return problems
}
