import type { Slice } from '../../platform/slice.ts'
import { messages } from './messages.ts'
import { permissions } from './permissions.ts'
import { readTerms } from './queries.ts'
import { routes } from './routes.tsx'

export const vocabulary = {
  name: 'vocabulary',
  routes,
  permissions,
  readTerms,
  nav: [
    {
      stage: 'admin',
      path: '/istilah',
      label: { id: messages.id.title, en: messages.en.title },
      access: 'vocabulary.read',
    },
  ],
} satisfies Slice
