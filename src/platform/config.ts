import { createHash, randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'

export interface Config {
  readonly port: number
  readonly host: string
  /** Absolute path of the folder with the database, the files and the secret. */
  readonly dataDir: string
  /** The owner's connection to a PostgreSQL server of one's own; undefined means the embedded one. */
  readonly databaseUrl: string | undefined
  /** Public address without a slash at its end, as it stands in mails and links. */
  readonly baseUrl: string
  readonly demo: boolean
  readonly smtpUrl: string | undefined
  /** Where mail from citizens comes in; undefined where it does not. */
  readonly mailIn: MailIn
  readonly s3: S3Config | undefined
  readonly poolSize: number
  /** Off only where a load test comes from one address. */
  readonly rateLimits: boolean
  /** Whether webhooks and other calls may go to addresses inside the network, and without TLS. */
  readonly outboundPrivate: boolean
  readonly logLevel: LogLevel
  readonly secret: string | undefined
  /** What SIGAP_SECRET was before, the newest first. */
  readonly formerSecrets: readonly string[]
}

export interface S3Config {
  readonly endpoint: string | undefined
  readonly bucket: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export interface MailIn {
  /** Address the mail server hands citizens' mail to. */
  readonly smtp: { readonly host: string; readonly port: number } | undefined
  /** Mailbox that is read every minute. */
  readonly imap: ImapConfig | undefined
}

export interface ImapConfig {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  readonly user: string
  readonly password: string
  readonly folder: string
  /** Where read mail is moved; without it mail is only marked as seen. */
  readonly doneFolder: string | undefined
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const
type LogLevel = (typeof LOG_LEVELS)[number]

/** Something the operator can mend; the message alone says what, with a line for each wrong setting. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

const REMOTE_WORDS = 'yes-i-know'

const Environment = z.object({
  PORT: wholeNumber(0, 65_535, 3000),
  HOST: z.string().min(1, 'must be an address to listen on, such as 127.0.0.1').default('127.0.0.1'),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: address(['postgres:', 'postgresql:'], 'postgresql://owner:password@host:5432/sigap').optional(),
  BASE_URL: address(['http:', 'https:'], 'https://sigap.example.go.id')
    .refine(isOrigin, 'must end with the host or port: Sigap serves at the top of its address, not below a path')
    .optional(),
  SIGAP_DEMO: z.enum(['on', 'off'], 'must be on or off').default('on'),
  SIGAP_DEMO_REMOTE: z.literal(REMOTE_WORDS, `must be ${REMOTE_WORDS} or absent`).optional(),
  SIGAP_SECRET_FORMER: z
    .string()
    .transform((text) => text.split(/\s+/).filter(Boolean))
    .pipe(z.array(z.string().min(32, 'must have secrets of 32 characters or more, the newest first')))
    .optional(),
  SIGAP_SECRET: z.string().min(32, 'must have 32 characters or more; make one with: openssl rand -hex 32').optional(),
  SMTP_URL: address(['smtp:', 'smtps:'], 'smtp://user:password@mail.example.go.id:587').optional(),
  MAIL_IN_SMTP: z
    .string()
    .regex(/^(\[[0-9a-fA-F:]+\]|[^\s:]+):\d{1,5}$/, 'must look like 127.0.0.1:2525')
    .optional(),
  MAIL_IN_IMAP: address(['imap:', 'imaps:'], 'imaps://user:password@mail.example.go.id:993/INBOX').optional(),
  MAIL_IN_IMAP_DONE: z.string().optional(),
  S3_ENDPOINT: address(['http:', 'https:'], 'https://s3.example.go.id').optional(),
  S3_BUCKET: z.string().optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  POOL_SIZE: wholeNumber(2, 500, 10),
  OUTBOUND_PRIVATE: z.enum(['on', 'off'], 'must be on or off').default('off'),
  RATE_LIMITS: z.enum(['on', 'off'], 'must be on or off').default('on'),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
})

/**
 * Reads the settings of docs/operations.md from the environment; an empty variable counts as absent.
 * @throws ConfigError with a line per wrong variable
 */
export function loadConfig(environment: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ''))
  const parsed = Environment.safeParse(given)
  if (!parsed.success) {
    refuse(
      parsed.error.issues.map(({ path, message }) => {
        const name = String(path[0])
        return `${name} ${message}${shown(name, given[name])}`
      }),
    )
  }
  const read = parsed.data
  const problems = [...s3Problems(read), ...demoProblems(read)]
  if (problems.length > 0) refuse(problems)
  return {
    port: read.PORT,
    host: read.HOST,
    dataDir: resolve(read.DATA_DIR),
    databaseUrl: read.DATABASE_URL,
    baseUrl: (read.BASE_URL ?? `http://localhost:${read.PORT}`).replace(/\/+$/, ''),
    demo: read.SIGAP_DEMO === 'on',
    smtpUrl: read.SMTP_URL,
    mailIn: { smtp: smtpIn(read.MAIL_IN_SMTP), imap: imapIn(read.MAIL_IN_IMAP, read.MAIL_IN_IMAP_DONE) },
    s3: s3(read),
    poolSize: read.POOL_SIZE,
    outboundPrivate: read.OUTBOUND_PRIVATE === 'on',
    rateLimits: read.RATE_LIMITS === 'on',
    logLevel: read.LOG_LEVEL,
    secret: read.SIGAP_SECRET,
    formerSecrets: read.SIGAP_SECRET_FORMER ?? [],
  }
}

type Secrets = Pick<Config, 'secret' | 'dataDir'> & { formerSecrets?: readonly string[] }

/**
 * The 32 bytes that encrypt and sign, the newest first: from SIGAP_SECRET and SIGAP_SECRET_FORMER, otherwise the lines of
 * DATA_DIR/secret.key, made at first use.
 */
export function readSecrets(config: Secrets): readonly [Buffer, ...Buffer[]] {
  if (config.secret !== undefined) {
    const bytes = (text: string) => createHash('sha256').update(text).digest()
    return [bytes(config.secret), ...(config.formerSecrets ?? []).map(bytes)]
  }
  const path = join(config.dataDir, 'secret.key')
  const text = readText(path) ?? makeSecret(config.dataDir, path)
  if (!/^[0-9a-f]{64}(\n[0-9a-f]{64})*\s*$/.test(text)) {
    throw new ConfigError(`${path} is damaged; put it back from a backup (without it, encrypted data stays unreadable)`)
  }
  const [newest, ...former] = text
    .trim()
    .split('\n')
    .map((line) => Buffer.from(line, 'hex'))
  return [newest!, ...former]
}

/** Writes the lines of DATA_DIR/secret.key anew; whatever happens in between, one whole file is there. */
export function writeSecrets(dataDir: string, secrets: readonly Buffer[]): void {
  const path = join(dataDir, 'secret.key')
  writeFileSync(`${path}.new`, `${secrets.map((one) => one.toString('hex')).join('\n')}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** Whether others than this machine can reach it, directly or through a reverse proxy. */
export function reachesBeyond(config: Pick<Config, 'host' | 'baseUrl'>): boolean {
  return !isLoopback(config.host) || !isLoopback(new URL(config.baseUrl).hostname)
}

type Read = z.infer<typeof Environment>

function s3Problems(read: Read): string[] {
  const names = ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const
  const used = read.S3_ENDPOINT !== undefined || names.some((name) => read[name] !== undefined)
  if (!used) return []
  return names.filter((name) => read[name] === undefined).map((name) => `${name} is missing: S3 storage needs it`)
}

function demoProblems(read: Read): string[] {
  if (read.SIGAP_DEMO === 'off' || read.SIGAP_DEMO_REMOTE !== undefined) return []
  const remedy = `Set SIGAP_DEMO=off for real use, or SIGAP_DEMO_REMOTE=${REMOTE_WORDS} to show the demo to others`
  const why = 'the demo has published passwords and does not listen beyond this machine'
  if (!isLoopback(read.HOST)) return [`HOST is ${read.HOST}: ${why}. ${remedy}`]
  // Behind a reverse proxy the address to listen on is loopback too; the public address tells.
  if (read.BASE_URL === undefined || isLoopback(new URL(read.BASE_URL).hostname)) return []
  return [`BASE_URL is ${read.BASE_URL}: ${why}. ${remedy}`]
}

function smtpIn(text: string | undefined): MailIn['smtp'] {
  const at = text?.lastIndexOf(':') ?? -1
  return text === undefined
    ? undefined
    : { host: text.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(text.slice(at + 1)) }
}

function imapIn(text: string | undefined, doneFolder: string | undefined): ImapConfig | undefined {
  if (text === undefined) return undefined
  const url = new URL(text)
  const secure = url.protocol === 'imaps:'
  return {
    host: url.hostname,
    port: Number(url.port || (secure ? 993 : 143)),
    secure,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    folder: decodeURIComponent(url.pathname.slice(1)) || 'INBOX',
    doneFolder,
  }
}

function s3(read: Read): S3Config | undefined {
  const { S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = read
  if (bucket === undefined || accessKeyId === undefined || secretAccessKey === undefined) return undefined
  return { endpoint: read.S3_ENDPOINT, bucket, region: read.S3_REGION, accessKeyId, secretAccessKey }
}

function wholeNumber(least: number, most: number, fallback: number) {
  const message = `must be a whole number from ${least} to ${most}`
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= least && value <= most, message)
    .default(fallback)
}

function address(protocols: readonly string[], example: string) {
  return z
    .string()
    .refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), `must look like ${example}`)
}

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return true
  const { origin, href } = new URL(value)
  return href.replace(/\/+$/, '') === origin
}

/** What was given, except where it may hold a password. */
function shown(name: string, value: string | undefined): string {
  return value === undefined || /SECRET|KEY|DATABASE_URL|SMTP_URL|IMAP/.test(name) ? '' : ` (it is "${value}")`
}

function refuse(problems: readonly string[]): never {
  throw new ConfigError(`The settings need a change:\n${problems.map((problem) => `  ${problem}.`).join('\n')}`)
}

function makeSecret(dataDir: string, path: string): string {
  mkdirSync(dataDir, { recursive: true })
  const own = `${path}.${process.pid}`
  writeFileSync(own, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 })
  try {
    // A link never replaces: when two starts race, both use the key that came first.
    linkSync(own, path)
  } catch (error) {
    if (readText(path) === undefined) throw error
  } finally {
    rmSync(own, { force: true })
  }
  return readFileSync(path, 'utf8')
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
