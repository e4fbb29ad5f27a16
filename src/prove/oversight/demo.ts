import type { DemoWorld } from '../../demo/world.ts'
import { storeBytes } from '../../platform/files.ts'
import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { reportActivity, startActivity, takeStep } from './acts.ts'
import { demoAssessments } from './assessment/demo.ts'
import { demoCommunity } from './community/demo.ts'
import { findFinding, listFindingsOf } from './finding-queries.ts'
import type { Answer, Basis, FindingPart, Kind, StepKind } from './model.ts'
import { answerCheck, findActivity, insertActivity, insertFinding, listChecks } from './queries.ts'
import { insertMember, insertTeam } from './team-queries.ts'

const DAY = 86_400_000

type Told = readonly [step: StepKind, days: number, text: string]
type Found = { parts: readonly [string, string, string, string, string]; told: readonly Told[] }
type Plan = {
  unit: string
  kind: Kind
  title: string
  days: number
  basis: Basis
  basis_text: string
  answers?: readonly Answer[]
  found?: readonly Found[]
  conclusion?: string
}

const PARTS: readonly FindingPart[] = ['condition', 'criterion', 'cause', 'effect', 'recommendation']

const PLANS: readonly Plan[] = [
  {
    unit: 'DPMPTSP',
    kind: 'inspection',
    title: 'Inspeksi loket perizinan',
    days: 95,
    basis: 'theme',
    basis_text: 'Keramahan: keluhan tentang sikap petugas loket naik sepanjang tahun.',
    answers: ['yes', 'partly', 'no', 'yes', 'yes', 'partly'],
    conclusion: 'Pelayanan berjalan, tetapi petugas belum dapat dikenali dan alur di papan tidak lagi sesuai standar.',
    found: [
      {
        parts: [
          'Empat dari tujuh petugas loket tidak memakai tanda pengenal pada dua hari inspeksi.',
          'Pelaksana pelayanan harus dapat dikenali pengguna.',
          'Tanda pengenal yang rusak tidak diganti sejak awal tahun.',
          'Warga tidak tahu kepada siapa keluhan disampaikan.',
          'Ganti semua tanda pengenal dan periksa pemakaiannya setiap apel pagi.',
        ],
        told: [
          ['reply', 90, 'Setuju. Tanda pengenal dipesan minggu ini, penanggung jawab kepala seksi pelayanan.'],
          ['evidence', 70, 'Tanda pengenal baru dibagikan kepada semua petugas.'],
          ['verified', 66, 'Dilihat di loket: semua petugas memakai tanda pengenal.'],
        ],
      },
      {
        parts: [
          'Alur di papan masih memuat langkah yang dihapus tahun lalu.',
          'Informasi yang ditampilkan sama dengan standar pelayanan yang berlaku.',
          'Tidak ada yang ditunjuk untuk memperbarui papan.',
          'Warga membawa berkas yang tidak diperlukan.',
          'Perbarui papan alur dan tunjuk penanggung jawabnya.',
        ],
        told: [['reply', 88, 'Setuju. Papan baru sedang dicetak.']],
      },
    ],
  },
  {
    unit: 'DINKES',
    kind: 'evaluation',
    title: 'Evaluasi kinerja pelayanan semester I',
    days: 60,
    basis: 'plan',
    basis_text: 'PKPT tahun berjalan nomor 14.',
    answers: ['partly', 'yes', 'yes', 'no', 'yes'],
    conclusion: 'Indikator dihitung dari catatan, tetapi waktu tunggu memburuk dan pengaduan terlambat dijawab.',
    found: [
      {
        parts: [
          'Sepertiga pengaduan dijawab melewati batas waktu.',
          'Pengaduan dijawab dalam batas waktu yang ditetapkan.',
          'Satu petugas merangkap tiga tugas.',
          'Kepercayaan warga turun, pengaduan berulang.',
          'Tetapkan petugas pengganti dan pantau setiap pekan.',
        ],
        told: [
          ['reply', 50, 'Setuju. Petugas pengganti ditetapkan bulan ini.'],
          ['evidence', 3, 'Surat tugas petugas pengganti dan rekap empat pekan.'],
        ],
      },
    ],
  },
  {
    unit: 'RSUD',
    kind: 'audit',
    title: 'Audit penerimaan retribusi pendaftaran',
    days: 8,
    basis: 'order',
    basis_text: 'Perintah bupati setelah laporan keuangan triwulan II.',
    answers: ['yes', 'partly', 'yes'],
    found: [
      {
        parts: [
          'Dua belas dari 80 berkas contoh tanpa tanda terima.',
          'Setiap penerimaan dibuktikan dengan tanda terima.',
          'Buku tanda terima habis selama sembilan hari.',
          'Penerimaan tidak dapat dicocokkan.',
          'Sediakan cadangan buku tanda terima.',
        ],
        told: [],
      },
    ],
  },
  {
    unit: 'DUKCAPIL',
    kind: 'inspection',
    title: 'Inspeksi pelayanan keliling',
    days: -10,
    basis: 'plan',
    basis_text: 'PKPT tahun berjalan nomor 22.',
  },
]

