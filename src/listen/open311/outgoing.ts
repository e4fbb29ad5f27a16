import { XMLParser } from 'fast-xml-parser'
import { askOutside, OutsideUnreachable } from '../../platform/outbound.ts'

/** Another institution's server, with its key opened. */
export type Remote = { url: string; jurisdiction_id: string; service_code: string; api_key: string }
export type Handover = { id: string; description: string; address: string }
/** `again`: it may work later. */
export type Failure = { problem: string; again: boolean }

const xml = new XMLParser({ ignoreAttributes: true, parseTagValue: false, processEntities: true })
const MOST_BYTES = 200_000

/** XML, because a server need not speak anything else. @throws nothing: what went wrong is the answer */
export async function sendRequest(remote: Remote, handover: Handover): Promise<{ id: string } | Failure> {
  const body = new URLSearchParams({
    api_key: remote.api_key,
    service_code: remote.service_code,
    description: handover.description.slice(0, 4000),
    address_string: handover.address.slice(0, 300),
    // A server that knows no Idempotency-Key may know a device that repeats itself.
    device_id: `sigap-${handover.id}`,
    ...(remote.jurisdiction_id ? { jurisdiction_id: remote.jurisdiction_id } : {}),
  }).toString()
  const answer = await ask(`${remote.url}/requests.xml`, body, { 'idempotency-key': `sigap-${handover.id}` })
  if ('problem' in answer) return answer
  const request = firstRequest(answer.text)
  const id = request?.['service_request_id'] ?? (request?.['token'] ? `token:${request['token']}` : undefined)
  return id ? { id: id.slice(0, 200) } : { problem: 'Jawaban tidak berisi service_request_id.', again: false }
}

export type RemoteState = { id: string; status: string; notes: string; at: string }

/** How a request stands at the other server; a token is exchanged for its id first. */
export async function readRequestState(remote: Remote, remoteId: string): Promise<RemoteState | Failure> {
  const query = remote.jurisdiction_id ? `?jurisdiction_id=${encodeURIComponent(remote.jurisdiction_id)}` : ''
  let id = remoteId
  if (id.startsWith('token:')) {
    const token = await ask(`${remote.url}/tokens/${encodeURIComponent(id.slice(6))}.xml${query}`)
    if ('problem' in token) return token
    const known = firstRequest(token.text)?.['service_request_id']
    if (!known) return { problem: 'Nomor dari server tujuan belum ada.', again: true }
    id = known.slice(0, 200)
  }
  const answer = await ask(`${remote.url}/requests/${encodeURIComponent(id)}.xml${query}`)
  if ('problem' in answer) return answer
  const request = firstRequest(answer.text)
  const status = request?.['status']
  if (!status) return { problem: 'Jawaban tidak berisi status.', again: true }
  const said = (name: string) => (request[name] ?? '').slice(0, 1000)
  return { id, status: status.slice(0, 60), notes: said('status_notes'), at: said('updated_datetime') }
}

export async function ask(
  address: string,
  body?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ text: string } | Failure> {
  try {
    const answer = await askOutside(address, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'user-agent': 'Sigap-Open311/1',
        ...headers,
        ...(body === undefined
          ? {}
          : {
              'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
              'content-length': String(Buffer.byteLength(body)),
            }),
      },
      ...(body === undefined ? {} : { body }),
      mostBytes: MOST_BYTES,
    })
    if (answer.status >= 200 && answer.status < 300) return { text: answer.text }
    const again = answer.status === 408 || answer.status === 429 || answer.status >= 500
    return { problem: `HTTP ${answer.status}: ${errorText(answer.text)}`.slice(0, 300), again }
  } catch (error) {
    if (!(error instanceof OutsideUnreachable)) throw error
    const never = ['invalid', 'insecure', 'inside', 'EINSIDE'].includes(error.message)
    return { problem: error.message.slice(0, 300), again: !never }
  }
}

export type Tree = { [name: string]: Tree | Tree[] | string | undefined }

export function parsed(text: string): Tree {
  try {
    return xml.parse(text) as Tree
  } catch {
    // Whatever is no XML is an answer without what was asked for.
    return {}
  }
}

export function inside(tree: Tree | Tree[] | string | undefined, name: string): Tree | undefined {
  const one = Array.isArray(tree) ? tree[0] : tree
  if (typeof one !== 'object') return undefined
  const found = one[name]
  const first = Array.isArray(found) ? found[0] : found
  return typeof first === 'object' ? first : undefined
}

function firstRequest(text: string): Record<string, string> | undefined {
  const request = inside(inside(parsed(text), 'service_requests'), 'request')
  if (!request) return undefined
  const plain = Object.entries(request).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return Object.fromEntries(plain.filter(([, value]) => value.trim() !== ''))
}

function errorText(text: string): string {
  const error = inside(inside(parsed(text), 'errors'), 'error')
  return typeof error?.['description'] === 'string' ? error['description'] : ''
}
