import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { bilingual } from '../../platform/http/input.ts'
import { seal, signatures, unseal } from '../../platform/seal.ts'

export const CHANNELS = ['email', 'digest', 'inbox', 'none'] as const
export type Channel = (typeof CHANNELS)[number]

export type Recipient = { accountId: string } | { email: string }

/**
 * One thing to tell one recipient. `kind` is a row of notifications.kind; `href` is a path of this site; `key` names
 * the occasion, so that telling the same recipient again does nothing.
 */
export type Notice = Recipient & {
  kind: string
  title: string
  body: string
  href: string
  key: string
  /** The link opens something by itself: it is kept sealed, and only until the letter has gone. */
  secret?: boolean | undefined
  /** Whom it goes to is nobody's to read: the address is kept sealed, and no answer to the letter is taken. */
  guarded?: boolean | undefined
}

export const SEALED = 'sealed:'

/** A link or an address. */
export function sealPart(part: string): string {
  return SEALED + seal('notice', part).toString('base64url')
}

export function openPart(part: string): string {
  return isSealed(part) ? unseal('notice', Buffer.from(part.slice(SEALED.length), 'base64url')) : part
}

export function isSealed(part: string): boolean {
  return part.startsWith(SEALED)
}

export const MAX_TITLE = 200
export const MAX_BODY = 4000
export const PAGE_SIZE = 30

const PREFIX = 'channel-'
const notAChoice = bilingual('Pilih salah satu dari pilihan yang ada.', 'Choose one of the options.')

/** The settings form sends one field for each kind, so its names are data. */
export const Preferences = z.looseObject({}).transform((fields, context) => {
  const wanted: { kind: string; channel: Channel }[] = []
  for (const [name, value] of Object.entries(fields)) {
    if (!name.startsWith(PREFIX)) continue
    const channel = CHANNELS.find((known) => known === value)
    if (channel) wanted.push({ kind: name.slice(PREFIX.length), channel })
    else context.addIssue({ code: 'custom', path: [name], message: notAChoice })
  }
  return wanted
})

export function preferenceField(kind: string): string {
  return PREFIX + kind
}

/** What was chosen, else the preset; about a required kind nobody chooses. */
export function channelFor(kind: { preset: Channel; required: boolean }, chosen: Channel | null | undefined): Channel {
  return kind.required ? kind.preset : (chosen ?? kind.preset)
}

/** What letters to staff are about, where they are kept as files: whose they are. */
export function aboutAccount(account: string): string {
  return `account:${account}:`
}

export const GUARDED = 'guarded:'

/** A guarded address is told from others by a sum that nobody makes without the installation's secret. */
export function recipientOf(notice: Recipient & { guarded?: boolean | undefined }): string {
  if ('accountId' in notice) return notice.accountId
  const address = normalAddress(notice.email)
  return notice.guarded ? GUARDED + signatures('notice recipient', address)[0].toString('hex') : address
}

export function normalAddress(email: string): string {
  return email.trim().toLowerCase()
}

export function addressHash(email: string): Buffer {
  return createHash('sha256').update(normalAddress(email)).digest()
}

/** 128 bits that only this installation can make for this message. */
export function unsubscribeToken(secret: Buffer, messageId: string): string {
  return createHmac('sha256', secret).update(`unsubscribe:${messageId}`).digest().subarray(0, 16).toString('base64url')
}

export function unsubscribeTokenFits(secret: Buffer, messageId: string, token: string): boolean {
  const expected = Buffer.from(unsubscribeToken(secret, messageId))
  const given = Buffer.from(token)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** At most `most` characters, never half of one. */
export function shorten(text: string, most: number): string {
  const letters = [...text]
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`
}

/** Only a path of this site or a full https address may be followed; anything else leads to the inbox. */
export function safeHref(href: string): string {
  if (/^\/(?![/\\])/.test(href) && !/[\p{Cc}\\]/u.test(href)) return href
  return /^https:\/\/[^\s\p{Cc}]+$/u.test(href) ? href : '/kotak-masuk'
}
