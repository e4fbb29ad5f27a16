import type { Slice } from '../../platform/slice.ts'
import { onComplaintEvents } from '../complaints/index.ts'
import { attributeRoutes } from './attribute-routes.tsx'
import { forwardJob, pollJob } from './jobs.ts'
import { manageRoutes } from './manage-routes.tsx'
import { mediaJob } from './media-job.ts'
import { permissions } from './permissions.ts'
import { protocolRoutes } from './protocol-routes.ts'
import { passNewsOn, updateJob } from './updates-job.ts'

onComplaintEvents(passNewsOn)

export const open311 = {
  name: 'open311',
  sealed: [{ table: 'open311.endpoint', column: 'sealed_key', purpose: 'open311.endpoint' }],
  routes: [...protocolRoutes, ...manageRoutes, ...attributeRoutes],
  jobs: [forwardJob, pollJob, updateJob, mediaJob],
  permissions,
  interfaces: [
    {
      name: { id: 'Open311 GeoReport v2 dan Inquiry v1', en: 'Open311 GeoReport v2 and Inquiry v1' },
      path: '/i/:institution/open311/discovery.json',
      purpose: {
        id: 'Layanan, kirim pengaduan, dan perkembangannya, sebagai JSON atau XML. Alamat lain disebut di discovery.',
        en: 'Services, sending complaints, and what becomes of them, as JSON or XML. Discovery names the other addresses.',
      },
      caller: {
        id: 'Membaca: siapa saja. Mengirim: klien API dengan cakupan complaint.create, kuncinya sebagai api_key.',
        en: 'Reading: anyone. Sending: an API client with the scope complaint.create, its key as api_key.',
      },
    },
  ],
  nav: [{ stage: 'admin', path: '/open311', label: { id: 'Open311', en: 'Open311' }, access: 'open311.manage' }],
} satisfies Slice
