import { ask, type Failure, inside, parsed, type Remote, type Tree } from './outgoing.ts'

/** One of `servicerequestupdates`, as FixMyStreet and those who speak with it write them. */
export type RemoteUpdate = { id: string; request: string; status: string; description: string }
export type News = { id: string; request: string; status: string; description: string; at: Date }

const MOST = 1000
/** Ours carry this in front, whoever sends them back. */
export const OURS = 'sigap-'

/** @throws nothing: what went wrong is the answer */
export async function sendUpdate(remote: Remote, news: News): Promise<{ id: string | undefined } | Failure> {
  const body = new URLSearchParams({
    api_key: remote.api_key,
    service_request_id: news.request,
    update_id: news.id,
    updated_datetime: news.at.toISOString(),
    status: news.status,
    description: news.description.slice(0, 4000),
    ...(remote.jurisdiction_id ? { jurisdiction_id: remote.jurisdiction_id } : {}),
  }).toString()
  const answer = await ask(`${remote.url}/servicerequestupdates.xml`, body, { 'idempotency-key': news.id })
  return 'problem' in answer ? answer : { id: updatesOf(answer.text)[0]?.id }
}

/** What the other server says happened between two instants, of all its requests. */
export async function readUpdates(remote: Remote, from: Date, to: Date): Promise<RemoteUpdate[] | Failure> {
  const query = new URLSearchParams({
    api_key: remote.api_key,
    start_date: from.toISOString(),
    end_date: to.toISOString(),
    ...(remote.jurisdiction_id ? { jurisdiction_id: remote.jurisdiction_id } : {}),
  }).toString()
  const answer = await ask(`${remote.url}/servicerequestupdates.xml?${query}`)
  return 'problem' in answer ? answer : updatesOf(answer.text)
}

export function updatesOf(text: string): RemoteUpdate[] {
  const root = inside({ root: parsed(text) }, 'root')
  const list = root && inside(root, 'service_request_updates')?.['request_update']
  const rows = (Array.isArray(list) ? list : [list]).filter((one): one is Tree => typeof one === 'object')
  return rows.slice(0, MOST).flatMap((row) => {
    const said = (name: string) => (typeof row[name] === 'string' ? row[name].trim().slice(0, 2000) : '')
    const id = said('update_id').slice(0, 200)
    return id
      ? [
          {
            id,
            request: said('service_request_id'),
            status: said('status').slice(0, 60),
            description: said('description'),
          },
        ]
      : []
  })
}
