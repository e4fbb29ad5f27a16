import { sql } from 'kysely'
import { forgetAccountLetters } from '../notifications/index.ts'
import type { Erasable } from './erasable.ts'

/** Left, and no assignment ends later; not masked before, not held. */
const LEFT = (institution: string, before: Date) => sql`
  select e.id, e.nip, max(w.valid_to) as ended from people.employee e
  join people.assignment w on w.institution_id = e.institution_id and w.employee_id = e.id
  where e.institution_id = ${institution} and not e.active and e.erased_at is null
    and not exists (select from retention.v_hold h where h.institution_id = e.institution_id and h.kind = 'former_employee'
      and h.subject_id = e.id)
  group by e.id, e.nip
  having bool_and(w.valid_to is not null) and max(w.valid_to) < (${before}::timestamptz)::date`

/**
 * Names and numbers of people who left. The row stays with its id: assessments, lesson hours and figures are counted on
 * without saying whose they were. Their account, closed when they left, loses its name and every way in.
 */
export const formerEmployees: Erasable = {
  kind: 'former_employee',
  path: 'pegawai',
  title: { id: 'Pegawai yang sudah keluar', en: 'People who left' },
  goes: {
    id: 'Nama, NIP, NIK, tanggal lahir, jenis kelamin, surel, telepon, dan akun masuknya.',
    en: 'Name, NIP, NIK, date of birth, sex, e-mail, telephone and their account.',
  },
  stays: {
    id: 'Riwayat penempatan, penilaian, dan pelatihan tanpa nama, sehingga angka tidak berubah.',
    en: 'Placements, assessments and training without a name, so that figures stay the same.',
  },
  reference: { id: 'NIP', en: 'NIP' },
  async count(db, { institution }, before) {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from (${LEFT(institution, before)}) x`.execute(
      db,
    )
    return rows[0]!.n
  },
  async list(db, { institution }, before) {
    const { rows } = await sql<{ id: string; label: string; ended: Date }>`
      select id, nip as label, ended::timestamptz as ended from (${LEFT(institution, before)}) x
      order by x.ended, x.id limit 20`.execute(db)
    return rows
  },
  async find(db, { institution }, reference) {
    const { rows } = await sql<{ id: string; label: string }>`
      select id, nip as label from people.employee where institution_id = ${institution}
        and nip = ${reference.replaceAll(/[\s.]/g, '')} and erased_at is null`.execute(db)
    return rows[0]
  },
  async erase(db, scope, now, before, _withText, most) {
    const { institution } = scope
    const { rows } = await sql<{ id: string }>`
      with due as (select x.id from (${LEFT(institution, before)}) x order by x.ended, x.id limit ${most})
      update people.employee e set nip = 'dihapus-' || e.id, name = '(dihapus)', email = null, phone = null, gender = null,
        birth_date = null, nik_encrypted = null, erased_at = ${now}
      from due where e.institution_id = ${institution} and e.id = due.id and not e.active returning e.id`.execute(db)
    const ids = rows.map((row) => row.id)
    const accounts = sql<{
      id: string
    }>`select id from people.account where institution_id = ${institution} and employee_id = any(${ids}::uuid[])`
    for (const table of ['session', 'totp', 'passkey', 'recovery_code', 'challenge', 'known_device', 'provider_link'])
      await sql`delete from ${sql.table(`people.${table}`)} where institution_id = ${institution}
        and account_id in (${accounts})`.execute(db)
    await forgetAccountLetters(
      db,
      scope,
      (await accounts.execute(db)).rows.map((row) => row.id),
    )
    await sql`
      update people.account set name = '(dihapus)', email = null, nip = null, password_hash = null,
        disabled_at = coalesce(disabled_at, ${now})
      where institution_id = ${institution} and employee_id = any(${ids}::uuid[])`.execute(db)
    return rows.length
  },
}
