export const FORMATS = ['xml', 'json'] as const
export type Format = (typeof FORMATS)[number]

export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value }
/** `root` is the XML root element; a list is a bare array in JSON (the Spark convention). */
export type Answer = { root: string; value: Value }
export type Reply = { text: string; type: string; status: number }

/** The element inside each list; JSON has the list alone. */
const ITEM: Readonly<Record<string, string>> = {
  services: 'service',
  attributes: 'attribute',
  values: 'value',
  service_requests: 'request',
  service_request_updates: 'request_update',
  errors: 'error',
  endpoints: 'endpoint',
  formats: 'format',
  notes: 'note',
  photos: 'photo',
}

const TYPE = { xml: 'text/xml; charset=utf-8', json: 'application/json; charset=utf-8' } as const

export function reply(format: Format, answer: Answer, status = 200): Reply {
  const text =
    format === 'json'
      ? JSON.stringify(answer.value)
      : `<?xml version="1.0" encoding="UTF-8"?>\n${element(answer.root, answer.value)}`
  return { text, type: TYPE[format], status }
}

export type Fault = { code: number; description: string }

export function errorReply(format: Format, status: number, faults: readonly Fault[]): Reply {
  return reply(
    format,
    { root: 'errors', value: faults.map(({ code, description }) => ({ code, description })) },
    status,
  )
}

function element(name: string, value: Value): string {
  if (value === null || value === '') return `<${name}/>`
  if (Array.isArray(value)) {
    const inner = (value as readonly Value[]).map((one) => element(ITEM[name] ?? 'item', one)).join('')
    return `<${name}>${inner}</${name}>`
  }
  if (typeof value === 'object') {
    const inner = Object.entries(value).map(([key, one]) => element(key, one))
    return `<${name}>${inner.join('')}</${name}>`
  }
  return `<${name}>${escapeXml(String(value))}</${name}>`
}

const ENTITY: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** XML 1.0 has no place for most control characters, escaped or not. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\u{FFFE}\u{FFFF}]|(?![\t\n\r])\p{Cc}/gu, '')
    .replaceAll(/[&<>"']/g, (sign) => ENTITY[sign]!)
}

/** `requests.json` and `abc.json` → the part before the dot and the format; undefined when the format is none of ours. */
export function splitFormat(name: string): { name: string; format: Format } | undefined {
  const match = /^(.*)\.(xml|json)$/s.exec(name)
  return match ? { name: match[1]!, format: match[2] as Format } : undefined
}

/** How to say what went wrong, from the address alone. */
export function formatOf(path: string): Format {
  return /\.json(\?|$)/.test(path) ? 'json' : 'xml'
}
