import { beforeAll, describe, expect, test } from 'vitest'
import { openWorld, type World } from './test-server.ts'

let target: World
beforeAll(async () => {
  target = await openWorld()
})

async function call(method: string, path: string, more: RequestInit = {}) {
  const response = await fetch(target.base + path, { ...more, method })
  const type = response.headers.get('content-type') ?? ''
  return { status: response.status, type, text: await response.text() }
}

describe('what is not there', () => {
  const paths = ['/unknown', '/services/none/more', '/requests/', '/inquiry', '/tokens/x/y']
  test.each(paths)('GET %s.xml and .json answer 404 in the words of the protocol', async (path) => {
    const json = await call('GET', `${path}.json`)
    expect([json.status, json.type.split(';')[0]]).toEqual([404, 'application/json'])
    expect(JSON.parse(json.text)).toEqual([{ code: 404, description: expect.stringMatching(/\w/) }])
    const text = await call('GET', `${path}.xml`)
    expect([text.status, text.type.split(';')[0]]).toEqual([404, 'text/xml'])
    expect(text.text).toContain('<errors><error><code>404</code><description>')
  })
  test.each([
    ['GET', '/requests.csv'],
    ['GET', '/services'],
    ['PUT', '/requests.xml'],
    ['DELETE', '/requests.json'],
    ['POST', '/services.xml'],
  ])('%s %s is no page', async (method, path) => {
    const answer = await call(method, path)
    expect([400, 404, 405]).toContain(answer.status)
    expect(answer.type).toMatch(/^(text\/xml|application\/json)/)
  })
  test('HEAD says what GET would, without the body', async () => {
    const answer = await call('HEAD', '/services.json')
    expect([answer.status, answer.type.split(';')[0], answer.text]).toEqual([200, 'application/json', ''])
  })
  test.each(['application/json', 'application/octet-stream'])('a POST of %s is refused', async (type) => {
    const headers = { 'content-type': type }
    const answer = await call('POST', '/requests.json', { body: '{"a":1}', headers })
    expect([answer.status, answer.type.split(';')[0], answer.text]).toEqual([
      400,
      'application/json',
      expect.stringMatching(/form/),
    ])
  })
})
