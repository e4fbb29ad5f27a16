import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SEAL_MARKS } from '../seal-marks.ts'
import { backup, restore, restoredState } from './backup.ts'
import { type Embedded, startEmbedded } from './embedded.ts'

const now = new Date('2026-11-21T08:00:00Z')
const log = () => undefined
let folder: string
let dataDir: string
let server: Embedded | undefined

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sigap-backup-'))
  chmodSync(folder, 0o755)
  dataDir = join(folder, 'data')
  server = await startEmbedded({ dataDir })
  mkdirSync(join(dataDir, 'files/ab'), { recursive: true })
  writeFileSync(join(dataDir, 'files/ab/photo'), 'picture')
  writeFileSync(join(dataDir, 'secret.key'), 'secret', { mode: 0o600 })
  writeFileSync(join(dataDir, SEAL_MARKS), 'seen before')
})

afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

describe('an installation, its backup, and what becomes of both', { shuffle: false }, () => {
  test('a backup made while rows are written restores every row acknowledged before it began, and the files', async () => {
    const url = server!.ownerUrl()
    await connected(url, (client) => client.query('create table entry (n int primary key, filler text)'))
    let written = 0
    let writing = true
    const writer = connected(url, async (client) => {
      while (writing) {
        await client.query(`insert into entry values ($1, repeat('x', 500))`, [written])
        written++
      }
    })
    while (written < 200) await new Promise((resolve) => setTimeout(resolve, 10))
    const before = written
    // Sealing goes on meanwhile: a mark of a seal that comes after the copied database must not lie beside it.
    const made = await backup({
      dataDir,
      target: join(folder, 'copy'),
      now,
      log: (line) => line === 'copying the database' && writeFileSync(join(dataDir, SEAL_MARKS), 'seen meanwhile'),
    })
    writing = false
    await writer
    expect(made.files).toBeGreaterThan(100)
    expect(statSync(made.folder).mode & 0o777).toBe(0o700)

    const second = join(folder, 'second')
    await restore({ source: made.folder, dataDir: second, now, log })
    expect(readFileSync(join(second, 'files/ab/photo'), 'utf8')).toBe('picture')
    expect(statSync(join(second, 'secret.key')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(second, SEAL_MARKS), 'utf8')).toBe('seen before')
    expect(restoredState(second)).toEqual({ restoredAt: now.toISOString(), stateOf: now.toISOString() })
    expect(restoredState(dataDir)).toBeUndefined()
    const restored = await startEmbedded({ dataDir: second })
    try {
      const found = await connected(restored.ownerUrl(), (client) =>
        client.query<{ rows: string; last: number }>('select count(*) as rows, max(n) as last from entry'),
      )
      expect(Number(found.rows[0]!.rows)).toBeGreaterThanOrEqual(before)
      expect(found.rows[0]!.last).toBe(Number(found.rows[0]!.rows) - 1)
    } finally {
      await restored.stop()
    }
  })

  test('a backup of a stopped installation starts the database only for itself', async () => {
    await server!.stop()
    server = undefined
    const made = await backup({ dataDir, now, log })
    expect(made.folder).toBe(join(dataDir, 'backups/2026-11-21T080000'))
    await expect(backup({ dataDir, now, log })).rejects.toThrow('already exists')
  })

  test('a damaged or missing file is named and nothing is restored', async () => {
    const source = join(dataDir, 'backups/2026-11-21T080000')
    appendFileSync(join(source, 'data/files/ab/photo'), '!')
    const target = join(folder, 'third')
    await expect(restore({ source, dataDir: target, now, log })).rejects.toThrow(
      /photo is damaged; nothing was restored/,
    )
    rmSync(join(source, 'data/files/ab/photo'))
    await expect(restore({ source, dataDir: target, now, log })).rejects.toThrow(/photo is missing/)
    await expect(restore({ source, dataDir, now, log })).rejects.toThrow('is not empty')
    await expect(restore({ source: folder, dataDir: target, now, log })).rejects.toThrow('not a complete backup')
  })

  test('a backup of another server version or kind of machine is refused before anything is touched', async () => {
    const source = join(dataDir, 'backups/2026-11-21T080000')
    const path = join(source, 'manifest.json')
    const manifest = JSON.parse(readFileSync(path, 'utf8'))
    const target = join(folder, 'other-version')
    const said: string[] = []
    const tried = async (changed: object) => {
      writeFileSync(path, JSON.stringify({ ...manifest, ...changed }))
      return restore({ source, dataDir: target, now, log: (line) => said.push(line) })
    }
    try {
      await expect(tried({ postgres: '15.4' })).rejects.toThrow(
        /was made with PostgreSQL 15, and this Sigap brings PostgreSQL \d\d; nothing was restored/,
      )
      await expect(tried({ postgres: '' })).rejects.toThrow('nothing was restored')
      await expect(tried({ platform: 'plan9-mips' })).rejects.toThrow(/was made on plan9-mips, and this machine is /)
    } finally {
      writeFileSync(path, JSON.stringify(manifest))
    }
    expect(said).toEqual([])
    expect(existsSync(target)).toBe(false)
  })
})

test('a folder without a database is not backed up', async () => {
  await expect(backup({ dataDir: join(folder, 'nothing'), now, log })).rejects.toThrow('holds no embedded database')
})

test('with a server of one’s own neither is done to the embedded database of earlier days', async () => {
  const databaseUrl = 'postgresql://owner@db.example/sigap'
  const target = join(folder, 'never')
  await expect(backup({ dataDir, databaseUrl, target, now, log })).rejects.toThrow('pg_dump')
  await expect(restore({ source: target, dataDir: join(folder, 'nowhere'), databaseUrl, now, log })).rejects.toThrow(
    'pg_restore',
  )
})
