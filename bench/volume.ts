import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { makeCode } from '../src/listen/complaints/code.ts'
import type { Say } from './data.ts'

/**
 * Grows the demonstration institution to at least so many complaints and survey answers by copying its own rows with
 * other ids, codes and hours: what the pages read has the spread of real use, and a million rows are there in minutes.
 * Foreign keys are not checked again for copies of checked rows; indexes are taken away first and built once at the
 * end, by several workers; complaints and answers grow side by side.
 */
export async function growTo(
  owner: pg.Pool,
  institution: string,
  wanted: { complaints: number; answers: number },
  say: Say,
): Promise<void> {
  await Promise.all([
    grown(owner, (client) => growComplaints(client, institution, wanted.complaints, say)),
    grown(owner, (client) => growAnswers(client, institution, wanted.answers, say)),
  ])
}

async function grown(owner: pg.Pool, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await owner.connect()
  try {
    await client.query(`set session_replication_role = replica; set synchronous_commit = off; set work_mem = '256MB';
      set maintenance_work_mem = '768MB'; set max_parallel_maintenance_workers = 2`)
    await work(client)
  } finally {
    client.release(true)
  }
}

/** Keeping an index right row by row costs several times what building it from all rows does. */
export async function withoutIndexes(
  client: pg.ClientBase,
  tables: readonly string[],
  say: Say,
  work: () => Promise<void>,
) {
  // What a foreign key points to stays: without it that key would be gone too.
  const { rows } = await client.query<{ drop: string; make: string }>(
    `select format('alter table %s drop constraint %I', t, c.conname) as drop,
        format('alter table %s add constraint %I %s', t, c.conname, pg_get_constraintdef(c.oid)) as make
      from unnest($1::regclass[]) t join pg_constraint c on c.conrelid = t and c.contype in ('p', 'u')
      where not exists (select from pg_constraint f where f.contype = 'f' and f.conindid = c.conindid)
      union all
      select format('drop index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
      from unnest($1::regclass[]) t join pg_index i on i.indrelid = t
      where not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    [tables],
  )
  // Nor is anything cleaned up meanwhile: at the end everything is looked at once.
  for (const table of tables) await client.query(`alter table ${table} set (autovacuum_enabled = false)`)
  for (const { drop } of rows) await client.query(drop)
  await work()
  say(`    indexes of ${tables.join(', ')}`)
  for (const { make } of rows) await client.query(make)
  for (const table of tables) await client.query(`alter table ${table} reset (autovacuum_enabled)`)
  await client.query(`analyze ${tables.join(', ')}`)
}

async function growComplaints(client: pg.PoolClient, institution: string, wanted: number, say: Say): Promise<void> {
  const have = await count(client, 'complaints.complaint', institution)
  if (have >= wanted) return
  await client.query(`
    create function pg_temp.copied(id uuid, round int) returns uuid language sql immutable as $$
      select (left(id::text, 15) || substr(h, 1, 3) || '-8' || substr(h, 4, 3) || '-' || substr(h, 7, 12))::uuid
      from md5(id::text || round) h $$`)
  const columns = new Map<string, string[]>()
  for (const table of COPIED) {
    columns.set(table, await columnsOf(client, 'complaints', table))
    await client.query(
      `create temp table first_${table} as select * from complaints.${table} where institution_id = $1`,
      [institution],
    )
  }
  const { rows } = await client.query<{ code: string }>('select code from first_complaint')
  const taken = new Set(rows.map((row) => row.code))
  await client.query('create temp table chosen (id uuid, copy uuid, code text)')
  const tables = COPIED.map((table) => `complaints.${table}`)
  await withoutIndexes(client, tables, say, async () => {
    for (let round = 1, total = have; total < wanted; round++) {
      const most = Math.min(have, wanted - total)
      await client.query('truncate chosen')
      await client.query(
        `insert into chosen select o.id, pg_temp.copied(o.id, $2), k.code
          from (select id, row_number() over (order by id) as place from first_complaint) o
          join unnest($1::text[]) with ordinality k (code, place) using (place)`,
        [newCodes(taken, most), round],
      )
      await client.query('analyze chosen')
      for (const [table, names] of columns) await client.query(copy(table, names, round))
      total += most
      if (round % 10 === 0 || total >= wanted)
        say(`    complaints: ${total.toLocaleString('en-US')} of ${wanted.toLocaleString('en-US')}`)
    }
  })
}

function newCodes(taken: Set<string>, most: number): string[] {
  const codes: string[] = []
  while (codes.length < most) {
    const code = makeCode(randomBytes(5))
    if (taken.has(code)) continue
    taken.add(code)
    codes.push(code)
  }
  return codes
}

/** A complaint and what lies beside it and is looked for. */
const COPIED = ['complaint', 'event', 'publication', 'place', 'word', 'merge']
const CHANGED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  complaint: { id: 'n.copy', code: 'n.code', photo_id: 'null' },
  merge: {
    id: 'gen_random_uuid()',
    into_id: 'copied(t.into_id)',
    survivor_id: 'copied(t.survivor_id)',
    path: 'array(select copied(p.id) from unnest(t.path) with ordinality p (id, place) order by p.place)',
  },
}

/** Moments move by minutes, so that copies do not all lie on the same ones. */
const MOVED = new Set(['received_at', 'at', 'resolved_at', 'public_at', 'queue_at', 'merged_at', 'undone_at', 'since'])

function copy(table: string, columns: readonly string[], round: number): string {
  const own = table === 'complaint'
  const values = columns.map((column) => {
    const changed = CHANGED[table]?.[column]
    if (changed) return changed.replaceAll(/copied\((.*?)\)/g, `pg_temp.copied($1, ${round})`)
    if (column === 'complaint_id') return 'n.copy'
    return MOVED.has(column) ? `t.${column} - interval '${round * 7} minutes'` : `t.${column}`
  })
  return `insert into complaints.${table} (${columns.join(', ')}) select ${values.join(', ')}
    from first_${table} t join chosen n on n.id = t.${own ? 'id' : 'complaint_id'}`
}

async function growAnswers(client: pg.PoolClient, institution: string, wanted: number, say: Say): Promise<void> {
  const have = await count(client, 'surveys.answer', institution)
  if (have >= wanted) return
  const columns = await columnsOf(client, 'surveys', 'answer')
  const values = columns.map((column) => (column === 'id' ? 'gen_random_uuid()' : `t.${column}`))
  await client.query(
    'create temp table first_answer as select * from surveys.answer where institution_id = $1 and mixed',
    [institution],
  )
  const { rows: counted } = await client.query<{ n: number }>('select count(*)::int as n from first_answer')
  const rounds = 1 + Math.ceil((wanted - have) / counted[0]!.n)
  await withoutIndexes(client, ['surveys.answer'], say, async () => {
    await client.query(
      `insert into surveys.answer (${columns.join(', ')}) select ${values.join(', ')}
        from generate_series(1, ${rounds - 1}), first_answer t`,
    )
  })
  say(
    `    answers: ${(have + counted[0]!.n * (rounds - 1)).toLocaleString('en-US')} of ${wanted.toLocaleString('en-US')}`,
  )
  // The tallies hold sums over what is mixed: as many copies, as many times the sums.
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
