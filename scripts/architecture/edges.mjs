/** The loop's order. A slice may import from slices of an earlier row, through their index.ts, never from its own row. */
export const ORDER = [
  ['core/organization'],
  ['core/notifications'],
  ['core/roles'],
  ['core/people'],
  ['core/audit'],
  ['core/webhooks'],
  ['core/retention'],
  ['core/vocabulary'],
  ['core/founding'],
  ['listen/services'],
  ['listen/complaints', 'listen/surveys'],
  ['listen/questionnaires'],
  ['listen/focus-groups'],
  ['listen/conversations', 'listen/channels', 'listen/open311', 'listen/statistics'],
  ['diagnose/competency'],
  ['diagnose/signals'],
  ['diagnose/needs'],
  ['develop/programs'],
  [
    'develop/learning',
    'develop/mentoring',
    'develop/study-visits',
    'develop/practices',
    'develop/plans',
    'develop/partners',
  ],
  ['prove/evaluation'],
  ['prove/performance', 'prove/oversight', 'prove/talent'],
  ['steer/policy'],
  ['steer/reporting'],
  ['steer/portal'],
]

/** Files that join the slices together and may therefore know all of them. */
const JOINERS = /^src\/[^/]+\.tsx?$|^src\/demo\/|^src\/platform\/test\/|^bench\/|\.test\.tsx?$|\/test-[\w-]+\.tsx?$/
/** What must stay free of input and output, so that it can be tested and read as a table. */
const PURE = /\/model\.ts$/
const IMPURE =
  /\/(queries|routes|api|jobs|views|acts|demo)\.tsx?$|^src\/platform\/(database|http\/(server|run|session))/
const IMPURE_PACKAGES = /^(node:(?!crypto$|buffer$|util$)|pg$|kysely$|fastify$|nodemailer$|graphile-worker$)/

export function sliceOf(path) {
  return path.match(/^src\/((?:core|listen|diagnose|develop|prove|steer)\/[^/]+)\//)?.[1]
}

export function rankOf(slice) {
  return ORDER.findIndex((row) => row.includes(slice))
}

export function importProblems(modules) {
  const problems = []
  for (const module of modules.values()) {
    const slice = sliceOf(module.path)
    if (slice !== undefined && rankOf(slice) < 0) {
      problems.push(`${module.path}: slice ${slice} has no place in scripts/architecture/edges.mjs`)
    }
    for (const imported of module.imports) {
      const problem = edgeProblem(module.path, imported) ?? purityProblem(module.path, imported)
      if (problem) problems.push(`${module.path}: ${problem}`)
    }
  }
  return problems
}

function edgeProblem(from, { target, missing }) {
  if (target === undefined) return undefined
  if (missing) return `imports ${target}, which does not exist`
  if (JOINERS.test(from)) return undefined
  const [own, other] = [sliceOf(from), sliceOf(target)]
  const demonstrates = /\/demo(-\w+)?\.ts$/.test(from) && target.startsWith('src/demo/')
  if (JOINERS.test(target) && !demonstrates) return `imports ${target}, which only the top may use`
  if (other === undefined || own === other) return undefined
  if (own === undefined) return `the platform imports ${other}: it must know no slice`
  if (rankOf(other) >= rankOf(own)) return `${own} imports ${other}, against the loop's order`
  return target === `src/${other}/index.ts` ? undefined : `imports ${target} past the index.ts of ${other}`
}

function purityProblem(from, imported) {
  if (!PURE.test(from) || sliceOf(from) === undefined || imported.typeOnly) return undefined
  if (imported.target !== undefined && IMPURE.test(imported.target)) return `a pure file imports ${imported.target}`
  return IMPURE_PACKAGES.test(imported.specifier) ? `a pure file imports ${imported.specifier}` : undefined
}
