import { beforeAll, expect, test } from 'vitest'
import { permissions, routes } from '../../slices.ts'
import { newClient, ownDemoHouse, type TestHouse } from '../test/harness.ts'

const apiRoutes = routes.filter((route) => route.kind === 'api')
let house: TestHouse
let headers: { authorization: string }
let document: {
  paths: Record<string, Record<string, { 'x-scope': string; summary: string; responses: Record<string, unknown> }>>
}
beforeAll(async () => {
  house = await ownDemoHouse()
  const { rows } = await house.owner.query("select id from organization.institution where slug = 'contoh'")
  headers = await newClient(house, rows[0], Object.keys(permissions))
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

test('what is read is what the description says, with nothing more and nothing less', async () => {
  const read = async (url: string) => (await house.app.inject({ url, headers })).json()
  const { services } = await read('/api/v1/services')
  const { complaints } = await read('/api/v1/complaints?queue=done')
  const { rows } = await house.owner.query(
    `select q.slug from questionnaires.questionnaire q join organization.institution i on i.id = q.institution_id
     join questionnaires.response r on r.institution_id = q.institution_id and r.questionnaire_id = q.id
     where i.slug = 'contoh' group by q.slug order by count(*) desc limit 1`,
  )
  const ADDRESSES: Record<string, string> = {
    '/api/v1/complaint-choices': '/api/v1/complaint-choices',
    '/api/v1/complaints': '/api/v1/complaints?queue=work',
    '/api/v1/complaints/:code': `/api/v1/complaints/${complaints[0].code}`,
    '/api/v1/conversations': '/api/v1/conversations?queue=closed',
    '/api/v1/questionnaire-results': `/api/v1/questionnaire-results?questionnaire=${rows[0].slug}`,
    '/api/v1/services': '/api/v1/services',
    '/api/v1/services/:slug/figures': `/api/v1/services/${services[0].slug}/figures`,
    '/api/v1/survey-choices': '/api/v1/survey-choices',
    '/api/v1/survey-elements': '/api/v1/survey-elements',
    '/api/v1/survey-results': '/api/v1/survey-results?from=2020-01&to=2099-12',
  }
  for (const route of apiRoutes.filter(({ method }) => method === 'GET')) {
    const answer = await house.app.inject({ url: ADDRESSES[route.path] ?? `no address for ${route.path}`, headers })
    expect(answer.statusCode, `${route.path}: ${answer.body.slice(0, 200)}`).toBe(200)
    // Parsing leaves out what the schema, and with it the description, does not know.
    expect(route.output!.parse(answer.json()), route.path).toEqual(answer.json())
  }
})

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
