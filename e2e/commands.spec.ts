import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoAccounts } from '../src/demo/accounts.ts'
import { expect, test } from './steps.ts'

const folder = process.env['E2E_FOLDER'] ?? ''
test.skip(folder === '', 'the product was not started by this run')

/** A command of the product on the data of this run, beside the server. */
function run(...args: string[]): Promise<{ code: number | null; said: string; complained: string }> {
  // Node itself complains about the two wishes for colours together, which a run of tests may bring along.
  const { NO_COLOR, FORCE_COLOR, ...inherited } = process.env
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'dist', 'main.js'), ...args], {
    env: { ...inherited, PORT: '0', DATA_DIR: join(folder, 'data'), DATABASE_URL: '', BASE_URL: '' },
  })
  let [said, complained] = ['', '']
  child.stdout.on('data', (chunk) => {
    said += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    complained += String(chunk)
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said, complained })))
}

test('the start tells each step, the address, and accounts with which one gets in', async ({ page }) => {
  const said = readFileSync(join(folder, 'said.txt'), 'utf8')
  for (const step of ['3/6', '4/6', '5/6']) expect(said).toContain(step)
  expect(said).toContain(`6/6 Ready: http://localhost:${process.env['E2E_PORT']}`)
  const told = [...said.matchAll(/^ {2}(\S+@\S+) +(\S+) +(.+)$/gm)].map(([, login, password]) => ({ login, password }))
  expect(told).toEqual(demoAccounts.map(({ login, password }) => ({ login, password })))
  await page.goto('/i/contoh/masuk')
  await page.locator('[name=login]').fill(told[0]!.login!)
  await page.locator('[name=password]').fill(told[0]!.password!)
  await page.locator('main form button[type=submit]').first().click()
  await expect(page.locator('h1')).toHaveText('Hari ini')
})

test('a second start on the same data is refused in a sentence, and the first goes on', async ({ request }) => {
  const { code, complained } = await run('start')
  expect(code).toBe(1)
  expect(complained).toMatch(/already runs on the data folder/)
  expect(complained).not.toMatch(/^\s+at /m)
  expect((await request.get('/readyz')).status()).toBe(200)
})

test('an option that a command does not know, and a folder it may not write, is said in one line, and nothing is begun', async () => {
  const taken = join(folder, 'data', 'secret.key', 'cadangan')
  for (const [given, problem] of [
    [['start', '--port', '4000'], "start: Unknown option '--port'."],
    [['migrate', 'now'], "migrate: Unexpected argument 'now'."],
    [['backup', '--to'], "backup: Option '--to <value>' argument missing."],
    [['backup', '--to', taken], `backup: ${taken}.incomplete: a file stands where a folder is needed`],
    [['demo', '--seed', 'tujuh'], 'demo: --seed is a whole number'],
    [['demo', '--scale', '0'], 'demo: --seed is a whole number, --scale is above 0'],
    [['verify', '--nothing'], "verify: Unknown option '--nothing'."],
  ] as const) {
    const { code, said, complained } = await run(...given)
    expect([code, said, complained.startsWith(problem), complained.trim().split('\n').length]).toEqual([1, '', true, 1])
  }
})

test('a key made on the command line opens its scope, and a scope that is none is named', async ({ request }) => {
  const name = `Perintah ${Date.now()}`
  const made = await run('api-client', '--name', name, '--scope', 'complaint.read')
  expect([made.code, made.complained]).toEqual([0, ''])
  // Without a name it is for the institution that was founded first.
  expect(made.said).toMatch(/^institution contoh \(of 3; another with --institution SLUG\)$/m)
  const [, key, secret] = /^key (\S+)\nsecret (\S+)$/m.exec(made.said) ?? []
  const read = async (password: string) => {
    const authorization = `Basic ${Buffer.from(`${key}:${password}`).toString('base64')}`
    return (await request.get('/api/v1/complaints/00000000', { headers: { authorization } })).status()
  }
  expect(await read(`${secret}x`)).toBe(401)
  expect([404, 422]).toContain(await read(secret!))
  const refused = await run('api-client', '--name', name, '--scope', 'everything')
  expect(refused.code).toBe(1)
  expect(refused.complained).toMatch(/^api-client: no such scope: everything; one of .*complaint\.read/)
})

test('verify finds every chain of the demonstration whole, and prints its newest seal', async () => {
  const { code, said, complained } = await run('verify')
  expect([code, complained]).toEqual([0, ''])
  expect(said.match(/: intact, newest seal \d+ of \S+Z: [0-9a-f]{64}$/gm)).toHaveLength(3)
})
