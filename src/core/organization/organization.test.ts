import { describe, expect, test } from 'vitest'
import { systemScope } from '../../platform/access.ts'
import { newId } from '../../platform/id.ts'
import { asSystem, get, post } from '../../platform/test/harness.ts'
import { createInstitution, installRegions, listRegions, loadCalendar } from './index.ts'
import { newOrganization } from './test-organization.ts'

const { house, here, admin } = await newOrganization()

describe('institution', () => {
  test('is created with root unit, history and default hours', async () => {
    const id = newId()
    await house.database.transaction('write', id, (db) =>
      createInstitution(db, systemScope('organization.manage', 'test', id, []), house.clock.now, {
        id,
        slug: `baru-${id.slice(-8)}`,
        name: 'Kota Baru',
        kind: 'city',
        regionCode: null,
        timeZone: 'Asia/Jayapura',
        hostname: null,
        synthetic: false,
        rootCode: 'PEMKOT',
        activeFrom: '2026-01-01',
      }),
    )
    await asSystem(house, { id }, 'unit.read', async (db, scope) => {
      const calendar = await loadCalendar(db, scope)
      expect([calendar.version, calendar.timeZone]).toEqual([1, 'Asia/Jayapura'])
    })
    const { rows } = await house.owner.query(
      'select count(*)::int as n from organization.unit_history where institution_id = $1',
      [id],
    )
    expect(rows[0].n).toBe(1)
  })

  test('region codes of the package, once; chosen from province downward', async () => {
    expect(await installRegions(house.ownerUrl)).toBeGreaterThan(91_000)
    expect(await installRegions(house.ownerUrl)).toBe(0)
    await asSystem(house, here, 'unit.read', async (db, scope) => {
      // Other tests of this worker have a province of their own, far from the real codes.
      const provinces = (await listRegions(db, scope, null)).filter((region) => region.code !== '97')
      expect(provinces).toHaveLength(38)
      const tubei = await listRegions(db, scope, '17.07.09')
      expect(tubei.map((region) => region.name)).toContain('Tanjung Agung')
    })
    expect((await get(house, '/instansi/wilayah?kode=17.07', admin)).body).toContain('Tubei')
    expect((await post(house, '/instansi/wilayah', { kode: '17.07' }, admin)).statusCode).toBe(303)
    expect((await get(house, '/instansi', admin)).body).toContain('Bengkulu › Kabupaten Lebong (17.07)')
    expect((await post(house, '/instansi/wilayah', { kode: '99.99' }, admin)).statusCode).toBe(404)
  })
})
