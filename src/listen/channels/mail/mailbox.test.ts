import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createLog } from '../../../platform/log.ts'
import {
  get,
  newInstitution,
  newPerson,
  type TestHouse,
  type TestInstitution,
  testHouse,
} from '../../../platform/test/harness.ts'
import { casesOf, openMailbox } from '../test-channels.ts'
import { openScriptedImap, type ScriptedImap } from '../test-imap.ts'
import { startMailIntake } from './intake.ts'

let house: TestHouse
let office: TestInstitution
let imap: ScriptedImap
beforeAll(async () => {
  house = await testHouse()
})
beforeEach(async () => {
  office = await newInstitution(house)
  await openMailbox(house, office, `laporan@${office.slug}.example`)
  imap = await openScriptedImap()
})
afterEach(() => imap.close())

const raw = (id: string, to = `laporan@${office.slug}.example`) =>
  Buffer.from(
    `From: budi@warga.example\r\nTo: ${to}\r\nMessage-ID: <${id}@warga.example>\r\nSubject: Laporan ${id}\r\n\r\nIsi ${id}\r\n`,
  )

function lay(...mails: Buffer[]) {
  imap.mails.push(...mails.map((one, index) => ({ uid: 11 + index, raw: one, seen: false, folder: 'INBOX' })))
}

async function poll(doneFolder?: string, database = house.database, times = 1, institutions = [office.id]) {
  const intake = await startMailIntake(
    {
      smtp: undefined,
      imap: {
        host: '127.0.0.1',
        port: imap.port,
        secure: false,
        user: 'uji',
        password: 'uji',
        folder: 'INBOX',
        doneFolder,
      },
    },
    { database, institutions: async () => institutions, log: createLog('silent'), now: () => house.clock.now },
  )
  try {
    let taken = 0
    for (let time = 0; time < times; time++) taken += await intake.poll()
    return taken
  } finally {
    await intake.stop()
  }
}

test('unread mail becomes cases and is marked; read again, nothing is new', async () => {
  lay(raw('satu'), raw('dua'))
  expect(await poll()).toBe(2)
  expect((await casesOf(house, office)).map((one) => one.subject).sort()).toEqual(['Laporan dua', 'Laporan satu'])
  expect(imap.mails.map((mail) => mail.seen)).toEqual([true, true])
  expect(await poll()).toBe(0)
  for (const mail of imap.mails) mail.seen = false
  expect(await poll()).toBe(2)
  expect(await casesOf(house, office)).toHaveLength(2)
})

test('with a folder for what is done, mail is moved there', async () => {
  lay(raw('satu'))
  await poll('Selesai')
  expect(imap.mails[0]!.folder).toBe('Selesai')
})

test('a folder that is not there yet is made; where it cannot be, mail is marked and nothing is read for ever', async () => {
  lay(raw('satu'), raw('dua'))
  expect(await poll('Arsip Lama')).toBe(2)
  expect(imap.mails.map((mail) => mail.folder)).toEqual(['Arsip Lama', 'Arsip Lama'])
  for (const mail of imap.mails) mail.folder = 'INBOX'
  expect(await poll('Terkunci')).toBe(2)
  expect(imap.mails.map((mail) => [mail.folder, mail.seen])).toEqual([
    ['INBOX', true],
    ['INBOX', true],
  ])
  expect(await poll('Terkunci')).toBe(0)
  const { rows } = await house.owner.query('select message from channels.failure where institution_id = $1', [
    office.id,
  ])
  expect(rows[0].message).toContain('Terkunci')
  expect(await casesOf(house, office)).toHaveLength(2)
})

test('what could not be committed stays unread, and the others are not kept waiting', async () => {
  lay(raw('gagal'), raw('baik'))
  let failures = 1
  const database: typeof house.database = {
    ...house.database,
    transaction: (mode, institution, work) =>
      house.database.transaction(mode, institution, async (db, client, closeWith) => {
        const result = await work(db, client, closeWith)
        if (mode === 'write' && typeof result === 'object' && result !== null && 'mailId' in result && failures-- > 0)
          throw new Error('the disk is full')
        return result
      }),
  }
  expect(await poll(undefined, database)).toBe(1)
  expect(imap.mails.map((mail) => mail.seen)).toEqual([false, true])
  expect((await casesOf(house, office)).map((one) => one.subject)).toEqual(['Laporan baik'])
  const { rows } = await house.owner.query('select message from channels.failure where institution_id = $1', [
    office.id,
  ])
  expect(rows).toEqual([{ message: 'the disk is full' }])
  expect(await poll()).toBe(1)
  expect(await casesOf(house, office)).toHaveLength(2)
})

test('a wrong password is said, not swallowed', async () => {
  const institution = office.id
  const intake = await startMailIntake(
    {
      smtp: undefined,
      imap: {
        host: '127.0.0.1',
        port: imap.port,
        secure: false,
        user: 'uji',
        password: 'salah',
        folder: 'INBOX',
        doneFolder: undefined,
      },
    },
    {
      database: house.database,
      institutions: async () => [institution],
      log: createLog('silent'),
      now: () => house.clock.now,
    },
  )
  const officer = await newPerson(house, office, office.root, ['channel.work'])
  // The first row of the page is that of e-mail.
  const standing = async () =>
    /Berjalan|Terganggu|Belum tersambung/.exec((await get(house, '/kanal', officer)).body)?.[0]
  expect(await standing()).toBe('Berjalan')
  await expect(intake.poll()).rejects.toThrow()
  await expect(intake.poll()).rejects.toThrow()
  expect(await standing()).toBe('Terganggu')
  await intake.stop()
  expect(await standing()).toBe('Belum tersambung')
  const { rows } = await house.owner.query('select message from channels.failure where institution_id = $1', [
    office.id,
  ])
  expect(rows.map((row) => row.message)).toEqual([expect.stringContaining('Kotak surat tidak dapat dibaca')])
})

test('fifty mails that are nobody’s do not keep later ones waiting', async () => {
  const other = await newInstitution(house)
  await openMailbox(house, other, `laporan@${other.slug}.example`)
  lay(...Array.from({ length: 50 }, (_, index) => raw(`sampah${index}`, 'entah@di-mana.example')), raw('baik'))
  expect(await poll(undefined, house.database, 2, [office.id, other.id])).toBe(1)
  expect((await casesOf(house, office)).map((one) => one.subject)).toEqual(['Laporan baik'])
})

test('a mail beyond the measure waits for an officer, and is not read as a shorter one', async () => {
  lay(Buffer.concat([raw('besar'), Buffer.alloc(25_000_000, 'a\n')]))
  expect(await poll()).toBe(1)
  expect(await casesOf(house, office)).toEqual([])
  const { rows } = await house.owner.query('select state, reason from channels.mail where institution_id = $1', [
    office.id,
  ])
  expect(rows).toEqual([{ state: 'quarantine', reason: 'size' }])
})
