import type { AddressInfo } from 'node:net'
import { newApiKey } from '../../platform/http/session.ts'
import { newId } from '../../platform/id.ts'
import {
  newInstitution,
  newUnit,
  type TestHouse,
  type TestInstitution,
  testHouse,
} from '../../platform/test/harness.ts'

export type Target = { base: string; key: string; otherKey: string | undefined }
export type World = Target & { house: TestHouse; institution: TestInstitution; unit: string; service: string }

/** An institution with two services, one of which asks two questions, behind a real port. */
export async function openWorld(): Promise<World> {
  const house = await testHouse()
  const institution = await newInstitution(house)
  const unit = await newUnit(house, institution, institution.root)
  const service = await newService(house, institution, unit, 'Lampu jalan padam', 'lampu-jalan')
  const asking = await newService(house, institution, unit, 'Angkutan sampah', 'angkutan-sampah')
  await newAttribute(house, institution, asking, 1, 'JENIS', 'singlevaluelist', true, [
    { key: 'RT', name: 'Rumah tangga' },
    { key: 'PS', name: 'Pasar' },
  ])
  await newAttribute(house, institution, asking, 2, 'HARI', 'multivaluelist', false, [
    { key: 'SEN', name: 'Senin' },
    { key: 'KAM', name: 'Kamis' },
  ])
  await newAttribute(house, institution, asking, 3, 'JUMLAH', 'number', false, [])
  await newAttribute(house, institution, asking, 4, 'SEJAK', 'datetime', false, [])
  await newAttribute(house, institution, asking, 5, 'NOMOR', 'string', false, [])
  await newAttribute(house, institution, asking, 7, 'BACA', 'string', false, [], false)
  if (!house.app.server.listening) await house.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = house.app.server.address() as AddressInfo
  return {
    house,
    institution,
    unit,
    service,
    base: `http://127.0.0.1:${port}/i/${institution.slug}/open311/v2`,
    key: await newClient(house, institution, ['complaint.create']),
    otherKey: await newClient(house, institution, ['survey.submit']),
  }
}

/** An API client of the institution; the answer is what it sends as api_key. */
export async function newClient(house: TestHouse, institution: { id: string }, scopes: readonly string[]) {
  const { key, secret, hash } = newApiKey(institution.id)
  await house.owner.query(
    `insert into people.api_client (institution_id, id, name, key, secret_hash, scopes, created_at) values ($1, $2, 'Aplikasi warga', $3, $4, $5, now())`,
    [institution.id, newId(), key, hash, scopes],
  )
  return `${key}.${secret}`
}

async function newService(house: TestHouse, institution: { id: string }, unit: string, name: string, slug: string) {
  const id = newId()
  await house.owner.query(
    `insert into services.service (institution_id, id, unit_id, name, slug, summary, product, promise_days, channels, updated_at)
     values ($1, $2, $3, $4, $5, 'Uraian singkat & jelas', 'Hasil', 3, '{counter}', now())`,
    [institution.id, id, unit, name, slug],
  )
  return id
}

async function newAttribute(
  house: TestHouse,
  institution: { id: string },
  service: string,
  position: number,
  code: string,
  datatype: string,
  required: boolean,
  options: object[],
  variable = true,
) {
  await house.owner.query(
    `insert into open311.attribute (institution_id, id, service_id, code, variable, datatype, required, description, position, options)
     values ($1, $2, $3, $4, $10, $5, $6, $7, $8, $9)`,
    [
      institution.id,
      newId(),
      service,
      code,
      datatype,
      required,
      `Pertanyaan ${code}`,
      position,
      JSON.stringify(options),
      variable,
    ],
  )
}
