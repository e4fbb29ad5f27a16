import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { type Installation, readAssets } from './installation.ts'
import { startMailIntake } from './listen/channels/index.ts'
import { type Config, ConfigError } from './platform/config.ts'
import { reasonsNotReady } from './platform/http/readiness.ts'
import { assetFolderOf, buildServer } from './platform/http/server.ts'
import { startWorker, type Worker } from './platform/jobs.ts'
import { createLog } from './platform/log.ts'
import { getMailer, useMailer } from './platform/mail.ts'
import { createMetrics } from './platform/metrics.ts'
import { projectRoot } from './platform/root.ts'
import { jobs, nav, routes } from './slices.ts'

export type Serving = { readonly address: string; stop(): Promise<void> }

/** Serves pages and runs jobs until stopped; stopping lets what has begun end first. */
export async function serve(installation: Installation, assets = readAssets()): Promise<Serving> {
  const { database, institutions } = installation
  const config = await withPort(installation.config)
  const log = createLog(config.logLevel)
  const ids = async () => (await institutions.all()).map((one) => one.id)
  let worker: Worker | undefined
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
    notReady: () => reasonsNotReady(database.pool, worker, log),
  })
  try {
    // The doors first: a process that cannot open them must not have begun to work.
    await app.listen({ port: config.port, host: config.host })
    const intake = await startMailIntake(config.mailIn, { database, institutions: ids, log, now: () => new Date() })
    const running = await startWorker(installation.ownerUrl, database, jobs, ids, log).catch(async (error) => {
      await intake.stop()
      throw error
    })
    worker = running
    const { address, port } = app.server.address() as AddressInfo
    const host = address === '127.0.0.1' || address === '::1' ? 'localhost' : address
    return {
      address: `http://${host}:${port}`,
      async stop() {
        await intake.stop()
        await app.close()
        await running.stop()
      },
    }
  } catch (error) {
    await app.close()
    throw inWords(error)
  }
}

/** PORT=0 takes a free port. It is chosen before anything is made that names our own address, as QR codes and mails do. */
async function withPort(config: Config): Promise<Config> {
  if (config.port !== 0) return config
  const port = await tryDoor(config)
  const baseUrl = config.baseUrl === 'http://localhost:0' ? `http://localhost:${port}` : config.baseUrl
  useMailer({ ...getMailer(), baseUrl })
  return { ...config, port, baseUrl }
}

/** Said before the long work of a first start, not after it. */
export async function refuseTakenDoor(config: Config): Promise<void> {
  await tryDoor(config)
}

/** The port that could be listened on, which is another one where none was named. */
async function tryDoor({ port, host }: Config): Promise<number> {
  const door = createServer()
  await new Promise<void>((resolve, reject) => {
    door.once('error', (error) => reject(inWords(error)))
    door.listen({ port, host }, resolve)
  })
  const taken = (door.address() as AddressInfo).port
  await new Promise((resolve) => door.close(resolve))
  return taken
}

/** As the first thing of all. A taken door is said later: it may be Sigap's own on the same data folder. */
export async function refuseImpossibleDoor(config: Config): Promise<void> {
  await refuseTakenDoor(config).catch((error: Error) => {
    if ((error.cause as NodeJS.ErrnoException | undefined)?.code !== 'EADDRINUSE') throw error
  })
}

/** A door that is taken or not allowed is for whoever starts Sigap to mend, so it is said in one sentence. */
function inWords(error: unknown): unknown {
  const { code, syscall, address, port, hostname } = error as NodeJS.ErrnoException & {
    address?: string
    port?: number
    hostname?: string
  }
  if (syscall === 'getaddrinfo')
    return new ConfigError(
      `HOST is ${hostname}: no such name is known here; it is an address to listen on, such as 127.0.0.1`,
    )
  if (syscall !== 'listen') return error
  const door = `${address ?? ''}:${port ?? ''}`
  const words: Readonly<Record<string, string>> = {
    EADDRINUSE: `${door} is used by another program; stop it, or set PORT (web; such as PORT=3001) or MAIL_IN_SMTP (mail)`,
    EACCES: `${door} may not be opened by this account; ports above 1023 may (PORT=3000)`,
    EADDRNOTAVAIL: `${door} is no address of this machine; set HOST`,
    EINVAL: `${door} is no address to listen on; set HOST`,
  }
  const said = words[code ?? '']
  return said === undefined ? error : Object.assign(new ConfigError(said), { cause: error })
}
