import { parseArgs } from 'node:util'
import pg from 'pg'
import { newFoundingLink } from './core/founding/index.ts'
import { createApiClient } from './core/people/index.ts'
import { demoAccounts } from './demo/accounts.ts'
import { emptyDemo, isHalfLoaded } from './demo/empty.ts'
import { type Installation, openInstallation } from './installation.ts'
import { systemScope } from './platform/access.ts'
import { brokenSeals, newestSeal, recordAudit } from './platform/audit.ts'
import { type Config, ConfigError, loadConfig, reachesBeyond } from './platform/config.ts'
import { diskFullInWords } from './platform/data-folder.ts'
import { backup, restore, restoredState } from './platform/database/backup.ts'
import { sealPending } from './platform/jobs.ts'
import { allApiScopes } from './platform/registry.ts'
import { acceptReturn, compareWithMarks } from './platform/seal-marks.ts'
import { secretKey } from './secret-key.ts'
import { refuseImpossibleDoor, refuseTakenDoor, serve } from './serve.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)
// A terminal that was closed must not end requests and jobs in their middle.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

const COMMANDS: Readonly<Record<string, (config: Config, args: string[]) => Promise<void>>> = {
  start,
  demo,
  verify,
  bench: async (config, given) => (await import('../bench/run.ts')).runBench(config, given),
  migrate: (config, given) => {
    parseArgs({ args: given })
    return withInstallation(config, async () => undefined)
  },
  'api-client': apiClient,
  'secret-key': (config, given) => secretKey(config, given, say),
  backup: async (config, given) => {
    const { values } = parseArgs({ args: given, options: { to: { type: 'string' } } })
    const done = await backup({ ...config, target: values.to, now: new Date(), log: say })
    say(`Backup complete: ${done.folder}, ${done.files} files, ${done.bytes} bytes`)
  },
  restore: async (config, given) => {
    const { values } = parseArgs({ args: given, options: { from: { type: 'string' } } })
    if (!values.from) throw new ConfigError('restore: --from FOLDER is needed')
    const done = await restore({ ...config, source: values.from, now: new Date(), log: say })
    say(`Restored into ${config.dataDir}: ${done.files} files, ${done.bytes} bytes`)
  },
}

const [name = 'start', ...args] = process.argv.slice(2)
try {
  const command = COMMANDS[name]
  if (!command) throw new ConfigError(`unknown command ${name}; one of ${Object.keys(COMMANDS).join(', ')}`)
  await command(loadConfig(process.env), args)
} catch (error) {
  const said = error instanceof ConfigError ? error.message : (misread(error) ?? unwritable(error))
  process.stderr.write(`${said ?? (error as Error).stack}\n`)
  process.exitCode = 1
}

/** What is wrong with the words after a command; the settings are environment variables. */
function misread(error: unknown): string | undefined {
  const { code = '', message } = error as NodeJS.ErrnoException
  if (!code.startsWith('ERR_PARSE_ARGS')) return undefined
  return `${name}: ${message.split('. ')[0]}. Settings such as PORT stand before the command (docs/operations.md).`
}

/** Most often a folder named on the command line. */
function unwritable(error: unknown): string | undefined {
  const { code = '', path } = error as NodeJS.ErrnoException
  const why = {
    EACCES: 'this account may not write there',
    EPERM: 'this account may not write there',
    EROFS: 'it can only be read',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'a file stands where a folder is needed',
  }[code]
  return why && path && `${name}: ${path}: ${why}`
}

