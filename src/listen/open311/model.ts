import { readDecimal } from '../../platform/http/input.ts'
import type { EventKind, Status } from '../complaints/index.ts'
import type { Fault } from './document.ts'

export const DATATYPES = ['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist'] as const
export type Datatype = (typeof DATATYPES)[number]

export type AttributeOption = { key: string; name: string }
export type Attribute = {
  id: string
  service_id: string
  code: string
  variable: boolean
  datatype: Datatype
  required: boolean
  description: string
  datatype_description: string
  position: number
  options: readonly AttributeOption[]
}

export const DAY_MS = 86_400_000
export const MAX_SPAN_MS = 90 * DAY_MS
export const MOST_ROWS = 1000
const MAX_DESCRIPTION = 4000

/** What came in as a form or query: "optional" means that empty and absent are the same. */
export type Arguments = Readonly<Record<string, unknown>>

export function argument(args: Arguments, name: string): string | undefined {
  const value = args[name]
  const first = Array.isArray(value) ? value.find((one) => typeof one === 'string' && one.trim() !== '') : value
  return typeof first === 'string' && first.trim() !== '' ? first.trim() : undefined
}

/** Comma delimited, or sent several times. */
export function listArgument(args: Arguments, name: string): string[] {
  const value = args[name]
  const all = (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string')
  const parts = all
    .flatMap((one) => one.split(','))
    .map((one) => one.trim())
    .filter((one) => one !== '')
  return [...new Set(parts)]
}

/** The protocol refuses: one or several faults under one HTTP status. */
export class Refused extends Error {
  readonly status: number
  readonly faults: readonly Fault[]
  constructor(status: number, faults: readonly Fault[] | string) {
    super(typeof faults === 'string' ? faults : faults.map((fault) => fault.description).join('; '))
    this.status = status
    this.faults = typeof faults === 'string' ? [{ code: status, description: faults }] : faults
  }
}

/** The W3C note on date and time: seconds and fraction may be missing, the zone may not. */
const W3C = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/

/** Other ways in which ISO 8601 lets the same instant be written, and a plus sign that arrived as a space. */
function asW3C(text: string): string {
  return text
    .replace(/ (\d{2}(?::?\d{2})?)$/, '+$1')
    .toUpperCase()
    .replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?/, (_all, y, mo, d, h, mi, s) =>
      [`${y}-${mo}-${d}T${h}:${mi}`, s].filter(Boolean).join(':'),
    )
    .replace(',', '.')
    .replace(/(T.*[+-]\d{2})(\d{2})$/, '$1:$2')
    .replace(/(T.*[+-]\d{2})$/, '$1:00')
}

export function readInstant(name: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined
  const mended = asW3C(text)
  const time = W3C.test(mended) ? Date.parse(mended) : Number.NaN
  const day = mended.slice(0, 10)
  const real = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(time) || Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== day)
    throw new Refused(400, `${name} must be a date and time with zone, such as 2026-01-31T00:00:00Z.`)
  return new Date(time)
}

/** Default and longest span are 90 days; one end alone reaches 90 days to the other side. */
export function readSpan(args: Arguments, now: Date): { from: Date; to: Date } {
  const start = readInstant('start_date', argument(args, 'start_date'))
  const end = readInstant('end_date', argument(args, 'end_date'))
  if (start && end) {
    if (end < start) throw new Refused(400, 'end_date is earlier than start_date.')
    if (end.getTime() - start.getTime() > MAX_SPAN_MS)
      throw new Refused(400, 'start_date and end_date may not span more than 90 days.')
    return { from: start, to: end }
  }
  if (start) return { from: start, to: new Date(start.getTime() + MAX_SPAN_MS) }
  const to = end ?? now
  return { from: new Date(to.getTime() - MAX_SPAN_MS), to }
}

