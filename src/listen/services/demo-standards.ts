import { sql } from 'kysely'
import type { DemoWorld } from '../../demo/world.ts'
import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { contentOf, type StandardContent } from './content.ts'
import { putPledge } from './pledge-queries.ts'
import { listServices, type ServiceRow } from './queries.ts'
import { getRule } from './rules.ts'
import { insertStandards, type NewStandard, projectStandards } from './standard-queries.ts'

const DAY = 86_400_000

/** Versions of every service's standard: what holds now, what held before, and a few that are on their way. */
export async function demoStandards(world: DemoWorld): Promise<void> {
  const { db, anchor, institution } = world
  const random = world.random.fork('standards')
  const scope = await world.scopeFor('service.manage')
  const { rows: accounts } = await sql<{ id: string; email: string | null }>`
    select id, email from people.account where institution_id = ${institution.id} order by id`.execute(db)
  const drafter = accounts.find(({ email }) => email?.startsWith('dpmptsp@'))?.id ?? null
  const approver = accounts.find(({ email }) => email?.startsWith('pimpinan@'))?.id ?? null
  const services = await listServices(db, scope)
  const today = localDate(anchor, institution.timeZone)
  const first = `${Number(today.slice(0, 4)) - 2}-01-02`
  const rows: NewStandard[] = []
  for (const [index, service] of services.entries()) {
    // Some services are still without a decree, as everywhere.
    if (index % 17 === 16) continue
    const now = fullContent(service)
    const revised = random.chance(0.4)
    const add = (content: StandardContent, effective_from: string) => {
      const at = new Date(Date.parse(`${effective_from}T03:00:00Z`) - 3 * DAY)
      const version = rows.filter(({ service_id }) => service_id === service.id).length + 1
      rows.push({
        id: newId(at),
        service_id: service.id,
        version,
        state: 'approved',
        content,
        drafted_by: drafter,
        drafted_at: new Date(at.getTime() - 6 * DAY),
        submitted_by: drafter,
        submitted_at: new Date(at.getTime() - 4 * DAY),
        approved_by: approver,
        approved_at: at,
        decree_number: `067/${100 + index}/KEP/${effective_from.slice(0, 4)}`,
        decree_date: localDate(at, institution.timeZone),
        effective_from,
      })
    }
    add(revised ? before(now) : now, first)
    if (revised) add(now, `${world.months[6]}-02`)
    if (index === 3 || index === 8) rows.push(onItsWay(world, service, now, rows, drafter, index === 8))
  }
  await insertStandards(db, scope, rows)
  await projectStandards(db, scope, anchor, today)
  const pledge = await getRule(db, scope, 'pledge', today)
  for (const unit of new Set(services.map(({ unit_id }) => unit_id)))
    await putPledge(db, scope, new Date(Date.parse(`${first}T03:00:00Z`)), {
      unit_id: unit,
      body: pledge.value,
      place: institution.name.replace(/^Kabupaten /, ''),
      signed_on: first,
      signer_name: 'Agung Pimpinan Contoh',
      signer_title: 'Pimpinan',
    })
}

function onItsWay(
  world: DemoWorld,
  service: ServiceRow,
  content: StandardContent,
  rows: readonly NewStandard[],
  drafter: string | null,
  submitted: boolean,
): NewStandard {
  const at = new Date(world.anchor.getTime() - 2 * DAY)
  return {
    id: newId(at),
    service_id: service.id,
    version: rows.filter(({ service_id }) => service_id === service.id).length + 1,
    state: submitted ? 'submitted' : 'draft',
    content: {
      ...content,
      days: content.days && Math.max(1, content.days - 1),
      minutes: content.minutes && Math.max(5, content.minutes - 5),
      procedure: `${content.procedure}\nHasil dapat diunduh dari rumah`,
    },
    drafted_by: drafter,
    drafted_at: at,
    submitted_by: submitted ? drafter : null,
    submitted_at: submitted ? at : null,
  }
}

function fullContent(service: ServiceRow): StandardContent {
  const content = contentOf(service)
  return {
    ...content,
    requirements: [
      ...content.requirements.map((one) => ({
        ...one,
        mandatory: !/diwakilkan/.test(one.name),
        proof: /Formulir/.test(one.name) ? ('tick' as const) : one.proof,
      })),
    ],
    complaints: 'Lewat halaman Sampaikan, loket pengaduan, atau kotak saran. Tanggapan paling lambat lima hari kerja.',
    compensation: 'Bila terlambat, hasil diantar ke rumah tanpa biaya dan petugas menyampaikan permintaan maaf.',
    legal_basis:
      'Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik\nPeraturan daerah tentang pelayanan publik',
    facilities: 'Ruang tunggu, kursi prioritas, jalur kursi roda, nomor antrean, dan toilet',
    competence: 'Petugas memahami aturan layanan ini dan telah mengikuti pelatihan pelayanan',
    supervision: 'Diperiksa atasan langsung setiap minggu dan Inspektorat setiap tahun',
    staffing: 'Tiga petugas loket dan satu petugas pemeriksa',
    guarantee: 'Layanan diberikan sesuai standar dan maklumat pelayanan',
    safety: 'Data pribadi dilindungi; berkas disimpan di ruang terkunci',
    evaluation: 'Survei kepuasan setiap bulan dan penilaian kinerja setiap triwulan',
  }
}

/** What the version before promised: longer, with one more requirement. */
function before(content: StandardContent): StandardContent {
  return {
    ...content,
    days: content.days && Math.min(365, content.days + Math.ceil(content.days / 3)),
    minutes: content.minutes && Math.min(1440, content.minutes + 15),
    requirements: [...content.requirements, { name: 'Fotokopi KTP dua lembar', mandatory: true, proof: 'file' }],
    compensation: '',
  }
}
