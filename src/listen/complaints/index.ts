import { offerErasure } from '../../core/retention/index.ts'
import { guardFiles } from '../../platform/files.ts'
import type { Slice } from '../../platform/slice.ts'
import { apiRoutes } from './api.ts'
import { choiceApiRoutes } from './api-choices.ts'
import { intakeApiRoutes } from './api-intake.ts'
import { apiStepRoutes } from './api-steps.ts'
import { findVoiceOf } from './attachments/queries.ts'
import { deadlineFeedRoutes } from './deadline-feed/routes.tsx'
import { deskRoutes } from './desk-routes.tsx'
import { objectionRoutes } from './disclosure/routes.tsx'
import { DRAFT } from './drafts.ts'
import { duplicateRoutes } from './duplicates/routes.tsx'
import { onComplaintEvents } from './events.ts'
import { absencesJob, closeJob, escalateJob, recallJob, recomputeJob, taskRemindersJob } from './jobs.ts'
import { keyRoutes } from './key-routes.tsx'
import { publicationRoutes } from './moderation/public-routes.tsx'
import { noteForReview } from './moderation/queries.ts'
import { moderationRoutes } from './moderation/routes.tsx'
import { tellJob } from './notices.ts'
import { permissions } from './permissions.ts'
import { mapRoutes } from './place/map-routes.tsx'
import { findComplaint } from './queries.ts'
import { closedReports, endedWrongdoing } from './retention.ts'
import { staffRoutes } from './staff-routes.tsx'
import { afterRoutes } from './tracking-after-routes.tsx'
import { trackingRoutes } from './tracking-routes.tsx'
import { announceComplaints } from './webhooks.ts'
import { REPORTER } from './whistleblowing/reporter.ts'
import { sealedWords } from './whistleblowing/words.ts'
import { wizardRoutes } from './wizard-routes.tsx'
import { sendRoutes } from './wizard-send-routes.tsx'

export {
  applyEvents,
  EventRefused,
  type NewEvent,
  type Receipt,
  type Submission,
  submitComplaints,
} from './acts.ts'
export { attachFiles } from './attachments/queries.ts'
export { formatCode, readCode, trackingPath } from './code.ts'
export { listReporters, survivorOf } from './duplicates/queries.ts'
export { type ComplaintEvent, onComplaintEvents, onWithdrawal } from './events.ts'
export {
  complaintExcerpts,
  complaintSummary,
  firstComplaintMonth,
  monthlyComplaints,
  verifyLimits,
} from './figures.ts'
export { addCitizenMessage, KeyTaken, submitOnce } from './intake.ts'
export { withoutKeys } from './key.ts'
export { onNewKey } from './key-acts.ts'
export {
  CHANNELS,
  CLASSES,
  type ComplaintClass,
  type ComplaintKind,
  type EventActor,
  type EventKind,
  KINDS,
  PRIVACIES,
  type Privacy,
  type Status,
} from './model.ts'
export { tellJob } from './notices.ts'
export { requireKind } from './vocabulary.ts'

import { vocabularies } from './vocabulary.ts'

export { tileOrigin } from './place/map-model.ts'
export { findMap } from './place/map-queries.ts'
export { insertPlace } from './place/queries.ts'
export { readPost } from './post-address.ts'
export { findByCode, findComplaint, findIdByCode } from './queries.ts'
export { redact } from './redaction/redact.ts'
export { findByReference, findReceipt, linkReference, takeIntakeKey } from './reference-queries.ts'
export { findAddedWords } from './rows.ts'
export { countUnitTasks, listSubstitutes } from './staff-work-queries.ts'
export { isWrongdoing } from './whistleblowing/queries.ts'

offerErasure(closedReports)
offerErasure(endedWrongdoing)
onComplaintEvents((db, scope, _now, events) => noteForReview(db, scope, events))

