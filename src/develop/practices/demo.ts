import type { DemoWorld } from '../../demo/world.ts'
import { storeBytes } from '../../platform/files.ts'
import { localDate } from '../../platform/i18n.ts'
import { askChange, reviewChange } from './acts.ts'
import { type DemoEntry, INNOVATIONS, REFERENCES } from './demo-entries.ts'
import { listCriteria } from './log-queries.ts'
import { criteriaOn, type State } from './model.ts'
import { findEntry, insertEntry, setPublished } from './queries.ts'
import { insertResult, listColleagues, putPerson } from './story-queries.ts'

const DAY = 86_400_000

/** The cases of the source text as references, and innovations of the regency in each state, one replicated. */
export async function demoPractices(world: DemoWorld): Promise<void> {
  const { db } = world
  const units = await db
    .selectFrom('organization.unit')
    .select(['id', 'code'])
    .where('institution_id', '=', world.institution.id)
    .execute()
  const unitOf = new Map(units.map((unit) => [unit.code, unit.id]))
  const written = new Map<string, string>()
  for (const entry of world.institution.size === 'full' ? [...REFERENCES, ...INNOVATIONS] : REFERENCES.slice(0, 1)) {
    const unit = unitOf.get(entry.unit)
    if (unit) written.set(entry.key, await write(world, entry, unit, written))
  }
}

async function write(
  world: DemoWorld,
  entry: DemoEntry,
  unit: string,
  written: ReadonlyMap<string, string>,
): Promise<string> {
  const { db } = world
  const manage = await world.scopeFor('practice.manage')
  const at = ago(world, entry.days)
  const { key: _key, unit: _unit, days: _days, from, results, steps, people, hidden, holder, ...texts } = entry
  const id = await insertEntry(db, manage, at, holder ? 'reference' : 'innovation', {
    form: 'public_service',
    digital: false,
    initiator: 'unit',
    outcome: '',
    ...texts,
    holder: holder ?? '',
    unit_id: unit,
    service_id: null,
    adopted_from: from ? (written.get(from) ?? null) : null,
    adopted_change: entry.adopted_change ?? '',
  })
  const colleagues = await listColleagues(db, manage, [unit])
  for (const [index, part] of (people ?? []).entries()) {
    const person = colleagues[(index * 3 + 1) % Math.max(1, colleagues.length)]
    if (person) await putPerson(db, manage, { entry: id, employee: person.id, part })
  }
  for (const [indicator, measure, before, after, days, basis] of results ?? [])
    await insertResult(db, manage, ago(world, days), id, {
      indicator,
      measure,
      before,
      after,
      basis,
      link: '',
      measured_on: dateOf(world, days + 1),
    })
  for (const step of steps ?? []) await walk(world, id, step)
  if (!hidden)
    await setPublished(db, await world.scopeFor('practice.review'), id, ago(world, Math.max(1, entry.days - 20)))
  return id
}

async function walk(
  world: DemoWorld,
  id: string,
  [to, days, evidence, decision]: readonly [State, number, string, 'accepted' | 'returned' | null],
): Promise<void> {
  const { db } = world
  const manage = await world.scopeFor('practice.manage')
  const row = await findEntry(db, manage, id)
  if (!row) return
  const happened_on = dateOf(world, days)
  const criteria = to === 'implemented' ? criteriaOn(await listCriteria(db, manage), happened_on) : []
  const asked = ago(world, days - 1)
  const number = await askChange(db, manage, asked, row, {
    to,
    happened_on,
    evidence,
    link: '',
    file: to === 'implemented' && decision ? await photo(world, id, asked) : null,
    criteria: criteria.map(({ key, text }) => ({ key, text, answer: ANSWERS[key] ?? 'Terpenuhi, lihat bukti.' })),
  })
  if (!decision) return
  const note =
    decision === 'accepted' ? 'Bukti dilihat di tempat dan sesuai.' : 'Lampirkan keputusan kepala dinas lebih dahulu.'
  const review = await world.scopeFor('practice.review')
  const change = { number, to_state: to, asked_by: null }
  await reviewChange(db, review, ago(world, Math.max(0, days - 5)), row, change, { decision, note })
}

/** A drawn board, so that nobody's place is shown. */
async function photo(world: DemoWorld, entry: string, at: Date): Promise<string> {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="270"><rect width="480" height="270" fill="#0b5f66"/><text x="240" y="145" font-family="sans-serif" font-size="30" text-anchor="middle" fill="#fff">Gambar contoh</text></svg>'
  const { default: sharp } = await import('sharp')
  const bytes = await sharp(Buffer.from(svg)).jpeg({ quality: 70 }).toBuffer()
  const file = { name: 'papan-layanan.jpg', type: 'image/jpeg', bytes, owner: `practices:${entry}`, inline: true }
  return storeBytes(world.db, await world.scopeFor('practice.manage'), at, file)
}

const ANSWERS: Readonly<Record<string, string>> = {
  pembaharuan: 'Sebelumnya warga harus datang dan menunggu tanpa kepastian.',
  manfaat: 'Waktu dan biaya perjalanan warga berkurang, lihat hasil terukur.',
  beban: 'Tidak ada syarat atau biaya baru; cara lama tetap dilayani.',
  kewenangan: 'Layanan ini urusan wajib daerah yang dijalankan unit sendiri.',
  replikasi: 'Langkahnya tertulis dan sudah dicoba di unit lain.',
}

function ago(world: DemoWorld, days: number): Date {
  return new Date(world.anchor.getTime() - days * DAY)
}

function dateOf(world: DemoWorld, days: number): string {
  return localDate(ago(world, days), world.institution.timeZone)
}
