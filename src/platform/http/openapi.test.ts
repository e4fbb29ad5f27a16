import { Ajv2020 as Ajv } from 'ajv/dist/2020.js'
import { beforeAll, expect, test } from 'vitest'
import { DEMO_TOKEN } from '../../listen/complaints/deadline-feed/queries.ts'
import { permissions, routes } from '../../slices.ts'
import { localDate } from '../i18n.ts'
import { newId } from '../id.ts'
import { allApiScopes } from '../registry.ts'
import { newClient, ownDemoHouse, postMultipart, type TestHouse } from '../test/harness.ts'

type Method = 'get' | 'post' | 'patch'
type Content = Record<string, { schema: object }>
type Operation = {
  security?: unknown[]
  parameters: { name: string; in: string }[]
  requestBody?: { content: Content }
  responses: Record<string, { content?: Content }>
}
const apiRoutes = routes.filter((route) => route.kind === 'api')
let house: TestHouse
let headers: { authorization: string }
let document: {
  paths: Record<string, Record<string, { 'x-scope': string; summary: string; responses: Record<string, unknown> }>>
}
beforeAll(async () => {
  house = await ownDemoHouse()
  const { rows } = await house.owner.query("select id from organization.institution where slug = 'contoh'")
  headers = await newClient(house, rows[0], allApiScopes())
  document = (await house.app.inject({ url: '/api/openapi.json' })).json()
})

const described = (method: string, path: string) =>
  document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]

test('every route for other systems is described, with a scope that can be given', () => {
  for (const { method, path, access } of apiRoutes) {
    const operation = described(method, path)
    expect(operation?.['x-scope'], path).toBe(access)
    expect(permissions, path).toHaveProperty([access])
    expect(operation?.summary, path).toMatch(/\w{3}/)
  }
  expect(apiRoutes.length).toBeGreaterThan(10)
})

/** A program that has read the document and nothing else: what it sends is checked against it, and what it gets. */
function integrator() {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true })
  const called = new Set<string>()
  const fits = (schema: object, value: unknown, where: string) => {
    if (!ajv.validate(schema, value))
      throw new Error(`${where}: ${ajv.errorsText()}\n${JSON.stringify(value).slice(0, 500)}`)
  }
  async function call(
    method: Method,
    path: string,
    sent: { at?: Record<string, string>; query?: object; body?: object } = {},
  ) {
    const operation = document.paths[path]?.[method] as unknown as Operation
    const named = operation.parameters.filter((one) => one.in === 'path').map((one) => one.name)
    expect(Object.keys(sent.at ?? {}).sort(), path).toEqual(named.sort())
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(sent.at![name]!))
    const query = new URLSearchParams(Object.entries(sent.query ?? {}))
    for (const name of query.keys())
      expect(
        operation.parameters.map((one) => one.name),
        path,
      ).toContain(name)
    const takes = operation.requestBody?.content['application/json']?.schema
    if (sent.body) fits(takes!, sent.body, `sent to ${path}`)
    const as = operation.security?.length === 0 ? {} : headers
    const answer = await house.app.inject({
      method: method.toUpperCase() as 'POST',
      url: `${filled}?${query}`,
      headers: as,
      ...(sent.body ? { payload: sent.body } : {}),
    })
    return promised(method, path, answer)
  }
  function promised(method: Method, path: string, answer: { statusCode: number; body: string; headers: object }) {
    const { responses } = document.paths[path]![method] as unknown as Operation
    const promise = responses[answer.statusCode]
    if (!promise || answer.statusCode > 299)
      throw new Error(`${method} ${path}: ${answer.statusCode} ${answer.body.slice(0, 400)}`)
    const type = String(Reflect.get(answer.headers, 'content-type')).split(';')[0]!
    const schema = promise.content?.[type]?.schema
    if (!schema) throw new Error(`${path} answers in ${type}, which is not described`)
    const value: unknown = type === 'application/json' ? JSON.parse(answer.body) : answer.body
    fits(schema, value, `got from ${path}`)
    called.add(`${method} ${path}`)
    return value as never
  }
  return { call, promised, called }
}

