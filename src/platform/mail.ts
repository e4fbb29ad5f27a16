import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import nodemailer from 'nodemailer'
import type { Config } from './config.ts'
import { isId, newId } from './id.ts'

export type Letter = {
  /** Whose letter it is; the catch-all folder keeps institutions apart. */
  institution: string
  from: string
  to: { name: string; address: string }
  subject: string
  text: string
  html: string
  /** A one-click unsubscribe address (RFC 8058); left out for letters that cannot be refused. */
  unsubscribe?: string | undefined
  /** Nobody here is to read whom it goes to: where letters are kept instead of sent, this one is not. */
  guarded?: boolean | undefined
  /** What it is about, so that a kept letter can be forgotten with it: the key of its notice. */
  about?: string | undefined
  /** What makes it one of a conversation; left out for letters nobody answers. */
  thread?: LetterThread | undefined
}

export type LetterThread = {
  /** With its angle brackets. */
  messageId: string
  /** Earlier letters, oldest first; the last one is answered. */
  references: readonly string[]
  replyTo?: string | undefined
  /** Where it comes back to when it cannot be delivered; empty for a letter that must not come back. */
  returnTo?: string | undefined
  /** Sent because a letter came in, see RFC 3834. */
  automaticReply?: boolean | undefined
}

export type StoredLetter = {
  id: string
  at: string
  to: string
  subject: string
  text: string
  about?: string | undefined
}

export type Mailer = {
  readonly baseUrl: string
  send(letter: Letter, now: Date): Promise<void>
  /** Letters kept as files instead of being sent; undefined where real mail goes out. */
  readonly kept: Kept | undefined
  close(): void
}
type Kept = {
  list(institution: string, most: number): Promise<StoredLetter[]>
  find(institution: string, id: string): Promise<StoredLetter | undefined>
  raw(institution: string, id: string): Promise<Buffer | undefined>
  /** Removes every letter whose `about` begins so. */
  forget(institution: string, about: string): Promise<void>
}

const KEEP = 500
const ADDRESS = /^[^\s@<>(),;:"\\[\]\p{Cc}]{1,64}@[^\s@<>(),;:"\\[\]\p{Cc}]{1,190}\.[^\s@<>(),;:"\\[\].\p{Cc}]{2,}$/u

/** Strict on purpose: what passes cannot carry a second address or a header. */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && ADDRESS.test(text)
}

/** One line of a header: control characters, line and paragraph separators become spaces. */
export function headerText(text: string, most = 200): string {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  return [...line].slice(0, most).join('').toWellFormed()
}

/** Through the mail server that is configured; without one, letters become files beside the database. */
export function createMailer(config: Pick<Config, 'smtpUrl' | 'dataDir' | 'baseUrl'>): Mailer {
  const from = senderAddress(config.baseUrl)
  return config.smtpUrl
    ? smtpMailer(config.baseUrl, from, config.smtpUrl)
    : folderMailer(config.baseUrl, from, join(config.dataDir, 'mail'))
}

/** Letters come from the host that people see in the address bar. */
function senderAddress(baseUrl: string): string {
  const { hostname } = new URL(baseUrl)
  return `sigap@${/^[a-z0-9.-]+\.[a-z]{2,}$/.test(hostname) ? hostname : 'localhost.localdomain'}`
}

function smtpMailer(baseUrl: string, from: string, url: string): Mailer {
  const transport = nodemailer.createTransport(withPool(url))
  return {
    baseUrl,
    kept: undefined,
    close: () => transport.close(),
    async send(letter, now) {
      await transport.sendMail(compose(letter, from, now))
    },
  }
}

/** nodemailer takes options of an address only from the address itself. */
function withPool(url: string): string {
  const address = new URL(url)
  const options = {
    pool: 'true',
    maxConnections: '2',
    connectionTimeout: '10000',
    greetingTimeout: '10000',
    socketTimeout: '20000',
  }
  for (const [name, value] of Object.entries(options))
    if (!address.searchParams.has(name)) address.searchParams.set(name, value)
  return address.href
}

