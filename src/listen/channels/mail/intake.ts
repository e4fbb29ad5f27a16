import type { Readable } from 'node:stream'
import type { ImapFlow } from 'imapflow'
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server'
import type { ImapConfig, MailIn } from '../../../platform/config.ts'
import type { Database } from '../../../platform/database/db.ts'
import type { Log } from '../../../platform/log.ts'
import { findSetting, insertFailure } from '../queries.ts'
import { houseScope, intakeScope } from '../scopes.ts'
import { setMailDoor } from './door.ts'
import { MOST_MAIL_BYTES } from './guard.ts'
import { type Envelope, type OpenedMail, openMail, type Received, receiveMail } from './receive.ts'
import { splitAddress } from './tokens.ts'

export type IntakeParts = {
  database: Database
  /** Ids of all institutions. */
  institutions: () => Promise<readonly string[]>
  log: Pick<Log, 'info' | 'error'>
  now: () => Date
}
export type Intake = { readonly smtpPort: number | undefined; poll(): Promise<number>; stop(): Promise<void> }

const POLL_MS = 60_000
const KNOWN_MS = 15_000
const MOST_AT_ONCE = 50
const SHARED = 'Several institutions use this mailbox; try again later'

/** Opens the doors for mail that are configured: the listener a mail server hands mail to, and the mailbox that is read. */
export async function startMailIntake(config: MailIn, parts: IntakeParts): Promise<Intake> {
  const boxes = mailboxes(parts)
  if (config.smtp || config.imap) await sayShared(parts, boxes)
  const smtp = config.smtp && (await listen(config.smtp, parts, boxes))
  setMailDoor(config.smtp || config.imap ? 'on' : 'closed')
  let polling: Promise<number> | undefined
  const stuck = new Set<number>()
  const sayWhetherRead = mailboxStanding(parts, boxes)
  const read = async (imap: ImapConfig) => {
    try {
      const taken = await readMailbox(imap, parts, boxes, stuck)
      await sayWhetherRead(undefined)
      return taken
    } catch (error) {
      await sayWhetherRead(error as Error)
      throw error
    }
  }
  const poll = (): Promise<number> => {
    polling ??= (config.imap ? read(config.imap) : Promise.resolve(0)).finally(() => {
      polling = undefined
    })
    return polling
  }
  const timer = config.imap
    ? setInterval(() => {
        poll().catch((error: Error & { responseText?: string }) =>
          // The error itself only says that a command failed; the server says why.
          parts.log.error({ err: error, answer: error.responseText }, 'the mailbox could not be read'),
        )
      }, POLL_MS)
    : undefined
  return {
    smtpPort: smtp?.port,
    poll,
    async stop() {
      setMailDoor('closed')
      clearInterval(timer)
      await smtp?.close()
      await polling?.catch(() => 0)
    },
  }
}

/** `null`: several institutions say that the address is theirs, so it is nobody's until one of them changes it. */
type Owner = string | null
type Mailboxes = {
  all(): Promise<readonly string[]>
  find(address: string): Promise<Owner | undefined>
  only(): Promise<string | undefined>
  shared(): Promise<readonly { mailbox: string; institutions: readonly string[] }[]>
}

/** Said at the start, in the log and on the page of the channels of each of them. */
async function sayShared(parts: IntakeParts, boxes: Mailboxes): Promise<void> {
  for (const { mailbox, institutions } of await boxes.shared()) {
    const sentence = `Alamat ${mailbox} dipakai ${institutions.length} instansi sekaligus, jadi suratnya tidak diterima. Ubah alamat di salah satunya.`
    parts.log.error({ mailbox, institutions }, `${mailbox} is the mailbox of several institutions; its mail is refused`)
    for (const institution of institutions) await noteFailure(parts, institution, new Error(sentence))
  }
}

/**
 * Whoever looks after the channels sees no log: told on their page once when the mailbox cannot be read any more, and once
 * when it can again.
 */
function mailboxStanding(parts: IntakeParts, boxes: Mailboxes) {
  let down = false
  return async (error: (Error & { responseText?: string; reason?: string }) | undefined): Promise<void> => {
    if (down === (error !== undefined)) return
    down = error !== undefined
    setMailDoor(down ? 'down' : 'on')
    const why = error && (error.responseText ?? error.reason ?? error.message)
    const sentence = why
      ? `Kotak surat tidak dapat dibaca (${why}). Surel warga menunggu di sana; dicoba lagi setiap menit.`
      : 'Kotak surat terbaca lagi; surel yang menunggu diambil.'
    for (const institution of await boxes.all().catch(() => []))
      await noteFailure(parts, institution, new Error(sentence))
  }
}

