import { sql } from 'kysely'
import type { DemoWorld } from '../../demo/world.ts'
import { newId } from '../../platform/id.ts'
import { insertAbsence } from './absence-queries.ts'
import { applyEvents, submitComplaints } from './acts.ts'
import { demoRequests } from './disclosure/demo.ts'
import { insertHeld } from './four-eyes/queries.ts'
import { insertQualityRule } from './quality-queries.ts'
import { insertExamination, recuseSubject } from './staff-examination-queries.ts'
import { saveTemplate } from './staff-templates-queries.ts'
import { endTask, insertTasks, setAssignee, setWatching } from './staff-work-queries.ts'

const TEMPLATES = [
  [
    'Sudah diperbaiki',
    'Yth. {nama}, terima kasih atas laporan {kode} tentang “{perihal}”. Sudah kami periksa dan perbaiki pada … Bila masih terjadi, balas laporan ini.',
  ],
  [
    'Penjelasan syarat',
    'Yth. {nama}, syarat {layanan} adalah … Daftar lengkapnya ada di halaman layanan. Tidak ada biaya selain yang tercantum di sana.',
  ],
  [
    'Terima kasih atas saran',
    'Yth. {nama}, saran Anda tentang “{perihal}” kami catat dan bahas dalam rapat {unit} berikutnya.',
  ],
] as const

/** What officers do with one another: templates, tasks of several units, an investigation, a report of misconduct. */
export async function demoWork(world: DemoWorld): Promise<void> {
  const { db, institution, anchor } = world
  const scope = await world.scopeFor('complaint.handle')
  for (const [name, body] of TEMPLATES)
    await saveTemplate(db, scope, anchor, { id: newId(anchor), unit_id: null, name, body, active: true })
  const { rows: open } = await sql<{ id: string; unit_id: string }>`
    select id, unit_id from complaints.complaint
    where institution_id = ${institution.id} and queue = 2 order by queue_at desc, id limit 8`.execute(db)
  const { rows: units } = await sql<{ id: string }>`
    select id from organization.unit where institution_id = ${institution.id} and parent_id is not null
    order by code limit 12`.execute(db)
  const { rows: officers } = await sql<{ id: string; name: string }>`
    select distinct a.id, a.name from people.account a
    join roles.grant g on g.institution_id = a.institution_id and g.account_id = a.id
    join roles.role r on r.institution_id = g.institution_id and r.id = g.role_id and r.code = 'complaint_officer'
    where a.institution_id = ${institution.id} order by a.name, a.id limit 5`.execute(db)
  const officer = officers[0]
  const [first, second] = open
  if (!first || !second || !officer) return
  await setAssignee(
    db,
    scope,
    anchor,
    open.slice(0, 4).map((one) => one.id),
    officer.id,
  )
  await setWatching(db, scope, anchor, second.id, officer.id, true)
  const waits = open.at(-1)
  if (waits) {
    const answer = {
      complaint: waits.id,
      outcome: 'explained',
      body: 'Persyaratannya sudah kami jelaskan di loket dan kami tulis di papan pengumuman.',
    } as const
    const held = await insertHeld(db, scope, anchor, answer)
    await sql`update complaints.held_answer set written_by = ${officer.id}
      where institution_id = ${institution.id} and id = ${held}`.execute(db)
  }
  const helpers = units.filter((unit) => unit.id !== first.unit_id).slice(0, 3)
  const tasks = helpers.map((unit, index) => ({
    id: newId(anchor),
    complaint_id: first.id,
    unit_id: unit.id,
    title: ['Jelaskan jadwal petugas pada hari itu', 'Kirim foto papan informasi terbaru', 'Periksa catatan antrean'][
      index
    ]!,
    due_on: new Date(anchor.getTime() + (index + 3) * 86_400_000).toISOString().slice(0, 10),
  }))
  await insertTasks(db, scope, anchor, tasks)
  if (tasks[2])
    await endTask(db, scope, anchor, {
      id: tasks[2].id,
      complaint: first.id,
      state: 'done',
      answer: 'Antrean hari itu 84 orang dengan dua petugas; biasanya empat.',
    })
  const today = anchor.toISOString().slice(0, 10)
  const note = (kind: 'finding' | 'heard', person: string | null, body: string) =>
    insertExamination(db, scope, anchor, second.id, {
      id: newId(anchor),
      kind,
      happened_on: today,
      person,
      body,
      file_id: null,
    })
  await note('heard', 'Petugas loket', 'Menyatakan loket ditutup karena sistem mati, tanpa pemberitahuan tertulis.')
  await note('finding', null, 'Catatan sistem tidak menunjukkan gangguan pada jam itu.')
  await demoKinds(world, first.unit_id)
  await demoRequests(world, first.unit_id, officer.id)
  await insertQualityRule(db, await world.scopeFor('complaint.rules'), anchor, {
    id: newId(anchor),
    share: 100,
    valid_from: new Date(anchor.getTime() - 60 * 86_400_000).toISOString().slice(0, 10),
    source: 'Keputusan contoh: semua jawaban ditelaah selama tiga bulan pertama',
    verified: false,
  })
  const { rows: colleagues } = await sql<{ id: string }>`
    select a.id from people.account a
    join roles.grant g on g.institution_id = a.institution_id and g.account_id = a.id
    join roles.role r on r.institution_id = g.institution_id and r.id = g.role_id and r.code = 'unit_head'
    where a.institution_id = ${institution.id} and a.id <> ${officer.id} order by a.name, a.id limit 1`.execute(db)
  const colleague = colleagues[0]
  if (colleague)
    await insertAbsence(db, scope, anchor, newId(anchor), {
      account: colleague.id,
      substitute: officer.id,
      from_on: today,
      to_on: new Date(anchor.getTime() + 6 * 86_400_000).toISOString().slice(0, 10),
      reason: 'Cuti tahunan',
      hand_over: false,
    })
  await demoMisconduct(world, first.unit_id)
}

