import { sql } from 'kysely'
import { z } from 'zod'
import { publicScope, type Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { NotFound } from '../../platform/http/errors.ts'
import { outside, query, type Route } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { isId } from '../../platform/id.ts'
import { remembered } from '../../platform/remember.ts'
import type { Cell } from '../../platform/sheets.ts'
import { findMap, tileOrigin, verifyLimits } from '../complaints/index.ts'
import { smallestCell } from '../services/index.ts'
import { type Figures, figuresOf, reachOf } from './figures.ts'
import { GROUP_COLUMNS, groupRows, STEP_COLUMNS, stepRows } from './groups.ts'
import { lastPublished, offsetOf, publishedSince, SMALLEST, SMALLEST_HIDDEN } from './model.ts'
import { COLUMNS, csvOf, described, jsonOf, openRows, publication, spooled } from './open-data.ts'
import { ExplainPage, PublicStatisticsPage } from './public-views.tsx'
import {
  countHidden,
  findFoldedAt,
  findGaming,
  findNames,
  listSums,
  listYears,
  type Names,
  recount,
} from './queries.ts'
import { CheckPage, type Filter, StaffStatisticsPage } from './staff-views.tsx'

const BASE = '/i/:institution/statistik-pengaduan'

/** What the public sees of a year changes when the statistics job has run. */
const published = remembered<
  [from: string, foldedAt: string, least: string],
  { figures: Figures | undefined; hidden: number; names: Names }
>(({ figures }) => (figures?.received ?? 0) > 2000)

/** Anything that is no year is left out rather than refused: the address is typed by people. */
const Year = z
  .string()
  .optional()
  .transform((text) => (text && /^(19|20)\d{2}$/.test(text) ? Number(text) : undefined))
const Month = z
  .string()
  .optional()
  .transform((text) => (text && /^(19|20)\d{2}-(0[1-9]|1[0-2])$/.test(text) ? text : undefined))
const Unit = z
  .string()
  .optional()
  .transform((text) => (text && isId(text) ? text : undefined))

function yearOf(now: Date, zone: string): number {
  return Number(localDate(now, zone).slice(0, 4))
}

export const routes: readonly Route[] = [
  query({
    path: BASE,
    access: 'public',
    input: z.object({ tahun: Year }),
    open: {
      summary: { id: 'Statistik pengaduan untuk umum', en: 'Public statistics of complaints, a page of one year' },
      answers: { 'text/html': z.string().describe('For people; every figure can be recomputed from the open data') },
    },
    async handle({ db, scope, institution, now }, { tahun }) {
      const asOf = await findFoldedAt(db, scope)
      const last = lastPublished(asOf ?? now, offsetOf(institution.timeZone))
      const years = (await listYears(db, scope)).filter((one) => `${one}-01` <= last)
      const year = tahun ?? years[0] ?? yearOf(now, institution.timeZone)
      const window = { from: `${year}-01`, to: `${year}-12` < last ? `${year}-12` : last }
      const least = await smallestCell(db, scope, localDate(now, institution.timeZone))
      const { figures, hidden, names } = await published(
        scope,
        now,
        [window.from, String(asOf?.getTime()), String(least)],
        async () => ({
          figures: await figuresOf(db, scope, window, 'institution', {
            least,
            published: publishedSince(last, offsetOf(institution.timeZone)),
          }),
          hidden: await countHidden(db, scope, window),
          names: await findNames(db, scope),
        }),
      )
      const map = figures?.rows.some((row) => row.dimension === 'area') ? await findMap(db, scope) : undefined
      return {
        images: tileOrigin(map),
        page: (
          <PublicStatisticsPage
            year={year}
            last={last}
            years={years.includes(year) ? years : [year, ...years]}
            figures={figures}
            names={names}
            hidden={hidden > SMALLEST_HIDDEN ? hidden - ((hidden - 1) % SMALLEST_HIDDEN) - 1 : undefined}
            map={map}
          />
        ),
      }
    },
  }),

  query({
    path: `${BASE}/hitung-ulang`,
    access: 'public',
    input: z.object({ tahun: Year }),
    handle: async ({ db, scope, institution, now }, { tahun }) => ({
      page: (
        <ExplainPage
          year={tahun ?? yearOf(now, institution.timeZone)}
          least={await smallestCell(db, scope, localDate(now, institution.timeZone))}
        />
      ),
    }),
  }),

  outside({
    path: `${BASE}/data/:file`,
    input: z.object({
      institution: z.string().describe('Short address of the institution'),
      file: z
        .string()
        .regex(/^(19|20)\d{2}(-kelompok|-waktu)?\.(csv|json)$/)
        .describe('Year, part and format: 2026.csv, 2026-kelompok.json, 2026-waktu.csv'),
    }),
    open: {
      summary: {
        id: 'Data terbuka pengaduan satu tahun: satu baris per laporan, angka per kelompok, atau langkah kurva waktu; kelompok kecil disamarkan',
        en: 'Open data of the complaints of a year: one row a report, the figures of each group, or the steps of the curve of waiting times; small groups are blurred',
      },
      answers: {
        'application/json': z.union([described(COLUMNS), described(GROUP_COLUMNS), described(STEP_COLUMNS)]),
        'text/csv': z.string().describe('The same columns, UTF-8 with a byte order mark'),
      },
    },
    limit: { points: 60, seconds: 3600, by: 'ip' },
    sample: { file: `select extract(year from max(month))::integer || '.csv' as file from statistics.cell` },
    async handle({ database, institutions, now }, { institution: slug, file }) {
      const institution = await institutions.bySlug(slug)
      if (!institution) throw new NotFound('institution')
      const [name, format] = file.split('.') as [string, 'csv' | 'json']
      const [year, part] = name.split('-') as [string, 'kelompok' | 'waktu' | undefined]
      const zone = offsetOf(institution.timeZone)
      const asked = { year: Number(year), zone, today: localDate(now, institution.timeZone) }
      const scope = publicScope(institution.id)
      const body = await spooled(database, institution.id, (db) => {
        const of = part ? partOf(db, scope, part, asked) : undefined
        const rows = of ?? openRows(db, scope, asked)
        const columns = part ? PARTS[part] : COLUMNS
        return format === 'csv' ? csvOf(columns, rows) : jsonOf(columns, rows)
      })
      return {
        file: {
          name: `pengaduan-${institution.slug}-${file}`,
          type: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
          body,
        },
      }
    },
  }),

  query({
    path: '/statistik-pengaduan',
    access: 'complaint.read',
    input: z.object({ dari: Month, sampai: Month, unit: Unit }),
    async handle({ db, scope, institution, now }, { dari, sampai, unit }) {
      const today = localDate(now, institution.timeZone)
      const to = sampai ?? today.slice(0, 7)
      const from = dari && dari <= to ? dari : `${Number(to.slice(0, 4)) - 1}-${to.slice(5)}`
      const filter: Filter = { from, to, unit: unit && scope.units.includes(unit) ? unit : undefined }
      const reach = await reachOf(db, scope, filter.unit)
      // A rule that has not begun yet judges nothing.
      const limits = (await verifyLimits(db, scope)).filter(({ since }) => since <= today)
      const mine = reach === 'institution' ? scope.units : reach
      return {
        page: (
          <StaffStatisticsPage
            filter={filter}
            units={await listReach(db, scope)}
            figures={await figuresOf(db, scope, filter, reach)}
            names={await findNames(db, scope)}
            gaming={await findGaming(db, scope, filter, mine, SMALLEST, limits)}
            limits={limits}
          />
        ),
      }
    },
  }),

  query({
    path: '/statistik-pengaduan/periksa',
    access: 'audit.read',
    input: z.object({ tahun: Year }),
    limit: { points: 20, seconds: 600, by: 'account' },
    async handle({ db, scope, institution, now }, { tahun }) {
      const year = tahun ?? yearOf(now, institution.timeZone)
      const asOf = await findFoldedAt(db, scope)
      const at = asOf ?? now
      const sums = await listSums(db, scope, at, { from: `${year}-01`, to: `${year}-12` }, 'institution')
      const all = sums.find((row) => row.dimension === 'all')
      const { behind: late, fresh } = await recount(db, scope, at, year)
      const kept = {
        received: (all?.received ?? 0) - late.received,
        rejected: (all?.rejected ?? 0) - late.rejected,
        within_day: (all?.within_day ?? 0) - late.within_day,
        decided: (all?.answered ?? 0) + (all?.open_day ?? 0) - late.decided,
      }
      return { page: <CheckPage year={year} kept={kept} fresh={fresh} behind={late.cases} asOf={asOf} /> }
    },
  }),
]

const PARTS = { kelompok: GROUP_COLUMNS, waktu: STEP_COLUMNS } as const

/** The numbers beneath the tables and charts of the public page, in one piece. */
async function* partOf(
  db: Db,
  scope: Scope<'public'>,
  part: keyof typeof PARTS,
  of: { year: number; zone: string; today: string },
): AsyncGenerator<Cell[][]> {
  const asOf = await findFoldedAt(db, scope)
  if (!asOf) return
  const { least, window, published } = await publication(db, scope, asOf, of)
  const figures = await figuresOf(db, scope, window, 'institution', { least, published })
  if (!figures || figures.received === 0) return
  if (part === 'waktu') yield stepRows(figures)
  else yield groupRows(figures, await findNames(db, scope), (await findMap(db, scope)) !== undefined)
}

async function listReach(db: Db, scope: Scope): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from organization.unit
    where institution_id = ${scope.institution} and id = any(${scope.units}::uuid[]) order by name, id`.execute(db)
  return rows
}
