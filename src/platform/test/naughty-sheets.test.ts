import { beforeAll, describe, expect, test } from 'vitest'
import { jobs, permissions, routes } from '../../slices.ts'
import { newId } from '../id.ts'
import { createLog } from '../log.ts'
import { get, newPerson, ownDemoHouse, postMultipart, type TestHouse, type TestPerson } from './harness.ts'
import { bundles } from './naughty.ts'
import { readCsv, readXlsx } from './sheet-readers.ts'
import { addressOf, fieldsOf, sampleValues } from './visit.ts'

// That the forms bring each text to the database as it was typed is shown by naughty-forms.test.ts; here the rows hold
// them all, each string in one row or another, and every file for spreadsheets is read with readers of our own.

let house: TestHouse
let contoh: { id: string; slug: string; root: string }
let administrator: TestPerson

beforeAll(async () => {
  house = await ownDemoHouse()
  const { rows } = await house.owner.query<{ id: string; slug: string; root: string }>(
    `select i.id, i.slug, u.id as root from organization.institution i
     join organization.unit u on u.institution_id = i.id and u.parent_id is null where i.slug = 'contoh'`,
  )
  contoh = rows[0]!
  administrator = await newPerson(house, contoh, contoh.root, Object.keys(permissions))
})

/** As a form leaves them: without control characters, blanks at the ends and more than fits. */
function textsOf(longest: number): string[] {
  const clean = (text: string) => text.replaceAll(/[\p{Cc}--[\n\t]]/gv, '').trim()
  const all = bundles((text) => clean(text) !== '' && text.length <= longest, 0).map(clean)
  return all.map((text) => text.replaceAll('\u0000', '').toWellFormed())
}

/** Gives the rows of a table these texts in turn; those the rows could not take are left out. */
async function fill(table: string, column: string, texts: readonly string[], where = 'true'): Promise<string[]> {
  const { rows } = await house.owner.query<{ id: string }>(
    `select id from ${table} where institution_id = $1 and ${where} order by id`,
    [contoh.id],
  )
  const given = texts.slice(0, rows.length)
  await house.owner.query(
    `update ${table} t set ${column} = x.text from unnest($2::uuid[], $3::text[]) x (id, text)
     where t.institution_id = $1 and t.id = x.id`,
    [contoh.id, rows.slice(0, given.length).map(({ id }) => id), given],
  )
  return given
}

async function fileOf(path: string, format: 'csv' | 'xlsx', query: Record<string, string>) {
  const route = routes.find((one) => one.method === 'GET' && one.path === path)!
  const choice = fieldsOf(route).find(isFormat)!.name
  const values = { ...(await sampleValues(house, contoh.id, route)), ...query, institution: contoh.slug }
  const answer = await get(house, addressOf(route, { ...values, [choice]: format }), administrator)
  expect(answer.statusCode, path).toBe(200)
  return answer
}

