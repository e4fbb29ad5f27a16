import { z } from 'zod'
import { requireUnit } from '../../platform/access.ts'
import { NotFound } from '../../platform/http/errors.ts'
import { query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { monthlyComplaints } from '../complaints/index.ts'
import { smallestGroup } from '../questionnaires/index.ts'
import { monthlySkm } from '../surveys/index.ts'
import { JointPage } from './agreement-views.tsx'
import { readFindings, themesOf } from './codebook/queries.ts'
import { jointRows } from './joint.ts'
import * as rows from './queries.ts'

export const jointRoute = query({
  path: '/fgd/gabungan',
  access: 'focus_group.read',
  input: z.object({ unit: z.string().max(40).optional().catch(undefined) }),
  async handle({ db, scope, now, institution, tree, also }, { unit: wanted }) {
    const units = tree.named.filter((one) => scope.units.includes(one.id))
    const withFindings = await rows.listActivities(db, scope)
    const unit =
      units.find((one) => one.id === wanted) ?? units.find((one) => one.id === withFindings[0]?.unit_id) ?? units[0]
    if (!unit) throw new NotFound('unit')
    requireUnit(scope, unit.id)
    const today = localDate(now, institution.timeZone)
    const period = { from: `${Number(today.slice(0, 4)) - 1}${today.slice(4, 7)}`, to: today.slice(0, 7) }
    const complaints = also('complaint.read')
    const skm = also('survey.read')
    const of = <T extends { unit_id: string }>(list: readonly T[]) => list.filter((row) => row.unit_id === unit.id)
    const joined = jointRows({
      least: await smallestGroup(db, scope, today),
      complaints: complaints ? of(await monthlyComplaints(db, complaints, period)) : [],
      skm: skm ? of(await monthlySkm(db, skm, period)) : [],
      short: await rows.listShortSurvey(db, scope, unit.id, period),
      themes: themesOf(scope).map(({ slug }) => slug),
      findings: await readFindings(db, scope, { unit: unit.id }),
    })
    const may = { complaints: complaints !== undefined, skm: skm !== undefined }
    return { page: <JointPage units={units} unit={unit} rows={joined} may={may} /> }
  },
})
