import { audit } from './core/audit/index.ts'
import { founding } from './core/founding/index.ts'
import { notifications } from './core/notifications/index.ts'
import { organization } from './core/organization/index.ts'
import { employees } from './core/people/employees/index.ts'
import { people } from './core/people/index.ts'
import { retention } from './core/retention/index.ts'
import { roles } from './core/roles/index.ts'
import { vocabulary } from './core/vocabulary/index.ts'
import { webhooks } from './core/webhooks/index.ts'
import { learning } from './develop/learning/index.ts'
import { plans } from './develop/plans/index.ts'
import { practices } from './develop/practices/index.ts'
import { programs } from './develop/programs/index.ts'
import { competency } from './diagnose/competency/index.ts'
import { needs } from './diagnose/needs/index.ts'
import { signals } from './diagnose/signals/index.ts'
import { channels } from './listen/channels/index.ts'
import { complaints } from './listen/complaints/index.ts'
import { conversations } from './listen/conversations/index.ts'
import { focusGroups } from './listen/focus-groups/index.ts'
import { open311 } from './listen/open311/index.ts'
import { questionnaires } from './listen/questionnaires/index.ts'
import { services } from './listen/services/index.ts'
import { statistics } from './listen/statistics/index.ts'
import { surveys } from './listen/surveys/index.ts'
import type { PermissionTexts } from './platform/access.ts'
import { auditKeyColumn } from './platform/database/audit-key.ts'
import { files } from './platform/files/index.ts'
import { FILE_KEY } from './platform/files/sealed.ts'
import { apiPages } from './platform/http/api-pages.tsx'
import { forgetJob } from './platform/http/forget.ts'
import type { NavEntry } from './platform/http/render.tsx'
import type { Route } from './platform/http/route.ts'
import type { Job } from './platform/jobs.ts'
import { register } from './platform/registry.ts'
import type { GivenUnderSecret, SealedColumn, Slice } from './platform/slice.ts'
import { evaluation } from './prove/evaluation/index.ts'
import { oversight } from './prove/oversight/index.ts'
import { performance } from './prove/performance/index.ts'
import { talent } from './prove/talent/index.ts'
import { policy } from './steer/policy/index.ts'
import { portal } from './steer/portal/index.ts'
import { reporting } from './steer/reporting/index.ts'

/** Every slice, in the loop's order: the only file that knows them all. */
export const slices: readonly Slice[] = [
  organization,
  people,
  employees,
  roles,
  founding,
  audit,
  webhooks,
  retention,
  vocabulary,
  notifications,
  files,
  services,
  complaints,
  surveys,
  open311,
  channels,
  conversations,
  questionnaires,
  focusGroups,
  statistics,
  competency,
  signals,
  needs,
  programs,
  learning,
  practices,
  plans,
  evaluation,
  oversight,
  performance,
  talent,
  policy,
  reporting,
  portal,
]

export const jobs: readonly Job[] = [forgetJob, ...slices.flatMap((slice) => slice.jobs ?? [])]
export const nav: readonly NavEntry[] = slices.flatMap((slice) => slice.nav ?? [])
export const permissions: PermissionTexts = Object.assign({}, ...slices.map((slice) => slice.permissions ?? {}))
const sliceRoutes = slices.flatMap((slice) => slice.routes)
export const routes: readonly Route[] = [...sliceRoutes, ...apiPages(sliceRoutes, permissions)]

/** Everything that is encrypted in a column, wherever it lies. */
export const sealedColumns: readonly SealedColumn[] = [
  auditKeyColumn,
  { table: 'platform.file', column: 'sealed_key', purpose: FILE_KEY },
  { table: 'platform.submission', column: 'outcome', purpose: 'submission', as: { json: 'sealed' } },
  ...slices.flatMap((slice) => slice.sealed ?? []),
]

export const givenUnderSecret: readonly GivenUnderSecret[] = slices.flatMap((slice) => slice.given ?? [])

register({
  permissions,
  apiScopes: [
    ...new Set(
      sliceRoutes.filter((route) => route.kind === 'api').flatMap((route) => [route.access, ...(route.besides ?? [])]),
    ),
  ],
  firstSteps: slices.flatMap((slice) => slice.firstSteps ?? []),
  announcements: slices.flatMap((slice) => slice.announcements ?? []),
  newDay: slices.flatMap((slice) => slice.newDay ?? []),
  interfaces: slices.flatMap((slice) => slice.interfaces ?? []),
  vocabularies: slices.flatMap((slice) => slice.vocabularies ?? []),
  readTerms: slices.find((slice) => slice.readTerms)?.readTerms,
})
