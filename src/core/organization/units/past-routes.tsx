import { z } from 'zod'
import { dateInput, isDate } from '../../../platform/http/input.ts'
import { query } from '../../../platform/http/route.ts'
import { localDate } from '../../../platform/i18n.ts'
import { sheetFile } from '../../../platform/sheets.ts'
import { organizationMessages } from '../messages.ts'
import { UNIT_KIND_TEXTS } from '../model.ts'
import { pastMessages } from './past-messages.ts'
import { PAST_PATH, PastTree, sinceThen } from './past-views.tsx'
import { listTreeDays, listUnits, listUnitsOn, reachesAll } from './queries.ts'
import { treeRows } from './tree.ts'

const sample = { tanggal: 'select max(valid_from)::text as tanggal from organization.unit_history' }

export const pastRoutes = [
  query({
    path: PAST_PATH,
    access: 'unit.read',
    input: z.object({ tanggal: z.string().trim().default('').catch('') }),
    sample,
    async handle({ db, scope, t, now, institution }, { tanggal: date }) {
      const today = localDate(now, institution.timeZone)
      const text = t(pastMessages)
      const error = date === '' ? undefined : !isDate(date) ? text.wrong : date > today ? text.toCome : undefined
      const asked = date !== '' && !error
      return {
        status: error ? 422 : 200,
        page: (
          <PastTree
            date={date}
            error={error}
            today={today}
            then={asked ? await listUnitsOn(db, scope, date) : []}
            days={date === '' ? await listTreeDays(db, scope, today) : []}
            now={asked ? await listUnits(db, scope) : []}
            whole={await reachesAll(db, scope)}
          />
        ),
      }
    },
  }),

  query({
    path: `${PAST_PATH}/ekspor`,
    access: 'unit.read',
    input: z.object({ tanggal: dateInput(), format: z.enum(['csv', 'xlsx']).default('csv').catch('csv') }),
    sample,
    async handle({ db, scope, t, language }, { tanggal: date, format }) {
      const text = t(pastMessages)
      const general = t(organizationMessages).units
      const present = new Map((await listUnits(db, scope)).map((unit) => [unit.id, unit]))
      const then = await listUnitsOn(db, scope, date)
      const rows = treeRows(then).map((row) => [
        row.code,
        row.name,
        UNIT_KIND_TEXTS[row.kind][language],
        row.parent_id ? (present.get(row.parent_id)?.code ?? '') : '',
        sinceThen(row, present, text, language).join('; '),
      ])
      const heads = [general.code, general.name, general.kind, text.parentThen, text.since]
      return sheetFile(format, `unit-${date}`, heads, rows)
    },
  }),
]
