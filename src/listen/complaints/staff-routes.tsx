import { z } from 'zod'
import { loadCalendars } from '../../core/organization/index.ts'
import type { Permission } from '../../platform/access.ts'
import { idParam, optionalText } from '../../platform/http/input.ts'
import { type Context, query, type Route } from '../../platform/http/route.ts'
import { localMinute, zoneName } from '../../platform/i18n.ts'
import { remembered } from '../../platform/remember.ts'
import { type Cell, rowsAndEnd, sheetFile } from '../../platform/sheets.ts'
import { termLabel } from '../../platform/words.ts'
import { listServiceNames } from '../services/index.ts'
import { absenceRoutes } from './absence-routes.tsx'
import { formatCode, readCode } from './code.ts'
import { cursorParam, readCursor, writeCursor } from './cursor.ts'
import { escalationRoutes } from './escalation-routes.tsx'
import { fourEyesRoutes } from './four-eyes/routes.tsx'
import { messages } from './messages.ts'
import { KINDS, SLUG } from './model.ts'
import { monitoringRoutes } from './monitoring-routes.tsx'
import { qualityRoutes } from './quality-routes.tsx'
import {
  countQueues,
  findIdByCode,
  type ListFilter,
  listComplaints,
  PAGE_SIZE,
  type QueueCounts,
  searchWords,
  type Tab,
} from './queries.ts'
import { QUEUE_SORTS, sortOf } from './queue-order.ts'
import type { Lane } from './sight.ts'
import { bulkRoute } from './staff-bulk-routes.tsx'
import { caseRoutes } from './staff-case-routes.tsx'
import { examinationRoutes } from './staff-examination-routes.tsx'
import { LANE_NAMES, LANES, type Reader } from './staff-lanes.ts'
import { staffMessages } from './staff-messages.ts'
import { templateRoutes } from './staff-templates-routes.tsx'
import { WorklistPage } from './staff-views.tsx'
import { workRoutes } from './staff-work-routes.tsx'
import { whistleblowingRoutes } from './whistleblowing/routes.tsx'
import { workMessages } from './work-messages.ts'

const List = z.object({
  antrean: z.enum(['verify', 'work', 'overdue', 'citizen', 'done']).optional().catch(undefined),
  q: optionalText(100).catch(undefined),
  unit: idParam().optional().catch(undefined),
  service: idParam().optional().catch(undefined),
  theme: z.string().regex(SLUG).optional().catch(undefined),
  kind: z.enum(KINDS).optional().catch(undefined),
  petugas: z.enum(['saya', 'belum']).optional().catch(undefined),
  seluruh: z.literal('ya').optional().catch(undefined),
  sort: z.enum(QUEUE_SORTS).optional().catch(undefined),
  setelah: cursorParam().optional().catch(undefined),
})
type Listed = z.output<typeof List>

/** In a queue of thousands nobody notices one more or less; a short one is always counted. */
const queueCounts = remembered<[Lane], QueueCounts>(({ verify, work, citizen }) => verify + work + citizen > 2000)

function filterOf(input: Listed, tab: Tab, lane: Lane, account: string | null): ListFilter {
  return {
    tab,
    lane,
    sort: input.sort,
    unit: input.unit,
    service: input.service,
    theme: input.theme,
    kind: input.kind,
    assignee: input.petugas === 'saya' ? (account ?? undefined) : input.petugas === 'belum' ? 'none' : undefined,
    words: input.q ? searchWords(input.q) : undefined,
    thorough: input.seluruh === 'ya',
    after: readCursor(input.setelah),
  }
}

function firstTab(counts: QueueCounts, verifies: boolean): Tab {
  return counts.verify > 0 && verifies ? 'verify' : counts.overdue > 0 ? 'overdue' : 'work'
}