/** A cell of a CSV file that looks like a formula has an apostrophe in front, as a person would type it. */
async function expectAll(path: string, texts: readonly string[], query: Record<string, string> = {}): Promise<void> {
  const csv = readCsv((await fileOf(path, 'csv', query)).body).flat()
  expect(csv.filter((cell) => /^\s*[=+@＝＋－＠]|^\s*-\D|^[\t\r]/.test(cell))).toEqual([])
  const read = new Set(csv.flatMap((cell) => [cell, cell.replace(/^'/, '')]))
  expect(texts.filter((text) => !read.has(text))).toEqual([])
  const xlsx = new Set(readXlsx((await fileOf(path, 'xlsx', query)).rawPayload))
  expect(texts.filter((text) => !xlsx.has(text))).toEqual([])
}

describe('all 485 in the cells of', () => {
  test('units', async () => {
    const texts = textsOf(200)
    for (const _ of texts)
      await house.owner.query(
        `insert into organization.unit (institution_id, id, parent_id, code, name, kind, active_from)
         values ($1, $2, $3, $4, 'Unit', 'section', '2020-01-01')`,
        [contoh.id, newId(), contoh.root, `N-${newId()}`],
      )
    const given = await fill('organization.unit', 'name', texts, 'parent_id is not null')
    await house.owner.query('update organization.institution set tree_version = tree_version + 1')
    expect(given).toEqual(texts)
    await expectAll('/unit/ekspor', texts)
  })

  test('positions', async () => {
    const texts = textsOf(200)
    for (const _ of texts)
      await house.owner.query(
        `insert into organization.position (institution_id, id, code, title, kind, level, class)
         values ($1, $2, $3, 'Jabatan', 'pelaksana', 'pelaksana', 6)`,
        [contoh.id, newId(), `N-${newId()}`],
      )
    const given = await fill('organization.position', 'title', texts)
    expect(given).toEqual(texts)
    await expectAll('/jabatan/ekspor', texts)
  })

  test('employees', async () => {
    const texts = await fill('people.employee', 'name', textsOf(200))
    expect(texts).toEqual(textsOf(200))
    await expectAll('/pegawai/ekspor', texts)
  })

  test('reports', async () => {
    const texts = await fill('complaints.complaint', 'subject', textsOf(150), `queue = 4 and privacy <> 'secret'`)
    expect(texts).toEqual(textsOf(150))
    await expectAll('/pengaduan/unduh', texts, { antrean: 'done' })
  })

  test('needs', async () => {
    const rows = `status = (select status from needs.need group by status order by count(*) desc limit 1)`
    const texts = await fill('needs.need', 'title', textsOf(200), rows)
    const { rows: states } = await house.owner.query<{ status: string }>(
      `select status from needs.need where ${rows} limit 1`,
    )
    await expectAll('/kebutuhan/unduh', texts, { keadaan: states[0]!.status })
  })
})

describe('every file for spreadsheets can be read and holds nothing that runs', () => {
  // They all come out of sheetFile, whose own test writes each string alone; here are the words that come from elsewhere.
  beforeAll(async () => {
    await fill(
      'services.service',
      'name',
      textsOf(200).filter((text) => text.length > 2),
    )
    await fill(
      'competency.competency',
      'name',
      textsOf(120).filter((text) => text.length > 2),
    )
    await house.owner.query(
      `update questionnaires.response r set answers = (
         select jsonb_object_agg(key, case when jsonb_typeof(value) = 'string' and value #>> '{}' like '% %'
           then to_jsonb($2::text) else value end) from jsonb_each(r.answers))
       where r.institution_id = $1 and r.answers <> '{}'`,
      [contoh.id, textsOf(1800)[0]],
    )
  })

  const sheets = routes.filter(
    ({ method, path, ...route }) =>
      method === 'GET' && /ekspor|unduh/.test(path) && fieldsOf({ method, path, ...route }).some(isFormat),
  )
  test.each(sheets.map(({ path }) => ({ path })))('$path', ({ path }) => expectAll(path, []))

  test('what an import refused is told as it stood in the file', async () => {
    // What is longer than a refusal repeats is cut, and marks nobody can see are taken out of a cell.
    const texts = textsOf(40)
      .filter((text) => !/[\n"\p{Cf}]/u.test(text))
      .map((text) => text.replaceAll(/\s+/g, ' '))
    const lines = texts.map((text, at) => `N-${at},Unit ${at},"${text}",SETDA`)
    const body = Buffer.from(`KODE UNIT,NAMA UNIT,JENIS UNIT,KODE UNIT ATASAN\r\n${lines.join('\r\n')}`)
    const file = { name: 'unit.csv', type: 'text/csv', body }
    const sent = await postMultipart(house, '/impor', { kind: 'unit', file }, administrator)
    const id = String(sent.headers.location).split('/').at(-1)!
    for (const name of ['employees.import_read', 'employees.import_check'])
      await jobs
        .find((job) => job.name === name)!
        .run(house.database, { institution: contoh.id, payload: { id } }, house.clock.now, createLog('silent'))
    await expectAll('/impor/:id/hasil', texts, { id })
  })
})

function isFormat(field: { options: readonly string[] }): boolean {
  return field.options.includes('xlsx')
}
