import { listUnits } from '../../core/organization/index.ts'
import type { DemoWorld } from '../../demo/world.ts'
import { storeBytes } from '../../platform/files.ts'
import { localDate } from '../../platform/i18n.ts'
import { BOLD, PLAIN, paper } from '../../platform/paper.ts'
import { applyPolicy, decideEvaluation, openEvaluation } from './acts.ts'
import { messages } from './messages.ts'
import { insertMeasure, insertPolicy, setFile } from './queries.ts'

const DAY = 86_400_000

type Told = {
  unit: string
  title: string
  kind: 'circular' | 'procedure' | 'decision' | 'regulation'
  purpose: string
  number?: string
  /** How many days before the end of the data it was applied. */
  applied?: number
  evaluated?: 'open' | 'continue'
}

const TOLD: readonly Told[] = [
  {
    unit: 'DPMPTSP',
    title: 'Petugas loket menyapa dan menyebut nama lebih dahulu',
    kind: 'circular',
    number: '065/12/2026',
    purpose:
      'Warga disapa lebih dahulu dan tahu siapa yang melayaninya, sehingga keluhan tentang sikap petugas berkurang.',
    applied: 210,
    evaluated: 'open',
  },
  {
    unit: 'DUKCAPIL',
    title: 'Antrean khusus warga lanjut usia dan penyandang disabilitas',
    kind: 'procedure',
    number: 'SOP-07/2025',
    purpose: 'Warga lanjut usia dan penyandang disabilitas selesai dilayani paling lama 30 menit setelah datang.',
    applied: 400,
    evaluated: 'continue',
  },
  {
    unit: 'DINKES',
    title: 'Jawaban pengaduan ditulis dengan alasan dan langkah berikutnya',
    kind: 'circular',
    number: '440/31/2025',
    purpose:
      'Setiap jawaban pengaduan menyebut alasan dan langkah berikutnya, sehingga laporan yang dibuka kembali berkurang.',
    applied: 380,
  },
  {
    unit: 'BKPSDM',
    title: 'Pelatihan berangkat dari kebutuhan yang terukur',
    kind: 'regulation',
    purpose: 'Tidak ada pelatihan tanpa kebutuhan yang tercatat dan tanpa ukuran hasil pada layanan.',
  },
]

/** One policy at each station of the way: a draft, one that is overdue for its evaluation, one under evaluation, one kept. */
export async function demoPolicy(world: DemoWorld): Promise<void> {
  const { db, anchor, institution } = world
  const manage = await world.scopeFor('policy.manage')
  const decide = await world.scopeFor('policy.decide')
  const units = await listUnits(db, manage)
  const words = messages.id
  const day = (before: number) => localDate(new Date(anchor.getTime() - before * DAY), institution.timeZone)
  for (const [index, told] of TOLD.entries()) {
    const unit = units.find((one) => one.code === told.unit) ?? units[index % units.length]
    if (!unit) return
    const at = new Date(anchor.getTime() - ((told.applied ?? 10) + 14) * DAY)
    const { title, kind, purpose, number } = told
    const basis = 'UU 25/2009 tentang Pelayanan Publik; kebijakan contoh'
    const id = await insertPolicy(db, manage, at, { title, kind, purpose, basis, unit: unit.id })
    if (number === undefined || told.applied === undefined) continue
    if (index === 0) await attachText(world, id, at, `${number}: ${title}`, unit.name, purpose)
    await applyPolicy(db, decide, words, day(told.applied), id, { number, applied_on: day(told.applied) })
    if (!told.evaluated) continue
    const when = told.evaluated === 'open' ? 6 : 30
    const evaluation = await openEvaluation(db, manage, new Date(anchor.getTime() - when * DAY), words, day(when), id)
    if (told.evaluated === 'open') continue
    await insertMeasure(db, manage, new Date(anchor.getTime() - 28 * DAY), evaluation, {
      kind: 'other',
      label: 'Waktu tunggu warga lanjut usia, nilai tengah',
      before_value: 52,
      before_count: 40,
      after_value: 24,
      after_count: 44,
      unit: 'menit',
      source: 'Pencatatan satu minggu di loket, sebelum dan sesudah',
    })
    await decideEvaluation(db, decide, new Date(anchor.getTime() - 21 * DAY), words, day(21), id, {
      finding:
        'Waktu tunggu turun di bawah 30 menit pada jam biasa, tetapi belum pada hari Senin. Loket kedua dibuka setiap Senin.',
      decision: 'continue',
    })
  }
}

async function attachText(world: DemoWorld, id: string, at: Date, title: string, unit: string, purpose: string) {
  const { db, institution } = world
  const scope = await world.scopeFor('policy.manage')
  const bytes = await paper({ title, author: institution.name, at, language: 'id' }, (pen) => {
    pen.letterhead(institution.name, unit)
    pen.text('H1', title, BOLD, 13)
    pen.text('P', purpose, PLAIN, 11)
  })
  const file = { name: 'naskah.pdf', type: 'application/pdf', bytes, owner: `policy:${id}`, inline: false }
  await setFile(db, scope, id, await storeBytes(db, scope, at, file))
}
