import {
  newInstitution,
  newPerson,
  post,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../platform/test/harness.ts'

export type Organization = { house: TestHouse; here: TestInstitution; admin: TestPerson }

/** An institution and whoever manages its units, positions and calendar. */
export async function newOrganization(): Promise<Organization> {
  const house = await testHouse()
  const here = await newInstitution(house)
  const held = ['unit.read', 'unit.manage', 'calendar.read', 'calendar.manage', 'organization.manage', 'employee.read']
  return { house, here, admin: await newPerson(house, here, here.root, held) }
}

/** A department, made as the form makes it; answers its id. */
export async function makeUnit({ house, admin }: Organization, name: string, code: string, parent: string) {
  const form = { name, code, kind: 'department', parent_id: parent, active_from: '2020-01-01' }
  const sent = await post(house, '/unit/baru', form, admin)
  if (sent.statusCode !== 303) throw new Error(`unit refused: ${sent.statusCode}`)
  return sent.headers.location?.split('/').at(-1) ?? ''
}