/** Which institution an address belongs to; asked again when it is not known yet. */
function mailboxes(parts: IntakeParts): Mailboxes {
  let known: { at: number; map: Map<string, string[]> } | undefined
  async function load() {
    const map = new Map<string, string[]>()
    for (const institution of await parts.institutions()) {
      const setting = await parts.database.transaction('read', institution, (db) =>
        findSetting(db, houseScope(institution)),
      )
      if (setting?.mail_active && setting.mailbox)
        map.set(setting.mailbox, [...(map.get(setting.mailbox) ?? []), institution])
    }
    known = { at: parts.now().getTime(), map }
    return map
  }
  async function fresh() {
    return known && Math.abs(parts.now().getTime() - known.at) < KNOWN_MS ? known.map : load()
  }
  return {
    async all() {
      return [...new Set([...(await load()).values()].flat())]
    },
    async find(address) {
      const owners = (await fresh()).get(splitAddress(address).mailbox)
      return owners === undefined ? undefined : owners.length === 1 ? owners[0] : null
    },
    async only() {
      const all = [...(await fresh()).values()].flat()
      return all.length === 1 ? all[0] : undefined
    },
    async shared() {
      const all = [...(await load())]
      return all.filter(([, owners]) => owners.length > 1).map(([mailbox, institutions]) => ({ mailbox, institutions }))
    },
  }
}

/** One mail for one institution, committed when this returns. */
async function take(parts: IntakeParts, institution: string, mail: OpenedMail, envelope: Envelope): Promise<Received> {
  const received = await parts.database.transaction('write', institution, async (db) =>
    receiveMail(db, await intakeScope(db, institution), parts.now(), mail, envelope),
  )
  parts.log.info({ mail: received.mailId, state: received.state, repeated: received.repeated }, 'mail received')
  return received
}

async function listen(at: { host: string; port: number }, parts: IntakeParts, boxes: Mailboxes) {
  // Loaded only where mail comes in this way.
  const { SMTPServer } = await import('smtp-server')
  const server = new SMTPServer({
    // The mail server of the office stands in front and is the only one that speaks to this port.
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    size: MOST_MAIL_BYTES,
    maxClients: 20,
    socketTimeout: 60_000,
    closeTimeout: 5_000,
    banner: 'Sigap',
    onRcptTo(address, _session, done) {
      boxes.find(address.address).then(
        (owner) => done(owner ? null : owner === null ? refusal(451, SHARED) : refusal(550, 'No such mailbox')),
        () => done(refusal(451, 'Try again later')),
      )
    },
    onData(stream, session, done) {
      takeFromSmtp(stream, session, parts, boxes).then(
        () => done(null),
        (error: Error & { responseCode?: number }) => {
          if (!error.responseCode) parts.log.error({ err: error }, 'a mail could not be taken in')
          done(error.responseCode ? error : refusal(451, 'Try again later'))
        },
      )
    },
  })
  server.on('error', (error: Error) => parts.log.error({ err: error }, 'mail listener'))
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(at.port, at.host, () => resolve())
  })
  const address = server.server.address()
  return {
    port: typeof address === 'object' && address ? address.port : at.port,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

async function takeFromSmtp(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  parts: IntakeParts,
  boxes: Mailboxes,
): Promise<void> {
  const raw = await readAll(stream)
  if (stream.sizeExceeded || !raw) throw refusal(552, 'Message is larger than 25 MB')
  const { mailFrom, rcptTo } = session.envelope
  const to = rcptTo.map((one) => one.address)
  const wanted = new Set<string>()
  for (const address of to) {
    const institution = await boxes.find(address)
    if (institution) wanted.add(institution)
  }
  if (wanted.size === 0) return
  const from = mailFrom ? mailFrom.address : ''
  const mail = await openMail(raw, from)
  for (const institution of wanted) await take(parts, institution, mail, { from, to })
}

/** All bytes; beyond the limit they are read and thrown away, because SMTP answers only at the end. */
async function readAll(stream: Readable): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MOST_MAIL_BYTES) chunks.push(chunk)
    else chunks.length = 0
  }
  return size <= MOST_MAIL_BYTES ? Buffer.concat(chunks) : undefined
}

