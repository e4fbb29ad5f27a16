import { XMLParser } from 'fast-xml-parser'
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
} from './test-conformance.ts'

/** The finer letter of GeoReport v2, its discovery, its JSON convention and its common extensions, over HTTP alone. */
beforeAll(meet)

const READS = ['/discovery', '/services', '/requests', '/servicerequestupdates'] as const
const SECOND = 1000
const DAY = 86_400 * SECOND
const at = (milliseconds: number) => encodeURIComponent(new Date(milliseconds).toISOString())
const definitionOf = async (code: string) =>
  JSON.parse((await get(`/services/${code}.json`)).text) as { service_code: string; attributes: Row[] }
const attributesOf = async () => (asking ? (await definitionOf(asking.service_code)).attributes : [])
/** A request of the service that asks, with every required question answered. */
async function answered(more: Record<string, string | string[]> = {}) {
  const fields: Record<string, string | string[]> = { ...full(), service_code: asking!.service_code }
  for (const one of await attributesOf())
    if (one['required'] && one['variable'])
      fields[`attribute[${String(one['code'])}]`] = String((one['values'] as Row[] | undefined)?.[0]?.['key'] ?? '1')
  return post('/requests.json', { ...fields, ...more })
}

describe('XML', () => {
  test.each(READS)('%s has neither attributes nor namespaces, and one root', async (path) => {
    await filed()
    const { text } = await get(`${path}.xml`)
    expect(text.replace(/^<\?xml[^>]*\?>\s*/, '')).not.toMatch(/<[a-z_]+[\s:][^>]*>/)
    const root = { '/discovery': 'discovery', '/servicerequestupdates': 'service_request_updates' }[path as string]
    expect(Object.keys(parse(text)).filter((name) => name !== '?xml')).toEqual([
      root ?? (path === '/requests' ? 'service_requests' : 'services'),
    ])
  })
})

/** What the Spark convention makes of XML: an element with one kind of child that stands in this list is an array. */
const LISTS: Record<string, string> = {
  services: 'service',
  attributes: 'attribute',
  values: 'value',
  service_requests: 'request',
  service_request_updates: 'request_update',
  errors: 'error',
  endpoints: 'endpoint',
  formats: 'format',
}
function spark(name: string, node: unknown): unknown {
  const item = LISTS[name]
  if (item !== undefined) {
    const inner = typeof node === 'object' && node !== null ? (node as Row)[item] : undefined
    return (inner === undefined ? [] : [inner].flat()).map((one) => spark(item, one))
  }
  if (typeof node !== 'object' || node === null) return node === '' ? null : node
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, spark(key, value)]))
}
/** Types are JSON's own; the convention speaks of structure. */
function flat(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(flat)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, flat(one)]))
  return value === null || value === '' ? null : String(value)
}

describe('JSON is the Spark convention of the XML', () => {
  const same = async (path: string) => {
    const text = (await get(`${path}.xml`)).text
    const tree = new XMLParser({ parseTagValue: false, ignoreDeclaration: true, trimValues: false }).parse(text) as Row
    const [root] = Object.keys(tree)
    expect(flat(JSON.parse((await get(`${path}.json`)).text))).toEqual(flat(spark(root!, tree[root!])))
  }
  test.each(READS)('%s', same)
  test('definition, single request, token and errors', async () => {
    const id = await filed()
    for (const path of [`/requests/${id}`, `/tokens/${id}`, '/requests/none', '/services/none']) await same(path)
    if (asking) await same(`/services/${asking.service_code}`)
  })
})

