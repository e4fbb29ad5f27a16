import type { FastifyInstance } from 'fastify'
import type { Metrics } from '../metrics.ts'
import { isInside } from '../outbound.ts'

type Parts = { metrics: Metrics; notReady: () => Promise<readonly string[]> }

/** What watches over this process asks here. Figures are for the own network only; a stranger finds nothing. */
export function addHealth(app: FastifyInstance, parts: Parts): void {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    const reasons = await parts.notReady()
    if (reasons.length > 0) return reply.status(503).send({ status: 'not ready', reasons })
    return { status: 'ready' }
  })
  app.get('/metrics', async (request, reply) => {
    if (!isInside(request.ip)) return reply.callNotFound()
    return reply.type(parts.metrics.contentType).send(await parts.metrics.text())
  })
}
