import { newId } from '../../../../platform/id.ts'
import {
  checkNik,
  checkNip,
  checkPppkNumber,
  maskNik,
  type NumberProblem,
  numberProblemText,
} from '../../../organization/index.ts'
import { type Employment, type NewAssignment, PNS_GRADES, PPPK_GRADES } from '../model.ts'
import {
  type EmployeeAct,
  type KnownEmployee,
  type PlannedPerson,
  personChanges,
  placeChanges,
  type WantedPlace,
} from './employee-changes.ts'
import { heading, type Planned, type PlannedUnitAct, type Problem, refuse, type SheetRow, say } from './model.ts'
import { beginning } from './plan-dates.ts'
import {
  clashOf,
  findPlan,
  isPlannedAlready,
  type PlannedDates,
  type PlannedPlace,
  plannedDates,
  refuseCycles,
  refuseEarly,
} from './plan-places.ts'
import { refuseTwins, shapeProblems, takeText } from './plan-structure.ts'
import { lookUp, parseDate, parsePhone } from './values.ts'

export type Surroundings = {
  employees: readonly KnownEmployee[]
  units: readonly { id: string; code: string; active_to: string | null }[]
  positions: readonly { id: string; code: string }[]
  /** What is planned already, for units and for employees. */
  unitPlans?: readonly PlannedUnitAct[]
  plans?: readonly PlannedPlace[]
  today: string
}
const EMPLOYMENT_NAMES = new Map<string, Employment>([
  ['pns', 'pns'],
  ['pppk', 'pppk'],
  ['p3k', 'pppk'],
  ['pppk paruh waktu', 'pppk_part_time'],
  ['p3k paruh waktu', 'pppk_part_time'],
])
const GENDER_NAMES = new Map<string, 'male' | 'female'>([
  ['l', 'male'],
  ['m', 'male'],
  ['laki-laki', 'male'],
  ['pria', 'male'],
  ['p', 'female'],
  ['f', 'female'],
  ['perempuan', 'female'],
  ['wanita', 'female'],
])

type Index = {
  byNip: ReadonlyMap<string, KnownEmployee>
  nipOf: ReadonlyMap<string, string>
  ids: ReadonlyMap<string, string>
  units: ReadonlyMap<string, string>
  unitCodes: ReadonlyMap<string, string>
  closed: ReadonlySet<string>
  positions: ReadonlyMap<string, string>
  positionCodes: ReadonlyMap<string, string>
  nikOwner: ReadonlyMap<string, string>
  planned: PlannedDates
  today: string
}

/** What each row does. Superiors may stand in the same file, before or after; nobody may end up above themselves. */
export function planEmployees(rows: readonly SheetRow[], around: Surroundings): Planned<EmployeeAct>[] {
  const index = indexOf(rows, around)
  const planned = rows.map((row) => planEmployee(row, index))
  refuseTwins(planned, rows, 'nip', heading('employee', 'nip'))
  refuseTwins(planned, rows, 'nik', heading('employee', 'nik'), maskNik)
  const here = new Set(around.employees.flatMap((one) => (one.unit_id === null ? [] : [one.id])))
  refuseEarly(planned, rows, index.planned, around.today, here)
  refuseWithoutSuperior(planned, rows, index)
  refuseCycles(planned, rows, around.employees, around.plans ?? [], around.today)
  refuseWithoutSuperior(planned, rows, index)
  return planned
}

