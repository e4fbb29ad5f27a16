import assert from 'node:assert/strict'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { openWorld, type Target } from './test-server.ts'

/**
 * A client that speaks the protocol over HTTP alone. Without OPEN311_URL it asks an institution of its own; with it, any
 * server: OPEN311_URL=https://…/open311/v2 OPEN311_KEY=… vitest run src/listen/open311/conformance
 */
export let target: Target
export let easy: Service
export let asking: Service | undefined

export type Service = {
  service_code: string
  service_name: string
  description: string
  metadata: boolean
  type: string
  keywords: string
  group: string
}
export type Row = Record<string, unknown>
export type Got = { status: number; type: string; text: string }

const LISTED = new Set(['service', 'attribute', 'value', 'request', 'error', 'request_update', 'endpoint', 'format'])
const xml = new XMLParser({ ignoreAttributes: false, parseTagValue: false, isArray: (name) => LISTED.has(name) })
const outsideUrl = process.env['OPEN311_URL']

export async function meet(): Promise<void> {
  target = outsideUrl
    ? { base: outsideUrl.replace(/\/$/, ''), key: process.env['OPEN311_KEY'] ?? '', otherKey: undefined }
    : await openWorld()
  const services = (await list('/services.json')) as unknown as Service[]
  easy = services.find((service) => !service.metadata)!
  asking = services.find((service) => service.metadata)
}

export async function get(path: string): Promise<Got> {
  return got(await fetch(target.base + path))
}
export async function post(
  path: string,
  fields: Record<string, string | string[]>,
  headers: Record<string, string> = {},
): Promise<Got> {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one)
  return got(await fetch(target.base + path, { method: 'POST', body, headers }))
}
async function got(response: Response): Promise<Got> {
  return { status: response.status, type: response.headers.get('content-type') ?? '', text: await response.text() }
}
export async function list(path: string): Promise<Row[]> {
  const answer = await get(path)
  assert.equal(answer.status, 200, answer.text)
  return JSON.parse(answer.text) as Row[]
}
export function parse(text: string): Record<string, Record<string, Row[]>> {
  assert.equal(XMLValidator.validate(text), true, text.slice(0, 500))
  return xml.parse(text) as Record<string, Record<string, Row[]>>
}
const where = { lat: '-6.914744', long: '107.60981' }
export const full = () => ({
  api_key: target.key,
  service_code: easy.service_code,
  ...where,
  description: 'Lampu padam sejak Senin.',
})
export async function filed(more: Record<string, string> = {}): Promise<string> {
  const answer = await post('/requests.json', { ...full(), ...more })
  assert.equal(answer.status, 200, answer.text)
  return (JSON.parse(answer.text) as { service_request_id: string }[])[0]!.service_request_id
}
/** The faults of an answer, whatever its format. */
export function faultsOf({ text }: Got): Row[] {
  return (text.startsWith('<') ? parse(text)['errors']!['error'] : JSON.parse(text)) as Row[]
}

export const W3C = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$/
