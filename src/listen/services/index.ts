import { guardFiles } from '../../platform/files.ts'
import type { Slice } from '../../platform/slice.ts'
import { apiRoutes } from './api.ts'
import { figureRoutes } from './figure-routes.tsx'
import { firstSteps } from './first-steps.ts'
import { hallRoutes } from './hall-routes.tsx'
import { importRoutes } from './import-routes.tsx'
import { jobs } from './jobs.ts'
import { permissions } from './permissions.ts'
import { publicRoutes } from './public-routes.tsx'
import { findProcess } from './request-queries.ts'
import { requestRoutes } from './request-routes.tsx'
import { routes } from './routes.tsx'
import { ruleRoutes } from './rule-routes.tsx'
import { standardRoutes } from './standard-routes.tsx'

export { saveServices } from './acts.ts'
export { transactionMonths, type UnitMonth } from './given-months.ts'
export { countWaiting } from './hall-queries.ts'
export { THEMES, type Theme } from './model.ts'
export { type ServicePromise, servicePromise } from './promise.ts'
export { QrCode } from './qr.tsx'
export { findProvider, findServiceBySlug, listServiceNames, listServices, type ServiceRow } from './queries.ts'
export { makeRequestCode, readRequestCode, showRequestCode } from './request-code.ts'
export { receiptsPerDay, SMALLEST_CELL, smallestCell } from './rules.ts'
export { onServicePage } from './service-links.ts'
export { completedTransactions, servicePopulation } from './transaction-queries.ts'

// What an applicant handed in is for those who serve in the unit.
guardFiles('services', async ({ db, also }, id) => {
  const serve = also('service.serve')
  return serve !== undefined && (await findProcess(db, serve, id)) !== undefined
})

export const services = {
  name: 'services',
  routes: [
    ...publicRoutes,
    ...figureRoutes,
    ...hallRoutes,
    ...requestRoutes,
    ...importRoutes,
    ...ruleRoutes,
    ...routes,
    ...standardRoutes,
    ...apiRoutes,
  ],
  jobs,
  permissions,
  firstSteps,
  vocabularies: [
    {
      set: 'theme',
      title: { id: 'Tema', en: 'Themes' },
      lead: {
        id: 'Tentang apa pengalaman warga: dipilih petugas saat verifikasi, dibaca sebagai pola dalam sinyal. Instansi dapat menambah temanya sendiri.',
        en: 'What an experience is about: chosen by the officer who verifies, read as a pattern in signals. The institution can add themes of its own.',
      },
      open: true,
      kept: [],
    },
  ],
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
    { stage: 'listen', path: '/layanan/proses', label: { id: 'Permohonan', en: 'Requests' }, access: 'service.serve' },
    {
      stage: 'admin',
      path: '/layanan/ketentuan',
      label: { id: 'Ketentuan layanan', en: 'Service rules' },
      access: 'service.rules',
    },
  ],
} satisfies Slice
