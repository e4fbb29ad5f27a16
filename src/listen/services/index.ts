import type { Slice } from '../../platform/slice.ts'
import { firstSteps } from './first-steps.ts'
import { permissions } from './permissions.ts'
import { routes } from './routes.tsx'

export { saveServices } from './acts.ts'
export { isFree, type Requirement, type Tariff } from './content.ts'
export { THEMES, type Theme } from './model.ts'
export { promisedBy, type ServicePromise, servicePromise } from './promise.ts'
export { QrCode } from './qr.tsx'
export { findProvider, findServiceBySlug, listServiceNames, listServices, type ServiceRow } from './queries.ts'

export const services = {
  name: 'services',
  routes,
  permissions,
  firstSteps,
  nav: [{ stage: 'listen', path: '/layanan', label: { id: 'Layanan', en: 'Services' }, access: 'service.read' }],
} satisfies Slice