test('who has only the document can do all of it, and gets what it promises', async () => {
  const { call, promised, called } = integrator()
  const { services }: { services: { slug: string; unit_id: string }[] } = await call('get', '/api/v1/services')
  const { slug } = services[0]!
  await call('get', '/api/v1/services/{slug}/figures', { at: { slug } })
  const choices: { units: { id: string }[]; kinds: { slug: string }[]; themes: { slug: string }[] } = await call(
    'get',
    '/api/v1/complaint-choices',
  )
  const words = { privacy: 'open', subject: 'Lampu mati', body: 'Sudah tiga malam.', kind: choices.kinds[0]!.slug }
  const unit = services[0]!.unit_id
  const place = { latitude: -6.98, longitude: 110.4, rt: 3, rw: 1, place: 'Depan pasar' }
  for (const about of [{ service: slug }, {}])
    await call('post', '/api/v1/complaints', { body: { ...words, ...about, ...place, idempotency_key: newId() } })
  const filed: { code: string; reporter_key: string } = await call('post', '/api/v1/complaints', {
    body: { ...words, unit },
  })
  const file = { name: 'surat.pdf', type: 'application/pdf', body: Buffer.from('%PDF-1.4\n%%EOF\n') }
  const { reporter_key } = filed
  const added = await postMultipart(house, '/api/v1/complaint-files', { reporter_key, file }, headers)
  expect(promised('post', '/api/v1/complaint-files', added)).toMatchObject({ files: 1 })
  const at = { code: filed.code }
  const verify = { step: 'verify', class: 'light', theme: choices.themes[0]!.slug, unit }
  await call('post', '/api/v1/complaints/{code}/steps', { at, body: verify })
  await call('post', '/api/v1/complaints/{code}/messages', { at, body: { text: 'Masih mati.' } })
  expect(await call('get', '/api/v1/complaints/{code}', { at })).toMatchObject({ status: 'forwarded', channel: 'api' })
  for (const queue of ['verify', 'work', 'overdue', 'citizen', 'done'])
    await call('get', '/api/v1/complaints', { query: { queue } })
  const post = { url: 'https://sosial.example/p/1', subject: 'Jalan', body: 'Berlubang.' }
  await call('post', '/api/v1/social-posts', { body: post })
  for (const queue of ['waiting', 'open', 'closed']) await call('get', '/api/v1/conversations', { query: { queue } })
  await walkSurveys(call, slug, unit)
  await walkOpenData(call)
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  )
  expect(all.filter((one) => !called.has(one))).toEqual([])
})

type Call = ReturnType<typeof integrator>['call']
type Told = { code: string; kind: string; min?: number; options?: { code: string }[]; items?: { code: string }[] }

/** An answer by what the definition says of the question. */
function answerTo({ kind, min, options, items }: Told): unknown {
  if (items) return Object.fromEntries(items.map((item) => [item.code, 5]))
  if (kind === 'single') return options![0]!.code
  if (kind === 'multiple') return [options![0]!.code]
  if (kind === 'date') return '2026-01-02'
  return kind === 'short' || kind === 'long' ? 'Baik.' : (min ?? 5)
}

