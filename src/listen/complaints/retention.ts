import { type RawBuilder, sql } from 'kysely'
import { forgetLetters } from '../../core/notifications/index.ts'
import type { Erasable } from '../../core/retention/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { removeFile } from '../../platform/files.ts'
import { formatCode, readCode } from './code.ts'
import { tellWithdrawal } from './events.ts'
import type { ComplaintKind } from './model.ts'
import { HELD_AS } from './whistleblowing/model.ts'
import { findSealed, forgetSealed } from './whistleblowing/reporter.ts'
import { keptWords } from './whistleblowing/words.ts'

const ERASED = '(dihapus)'

type Kept = { kind: ComplaintKind; ended: number }
const ORDINARY: Kept = { kind: 'complaint', ended: 4 }
const SEALED: Kept = { kind: HELD_AS, ended: 14 }

/** Reports that ended before: their own story, and where they are handled with another, that one's too. */
function due(institution: string, before: Date, { kind, ended }: Kept): RawBuilder<unknown> {
  const held = (id: RawBuilder<unknown>) => sql`exists (select from retention.v_hold h
    where h.institution_id = c.institution_id and h.kind = ${kind} and h.subject_id = ${id})`
  return sql`
    from complaints.complaint c
    left join complaints.v_merge m on m.institution_id = c.institution_id and m.complaint_id = c.id
    where c.institution_id = ${institution} and c.queue = ${sql.lit(ended)} and c.queue_at < ${before} and c.erased_at is null
      and (m.complaint_id is null or (m.queue = 4 and m.queue_at < ${before} and not ${held(sql`m.survivor_id`)}))
      and not ${held(sql`c.id`)}`
}

export const closedReports: Erasable = {
  kind: 'complaint',
  path: 'pengaduan',
  title: { id: 'Pelapor dari laporan yang selesai', en: 'Reporters of reports that have ended' },
  goes: {
    id: 'Nama, surel, dan telepon pelapor, surat yang dikirim kepadanya, dan alamatnya di kanal lain.',
    en: 'Name, e-mail and telephone of the reporter, letters sent to them, and their addresses on other channels.',
  },
  stays: {
    id: 'Isi laporan dan jawabannya, kecuali dipilih lain; jenis, unit, waktu, dan penilaian untuk statistik.',
    en: 'The report and its answers, unless chosen otherwise; kind, unit, times and ratings for statistics.',
  },
  text: {
    id: 'Hapus juga judul, uraian, tempat, lampiran, dan pesan warga',
    en: 'Also erase subject, description, place, attachments and the citizen’s messages',
  },
  reference: { id: 'Nomor laporan', en: 'Report number' },
  count: (db, scope, before) => countDue(db, scope, before, ORDINARY),
  async list(db, { institution }, before) {
    const { rows } = await sql<{ id: string; code: string; ended: Date }>`
      select c.id, c.code, c.queue_at as ended ${due(institution, before, ORDINARY)} order by c.queue_at, c.id limit 20`.execute(
      db,
    )
    return rows.map(({ code, ...row }) => ({ ...row, label: formatCode(code) }))
  },
  async find(db, { institution }, reference) {
    const read = readCode(reference)
    if (!read.ok) return undefined
    const { rows } = await sql<{ id: string; code: string }>`
      select id, code from complaints.complaint
      where institution_id = ${institution} and code = ${read.code} and queue < 10 and erased_at is null`.execute(db)
    return rows[0] && { id: rows[0].id, label: formatCode(rows[0].code) }
  },
  erase: (db, scope, now, before, withText, most) => erase(db, scope, now, before, withText, most, ORDINARY),
}

/** Few may know of these: whoever sets the period sees none of them, and what is held is held on the case. */
export const endedWrongdoing: Erasable = {
  kind: HELD_AS,
  path: 'pelanggaran',
  apart: true,
  title: { id: 'Pelapor pelanggaran yang selesai diperiksa', en: 'Reporters of wrongdoing that was examined' },
  goes: {
    id: 'Identitas pelapor yang tersegel dan surat yang dikirim kepadanya.',
    en: 'The sealed identity of the reporter, and letters sent to them.',
  },
  stays: {
    id: 'Isi laporan dan hasil pemeriksaannya, kecuali dipilih lain.',
    en: 'The report and what the examination found, unless chosen otherwise.',
  },
  text: closedReports.text!,
  reference: closedReports.reference,
  count: (db, scope, before) => countDue(db, scope, before, SEALED),
  list: async () => [],
  find: async () => undefined,
  erase: (db, scope, now, before, withText, most) => erase(db, scope, now, before, withText, most, SEALED),
}

async function countDue(db: Db, { institution }: Scope, before: Date, kept: Kept): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n ${due(institution, before, kept)}`.execute(db)
  return rows[0]!.n
}

async function erase(
  db: Db,
  scope: Scope,
  now: Date,
  before: Date,
  withText: boolean,
  most: number,
  kept: Kept,
): Promise<number> {
  const { rows } = await sql<{ id: string; reporter_email: string | null }>`
    select c.id, c.reporter_email ${due(scope.institution, before, kept)}
    order by c.queue_at, c.id limit ${most} for update of c`.execute(db)
  for (const row of rows) {
    const address = row.reporter_email ?? (await findSealed(db, scope, row.id)).reporter_email
    if (address) await forgetLetters(db, scope, address, `complaint:${row.id}:`)
    await tellWithdrawal(db, scope, row.id)
  }
  const ids = rows.map((row) => row.id)
  if (withText) await eraseText(db, scope, now, ids, kept)
  await forgetSealed(db, scope, ids)
  await sql`
    update complaints.complaint set reporter_name = null, reporter_email = null, reporter_phone = null, erased_at = ${now}
    where institution_id = ${scope.institution} and id = any(${ids}::uuid[])`.execute(db)
  return rows.length
}

/** What the citizen wrote and sent; what the office answered, and what a person published of it, stays. */
async function eraseText(db: Db, scope: Scope, now: Date, ids: readonly string[], { kind }: Kept): Promise<void> {
  const where = sql`institution_id = ${scope.institution} and complaint_id = any(${ids as string[]}::uuid[])`
  const { rows: files } = await sql<{ id: string }>`
    with gone as (delete from complaints.attachment where ${where} returning file_id)
    select file_id as id from gone
    union select photo_id from complaints.complaint
    where institution_id = ${scope.institution} and id = any(${ids as string[]}::uuid[]) and photo_id is not null`.execute(
    db,
  )
  const erased = ids.map((id) => ({ id, text: keptWords({ id, kind }, ERASED) }))
  await sql`
    update complaints.complaint c set subject = e.text, body = e.text, place = null, photo_id = null
    from json_to_recordset(${JSON.stringify(erased)}::json) as e (id uuid, text text)
    where c.institution_id = ${scope.institution} and c.id = e.id`.execute(db)
  await sql`
    update complaints.event set body = case when body is not null then ${ERASED} end,
      reason = case when kind = 'reopened' then ${ERASED} else reason end
    where ${where} and actor = 'citizen' and (body is not null or kind = 'reopened')`.execute(db)
  await sql`update complaints.feedback set comment = null, reason = case when reason is not null then ${ERASED} end
    where ${where}`.execute(db)
  await sql`update complaints.moderation set body = ${ERASED}
    where ${where} and actor = 'citizen' and body is not null`.execute(db)
  await sql`update complaints.publication set subject = null, body = null, answer = null, answer_seq = null, note = null
    where ${where} and shown <> 1`.execute(db)
  await sql`delete from complaints.word where ${where}`.execute(db)
  for (const file of files) await removeFile(db, scope, now, file.id)
}
