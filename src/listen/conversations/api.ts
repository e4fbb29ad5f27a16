import { z } from 'zod'
import { idParam } from '../../platform/http/input.ts'
import { api } from '../../platform/http/route.ts'
import { OUTCOMES, STATES } from './model.ts'
import { listQueue } from './queue-queries.ts'

const QUEUES = { waiting: 'tunggu', open: 'semua', closed: 'tutup' } as const

export const apiRoutes = [
  api({
    method: 'GET',
    path: '/api/v1/conversations',
    access: 'conversation.read',
    summary: {
      id: 'Keadaan percakapan dan lama warga menunggu; tidak pernah siapa mereka atau apa yang dikatakan',
      en: 'Where conversations stand and how long citizens wait; never who they are or what was said',
    },
    input: z.object({
      queue: z.enum(['waiting', 'open', 'closed']).default('waiting'),
      unit: idParam().optional(),
      after: z.string().max(80).optional().describe('`next` of the page before'),
    }),
    output: z.object({
      conversations: z.array(
        z.object({
          id: z.string(),
          unit: z.string(),
          service: z.string().nullable(),
          state: z.enum(STATES),
          outcome: z.enum(OUTCOMES).nullable(),
          assigned: z.boolean(),
          opened_at: z.string(),
          waiting_since: z.string().nullable(),
          first_answered_at: z.string().nullable(),
          last_at: z.string(),
        }),
      ),
      next: z.string().nullable(),
    }),
    async handle({ db, scope }, { queue, unit, after }) {
      const { rows, next } = await listQueue(db, scope, { queue: QUEUES[queue], unit, mine: [], after })
      return {
        json: {
          conversations: rows.map((row) => ({
            id: row.id,
            unit: row.unit_name,
            service: row.service_name,
            state: row.state,
            outcome: row.outcome,
            assigned: row.assignee_id !== null,
            opened_at: row.opened_at.toISOString(),
            waiting_since: row.waiting_since?.toISOString() ?? null,
            first_answered_at: row.first_answered_at?.toISOString() ?? null,
            last_at: row.last_at.toISOString(),
          })),
          next,
        },
      }
    },
  }),
]