function indexOf(rows: readonly SheetRow[], around: Surroundings): Index {
  const opening = (around.unitPlans ?? []).flatMap((plan) =>
    plan.act === 'open' ? [{ id: plan.unit_id, code: plan.code ?? '' }] : [],
  )
  const units = [...around.units, ...opening]
  const byNip = new Map(around.employees.map((employee) => [employee.nip, employee]))
  const ids = new Map(
    around.employees.filter((employee) => employee.active).map((employee) => [employee.nip, employee.id]),
  )
  for (const row of rows) {
    const nip = digitsOf(row.cells['nip'] ?? '')
    if (nip && !byNip.has(nip)) ids.set(nip, newId())
  }
  return {
    byNip,
    nipOf: new Map([
      ...around.employees.map((employee) => [employee.id, employee.nip] as const),
      ...[...ids].map(([nip, id]) => [id, nip] as const),
    ]),
    ids,
    units: new Map(units.map((unit) => [unit.code.toLowerCase(), unit.id])),
    unitCodes: new Map(units.map((unit) => [unit.id, unit.code])),
    closed: new Set(around.units.filter((unit) => unit.active_to).map((unit) => unit.id)),
    positions: new Map(around.positions.map((position) => [position.code.toLowerCase(), position.id])),
    positionCodes: new Map(around.positions.map((position) => [position.id, position.code])),
    nikOwner: new Map(
      around.employees.flatMap((employee) => (employee.nik ? [[employee.nik, employee.nip] as const] : [])),
    ),
    planned: plannedDates(around.unitPlans ?? [], around.plans ?? []),
    today: around.today,
  }
}

function planEmployee(row: SheetRow, index: Index): Planned<EmployeeAct> {
  const { cells } = row
  const problems = shapeProblems(row, 'employee')
  const report = (key: string, reason: { id: string; en: string }, value = cells[key] ?? ''): void => {
    problems.push({ column: heading('employee', key), value, reason })
  }
  const employment = EMPLOYMENT_NAMES.get((cells['employment'] ?? '').toLowerCase().replaceAll(/\s+/g, ' '))
  if (!employment)
    report(
      'employment',
      say(
        'Status kepegawaian tidak dikenal. Isi PNS, PPPK, atau PPPK paruh waktu.',
        'Unknown employment. Use PNS, PPPK or PPPK paruh waktu.',
      ),
    )
  const number = (employment === 'pns' || !employment ? checkNip : checkPppkNumber)(cells['nip'] ?? '', index.today)
  if (!number.ok) reportNumber(number.problems, 'nip', cells['nip'] ?? '', problems)
  const nip = number.ok ? number.value.digits : digitsOf(cells['nip'] ?? '')
  const before = index.byNip.get(nip)
  if (before && !before.active)
    report('nip', say('NIP ini tercatat tidak aktif lagi.', 'This NIP is on record as no longer active.'))
  const person = planPerson(cells, before, employment ?? 'pns', number.ok ? number.value : undefined, index, problems)
  const place = planPlace(cells, before, index, problems)
  const shown = number.ok ? nip : (cells['nip'] ?? '')
  const label = person.name ? `${person.name} (${shown || '–'})` : shown
  const base = { row: row.row, label, problems }
  if (problems.length > 0 || !number.ok || !place) return { ...base, changes: [], outcome: 'refused' }
  const id = before?.id ?? index.ids.get(nip) ?? newId()
  const again = before !== undefined && isPlannedAlready(index.planned, before.id, place)
  const clash = again ? undefined : clashOf(index.planned, before, place, index.today)
  if (clash) {
    report(clash.key, clash.reason)
    return { ...base, changes: [], outcome: 'refused' }
  }
  const assignment: NewAssignment = { employee_id: id, ...place }
  const { nik, ...rest } = person
  const complete = { ...rest, id, nip, ...(nik === undefined ? {} : { nik }) }
  const later = beginning('employee', place.from, index.today)
  if (!before) return { ...base, changes: later, outcome: 'new', act: { id, hire: true, person: complete, assignment } }
  const moved =
    !again &&
    (before.unit_id !== place.unit_id ||
      before.position_id !== place.position_id ||
      before.superior_id !== place.superior_id)
  const changes = [
    ...personChanges(before, person),
    ...(moved ? [...placeChanges(before, place, index), ...later] : []),
  ]
  if (changes.length === 0) return { ...base, changes, outcome: 'unchanged' }
  const same = personChanges(before, person).length === 0
  return {
    ...base,
    changes,
    outcome: 'changed',
    act: { id, hire: false, person: same ? undefined : complete, assignment: moved ? assignment : undefined },
  }
}

