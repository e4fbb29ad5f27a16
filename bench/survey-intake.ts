import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { createApiClient } from '../src/core/people/api-clients/acts.ts'
import { answerIdOf } from '../src/listen/surveys/intake.ts'
import { systemScope } from '../src/platform/access.ts'
import { postJson, postRequest, type Visitor } from './client.ts'
import type { Facts } from './data.ts'
import { closedLoop, type Measured, openLoop } from './load.ts'
import { pick } from './pick.ts'
import { asInstitution, sendForm, signIn } from './scenarios.ts'
import type { Web } from './web.ts'

const ELEMENTS = 'persyaratan prosedur waktu biaya produk kompetensi perilaku sarana pengaduan'.split(' ')

/** `key` is what Open311 calls api_key. */
export type Client = { id: string; port: number; authorization: string; key: string }

/** A client of the interface, made as an administrator makes one. */
export async function apiClient(
  owner: pg.Pool,
  port: number,
  facts: Facts,
  scopes: readonly string[],
): Promise<Client> {
  const scope = systemScope('api_client.manage', 'measures', facts.institution, [])
  const made = await asInstitution(owner, facts, (db) =>
    createApiClient(db, scope, new Date(), { name: 'bench', scopes }),
  )
  const pair = `${made.key}:${made.secret}`
  return {
    id: made.id,
    port,
    authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
    key: pair.replace(':', '.'),
  }
}

export type Kiosk = Visitor & { id: string }

/** A tablet that was let in as every tablet is: an officer makes a code, the tablet's browser uses it. */
export async function pairedKiosk(web: Web, owner: pg.Pool, facts: Facts): Promise<Kiosk> {
  const officer = await signIn(web.port, 'pengaduan@contoh.example')
  const { rows } = await owner.query<{ id: string }>(
    'select id from organization.unit where institution_id = $1 and parent_id is null',
    [facts.institution],
  )
  const made = await sendForm(officer, '/survei/kios', { name: 'Kios ukur', unit: rows[0]!.id, _key: randomUUID() })
  const code = /kios\/pasang\/([\w-]+)/.exec(made.body)?.[1]
  if (!code) throw new Error(`no kiosk was made: ${made.status}`)
  const nobody = { port: web.port, cookie: undefined }
  const paired = await sendForm(nobody, '/i/contoh/kios/pasang', { code, _key: randomUUID() })
  const cookie = paired.cookies.find((one) => one.startsWith('kios='))
  if (!cookie) throw new Error(`the kiosk was not let in: ${paired.status}`)
  const { rows: known } = await owner.query<{ id: string }>(
    'select id from surveys.kiosk where institution_id = $1 and token_hash is not null order by created_at desc limit 1',
    [facts.institution],
  )
  return { port: web.port, cookie, id: known[0]!.id }
}

/** As a system or a kiosk keeps it; the key is its own. */
export type Filled = ReturnType<typeof filled>

export function filled(slugs: readonly string[], day: string) {
  return {
    key: randomUUID(),
    service: pick(slugs),
    answered_on: day,
    answers: Object.fromEntries(ELEMENTS.map((element) => [element, 1 + Math.floor(Math.random() * 4)])),
  }
}

export function filledIn(slugs: readonly string[], size: number): Filled[] {
  const day = new Date().toISOString().slice(0, 10)
  return Array.from({ length: size }, () => filled(slugs, day))
}

/** The roads on which a filled-in questionnaire comes. */
export const ROADS = {
  api: (client: Client, answers: readonly Filled[]) => postJson(client, '/api/v1/survey-answers', { answers }),
  kiosk: (kiosk: Kiosk, answers: readonly Filled[]) =>
    postRequest(kiosk, '/i/contoh/kios/jawaban', { answers: JSON.stringify(answers) }),
  form: (port: number, { key, service, answers }: Filled) =>
    postRequest({ port, cookie: undefined }, `/i/contoh/survei/${service}`, {
      ...Object.fromEntries(Object.entries(answers).map(([element, score]) => [element, String(score)])),
      gender: pick(['male', 'female']),
      age_band: pick(['18_29', '30_44', '45_59']),
      _key: key,
    }),
} as const

export type Answered = { measured: Measured; answers: number }

type Steady = { connections: number; seconds: number; rate?: number }

/** Filled-in questionnaires, `size` in each request; `kept` hears those that were acknowledged. */
export async function sendAnswers(
  port: number,
  slugs: readonly string[],
  size: number,
  load: Steady,
  road: (answers: Filled[]) => string,
  kept?: (answers: readonly Filled[]) => void,
): Promise<Answered> {
  const pending = new Map<number, Filled[]>()
  const request = (index: number) => {
    const answers = filledIn(slugs, size)
    if (kept) pending.set(index, answers)
    return road(answers)
  }
  const fine = (status: number) => status === 200 || status === 303
  const all = {
    port,
    request,
    ...load,
    answered: (reply: { status: number }, index: number) => {
      const sent = pending.get(index)
      pending.delete(index)
      if (sent && fine(reply.status)) kept?.(sent)
    },
  }
  const { rate } = load
  const measured = rate === undefined ? await closedLoop(all, fine) : await openLoop({ ...all, rate }, fine)
  return { measured, answers: measured.done * size }
}

/** How many of these answers, acknowledged under the sender's keys, are not in the database. */
export async function missingAnswers(owner: pg.Pool, facts: Facts, keys: readonly string[]): Promise<number> {
  const ids = keys.map((key) => answerIdOf(facts.institution, key))
  const { rows } = await owner.query<{ found: number }>(
    'select count(*)::int as found from surveys.answer where institution_id = $1 and id = any($2)',
    [facts.institution, ids],
  )
  return ids.length - rows[0]!.found
}