function folderMailer(baseUrl: string, from: string, root: string): Mailer {
  const compiler = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  return {
    baseUrl,
    kept: keptIn(root),
    close: () => compiler.close(),
    async send(letter, now) {
      if (!isId(letter.institution)) throw new Error('not an institution id')
      if (letter.guarded) return
      const folder = join(root, letter.institution)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const id = newId(now)
      const { message } = await compiler.sendMail(compose(letter, from, now))
      const stored: StoredLetter = {
        id,
        at: now.toISOString(),
        to: letter.to.address,
        subject: headerText(letter.subject),
        text: letter.text,
        about: letter.about,
      }
      await place(join(folder, `${id}.eml`), message as Buffer)
      await place(join(folder, `${id}.json`), JSON.stringify(stored))
      await forgetOldest(folder)
    },
  }
}

function compose(letter: Letter, fromAddress: string, now: Date) {
  if (!isMailAddress(letter.to.address)) throw new Error('not an e-mail address')
  const { thread } = letter
  return {
    from: { name: headerText(letter.from, 100), address: fromAddress },
    to: { name: headerText(letter.to.name, 100), address: letter.to.address },
    envelope: { from: thread?.returnTo ?? fromAddress, to: [letter.to.address] },
    ...(thread && {
      messageId: thread.messageId,
      references: [...thread.references],
      inReplyTo: thread.references.at(-1),
      replyTo: thread.replyTo && { name: headerText(letter.from, 100), address: thread.replyTo },
    }),
    subject: headerText(letter.subject),
    text: letter.text,
    html: letter.html,
    date: now,
    headers: {
      'Auto-Submitted': thread?.automaticReply ? 'auto-replied' : 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'X-Sigap-Loop': letter.institution,
      ...(letter.unsubscribe && {
        'List-Unsubscribe': { prepared: true, value: `<${new URL(letter.unsubscribe).href}>` },
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

function keptIn(root: string): Kept {
  async function read(institution: string, id: string, ending: string): Promise<Buffer | undefined> {
    if (!isId(institution) || !isId(id)) return undefined
    return readFile(join(root, institution, `${id}.${ending}`)).catch(missing)
  }
  async function find(institution: string, id: string) {
    const text = await read(institution, id, 'json')
    return text && (JSON.parse(text.toString('utf8')) as StoredLetter)
  }
  async function list(institution: string, most: number) {
    if (!isId(institution)) return []
    const names = (await readdir(join(root, institution)).catch(missing)) ?? []
    const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5))
    const newest = ids.sort().reverse().slice(0, most)
    const letters = await Promise.all(newest.map((id) => find(institution, id)))
    return letters.filter((letter) => letter !== undefined)
  }
  return {
    find,
    raw: (institution, id) => read(institution, id, 'eml'),
    list,
    async forget(institution, about) {
      for (const letter of await list(institution, KEEP + 1))
        if (letter.about?.startsWith(about)) await removeLetter(join(root, institution), letter.id)
    },
  }
}

/** Written beside and renamed, so that a reader never sees half a letter. */
async function place(path: string, content: Buffer | string): Promise<void> {
  await writeFile(`${path}.part`, content, { mode: 0o600 })
  await rename(`${path}.part`, path)
}

async function forgetOldest(folder: string): Promise<void> {
  const letters = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  for (const name of letters.slice(0, Math.max(0, letters.length - KEEP)))
    await removeLetter(folder, name.slice(0, -'.json'.length))
}

/** The list goes by the second file, so the letter itself goes first: what is cut short here is found again. */
async function removeLetter(folder: string, id: string): Promise<void> {
  await rm(join(folder, `${id}.eml`), { force: true })
  await rm(join(folder, `${id}.json`), { force: true })
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined
  throw error
}

let current: Mailer | undefined

/** Called once at start-up; without it, as in tests, letters lie in the machine's folder for temporary files. */
export function useMailer(mailer: Mailer): void {
  current = mailer
}

export function getMailer(): Mailer {
  current ??= createMailer({
    smtpUrl: undefined,
    dataDir: join(tmpdir(), `sigap-mail-${process.getuid?.() ?? 'user'}`),
    baseUrl: 'http://localhost:3000',
  })
  return current
}