describe('encoding', () => {
  test('what is sent in UTF-8 comes back in UTF-8, in both formats', async () => {
    const description = 'Got padhang — ꦥꦸꦠꦺꦴꦁ, “lampu” 💡 & <3 km/jam'
    const id = await filed({ description })
    const [json] = await list(`/requests/${id}.json?api_key=${target.key}`)
    expect(json!['description']).toBe(description)
    const answer = await get(`/requests/${id}.xml?api_key=${target.key}`)
    expect(parse(answer.text)['service_requests']!['request']![0]!['description']).toBe(description)
  })
  test('a body that names its charset is read as one that does not', async () => {
    const response = await fetch(`${target.base}/requests.json`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: new URLSearchParams(full()).toString(),
    })
    expect(response.status).toBe(200)
  })
  test.each(['%00', '%FF%FE', '%ED%A0%80', '%0B', '%EF%BF%BE'])(
    'bytes that are no text (%s) break nothing',
    async (bytes) => {
      const fields = new URLSearchParams(full()).toString()
      const sent = await fetch(`${target.base}/requests.xml`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `${fields}&first_name=a${bytes}b&address_string=${bytes}x&account_id=${bytes}&device_id=${bytes}7`,
      })
      expect([200, 400]).toContain(sent.status)
      parse(await sent.text())
      const names = ['service_request_id', 'service_code', 'start_date', 'status', 'page', 'jurisdiction_id', 'api_key']
      for (const path of [
        ...names.map((name) => `/requests.xml?${name}=${bytes}`),
        `/services/${bytes}.xml`,
        `/tokens/${bytes}.xml`,
      ]) {
        const answer = await get(path)
        expect(answer.status, path).toBeLessThan(500)
        parse(answer.text)
      }
    },
  )
})

describe('jurisdiction_id', () => {
  test('is optional for one jurisdiction: absent, empty and right are the same, on every method', async () => {
    const id = await filed()
    const right = new URL(target.base).pathname.split('/')[2]!
    const paths = ['/services', '/requests', `/requests/${id}`, `/tokens/${id}`, '/servicerequestupdates']
    for (const path of [...paths, `/services/${easy.service_code}`]) {
      const plain = (await get(`${path}.json`)).text
      for (const value of ['', right]) expect((await get(`${path}.json?jurisdiction_id=${value}`)).text).toBe(plain)
      const wrong = await get(`${path}.xml?jurisdiction_id=nowhere.example`)
      expect([wrong.status, String(faultsOf(wrong)[0]!['description'])]).toEqual([
        404,
        expect.stringContaining('jurisdiction_id'),
      ])
    }
    expect((await post('/requests.xml', { ...full(), jurisdiction_id: right })).status).toBe(200)
  })
})

describe('service list and definition', () => {
  test('codes are unique, keywords comma separated, a definition is needed just where metadata is true', async () => {
    const services = await list('/services.json')
    expect(new Set(services.map((one) => one['service_code'])).size).toBe(services.length)
    for (const service of services) {
      for (const word of String(service['keywords'] ?? '').split(',')) expect(word.trim()).toBe(word.replace(/^ /, ''))
      const { service_code, attributes } = await definitionOf(String(service['service_code']))
      expect([service_code, attributes.length > 0]).toEqual([service['service_code'], service['metadata']])
    }
  })
  test('order is a positive integer, once; values are there for the two lists alone; keys are unique', async () => {
    const attributes = await attributesOf()
    const order = attributes.map((one) => Number(one['order']))
    expect(order.every((one) => Number.isInteger(one) && one > 0)).toBe(true)
    expect(order).toEqual([...new Set(order)].sort((a, b) => a - b))
    expect(new Set(attributes.map((one) => one['code'])).size).toBe(attributes.length)
    for (const one of attributes) {
      expect('values' in one).toBe(String(one['datatype']).endsWith('valuelist'))
      const keys = ((one['values'] as Row[] | undefined) ?? []).map((value) => value['key'])
      expect(new Set(keys).size).toBe(keys.length)
    }
  })
  test('an attribute that is only to read asks nothing', async () => {
    const silent = (await attributesOf()).filter((one) => !one['variable'])
    if (silent.length === 0) return
    expect(silent.every((one) => !one['required'])).toBe(true)
    const sent = await answered(Object.fromEntries(silent.map((one) => [`attribute[${String(one['code'])}]`, 'x'])))
    expect(sent.status, sent.text).toBe(200)
  })
})

