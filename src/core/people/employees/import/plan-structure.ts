import { newId } from '../../../../platform/id.ts'
import {
  isScientific,
  levelText,
  type NewPosition,
  POSITION_KIND_TEXTS,
  POSITION_KINDS,
  POSITION_LEVELS,
  type PositionKind,
  SHORTEST_UNIT_NAME,
  UNIT_KIND_TEXTS,
} from '../../../organization/index.ts'
import {
  type Change,
  heading,
  type ImportKind,
  type KnownUnit,
  type Planned,
  type PlannedUnitAct,
  type Problem,
  refuse,
  type SheetRow,
  say,
  UNIT_KIND_CHOICES,
  UNIT_KIND_NAMES,
  type UnitAct,
} from './model.ts'
import { alreadyOpening, beginning, refuseOrphans, refuseUnitCircles, refuseUnitPlans } from './plan-dates.ts'
import { lookUp, parseDate } from './values.ts'

export type KnownPosition = NewPosition
export type PositionAct = { create: NewPosition } | { change: NewPosition }

const POSITION_KIND_NAMES = new Map<string, PositionKind>([
  ...POSITION_KINDS.map((kind): [string, PositionKind] => [POSITION_KIND_TEXTS[kind].id.toLowerCase(), kind]),
  ...POSITION_KINDS.map((kind): [string, PositionKind] => [kind, kind]),
  ['jabatan pimpinan tinggi', 'jpt'],
  ['jabatan administrator', 'administrator'],
  ['jabatan pengawas', 'pengawas'],
  ['jabatan pelaksana', 'pelaksana'],
])
const LEVEL_NAMES = new Map(
  POSITION_KINDS.flatMap((kind) => POSITION_LEVELS[kind]).map((level) => [levelText(level).toLowerCase(), level]),
)
const POSITION_KIND_CHOICES = Object.values(POSITION_KIND_TEXTS)
  .map((text) => text.id)
  .join(', ')

/** Text columns of at most this many letters, required or not. */
export function takeText(
  cells: SheetRow['cells'],
  kind: 'unit' | 'position' | 'employee',
  key: string,
  most: number,
  problems: Problem[],
  required: boolean,
): string {
  const text = cells[key] ?? ''
  const column = heading(kind, key)
  if (text === '' && required)
    problems.push({ column, value: '', reason: say(`${column} belum diisi.`, `${column} is empty.`) })
  if (text.length > most) {
    problems.push({
      column,
      value: `${text.slice(0, 40)}…`,
      reason: say(
        `${column} terlalu panjang: ${text.length} huruf, paling banyak ${most}.`,
        `${column} is too long: ${text.length} characters, at most ${most}.`,
      ),
    })
  }
  return text
}

const SHEET_ERROR = /^#(REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|#+)$/

/** A formula that failed. More cells than headings usually means a separator inside an unquoted cell. */
export function shapeProblems(row: SheetRow, kind: ImportKind): Problem[] {
  const broken = Object.entries(row.cells).filter(([, value]) => SHEET_ERROR.test(value))
  const problems = broken.map(([key, value]) => ({
    column: heading(kind, key),
    value,
    reason: say(
      `${value} adalah tanda rumus yang gagal di lembar kerja. Perbaiki rumusnya, atau tulis nilainya.`,
      `${value} is what a spreadsheet shows for a broken formula. Mend the formula, or write the value.`,
    ),
  }))
  if (row.extra === undefined) return problems
  const reason = say(
    `Baris ini punya ${row.extra} kolom, lebih banyak daripada judulnya. Mungkin ada pemisah di dalam sel tanpa tanda kutip.`,
    `This row has ${row.extra} columns, more than there are headings. A cell may hold a separator without quotation marks.`,
  )
  return [...problems, { column: '', value: '', reason }]
}

/** Adds a problem to every row whose key occurs more than once in the file. */
export function refuseTwins<Act>(
  planned: Planned<Act>[],
  rows: readonly SheetRow[],
  key: string,
  column: string,
  show = (value: string) => value,
): void {
  const seen = new Map<string, number[]>()
  for (const row of rows) {
    const value = row.cells[key]?.replaceAll(/\s/g, '').toLowerCase()
    // Rounded numbers look alike without being the same.
    if (!value || isScientific(value)) continue
    const list = seen.get(value)
    if (list) list.push(row.row)
    else seen.set(value, [row.row])
  }
  for (const [index, row] of rows.entries()) {
    const value = row.cells[key] ?? ''
    const others = (seen.get(value.replaceAll(/\s/g, '').toLowerCase()) ?? []).filter((other) => other !== row.row)
    const target = planned[index]
    if (others.length === 0 || !target) continue
    const list = others.slice(0, 5).join(', ')
    refuse(
      target,
      column,
      show(value),
      `${column} ini juga ada di baris ${list}. Sisakan satu baris.`,
      `This ${column} also stands in row ${list}. Keep one row.`,
    )
  }
}

