import { sql } from 'kysely'
import type { DemoWorld } from '../../demo/world.ts'
import { storeBytes } from '../../platform/files.ts'
import { localDate } from '../../platform/i18n.ts'
import { listServices } from '../services/index.ts'
import { insertAttachment } from './attachments/queries.ts'
import type { Kind } from './model.ts'
import {
  insertActivity,
  insertFinding,
  insertParticipant,
  insertSegment,
  lockActivity,
  putCodings,
  putResolution,
} from './queries.ts'

const DAY = 86_400_000

const SAID: readonly (readonly [participant: number, text: string, one: string, two: string])[] = [
  [1, 'Saya sudah bertanya baik-baik, jawabannya ketus.', 'keramahan', 'keramahan'],
  [2, 'Antreannya lama karena loket yang buka hanya satu.', 'kecepatan', 'kecepatan'],
  [1, 'Syarat di papan berbeda dengan yang diminta petugas.', 'keakuratan', 'keakuratan'],
  [3, 'Kami di loket sering harus menjelaskan aturan yang baru diterima pagi itu.', 'keakuratan', 'lain'],
  [4, 'Tidak ada senyum, padahal kami datang dari jauh.', 'keramahan', 'keramahan'],
  [2, 'Formulir daring sulit dibuka di telepon saya.', 'kemudahan', 'kemudahan'],
  [4, 'Biayanya sesuai yang tertulis, itu sudah baik.', 'biaya', 'biaya'],
  [3, 'Kalau ramai, kami jadi kurang sabar.', 'keramahan', 'kecepatan'],
  [1, 'Setelah dijelaskan, prosesnya ternyata mudah.', 'kemudahan', 'kemudahan'],
  [2, 'Ruang tunggunya panas.', 'sarana', 'sarana'],
]
const ROLES = ['Pengguna layanan', 'Pengguna layanan', 'Petugas loket', 'Pelaku usaha kecil']
const SEEN = ['Petugas menyapa lebih dahulu', 'Waktu tunggu terlihat di layar', 'Jalur kursi roda bebas hambatan']

/** A discussion with its agreement, another being coded, and an observation that is being written down. */
export async function demoFocusGroups(world: DemoWorld): Promise<void> {
  const { db } = world
  const scope = await world.scopeFor('focus_group.manage')
  const services = (await listServices(db, scope)).filter((one) => one.active)
  const accounts = await db
    .selectFrom('people.account')
    .select('id')
    .where('institution_id', '=', scope.institution)
    .orderBy('id')
    .limit(2)
    .execute()
  const desk = services.find((one) => /perizinan|izin/i.test(`${one.unit_name} ${one.name}`)) ?? services[0]
  if (!desk || accounts.length < 2) return
  const done = await discussion(world, desk, 'Diskusi dengan pengguna layanan loket', 60)
  await code(
    world,
    done,
    accounts.map((one) => one.id),
  )
  const half = await discussion(world, desk, 'Diskusi dengan pelaku usaha', 12)
  await sql`update focus_groups.activity set state = 'coding' where institution_id = ${scope.institution} and id = ${half}`.execute(
    db,
  )
  const at = new Date(world.anchor.getTime() - 59 * DAY)
  for (const { kind, name, note, words } of ATTACHED) {
    const body = await drawn(words)
    const file = { name, type: 'image/jpeg', bytes: body, owner: `focus-groups:${done}`, inline: true }
    const id = await storeBytes(db, scope, at, file)
    await insertAttachment(db, scope, at, { activity: done, file: id, kind, note })
  }
  const seen = await activity(world, desk, 'observation', 'Observasi loket pagi hari', 5, SEEN)
  for (const [index] of SEEN.entries())
    await insertSegment(db, scope, seen, { item: index + 1, outcome: index === 1 ? 'no' : 'yes', text: SEEN[index]! })
}

