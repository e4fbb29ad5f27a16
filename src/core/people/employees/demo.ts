import type { DemoWorld } from '../../../demo/world.ts'
import { localDate } from '../../../platform/i18n.ts'
import { newId } from '../../../platform/id.ts'
import { useSealKey } from '../../../platform/seal.ts'
import { changeUnits, organizationMessages, type UnitKind } from '../../organization/index.ts'
import { assignEmployees, hireEmployees } from './acts.ts'
import { checkStep, readStep } from './import/jobs.ts'
import { insertImport } from './import/queries.ts'
import { employeeMessages } from './messages.ts'
import type { NewAssignment, NewEmployee } from './model.ts'

const MEN =
  'Adi Agus Ahmad Andi Arif Bagus Bambang Budi Cahyo Dani Dedi Dwi Eko Fajar Galih Hadi Hendra Heri Indra Irfan Joko Krisna Lukman Made Nugroho Putu Rahmat Rizki Samsul Slamet Sugeng Teguh Tono Wahyu Wawan Yoga Yusuf Zainal'.split(
    ' ',
  )
const WOMEN =
  'Ade Anisa Ayu Citra Dewi Dian Diah Eka Endang Fitri Hana Indah Ika Kartika Lestari Lina Maya Mega Nani Nia Nur Putri Rahma Ratih Rina Rini Sari Septi Siti Sri Sulis Tika Titin Umi Vina Wati Yanti Yuni'.split(
    ' ',
  )
const FAMILY =
  'Aritonang Basuki Firmansyah Gunawan Hakim Halim Hartono Hidayat Irawan Iskandar Kurniawan Kusuma Lubis Mahendra Maulana Nasution Nugraha Permana Pratama Purnomo Ramadhan Saputra Santoso Setiawan Simanjuntak Siregar Subekti Suharto Susanto Syahputra Wibowo Widodo Wijaya Yulianto'.split(
    ' ',
  )
const TITLES = ['S.E.', 'S.H.', 'S.Sos.', 'S.Kom.', 'S.I.P.', 'S.A.P.', 'M.Si.', 'A.Md.', '', '', '']

/** How many of a thousand employees work in a unit of this code; others get what is usual for their kind. */
const WEIGHT: Readonly<Record<string, number>> = {
  DISDIK: 130,
  RSUD: 125,
  DINKES: 95,
  SETDA: 55,
  DUKCAPIL: 36,
  DPMPTSP: 30,
  DPUPR: 34,
  DISHUB: 32,
  SATPOLPP: 34,
  DLH: 28,
}
const SPECIALISTS: Readonly<Record<string, readonly string[]>> = {
  RSUD: ['JF-DOKTER-1', 'JF-PERAWAT-T', 'JF-PERAWAT-T', 'JF-PERAWAT-M', 'JF-BIDAN-T'],
  DINKES: ['JF-DOKTER-1', 'JF-PERAWAT-T', 'JF-BIDAN-T', 'JF-BIDAN-T'],
  DUKCAPIL: ['JF-DUKCAPIL-1'],
  DISHUB: ['JF-PENGUJI-T'],
  DISTAN: ['JF-PENYULUH-T', 'JF-PENYULUH-T'],
  DISPUSIP: ['JF-ARSIP-T', 'JF-ARSIP-T'],
  DISKOMINFO: ['JF-KOMPUTER-1', 'JF-KOMPUTER-T', 'JF-HUMAS-1'],
  INSPEKTORAT: ['JF-AUDITOR-1', 'JF-AUDITOR-1', 'JF-AUDITOR-2'],
  BKPSDM: ['JF-SDM-1', 'JF-SDM-2'],
  BAPPEDA: ['JF-RENCANA-1', 'JF-RENCANA-1'],
}
const GENERAL = ['PLK-LAYANAN', 'PLK-LAYANAN', 'PLK-ADM', 'PLK-DATA', 'JF-KEBIJAKAN-1', 'JF-KEBIJAKAN-2', 'JF-ARSIP-T']
const COUNTER = new Set(['DPMPTSP', 'DUKCAPIL', 'DINSOS', 'DISNAKER', 'BAPENDA', 'PDAM', 'RSUD'])

type Unit = { id: string; parent_id: string | null; code: string; kind: UnitKind }
type Person = { person: NewEmployee; assignment: NewAssignment; earlier: boolean }

