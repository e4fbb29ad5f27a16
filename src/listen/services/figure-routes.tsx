import { z } from 'zod'
import { NotFound } from '../../platform/http/errors.ts'
import { idParam, isDate } from '../../platform/http/input.ts'
import { query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { isId } from '../../platform/id.ts'
import { remembered } from '../../platform/remember.ts'
import { FiguresPage, ServiceFiguresPage } from './figure-views.tsx'
import { realityOf } from './figures.ts'
import { servicePromise } from './promise.ts'
import { findService, listServiceNames } from './queries.ts'
import { getRule } from './rules.ts'
import {
  listFigures,
  listMonths,
  listTransactions,
  type MonthFigure,
  type ServiceFigure,
} from './transaction-queries.ts'

const ROWS_A_PAGE = 50
const Day = z
  .string()
  .optional()
  .transform((text) => (text && isDate(text) ? text : undefined))

const figures = remembered<[string, string], { rows: ServiceFigure[]; months: MonthFigure[] }>(
  ({ rows }) => rows.length > 0,
)

/** The last twelve months, unless both ends are given in order. */
function periodOf(today: string, from: string | undefined, to: string | undefined) {
  const year = `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`.replace(/-02-29$/, '-02-28')
  const [first, last] = [from ?? year, to ?? today]
  return first <= last ? { from: first, to: last } : { from: year, to: today }
}

/** The place after a row: its instant and id, as one word of the address. */
function placeAfter(text: string | undefined): { ended_at: Date; id: string } | undefined {
  const [at = '', id = ''] = (text ?? '').split('_')
  return /^\d{1,14}$/.test(at) && isId(id) ? { ended_at: new Date(Number(at)), id } : undefined
}

export const figureRoutes = [
  query({
    path: '/layanan/kenyataan',
    access: 'service.read',
    input: z.object({ dari: Day, sampai: Day }),
    async handle({ db, scope, now, institution, also }, { dari, sampai }) {
      const today = localDate(now, institution.timeZone)
      const period = periodOf(today, dari, sampai)
      const found = await figures(scope, now, [period.from, period.to], async () => ({
        rows: await listFigures(db, scope, period, now),
        months: await listMonths(db, scope, period),
      }))
      const names = new Map((await listServiceNames(db, scope)).map(({ id, name }) => [id, name]))
      const rows = found.rows
        .map((row) => ({ ...row, name: names.get(row.service_id) ?? '' }))
        .sort((a, b) => b.all - a.all)
      const least = Number((await getRule(db, scope, 'small_number', today)).value)
      const mayImport = also('service.record') !== undefined
      return {
        page: <FiguresPage period={period} rows={rows} months={found.months} least={least} mayImport={mayImport} />,
      }
    },
  }),

  query({
    path: '/layanan/:id/kenyataan',
    access: 'service.read',
    input: z.object({ id: idParam(), after: z.string().max(60).optional() }),
    sample: { id: 'select id from services.service where standard_id is not null order by id limit 1' },
    async handle({ db, scope, now, institution }, { id, after }) {
      const service = await findService(db, scope, id)
      const promise = service && (await servicePromise(db, scope, id, now))
      if (!promise) throw new NotFound('service')
      const reality = await realityOf(db, scope, now, institution.timeZone, promise)
      const period = periodOf(localDate(now, institution.timeZone), undefined, undefined)
      const found = await listTransactions(db, scope, id, placeAfter(after), ROWS_A_PAGE + 1)
      const rows = found.slice(0, ROWS_A_PAGE)
      const last = rows.at(-1)
      const next = found.length > ROWS_A_PAGE && last ? `${last.ended_at.getTime()}_${last.id}` : undefined
      const months = await listMonths(db, scope, period, id)
      return {
        page: (
          <ServiceFiguresPage
            service={service}
            promise={promise}
            reality={reality}
            months={months}
            rows={rows}
            next={next}
          />
        ),
      }
    },
  }),
]
