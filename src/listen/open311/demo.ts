import { createApiClient } from '../../core/people/index.ts'
import type { DemoWorld } from '../../demo/world.ts'
import { newId } from '../../platform/id.ts'
import { seal } from '../../platform/seal.ts'
import { fileRequest } from './acts.ts'
import { SEAL } from './forwarding.ts'
import { DAY_MS } from './model.ts'
import { insertEndpoint } from './outgoing-queries.ts'
import { insertAttributes, listOpenServices } from './queries.ts'

const REPORTS = [
  'Antrean panjang sejak pagi dan papan nomor tidak menyala.',
  'Petugas loket ramah, tetapi formulir di loket 3 habis.',
  'Jalan ke kantor pelayanan tergenang, kursi roda tidak bisa lewat.',
]

/** A citizens' app of somebody else that reports through Open311, and a service that asks two questions. */
export async function demoOpen311(world: DemoWorld): Promise<void> {
  const { db, institution, anchor } = world
  const clients = await world.scopeFor('api_client.manage')
  const made = await createApiClient(db, clients, anchor, {
    name: 'Aplikasi warga (Open311, contoh)',
    scopes: ['complaint.create'],
  })
  const scope = await world.scopeFor('complaint.create')
  const services = (await listOpenServices(db, scope)).slice(0, REPORTS.length)
  const asking = services[0]
  if (!asking) return
  const attribute = { service_id: asking.id, variable: true, required: false, datatype_description: '' }
  await insertAttributes(db, await world.scopeFor('open311.manage'), [
    {
      ...attribute,
      id: newId(anchor),
      code: 'LOKET',
      datatype: 'singlevaluelist',
      description: 'Di loket mana?',
      position: 1,
      options: [1, 2, 3].map((number) => ({ key: `L${number}`, name: `Loket ${number}` })),
    },
    {
      ...attribute,
      id: newId(anchor),
      code: 'KUNJUNGAN',
      datatype: 'datetime',
      description: 'Tanggal kunjungan',
      position: 2,
      options: [],
    },
  ])
  await insertEndpoint(db, await world.scopeFor('open311.manage'), {
    id: newId(anchor),
    name: 'Kota Sejahtera (contoh)',
    url: 'https://lapor.kota-sejahtera.example/open311/v2',
    jurisdiction_id: '',
    service_code: 'pengaduan-umum',
    sealed_key: seal(SEAL, 'kunci-contoh'),
    created_at: anchor,
  })
  const visit = { db, institution, scope, client: { id: made.id, scope } }
  for (const [index, service] of services.entries()) {
    const now = new Date(anchor.getTime() - (index + 1) * DAY_MS)
    const call = { now, requestId: 'demo', idempotencyKey: undefined }
    await fileRequest(visit, call, {
      service_code: service.code,
      description: REPORTS[index]!,
      address_string: service.unit_name,
      device_id: `contoh-${index}`,
      ...(index === 0 ? { 'attribute[LOKET]': 'L2' } : {}),
    })
  }
}
