import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Database } from './database/db.ts'

export type Metrics = {
  readonly contentType: string
  observe(method: string, route: string, status: number, milliseconds: number): void
  text(): Promise<string>
}

/** Counters for Prometheus: request times by route, connections of the pool, and the process's own figures. */
export function createMetrics(database: Database): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'sigap_http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  new Gauge({
    name: 'sigap_database_connections',
    help: 'Connections of the pool by state',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      this.set({ state: 'open' }, database.pool.totalCount)
      this.set({ state: 'idle' }, database.pool.idleCount)
      this.set({ state: 'waiting' }, database.pool.waitingCount)
    },
  })
  return {
    contentType: registry.contentType,
    observe: (method, route, status, milliseconds) => requests.observe({ method, route, status }, milliseconds / 1000),
    text: () => registry.metrics(),
  }
}
