import type { Slice } from '../../platform/slice.ts'
import { messages } from './messages.ts'
import { routes } from './routes.tsx'

export { planItem } from './acts.ts'
export { countProposedBelow, listTaken } from './queries.ts'

export const plans = {
  name: 'plans',
  routes,
  nav: [
    {
      stage: 'develop',
      path: '/rencana-diri',
      label: { id: messages.id.title, en: messages.en.title },
      access: 'self',
    },
    {
      stage: 'develop',
      path: '/rencana-diri/bawahan',
      label: { id: messages.id.below, en: messages.en.below },
      access: 'self',
      leaders: true,
    },
  ],
} satisfies Slice
