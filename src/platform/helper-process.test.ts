import { expect, test } from 'vitest'
import { HelperAbsent, HelperBroken, helperProcess } from './helper-process.ts'

const source = 'platform/test/helper-for-test.ts'
const helper = helperProcess({ source, lanes: 1, megabytes: 64, mostMs: 120_000 })
type Said = { pid: number; what: string; bytes: Uint8Array; secrets: string[] }
const ask = (what: string) => helper.run({ what }) as Promise<Said>

test('one process does one piece after the other; bytes come back as bytes', async () => {
  const begun = [ask('one'), ask('two')]
  expect(helper.isBusy()).toBe(true)
  const [one, two] = await Promise.all(begun)
  expect(one!.pid).toBe(two!.pid)
  expect(one!.pid).not.toBe(process.pid)
  expect([one!.what, two!.what]).toEqual(['one', 'two'])
  expect(Buffer.from(one!.bytes).toString()).toBe('abc')
  expect(helper.isBusy()).toBe(false)
})

test('it sees nothing of our environment', async () => {
  process.env['SIGAP_TEST_SECRET'] = 'x'
  const { secrets } = await ask('one')
  delete process.env['SIGAP_TEST_SECRET']
  expect(secrets).not.toContain('SIGAP_TEST_SECRET')
  expect(secrets).not.toContain('DATABASE_URL')
})

test('a mistake is told and the process goes on', async () => {
  const { pid } = await ask('one')
  await expect(ask('mistake')).rejects.toThrow('a mistake')
  expect((await ask('two')).pid).toBe(pid)
})

test.each(['die', 'grow'])('what brings it down twice is broken (%s); what waits behind it is done', async (what) => {
  const broken = expect(ask(what)).rejects.toThrow(HelperBroken)
  const after = ask('after')
  await broken
  expect((await after).what).toBe('after')
})

test('what never ends is ended', async () => {
  const hurried = helperProcess({ source, lanes: 1, megabytes: 64, mostMs: 1500 })
  // However slow the machine: not starting in time and not ending in time both end it.
  await expect(hurried.run({ what: 'hang' })).rejects.toThrow(/broke twice|does not start/)
})

test('one that does not start is nobody else’s fault', async () => {
  const none = helperProcess({ source: 'platform/test/no-such-file.ts', lanes: 1, megabytes: 64, mostMs: 120_000 })
  await expect(none.run({})).rejects.toThrow(HelperAbsent)
  await expect(none.run({})).rejects.toThrow(HelperAbsent)
})