export function readPage(args: Arguments): { page: number; size: number } {
  const read = (name: string, otherwise: number) => {
    const text = argument(args, name)
    if (text === undefined) return otherwise
    const value = /^\d{1,6}$/.test(text) ? Number(text) : 0
    if (value < 1) throw new Refused(400, `${name} must be a whole number from 1.`)
    return value
  }
  return { page: read('page', 1), size: Math.min(read('page_size', MOST_ROWS), MOST_ROWS) }
}

export function readStatuses(args: Arguments): readonly ('open' | 'closed')[] {
  const asked = listArgument(args, 'status').map((one) => one.toLowerCase())
  if (asked.some((one) => one !== 'open' && one !== 'closed')) throw new Refused(400, 'status must be open or closed.')
  return asked as ('open' | 'closed')[]
}

export const CLOSED: readonly Status[] = ['answered', 'closed', 'rejected', 'archived']

/** FixMyStreet's extended statuses. */
export const EXTENDED = [
  'OPEN',
  'CLOSED',
  'FIXED',
  'IN_PROGRESS',
  'ACTION_SCHEDULED',
  'INVESTIGATING',
  'DUPLICATE',
  'NOT_COUNCILS_RESPONSIBILITY',
  'NO_FURTHER_ACTION',
  'INTERNAL_REFERRAL',
  'FOR_TRIAGE',
  'CANCELLED',
  'REOPEN',
] as const
export type ExtendedStatus = (typeof EXTENDED)[number]

/** What a line of the story means to a client; undefined for lines that change nothing for the public. */
export function extendedStatus(event: {
  kind: EventKind
  outcome?: string | null
  reason?: string | null
}): ExtendedStatus | undefined {
  switch (event.kind) {
    case 'verified':
      return 'INVESTIGATING'
    case 'routed':
      return 'INTERNAL_REFERRAL'
    case 'returned':
      return 'FOR_TRIAGE'
    case 'started':
    case 'resumed':
    case 'completed':
      return 'IN_PROGRESS'
    case 'completion_requested':
    case 'postponed':
      return 'ACTION_SCHEDULED'
    case 'referred':
      return 'NOT_COUNCILS_RESPONSIBILITY'
    case 'archived':
      return event.reason === 'duplicate'
        ? 'DUPLICATE'
        : event.reason === 'withdrawn'
          ? 'CANCELLED'
          : 'NO_FURTHER_ACTION'
    case 'rejected':
      if (event.reason === 'duplicate') return 'DUPLICATE'
      if (event.reason === 'out_of_scope') return 'NOT_COUNCILS_RESPONSIBILITY'
      return event.reason === 'not_completed' ? 'CANCELLED' : 'NO_FURTHER_ACTION'
    case 'answered':
      if (event.outcome === 'resolved') return 'FIXED'
      if (event.outcome === 'partly') return 'ACTION_SCHEDULED'
      return event.outcome === 'referred' ? 'NOT_COUNCILS_RESPONSIBILITY' : 'NO_FURTHER_ACTION'
    case 'reopened':
      // REOPEN is what FixMyStreet sends; of what it hears it knows only OPEN for this.
      return 'OPEN'
    case 'closed':
      // Silence adds nothing to the answer; FixMyStreet would make "fixed" of a bare CLOSED.
      return event.outcome ? extendedStatus({ kind: 'answered', outcome: event.outcome }) : 'CLOSED'
    default:
      return undefined
  }
}

/** Values for attributes as `attribute[CODE]`, `attribute[CODE][]` or, where the code is no argument of its own, bare. */
export function readAttributes(
  args: Arguments,
  attributes: readonly Attribute[],
): { values: Record<string, string | string[]>; faults: Fault[] } {
  const values: Record<string, string | string[]> = {}
  const faults: Fault[] = []
  for (const attribute of attributes.filter((one) => one.variable)) {
    const { code } = attribute
    const given = [`attribute[${code}]`, `attribute[${code}][]`, ...(ARGUMENTS.has(code) ? [] : [code, `${code}[]`])]
      .flatMap((name) => args[name] ?? [])
      .filter((one): one is string => typeof one === 'string')
      .map((one) => one.trim())
      .filter((one) => one !== '')
    if (given.length === 0) {
      if (attribute.required) faults.push({ code: 400, description: `${code} required` })
      continue
    }
    const problem = attributeProblem(attribute, given)
    if (problem) faults.push({ code: 400, description: `${code} ${problem}` })
    else values[code] = attribute.datatype === 'multivaluelist' ? [...new Set(given)] : given[0]!
  }
  return { values, faults }
}

