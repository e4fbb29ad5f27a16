import { createHmac } from 'node:crypto'
import { rmSync } from 'node:fs'
import pg from 'pg'
import { ConfigError } from '../config.ts'

/** Says nothing about the secret but whether it is this one. */
export function checkOf(secret: Buffer): string {
  return createHmac('sha256', secret).update('check of the secret').digest('hex')
}

/** The key id that whoever serves from now on seals with, and since when. */
export async function noteSealKey(ownerUrl: string, id: string): Promise<void> {
  const client = new pg.Client(ownerUrl)
  await client.connect()
  try {
    await client.query(
      `with served as (insert into platform.setting values ('secret.serving', $1)
          on conflict (key) do update set value = excluded.value where setting.value <> excluded.value returning 1)
        insert into platform.setting select 'secret.since', now()::text from served
          on conflict (key) do update set value = excluded.value`,
      [id],
    )
  } finally {
    await client.end()
  }
}

/**
 * Another secret than the one this database began with would leave every NIK and every second factor unreadable, and
 * nobody would notice until they are needed.
 * @throws ConfigError; a key that was made a moment ago because none was there is taken away again.
 */
export async function requireSameSecret(
  ownerUrl: string,
  secrets: readonly [Buffer, ...Buffer[]],
  from: { given: boolean; keyFile: string; made: boolean },
): Promise<void> {
  const checks = secrets.map(checkOf)
  const client = new pg.Client(ownerUrl)
  await client.connect()
  try {
    await client.query(`insert into platform.setting values ('secret.check', $1) on conflict do nothing`, [checks[0]])
    const { rows } = await client.query<{ value: string }>(
      `select value from platform.setting where key = 'secret.check'`,
    )
    if (rows[0] && checks.includes(rows[0].value)) return
  } finally {
    await client.end()
  }
  if (from.made) rmSync(from.keyFile, { force: true })
  const why = 'this database was begun with: without it encrypted data cannot be read.'
  throw new ConfigError(
    from.given
      ? `SIGAP_SECRET is not the one ${why} Set the former value`
      : `${from.keyFile} is ${from.made ? 'missing, the one' : 'not the one'} ${why} Put it back from a backup`,
  )
}