/** A team of the inspectorate, and an activity in each state with findings on their way to done. */
export async function demoOversight(world: DemoWorld): Promise<void> {
  if (world.institution.size !== 'full') return
  const { db, institution } = world
  const manage = await world.scopeFor('oversight.manage')
  const inspector = await db
    .selectFrom('roles.grant as g')
    .innerJoin('roles.role as r', (join) =>
      join.onRef('r.institution_id', '=', 'g.institution_id').onRef('r.id', '=', 'g.role_id'),
    )
    .select('g.account_id as id')
    .where('g.institution_id', '=', institution.id)
    .where('r.code', '=', 'oversight')
    .executeTakeFirst()
  const units = await db
    .selectFrom('organization.unit')
    .select(['id', 'code'])
    .where('institution_id', '=', institution.id)
    .execute()
  const formed = ago(world, 150)
  const team = newId(formed)
  const decree = await board(world, team, 'SK contoh', formed)
  await insertTeam(db, manage, formed, {
    id: team,
    name: 'Tim Pengawas Pelayanan Publik',
    decree_number: '700/118/INSPEKTORAT',
    decree_on: dateOf(world, 150),
    ends_on: null,
    file: decree,
  })
  if (inspector)
    await insertMember(db, manage, { team, account: inspector.id, part: 'lead', from_on: dateOf(world, 150) })
  for (const plan of PLANS) {
    const unit = units.find((one) => one.code === plan.unit)
    if (unit) await carryOut(world, plan, unit.id, team)
  }
  await demoAssessments(world, await board(world, 'penilaian', 'Papan contoh', ago(world, 60)))
  await demoCommunity(world)
}

async function carryOut(world: DemoWorld, plan: Plan, unit: string, team: string): Promise<void> {
  const { db } = world
  const manage = await world.scopeFor('oversight.manage')
  const examine = await world.scopeFor('oversight.examine')
  const on = dateOf(world, plan.days)
  const id = await insertActivity(db, manage, ago(world, Math.max(1, plan.days + 12)), {
    kind: plan.kind,
    title: plan.title,
    unit_id: unit,
    team_id: team,
    period_from: dateOf(world, plan.days + 180),
    period_until: dateOf(world, plan.days + 1),
    planned_on: on,
    basis: plan.basis,
    basis_text: plan.basis_text,
    basis_link: plan.basis === 'theme' ? `/pengaduan?unit=${unit}` : '',
  })
  if (!plan.answers) return
  const started = await findActivity(db, examine, on, 'inside', id)
  if (!started) return
  await startActivity(db, examine, started, on)
  const at = ago(world, plan.days)
  for (const [index, check] of (await listChecks(db, examine, id)).entries()) {
    const answer = plan.answers[index]
    if (!answer) continue
    const note = answer === 'yes' ? '' : 'Lihat temuan.'
    const file = index === 2 && plan.unit === 'DPMPTSP' ? await board(world, id, 'Loket contoh', at) : null
    await answerCheck(db, examine, at, id, check.key, { answer, note, link: '', file })
  }
  for (const { parts } of plan.found ?? []) {
    const named = Object.fromEntries(PARTS.map((part, index) => [part, parts[index] ?? ''])) as Record<
      FindingPart,
      string
    >
    await insertFinding(db, examine, at, started, named)
  }
  const done = await findActivity(db, examine, on, 'inside', id)
  if (!plan.conclusion || !done) return
  await reportActivity(db, examine, ago(world, plan.days - 3), done, plan.conclusion)
  const findings = await listFindingsOf(db, examine, id)
  for (const [index, finding] of findings.entries())
    for (const [step, days, text] of plan.found?.[index]?.told ?? []) {
      const row = await findFinding(db, examine, finding.id)
      const when = ago(world, days)
      const file = step === 'evidence' ? await board(world, finding.id, 'Bukti contoh', when) : null
      if (row) await takeStep(db, examine, when, row, { step, text, link: '', file }, dateOf(world, days))
    }
}

/** A drawn board instead of a photo of a real place. */
async function board(world: DemoWorld, owner: string, words: string, at: Date): Promise<string> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="270"><rect width="480" height="270" fill="#0b5f66"/><text x="240" y="145" font-family="sans-serif" font-size="30" text-anchor="middle" fill="#fff">${words}</text></svg>`
  const { default: sharp } = await import('sharp')
  const bytes = await sharp(Buffer.from(svg)).jpeg({ quality: 70 }).toBuffer()
  const file = { name: `${words.toLowerCase().replace(' ', '-')}.jpg`, type: 'image/jpeg', bytes, inline: true }
  return storeBytes(world.db, await world.scopeFor('oversight.manage'), at, { ...file, owner: `oversight:${owner}` })
}

function ago(world: DemoWorld, days: number): Date {
  return new Date(world.anchor.getTime() - days * DAY)
}

function dateOf(world: DemoWorld, days: number): string {
  return localDate(ago(world, days), world.institution.timeZone)
}
