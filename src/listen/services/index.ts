import type { Slice } from '../../platform/slice.ts'
import { apiRoutes } from './api.ts'
import { figureRoutes } from './figure-routes.tsx'
import { firstSteps } from './first-steps.ts'
import { hallRoutes } from './hall-routes.tsx'
import { permissions } from './permissions.ts'
import { publicRoutes } from './public-routes.tsx'
import { routes } from './routes.tsx'
import { standardRoutes } from './standard-routes.tsx'

export { saveServices } from './acts.ts'
export { isFree, type Requirement, type Tariff } from './content.ts'
export { THEMES, type Theme } from './model.ts'
export { promisedBy, type ServicePromise, servicePromise } from './promise.ts'
export { QrCode } from './qr.tsx'
export { findProvider, findServiceBySlug, listServiceNames, listServices, type ServiceRow } from './queries.ts'
export { type CompletedTransaction, completedTransactions, servicePopulation } from './transaction-queries.ts'

export const services = {
  name: 'services',
  routes: [...publicRoutes, ...figureRoutes, ...hallRoutes, ...routes, ...standardRoutes, ...apiRoutes],
  permissions,
  firstSteps,
  nav: [
    { stage: 'listen', path: '/layanan', label: { id: 'Layanan', en: 'Services' }, access: 'service.read' },
    {
      stage: 'listen',
      path: '/layanan/kenyataan',
      label: { id: 'Kenyataan pelayanan', en: 'Services given' },
      access: 'service.read',
    },
    {
      stage: 'listen',
      path: '/layanan/loket',
      label: { id: 'Loket dan antrean', en: 'Counters' },
      access: 'service.serve',
    },
  ],
} satisfies Slice
