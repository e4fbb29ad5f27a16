import type { Slice } from '../../platform/slice.ts'
import { permissions } from './permissions.ts'
import { routes } from './routes.tsx'

export { type Chain, findChainOf, listTurns, onAskingWhereTold } from './chain.ts'
export { VERDICT_TONES } from './views.tsx'

export const reporting = {
  name: 'reporting',
  routes,
  permissions,
  nav: [
    {
      stage: 'steer',
      path: '/lingkaran',
      label: { id: 'Lingkaran perbaikan', en: 'Improvement loop' },
      access: 'report.read',
    },
  ],
} satisfies Slice
