import { maskNik } from '../../../organization/index.ts'
import { EMPLOYMENT_TEXTS, GENDER_TEXTS, type NewAssignment, type NewEmployee } from '../model.ts'
import { type Change, heading } from './model.ts'

export type KnownEmployee = NewEmployee & {
  active: boolean
  unit_id: string | null
  position_id: string | null
  superior_id: string | null
  valid_from: string | null
}
/** `nik` is absent when it stays as it is. */
export type EmployeeAct = {
  id: string
  hire: boolean
  person: (Omit<NewEmployee, 'nik'> & { nik?: string | null }) | undefined
  assignment: NewAssignment | undefined
}

/** `nik` is absent when it stays as it is. */
export type PlannedPerson = Omit<NewEmployee, 'id' | 'nip' | 'nik'> & { nik?: string | null }
export type WantedPlace = Omit<NewAssignment, 'employee_id'>
type Names = {
  readonly unitCodes: ReadonlyMap<string, string>
  readonly positionCodes: ReadonlyMap<string, string>
  readonly nipOf: ReadonlyMap<string, string>
}

export function personChanges(before: KnownEmployee, after: PlannedPerson): Change[] {
  const changes: Change[] = []
  const add = (key: string, from: string | null, to: string | null): void => {
    if ((from ?? '') !== (to ?? '')) changes.push({ column: heading('employee', key), from: from ?? '', to: to ?? '' })
  }
  add('name', before.name, after.name)
  add('employment', EMPLOYMENT_TEXTS[before.employment].id, EMPLOYMENT_TEXTS[after.employment].id)
  add('gender', before.gender && GENDER_TEXTS[before.gender].id, after.gender && GENDER_TEXTS[after.gender].id)
  add('birth_date', before.birth_date, after.birth_date)
  add('grade', before.grade, after.grade)
  add('email', before.email, after.email)
  add('phone', before.phone, after.phone)
  if (after.nik !== undefined) {
    const from = before.nik ? maskNik(before.nik) : ''
    changes.push({ column: heading('employee', 'nik'), from, to: after.nik ? maskNik(after.nik) : '' })
  }
  return changes
}

export function placeChanges(before: KnownEmployee, after: WantedPlace, index: Names): Change[] {
  const changes: Change[] = []
  if (before.unit_id !== after.unit_id)
    changes.push({
      column: heading('employee', 'unit'),
      from: index.unitCodes.get(before.unit_id ?? '') ?? '',
      to: index.unitCodes.get(after.unit_id) ?? '',
    })
  if (before.position_id !== after.position_id)
    changes.push({
      column: heading('employee', 'position'),
      from: index.positionCodes.get(before.position_id ?? '') ?? '',
      to: index.positionCodes.get(after.position_id) ?? '',
    })
  if (before.superior_id !== after.superior_id) {
    const [from = '', to = '-'] = [index.nipOf.get(before.superior_id ?? ''), index.nipOf.get(after.superior_id ?? '')]
    changes.push({ column: heading('employee', 'superior'), from, to })
  }
  return changes
}
