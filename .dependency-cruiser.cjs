const { readFileSync } = require('node:fs')
const { join } = require('node:path')

// The order is kept once, in edges.mjs; dependency-cruiser reads its rules from a CommonJS file.
const source = readFileSync(join(__dirname, 'scripts/architecture/edges.mjs'), 'utf8')
const order = [...source.match(/export const ORDER = \[([\s\S]*?)\n\]/)[1].matchAll(/\[([^\]]*)\]/g)].map(([, row]) =>
  [...row.matchAll(/'([^']+)'/g)].map(([, slice]) => slice),
)
const joiners = '^src/[^/]+\\.tsx?$|^src/demo/|^src/platform/test/|\\.test\\.tsx?$|/test-[\\w-]+\\.tsx?$'

module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'platform-knows-no-slice',
      severity: 'error',
      from: { path: '^src/platform/', pathNot: joiners },
      to: { path: '^src/(core|listen|diagnose|develop|prove|steer)/' },
    },
    {
      name: 'only-through-index',
      severity: 'error',
      from: { path: '^src/((?:core|listen|diagnose|develop|prove|steer)/[^/]+)/', pathNot: joiners },
      to: {
        path: '^src/(?:core|listen|diagnose|develop|prove|steer)/[^/]+/(?!index\\.ts$)',
        pathNot: '^src/$1/',
      },
    },
    ...order.flatMap((row, rank) =>
      row.map((slice) => ({
        name: `order-${slice.replace('/', '-')}`,
        severity: 'error',
        from: { path: `^src/${slice}/`, pathNot: joiners },
        to: {
          path:
            order
              .slice(rank)
              .flat()
              .filter((other) => other !== slice)
              .map((other) => `^src/${other}/`)
              .join('|') || '^$',
        },
      })),
    ),
  ],
  options: {
    // TypeScript 7 has no API for other tools yet; swc reads the same sources.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  },
}