// A photo is for whoever may read its complaint.
guardFiles('complaints', async ({ db, also }, id, file) => {
  const read = also('complaint.read')
  if (read) {
    if (await findComplaint(db, read, id)) return true
    const voice = await findVoiceOf(db, read, id, file)
    if (voice && (await findComplaint(db, read, voice))) return true
  }
  const sealed = also('complaint.whistleblowing')
  return sealed !== undefined && (await findComplaint(db, sealed, id, 'sealed')) !== undefined
})

announceComplaints()

export const complaints = {
  name: 'complaints',
  sealed: [
    { table: 'complaints.sealed_reporter', column: 'content', purpose: REPORTER },
    { table: 'complaints.draft', column: 'data', purpose: DRAFT, as: { json: 'sealed' } },
    ...sealedWords,
  ],
  interfaces: [
    {
      name: { id: 'iCalendar (RFC 5545)', en: 'iCalendar (RFC 5545)' },
      path: '/i/:institution/tenggat/:token/pengaduan.ics',
      purpose: {
        id: 'Tenggat pengaduan seorang petugas, untuk aplikasi kalendernya.',
        en: 'The deadlines of one officer, for a calendar program.',
      },
      caller: {
        id: 'Siapa yang memegang alamatnya; petugas membuat dan mencabutnya di halaman Tenggat di kalender Anda.',
        en: 'Whoever holds the address; officers make and revoke theirs on the page Deadlines in your calendar.',
      },
    },
  ],
  routes: [
    ...sendRoutes,
    ...wizardRoutes,
    ...publicationRoutes,
    ...duplicateRoutes,
    ...afterRoutes,
    ...moderationRoutes,
    ...trackingRoutes,
    ...objectionRoutes,
    ...deskRoutes,
    ...keyRoutes,
    ...deadlineFeedRoutes,
    ...mapRoutes,
    ...staffRoutes,
    ...intakeApiRoutes,
    ...apiRoutes,
    ...choiceApiRoutes,
    ...apiStepRoutes,
  ],
  jobs: [tellJob, closeJob, recomputeJob, escalateJob, recallJob, absencesJob, taskRemindersJob],
  permissions,
  vocabularies,
  nav: [
    { stage: 'listen', path: '/pengaduan', label: { id: 'Pengaduan', en: 'Complaints' }, access: 'complaint.read' },
    {
      stage: 'listen',
      path: '/pengaduan/baru',
      label: { id: 'Catat pengaduan', en: 'Record a complaint' },
      access: 'complaint.create',
      unless: 'complaint.read',
    },
    {
      stage: 'listen',
      path: '/pengaduan/tayangan',
      label: { id: 'Tayangan publik', en: 'Shown to the public' },
      access: 'complaint.verify',
    },
    {
      stage: 'listen',
      path: '/pengaduan/pemantauan',
      label: { id: 'Pemantauan pengaduan', en: 'Complaint handling' },
      access: 'complaint.read',
    },
    {
      stage: 'listen',
      path: '/pelanggaran',
      label: { id: 'Pelaporan pelanggaran', en: 'Whistleblowing' },
      access: 'complaint.whistleblowing',
    },
    {
      stage: 'admin',
      path: '/pengaduan/eskalasi',
      label: { id: 'Eskalasi pengaduan', en: 'Complaint escalation' },
      access: 'complaint.rules',
    },
    {
      stage: 'admin',
      path: '/pengaduan/batas-waktu',
      label: { id: 'Batas waktu pengaduan', en: 'Complaint deadlines' },
      access: 'complaint.rules',
    },
    {
      stage: 'admin',
      path: '/pengaduan/aturan-kembar',
      label: { id: 'Aturan laporan kembar', en: 'Rules for the same matter' },
      access: 'complaint.rules',
    },
    {
      stage: 'admin',
      path: '/pengaduan/peta',
      label: { id: 'Peta pengaduan', en: 'Map for complaints' },
      access: 'complaint.rules',
    },
  ],
  given: [
    {
      name: 'keys of reports',
      count: `select count(*)::int as count, (count(*) filter (where queue not in (4, 14)))::int as open
        from complaints.complaint where received_at < $1::timestamptz`,
    },
  ],
} satisfies Slice