describe('POST', () => {
  test('the example of the specification, with attributes nobody asked for', async () => {
    const sent = await post('/requests.xml', {
      ...full(),
      jurisdiction_id: '',
      lat: '37.76524078',
      long: '-122.4212043',
      address_string: '1234 5th street',
      email: 'smit333@sfgov.edu',
      device_id: `tt${Math.random()}`,
      account_id: '123456',
      first_name: 'john',
      last_name: 'smith',
      phone: '111111111',
      description: 'A large sinkhole is destroying the street',
      media_url: 'http://farm3.static.flickr.com/2002/2212426634_5ed477a060.jpg',
      'attribute[WHISPAWN]': '123456',
      'attribute[WHISDORN]': 'COISL001',
    })
    expect(sent.status, sent.text).toBe(200)
    const [request] = parse(sent.text)['service_requests']!['request']!
    expect(Object.keys(request!)).toEqual(['service_request_id', 'service_notice', 'account_id'])
  })
  test('4,000 characters with line breaks are taken, counted as characters; markup is not kept', async () => {
    const long = `${'é'.repeat(1999)}\n${'💡'.repeat(1000)}`
    expect((await post('/requests.json', { ...full(), description: long })).status).toBe(200)
    const id = await filed({ description: 'Baris satu\r\nBaris <script>alert(1)</script>dua' })
    const [row] = await list(`/requests/${id}.json?api_key=${target.key}`)
    expect(row!['description']).toBe('Baris satu\nBaris alert(1)dua')
  })
  test('an empty optional argument and one that is not there give the same request', async () => {
    const empty = [
      'address_string',
      'address_id',
      'email',
      'account_id',
      'first_name',
      'last_name',
      'phone',
      'media_url',
    ]
    const ids = [await filed(), await filed(Object.fromEntries(empty.map((name) => [name, ''])))]
    const rows = await Promise.all(ids.map((id) => list(`/requests/${id}.json?api_key=${target.key}&extensions=true`)))
    const [first, second] = rows.map(([row]) => {
      const { service_request_id, requested_datetime, updated_datetime, expected_datetime, ...rest } = row!
      expect([service_request_id, requested_datetime, updated_datetime, expected_datetime].every(Boolean)).toBe(true)
      return rest
    })
    expect(second).toEqual(first)
  })
  test('values are of their type: one of a single list, numbers, dates, one line', async () => {
    const attributes = await attributesOf()
    const wrong: Record<string, string[]> = {
      number: ['dua', '1e400', 'NaN'],
      datetime: ['besok', '2026-13-01'],
      string: ['satu\ndua'],
      singlevaluelist: ['bukan-pilihan'],
      multivaluelist: ['bukan-pilihan'],
    }
    for (const one of attributes.filter((attribute) => attribute['variable'])) {
      const name = `attribute[${String(one['code'])}]`
      for (const value of wrong[String(one['datatype'])] ?? []) {
        const refused = await answered({ [name]: value })
        expect([refused.status, value], refused.text).toEqual([400, value])
        expect(faultsOf(refused)[0]!['description']).toContain(String(one['code']))
      }
      const keys = ((one['values'] as Row[] | undefined) ?? []).map((value) => String(value['key']))
      if (keys.length > 1)
        expect((await answered({ [name]: keys })).status).toBe(one['datatype'] === 'singlevaluelist' ? 400 : 200)
    }
  })
})

describe('tokens', () => {
  test('give the id and the token that was asked with; an unknown one is named', async () => {
    const id = await filed()
    expect(await list(`/tokens/${id}.json`)).toEqual([{ service_request_id: id, token: id }])
    const none = await get('/tokens/123.xml')
    expect([none.status, faultsOf(none)[0]!['description']]).toEqual([404, expect.stringContaining('token')])
  })
})

