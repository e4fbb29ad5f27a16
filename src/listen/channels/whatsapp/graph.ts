import { addressProblem, askOutside } from '../../../platform/outbound.ts'
import { unseal } from '../../../platform/seal.ts'
import type { ProviderRow } from './queries.ts'

export const PURPOSE = 'whatsapp'
const TIMEOUT_MS = 15_000
const MOST_MEDIA_BYTES = 16_000_000

/** The provider said no, and would say no again. */
export class GraphRefusal extends Error {
  /** The provider's own number for why. */
  get code(): number | undefined {
    const found = /"code"\s*:\s*(\d{1,9})/.exec(this.message)?.[1]
    return found === undefined ? undefined : Number(found)
  }
}

export function isGraphUrl(text: string): boolean {
  return addressProblem(text) === undefined
}

type Asked = { method?: 'GET' | 'POST'; body?: string; mostBytes?: number }

async function ask(provider: ProviderRow, url: string, { method = 'GET', body, mostBytes = 100_000 }: Asked = {}) {
  const token = unseal(PURPOSE, provider.access_sealed)
  const answer = await askOutside(url, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
    },
    ...(body === undefined ? {} : { body }),
    timeoutMs: TIMEOUT_MS,
    mostBytes,
  })
  if (answer.status >= 200 && answer.status < 300) return answer
  const words = `${answer.status} ${answer.text.slice(0, 300)}`
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) throw new GraphRefusal(words)
  throw new Error(`the provider answered ${words}`)
}

/** Sends one message; answers the id by which the provider will report about it. */
export async function sendToGraph(provider: ProviderRow, message: object): Promise<string | undefined> {
  const response = await ask(provider, `${provider.graph_url}/${provider.phone_number_id}/messages`, {
    method: 'POST',
    body: JSON.stringify({ messaging_product: 'whatsapp', recipient_type: 'individual', ...message }),
  })
  const answer = JSON.parse(response.text) as { messages?: { id?: string }[] }
  return answer.messages?.[0]?.id
}

/** What the provider calls this number: shows that address, id and token fit together. */
export async function askNumber(provider: ProviderRow): Promise<string> {
  const fields = 'display_phone_number,verified_name'
  const response = await ask(provider, `${provider.graph_url}/${provider.phone_number_id}?fields=${fields}`)
  const answer = JSON.parse(response.text) as { display_phone_number?: string; verified_name?: string }
  return [answer.display_phone_number, answer.verified_name].filter(Boolean).join(' · ') || 'OK'
}

/** The bytes behind a media id; undefined when they are gone or too large. */
export async function fetchMedia(provider: ProviderRow, mediaId: string): Promise<Buffer | undefined> {
  const facts = JSON.parse((await ask(provider, `${provider.graph_url}/${mediaId}`)).text) as {
    url?: string
    file_size?: number
  }
  if (!facts.url || !isMediaUrl(facts.url, provider.graph_url)) return undefined
  if ((facts.file_size ?? 0) > MOST_MEDIA_BYTES) return undefined
  const media = await ask(provider, facts.url, { mostBytes: MOST_MEDIA_BYTES })
  return media.cut ? undefined : media.body
}

/** The token goes nowhere but to the provider and where it keeps its files. */
function isMediaUrl(text: string, graphUrl: string): boolean {
  if (!isGraphUrl(text)) return false
  const { host, hostname } = new URL(text)
  return host === new URL(graphUrl).host || /(^|\.)(fbsbx\.com|whatsapp\.net|facebook\.com)$/.test(hostname)
}