/** Employees with lines of superiors: secretary of the region, heads, division heads, staff. Some have moved once. */
export async function demoEmployees(world: DemoWorld): Promise<void> {
  const { db, institution } = world
  useSealKey(world.secret)
  const scope = await world.scopeFor('employee.manage')
  const units: Unit[] = await db
    .selectFrom('organization.unit')
    .select(['id', 'parent_id', 'code', 'kind'])
    .where('institution_id', '=', institution.id)
    .orderBy('code')
    .execute()
  const positions = new Map(
    (
      await db
        .selectFrom('organization.position')
        .select(['id', 'code'])
        .where('institution_id', '=', institution.id)
        .execute()
    ).map((position) => [position.code, position.id]),
  )
  const people = staffing(world, units, positions)
  const text = employeeMessages.id
  const present = { now: world.anchor, today: localDate(world.anchor, institution.timeZone) }
  await hireEmployees(
    db,
    scope,
    text,
    present,
    people.map(({ person }) => person),
    people.map(({ assignment }) => assignment),
  )
  const moved = people.filter(({ earlier }) => earlier)
  await assignEmployees(
    db,
    scope,
    text,
    present,
    moved.map(({ assignment }) => ({ ...assignment, from: `${2023 + (assignment.from.charCodeAt(9) % 3)}-07-01` })),
  )
  if (institution.size === 'full') await plannedChanges(world, units, people)
  await waitingImport(world)
  world.progress(`${people.length} pegawai`)
}

/** A decree of the month after next: a clerk goes to another district, and a bureau gets another name. */
async function plannedChanges(world: DemoWorld, units: readonly Unit[], people: readonly Person[]): Promise<void> {
  const { db, anchor, institution } = world
  const present = { now: anchor, today: localDate(anchor, institution.timeZone) }
  const [year = 0, month = 0] = present.today.split('-').map(Number)
  const from = new Date(Date.UTC(year, month + 1, 1)).toISOString().slice(0, 10)
  const districts = units.filter((unit) => unit.code.startsWith('KEC-'))
  const leaders = new Set(people.map(({ assignment }) => assignment.superior_id))
  const mover = people.findLast(
    ({ assignment }) =>
      !leaders.has(assignment.employee_id) && districts.some((district) => district.id === assignment.unit_id),
  )
  const target = districts.find((district) => district.id !== mover?.assignment.unit_id)
  const head = people.find(({ assignment }) => assignment.unit_id === target?.id && leaders.has(assignment.employee_id))
  if (mover && target)
    await assignEmployees(db, await world.scopeFor('employee.manage'), employeeMessages.id, present, [
      { ...mover.assignment, unit_id: target.id, superior_id: head?.assignment.employee_id ?? null, from },
    ])
  const bureau = units.find((unit) => unit.code === 'SETDA.3')
  if (bureau)
    await changeUnits(db, await world.scopeFor('unit.manage'), organizationMessages.id, present, [
      {
        id: bureau.id,
        parent_id: bureau.parent_id,
        name: 'Bagian Umum dan Protokol',
        kind: bureau.kind,
        from,
        reason: `Peraturan Bupati Contoh Nomor 31 Tahun ${present.today.slice(0, 4)}`,
      },
    ])
}

/** A checked file that waits for confirmation, with every outcome in it. */
async function waitingImport(world: DemoWorld): Promise<void> {
  const { db, institution, anchor } = world
  const id = newId()
  const file = [
    'KODE UNIT;NAMA UNIT;JENIS UNIT;KODE UNIT ATASAN',
    'DINKES;Dinas Kesehatan dan Keluarga Berencana;Dinas;PEMDA',
    'DUKCAPIL;Dinas Kependudukan dan Pencatatan Sipil;Dinas;PEMDA',
    'PKM-01;Puskesmas Arunika;Puskesmas;DINKES',
    'PKM-02;Puskesmas Bumiayu;Puskesmas;DINKESS',
    'PKM-03;Puskesmas Cempaka;Klinik;DINKES',
  ].join('\n')
  const scope = await world.scopeFor('employee.import')
  await insertImport(db, scope, anchor, { id, kind: 'unit', fileName: 'unit-puskesmas.csv', file: Buffer.from(file) })
  await readStep(db, institution.id, id)
  await checkStep(db, institution.id, id, anchor)
}

