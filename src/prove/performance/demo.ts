import { sql } from 'kysely'
import type { DemoWorld } from '../../demo/world.ts'
import { listBudgeted } from '../../develop/programs/index.ts'
import { addChecklist, addEntries, addIndicators, addObservations, decideEntries, type NewEntry } from './acts.ts'
import { demoMerit } from './demo-merit.ts'
import { demoReflection } from './reflection/demo.ts'
import type { TemplateCode } from './score.ts'

const STEPS = [
  'Menyapa dan menanyakan keperluan',
  'Memeriksa kelengkapan berkas di depan pemohon',
  'Menyebut biaya dan waktu menurut standar',
  'Memberi tanda terima bernomor',
  'Menjelaskan cara mengadu',
]
/** How often each step is done: the last one is what people forget. */
const DONE = [0.97, 0.92, 0.85, 0.95, 0.6]

type Place = { id: string; code: string; name: string }

/** Units that promise something, a procedure that is watched, values with evidence, and what waits to be verified. */
export async function demoPerformance(world: DemoWorld): Promise<void> {
  const scope = await world.scopeFor('performance.manage')
  const places = await listPlaces(world)
  const serving = places.slice(0, world.institution.size === 'full' ? 12 : 3)
  await promise(world, serving)
  await observe(world, scope, serving)
  await recordValues(world, serving.slice(0, 4))
  await demoReflection(world)
  await demoMerit(world)
  world.progress('Kartu kinerja', serving.length, serving.length)
}

async function listPlaces({ db, institution }: DemoWorld): Promise<Place[]> {
  const { rows } = await sql<Place>`
    select u.id, u.code, u.name from organization.unit u
    where u.institution_id = ${institution.id} and u.kind not in ('root', 'division', 'section', 'desk')
    order by u.code = 'DPMPTSP' desc, u.code = 'DUKCAPIL' desc, u.code limit 40`.execute(db)
  return rows
}

async function promise(world: DemoWorld, serving: readonly Place[]): Promise<void> {
  const scope = await world.scopeFor('performance.manage')
  const year = Number(world.months.at(-1)!.slice(0, 4))
  const [start, half, end] = [`${year - 1}-12-31`, `${year}-06-30`, `${year}-12-31`]
  const share = { measure: '%', scaleMin: 0, scaleMax: 100, targetKind: 'points', direction: 'up' } as const
  const items = serving.flatMap((place, index) => [
    {
      ...share,
      unit: place.id,
      template: 'within_day' as const,
      recorded: false,
      name: 'Pengaduan dijawab dalam 24 jam',
      relevance: 'Warga yang mengadu tahu sejak hari pertama bahwa laporannya sampai.',
      baseline: 2 + (index % 4),
      baselineOn: start,
      target: 5,
      source: 'Statistik pengaduan',
      dueOn: index % 5 === 3 ? half : end,
    },
    ...(index < 6
      ? [
          {
            ...share,
            unit: place.id,
            template: 'digital' as const,
            recorded: false,
            name: 'Pelayanan secara digital',
            relevance: 'Warga di kecamatan yang jauh tidak perlu datang ke loket.',
            baseline: 30,
            baselineOn: start,
            target: 10,
            source: 'Pelayanan yang tercatat',
            dueOn: end,
          },
        ]
      : []),
  ])
  await addIndicators(world.db, scope, world.anchor, items)
}