/** An empty cell keeps what is known; a hyphen clears what may be cleared. */
function planPerson(
  cells: SheetRow['cells'],
  before: KnownEmployee | undefined,
  employment: Employment,
  number: { birthDate: string; gender: 'male' | 'female' } | undefined,
  index: Index,
  problems: Problem[],
): PlannedPerson {
  const report = (key: string, reason: { id: string; en: string }, value = cells[key] ?? ''): void => {
    problems.push({ column: heading('employee', key), value, reason })
  }
  const bare = takeText(cells, 'employee', 'name', 160, problems, true)
  const front = takeText(cells, 'employee', 'front', 60, problems, false)
  const back = takeText(cells, 'employee', 'back', 100, problems, false)
  const name = `${front ? `${front} ` : ''}${bare}${back ? `, ${back}` : ''}`.slice(0, 200)
  const genderText = cells['gender'] ?? ''
  const gender = genderText ? GENDER_NAMES.get(genderText.toLowerCase()) : (before?.gender ?? number?.gender)
  if (genderText && !gender) report('gender', say('Jenis kelamin diisi L atau P.', 'Gender is L (male) or P (female).'))
  const birthText = cells['birth_date'] ?? ''
  const birth = birthText ? parseDate(birthText) : undefined
  if (birth && !birth.ok) report('birth_date', birth.reason)
  const gradeText = cells['grade'] ?? ''
  const grade = gradeText ? gradeOf(gradeText, employment) : (before?.grade ?? null)
  if (grade === undefined)
    report(
      'grade',
      say(
        'Golongan tidak dikenal. PNS: I/a sampai IV/e; PPPK: I sampai XVII.',
        'Unknown grade. PNS: I/a to IV/e; PPPK: I to XVII.',
      ),
    )
  const emailText = cells['email'] ?? ''
  const email = emailText === '-' ? null : emailText || (before?.email ?? null)
  if (email && !/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(email))
    report(
      'email',
      say(
        'Alamat surel tidak lengkap. Contoh: nama@contoh.go.id.',
        'The e-mail address is incomplete. Example: name@example.go.id.',
      ),
    )
  const phoneText = cells['phone'] ?? ''
  const phone = phoneText && phoneText !== '-' ? parsePhone(phoneText) : undefined
  if (phone && !phone.ok) report('phone', phone.reason)
  const nikText = cells['nik'] ?? ''
  const nik = nikText ? checkNik(nikText) : undefined
  if (nik && !nik.ok) reportNumber(nik.problems, 'nik', nikText, problems)
  const owner = nik?.ok ? index.nikOwner.get(nik.value.digits) : undefined
  if (nik?.ok && owner !== undefined && owner !== before?.nip) {
    report(
      'nik',
      say(`NIK ini sudah tercatat pada NIP ${owner}.`, `This NIK already belongs to the NIP ${owner}.`),
      maskNik(nik.value.digits),
    )
  }
  const changed = nik?.ok && nik.value.digits !== before?.nik
  return {
    name,
    employment,
    gender: gender ?? null,
    birth_date: birth?.ok ? birth.value : (before?.birth_date ?? number?.birthDate ?? null),
    email,
    phone: phoneText === '-' ? null : phone?.ok ? phone.value : (before?.phone ?? null),
    grade: grade ?? null,
    ...(changed ? { nik: nik.value.digits } : before ? {} : { nik: null }),
  }
}

