import { expect, test } from 'vitest'
import { createEndpoint } from '../../core/webhooks/acts.ts'
import { asSystem, get, post, testHouse } from '../../platform/test/harness.ts'
import { newOffice, newService } from './test-service.ts'

const house = await testHouse()

test('other systems hear of a changed service, an approved standard and a finished transaction, by ids and states only', async () => {
  const office = await newOffice(house)
  const { institution, service, unit } = office
  const types = ['service.changed', 'service.standard_published', 'service.transaction_finished']
  house.clock.now = new Date(house.clock.now.getTime() + 60_000)
  await asSystem(house, institution, 'webhook.manage', (db, scope) =>
    createEndpoint(db, scope, house.clock.now, { name: 'Dasbor', url: 'https://dasbor.contoh.example/x', types }),
  )
  const told = () =>
    office.rows<{ type: string; data: Record<string, unknown>; fields: string[] }>(
      `select m.type, m.data, t.fields from webhooks.message m join webhooks.type t on t.code = m.type
       where m.institution_id = $1 order by m.at, m.id`,
    )
  const added = await newService(house, institution, unit, house.clock.now)

  const base = `/layanan/${service.id}/standar`
  const day = '2026-11-20'
  const drafted = await post(house, base, {}, office.drafter)
  const version = /standar\/(\d+)/.exec(String(drafted.headers.location))![1]!
  await house.owner.query(
    `update services.standard set state = 'submitted', submitted_by = drafted_by, submitted_at = drafted_at
     where institution_id = $1`,
    [institution.id],
  )
  const decree = { decree_number: '1/KEP/2026', decree_date: day, effective_from: day }

  await post(house, `/layanan/loket/${unit}/buka`, {}, office.clerk)
  await post(house, `/layanan/loket/${unit}/ambil`, { service: service.id, loket: '1' }, office.clerk)
  await post(house, `/layanan/loket/${unit}/panggil`, { loket: '1' }, office.clerk)
  const [number] = await office.rows<{ id: string }>('select id from services.transaction where institution_id = $1')
  await post(house, `/layanan/loket/${unit}/${number!.id}/begin`, { loket: '1' }, office.clerk)
  expect((await told()).map((one) => one.type)).toEqual(['service.changed'])
  await post(house, `/layanan/loket/${unit}/${number!.id}/completed`, { loket: '1' }, office.clerk)
  await post(house, `/layanan/loket/${unit}/${number!.id}/completed`, { loket: '1' }, office.clerk)

  const approved = await post(house, `${base}/${version}/tetapkan`, decree, office.approver)
  const messages = await told()
  for (const one of messages) expect(Object.keys(one.data).sort()).toEqual([...one.fields].sort())
  expect(messages.find((one) => one.type === 'service.changed')!.data).toMatchObject({
    service: added.id,
    unit,
    added: true,
    active: true,
  })
  const finished = messages.filter((one) => one.type === 'service.transaction_finished')
  expect(finished).toHaveLength(1)
  expect(finished[0]!.data).toMatchObject({ transaction: number!.id, service: service.id, unit, outcome: 'completed' })
  const published = messages.filter((one) => one.type === 'service.standard_published')
  expect([approved.statusCode, published.length]).toEqual([303, 1])
  expect(published[0]!.data).toMatchObject({ service: service.id, effective_from: day })
})

test('every event is described in OpenAPI with what its data hold', async () => {
  const document = JSON.parse((await get(house, '/api/openapi.json')).body)
  const { rows } = await house.owner.query<{ code: string; fields: string[] }>('select code, fields from webhooks.type')
  expect(Object.keys(document.webhooks).sort()).toEqual(rows.map((row) => row.code).sort())
  for (const { code, fields } of rows) {
    const body = document.webhooks[code].post.requestBody.content['application/json'].schema
    expect(Object.keys(body.properties.data.properties)).toEqual(fields)
    expect(fields.length).toBeGreaterThan(0)
  }
})