const OTHER_KINDS = [
  ['praise', 'Petugas loket 2 sabar sekali', 'Ibu saya sudah sepuh dan dibantu sampai selesai. Terima kasih.'],
  ['suggestion', 'Mohon nomor antrean dapat diambil dari rumah', 'Agar kami tidak menunggu sejak pagi.'],
  ['question', 'Berapa lama mengurus surat pindah?', 'Apakah bisa diwakilkan, dan apa saja syaratnya?'],
  ['criticism', 'Papan petunjuk sulit dibaca', 'Hurufnya kecil dan warnanya pudar.'],
  ['praise', 'Berkas selesai lebih cepat dari janji', 'Dijanjikan tiga hari, selesai satu hari.'],
  ['question', 'Apakah hari Sabtu buka?', 'Saya bekerja dari Senin sampai Jumat.'],
] as const

/** Not everything citizens say is a complaint. */
async function demoKinds({ db, scopeFor, anchor }: DemoWorld, unit: string): Promise<void> {
  await submitComplaints(
    db,
    await scopeFor('complaint.create'),
    anchor,
    OTHER_KINDS.map(([kind, subject, body], index) => ({
      at: new Date(anchor.getTime() - (index + 2) * 5_400_000),
      random: Uint8Array.of(11, 7, 3, 6, index),
      kind,
      subject,
      body,
      privacy: 'open',
      unit_id: unit,
      channel: 'web',
      actor: 'citizen',
    })),
    true,
  )
}

async function demoMisconduct(world: DemoWorld, unit: string): Promise<void> {
  const { db, institution, anchor } = world
  const scope = await world.scopeFor('complaint.whistleblowing')
  const at = new Date(anchor.getTime() - 3 * 86_400_000)
  const [sent, other] = await submitComplaints(
    db,
    scope,
    anchor,
    [
      {
        at,
        random: Uint8Array.of(11, 7, 3, 5, 1),
        kind: 'whistleblowing',
        subject: 'Dugaan pungutan untuk mempercepat berkas',
        body: 'Ada yang meminta uang agar berkas didahulukan. Saya pegawai dan tidak ingin nama saya diketahui.',
        privacy: 'secret',
        unit_id: unit,
        channel: 'web',
        actor: 'citizen',
      },
      {
        at: new Date(at.getTime() + 3_600_000),
        random: Uint8Array.of(11, 7, 3, 5, 2),
        kind: 'whistleblowing',
        subject: 'Kuitansi perjalanan dinas tanpa perjalanan',
        body: 'Beberapa perjalanan dinas dibayar tetapi orangnya hadir di kantor.',
        privacy: 'secret',
        unit_id: unit,
        channel: 'letter',
        actor: 'officer',
        reporter_name: 'Warga Contoh',
      },
    ],
    true,
  )
  await applyEvents(
    db,
    scope,
    anchor,
    [
      {
        id: other!.id,
        events: [
          { kind: 'verified', actor: 'officer', at: new Date(anchor.getTime() - 3_600_000) },
          { kind: 'classified', actor: 'officer', class: 'oversight', theme: 'integritas' },
          { kind: 'routed', actor: 'officer', unit_id: unit },
        ],
      },
    ],
    { quiet: true, lane: 'sealed' },
  )
  const { rows } = await sql<{ employee_id: string }>`
    select employee_id from people.assignment where institution_id = ${institution.id} and unit_id = ${unit}
      and valid_to is null order by employee_id limit 1`.execute(db)
  if (rows[0]) await recuseSubject(db, scope, anchor, sent!.id, rows[0].employee_id)
}
