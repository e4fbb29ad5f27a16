import { isLoopback } from '../../../platform/config.ts'
import { unseal } from '../../../platform/seal.ts'
import type { ProviderRow } from './queries.ts'

export const PURPOSE = 'whatsapp'
const TIMEOUT_MS = 15_000
const MOST_MEDIA_BYTES = 16_000_000

/** The provider said no, and would say no again. */
export class GraphRefusal extends Error {}

export function isGraphUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) && url.username === ''
}

async function ask(provider: ProviderRow, url: string, init: RequestInit = {}): Promise<Response> {
  const token = unseal(PURPOSE, provider.access_sealed)
  const response = await fetch(url, {
    ...init,
    headers: { ...init.headers, authorization: `Bearer ${token}` },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  if (response.ok) return response
  const words = `${response.status} ${(await response.text()).slice(0, 300)}`
  if (response.status >= 400 && response.status < 500 && response.status !== 429) throw new GraphRefusal(words)
  throw new Error(`the provider answered ${words}`)
}

/** Sends one message; answers the id by which the provider will report about it. */
export async function sendToGraph(provider: ProviderRow, message: object): Promise<string | undefined> {
  const response = await ask(provider, `${provider.graph_url}/${provider.phone_number_id}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ messaging_product: 'whatsapp', recipient_type: 'individual', ...message }),
  })
  const answer = (await response.json()) as { messages?: { id?: string }[] }
  return answer.messages?.[0]?.id
}

/** What the provider calls this number: shows that address, id and token fit together. */
export async function askNumber(provider: ProviderRow): Promise<string> {
  const fields = 'display_phone_number,verified_name'
  const response = await ask(provider, `${provider.graph_url}/${provider.phone_number_id}?fields=${fields}`)
  const answer = (await response.json()) as { display_phone_number?: string; verified_name?: string }
  return [answer.display_phone_number, answer.verified_name].filter(Boolean).join(' · ') || 'OK'
}

/** The bytes behind a media id; undefined when they are gone or too large. */
export async function fetchMedia(provider: ProviderRow, mediaId: string): Promise<Buffer | undefined> {
  const facts = (await (await ask(provider, `${provider.graph_url}/${mediaId}`)).json()) as {
    url?: string
    file_size?: number
  }
  if (!facts.url || !isMediaUrl(facts.url, provider.graph_url)) return undefined
  if ((facts.file_size ?? 0) > MOST_MEDIA_BYTES) return undefined
  const response = await ask(provider, facts.url)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > MOST_MEDIA_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The token goes nowhere but to the provider and where it keeps its files. */
function isMediaUrl(text: string, graphUrl: string): boolean {
  if (!isGraphUrl(text)) return false
  const { host, hostname } = new URL(text)
  return host === new URL(graphUrl).host || /(^|\.)(fbsbx\.com|whatsapp\.net|facebook\.com)$/.test(hostname)
}
