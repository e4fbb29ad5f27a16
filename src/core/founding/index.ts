import type { Slice } from '../../platform/slice.ts'
import { routes } from './routes.tsx'
import { stepRoutes } from './step-routes.tsx'

export { countOpenSteps } from './step-routes.tsx'
export { newFoundingLink } from './token.ts'

export const founding = {
  name: 'founding',
  routes: [...routes, ...stepRoutes],
  nav: [
    {
      stage: 'admin',
      path: '/langkah-pertama',
      label: { id: 'Langkah pertama', en: 'First steps' },
      access: 'organization.manage',
    },
  ],
} satisfies Slice
