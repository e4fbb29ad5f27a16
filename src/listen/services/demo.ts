import { sql } from 'kysely'
import type { DemoWorld } from '../../demo/world.ts'
import { saveServices } from './acts.ts'
import { DEMO_SERVICES } from './demo-data.ts'
import { demoHall } from './demo-hall.ts'
import { demoStandards } from './demo-standards.ts'
import { demoTransactions } from './demo-transactions.ts'
import type { Need, ServiceChannel } from './model.ts'

const REQUIREMENTS = [
  'KTP elektronik asli',
  'Kartu Keluarga',
  'Formulir permohonan yang diisi',
  'Surat pengantar bila diwakilkan',
]
const PROCEDURE = [
  'Ambil nomor antrean atau daftar daring',
  'Serahkan berkas kepada petugas',
  'Berkas diperiksa kelengkapannya',
  'Terima hasil dan periksa isinya',
]

const NEED_OF: Readonly<Record<string, Need>> = {
  DPMPTSP: 'business',
  DUKCAPIL: 'identity',
  DINKES: 'health',
  RSUD: 'health',
  DISHUB: 'transport',
  DISDIK: 'school',
  DINSOS: 'aid',
  DPUPR: 'transport',
  DISNAKER: 'work',
  BAPENDA: 'home',
  DLH: 'environment',
  PDAM: 'environment',
}

/** As a word within a sentence; an abbreviation stays as it is. */
function inSentence(product: string): string {
  return /^\p{Lu}\p{Ll}/u.test(product) ? product.charAt(0).toLowerCase() + product.slice(1) : product
}

/** The catalog of the invented institution. */
export async function demoServices(world: DemoWorld): Promise<void> {
  const { db, institution, random, anchor } = world
  const { rows: units } = await sql<{ id: string; code: string; name: string }>`
    select id, code, name from organization.unit where institution_id = ${institution.id}`.execute(db)
  const items = DEMO_SERVICES.flatMap(([code, name, product, promise, cost]) => {
    const unit = units.find((one) => one.code === code)
    if (!unit) return []
    const channels: ServiceChannel[] = random.chance(0.5) ? ['counter', 'online'] : ['counter']
    return [
      {
        name: code.startsWith('KEC-') ? `${name} ${unit.name}` : name,
        unit: unit.id,
        summary: `Untuk warga ${institution.name} yang membutuhkan ${inSentence(product)}.`,
        product,
        requirements: REQUIREMENTS.slice(0, random.int(2, 4)).join('\n'),
        procedure: PROCEDURE.join('\n'),
        promise: Math.abs(promise),
        promise_unit: promise < 0 ? ('minutes' as const) : ('days' as const),
        cost,
        cost_note:
          cost > 0 ? 'Sesuai peraturan daerah tentang retribusi; pemegang kartu bantuan dibebaskan.' : undefined,
        need: NEED_OF[code] ?? 'other',
        channels,
        active: true,
      },
    ]
  })
  await saveServices(db, await world.scopeFor('service.manage'), anchor, items)
  await demoStandards(world)
}

/**
 * What was served: a chapter of its own, because each of these rows is checked against its service, and that is several
 * times slower while the services are not committed.
 */
export async function demoServed(world: DemoWorld): Promise<void> {
  await demoTransactions(world)
  await demoHall(world)
}
