import { sql } from 'kysely'
import type { DemoWorld } from '../../demo/world.ts'
import { listDatedNumbers, putDatedNumber } from '../../platform/dated-rules.ts'
import { localDate } from '../../platform/i18n.ts'
import { listCompetencies, unitGaps } from '../competency/index.ts'
import { listSignals } from '../signals/index.ts'
import { approveNeed, type ProposedNeed, proposeNeeds } from './acts.ts'
import { insertEvents, PARAMETERS, setPlan, setRank, setStatus } from './queries.ts'

/** The needs of the story: [unit, theme of its signal, competency, month, title, plan]. */
const STORY = [
  {
    unit: 'DPMPTSP',
    theme: 'keramahan',
    competency: 'M5',
    month: 10,
    title: 'Petugas perizinan melayani dengan ramah dan jelas',
    importance: 5,
    plan: {
      route: 'N03',
      provider: 'BKPSDM',
      schedule: 'Dua bulan, bergelombang',
      curriculum:
        'Modul "Melayani dengan Ramah": menyapa, menjelaskan, menenangkan; latihan dengan kasus loket sendiri.',
      budget: 42_500_000,
    },
  },
  {
    unit: 'DINKES',
    theme: 'kecepatan',
    competency: 'T1',
    month: 9,
    title: 'Petugas pendaftaran menguasai sistem antrean dan rekam pasien',
    importance: 4,
    plan: {
      route: 'K11',
      provider: 'Dinas Kesehatan',
      schedule: 'Enam pekan',
      curriculum: 'Bimbingan teknis sistem antrean: pendaftaran, pemilahan, rujukan.',
      budget: 68_000_000,
    },
  },
  {
    unit: 'KEC-01',
    theme: 'kecepatan',
    competency: 'M4',
    month: 9,
    title: 'Petugas kecamatan menyelesaikan surat tepat waktu',
    importance: 4,
    plan: {
      route: 'N11',
      provider: 'Kecamatan',
      schedule: 'Satu bulan',
      curriculum: 'Bimbingan di tempat kerja: mengatur berkas harian dan janji waktu.',
      budget: 6_000_000,
    },
  },
] as const

const ORDINARY = [
  {
    unit: 'DUKCAPIL',
    competency: 'D1',
    title: 'Petugas kependudukan cakap memakai layanan daring',
    importance: 4,
    month: 12,
  },
  {
    unit: 'DISDIK',
    competency: 'T2',
    title: 'Pengelola data pendidikan mampu merangkum data dengan benar',
    importance: 3,
    month: 13,
  },
  {
    unit: 'BAPENDA',
    competency: 'T1',
    title: 'Petugas pajak menguasai sistem pendapatan daerah',
    importance: 4,
    month: 14,
  },
  {
    unit: 'RSUD',
    competency: 'M3',
    title: 'Perawat dan petugas loket rumah sakit menjelaskan dengan jelas',
    importance: 5,
    month: 15,
  },
  { unit: 'SETDA', competency: 'D4', title: 'Pegawai sekretariat menjaga keamanan data', importance: 3, month: 16 },
  {
    unit: 'DISHUB',
    competency: 'M4',
    title: 'Penguji kendaraan menepati janji waktu pengujian',
    importance: 3,
    month: 16,
  },
] as const

/** The story's three needs, approved and planned, and some ordinary ones in every state. */
export async function demoNeeds(world: DemoWorld): Promise<void> {
  const { db, institution } = world
  const scope = await world.scopeFor('need.propose')
  const { rows } = await sql<{ id: string; code: string }>`
    select id, code from organization.unit where institution_id = ${institution.id}`.execute(db)
  const unitOf = new Map(rows.map((unit) => [unit.code, unit.id]))
  const competencyOf = new Map((await listCompetencies(db, scope)).map((one) => [one.code, one.id]))
  const signals = (await listSignals(db, await world.scopeFor('signal.read'), { status: 'competency' })).reverse()
  const at = (month: number, day: number) =>
    new Date(`${world.months[month]}-${String(day).padStart(2, '0')}T03:00:00Z`)

  const ranking = await world.scopeFor('need.rank')
  const settled = { source: 'Ketetapan panitia pengembangan kompetensi (contoh)', verified: false }
  const decided = at(0, 2)
  for (const { key, value } of await listDatedNumbers(db, ranking, PARAMETERS, decided))
    await putDatedNumber(db, ranking, PARAMETERS, decided, {
      ...settled,
      key,
      value,
      valid_from: localDate(decided, institution.timeZone),
    })

  for (const one of STORY) {
    const unit = unitOf.get(one.unit)
    const competency = competencyOf.get(one.competency)
    if (!unit || !competency || institution.size !== 'full') continue
    // The story was found by the complaints and the SKM; the short survey says the same of single services.
    const signal = signals.find(
      (row) => row.unit_id === unit && row.theme === one.theme && row.source !== 'short_survey',
    )
    const origin = signal ? 'signal' : 'gap'
    const need: ProposedNeed = {
      unit_id: unit,
      competency_id: competency,
      signal_id: signal?.id,
      origin,
      title: one.title,
      importance: one.importance,
    }
    const [id] = await proposeNeeds(db, scope, at(one.month, 12), [need])
    await setPlan(db, scope, id!, one.plan)
    await insertEvents(db, scope, at(one.month, 14), [{ need_id: id!, act: 'planned' }])
    await approveNeed(db, await world.scopeFor('need.approve'), at(one.month, 18), id!)
  }

  const made: string[] = []
  for (const one of ORDINARY) {
    const unit = unitOf.get(one.unit)
    const competency = competencyOf.get(one.competency)
    if (!unit || !competency) continue
    const known = (await unitGaps(db, scope, unit, at(one.month, 10))).find((gap) => gap.competency_id === competency)
    if (!known?.figures) continue
    const [id] = await proposeNeeds(db, scope, at(one.month, 10), [
      { unit_id: unit, competency_id: competency, origin: 'gap', title: one.title, importance: one.importance },
    ])
    made.push(id!)
  }
  await decideSome(world, made, at)
}

/** One approved, one moved by the committee with its reason, one closed; the others wait. */
async function decideSome(
  world: DemoWorld,
  made: readonly string[],
  at: (month: number, day: number) => Date,
): Promise<void> {
  const { db } = world
  const [first, second, third] = made
  if (first) await approveNeed(db, await world.scopeFor('need.approve'), at(14, 20), first)
  if (second) {
    await setRank(db, await world.scopeFor('need.rank'), second, 1)
    const reason = 'Data pendidikan dipakai menyusun anggaran tahun depan, jadi harus benar sebelum triwulan pertama.'
    await insertEvents(db, await world.scopeFor('need.rank'), at(15, 6), [
      { need_id: second, act: 'ranked', reason, detail: { from: null, to: 1 } },
    ])
  }
  if (third) {
    const scope = await world.scopeFor('need.approve')
    await setStatus(db, scope, third, 'closed')
    const reason = 'Sistem pendapatan daerah diganti bulan depan; pelatihan menunggu sistem yang baru.'
    await insertEvents(db, scope, at(16, 3), [{ need_id: third, act: 'closed', reason, detail: { from: 'draft' } }])
  }
}
