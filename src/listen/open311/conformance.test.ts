import { beforeAll, describe, expect, test } from 'vitest'
import {
  asking,
  easy,
  faultsOf,
  filed,
  full,
  get,
  list,
  meet,
  parse,
  post,
  type Row,
  target,
  W3C,
} from './test-conformance.ts'

/** GeoReport v2, sentence by sentence; its finer letter is in conformance-letter.test.ts. */
beforeAll(meet)

describe('encoding and formats', () => {
  const paths = ['/services', '/requests', '/discovery', '/servicerequestupdates']
  test.each(paths)('GET %s.xml is text/xml in UTF-8 with a declaration', async (path) => {
    const answer = await get(`${path}.xml`)
    expect(answer.status, answer.text).toBe(200)
    expect(answer.type.toLowerCase().replaceAll(' ', '')).toBe('text/xml;charset=utf-8')
    expect(answer.text).toMatch(/^<\?xml version="1\.0" encoding="utf-8"\?>/i)
    parse(answer.text)
  })
  test.each(paths)('GET %s.json is application/json in UTF-8', async (path) => {
    const answer = await get(`${path}.json`)
    expect(answer.type.toLowerCase().replaceAll(' ', '')).toBe('application/json;charset=utf-8')
    JSON.parse(answer.text)
  })
})