function attributeProblem({ datatype, options }: Attribute, given: readonly string[]): string | undefined {
  const known = new Set(options.map((option) => option.key))
  if (datatype === 'multivaluelist')
    return given.every((one) => known.has(one)) ? undefined : 'has a value that is not in its list'
  if (given.length > 1) return 'takes one value'
  const value = given[0]!
  if (value.length > 1000) return 'is longer than 1000 characters'
  if (datatype === 'singlevaluelist') return known.has(value) ? undefined : 'has a value that is not in its list'
  if (datatype === 'number') return isNumber(value) ? undefined : 'must be a number'
  if (datatype === 'datetime') return isInstant(value) ? undefined : 'must be an ISO 8601 date'
  return datatype === 'string' && value.includes('\n') ? 'takes one line' : undefined
}

/** The protocol's own, or as people here type one into an app: the officer reads it as it was sent. */
function isNumber(text: string): boolean {
  return /^-?\d{1,15}(\.\d{1,6})?$/.test(text) || readDecimal(text, 6) !== undefined
}

function isInstant(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.test(text) && !Number.isNaN(Date.parse(text))
}

const ARGUMENTS = new Set([
  'api_key',
  'jurisdiction_id',
  'service_code',
  'lat',
  'long',
  'address_string',
  'address_id',
  'email',
  'device_id',
  'account_id',
  'first_name',
  'last_name',
  'name',
  'phone',
  'description',
  'media_url',
])

export type NewRequest = {
  service_code: string
  description: string | undefined
  lat: number | undefined
  long: number | undefined
  address_string: string | undefined
  address_id: string | undefined
  email: string | undefined
  name: string | undefined
  phone: string | undefined
  account_id: string | undefined
  device_id: string | undefined
  /** As many as were sent: FixMyStreet repeats the argument for several photos. */
  media: readonly string[]
}

/** Everything of a POST but the attributes; all mistakes at once. */
export function readRequest(args: Arguments): { request: NewRequest; faults: Fault[] } {
  const faults: Fault[] = []
  const wrong = (description: string) => faults.push({ code: 400, description })
  const text = (name: string, most: number) => {
    const value = argument(args, name)
    if (value !== undefined && value.length > most) wrong(`${name} is longer than ${most} characters.`)
    return value
  }
  const service_code = argument(args, 'service_code')
  if (!service_code) wrong('service_code was not provided.')
  const { lat, long } = readPlace(args, wrong)
  const address_string = text('address_string', 300)
  const address_id = text('address_id', 100)
  const located = argument(args, 'lat') ?? argument(args, 'long') ?? address_string ?? address_id
  if (located === undefined) wrong('A location is required: lat and long, address_string or address_id.')
  const description = plain(text('description', MAX_DESCRIPTION))
  const email = text('email', 200)
  if (email !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) wrong('email is not an e-mail address.')
  const phone = text('phone', 30)
  if (phone !== undefined && !/^\+?[\d\s().-]{3,30}$/.test(phone)) wrong('phone is not a telephone number.')
  const media = readMedia(args, wrong)
  const parts = [argument(args, 'first_name'), argument(args, 'last_name')].filter((one) => one !== undefined)
  const name = plain(argument(args, 'name') ?? (parts.join(' ') || undefined))?.slice(0, 150)
  return {
    request: {
      service_code: service_code ?? '',
      description,
      lat,
      long,
      address_string: plain(address_string),
      address_id,
      email,
      name,
      phone,
      account_id: text('account_id', 200),
      device_id: text('device_id', 200),
      media,
    },
    faults,
  }
}

const MOST_MEDIA = 10

