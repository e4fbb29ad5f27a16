import { rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { openInstallation } from '../installation.ts'
import { type Config, ConfigError } from '../platform/config.ts'
import type { Database } from '../platform/database/db.ts'
import { forgetSealMarks } from '../platform/seal-marks.ts'

export const COMPLETE = 'demo.complete'

/** True while institutions are there but the demonstration data never came to its end, as after a kill while loading. */
export async function isHalfLoaded(database: Database): Promise<boolean> {
  const { rows } = await database.pool.query(
    `select 1 from organization.institution i where i.synthetic and not exists (select from platform.setting where key = $1) limit 1`,
    [COMPLETE],
  )
  return rows.length > 0
}

/**
 * Removes everything of an installation that holds demonstration data only.
 * @throws ConfigError when a real institution is in it, or the database is not our own to drop.
 */
export async function emptyDemo(config: Config, say: (line: string) => void): Promise<void> {
  const installation = await openInstallation(config, say)
  try {
    const all = await installation.institutions.all()
    if (all.length === 0) return
    if (all.some((one) => !one.synthetic))
      throw new ConfigError('demo: this installation holds a real institution; demonstration data is not mixed with it')
    if (config.databaseUrl)
      throw new ConfigError('demo: DATABASE_URL already holds demonstration data; give it an empty database')
    await installation.database.close()
    const url = new URL(installation.ownerUrl)
    const name = decodeURIComponent(url.pathname.slice(1))
    url.pathname = '/postgres'
    const client = new pg.Client(url.href)
    await client.connect()
    await client.query(`drop database ${client.escapeIdentifier(name)} with (force)`)
    await client.end()
    forgetSealMarks(config.dataDir)
    for (const folder of ['files', 'mail', 'uploads'])
      rmSync(join(config.dataDir, folder), { recursive: true, force: true })
    say('The old demonstration data is gone.')
  } finally {
    await installation.close()
  }
}
