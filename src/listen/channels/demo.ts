import type { DemoWorld } from '../../demo/world.ts'
import { storeBytes } from '../../platform/files.ts'
import { newId } from '../../platform/id.ts'
import { formatCode, linkReference, submitOnce } from '../complaints/index.ts'
import { applyImport, planImport } from './lapor/acts.ts'
import { setClassRule } from './lapor/class-queries.ts'
import { checkLines, matchColumns } from './lapor/model.ts'
import { insertImport, setApplied } from './lapor/queries.ts'
import { insertLetter, setLetterCase } from './letters/queries.ts'
import { openMail, receiveMail } from './mail/receive.ts'
import { getRoot, setMailSetting } from './queries.ts'
import { insertPost } from './social/queries.ts'
import {
  insertContact,
  insertContactCase,
  insertMessage,
  insertNames,
  insertStatus,
  setContact,
} from './whatsapp/queries.ts'

const MAILBOX = 'laporan@contoh.example'
const HOUR = 3_600_000

/** A handful on every channel; the invented regency only. */
export async function demoChannels(world: DemoWorld): Promise<void> {
  if (world.institution.size !== 'full') return
  await demoMails(world)
  await demoConversation(world)
  await demoLetters(world)
  await demoSocial(world)
  await demoLapor(world)
}

async function demoMails(world: DemoWorld): Promise<void> {
  const { db, anchor } = world
  const scope = await world.scopeFor('complaint.read')
  const mails = [
    {
      from: 'Rudi Warga Contoh <rudi@warga.example>',
      subject: 'Lampu jalan padam di Jalan Contoh Raya',
      body: 'Sejak hari Senin lampu jalan di depan pasar padam. Malam hari gelap sekali.\r\n\r\nTerima kasih,\r\nRudi',
    },
    {
      from: 'Dewi Warga Contoh <dewi@warga.example>',
      subject: 'Jam buka loket hari Jumat',
      body: 'Apakah loket perizinan buka pada hari Jumat siang? Di pintu tertulis tutup pukul 11.',
    },
    { from: 'Kantor Lain <info@kantor.example>', subject: 'Balasan otomatis: sedang cuti', body: 'Saya cuti.' },
  ]
  for (const [index, mail] of mails.entries()) {
    const raw = `From: ${mail.from}\r\nTo: ${MAILBOX}\r\nMessage-ID: <contoh.${index}@warga.example>\r\nSubject: ${mail.subject}\r\n\r\n${mail.body}\r\n`
    const from = /<(.*)>/.exec(mail.from)![1]
    const opened = await openMail(Buffer.from(raw), from)
    await receiveMail(db, scope, new Date(anchor.getTime() - (30 - index) * HOUR), opened, { from, to: [MAILBOX] })
  }
  const doubtful = `From: Tidak Dikenal <orang@lain.example>\r\nTo: ${MAILBOX}\r\nReferences: <contoh.0@warga.example>\r\nSubject: Re: Lampu jalan padam\r\n\r\nTolong laporan ini ditutup saja, sudah menyala.\r\n`
  const stranger = 'orang@lain.example'
  await receiveMail(db, scope, new Date(anchor.getTime() - 5 * HOUR), await openMail(Buffer.from(doubtful), stranger), {
    from: stranger,
    to: [MAILBOX],
  })
  // Set at the end, so that loading the demonstration writes to nobody.
  await setMailSetting(db, scope, anchor, {
    mailbox: MAILBOX,
    mail_active: true,
    keep_raw_days: 30,
    most_per_hour: 20,
    reply_pause_minutes: 10,
    authserv_id: null,
  })
}

async function demoConversation(world: DemoWorld): Promise<void> {
  const { db, anchor } = world
  const scope = await world.scopeFor('complaint.read')
  const root = await getRoot(db, scope)
  const ago = (hours: number) => new Date(anchor.getTime() - hours * HOUR)
  const contact = newId(ago(6))
  await insertContact(db, scope, ago(6), contact)
  await insertNames(db, scope, ago(6), contact, ['wa:6281200000001', 'bs:ID.contoh1'])
  const body = 'Air di Desa Contoh tidak mengalir sejak kemarin pagi.'
  const { id, code } = await submitOnce(
    db,
    scope,
    ago(6),
    { source: 'whatsapp', key: 'contoh.1' },
    {
      subject: body,
      body,
      privacy: 'anonymous',
      reporter_name: 'Siti Warga Contoh',
      reporter_phone: '+6281200000001',
      unit_id: root.id,
      channel: 'whatsapp',
      actor: 'citizen',
    },
  )
  await insertContactCase(db, scope, ago(6), id, contact)
  await linkReference(db, scope, ago(6), {
    complaintId: id,
    system: 'whatsapp',
    externalId: formatCode(code),
    data: { page: `/kanal/percakapan/${id}` },
  })
  await setContact(db, scope, ago(5), {
    id: contact,
    phone: '+6281200000001',
    name: 'Siti Warga Contoh',
    complaint_id: id,
    dialog: null,
    last_inbound_at: ago(5),
  })
  const said: [boolean, string, number][] = [
    [false, body, 6.2],
    [true, 'Terima kasih, laporan Anda kami catat. Tentang layanan atau kantor apa?', 6.19],
    [false, '0', 6.1],
    [true, 'Siapa yang boleh membaca laporan Anda? 1. Anonim 2. Terbuka 3. Rahasia', 6.09],
    [false, '1', 6],
    [true, `Laporan Anda diterima. Kode: ${formatCode(code)}`, 5.99],
  ]
  for (const [index, [outgoing, words, hours]] of said.entries()) {
    const externalId = `contoh.${index}`
    await insertMessage(db, scope, {
      id: newId(ago(hours)),
      contact_id: contact,
      complaint_id: id,
      outgoing,
      external_id: externalId,
      kind: 'text',
      body: words,
      media_id: null,
      media_type: null,
      media_state: null,
      event_seq: null,
      at: ago(hours),
      sent_at: outgoing ? ago(hours) : null,
      error: null,
    })
    const status = index < 4 ? 'read' : 'delivered'
    if (outgoing) await insertStatus(db, scope, { externalId, status, at: ago(hours), error: undefined })
  }
}

