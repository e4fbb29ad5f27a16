import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { makeCode } from '../src/listen/complaints/code.ts'
import type { Say } from './data.ts'

const STEP = 50_000

/**
 * Grows the demonstration institution to at least so many complaints and survey answers by copying its own rows with
 * other ids, codes and hours: what the pages read has the spread of real use, and a million rows are there in minutes.
 * Foreign keys are not checked again for copies of checked rows.
 */
export async function growTo(
  owner: pg.Pool,
  institution: string,
  wanted: { complaints: number; answers: number },
  say: Say,
): Promise<void> {
  const client = await owner.connect()
  try {
    await client.query(`set session_replication_role = replica; set synchronous_commit = off; set work_mem = '256MB'`)
    await client.query(`
      create or replace function pg_temp.copied(id uuid, round int) returns uuid language sql immutable as $$
        select (left(id::text, 15) || substr(h, 1, 3) || '-8' || substr(h, 4, 3) || '-' || substr(h, 7, 12))::uuid
        from md5(id::text || round) h $$`)
    await growComplaints(client, institution, wanted.complaints, say)
    await growAnswers(client, institution, wanted.answers, say)
    await client.query('reset session_replication_role; reset synchronous_commit; reset work_mem')
  } finally {
    client.release()
  }
}

async function growComplaints(client: pg.PoolClient, institution: string, wanted: number, say: Say): Promise<void> {
  const have = await count(client, 'complaints.complaint', institution)
  if (have >= wanted) return
  await client.query(
    `create temp table original as select id, row_number() over (order by id) as place from complaints.complaint where institution_id = $1`,
    [institution],
  )
  await client.query('create unique index on original (id)')
  await client.query('create temp table code (place bigint primary key, code text not null)')
  const complaintColumns = await columnsOf(client, 'complaints', 'complaint')
  const eventColumns = await columnsOf(client, 'complaints', 'event')
  for (let round = 1, total = have; total < wanted; round++) {
    const most = Math.min(have, wanted - total)
    await client.query('truncate code')
    await fillCodes(client, most)
    // A code that is taken leaves its copy out; one in many millions is.
    await client.query(
      `create temp table chosen on commit preserve rows as
       select o.id, pg_temp.copied(o.id, ${round}) as copy, k.code from original o join code k using (place)
       where o.place <= ${most} and not exists (
         select from complaints.complaint c where c.institution_id = '${institution}' and c.code = k.code)`,
    )
    await client.query('analyze chosen')
    await client.query(
      copy(
        'complaints.complaint',
        complaintColumns,
        institution,
        { id: 'n.copy', code: 'n.code', photo_id: 'null' },
        'id',
        round,
      ),
    )
    await client.query(
      copy('complaints.event', eventColumns, institution, { complaint_id: 'n.copy' }, 'complaint_id', round),
    )
    for (const beside of BESIDE)
      await client.query(
        copy(
          `complaints.${beside}`,
          await columnsOf(client, 'complaints', beside),
          institution,
          { complaint_id: 'n.copy' },
          'complaint_id',
          round,
        ),
      )
    await client.query('drop table chosen')
    total += most
    say(`    complaints: ${total.toLocaleString('en-US')} of ${wanted.toLocaleString('en-US')}`)
  }
}

/** What lies beside a complaint and is looked for. */
const BESIDE = ['publication', 'place', 'word']

/** Moments move by minutes, so that copies do not all lie on the same ones. */
const MOVED = new Set(['received_at', 'at', 'resolved_at', 'public_at', 'queue_at'])

function copy(
  table: string,
  columns: readonly string[],
  institution: string,
  changed: Readonly<Record<string, string>>,
  key: string,
  round: number,
): string {
  const values = columns.map((column) => {
    if (changed[column]) return changed[column]
    return MOVED.has(column) ? `t.${column} - interval '${round * 7} minutes'` : `t.${column}`
  })
  return `insert into ${table} (${columns.join(', ')}) select ${values.join(', ')}
    from ${table} t join chosen n on n.id = t.${key} where t.institution_id = '${institution}'`
}

async function fillCodes(client: pg.PoolClient, most: number): Promise<void> {
  for (let at = 0; at < most; at += STEP) {
    const codes = Array.from({ length: Math.min(STEP, most - at) }, () => makeCode(randomBytes(5)))
    await client.query(
      'insert into code select place + $2, code from unnest($1::text[]) with ordinality u(code, place)',
      [codes, at],
    )
  }
}

async function growAnswers(client: pg.PoolClient, institution: string, wanted: number, say: Say): Promise<void> {
  const have = await count(client, 'surveys.answer', institution)
  if (have >= wanted) return
  const columns = (await columnsOf(client, 'surveys', 'answer')).map((column) => (column === 'id' ? '' : column))
  const values = columns.map((column) => (column === '' ? 'gen_random_uuid()' : `t.${column}`))
  const names = columns.map((column) => column || 'id')
  const rounds = Math.ceil(wanted / have)
  for (let round = 1; round < rounds; round++) {
    await client.query(
      `insert into surveys.answer (${names.join(', ')}) select ${values.join(', ')} from surveys.answer t
       where t.institution_id = $1 and t.settled limit $2`,
      [institution, have],
    )
    say(`    answers: ${(have * (round + 1)).toLocaleString('en-US')} of ${wanted.toLocaleString('en-US')}`)
  }
  // The tallies hold sums over what is settled: as many copies, as many times the sums.
  const { rows } = await client.query<{ table_name: string; column_name: string }>(`
    select table_name, column_name from information_schema.columns
    where table_schema = 'surveys' and table_name like 'tally%' and data_type in ('integer', 'bigint')`)
  for (const [table, sums] of Map.groupBy(rows, (row) => row.table_name))
    await client.query(
      `update surveys.${table} set ${sums.map((sum) => `${sum.column_name} = ${sum.column_name} * ${rounds}`).join(', ')}
       where institution_id = $1`,
      [institution],
    )
}

async function columnsOf(client: pg.PoolClient, schema: string, table: string): Promise<string[]> {
  const { rows } = await client.query<{ column_name: string }>(
    `select column_name from information_schema.columns
     where table_schema = $1 and table_name = $2 and is_generated = 'NEVER' order by ordinal_position`,
    [schema, table],
  )
  return rows.map((row) => row.column_name)
}

async function count(client: pg.PoolClient, table: string, institution: string): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `select count(*)::int as n from ${table} where institution_id = $1`,
    [institution],
  )
  return rows[0]!.n
}