async function walkSurveys(call: Call, service: string, unit: string) {
  const today = localDate(house.clock.now, 'Asia/Jakarta')
  const { questionnaires }: { questionnaires: { questionnaire: string; needs_service: boolean }[] } = await call(
    'get',
    '/api/v1/questionnaires',
  )
  expect(questionnaires.length).toBeGreaterThan(0)
  for (const { questionnaire, needs_service } of questionnaires) {
    const read: { definition: { sections: { questions: (Told & { showIf?: object })[] }[] } } = await call(
      'get',
      '/api/v1/questionnaires/{questionnaire}',
      { at: { questionnaire } },
    )
    const questions = read.definition.sections.flatMap((section) => section.questions)
    const answers = Object.fromEntries(questions.map((question) => [question.code, answerTo(question)]))
    const one = { key: newId(), answered_on: today, answers, ...(needs_service ? { service } : {}) }
    const sent = await call('post', '/api/v1/questionnaire-answers', { body: { questionnaire, answers: [one] } })
    expect(sent, questionnaire).toEqual({ added: 1, known: 0, refused: [] })
    await call('get', '/api/v1/questionnaire-results', { query: { questionnaire } })
  }
  const asked: { wording: string; elements: { element: string }[] } = await call('get', '/api/v1/survey-elements')
  const profile: { questions: { field: string; choices: { code: string }[] }[] } = await call(
    'get',
    '/api/v1/survey-choices',
  )
  const answer = {
    ...{ key: newId(), service, answered_on: today, wording: asked.wording },
    answers: Object.fromEntries(asked.elements.map(({ element }) => [element, 4])),
    ...Object.fromEntries(profile.questions.map(({ field, choices }) => [field, choices[0]!.code])),
  }
  const kept = await call('post', '/api/v1/survey-answers', { body: { answers: [answer] } })
  expect(kept).toEqual({ added: 1, known: 0, refused: [] })
  await call('get', '/api/v1/survey-results', { query: { from: '2020-01', to: '2099-12' } })
  const ended = new Date(house.clock.now.getTime() - 60_000).toISOString()
  const given = { key: newId(), service, arrived_at: ended, ended_at: ended, outcome: 'completed', digital: true }
  await call('post', '/api/v1/service-transactions', { body: { transactions: [given] } })
  const invited: { invitations: { url: string }[] } = await call('post', '/api/v1/survey-invitations', {
    body: { service, keys: [given.key] },
  })
  const form = await house.app.inject({ url: new URL(invited.invitations[0]!.url).pathname })
  expect(form.statusCode).toBe(200)
  const plan = {
    ...{
      unit,
      first_month: '2026-01',
      last_month: '2026-06',
      element: asked.elements[0]!.element,
      due_on: '2099-01-31',
    },
    ...{ action: 'Membuka loket kedua.', owner: 'Kepala Seksi Pelayanan', idempotency_key: newId() },
  }
  const planned: { id: string } = await call('post', '/api/v1/survey-follow-ups', { body: plan })
  const repeated = await call('post', '/api/v1/survey-follow-ups', { body: plan })
  expect(repeated).toEqual({ ...planned, repeated: true })
  const { follow_ups }: { follow_ups: { id: string }[] } = await call('get', '/api/v1/survey-follow-ups')
  expect(follow_ups.filter(({ id }) => id === planned.id)).toHaveLength(1)
  const done = { state: 'done', evidence: 'Loket baru dibuka.' }
  const changed = await call('patch', '/api/v1/survey-follow-ups/{id}', { at: { id: planned.id }, body: done })
  expect(changed).toMatchObject(done)
}

async function walkOpenData(call: Call) {
  const institution = 'contoh'
  const { rows } = await house.owner.query('select extract(year from max(month))::integer as year from statistics.cell')
  for (const part of ['.json', '.csv', '-kelompok.json', '-waktu.json']) {
    const at = { institution, file: `${rows[0].year}${part}` }
    const data: { length: number } = await call('get', '/i/{institution}/statistik-pengaduan/data/{file}', { at })
    expect(data.length, part).toBeGreaterThan(5)
  }
  await call('get', '/i/{institution}/statistik-pengaduan', { at: { institution } })
  await call('get', '/i/{institution}/tenggat/{token}/pengaduan.ics', { at: { institution, token: DEMO_TOKEN } })
}

test('the statuses an integrator meets are all described', async () => {
  const { services } = (await house.app.inject({ url: '/api/v1/services', headers })).json()
  const { responses } = described('POST', '/api/v1/complaints')!
  const file = { service: services[0].slug, privacy: 'secret', subject: 'Uji', body: 'Isi.', idempotency_key: 'sama' }
  const send = (payload: object, as: Record<string, string> = headers) =>
    house.app.inject({ method: 'POST', url: '/api/v1/complaints', headers: as, payload })
  const { rows } = await house.owner.query("select id from organization.institution where slug = 'contoh'")
  const without = await newClient(house, rows[0], [])
  const met = [
    await send(file),
    await send(file),
    await send({ ...file, subject: 'Lain' }),
    await send({ ...file, service: 'tidak-ada', idempotency_key: 'lain' }),
    await send(file, without),
    await send(file, {}),
  ].map(({ statusCode }) => String(statusCode))
  expect(met).toEqual(['201', '200', '409', '422', '403', '401'])
  expect(Object.keys(responses)).toEqual(expect.arrayContaining(met))
  const { responses: posts } = described('POST', '/api/v1/social-posts')!
  expect(Object.keys(posts)).toEqual(expect.arrayContaining(['200', '201']))
  expect(Object.keys(described('GET', '/api/v1/services')!.responses)).not.toContain('201')
})
