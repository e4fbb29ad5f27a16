import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ConfigError } from './config.ts'
import { diskFullInWords, openDataFolder, spaceProblem } from './data-folder.ts'

const base = mkdtempSync(join(tmpdir(), 'sigap-folder-'))

afterAll(() => rmSync(base, { recursive: true, force: true }))

function open(dataDir: string): void {
  openDataFolder({ dataDir, databaseUrl: 'postgresql://somewhere/else', demo: false })
}

test('a folder that is not there is made, closed to others, with nothing left in it', () => {
  const dataDir = join(base, 'a', 'b c')
  open(dataDir)
  open(dataDir)
  expect(statSync(dataDir).mode & 0o777).toBe(0o700)
  expect(readdirSync(dataDir)).toEqual([])
})

test('a folder that cannot be is said in a sentence with the remedy', () => {
  const file = join(base, 'file')
  writeFileSync(file, '')
  for (const dataDir of [file, join(file, 'below')]) {
    expect(() => open(dataDir)).toThrow(ConfigError)
    expect(() => open(dataDir)).toThrow(`${file} is a file, not a folder. Give that folder`)
  }
  expect(() => open(join(base, 'x'.repeat(300)))).toThrow('is too long a name')
})

test.runIf(process.platform === 'linux')('a file system that takes no folders is said, not waited for', () => {
  expect(() => open('/proc/sigap/data')).toThrow('nothing can be made in /proc (ENOENT)')
})

test.skipIf(process.getuid?.() === 0)('a folder of others is said', () => {
  expect(() => open('/etc')).toThrow('may not write in /etc')
})

test('too little room is said before a first start begins, with what is needed', () => {
  expect(spaceProblem('/data', 1_499_999_999, 'demo')).toBe(
    'Too little room on the disk of /data: 1499 MB are free, the demonstration needs 1500 MB. ' +
      'Make room, or choose another folder with DATA_DIR.',
  )
  expect(spaceProblem('/data', 400_000_000, 'empty')).toBeUndefined()
  expect(spaceProblem('/data', 99_000_000, 'present')).toMatch('99 MB are free, the database needs 100 MB')
})

test('a disk that fills while starting is one sentence, other mistakes stay as they are', () => {
  const said = Object.assign(new Error('could not extend file'), { code: '53100' })
  const wrapped = new Error('migration 2026_x.sql: could not extend file', { cause: said })
  for (const error of [said, wrapped, Object.assign(new Error('write'), { code: 'ENOSPC' })]) {
    const words = diskFullInWords(error, '/data')
    expect(words).toBeInstanceOf(ConfigError)
    expect((words as Error).message).toMatch(/^The disk of \/data is full .* make room and start again\.$/)
  }
  const other = new Error('x')
  expect(diskFullInWords(other, '/data')).toBe(other)
})