function refusal(code: number, message: string): Error & { responseCode: number } {
  return Object.assign(new Error(message), { responseCode: code })
}

/** Reads what nobody has read yet. A mail is marked or moved only after it was committed, so none is lost. */
async function readMailbox(
  config: ImapConfig,
  parts: IntakeParts,
  boxes: Mailboxes,
  stuck: Set<number>,
): Promise<number> {
  const { ImapFlow } = await import('imapflow')
  const client = new ImapFlow({
    host: config.host,
    port: config.port,
    secure: config.secure,
    auth: { user: config.user, pass: config.password },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 60_000,
  })
  client.on('error', (error: Error) => parts.log.error({ err: error }, 'mailbox'))
  await client.connect()
  try {
    const lock = await client.getMailboxLock(config.folder)
    try {
      return await readUnseen(client, config, parts, boxes, stuck)
    } finally {
      lock.release()
    }
  } finally {
    await client.logout().catch(() => undefined)
  }
}

/** What could not be taken before comes last, so that it never keeps what is new waiting. */
async function readUnseen(
  client: ImapFlow,
  config: ImapConfig,
  parts: IntakeParts,
  boxes: Mailboxes,
  stuck: Set<number>,
) {
  const found = (await client.search({ seen: false }, { uid: true })) || []
  const order = [...found.filter((uid) => !stuck.has(uid)), ...found.filter((uid) => stuck.has(uid))]
  let taken = 0
  let said = false
  for (const uid of order.slice(0, MOST_AT_ONCE)) {
    stuck.add(uid)
    // One byte more than is allowed shows that there is more.
    const message = await client.fetchOne(String(uid), { source: { maxLength: MOST_MAIL_BYTES + 1 } }, { uid: true })
    const raw = message ? message.source : undefined
    if (!raw) continue
    const mail = await openMail(raw, undefined).catch((error: unknown) => {
      parts.log.error({ err: error, uid }, 'a mail could not be read')
      return undefined
    })
    if (!mail) continue
    const institution = await ownerOf(mail, boxes)
    if (!institution) {
      parts.log.error({ uid }, 'a mail in the mailbox is for no institution')
      continue
    }
    try {
      await take(parts, institution, mail, { from: undefined, to: [] })
    } catch (error) {
      // It stays unread and is tried again; the others are not kept waiting by it.
      parts.log.error({ err: error, uid }, 'a mail could not be taken in')
      await noteFailure(parts, institution, error)
      continue
    }
    if (!(await putAside(client, uid, config.doneFolder)) && !said) {
      said = true
      const sentence = `Map surat "${config.doneFolder}" tidak ada dan tidak dapat dibuat. Surat yang sudah diterima ditandai sudah dibaca di map asalnya.`
      parts.log.error({ folder: config.doneFolder }, 'the folder for mail that is done cannot be made')
      await noteFailure(parts, institution, new Error(sentence))
    }
    stuck.delete(uid)
    taken++
  }
  return taken
}

/**
 * Out of the way of the next reading: moved where the setting says, into a folder that is made if it is not there yet, or
 * marked as read. False where it could only be marked: unmarked it would be read again every minute, before all new mail.
 */
async function putAside(client: ImapFlow, uid: number, folder: string | undefined): Promise<boolean> {
  const move = (to: string) => client.messageMove(String(uid), to, { uid: true })
  if (folder !== undefined) {
    if (await move(folder)) return true
    const made = await client.mailboxCreate(folder).catch(() => undefined)
    if (made && (await move(folder))) return true
  }
  await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true })
  return folder === undefined
}

async function ownerOf({ parsed }: OpenedMail, boxes: Mailboxes): Promise<string | undefined> {
  for (const address of parsed.recipients) {
    const institution = await boxes.find(address)
    if (institution) return institution
  }
  return boxes.only()
}

async function noteFailure(parts: IntakeParts, institution: string, error: unknown): Promise<void> {
  const scope = houseScope(institution)
  const message = error instanceof Error ? error.message : String(error)
  await parts.database
    .transaction('write', institution, (db) => insertFailure(db, scope, parts.now(), 'email', message))
    .catch((failure: Error) => parts.log.error({ err: failure }, 'a failure could not be noted'))
}
