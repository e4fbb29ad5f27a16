import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { loadCalendar } from '../../core/organization/index.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { type FormState, idParam, uploaded } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { formatNumber } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { sheetFile } from '../../platform/sheets.ts'
import { importMessages } from './import-messages.ts'
import { IMPORT_COLUMNS, planImport } from './import-model.ts'
import { findImport, insertImport, setApplied } from './import-queries.ts'
import { readTable } from './import-reader.ts'
import { ImportPage, ImportStart } from './import-views.tsx'
import { listServices } from './queries.ts'
import { recordTransactions } from './transaction-acts.ts'

const MAX_BYTES = 10_000_000
const sample = { id: 'select id from services.import order by id limit 1' }

async function importPage({ db, scope }: Context<'service.record'>, id: string, form?: FormState) {
  const found = await findImport(db, scope, id)
  if (!found) throw new NotFound('import')
  return { page: <ImportPage found={found} form={form} /> }
}

async function ownServices({ db, scope }: Context<'service.record'>) {
  return (await listServices(db, scope)).filter(({ unit_id }) => scope.units.includes(unit_id))
}

export const importRoutes = [
  query({
    path: '/layanan/impor',
    access: 'service.record',
    input: z.object({}),
    handle: async () => ({ page: <ImportStart /> }),
  }),

  query({
    path: '/layanan/impor/contoh',
    access: 'service.record',
    input: z.object({}),
    async handle(context) {
      const [service] = await ownServices(context)
      const name = service?.name ?? 'Kartu Keluarga'
      const row = [name, '2026-11-20 08:15', '2026-11-20 08:30', '2026-11-20 09:05', 'selesai', 'tidak', 'A012']
      return sheetFile('xlsx', 'contoh-catatan-pelayanan', IMPORT_COLUMNS, [row])
    },
  }),

  command({
    path: '/layanan/impor',
    access: 'service.record',
    audit: 'service.import_checked',
    maxUploadBytes: MAX_BYTES,
    limit: { points: 30, seconds: 600, by: 'account' },
    input: z.object({ file: uploaded().optional() }),
    invalid: async (_context, _raw, form) => ({ page: <ImportStart form={form} /> }),
    async handle(context, { file }) {
      const { db, scope, now, t } = context
      const text = t(importMessages)
      if (!file) throw new Refusal(422, '', { file: text.fileMissing })
      const lines = await readTable(await readFile(file.path))
      if (typeof lines === 'string') throw new Refusal(422, '', { file: text.problems[lines] })
      const services = await ownServices(context)
      const plan = planImport(lines, services, await loadCalendar(db, scope), now)
      if (plan.missing.length > 0) throw new Refusal(422, '', { file: text.missing(plan.missing.join(', ')) })
      if (plan.rows.length + plan.problems.length === 0) throw new Refusal(422, '', { file: text.empty })
      const id = newId(now)
      const named = new Set(plan.rows.map(({ service_id }) => service_id))
      const units = [...new Set(services.filter((one) => named.has(one.id)).map(({ unit_id }) => unit_id))]
      await insertImport(db, scope, now, { id, file_name: file.name, units, ...plan })
      return {
        redirect: `/layanan/impor/${id}`,
        audit: { subject: `service-import:${id}`, detail: { rows: plan.rows.length, refused: plan.problems.length } },
      }
    },
  }),

  query({
    path: '/layanan/impor/:id',
    access: 'service.record',
    input: z.object({ id: idParam() }),
    sample,
    handle: (context, { id }) => importPage(context, id),
  }),

  command({
    path: '/layanan/impor/:id',
    access: 'service.record',
    audit: 'service.import_applied',
    input: z.object({ id: idParam() }),
    sample,
    invalid: (context, raw, form) => importPage(context, String(raw['id']), form),
    async handle(context, { id }) {
      const { db, scope, now, t, language } = context
      const text = t(importMessages)
      const found = await findImport(db, scope, id)
      if (!found) throw new NotFound('import')
      const units = new Map((await ownServices(context)).map((service) => [service.id, service.unit_id]))
      const items = found.rows.flatMap((row) => {
        const unit_id = units.get(row.service_id)
        if (!unit_id) return []
        return [
          {
            id: newId(now),
            service_id: row.service_id,
            unit_id,
            channel: 'import' as const,
            digital: row.digital,
            arrived_at: new Date(row.arrived),
            started_at: row.started === null ? null : new Date(row.started),
            ended_at: new Date(row.ended),
            outcome: row.outcome,
            queue_label: row.number,
            source_key: row.key,
          },
        ]
      })
      const added = await recordTransactions(db, scope, items)
      if (!(await setApplied(db, scope, now, id, added))) throw new Refusal(409, text.done, { form: text.done })
      const say = (count: number) => formatNumber(count, language)
      return {
        redirect: `/layanan/impor/${id}`,
        notice: text.applied(say(added), say(items.length - added)),
        audit: { subject: `service-import:${id}`, detail: { added } },
      }
    },
  }),
]