export function planUnits(
  rows: readonly SheetRow[],
  known: readonly KnownUnit[],
  today: string,
  plans: readonly PlannedUnitAct[] = [],
): Planned<UnitAct>[] {
  const byCode = new Map(known.map((unit) => [unit.code.toLowerCase(), unit]))
  const root = known.find((unit) => unit.parent_id === null)
  const opening = new Map(plans.flatMap((plan) => (plan.act === 'open' ? [[plan.code!.toLowerCase(), plan]] : [])))
  const ids = new Map([
    ...known.map((unit) => [unit.code.toLowerCase(), unit.id] as const),
    ...[...opening].map(([code, plan]) => [code, plan.unit_id] as const),
  ])
  for (const row of rows) {
    const code = row.cells['code']?.toLowerCase()
    if (code && !ids.has(code)) ids.set(code, newId())
  }
  const planned = rows.map((row) => {
    const plan = opening.get((row.cells['code'] ?? '').toLowerCase())
    return plan ? alreadyOpening(row, plan, ids, root) : planUnit(row, byCode, ids, root, today)
  })
  const usable = new Set([...byCode.keys(), ...opening.keys()])
  refuseTwins(planned, rows, 'code', heading('unit', 'code'))
  refuseUnitPlans(planned, rows, known, plans, today)
  refuseOrphans(planned, rows, usable)
  refuseUnitCircles(planned, rows, known, plans, today)
  refuseOrphans(planned, rows, usable)
  return planned
}

function planUnit(
  row: SheetRow,
  byCode: ReadonlyMap<string, KnownUnit>,
  ids: ReadonlyMap<string, string>,
  root: KnownUnit | undefined,
  today: string,
): Planned<UnitAct> {
  const { cells } = row
  const problems = shapeProblems(row, 'unit')
  const code = takeText(cells, 'unit', 'code', 40, problems, true)
  const name = takeText(cells, 'unit', 'name', 200, problems, true)
  if (name !== '' && name.length < SHORTEST_UNIT_NAME) {
    problems.push({
      column: heading('unit', 'name'),
      value: name,
      reason: say(
        `Nama unit terlalu pendek: paling sedikit ${SHORTEST_UNIT_NAME} huruf.`,
        `The name of a unit is too short: at least ${SHORTEST_UNIT_NAME} characters.`,
      ),
    })
  }
  if (code && !/^[\w./-]+$/.test(code)) {
    problems.push({
      column: heading('unit', 'code'),
      value: code,
      reason: say(
        'Kode hanya boleh berisi huruf, angka, titik, garis miring, dan tanda hubung.',
        'A code may only hold letters, digits, dots, slashes and hyphens.',
      ),
    })
  }
  const before = byCode.get(code.toLowerCase())
  const kindText = cells['kind'] ?? ''
  const kind = before?.parent_id === null ? before.kind : UNIT_KIND_NAMES.get(kindText.toLowerCase())
  if (!kind || (kind === 'root' && before?.parent_id !== null)) {
    problems.push({
      column: heading('unit', 'kind'),
      value: kindText,
      reason: say(
        `Jenis unit tidak dikenal. Pilihannya: ${UNIT_KIND_CHOICES}.`,
        `Unknown kind of unit. Choose from: ${UNIT_KIND_CHOICES}.`,
      ),
    })
  }
  const parentText = cells['parent'] ?? ''
  const parent = parentText ? lookUp(ids, parentText, { id: 'Unit', en: 'unit' }) : undefined
  if (parent && !parent.ok)
    problems.push({ column: heading('unit', 'parent'), value: parentText, reason: parent.reason })
  if (parent?.ok && byCode.get(parentText.toLowerCase())?.active_to) {
    problems.push({
      column: heading('unit', 'parent'),
      value: parentText,
      reason: say(`Unit ${parentText} sudah ditutup.`, `The unit ${parentText} is closed.`),
    })
  }
  const parentId = before?.parent_id === null ? null : parent?.ok ? parent.value : (root?.id ?? null)
  if (before?.active_to)
    problems.push({
      column: heading('unit', 'code'),
      value: code,
      reason: say('Unit ini sudah ditutup.', 'This unit is closed.'),
    })
  const fromText = cells['from'] ?? ''
  const parsed = fromText ? parseDate(fromText) : undefined
  if (parsed && !parsed.ok) problems.push({ column: heading('unit', 'from'), value: fromText, reason: parsed.reason })
  const from = parsed?.ok ? parsed.value : today
  const changes: Change[] = []
  if (before && problems.length === 0) {
    const names = new Map([...byCode.values()].map((unit) => [unit.id, unit.code]))
    if (before.name !== name) changes.push({ column: heading('unit', 'name'), from: before.name, to: name })
    if (before.kind !== kind)
      changes.push({ column: heading('unit', 'kind'), from: UNIT_KIND_TEXTS[before.kind].id, to: kindText })
    if (before.parent_id !== parentId)
      changes.push({ column: heading('unit', 'parent'), from: names.get(before.parent_id ?? '') ?? '', to: parentText })
  }
  // A date before the present version cannot be meant for the change, it is when the unit began.
  const since = before && from <= before.since ? today : from
  const base = { row: row.row, label: code ? `${name} (${code})` : name, changes, problems }
  if (problems.length > 0 || !kind) return { ...base, changes: [], outcome: 'refused' }
  if (!before) {
    const id = ids.get(code.toLowerCase()) ?? newId()
    return {
      ...base,
      changes: beginning('unit', from, today),
      outcome: 'new',
      act: { create: { id, parent_id: parentId, code, name, kind, active_from: from } },
    }
  }
  if (changes.length === 0) return { ...base, outcome: 'unchanged' }
  return {
    ...base,
    changes: [...changes, ...beginning('unit', since, today)],
    outcome: 'changed',
    act: { change: { id: before.id, name, kind, parent_id: parentId, from: since } },
  }
}

