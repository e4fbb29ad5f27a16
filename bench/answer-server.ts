import type { AddressInfo } from 'node:net'
import { fastify } from 'fastify'
import pg from 'pg'

const SCORES = 'persyaratan prosedur waktu biaya produk kompetensi perilaku sarana pengaduan'.split(' ')
const CONNECTIONS = 10

const columns = SCORES.join(', ')
/** One statement for one answer, as plain as it can be written. */
const INSERT = `
  insert into surveys.answer (institution_id, id, rule_code, service_id, unit_id, answered_on, channel, ${columns}, mean_units, settled)
  select institution, id, rule, service, unit, '1999-01-01', 'api', ${columns}, 7560, false
  from json_to_record($1) as r (institution uuid, id uuid, rule text, service uuid, unit uuid, ${SCORES.map((score) => `${score} smallint`).join(', ')})`

const uuid = { type: 'string', format: 'uuid' }
const schema = {
  body: {
    type: 'object',
    required: ['institution', 'id', 'rule', 'service', 'unit', ...SCORES],
    properties: {
      institution: uuid,
      id: uuid,
      rule: { type: 'string', maxLength: 100 },
      service: uuid,
      unit: uuid,
      ...Object.fromEntries(SCORES.map((score) => [score, { type: 'integer', minimum: 1, maximum: 4 }])),
    },
  },
}

/** The least imaginable server that takes in survey answers: checked by a schema, one durable INSERT, as the owner. */
export async function answerServer(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS })
  const app = fastify()
  app.post('/', { schema }, async (request) => {
    await pool.query({ name: 'one', text: INSERT, values: [JSON.stringify(request.body)] })
    return { added: 1 }
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  process.stdout.write(`${(app.server.address() as AddressInfo).port}\n`)
}

export function answerBody(institution: string, rule: string, place: { id: string; unit_id: string }, id: string) {
  const scores = Object.fromEntries(SCORES.map((score) => [score, 3]))
  return { institution, id, rule, service: place.id, unit: place.unit_id, ...scores }
}
