import type { Slice } from '../../platform/slice.ts'
import { permissions } from './permissions.ts'
import { routes } from './routes.tsx'

export const audit = {
  name: 'audit',
  routes,
  permissions,
  nav: [{ stage: 'admin', path: '/audit', label: { id: 'Jejak audit', en: 'Audit trail' }, access: 'audit.read' }],
} satisfies Slice
