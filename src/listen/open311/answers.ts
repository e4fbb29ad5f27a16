import type { Value } from './document.ts'
import { type Attribute, CLOSED, extendedStatus } from './model.ts'
import type { CaseRow, CourseRow, ServiceRow } from './queries.ts'

/** 2026-11-22T01:02:03Z: the W3C form without the fraction that some clients stumble over. */
export function instant(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, 'Z')
}

export function serviceAnswer(service: ServiceRow): Value {
  return {
    service_code: service.code,
    service_name: service.name,
    description: service.summary,
    metadata: service.attributes > 0,
    type: 'realtime',
    keywords: keywords(service.name),
    group: service.unit_name,
  }
}

const LINKING = new Set(['dan', 'bagi', 'yang', 'untuk', 'oleh', 'atas', 'dari', 'pada', 'dengan'])

/** Abbreviations are what people look for: KTP, SIM, IMB. */
function keywords(name: string): string {
  const words = name.toLowerCase().match(/\p{L}{3,}/gu) ?? []
  return [...new Set(words)].filter((word) => !LINKING.has(word)).join(', ')
}

export function definitionAnswer(code: string, attributes: readonly Attribute[]): Value {
  return {
    service_code: code,
    attributes: attributes.map((one) => ({
      variable: one.variable,
      code: one.code,
      datatype: one.datatype,
      required: one.required,
      datatype_description: one.datatype_description || null,
      order: one.position,
      description: one.description,
      ...(one.datatype.endsWith('list') ? { values: one.options.map(({ key, name }) => ({ key, name })) } : {}),
    })),
  }
}

const NOTES: Readonly<Record<string, string>> = {
  FIXED: 'Diselesaikan.',
  ACTION_SCHEDULED: 'Diselesaikan sebagian; sisanya dijadwalkan.',
  NO_FURTHER_ACTION: 'Dijelaskan; tidak ada tindakan lanjutan.',
  NOT_COUNCILS_RESPONSIBILITY: 'Bukan kewenangan instansi ini.',
  DUPLICATE: 'Sama dengan laporan lain.',
  CANCELLED: 'Dihentikan.',
}

/**
 * One request as the asker may see it. Anyone: its words as a person has looked at them for the public, its place to
 * about a hundred metres; nobody looks at what was typed as an address. The client that sent it: what it sent.
 */
export function caseAnswer(row: CaseRow, client: string | undefined, course?: readonly CourseRow[]): Value {
  const own = client !== undefined && row.client_id === client
  const closed = CLOSED.includes(row.status)
  const words = own ? row.body : row.shown_body
  const seen = words !== null
  const rounded = (value: string | null) =>
    value === null ? null : own ? Number(value) : Number(Number(value).toFixed(3))
  // Referring does not end a case: its clock goes on here until the other institution has answered.
  const over = closed || row.status === 'referred'
  const notes = over && row.closing ? (NOTES[extendedStatus(row.closing) ?? ''] ?? null) : null
  return {
    service_request_id: row.id,
    status: closed ? 'closed' : 'open',
    status_notes: notes,
    service_name: row.service_name,
    service_code: row.service_code,
    description: words === null ? null : words.slice(0, 4000),
    agency_responsible: row.unit_name,
    service_notice: null,
    requested_datetime: instant(row.received_at),
    updated_datetime: instant((closed ? row.closed_at : null) ?? row.updated_at),
    expected_datetime: closed ? null : instant(row.queue_at),
    address: own ? row.place : null,
    address_id: own ? row.address_id : null,
    zipcode: null,
    lat: seen ? rounded(row.lat) : null,
    long: seen ? rounded(row.long) : null,
    media_url: own ? row.media_url : null,
    ...(course ? extension(row, own, course) : {}),
  }
}

function extension(row: CaseRow, own: boolean, course: readonly CourseRow[]): Record<string, Value> {
  return {
    attributes: own
      ? Object.entries(row.attributes ?? {}).map(([code, value]) => ({ code, name: code, label: code, value }))
      : [],
    extended_attributes: { channel: row.channel, photos: [] },
    notes: course
      .filter((event) => event.complaint_id === row.id)
      .flatMap((event) => {
        const type = extendedStatus(event)
        return type ? [{ datetime: instant(event.at), description: wordsOf(event, own), type: type.toLowerCase() }] : []
      }),
  }
}

/** A line of the story of a case, also where that is told in the story of the one it is handled with. */
export function updateIdOf(caseId: string, sourceId: string, seq: number): string {
  return [...new Set([caseId, sourceId]), seq].join('.')
}

export function updateAnswer(event: CourseRow, client: string | undefined): Value | undefined {
  const status = extendedStatus(event)
  if (!status) return undefined
  return {
    update_id: updateIdOf(event.complaint_id, event.source_id, event.seq),
    service_request_id: event.complaint_id,
    status,
    updated_datetime: instant(event.at),
    description: wordsOf(event, event.client_id === client),
    media_url: null,
    external_status_code: event.kind,
  }
}

function wordsOf(event: CourseRow, own: boolean): string {
  return (own ? event.answer : event.shown_answer) ?? ''
}