const ATTACHED = [
  {
    kind: 'board',
    name: 'papan-diskusi.jpg',
    note: 'Kartu di akhir diskusi',
    words: ['Ketus', 'Satu loket', 'Aturan baru'],
  },
  { kind: 'consent', name: 'persetujuan.jpg', note: 'Empat peserta', words: ['Lembar', 'persetujuan', 'contoh'] },
] as const

/** Drawn cards, so that nobody's writing is shown. */
async function drawn(words: readonly string[]): Promise<Buffer> {
  const cards = words.map(
    (word, index) =>
      `<rect x="${40 + index * 190}" y="90" width="170" height="110" fill="#fff3b0"/><text x="${125 + index * 190}" y="152" font-family="sans-serif" font-size="24" text-anchor="middle" fill="#333">${word}</text>`,
  )
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="300"><rect width="640" height="300" fill="#7c9a92"/>${cards.join('')}<text x="20" y="280" font-family="sans-serif" font-size="18" fill="#fff">Gambar contoh</text></svg>`
  const { default: sharp } = await import('sharp')
  return sharp(Buffer.from(svg)).jpeg({ quality: 78 }).toBuffer()
}

type Desk = { id: string; unit_id: string }

async function activity(
  world: DemoWorld,
  desk: Desk,
  kind: Kind,
  title: string,
  days: number,
  protocol: readonly string[],
) {
  const scope = await world.scopeFor('focus_group.manage')
  const at = new Date(world.anchor.getTime() - days * DAY)
  return insertActivity(world.db, scope, at, {
    unit_id: desk.unit_id,
    service_id: desk.id,
    kind,
    title,
    purpose: 'Memahami apa yang dialami warga dan petugas di loket.',
    held_on: localDate(at, world.institution.timeZone),
    place: 'Ruang rapat kecamatan',
    protocol: [...protocol],
  })
}

async function discussion(world: DemoWorld, desk: Desk, title: string, days: number): Promise<string> {
  const { db } = world
  const scope = await world.scopeFor('focus_group.manage')
  const at = new Date(world.anchor.getTime() - days * DAY)
  const id = await activity(world, desk, 'discussion', title, days, [
    'Ceritakan kunjungan terakhir Anda ke loket ini.',
    'Apa yang membuatnya mudah atau sulit?',
    'Apa satu hal yang paling perlu diperbaiki?',
  ])
  for (const [index, role] of ROLES.entries())
    await insertParticipant(db, scope, at, {
      activity: id,
      number: index + 1,
      role,
      consent_form: 'Lisan di awal diskusi',
    })
  for (const [index, [participant, text]] of SAID.entries())
    await insertSegment(db, scope, id, { item: (index % 3) + 1, participant, text })
  return id
}

async function code(world: DemoWorld, id: string, accounts: readonly string[]): Promise<void> {
  const { db } = world
  const scope = await world.scopeFor('focus_group.manage')
  const coding = await world.scopeFor('focus_group.code')
  await putCodings(
    db,
    coding,
    id,
    1,
    SAID.map(([, , theme], index) => ({ segment: index + 1, theme })),
  )
  await putCodings(
    db,
    coding,
    id,
    2,
    SAID.map(([, , , theme], index) => ({ segment: index + 1, theme })),
  )
  await sql`
    update focus_groups.activity set state = 'agreed', coder_one = ${accounts[0]}, coder_two = ${accounts[1]},
      one_done = true, two_done = true
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
  const at = new Date(world.anchor.getTime() - 50 * DAY)
  await putResolution(db, scope, at, {
    activity: id,
    segment: 4,
    theme: 'keakuratan',
    reason: 'Yang dibicarakan adalah pengetahuan aturan.',
  })
  const row = await lockActivity(db, scope, id)
  if (!row) return
  for (const [theme, text] of [
    ['keramahan', 'Warga merasa dilayani dengan ketus, terutama ketika antrean panjang.'],
    ['keakuratan', 'Petugas menerima perubahan aturan terlalu dekat dengan jam buka loket.'],
  ] as const)
    await insertFinding(db, scope, at, { activity: row, service: row.service_id, theme, text })
}