function listRoute(lane: Lane): Route {
  const { base, read } = LANES[lane]
  return query({
    path: base,
    frequent: true,
    access: read,
    input: List,
    async handle(context: Context<Permission>, input) {
      const { db, now, also, tree } = context
      const scope = context.scope as Reader
      const code = input.q ? readCode(input.q) : undefined
      const direct = code?.ok ? await findIdByCode(db, scope, code.code, lane) : undefined
      if (direct) return { redirect: `${base}/${direct}` }
      const counting = queueCounts(scope, now, [lane], () => countQueues(db, scope, now, lane))
      const tab = input.antrean ?? firstTab(await counting, lane === 'sealed' || also('complaint.verify') !== undefined)
      const filter = filterOf(input, tab, lane, scope.account)
      const sort = sortOf(filter)
      const [counts, { rows, unread }, named, calendarOf] = await Promise.all([
        counting,
        listComplaints(db, scope, now, filter),
        listServiceNames(db, scope),
        loadCalendars(db, scope),
      ])
      const last = rows.length > PAGE_SIZE ? rows[PAGE_SIZE - 1] : undefined
      const mine = new Set<string>(scope.units)
      const units = tree.named.filter((unit) => mine.has(unit.id))
      const services = named.filter((service) => mine.has(service.unit_id))
      return {
        page: (
          <WorklistPage
            lane={lane}
            tab={tab}
            counts={counts}
            rows={rows.slice(0, PAGE_SIZE)}
            unread={unread}
            sort={sort}
            next={last && writeCursor(sort.key === 'received' ? last.received_at : last.queue_at, last.id)}
            paged={input.setelah !== undefined}
            filter={{
              q: input.q ?? '',
              unit: input.unit ?? '',
              service: input.service ?? '',
              theme: input.theme ?? '',
              kind: input.kind ?? '',
              petugas: input.petugas ?? '',
            }}
            units={units.map((unit) => ({ value: unit.id, label: unit.name }))}
            routable={tree.named.map((unit) => ({ value: unit.id, label: unit.name }))}
            services={services.map((service) => ({ value: service.id, label: service.name }))}
            calendarOf={calendarOf}
            calendarLink={also('complaint.read') !== undefined && lane === 'ordinary'}
            mayRecord={lane === 'ordinary' && also('complaint.create') !== undefined}
            mayVerify={lane === 'ordinary' && also('complaint.verify') !== undefined}
            mayHandle={lane === 'ordinary' && also('complaint.handle') !== undefined}
          />
        ),
      }
    },
  })
}

const MOST_EXPORTED = 20_000

/** Of ordinary cases alone: a list of reports of wrongdoing in a file would lie where nobody guards it. */
const exportRoute: Route = query({
  path: '/pengaduan/unduh',
  access: 'complaint.read',
  input: List.omit({ setelah: true }).extend({ format: z.enum(['csv', 'xlsx']).catch('csv') }),
  async handle(context, { format, ...input }) {
    const { db, now, scope } = context
    const { timeZone } = context.institution
    const zone = zoneName(timeZone, now)
    const text = context.t(staffMessages)
    const shared = context.t(messages)
    const work = context.t(workMessages)
    const tab =
      input.antrean ?? firstTab(await countQueues(db, scope, now), context.also('complaint.verify') !== undefined)
    const filter = filterOf({ ...input, setelah: undefined }, tab, 'ordinary', scope.account)
    const { rows } = await listComplaints(db, scope, now, { ...filter, thorough: true, most: MOST_EXPORTED })
    const cells = rows.map((row): Cell[] => [
      formatCode(row.code),
      shared.kind[row.kind],
      row.subject,
      row.unit_name,
      row.service_name,
      row.theme ? termLabel(context.institution.id, 'theme', row.theme, context.language) : null,
      row.class ? shared.class[row.class] : null,
      text.short[row.status],
      localMinute(row.received_at, timeZone),
      localMinute(row.queue_at, timeZone),
      row.assignee_name,
      row.rating,
    ])
    const header = [
      text.code,
      work.kind,
      text.subject,
      text.unit,
      text.service,
      text.theme,
      text.class,
      text.status,
      `${text.received} (${zone})`,
      `${tab === 'done' ? text.ended : text.due} (${zone})`,
      work.assignee,
      text.rating,
    ]
    return sheetFile(
      format,
      `pengaduan-${text.tab[tab].toLowerCase().replaceAll(' ', '-')}`,
      header,
      rowsAndEnd(cells, MOST_EXPORTED, context.language),
    )
  },
})

/** Everything officers open; the order of addresses does not matter. */
export const staffRoutes: Route[] = [
  bulkRoute,
  ...absenceRoutes,
  ...escalationRoutes,
  ...fourEyesRoutes,
  ...qualityRoutes,
  ...monitoringRoutes,
  ...workRoutes,
  ...examinationRoutes,
  ...templateRoutes,
  ...LANE_NAMES.map(listRoute),
  exportRoute,
  ...whistleblowingRoutes,
  ...caseRoutes,
]
