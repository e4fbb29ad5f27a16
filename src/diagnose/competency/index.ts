import { onMoves } from '../../core/people/index.ts'
import type { Scope } from '../../platform/access.ts'
import { requireUnit } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { Slice } from '../../platform/slice.ts'
import { assessmentRoutes } from './assessment-routes.tsx'
import { durationRoutes } from './duration-routes.tsx'
import { entryRoutes } from './entry-routes.tsx'
import { gapRoutes } from './gap-routes.tsx'
import { type CompetencyGap, gapTable } from './gaps.ts'
import { expiryDay, jobs } from './jobs.ts'
import { computeUnits } from './ledger.ts'
import { messages } from './messages.ts'
import { peopleRoutes } from './people-routes.tsx'
import { permissions } from './permissions.ts'
import { type BelowRow, listBelowStandard } from './queries.ts'
import { getMinGroup } from './rule-queries.ts'
import { ruleRoutes } from './rule-routes.tsx'
import { standardRoutes } from './standard-routes.tsx'

export { countUnassessed } from './assessment-queries.ts'
export { demoCompetency } from './demo.ts'
export { shippedName } from './dictionary.ts'
export { type Duration, reachedByMonth, rebuildDurations, timeToCompetency } from './duration.ts'
export { recordEvidence } from './ledger.ts'
export { listCompetencies, listUnits } from './queries.ts'
export { getMinGroup } from './rule-queries.ts'
export { timeToTarget } from './target-duration.ts'
export type { BelowRow, CompetencyGap }

/** Names of the families in both languages. */
export const familyNames = { id: messages.id.family, en: messages.en.family }

/** Each competency required in the unit and beneath it; `figures` is undefined where too few people were assessed. */
export async function unitGaps(db: Db, scope: Scope, unitId: string, on: Date): Promise<CompetencyGap[]> {
  const { lines } = await gapTable(db, scope, await getMinGroup(db, scope, on), unitId)
  return lines.filter((line) => line.kind === 'competency')
}

/** At most 1,000 people of the unit and beneath whose level is under their position's standard, furthest first. */
export async function employeesBelowStandard(
  db: Db,
  scope: Scope,
  unitId: string,
  competencyId: string,
): Promise<BelowRow[]> {
  requireUnit(scope, unitId)
  return listBelowStandard(db, scope, unitId, competencyId, 1000)
}

const door = (pick: (text: (typeof messages)['id']) => string) => ({ id: pick(messages.id), en: pick(messages.en) })

onMoves((db, scope, now, units) => computeUnits(db, scope, now, units, null))

export const competency: Slice = {
  name: 'competency',
  routes: [
    ...peopleRoutes,
    ...gapRoutes,
    ...durationRoutes,
    ...standardRoutes,
    ...entryRoutes,
    ...ruleRoutes,
    ...assessmentRoutes,
  ],
  jobs,
  newDay: expiryDay,
  permissions,
  nav: [
    { stage: 'diagnose', path: '/kompetensi/saya', label: door((text) => text.nav.own), access: 'self' },
    {
      stage: 'diagnose',
      path: '/kompetensi/bawahan',
      label: door((text) => text.nav.subordinates),
      access: 'self',
      leaders: true,
    },
    { stage: 'diagnose', path: '/kompetensi', label: door((text) => text.nav.gaps), access: 'competency.read' },
    {
      stage: 'diagnose',
      path: '/kompetensi/waktu',
      label: { id: 'Waktu mencapai kompetensi', en: 'Time to competency' },
      access: 'competency.read',
    },
    { stage: 'diagnose', path: '/kompetensi/kamus', label: door((text) => text.nav.dictionary), access: 'self' },
    {
      stage: 'admin',
      path: '/kompetensi/standar',
      label: door((text) => text.admin.standards),
      access: 'competency.manage',
    },
    {
      stage: 'admin',
      path: '/kompetensi/siklus',
      label: door((text) => text.admin.cycles),
      access: 'competency.manage',
    },
    {
      stage: 'admin',
      path: '/kompetensi/aturan',
      label: door((text) => text.admin.rules),
      access: 'competency.manage',
    },
  ],
}
