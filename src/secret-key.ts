import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { openInstallation } from './installation.ts'
import { type Config, ConfigError, readSecrets, writeSecrets } from './platform/config.ts'
import { resealAll, staleSeals } from './platform/database/reseal.ts'
import { checkOf } from './platform/database/secret-check.ts'
import { sealKeyId } from './platform/seal.ts'
import { givenUnderSecret, sealedColumns } from './slices.ts'

/** After `retire`: the keys that stop opening are known and accepted. */
const ANYWAY = 'anyway'
const STEPS = ['status', 'new', 'reseal', 'retire'] as const

/** `npm run secret-key -- status|new|reseal|retire`: changes what encrypts, in steps that each can be repeated. */
export async function secretKey(config: Config, given: string[], say: (line: string) => void): Promise<void> {
  const step = STEPS.find((one) => one === given[0])
  const anyway = step === 'retire' && given[1] === ANYWAY
  if (!step || given.length > (anyway ? 2 : 1)) throw new ConfigError(`secret-key: one of ${STEPS.join(', ')}`)
  if (step === 'new') return makeNew(config, say)
  const installation = await openInstallation(config, say, { attach: true })
  try {
    const secrets = readSecrets(config)
    const newest = sealKeyId(secrets[0])
    if (step === 'reseal') await reseal(installation.ownerUrl, newest, say)
    const stale = await staleSeals(installation.ownerUrl, sealedColumns, newest)
    for (const [index, secret] of secrets.entries())
      say(`${sealKeyId(secret)}  ${index === 0 ? 'newest: everything new is sealed under it' : 'former: still opens'}`)
    for (const { name, count } of stale) say(`${name}: ${count} under a former secret`)
    if (stale.length === 0) say('Nothing is sealed under a former secret.')
    const useless = secrets.length > 1 ? await givenBefore(installation.ownerUrl) : []
    for (const { name, count, open } of useless)
      say(`${name}: at most ${count} were given under a former secret, ${open} of them are still needed`)
    if (step === 'retire' && useless.some(({ open }) => open > 0) && !anyway)
      throw new ConfigError(
        `secret-key: without the former secrets these open nothing any more. Wait, or say: retire ${ANYWAY}`,
      )
    if (step === 'retire') await retire(config, installation.ownerUrl, secrets, stale.length === 0, say)
  } finally {
    await installation.close()
  }
}

/** Puts a new secret before the others; who serves has to be started anew to know it. */
function makeNew(config: Config, say: (line: string) => void): void {
  if (config.secret !== undefined)
    throw new ConfigError(
      'secret-key: the secret comes from SIGAP_SECRET. Move its value to SIGAP_SECRET_FORMER, set a new one, restart',
    )
  const made = randomBytes(32)
  writeSecrets(config.dataDir, [made, ...readSecrets(config)])
  say(`${sealKeyId(made)} is the newest secret. Restart Sigap, back up secret.key, then: npm run secret-key -- reseal`)
}

async function reseal(ownerUrl: string, newest: string, say: (line: string) => void): Promise<void> {
  if ((await setting(ownerUrl, 'secret.serving')) !== newest)
    throw new ConfigError('secret-key: Sigap was not started since the secret is new. Restart it, every process, first')
  const total = await resealAll(ownerUrl, sealedColumns, newest, (name, done, all) => say(`${name}: ${done} of ${all}`))
  say(`${total} values sealed anew.`)
}

async function retire(
  config: Config,
  ownerUrl: string,
  secrets: readonly [Buffer, ...Buffer[]],
  free: boolean,
  say: (line: string) => void,
): Promise<void> {
  if (!free) throw new ConfigError('secret-key: values are still sealed under a former secret. Reseal first')
  if (secrets.length === 1) return
  const client = new pg.Client(ownerUrl)
  await client.connect()
  try {
    await client.query(`update platform.setting set value = $1 where key = 'secret.check'`, [checkOf(secrets[0])])
  } finally {
    await client.end()
  }
  if (config.secret === undefined) writeSecrets(config.dataDir, [secrets[0]])
  say(
    config.secret === undefined
      ? 'Former secrets are gone from secret.key. Restart Sigap; backups made before still hold them.'
      : 'Take SIGAP_SECRET_FORMER away and restart Sigap.',
  )
}

/** Of before the newest secret began to serve; which of them were replaced since, nobody can know. */
async function givenBefore(ownerUrl: string): Promise<{ name: string; count: number; open: number }[]> {
  const since = await setting(ownerUrl, 'secret.since')
  const client = new pg.Client(ownerUrl)
  await client.connect()
  try {
    const found = []
    for (const { name, count } of givenUnderSecret) {
      const { rows } = await client.query<{ count: number; open: number }>(count, [since ?? 'infinity'])
      found.push({ name, count: rows[0]?.count ?? 0, open: rows[0]?.open ?? 0 })
    }
    return found.filter((one) => one.count > 0)
  } finally {
    await client.end()
  }
}

async function setting(ownerUrl: string, key: string): Promise<string | undefined> {
  const client = new pg.Client(ownerUrl)
  await client.connect()
  try {
    const { rows } = await client.query<{ value: string }>('select value from platform.setting where key = $1', [key])
    return rows[0]?.value
  } finally {
    await client.end()
  }
}