async function observe(
  world: DemoWorld,
  scope: Awaited<ReturnType<typeof world.scopeFor<'performance.manage'>>>,
  serving: readonly Place[],
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from organization.unit where institution_id = ${world.institution.id} and parent_id is null`.execute(
    world.db,
  )
  const checklist = await addChecklist(world.db, scope, world.anchor, {
    unit: rows[0]!.id,
    name: 'SOP pelayanan di loket',
    source: 'Keputusan Sekretaris Daerah tentang SOP pelayanan loket (contoh)',
    items: STEPS,
  })
  const { random, months } = world
  const cases = serving.flatMap((place) =>
    months.slice(-9).flatMap((_month, index) =>
      Array.from({ length: 3 }, () => {
        const at = world.instant(months.length - 9 + index, random)
        const results = DONE.map((chance) => (random.chance(0.06) ? 2 : random.chance(chance) ? 1 : 0) as 0 | 1 | 2)
        return {
          checklist_id: checklist,
          unit_id: place.id,
          observed_on: new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 10),
          results: results.every((result) => result === 2) ? [1 as const, ...results.slice(1)] : results,
          note: undefined,
          at,
        }
      }),
    ),
  )
  await addObservations(world.db, scope, null, cases)
}

const RECORDED: readonly {
  template: TemplateCode
  name: string
  relevance: string
  measure: string
  share: boolean
}[] = [
  {
    template: 'technology',
    name: 'Layanan yang memakai tanda tangan elektronik',
    relevance: 'Pemohon menerima dokumen di rumah pada hari yang sama.',
    measure: '%',
    share: true,
  },
  {
    template: 'policy',
    name: 'Perubahan peraturan yang diterapkan dalam 30 hari',
    relevance: 'Warga diperlakukan menurut aturan yang sedang berlaku.',
    measure: '%',
    share: true,
  },
  {
    template: 'innovation',
    name: 'Inovasi yang dipakai sehari-hari',
    relevance: 'Cara yang lebih baik baru berarti bila benar-benar dipakai.',
    measure: 'inovasi',
    share: false,
  },
]

/** Values that were entered by one person and verified by another, the newest of them not yet; and what programs spent. */
async function recordValues(world: DemoWorld, places: readonly Place[]): Promise<void> {
  const scope = await world.scopeFor('performance.manage')
  const verify = await world.scopeFor('performance.verify')
  const { months, random } = world
  const year = months.at(-1)!.slice(0, 4)
  const plans = places.flatMap((place) =>
    RECORDED.map(({ share, ...one }) => ({
      ...one,
      unit: place.id,
      recorded: true,
      template: one.template as 'technology',
      direction: 'up' as const,
      scaleMin: 0,
      scaleMax: share ? 100 : null,
      baseline: share ? 25 : 1,
      baselineOn: `${Number(year) - 1}-12-31`,
      targetKind: 'points' as const,
      target: share ? 30 : 3,
      source: 'Catatan unit dengan berita acara',
      dueOn: `${year}-12-31`,
      share,
    })),
  )
  const ids = await addIndicators(world.db, scope, world.anchor, plans)
  const told = ids.flatMap((id, index) =>
    months.slice(-10, -1).map((month, at): NewEntry => {
      const plan = plans[index]!
      const total = 20
      const hits = Math.min(total, Math.round((0.3 + at * 0.04 + random.next() * 0.08) * total))
      return entryOf(plan.unit, month, {
        indicator_id: id,
        program_id: null,
        value: plan.share ? (hits / total) * 100 : 1 + Math.floor(at / 3),
        hits: plan.share ? hits : undefined,
        total: plan.share ? total : undefined,
      })
    }),
  )
  const programs = await listBudgeted(world.db, scope, scope.units)
  const spent = programs
    .filter((program) => program.budget > 0 && program.starts_on < `${months.at(-2)}-28`)
    .map((program) =>
      entryOf(program.unit_ids[0]!, months.at(-2)!, {
        indicator_id: null,
        program_id: program.id,
        value: Math.round(program.budget * (0.86 + random.next() * 0.1)),
        hits: 38,
        total: 40,
      }),
    )
  const waiting = (entry: NewEntry, index: number) =>
    entry.month === months.at(-2) && index % 9 === 8 && index % 2 === 0
  const kept = [...told.filter((entry, index) => !waiting(entry, index)), ...spent]
  const made = await addEntries(world.db, scope, world.anchor, kept)
  await decideEntries(world.db, verify, world.anchor, { ids: made, by: null, reason: null })
  await addEntries(world.db, scope, world.anchor, told.filter(waiting))
}

function entryOf(
  unit: string,
  month: string,
  value: Pick<NewEntry, 'indicator_id' | 'program_id' | 'value' | 'hits' | 'total'>,
): NewEntry {
  return {
    ...value,
    unit_id: unit,
    month,
    measured_on: `${month}-25`,
    source: 'Berita acara (contoh)',
    evidence_url: 'https://contoh.example/berita-acara.pdf',
    entered_by: null,
  }
}
