import { newId } from '../../platform/id.ts'
import { asSystem, newInstitution, newPerson, newUnit, type TestHouse } from '../../platform/test/harness.ts'
import { saveServices } from './acts.ts'
import type { ServiceInput } from './model.ts'

/** An ordinary working day, at ten in the morning. */
const FRIDAY = new Date('2026-11-20T03:00:00Z')

export type Office = Awaited<ReturnType<typeof newOffice>>

/** An institution with one service of one unit, somebody who drafts, somebody who approves and somebody at the counter. */
export async function newOffice(house: TestHouse, now = FRIDAY, more: Partial<ServiceInput> = {}) {
  house.clock.now = now
  const institution = await newInstitution(house)
  const unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Uji')
  const service = await newService(house, institution, unit, now, more)
  return {
    institution,
    unit,
    service,
    base: `/i/${institution.slug}`,
    drafter: await newPerson(house, institution, unit, ['service.read', 'service.manage']),
    approver: await newPerson(house, institution, institution.root, ['service.read', 'service.approve']),
    clerk: await newPerson(house, institution, unit, ['service.read', 'service.serve', 'service.record']),
    stranger: await newPerson(house, institution, await newUnit(house, institution, institution.root), [
      'service.read',
      'service.manage',
      'service.approve',
      'service.serve',
      'service.record',
    ]),
    rows: <T extends Record<string, unknown>>(statement: string) =>
      house.owner.query<T>(statement, [institution.id]).then((result) => result.rows),
  }
}

export async function newService(
  house: TestHouse,
  institution: { id: string },
  unit: string,
  now: Date,
  more: Partial<ServiceInput> = {},
) {
  const [saved] = await asSystem(house, institution, 'service.manage', (db, scope) =>
    saveServices(db, scope, now, [
      {
        name: `Kartu Keluarga ${newId().slice(-6)}`,
        unit,
        summary: undefined,
        product: 'Kartu Keluarga',
        requirements: 'KTP asli\n[ ] Datang sendiri\nSurat kuasa (boleh tidak)',
        procedure: 'Daftar\nTerima hasil',
        promise: 3,
        promise_unit: 'days',
        cost: 0,
        cost_note: undefined,
        channels: ['counter', 'online'],
        active: true,
        ...more,
      },
    ]),
  )
  return saved!
}
