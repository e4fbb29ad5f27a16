import { createHmac } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { installRegions } from './core/organization/index.ts'
import { refusePasswords } from './core/people/index.ts'
import { useAuditKey } from './platform/audit-mark.ts'
import { type Config, readSecrets } from './platform/config.ts'
import { diskFullInWords, openDataFolder } from './platform/data-folder.ts'
import { openAuditKey } from './platform/database/audit-key.ts'
import { connect, type Database } from './platform/database/db.ts'
import { runningOwnerUrl, startEmbedded } from './platform/database/embedded.ts'
import { migrate, openApplicationRole } from './platform/database/migrate.ts'
import { checkOwnServer } from './platform/database/own-server.ts'
import { noteSealKey, requireSameSecret } from './platform/database/secret-check.ts'
import { createFileStore, useFileStore } from './platform/files.ts'
import { createInstitutions, type Institutions } from './platform/http/institutions.ts'
import type { Assets } from './platform/http/render.tsx'
import { assetFolderOf } from './platform/http/server.ts'
import { createMailer, useMailer } from './platform/mail.ts'
import { allowInside } from './platform/outbound.ts'
import { projectRoot } from './platform/root.ts'
import { sealKeyId, useSealKey } from './platform/seal.ts'
import { useSealMarks } from './platform/seal-marks.ts'

export type Installation = {
  readonly config: Config
  readonly secret: Buffer
  readonly ownerUrl: string
  readonly database: Database
  readonly institutions: Institutions
  readonly migrated: readonly string[]
  close(): Promise<void>
}

/**
 * Starts or finds the database, brings it up to date and connects as the role that owns nothing. With `attach`, a
 * command works beside a running Sigap on its database instead of being refused.
 */
export async function openInstallation(
  config: Config,
  say: (line: string) => void,
  { attach = false }: { attach?: boolean } = {},
): Promise<Installation> {
  openDataFolder(config)
  if (config.databaseUrl !== undefined) await checkOwnServer(config.databaseUrl)
  const keyFile = join(config.dataDir, 'secret.key')
  const made = config.secret === undefined && !existsSync(keyFile)
  const secrets = readSecrets(config)
  const [secret] = secrets
  useSealKey(...secrets)
  useFileStore(createFileStore(config))
  allowInside(config.outboundPrivate)
  const known = join(config.dataDir, 'passwords.txt')
  if (existsSync(known)) refusePasswords(readFileSync(known, 'utf8'))
  const mailer = createMailer(config)
  useMailer(mailer)
  const running = config.databaseUrl ?? (attach ? runningOwnerUrl(config.dataDir) : undefined)
  const embedded = running ? undefined : await startEmbedded({ dataDir: config.dataDir, log: say })
  const ownerUrl = running ?? embedded!.ownerUrl()
  try {
    const migrated = await migrate(ownerUrl)
    await requireSameSecret(ownerUrl, secrets, { given: config.secret !== undefined, keyFile, made })
    useAuditKey(await openAuditKey(ownerUrl))
    useSealMarks(config.dataDir)
    await installRegions(ownerUrl)
    if (embedded || !attach) await noteSealKey(ownerUrl, sealKeyId(secret))
    // From the oldest, so that a command beside a running Sigap does not change the password under it.
    const password = createHmac('sha256', secrets.at(-1)!).update('application role').digest('hex')
    const database = connect(await openApplicationRole(ownerUrl, password), config.poolSize)
    return {
      config,
      secret,
      ownerUrl,
      database,
      institutions: createInstitutions(database),
      migrated,
      async close() {
        mailer.close()
        await database.close()
        await embedded?.stop()
      },
    }
  } catch (error) {
    await embedded?.stop()
    throw diskFullInWords(error, config.dataDir)
  }
}

/** Addresses of the built style sheet and script; the build writes them with their fingerprints. */
export function readAssets(): Assets {
  const path = join(assetFolderOf(projectRoot), 'manifest.json')
  if (!existsSync(path)) throw new Error('dist/public/manifest.json is missing: run npm run build')
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>
  const scripts = Object.entries(manifest).filter(([, file]) => file.endsWith('.js'))
  const map = manifest['leaflet.css'] ?? manifest['leaflet']
  return {
    css: address(manifest['index.css'] ?? manifest['index']),
    enhancer: address(manifest['enhancer.js'] ?? manifest['enhancer']),
    ...(map ? { mapStyle: address(map) } : {}),
    scripts: Object.fromEntries(scripts.map(([name, file]) => [name.replace(/\.js$/, ''), address(file)])),
  }
}

function address(file: string | undefined): string {
  if (!file) return ''
  return file.startsWith('/') ? file : `/assets/${file}`
}
