import { z } from 'zod'
import { brokenSeals, newestSeal } from '../../platform/audit.ts'
import { NotFound } from '../../platform/http/errors.ts'
import { idParam, optionalText } from '../../platform/http/input.ts'
import { query } from '../../platform/http/route.ts'
import { findAudit, listActs, listAudit } from './queries.ts'
import { ActPage, AuditPage } from './views.tsx'

const PAGE = 50

export const routes = [
  query({
    path: '/audit',
    access: 'audit.read',
    input: z.object({
      perbuatan: optionalText(80),
      tentang: optionalText(120),
      sebelum: idParam().optional(),
      periksa: z.literal('ya').optional(),
    }),
    async handle({ db, scope }, { perbuatan, tentang, sebelum, periksa }) {
      const filter = { action: perbuatan, subject: tentang, before: sebelum }
      const rows = await listAudit(db, scope, filter, PAGE + 1)
      const problems = periksa ? await brokenSeals(db) : undefined
      const next = rows.length > PAGE ? rows[PAGE - 1]!.id : undefined
      return {
        page: (
          <AuditPage
            rows={rows.slice(0, PAGE)}
            next={next}
            filter={filter}
            acts={await listActs(db, scope)}
            newest={await newestSeal(db, scope.institution)}
            problems={problems}
          />
        ),
      }
    },
  }),

  query({
    path: '/audit/:id',
    access: 'audit.read',
    input: z.object({ id: idParam() }),
    sample: { id: 'select id from audit.event limit 1' },
    async handle({ db, scope }, { id }) {
      const row = await findAudit(db, scope, id)
      if (!row) throw new NotFound('audit row')
      return { page: <ActPage row={row} /> }
    },
  }),
]