/** Addresses of photos: `media_url` once or several times. */
function readMedia(args: Arguments, wrong: (text: string) => void): string[] {
  const media = [...new Set([args['media_url']].flat().flatMap((one) => (typeof one === 'string' ? one.trim() : [])))]
    .filter((one) => one !== '')
    .slice(0, MOST_MEDIA)
  if (media.some((one) => one.length > 1000)) wrong('media_url is longer than 1000 characters.')
  else if (!media.every(isWebAddress)) wrong('media_url is not an http or https address.')
  return media
}

const TOLD: Partial<Record<string, string>> = {
  CLOSED: 'selesai',
  FIXED: 'sudah diperbaiki',
  REOPEN: 'belum selesai',
  CANCELLED: 'dibatalkan',
  NO_FURTHER_ACTION: 'tidak perlu tindakan lagi',
} satisfies Partial<Record<ExtendedStatus, string>>

/**
 * Of a POST of servicerequestupdates, all mistakes at once. FixMyStreet sends updates without words where there is only
 * a photo or a changed status; for the officer each of them is words.
 */
export function readUpdate(args: Arguments, photos: { count: number; faults: readonly string[] }) {
  const faults = [...photos.faults]
  const id = argument(args, 'service_request_id')
  if (!id) faults.push('service_request_id was not provided.')
  const description = plain(argument(args, 'description'))
  if (description && description.length > MAX_DESCRIPTION)
    faults.push(`description is longer than ${MAX_DESCRIPTION} characters.`)
  const media = readMedia(args, (fault) => faults.push(fault))
  const told = TOLD[argument(args, 'status')?.toUpperCase() ?? '']
  const words = [
    ...(description ? [description] : []),
    ...media.map((url) => `${PHOTO_LINK}: ${url}`),
    ...(photos.count > 0 && !description ? [`Pelapor mengirim ${photos.count} foto.`] : []),
    ...(told ? [`Menurut pengirim, laporan ini ${told}.`] : []),
  ].join('\n')
  if (!words && faults.length === 0) faults.push('description was not provided.')
  const updateId = argument(args, 'update_id')
  if (updateId && updateId.length > 200) faults.push('update_id is longer than 200 characters.')
  const at = readInstant('updated_datetime', argument(args, 'updated_datetime'))
  if (faults.length > 0 || !id)
    throw new Refused(
      400,
      faults.map((fault) => ({ code: 400, description: fault })),
    )
  return { id, words, media, at, updateId }
}

export const PHOTO_LINK = 'Tautan foto dari pelapor (belum diperiksa)'

function readPlace(
  args: Arguments,
  wrong: (text: string) => void,
): { lat?: number | undefined; long?: number | undefined } {
  const read = (name: string, most: number) => {
    const text = argument(args, name)
    if (text === undefined) return undefined
    const value = /^[+-]?\d{1,3}(\.\d{1,15})?$/.test(text) ? Number(text) : Number.NaN
    if (!(Math.abs(value) <= most)) wrong(`${name} must be a number between -${most} and ${most}.`)
    return value
  }
  const lat = read('lat', 90)
  const long = read('long', 180)
  if ((lat === undefined) !== (long === undefined)) wrong('lat and long must be sent together.')
  return { lat, long }
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

/** The protocol says: no HTML. What looks like a tag goes; a lone < stays. */
export function plain(text: string | undefined): string | undefined {
  const cleaned = text
    ?.replaceAll('\r\n', '\n')
    .replaceAll(/<\/?[a-z!][^>]*>/gi, '')
    .replaceAll(/(?![\t\n])\p{Cc}/gu, '')
    .trim()
  return cleaned || undefined
}

/** A complaint has a subject: the first sentence or line of what was said. */
export function subjectOf(description: string | undefined, otherwise: string): string {
  const first = description?.split(/\n|(?<=[.!?])\s/)[0]?.trim()
  const subject = first && first.length >= 3 ? first : otherwise
  return subject.length <= 150 ? subject : `${subject.slice(0, 149).trimEnd()}…`
}