describe('GET service requests', () => {
  test('service_request_id overrides every other argument, wrong ones too; empty parts of the list are nothing', async () => {
    const ids = [await filed(), await filed()]
    const others = ['status=half', 'start_date=x', 'end_date=x', 'service_code=none', 'page=0', 'page_size=x']
    for (const other of [...others, others.join('&')]) {
      const rows = await list(`/requests.json?service_request_id=,${ids.join(', ,')},&${other}`)
      expect(rows.map((row) => row['service_request_id']).sort(), other).toEqual([...ids].sort())
    }
    const twice = await list(`/requests.json?service_request_id=${ids[0]}&service_request_id=${ids[1]},${ids[0]}`)
    expect(twice).toHaveLength(2)
    expect(await list(`/requests.json?service_request_id=${ids[0]},no-such-id`)).toHaveLength(1)
  })
  test('lists may be declared several times or with commas', async () => {
    await filed()
    const codes = (await list('/services.json')).map((one) => String(one['service_code']))
    const all = await list(`/requests.json?service_code=${codes.join(',')}`)
    expect(await list(`/requests.json?${codes.map((code) => `service_code=${code}`).join('&')}`)).toEqual(all)
    expect(await list('/requests.json?status=open&status=closed')).toEqual(await list('/requests.json'))
  })
  test('one date alone bounds one side; together they span 90 days and not a second more', async () => {
    const id = await filed()
    const [row] = await list(`/requests/${id}.json`)
    // Of an instant they tell the second.
    const then = Date.parse(String(row!['requested_datetime']))
    const has = async (query: string) =>
      (await list(`/requests.json?${query}`)).some((one) => one['service_request_id'] === id)
    const soon = then + SECOND
    expect(await has(`start_date=${at(then)}`)).toBe(true)
    expect(await has(`end_date=${at(soon)}`)).toBe(true)
    expect(await has(`end_date=${at(then - SECOND)}`)).toBe(false)
    expect(await has(`start_date=${at(soon)}`)).toBe(false)
    expect(await has(`start_date=${at(soon - 90 * DAY)}&end_date=${at(soon)}`)).toBe(true)
    expect(await has(`start_date=${at(then - 90 * DAY)}&end_date=${at(then - SECOND)}`)).toBe(false)
    for (const format of ['json', 'xml']) {
      const span = await get(`/requests.${format}?start_date=${at(soon - 90 * DAY - SECOND)}&end_date=${at(soon)}`)
      expect([span.status, faultsOf(span)[0]!['description']]).toEqual([400, expect.stringContaining('90 days')])
    }
  })
  test('newest first, at most 1,000, whatever is asked for', async () => {
    await Promise.all([filed(), filed()])
    const rows = await list('/requests.json?page_size=999999')
    expect(rows.length).toBeLessThanOrEqual(1000)
    const times = rows.map((row) => Date.parse(String(row['requested_datetime'])))
    expect(times).toEqual([...times].sort((a, b) => b - a))
  })
  test('arguments that a method does not know change nothing', async () => {
    const id = await filed()
    expect((await get(`/requests/${id}.json?status=half&start_date=x&foo[]=1`)).text).toBe(
      (await get(`/requests/${id}.json`)).text,
    )
  })
  test('extensions=true adds, in any case, and nothing else does', async () => {
    const id = await filed()
    const keys = async (query: string) => Object.keys((await list(`/requests/${id}.json?${query}`))[0]!)
    const plain = await keys('')
    for (const value of ['true', 'True', 'TRUE'])
      expect((await keys(`extensions=${value}`)).slice(plain.length)).toEqual([
        'attributes',
        'extended_attributes',
        'notes',
      ])
    for (const value of ['false', '', '0']) expect(await keys(`extensions=${value}`)).toEqual(plain)
  })
})

describe('errors', () => {
  const wrong: [string, number, string][] = [
    ['/services/none', 404, 'service_code'],
    ['/requests/none', 404, 'service_request_id'],
    ['/tokens/none', 404, 'token'],
    ['/services', 404, 'jurisdiction_id'],
    ['/requests', 400, 'status'],
    ['/requests', 400, 'start_date'],
    ['/requests', 400, 'page'],
    ['/requests', 403, 'api_key'],
    ['/servicerequestupdates', 403, 'api_key'],
    ['/servicerequestupdates', 400, 'end_date'],
  ]
  test.each(wrong)(
    'GET %s: %i for %s, in XML and JSON alike, with code and description and no more',
    async (path, status, name) => {
      const query = path.includes('none') ? '' : `?${name}=none`
      const [json, text] = [await get(`${path}.json${query}`), await get(`${path}.xml${query}`)]
      expect([json.status, text.status]).toEqual([status, status])
      expect([json.type, text.type].map((type) => type.toLowerCase().replaceAll(' ', ''))).toEqual([
        'application/json;charset=utf-8',
        'text/xml;charset=utf-8',
      ])
      const faults = faultsOf(json)
      expect(flat(faults)).toEqual(faultsOf(text))
      expect(faults).toEqual([{ code: status, description: expect.stringContaining(name) }])
    },
  )
  test('a wrong key is 403 before anything else is said, with nothing else in the request', async () => {
    for (const fields of [{}, { api_key: 'x' }, { api_key: `${target.key}x`, service_code: 'none' }]) {
      const refused = await post('/requests.json', fields)
      expect([refused.status, faultsOf(refused)]).toEqual([
        403,
        [{ code: 403, description: expect.stringContaining('api_key') }],
      ])
    }
  })
})