async function demoLetters(world: DemoWorld): Promise<void> {
  const { db, anchor } = world
  const scope = await world.scopeFor('channel.work')
  const root = await getRoot(db, scope)
  for (const [index, sender] of ['Karang Taruna Desa Contoh', 'Ketua RT 03 Desa Contoh'].entries()) {
    const at = new Date(anchor.getTime() - (50 - index) * HOUR)
    const id = newId(at)
    const fileName = `surat-contoh-${index + 1}.png`
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="420" height="594"><rect width="420" height="594" fill="#fff"/><text x="40" y="70" font-family="sans-serif" font-size="18">Surat contoh ${index + 1}</text><text x="40" y="110" font-family="sans-serif" font-size="14">${sender}</text></svg>`
    const { default: sharp } = await import('sharp')
    const bytes = await sharp(Buffer.from(svg)).png().toBuffer()
    const fileId = await storeBytes(db, scope, at, {
      name: fileName,
      type: 'image/png',
      bytes,
      owner: `channels:${id}`,
      inline: true,
    })
    await insertLetter(db, scope, at, { id, fileId, fileName })
    if (index > 0) continue
    const made = await submitOnce(
      db,
      scope,
      at,
      { source: 'letter', key: id },
      {
        subject: 'Permohonan perbaikan jalan desa',
        body: 'Jalan desa sepanjang dua kilometer rusak berat dan menyulitkan anak sekolah.',
        privacy: 'open',
        reporter_name: sender,
        unit_id: root.id,
        channel: 'letter',
        actor: 'officer',
      },
    )
    const dated = new Date(anchor.getTime() - 6 * 24 * HOUR).toISOString().slice(0, 10)
    await setLetterCase(db, scope, id, { number: '012/KT-DC/2026', dated, sender, complaintId: made.id })
  }
}

async function demoSocial(world: DemoWorld): Promise<void> {
  const { db, anchor } = world
  const scope = await world.scopeFor('complaint.create')
  const root = await getRoot(db, scope)
  const at = new Date(anchor.getTime() - 20 * HOUR)
  const url = 'https://instagram.com/p/contoh123'
  const { id } = await submitOnce(
    db,
    scope,
    at,
    { source: 'social', key: url },
    {
      subject: 'Taman kota penuh sampah setelah akhir pekan',
      body: 'Unggahan warga: taman kota penuh sampah dan tempat sampahnya rusak.',
      privacy: 'anonymous',
      unit_id: root.id,
      channel: 'social',
      actor: 'officer',
    },
  )
  await insertPost(db, scope, {
    complaint_id: id,
    url,
    platform: 'Instagram',
    author: '@warga.contoh',
    posted_on: at.toISOString().slice(0, 10),
    created_at: at,
  })
}

async function demoLapor(world: DemoWorld): Promise<void> {
  const { db, anchor } = world
  const scope = await world.scopeFor('channel.work')
  const day = (back: number) => new Date(anchor.getTime() - back * 24 * HOUR).toISOString().slice(0, 10)
  const headings = [
    'Tracking ID',
    'Judul Laporan',
    'Isi Laporan',
    'Klasifikasi',
    'Status',
    'Tanggal Laporan',
    'Tanggal Disposisi',
  ]
  const lines = [
    [
      '9900001',
      'KTP elektronik belum jadi',
      'Sudah tiga bulan KTP saya belum dicetak.',
      'Pengaduan',
      'Proses',
      day(6),
      day(4),
    ],
    [
      '9900002',
      'Usul jam layanan malam',
      'Mohon ada layanan malam untuk pekerja.',
      'Aspirasi',
      'Terdisposisi',
      day(5),
      day(3),
    ],
  ]
  const checked = checkLines(lines, [2, 3], matchColumns(headings, {}), day(0))
  const id = newId(anchor)
  await insertImport(db, scope, new Date(anchor.getTime() - HOUR), {
    id,
    fileName: 'lapor-contoh.xlsx',
    headings,
    lines,
    numbers: [2, 3],
  })
  await setClassRule(db, await world.scopeFor('channel.manage'), new Date(anchor.getTime() - 2 * HOUR), {
    word: 'Pengaduan',
    class: 'ordinary',
    valid_from: '2026-01-01',
    source: 'Kesepakatan tim pengaduan (contoh)',
    verified: true,
  })
  const counts = await applyImport(db, scope, anchor, await planImport(db, scope, checked, day(0)))
  await setApplied(db, scope, anchor, id, counts)
  const next = newId(anchor)
  const more = [
    [
      '9900001',
      'KTP elektronik belum jadi',
      'Sudah tiga bulan KTP saya belum dicetak.',
      'Pengaduan',
      'Selesai',
      day(6),
      day(4),
    ],
  ]
  await insertImport(db, scope, anchor, {
    id: next,
    fileName: 'lapor-contoh-baru.xlsx',
    headings,
    lines: more,
    numbers: [2],
  })
}
