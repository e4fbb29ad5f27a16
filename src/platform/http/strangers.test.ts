import { type AddressInfo, connect } from 'node:net'
import { beforeAll, expect, test } from 'vitest'
import { get, newClient, newInstitution, newPerson, type TestHouse, testHouse } from '../test/harness.ts'

let house: TestHouse
let home: Awaited<ReturnType<typeof newInstitution>>
beforeAll(async () => {
  house = await testHouse()
  home = await newInstitution(house)
})

test('JSON that lies too deep is refused before anybody walks through it', async () => {
  const headers = { ...(await newClient(house, home, ['complaint.create'])), 'content-type': 'application/json' }
  const send = (payload: string) =>
    house.app.inject({ method: 'POST', url: '/api/v1/complaints', headers, payload }).then((sent) => sent.statusCode)
  expect(await send(`{"body":${'['.repeat(200_000)}${']'.repeat(200_000)}}`)).toBe(400)
  expect(await send(`{"body":${'{"a":'.repeat(50)}1${'}'.repeat(50)}}`)).toBe(400)
  expect(await send('{"__proto__":{"admin":true}}')).toBe(400)
})

test('no field can change what an object is made of', async () => {
  const person = await newPerson(house, home, home.root)
  const sent = await get(house, '/akun?__proto__=a&__proto__=b&constructor=x', person)
  expect(sent.statusCode).toBe(200)
})

test('slow senders and idle lines are let go', () => {
  const { requestTimeout, headersTimeout, timeout, keepAliveTimeout } = house.app.server
  expect(headersTimeout).toBe(20_000)
  expect(requestTimeout).toBe(900_000)
  expect(timeout).toBe(180_000)
  expect(keepAliveTimeout).toBeLessThan(120_000)
})

test.each(['/akun', '/i/nowhere', '/api/v1/complaints', '/readyz', '/berkas/x'])(
  '%s says that nothing of it may be kept, framed, guessed at or read by another site',
  async (url) => {
    const { headers } = await get(house, url)
    expect(headers['cache-control']).toBe('no-store')
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self';.*frame-ancestors 'none'$/,
    )
    expect(headers['access-control-allow-origin']).toBeUndefined()
  },
)

test('figures of the process are for its own network', async () => {
  const ask = (address: string) =>
    house.app.inject({ method: 'GET', url: '/metrics', headers: { 'x-forwarded-for': address } })
  expect((await ask('10.1.2.3')).statusCode).toBe(200)
  expect((await ask('203.0.113.7')).statusCode).toBe(404)
  await get(house, '/akun')
  const told = await house.app.inject({ method: 'GET', url: '/metrics' })
  expect(told.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
  expect(told.body).toMatch(/^sigap_http_request_seconds_count\{method="GET",route="\/akun",status="303"\} [1-9]/m)
  expect(told.body).toMatch(/^sigap_database_connections\{state="open"\} \d+$/m)
})

test('a sender cannot choose the address it is counted by', async () => {
  const { statusCode } = await house.app.inject({
    method: 'GET',
    url: '/metrics',
    remoteAddress: '203.0.113.7',
    headers: { 'x-forwarded-for': '127.0.0.1' },
  })
  expect(statusCode).toBe(404)
})

test('whoever sends far too much reads so, instead of a cut line', async () => {
  if (!house.app.server.listening) await house.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = house.app.server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  let heard = ''
  socket.on('data', (text: string) => {
    heard += text
  })
  const most = 20_000_000
  const head = `Host: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${most}\r\n\r\n`
  try {
    socket.write(`POST /i/${home.slug}/lapor HTTP/1.1\r\n${head}${'x'.repeat(1000)}`)
    await expect.poll(() => heard).toMatch(/^HTTP\/1.1 413 [\s\S]*<\/html>/)
    // What a browser had not sent yet is still read, and the line goes on after it.
    socket.write(`${'x'.repeat(most - 1000)}GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    await expect.poll(() => heard).toMatch(/<\/html>[\s\S]*HTTP\/1.1 200 /)
  } finally {
    socket.destroy()
  }
})
