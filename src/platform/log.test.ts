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
