import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type Installation, readAssets } from './installation.ts'
import { startMailIntake } from './listen/channels/index.ts'
import { reasonsNotReady } from './platform/http/readiness.ts'
import { assetFolderOf, buildServer } from './platform/http/server.ts'
import { startWorker } from './platform/jobs.ts'
import { createLog } from './platform/log.ts'
import { createMetrics } from './platform/metrics.ts'
import { projectRoot } from './platform/root.ts'
import { jobs, nav, routes } from './slices.ts'

export type Serving = { readonly address: string; stop(): Promise<void> }

/** Serves pages and runs jobs until stopped; stopping lets what has begun end first. */
export async function serve(installation: Installation): Promise<Serving> {
  const { config, database, institutions } = installation
  const assets = readAssets()
  const log = createLog(config.logLevel)
  const worker = await startWorker(
    installation.ownerUrl,
    database,
    jobs,
    async () => (await institutions.all()).map((one) => one.id),
    log,
  )
  const app = await buildServer({
    database,
    institutions,
    routes,
    nav,
    log,
    metrics: createMetrics(database),
    secret: installation.secret,
    assets,
    assetFolder: assetFolderOf(projectRoot),
    uploadFolder: join(config.dataDir, 'uploads'),
    baseUrl: config.baseUrl,
    rateLimits: config.rateLimits,
    now: () => new Date(),
    signInPath: '/masuk',
    notReady: () => reasonsNotReady(database.pool, worker.ready, log),
  })
  const intake = await startMailIntake(config.mailIn, {
    database,
    institutions: async () => (await institutions.all()).map((one) => one.id),
    log,
    now: () => new Date(),
  })
  await app.listen({ port: config.port, host: config.host })
  const { address, port } = app.server.address() as AddressInfo
  const host = address === '127.0.0.1' || address === '::1' ? 'localhost' : address
  return {
    address: `http://${host}:${port}`,
    async stop() {
      await intake.stop()
      await app.close()
      await worker.stop()
    },
  }
}