async function start(config: Config, given: string[]): Promise<void> {
  parseArgs({ args: given })
  await refuseImpossibleDoor(config)
  say('3/6 Database: starting …')
  const indented = (line: string) => say(`    ${line}`)
  let installation = await openInstallation(config, indented)
  if (config.demo && (await isHalfLoaded(installation.database))) {
    indented('the demonstration data was cut off while it was loaded; it is made anew')
    await installation.close()
    await emptyDemo(config, indented)
    installation = await openInstallation(config, indented)
  }
  try {
    say(
      `4/6 Migrations: ${installation.migrated.length > 0 ? `${installation.migrated.length} applied` : 'up to date'}`,
    )
    await refuseTakenDoor(config)
    await fill(installation).catch((error: unknown) => {
      throw diskFullInWords(error, config.dataDir)
    })
    const serving = await serve(installation)
    say(`6/6 Ready: ${serving.address}`)
    await sayHowToEnter(installation)
    await untilStopped()
    say('Stopping: finishing requests and jobs …')
    await serving.stop()
  } finally {
    await installation.close()
  }
  say('Stopped.')
}

async function fill(installation: Installation): Promise<void> {
  const { config } = installation
  const all = await installation.institutions.all()
  if (!config.demo && reachesBeyond(config) && all.some((one) => one.synthetic))
    throw new ConfigError(
      `${config.dataDir} holds the demonstration, whose passwords are published. For real use set DATA_DIR to a new folder`,
    )
  const empty = all.length === 0
  if (!config.demo || !empty) {
    say(`5/6 Data: ${empty ? 'empty, ready for the first administrator' : 'present'}`)
    return
  }
  say('5/6 Demonstration data: loading …')
  const { loadDemo } = await import('./demo/run.ts')
  await loadDemo(
    installation.database,
    demoOptions(installation, 7, 1, (line) => say(`    ${line}`)),
  )
  installation.institutions.forget()
}

function demoOptions(installation: Installation, seed: number, scale: number, line: (text: string) => void) {
  return {
    seed,
    scale,
    anchor: new Date(),
    dataDir: installation.config.dataDir,
    secret: installation.secret,
    say: line,
  }
}

/** At the public address: behind a proxy the one we listen on is for nobody's browser. */
async function sayHowToEnter(installation: Installation): Promise<void> {
  if ((await installation.institutions.all()).length === 0) {
    const link = await newFoundingLink(installation.database.pool)
    say(`\nNo institution yet. The first administrator starts here, once:\n  ${installation.config.baseUrl}${link}\n`)
    return
  }
  if (!installation.config.demo) return
  say('\nDemonstration accounts (synthetic data, loopback only):')
  for (const account of demoAccounts)
    say(`  ${account.login.padEnd(28)} ${account.password.padEnd(18)} ${account.role}`)
  say('')
}

/** `npm run demo -- --seed 7 --scale 1`: throws the demonstration data away and makes them anew. */
async function demo(config: Config, given: string[]): Promise<void> {
  const { values } = parseArgs({
    args: given,
    options: { seed: { type: 'string', default: '7' }, scale: { type: 'string', default: '1' } },
  })
  const seed = Number(values.seed)
  const scale = Number(values.scale)
  if (!Number.isInteger(seed) || !(scale > 0 && scale <= 100))
    throw new ConfigError('demo: --seed is a whole number, --scale is above 0 and at most 100')
  await emptyDemo(config, say)
  const installation = await openInstallation(config, say)
  try {
    const { loadDemo } = await import('./demo/run.ts')
    await loadDemo(installation.database, demoOptions(installation, seed, scale, say))
  } finally {
    await installation.close()
  }
}

/**
 * `npm run verify`: recomputes every institution's audit chain and compares it with the newest seals that were written
 * down beside the database. `--restored REASON` puts down that the database was brought back to an earlier state.
 */
