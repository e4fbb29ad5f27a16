import { sql } from 'kysely'
import type { DemoWorld } from '../../demo/world.ts'
import { localDate } from '../../platform/i18n.ts'
import { detect, diagnose } from './acts.ts'
import type { Answer, Cause } from './model.ts'
import { listSignals, PAGE_SIZE, type SignalRow } from './queries.ts'

type Decision = {
  cause: Cause
  answers: Readonly<Record<string, Answer>>
  reason: string
  recommendation?: string
}

const CURT_DESK: Decision = {
  cause: 'kompetensi',
  answers: { 'kompetensi-1': 'no', 'kompetensi-2': 'yes', 'proses-1': 'no', 'alat-1': 'no', 'beban_kerja-1': 'no' },
  reason:
    'Lima petugas loket baru mulai bertugas dan belum pernah dilatih melayani; petugas lama di loket yang sama, dengan aplikasi dan antrean yang sama, tetap dinilai ramah.',
}
const WAITING: Decision = {
  cause: 'kompetensi',
  answers: { 'kompetensi-1': 'unknown', 'kompetensi-2': 'unknown', 'beban_kerja-1': 'unknown' },
  reason:
    'Petugas dianggap belum terampil mengatur alur pasien. Beban kerja dan jumlah petugas belum sempat diperiksa.',
}
const ONE_BAD_MONTH: Decision = {
  cause: 'kompetensi',
  answers: { 'kompetensi-2': 'unknown', 'proses-1': 'no' },
  reason: 'Penilaian waktu layanan turun tajam bulan ini; petugas kecamatan dianggap perlu dilatih lagi.',
}

/** Where the story's people believe that training helps; whether it did is for the results to say. */
const STORY: readonly { unit: string; theme: string; decision: Decision }[] = [
  { unit: 'DPMPTSP', theme: 'keramahan', decision: CURT_DESK },
  { unit: 'DINKES', theme: 'kecepatan', decision: WAITING },
  { unit: 'KEC-01', theme: 'kecepatan', decision: ONE_BAD_MONTH },
]

const LASTING: readonly Decision[] = [
  {
    cause: 'proses',
    answers: { 'proses-1': 'yes', 'proses-2': 'yes', 'kompetensi-1': 'yes' },
    reason: 'Berkas menunggu satu pemeriksaan yang hanya dilakukan dua hari seminggu; petugasnya mampu dan cepat.',
    recommendation: 'Jadwalkan pemeriksaan setiap hari kerja dan tunjuk pengganti bila pemeriksa berhalangan.',
  },
  {
    cause: 'alat',
    answers: { 'alat-1': 'yes', 'kompetensi-1': 'yes' },
    reason: 'Aplikasi antrean berkali-kali tidak dapat dibuka; petugas mencatat dengan tangan.',
    recommendation: 'Dinas Kominfo memindahkan aplikasi antrean ke server cadangan dan memantau gangguannya.',
  },
]
const ONCE: Decision = {
  cause: 'bukan_masalah',
  answers: { 'proses-1': 'no', 'beban_kerja-1': 'no' },
  reason: 'Gangguan listrik dua hari pada bulan itu; bulan berikutnya kembali biasa tanpa tindakan.',
}

/** Runs the monthly check for every month that is over, then lets people decide causes, as they would have then. */
export async function demoSignals(world: DemoWorld): Promise<void> {
  const detecting = await world.scopeFor('signal.detect')
  const complete = world.months.slice(0, -1)
  for (const [at, month] of complete.entries()) {
    const now = checkedAt(world, at)
    await detect(world.db, detecting, { now, today: localDate(now, world.institution.timeZone) }, month)
    world.progress('Pemeriksaan sinyal', at + 1, complete.length)
  }
  await decide(world)
}

/** The morning of the second of the month after. */
function checkedAt(world: DemoWorld, at: number): Date {
  return new Date(Date.parse(`${world.months[at + 1]}-02T02:00:00Z`))
}

async function decide(world: DemoWorld): Promise<void> {
  const reading = await world.scopeFor('signal.read')
  const deciding = await world.scopeFor('signal.diagnose')
  const { rows: units } = await sql<{ id: string; code: string }>`
    select id, code from organization.unit where institution_id = ${world.institution.id}`.execute(world.db)
  const code = new Map(units.map((unit) => [unit.id, unit.code]))
  const decidedBy = await deciderOf(world)
  const signals: SignalRow[] = []
  for (let more = true; more; ) {
    const page = await listSignals(world.db, reading, { status: 'open', after: signals.at(-1)?.id })
    signals.push(...page.slice(0, PAGE_SIZE))
    more = page.length > PAGE_SIZE
  }
  signals.reverse()
  const rest: SignalRow[] = []
  for (const signal of signals) {
    const story = STORY.find((one) => one.unit === code.get(signal.unit_id) && one.theme === signal.theme)
    if (story) await write(signal, story.decision)
    else if (signal.source === 'short_survey') await write(signal, LASTING[0]!)
    else rest.push(signal)
  }
  // The last ones stay open, so that there is something to decide.
  let lasting = 0
  for (const [at, signal] of rest.slice(0, Math.max(1, rest.length - 3)).entries()) {
    const once = at > 0 && signal.last_month === signal.first_month
    await write(signal, once ? ONCE : LASTING[lasting++ % LASTING.length]!)
  }

  async function write(signal: SignalRow, decision: Decision): Promise<void> {
    const at = new Date(Math.min(signal.opened_at.getTime() + 6 * 86_400_000, world.anchor.getTime()))
    await diagnose(world.db, deciding, at, [{ signalId: signal.id, decidedBy, ...decision }])
  }
}

/** The HR manager of the demonstration, where there is one. */
async function deciderOf(world: DemoWorld): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id from people.account where institution_id = ${world.institution.id} and email like 'sdm@%' limit 1`.execute(
    world.db,
  )
  return rows[0]?.id ?? null
}
