import { sql } from 'kysely'
import type { DemoWorld } from '../../demo/world.ts'
import { selfScope } from '../../platform/access.ts'
import { reportCase, takeStep, workingDaysFrom } from './discipline/acts.ts'
import { proposeByRule } from './rewards/acts.ts'
import { changeNomination, insertNomination, insertReward, listSuggestions } from './rewards/queries.ts'

type Person = { account: string; employee: string; unit_id: string }

/** Criteria, proposals by rule and by a superior, one reward granted, and one invented case with its whole course. */
export async function demoMerit(world: DemoWorld): Promise<void> {
  const people = await listPeople(world)
  await reward(world, people)
  const [subject, head, authority, appeal] = people
  if (subject && head && authority && appeal) await discipline(world, { subject, head, authority, appeal })
}

async function listPeople({ db, institution }: DemoWorld): Promise<Person[]> {
  const { rows } = await sql<Person>`
    select a.id as account, a.employee_id as employee, p.unit_id from people.account a
    join people.assignment p on p.institution_id = a.institution_id and p.employee_id = a.employee_id and p.valid_to is null
    join organization.unit u on u.institution_id = p.institution_id and u.id = p.unit_id
    where a.institution_id = ${institution.id}
    order by array_position(array['pegawai', 'dpmptsp', 'pimpinan', 'sdm', 'pengaduan'], split_part(a.email, '@', 1)), a.email
    limit 8`.execute(db)
  return rows
}

async function reward(world: DemoWorld, people: readonly Person[]): Promise<void> {
  const { db, anchor } = world
  const rules = await world.scopeFor('reward.rules')
  const today = new Date(anchor.getTime() + 7 * 3_600_000).toISOString().slice(0, 10)
  const year = today.slice(0, 4)
  const made: { id: string; unit: boolean }[] = []
  for (const { code: _code, template_code, threshold, ...one } of await listSuggestions(db, rules)) {
    const input = {
      ...one,
      template: template_code ?? undefined,
      threshold: threshold ?? undefined,
      valid_from: `${year}-01-01`,
    }
    made.push({ id: await insertReward(db, rules, anchor, input), unit: one.kind === 'unit' })
  }
  await proposeByRule(db, await world.scopeFor('reward.review'), { now: anchor, today })
  const personal = made.find((one) => !one.unit)
  const [, head, decider, reviewer, nominee] = people
  if (!personal || !nominee || !head || !reviewer || !decider) return
  const id = await insertNomination(db, await world.scopeFor('reward.propose'), anchor, {
    reward_id: personal.id,
    unit_id: nominee.unit_id,
    employee_id: nominee.employee,
    period: `${year}-T4`,
    reason: 'Sepuluh tahun bekerja di loket tanpa satu pun catatan buruk (contoh).',
    evidence_url: 'https://contoh.example/daftar-riwayat.pdf',
    figure: null,
    proposed_by: head.account,
  })
  if (!id) return
  const as = (person: Person) => selfScope(world.institution.id, person.account, person.employee)
  await changeNomination(db, as(reviewer), anchor, id, {
    act: 'review',
    note: 'Masa kerja dan riwayat disiplin sudah dicocokkan.',
    recommended: true,
  })
  await changeNomination(db, as(decider), anchor, id, {
    act: 'decide',
    note: 'Disetujui sesuai kriteria yang berlaku.',
    granted: true,
    contestUntil: anchor,
  })
}

type Parts = { subject: Person; head: Person; authority: Person; appeal: Person }

async function discipline(world: DemoWorld, { subject, head, authority, appeal }: Parts): Promise<void> {
  const { db, institution } = world
  const at = (days: number) => new Date(world.anchor.getTime() - days * 86_400_000)
  const scope = await world.scopeFor('discipline.report')
  const id = await reportCase(db, scope, at(40), {
    subject: { id: subject.employee, name: '', unit_id: subject.unit_id, account_id: subject.account },
    reporter: head.account,
    examiner: head.account,
    authority: authority.account,
    appeal_authority: appeal.account,
    level: 'light',
    happened_on: at(45).toISOString().slice(0, 10),
    allegation: 'Loket ditutup setengah jam lebih awal tanpa pemberitahuan pada hari kerja (perkara contoh).',
  })
  const one = { id, unit_id: subject.unit_id }
  const as = (person: Person) => selfScope(institution.id, person.account, person.employee)
  const clock = (days: number) => ({ now: at(days), timeZone: institution.timeZone })
  const hearing = await workingDaysFrom(db, as(head), clock(39), one.unit_id, 'summon_days')
  await takeStep(db, as(head), clock(39), one, {
    kind: 'summoned',
    state: 'summoned',
    body: 'Diminta hadir pukul 09.00 di ruang rapat untuk didengar.',
    hearing_on: new Date(hearing.getTime() + 7 * 3_600_000).toISOString().slice(0, 10),
  })
  await takeStep(db, as(subject), clock(35), one, {
    kind: 'answered',
    state: 'summoned',
    body: 'Sistem antrean mati dan tidak ada cadangan; saya sudah melapor lewat telepon.',
  })
  await takeStep(db, as(head), clock(20), one, {
    kind: 'minutes',
    state: 'heard',
    body: 'Keduanya hadir. Gangguan sistem dibenarkan petugas TI; pemberitahuan kepada warga memang tidak dipasang.',
  })
  await takeStep(db, as(authority), clock(5), one, {
    kind: 'decided',
    state: 'decided',
    body: 'Gangguan bukan kesalahannya; kewajiban memberi tahu warga tidak dipenuhi.',
    sanction: 'r1',
  })
}