async function verify(config: Config, given: string[]): Promise<void> {
  const { values } = parseArgs({ args: given, options: { restored: { type: 'string' } } })
  if (values.restored?.trim() === '') throw new ConfigError('verify: --restored needs a reason')
  await withInstallation(config, async ({ database, institutions, ownerUrl }) => {
    await sealPending(database)
    const names = new Map((await institutions.all()).map(({ id, name }) => [id, name]))
    const owner = new pg.Pool({ connectionString: ownerUrl, max: 1 })
    try {
      if (values.restored !== undefined) await acceptReturn(owner, new Date(), values.restored)
      const { problems, returns } = await compareWithMarks(owner, (id) => names.get(id) ?? id)
      const restored = restoredState(config.dataDir)
      if (restored) say(`Restored on ${restored.restoredAt} to the state of ${restored.stateOf}`)
      for (const line of [...returns, ...problems]) say(line)
      if (problems.length > 0) process.exitCode = 1
    } finally {
      await owner.end()
    }
    if (names.size === 0) say('There is no institution yet, so there is nothing to verify.')
    for (const institution of await institutions.all()) {
      await database.transaction('read', institution.id, async (db) => {
        const broken = await brokenSeals(db)
        const newest = await newestSeal(db, institution.id)
        const seal = newest
          ? `newest seal ${newest.seq} of ${newest.at.toISOString()}: ${newest.hash.toString('hex')}`
          : 'nothing sealed yet'
        say(`${institution.name}: ${broken.length === 0 ? 'intact' : 'BROKEN'}, ${seal}`)
        for (const { seq, problem } of broken) say(`  link ${seq ?? '-'}: ${problem}`)
        if (broken.length > 0) process.exitCode = 1
      })
    }
  })
}

/** `npm run api-client -- --name NAME --scope SCOPE[,SCOPE] [--institution SLUG]`: prints key and secret once. */
async function apiClient(config: Config, given: string[]): Promise<void> {
  const { values } = parseArgs({
    args: given,
    options: { name: { type: 'string' }, scope: { type: 'string' }, institution: { type: 'string' } },
  })
  if (!values.name || !values.scope)
    throw new ConfigError('api-client: --name NAME and --scope SCOPE[,SCOPE] are needed')
  const { name: label, scope } = values
  await withInstallation(config, async ({ database, institutions }) => {
    const all = await institutions.all()
    if (all.length === 0)
      throw new ConfigError(
        'api-client: there is no institution yet; `npm start` prints the link with which one is founded',
      )
    const institution = values.institution ? all.find((one) => one.slug === values.institution) : all[0]
    if (!institution)
      throw new ConfigError(`api-client: no such institution; one of ${all.map((one) => one.slug).join(', ')}`)
    const scopes = scope.split(',').map((one) => one.trim())
    const unknown = scopes.filter((one) => !allApiScopes().includes(one))
    if (unknown.length > 0)
      throw new ConfigError(`api-client: no such scope: ${unknown.join(', ')}; one of ${allApiScopes().join(', ')}`)
    const now = new Date()
    const made = await database.transaction('write', institution.id, async (db) => {
      const client = await createApiClient(
        db,
        systemScope('api_client.manage', 'command line', institution.id, []),
        now,
        { name: label, scopes },
      )
      const audit = { subject: `api_client:${client.id}`, detail: { name: label, scopes } }
      await recordAudit(db, [
        {
          ...audit,
          institution: institution.id,
          at: now,
          account: null,
          action: 'api_client.created',
          requestId: 'command line',
        },
      ])
      return client
    })
    const others = all.length > 1 && !values.institution ? ` (of ${all.length}; another with --institution SLUG)` : ''
    say(`institution ${institution.slug}${others}\nkey ${made.key}\nsecret ${made.secret}`)
  })
}

async function withInstallation(config: Config, work: (installation: Installation) => Promise<void>): Promise<void> {
  const installation = await openInstallation(config, () => undefined, { attach: true })
  try {
    await work(installation)
  } finally {
    await installation.close()
  }
}

/** Settles at the first wish to stop. Each comes several times: a terminal or a service manager tells every process. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let asked: number | undefined
    const heard = () => {
      if (asked !== undefined && performance.now() - asked > 1000)
        say('Still stopping: what has begun may end first (kill -9 is survived, too).')
      asked ??= performance.now()
      resolve()
    }
    // Listened to until the end: a second one without a listener would end us between the requests and the database.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, heard)
    // The starting script holds the other end; when it is gone, nobody could stop us any more.
    process.once('disconnect', resolve)
    process.channel?.unref()
  })
}