describe('browsers', () => {
  const ask = (path: string, more: RequestInit = {}) =>
    fetch(target.base + path, { ...more, headers: { origin: 'https://aplikasi.example', ...more.headers } })
  test.each([
    '/discovery.json',
    '/services.xml',
    '/requests.json',
    '/servicerequestupdates.json',
    '/requests/none.json',
  ])('a page of another site may read %s, what is missing too, and ask before it does', async (path) => {
    expect((await ask(path)).headers.get('access-control-allow-origin')).toBe('*')
    const asked = { 'access-control-request-method': 'GET', 'access-control-request-headers': 'x-requested-with' }
    const allowed = await ask(path, { method: 'OPTIONS', headers: asked })
    expect([allowed.status, await allowed.text()]).toEqual([204, ''])
    const told = (name: string) => allowed.headers.get(`access-control-allow-${name}`)
    expect([told('origin'), told('methods'), told('headers')]).toEqual(['*', 'GET, HEAD', '*'])
    expect(told('credentials')).toBeNull()
  })
  test('what it would send with a key is not answered to it', async () => {
    const body = new URLSearchParams(full())
    const sent = await ask('/requests.json', { method: 'POST', body })
    expect(sent.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('discovery', () => {
  test('all fields are there in both formats, changeset is ISO 8601', async () => {
    const json = JSON.parse((await get('/discovery.json')).text) as Row & { endpoints: Row[] }
    expect(Object.keys(json).sort()).toEqual(['changeset', 'contact', 'endpoints', 'key_service'])
    expect(json['changeset']).toMatch(W3C)
    for (const endpoint of json.endpoints) {
      expect(Object.keys(endpoint).sort()).toEqual(['changeset', 'formats', 'specification', 'type', 'url'])
      expect(endpoint['specification']).toBe('http://wiki.open311.org/GeoReport_v2')
      expect(['production', 'test']).toContain(endpoint['type'])
      expect(endpoint['formats']).toContain('text/xml')
      expect(endpoint['changeset']).toMatch(W3C)
    }
    const root = parse((await get('/discovery.xml')).text)['discovery'] as unknown as { endpoints: { endpoint: Row[] } }
    expect(root.endpoints.endpoint[0]!['formats']).toEqual({ format: ['text/xml', 'application/json'] })
  })
})

describe('GET service list', () => {
  test('every service has its fields, with text for codes and the two words of each choice', async () => {
    for (const service of await list('/services.json')) {
      expect(Object.keys(service).sort()).toEqual(
        ['description', 'group', 'keywords', 'metadata', 'service_code', 'service_name', 'type'].sort(),
      )
      expect(typeof service['service_code']).toBe('string')
      expect(typeof service['metadata']).toBe('boolean')
      expect(['realtime', 'batch', 'blackbox']).toContain(service['type'])
    }
  })
  test('XML and JSON say the same', async () => {
    const json = await list('/services.json')
    const rows = parse((await get('/services.xml')).text)['services']!['service']!
    expect(rows.map((row) => row['service_code'])).toEqual(json.map((row) => row['service_code']))
    expect(rows.map((row) => row['metadata'])).toEqual(json.map((row) => String(row['metadata'])))
    expect(rows.map((row) => row['description'])).toEqual(json.map((row) => row['description']))
  })
  test('jurisdiction_id: empty is absent, unknown is 404', async () => {
    expect((await get('/services.json?jurisdiction_id=')).text).toBe((await get('/services.json')).text)
    const answer = await get('/services.json?jurisdiction_id=nowhere.example')
    expect(answer.status).toBe(404)
    expect((JSON.parse(answer.text) as Row[])[0]!['description']).toContain('jurisdiction_id')
  })
})

describe('GET service definition', () => {
  test('attributes are typed, ordered and required or not', async () => {
    if (!asking) return
    const answer = await get(`/services/${asking.service_code}.json`)
    const definition = JSON.parse(answer.text) as { service_code: string; attributes: Row[] }
    expect(definition.service_code).toBe(asking.service_code)
    expect(new Set(definition.attributes.map((one) => one['order'])).size).toBe(definition.attributes.length)
    for (const one of definition.attributes) {
      for (const field of ['variable', 'required']) expect(typeof one[field]).toBe('boolean')
      for (const field of ['code', 'datatype', 'description']) expect(typeof one[field]).toBe('string')
      expect(one).toHaveProperty('datatype_description')
      if (String(one['datatype']).endsWith('list'))
        for (const value of one['values'] as Row[]) {
          expect(typeof value['key']).toBe('string')
          expect(typeof value['name']).toBe('string')
        }
    }
    const root = parse((await get(`/services/${asking.service_code}.xml`)).text)['service_definition']!
    const attributes = (root['attributes'] as unknown as { attribute: Row[] }).attribute
    expect(attributes.map((one) => one['code'])).toEqual(definition.attributes.map((one) => one['code']))
  })
  test('an unknown service_code is 404', async () => {
    expect((await get('/services/no-such-service.xml')).status).toBe(404)
  })
})

describe('POST service request', () => {
  test('gives the id at once and no token, in both formats', async () => {
    const json = await post('/requests.json', { ...full(), account_id: 'akun-7' })
    expect(json.status, json.text).toBe(200)
    const [row] = JSON.parse(json.text) as Row[]
    expect(typeof row!['service_request_id']).toBe('string')
    expect(row).not.toHaveProperty('token')
    expect(row!['account_id']).toBe('akun-7')
    const answer = await post('/requests.xml', full())
    const [request] = parse(answer.text)['service_requests']!['request']!
    expect(request!['service_request_id']).toBeTruthy()
    expect(request!['account_id']).toBe('')
  })

  type Case = [sentence: string, status: number, named: string, change: () => Record<string, string>]
  const refusals: Case[] = [
    ['api_key is required', 403, 'api_key', () => ({ api_key: '' })],
    ['a wrong api_key', 403, 'api_key', () => ({ api_key: 'wrong' })],
    ['service_code was not provided', 400, 'service_code', () => ({ service_code: '' })],
    ['service_code was not found', 404, 'service_code', () => ({ service_code: 'no-such-service' })],
    ['jurisdiction_id was not found', 404, 'jurisdiction_id', () => ({ jurisdiction_id: 'nowhere.example' })],
    ['no location', 400, 'location', () => ({ lat: '', long: '' })],
    ['lat without long', 400, 'lat', () => ({ long: '' })],
    ['lat that is no latitude', 400, 'lat', () => ({ lat: '91' })],
    ['long that is no number', 400, 'long', () => ({ long: 'east' })],
    ['more than 4000 characters', 400, 'description', () => ({ description: 'x'.repeat(4001) })],
    ['e-mail that is none', 400, 'email', () => ({ email: 'bukan surel' })],
    ['media_url that is no address', 400, 'media_url', () => ({ media_url: 'javascript:alert(1)' })],
  ]
  describe.each(refusals)('%s', (_sentence, status, named, change) => {
    test.each(['xml', 'json'] as const)('is %s', async (format) => {
      const answer = await post(`/requests.${format}`, { ...full(), ...change() })
      expect(answer.status, answer.text).toBe(status)
      const errors = faultsOf(answer)
      expect(String(errors[0]!['code'])).toBe(String(status))
      expect(String(errors[0]!['description'])).toContain(named)
    })
  })

  test('several mistakes are several errors', async () => {
    const answer = await post('/requests.json', { api_key: target.key, lat: 'x', long: 'y', email: 'z' })
    expect(answer.status).toBe(400)
    expect((JSON.parse(answer.text) as Row[]).length).toBeGreaterThan(3)
  })
  test.each([
    ['address_string', { address_string: 'Jl. Merdeka 5' }],
    ['address_id', { address_id: '545483' }],
  ] as [string, Record<string, string>][])('%s alone is a location', async (_name, place) => {
    const answer = await post('/requests.json', { ...full(), lat: '', long: '', ...place })
    expect(answer.status, answer.text).toBe(200)
  })
  test('every optional argument may be empty', async () => {
    const empty = ['email', 'device_id', 'account_id', 'first_name', 'last_name', 'phone', 'media_url', 'address_id']
    const answer = await post('/requests.xml', { ...full(), ...Object.fromEntries(empty.map((name) => [name, ''])) })
    expect(answer.status, answer.text).toBe(200)
  })
  test('attributes: required, of their list, as attribute[CODE], attribute[CODE][] and bare', async () => {
    if (!asking) return
    const definition = JSON.parse((await get(`/services/${asking.service_code}.json`)).text) as { attributes: Row[] }
    const must = definition.attributes.find((one) => one['required'] && one['datatype'] === 'singlevaluelist')
    if (!must) return
    const [code, key] = [String(must['code']), String((must['values'] as Row[])[0]!['key'])]
    const send = (more: Record<string, string | string[]>) =>
      post('/requests.json', { ...full(), service_code: asking!.service_code, ...more })
    const missing = await send({})
    expect(missing.status).toBe(400)
    expect(missing.text).toContain(`${code} required`)
    expect((await send({ [`attribute[${code}]`]: 'not-in-list' })).status).toBe(400)
    for (const name of [`attribute[${code}]`, `attribute[${code}][]`, code])
      expect((await send({ [name]: key })).status, name).toBe(200)
    const several = definition.attributes.find((one) => one['datatype'] === 'multivaluelist')
    const keys = ((several?.['values'] as Row[] | undefined) ?? []).map((value) => String(value['key']))
    if (several)
      expect((await send({ [code]: key, [`attribute[${String(several['code'])}][]`]: keys })).status).toBe(200)
  })
  test('the same request sent again is the same request', async () => {
    const again = { ...full(), device_id: `alat-${Math.random()}` }
    const ids = await Promise.all([1, 2, 3].map(() => post('/requests.json', again)))
    expect(new Set(ids.map((answer) => answer.text)).size).toBe(1)
    const headers = { 'idempotency-key': `k-${Math.random()}` }
    const first = await post('/requests.json', full(), headers)
    expect((await post('/requests.json', full(), headers)).text).toBe(first.text)
  })
})

describe('GET service requests', () => {
  const FIELDS = [
    'service_request_id',
    'status',
    'status_notes',
    'service_name',
    'service_code',
    'description',
    'agency_responsible',
    'service_notice',
    'requested_datetime',
    'updated_datetime',
    'expected_datetime',
    'address',
    'address_id',
    'zipcode',
    'lat',
    'long',
    'media_url',
  ]
  test('one by its id: all fields, text ids, dates with zone, open', async () => {
    const id = await filed()
    const [row] = await list(`/requests/${id}.json`)
    expect(Object.keys(row!)).toEqual(FIELDS)
    expect(row).toMatchObject({ service_request_id: id, status: 'open', service_code: easy.service_code })
    for (const field of ['requested_datetime', 'updated_datetime']) expect(row![field]).toMatch(W3C)
    const [same] = parse((await get(`/requests/${id}.xml`)).text)['service_requests']!['request']!
    expect(Object.keys(same!)).toEqual(FIELDS)
    expect(same!['service_request_id']).toBe(id)
  })
  test('its sender reads back what was sent', async () => {
    const id = await filed({ address_string: 'Jl. Merdeka 5', description: 'Gelap & <b>rawan</b>.\nTolong.' })
    const [row] = await list(`/requests/${id}.json?api_key=${target.key}`)
    expect(row).toMatchObject({ description: 'Gelap & rawan.\nTolong.', address: 'Jl. Merdeka 5', lat: -6.914744 })
  })
  test('service_request_id: comma delimited, overriding everything else', async () => {
    const ids = [await filed(), await filed()]
    const rows = await list(`/requests.json?service_request_id=${ids.join(',')}&status=closed&start_date=`)
    expect(rows.map((row) => row['service_request_id']).sort()).toEqual(ids.sort())
  })
  test('with both an id and empty optional arguments', async () => {
    const id = await filed()
    const rows = await list(`/requests.json?service_request_id=${id}&service_code=&start_date=&end_date=&status=&page=`)
    expect(rows.length).toBe(1)
  })
  test('status and service_code narrow the list, comma delimited', async () => {
    const id = await filed()
    const open = await list(`/requests.json?status=open&service_code=${easy.service_code}`)
    expect(open.map((row) => row['service_request_id'])).toContain(id)
    expect(open.every((row) => row['status'] === 'open' && row['service_code'] === easy.service_code)).toBe(true)
    const either = await list('/requests.json?status=open,closed')
    expect(either.length).toBeGreaterThanOrEqual(open.length)
  })
  test('start_date and end_date bound requested_datetime', async () => {
    await filed()
    expect(await list('/requests.json?start_date=2001-01-01T00:00:00Z&end_date=2001-02-01T00:00:00%2B07:00')).toEqual(
      [],
    )
    expect((await list('/requests.json?end_date=2001-02-01T00:00:00Z')).length).toBe(0)
  })
  test('page and page_size walk through the list without doubling', async () => {
    await Promise.all([filed(), filed(), filed()])
    const pages = await Promise.all([1, 2].map((page) => list(`/requests.json?page_size=1&page=${page}`)))
    expect(pages.map((page) => page.length)).toEqual([1, 1])
    expect(pages[0]![0]!['service_request_id']).not.toBe(pages[1]![0]!['service_request_id'])
  })
  test('extensions=true adds attributes, extended_attributes and notes', async () => {
    const id = await filed()
    const [row] = await list(`/requests/${id}.json?extensions=true`)
    expect(row).toMatchObject({ extended_attributes: { channel: 'open311' }, notes: [] })
    expect(row).toHaveProperty('attributes')
  })
  test.each([
    ['/requests.json?start_date=2026-01-01', 400],
    ['/requests.json?start_date=2026-02-30T00:00:00Z', 400],
    ['/requests.json?start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z', 400],
    ['/requests.json?status=half', 400],
    ['/requests.json?page=0', 400],
    ['/requests.json?service_code=no-such-service', 404],
    ['/requests.json?jurisdiction_id=nowhere.example', 404],
    ['/requests.json?service_request_id=no-such-id', 404],
    ['/requests/no-such-id.json', 404],
    ['/tokens/no-such-token.json', 404],
    ['/requests.json?api_key=wrong', 403],
  ] as [string, number][])('%s is %i with an error body', async (path, status) => {
    const answer = await get(path)
    expect(answer.status, answer.text).toBe(status)
    const [error] = JSON.parse(answer.text) as Row[]
    expect(Object.keys(error!).sort()).toEqual(['code', 'description'])
  })
})

describe('FixMyStreet updates', () => {
  test('are taken once per update_id and listed as nothing the public sees', async () => {
    const id = await filed()
    const update = { api_key: target.key, service_request_id: id, description: 'Masih padam.', update_id: 'u-1' }
    const first = await post('/servicerequestupdates.xml', { ...update, updated_datetime: new Date().toISOString() })
    expect(first.status, first.text).toBe(200)
    const [row] = parse(first.text)['service_request_updates']!['request_update']!
    expect(row!['update_id']).toBeTruthy()
    const again = await post('/servicerequestupdates.json', update)
    expect((JSON.parse(again.text) as Row[])[0]!['update_id']).toBe(row!['update_id'])
    const listed = await list('/servicerequestupdates.json')
    expect(listed.every((one) => one['description'] !== 'Masih padam.')).toBe(true)
  })
  test('a client whose clock is wrong is heard, and moves no time of ours', async () => {
    const id = await filed()
    const update = { api_key: target.key, service_request_id: id }
    for (const year of ['1999', '2031']) {
      const fields = { ...update, description: `Dari ${year}.`, updated_datetime: `${year}-01-01T00:00:00Z` }
      const sent = await post('/servicerequestupdates.json', fields)
      expect(sent.status, sent.text).toBe(200)
    }
    const [row] = await list(`/requests.json?service_request_id=${id}`)
    const [asked, updated] = ['requested_datetime', 'updated_datetime'].map((field) => Date.parse(String(row![field])))
    expect(updated).toBeGreaterThanOrEqual(asked!)
    expect(updated).toBeLessThan(Date.parse('2030-01-01'))
  })
  test.each([
    [{ api_key: '' }, 403],
    [{ service_request_id: '' }, 400],
    [{ description: '' }, 400],
    [{ service_request_id: 'no-such-id' }, 404],
    [{ updated_datetime: 'yesterday' }, 400],
  ] as [Record<string, string>, number][])('%o is %i', async (change, status) => {
    const update = { api_key: target.key, service_request_id: await filed(), description: 'Halo' }
    expect((await post('/servicerequestupdates.json', { ...update, ...change })).status).toBe(status)
  })
})