function staffing(world: DemoWorld, units: readonly Unit[], positions: ReadonlyMap<string, string>): Person[] {
  const { random, institution, scale } = world
  const root = units.find((unit) => unit.parent_id === null)
  if (!root) throw new Error('the institution has no root unit')
  const offices = units.filter((unit) => unit.parent_id === root.id)
  const total = institution.size === 'full' ? 3000 * scale : 120 * Math.max(1, scale / 5)
  const weights = offices.map((unit) => WEIGHT[unit.code] ?? (unit.code.startsWith('KEC-') ? 17 : 20))
  const sum = weights.reduce((a, b) => a + b, 0)
  const people: Person[] = []
  const serials = new Map<string, number>()
  const hire = (unit: Unit, code: string, superior: string | null, born: readonly [number, number]): string => {
    const made = invent(
      world,
      serials,
      people.length,
      unit,
      positions.get(code) ?? missing(code),
      superior,
      born,
      code.startsWith('PLK'),
    )
    people.push(made)
    return made.person.id
  }
  const secretary = hire(root, 'JPT-M', null, [1966, 1969])
  // Advisers and assistants of the secretary: they sit in the root unit and lead nobody.
  for (let index = 0; index < (institution.size === 'full' ? 12 : 4); index++)
    hire(root, index < 3 ? 'JPT-P' : 'JF-KEBIJAKAN-2', secretary, [1970, 1990])
  for (const [index, office] of offices.entries()) {
    const count = Math.max(8, Math.round((total * (weights[index] ?? 1)) / sum))
    const head = hire(office, office.kind === 'district' ? 'ADM-CAMAT' : 'JPT-P', secretary, [1966, 1972])
    const second = hire(office, 'ADM-SEK', head, [1973, 1979])
    const divisions = units.filter((unit) => unit.parent_id === office.id)
    const leaders = divisions.map((unit) => ({
      unit,
      leader: hire(unit, unit.kind === 'division' ? 'ADM-KABID' : 'PWS-KASI', head, [1973, 1985]),
    }))
    const counter = COUNTER.has(office.code) || office.kind === 'district'
    for (let left = count - 2 - leaders.length; left > 0; left--) {
      const place = leaders.length > 0 && random.chance(0.7) ? random.pick(leaders) : { unit: office, leader: second }
      const special = SPECIALISTS[office.code]
      const code =
        special && random.chance(0.5)
          ? random.pick(special)
          : counter && random.chance(0.4)
            ? 'PLK-LOKET'
            : random.pick(GENERAL)
      hire(place.unit, code, place.leader, [1972, 2001])
    }
  }
  return people
}

function invent(
  world: DemoWorld,
  serials: Map<string, number>,
  index: number,
  unit: Unit,
  position: string,
  superior: string | null,
  born: readonly [number, number],
  junior: boolean,
): Person {
  const { random, institution } = world
  const gender = random.chance(0.52) ? 'female' : 'male'
  const year = random.int(born[0], born[1])
  const month = two(random.int(1, 12))
  const day = random.int(1, 28)
  const contract = junior && year > 1980 && random.chance(0.5)
  const employment = contract ? (random.chance(0.2) ? 'pppk_part_time' : 'pppk') : 'pns'
  const started = contract ? random.int(2021, 2024) : Math.min(year + random.int(22, 30), 2022)
  const middle = contract ? '21' : two(random.int(1, 12))
  const stem = `${year}${month}${two(day)}${started}${middle}${gender === 'male' ? 1 : 2}`
  const serial = (serials.get(stem) ?? 0) + 1
  serials.set(stem, serial)
  const nip = stem + String(serial).padStart(3, '0')
  const title = random.pick(TITLES)
  const given = random.pick(gender === 'male' ? MEN : WOMEN)
  const second = random.chance(0.45) ? ` ${random.pick(gender === 'male' ? MEN : WOMEN)}` : ''
  const name = `${given}${second} ${random.pick(FAMILY)}`
  const group = started < 2005 ? 'IV/a' : started < 2013 ? 'III/c' : 'III/a'
  const id = newId()
  // 99 is no province: nobody's real number can be met by chance.
  const nik = `999999${two(gender === 'female' ? day + 40 : day)}${month}${two(year % 100)}${String((index % 9998) + 1).padStart(4, '0')}`
  return {
    person: {
      id,
      nip,
      name: title ? `${name}, ${title}` : name,
      employment,
      gender,
      birth_date: `${year}-${month}-${two(day)}`,
      email: `${given.toLowerCase()}.${index + 1}@pegawai.${institution.slug}.example`,
      phone: null,
      grade: contract ? (random.chance(0.5) ? 'IX' : 'VII') : group,
      nik,
    },
    assignment: {
      employee_id: id,
      unit_id: unit.id,
      position_id: position,
      superior_id: superior,
      from: `${Math.max(started, 2017)}-${contract ? '03' : two(random.int(1, 12))}-0${random.int(1, 9)}`,
    },
    earlier: started < 2022 && random.chance(0.15),
  }
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}

function missing(code: string): never {
  throw new Error(`the demonstration has no position ${code}`)
}