export function planPositions(rows: readonly SheetRow[], known: readonly KnownPosition[]): Planned<PositionAct>[] {
  const byCode = new Map(known.map((position) => [position.code.toLowerCase(), position]))
  const planned = rows.map((row) => planPosition(row, byCode))
  refuseTwins(planned, rows, 'code', heading('position', 'code'))
  return planned
}

function planPosition(row: SheetRow, byCode: ReadonlyMap<string, KnownPosition>): Planned<PositionAct> {
  const { cells } = row
  const problems = shapeProblems(row, 'position')
  const code = takeText(cells, 'position', 'code', 40, problems, true)
  const title = takeText(cells, 'position', 'title', 200, problems, true)
  const before = byCode.get(code.toLowerCase())
  const kindText = cells['kind'] ?? ''
  const kind = POSITION_KIND_NAMES.get(kindText.toLowerCase())
  if (!kind)
    problems.push({
      column: heading('position', 'kind'),
      value: kindText,
      reason: say(
        `Jenis jabatan tidak dikenal. Pilihannya: ${POSITION_KIND_CHOICES}.`,
        `Unknown kind of position. Choose from: ${POSITION_KIND_CHOICES}.`,
      ),
    })
  const levelName = cells['level'] ?? ''
  const only = kind && POSITION_LEVELS[kind].length === 1 ? POSITION_LEVELS[kind][0] : undefined
  const level = only ?? LEVEL_NAMES.get(levelName.toLowerCase())
  if (kind && (!level || !POSITION_LEVELS[kind].includes(level))) {
    const list = POSITION_LEVELS[kind].map(levelText).join(', ')
    problems.push({
      column: heading('position', 'level'),
      value: levelName,
      reason: say(
        `Jenjang tidak sesuai jenisnya. Pilihannya: ${list}.`,
        `The level does not fit the kind. Choose from: ${list}.`,
      ),
    })
  }
  const classText = cells['class'] ?? ''
  if (classText && !/^([1-9]|1[0-7])$/.test(classText)) {
    problems.push({
      column: heading('position', 'class'),
      value: classText,
      reason: say('Kelas jabatan adalah angka 1 sampai 17.', 'A position class is a number from 1 to 17.'),
    })
  }
  const base = { row: row.row, label: code ? `${title} (${code})` : title, problems }
  if (problems.length > 0 || !kind || !level) return { ...base, changes: [], outcome: 'refused' }
  const grade = classText ? Number(classText) : (before?.class ?? null)
  const position: NewPosition = {
    id: before?.id ?? newId(),
    code: before?.code ?? code,
    title,
    kind,
    level,
    class: grade,
  }
  if (!before) return { ...base, changes: [], outcome: 'new', act: { create: position } }
  const changes: Change[] = []
  if (before.title !== title) changes.push({ column: heading('position', 'title'), from: before.title, to: title })
  if (before.kind !== kind)
    changes.push({
      column: heading('position', 'kind'),
      from: POSITION_KIND_TEXTS[before.kind].id,
      to: POSITION_KIND_TEXTS[kind].id,
    })
  if (before.level !== level)
    changes.push({ column: heading('position', 'level'), from: levelText(before.level), to: levelText(level) })
  if (before.class !== grade)
    changes.push({ column: heading('position', 'class'), from: String(before.class ?? ''), to: classText })
  if (changes.length === 0) return { ...base, changes, outcome: 'unchanged' }
  return { ...base, changes, outcome: 'changed', act: { change: position } }
}