function planPlace(
  cells: SheetRow['cells'],
  before: KnownEmployee | undefined,
  index: Index,
  problems: Problem[],
): WantedPlace | undefined {
  const report = (key: string, reason: { id: string; en: string }, value = cells[key] ?? ''): void => {
    problems.push({ column: heading('employee', key), value, reason })
  }
  const unitText = takeText(cells, 'employee', 'unit', 40, problems, true)
  const positionText = takeText(cells, 'employee', 'position', 40, problems, true)
  const unit = unitText ? lookUp(index.units, unitText, { id: 'Unit', en: 'unit' }) : undefined
  const position = positionText ? lookUp(index.positions, positionText, { id: 'Jabatan', en: 'position' }) : undefined
  if (unit && !unit.ok) report('unit', unit.reason)
  if (unit?.ok && index.closed.has(unit.value))
    report('unit', say(`Unit ${unitText} sudah ditutup.`, `The unit ${unitText} is closed.`))
  if (position && !position.ok) report('position', position.reason)
  const superiorText = cells['superior'] ?? ''
  const superiorNip = digitsOf(superiorText)
  const sinceText = cells['since'] ?? ''
  const since = sinceText ? parseDate(sinceText) : undefined
  const plan = before && since?.ok ? findPlan(index.planned, before.id, since.value) : undefined
  let superior = (plan ?? before)?.superior_id ?? null
  if (superiorText === '-') superior = null
  else if (superiorText) {
    const found = index.ids.get(superiorNip)
    if (found) superior = found
    else
      report(
        'superior',
        say(
          `Tidak ada pegawai aktif dengan NIP ${superiorText}, di Sigap maupun di berkas ini.`,
          `No active employee has the NIP ${superiorText}, neither in Sigap nor in this file.`,
        ),
      )
  }
  if (since && !since.ok) report('since', since.reason)
  if (!unit?.ok || !position?.ok) return undefined
  const given = since?.ok ? since.value : undefined
  const began = before?.valid_from ?? undefined
  const replaced = before !== undefined && (before.unit_id !== unit.value || before.position_id !== position.value)
  if (replaced && given !== undefined && began !== undefined && given < began) {
    report(
      'since',
      say(
        `TMT ${given} lebih awal daripada penempatan sekarang (${began}).`,
        `${given} is before the present assignment (${began}).`,
      ),
    )
  }
  // A new superior in the same position starts today: the date in the file is when the position began.
  const from =
    replaced || began === undefined
      ? (given ?? index.today)
      : given !== undefined && given > began
        ? given
        : index.today
  return { unit_id: unit.value, position_id: position.value, superior_id: superior, from }
}

function refuseWithoutSuperior(planned: Planned<EmployeeAct>[], rows: readonly SheetRow[], index: Index): void {
  for (let again = true; again; ) {
    again = false
    const refused = new Set(
      planned.flatMap((target, at) => {
        const nip = digitsOf(rows[at]?.cells['nip'] ?? '')
        return target.outcome === 'refused' && !index.byNip.has(nip) ? [nip] : []
      }),
    )
    for (const [at, target] of planned.entries()) {
      const superior = digitsOf(rows[at]?.cells['superior'] ?? '')
      if (target.outcome === 'refused' || superior === '' || !refused.has(superior)) continue
      refuse(
        target,
        heading('employee', 'superior'),
        superior,
        `Atasan dengan NIP ${superior} ada di berkas ini tetapi barisnya ditolak.`,
        `The superior with the NIP ${superior} is in this file but the row was refused.`,
      )
      again = true
    }
  }
}

function reportNumber(found: readonly NumberProblem[], key: string, value: string, problems: Problem[]): void {
  for (const problem of found) {
    const shown = key === 'nik' && value.length > 6 ? maskNik(value) : value
    problems.push({
      column: heading('employee', key),
      value: shown,
      reason: say(numberProblemText(problem, 'id'), numberProblemText(problem, 'en')),
    })
  }
}

function gradeOf(text: string, employment: Employment): string | undefined {
  const grades = employment === 'pns' ? PNS_GRADES : PPPK_GRADES
  const plain = text.replaceAll(/[\s.]/g, '').toLowerCase()
  return grades.find((grade) => grade.toLowerCase() === plain || grade.replace('/', '').toLowerCase() === plain)
}

function digitsOf(text: string): string {
  return text.replaceAll(/[\s.\-'’\u00a0]/g, '')
}
