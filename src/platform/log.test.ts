import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createLog } from './log.ts'

test('a line of the log holds no secret, nothing of a row, and no line of somebody else', () => {
  const lines: string[] = []
  const log = createLog('info', { write: (line: string) => void lines.push(line) })
  const error = Object.assign(new Error('duplicate key value violates unique constraint "account_nip"'), {
    code: '23505',
    detail: 'Key (nip)=(198001012005011001) already exists.',
    where: 'SQL statement with 3273010101800001',
  })
  log.error({ err: error, body: { password: 'empat kata acak', token: 'abc' } }, 'bug\n{"level":50,"msg":"forged"}')
  expect(lines).toHaveLength(1)
  expect(lines[0]!.trimEnd()).not.toContain('\n')
  for (const secret of ['198001012005011001', '3273010101800001', 'empat kata acak', 'abc'])
    expect(lines[0]).not.toContain(secret)
  expect(lines[0]).toContain('account_nip')
})

const script = `
import { createLog } from ${JSON.stringify(new URL('./log.ts', import.meta.url).href)}
const log = createLog('info')
log.info({}, 'first')
setTimeout(() => {
  log.info({}, 'second')
  setTimeout(() => { process.stdout.write('alive'); process.exit(0) }, 50)
}, 50)
`

/** A device whose disk is always full. */
test.runIf(process.platform === 'linux')(
  'a log that cannot be written neither ends Sigap nor holds its end',
  async () => {
    const full = openSync('/dev/full', 'w')
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', full] })
    closeSync(full)
    let said = ''
    child.stdout!.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    const code = await new Promise((resolve) => child.once('close', resolve))
    expect([code, said]).toEqual([0, 'alive'])
  },
)
