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

test('of tabs that save the same form at the same instant one is kept, and the others are shown what it stored', async () => {
  const { rows } = await house.owner.query(
    `insert into organization.position (institution_id, id, code, title, kind, level, class)
     values ($1, $2, $3, 'Pranata Loket', 'fungsional_keterampilan', 'terampil', null) returning id`,
    [here.id, newId(), `P-${newId().slice(-8)}`],
  )
  const path = `/jabatan/${rows[0].id}`
  const { body } = await get(house, path, admin)
  const [, _seen = ''] = /name="_seen" value="([^"]+)"/.exec(body) ?? []
  const [, code = ''] = /name="code"[^>]* value="([^"]+)"/.exec(body) ?? []
  const titles = Array.from({ length: 8 }, (_, tab) => `Pranata Loket ${tab}`)
  const answers = await Promise.all(
    titles.map((title) =>
      post(
        house,
        path,
        { _key: newId(), _seen, code, title, kind: 'fungsional_keterampilan', level: 'terampil' },
        admin,
      ),
    ),
  )
  const kept = titles.filter((_, tab) => answers[tab]!.statusCode === 303)
  expect(kept).toHaveLength(1)
  expect(answers.filter(({ statusCode }) => statusCode === 409)).toHaveLength(7)
  for (const answer of answers.filter(({ statusCode }) => statusCode === 409)) expect(answer.body).toContain(kept[0]!)
  const stored = await house.owner.query('select title from organization.position where id = $1', [rows[0].id])
  expect(stored.rows[0].title).toBe(kept[0])
})
