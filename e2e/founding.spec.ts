import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'

const root = join(import.meta.dirname, '..')

test('an empty installation is founded with a passkey alone, and the guide leads on', async ({ browser }) => {
  const folder = mkdtempSync(join(tmpdir(), 'sigap-founding-'))
  chmodSync(folder, 0o711)
  const port = await freePort()
  const env = {
    ...process.env,
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: join(folder, 'data'),
    SIGAP_DEMO: 'off',
    DATABASE_URL: '',
    // As behind a proxy: the link names the public address, not the one the process listens on.
    BASE_URL: `http://sigap.localhost:${port}`,
  }
  const server = spawn(process.execPath, [join(root, 'dist', 'main.js'), 'start'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const ended = once(server, 'close')
  try {
    const link = await foundingLink(server.stdout!)
    const early = [join(root, 'dist', 'main.js'), 'api-client', '--name', 'Uji', '--scope', 'complaint.read']
    expect(spawnSync(process.execPath, early, { env, encoding: 'utf8' }).stderr).toContain(
      'there is no institution yet',
    )
    expect(link).toContain(`${env.BASE_URL}/mulai?kode=`)
    const context = await browser.newContext({ baseURL: env.BASE_URL })
    const page = await context.newPage()
    const client = await context.newCDPSession(page)
    await client.send('WebAuthn.enable')
    const options = {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    } as const
    await client.send('WebAuthn.addVirtualAuthenticator', { options })
    await page.goto(link)
    const key = page.getByRole('button', { name: 'Pakai kunci sandi, tanpa kata sandi' })
    await key.click()
    await expect(page.locator('[data-error-summary]')).toContainText('Nama instansi belum diisi.')
    await page.locator('[name=person]').fill('Siti Pertama')
    await page.locator('[name=email]').fill('siti@nyata.example')
    await key.click()
    await expect(page.getByText('Kunci sandi Anda siap')).toBeVisible()
    await page.locator('[name=name]').fill('Kabupaten Nyata')
    await page.locator('[name=slug]').fill('nyata')
    await page.getByText('WIB (Jakarta)').click()
    await page.locator('label[for=f-kind]').click()
    await page.getByRole('button', { name: 'Dirikan instansi' }).click()
    await expect(page.locator('h1')).toHaveText('Langkah pertama')
    await expect(page.locator('[aria-current=step] h2')).toContainText('Lengkapi data instansi')
    await context.clearCookies()
    await page.goto('/i/nyata/masuk?kembali=%2Flangkah-pertama')
    await page.getByRole('button', { name: /kunci sandi/i }).click()
    await expect(page.locator('h1')).toHaveText('Langkah pertama')
    await context.close()
  } finally {
    server.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
})

function foundingLink(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    output.on('data', (chunk: Buffer) => {
      said += String(chunk)
      const link = /http:\S+\/mulai\?kode=\S+/.exec(said)?.[0]
      if (link) resolve(link)
    })
    output.on('end', () => reject(new Error(`No link was printed:\n${said}`)))
  })
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}
