import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, isLoopback, loadConfig, reachesBeyond, readSecrets } from './config.ts'

test('an empty environment gives the demo on loopback with the embedded database', () => {
  expect(loadConfig({})).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    databaseUrl: undefined,
    baseUrl: 'http://localhost:3000',
    demo: true,
    poolSize: 10,
    logLevel: 'info',
  })
  expect(loadConfig({ PORT: ' ', HOST: '' }).port).toBe(3000)
})

test.each([
  ['PORT', 'abc', 'PORT must be a whole number from 0 to 65535 (it is "abc")'],
  ['PORT', '70000', 'PORT must be a whole number'],
  ['POOL_SIZE', '1', 'POOL_SIZE must be a whole number from 2 to 500'],
  ['DATABASE_URL', 'mysql://root:hunter2@db/x', 'DATABASE_URL must look like postgresql://'],
  ['BASE_URL', 'sigap.example.go.id', 'BASE_URL must look like https://'],
  ['BASE_URL', 'https://kab.go.id/sigap', 'BASE_URL must end with the host or port: Sigap serves at the top'],
  ['BASE_URL', 'https://kab.go.id/?a=b', 'BASE_URL must end with the host or port'],
  ['BASE_URL', 'https://admin:x@kab.go.id', 'BASE_URL must end with the host or port'],
  ['SIGAP_DEMO', 'yes', 'SIGAP_DEMO must be on or off (it is "yes")'],
  ['SIGAP_SECRET', 'short', 'SIGAP_SECRET must have 32 characters or more'],
  ['LOG_LEVEL', 'loud', 'LOG_LEVEL must be one of trace'],
  ['S3_BUCKET', 'files', 'S3_SECRET_ACCESS_KEY is missing'],
])('%s=%s is refused with its own line', (name, value, line) => {
  expect(() => loadConfig({ [name]: value })).toThrow(line)
})

test('every wrong variable is named at once, and no password is repeated', () => {
  const refused = () => loadConfig({ PORT: 'x', DATABASE_URL: 'hunter2', LOG_LEVEL: 'y' })
  expect(refused).toThrow(ConfigError)
  expect(refused).toThrow(/PORT.*DATABASE_URL.*LOG_LEVEL/s)
  expect(refused).not.toThrow(/hunter2/)
})

test('the demo listens beyond loopback only when told so in words', () => {
  expect(() => loadConfig({ HOST: '0.0.0.0' })).toThrow('does not listen beyond this machine')
  expect(loadConfig({ HOST: '0.0.0.0', SIGAP_DEMO_REMOTE: 'yes-i-know' }).host).toBe('0.0.0.0')
  expect(loadConfig({ HOST: '0.0.0.0', SIGAP_DEMO: 'off' }).demo).toBe(false)
  const BASE_URL = 'https://sigap.contoh.go.id'
  expect(() => loadConfig({ BASE_URL })).toThrow(`BASE_URL is ${BASE_URL}: the demo has published passwords`)
  expect(loadConfig({ BASE_URL, SIGAP_DEMO: 'off' }).baseUrl).toBe(BASE_URL)
  expect(loadConfig({ BASE_URL: 'http://localhost:4000' }).demo).toBe(true)
  expect([{}, { BASE_URL, SIGAP_DEMO: 'off' }].map((env) => reachesBeyond(loadConfig(env)))).toEqual([false, true])
  for (const host of ['127.0.0.1', '127.8.8.8', '::1', 'localhost']) expect(isLoopback(host)).toBe(true)
  for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.org']) expect(isLoopback(host)).toBe(false)
})

test('the secret is made once, readable by its owner only, and a damaged one is refused', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sigap-config-'))
  try {
    const [first] = readSecrets({ secret: undefined, dataDir })
    expect(first).toHaveLength(32)
    expect(readSecrets({ secret: undefined, dataDir })).toEqual([first])
    expect(statSync(join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600)
    expect(readSecrets({ secret: 'a'.repeat(32), dataDir })[0]).not.toEqual(first)
    writeFileSync(join(dataDir, 'secret.key'), 'half')
    expect(() => readSecrets({ secret: undefined, dataDir })).toThrow('is damaged')
  } finally {
    rmSync(dataDir, { recursive: true })
  }
})
