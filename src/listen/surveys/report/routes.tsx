import { z } from 'zod'
import { requireUnit } from '../../../platform/access.ts'
import { findFile, sendFile } from '../../../platform/files.ts'
import { NotFound } from '../../../platform/http/errors.ts'
import { idParam } from '../../../platform/http/input.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { localDate } from '../../../platform/i18n.ts'
import { listServices } from '../../services/index.ts'
import { bigReportJob } from '../jobs.ts'
import { UnitPeriod } from '../model.ts'
import { monthsUntil } from '../results.ts'
import { loadReport, reportFile, reportSheet } from './data.ts'
import { reportPdf } from './pdf.ts'
import { findReport, insertReport, listReports } from './queries.ts'
import { ReportsPage } from './views.tsx'

type ReadContext = Context<'survey.read'>

export const reportRoutes = [
  query({
    path: '/survei/hasil/:unit/laporan',
    access: 'survey.read',
    input: UnitPeriod.extend({ format: z.enum(['pdf', 'xlsx']).default('pdf').catch('pdf') }),
    limit: { points: 60, seconds: 600, by: 'account' },
    sample: { unit: 'select unit_id as unit from surveys.answer limit 1' },
    async handle({ db, scope, now, institution, tree }, filter) {
      requireUnit(scope, filter.unit)
      const { from, to } = reportPeriod(filter, localDate(now, institution.timeZone))
      const within = tree.beneath(filter.unit)
      const service = (await listServices(db, scope)).find(
        (one) => one.slug === filter.layanan && within.includes(one.unit_id),
      )
      const today = localDate(now, institution.timeZone)
      const wanted = { unitId: filter.unit, service, from, to, today }
      const report = await loadReport(db, scope, institution.name, wanted)
      const body =
        filter.format === 'pdf' ? await reportPdf([report], now, institution.name) : await reportSheet(report)
      return reportFile(`laporan-skm-${service ? `${service.slug}-` : ''}${from}-${to}`, filter.format, body)
    },
  }),

  query({ path: '/survei/laporan', access: 'survey.read', input: z.object({}), handle: reportsPage }),

  command({
    path: '/survei/laporan',
    access: 'survey.read',
    audit: 'survey.report_requested',
    input: UnitPeriod.pick({ unit: true, dari: true, sampai: true }),
    limit: { points: 10, seconds: 600, by: 'account' },
    invalid: reportsPage,
    async handle({ db, scope, now, institution, enqueue }, { unit, dari, sampai }) {
      requireUnit(scope, unit)
      const period = reportPeriod({ dari, sampai }, localDate(now, institution.timeZone))
      const id = await insertReport(db, scope, now, { unit, ...period })
      await enqueue(bigReportJob, { report: id })
      return { redirect: '/survei/laporan', audit: { subject: `survey-report:${id}`, detail: { unit } } }
    },
  }),

  query({
    path: '/survei/laporan/:id/unduh',
    access: 'survey.read',
    input: z.object({ id: idParam() }),
    sample: { id: 'select id from surveys.report limit 1' },
    async handle({ db, scope }, { id }) {
      const report = await findReport(db, scope, id)
      const file = report?.file_id && (await findFile(db, scope, report.file_id))
      if (!file) throw new NotFound('report')
      return sendFile(scope, file)
    },
  }),
]

/** The months asked for, of the last three years and in their order; else the last twelve, or up to now. */
function reportPeriod({ dari, sampai }: { dari?: string | undefined; sampai?: string | undefined }, today: string) {
  const months = monthsUntil(today, 36)
  const from = dari && months.includes(dari) ? dari : months.at(-12)!
  return { from, to: sampai && months.includes(sampai) && sampai >= from ? sampai : months.at(-1)! }
}

async function reportsPage({ db, scope, tree, form }: ReadContext) {
  const reports = await listReports(db, scope)
  const units = tree.named.filter((unit) => scope.units.includes(unit.id))
  const busy = reports.some((report) => !report.file_id && !report.failed)
  return { page: <ReportsPage reports={reports} units={units} form={form} />, refresh: busy ? 3 : undefined }
}
