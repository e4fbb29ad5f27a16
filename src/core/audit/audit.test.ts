import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { brokenSeals, recordAudit } from '../../platform/audit.ts'
import { newId } from '../../platform/id.ts'
import { sealPending } from '../../platform/jobs.ts'
import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  type TestHouse,
  type TestInstitution,
  testHouse,
} from '../../platform/test/harness.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

/** An institution with three sealed links of three rows each. */
async function sealedInstitution(): Promise<TestInstitution> {
  const home = await newInstitution(house)
  for (let link = 0; link < 3; link++) {
    await asSystem(house, home, 'audit.read', (db) =>
      recordAudit(
        db,
        [0, 1, 2].map((at) => ({
          institution: home.id,
          at: new Date(Date.now() - 1_800_000 + link * 1000 + at),
          account: null,
          action: 'test.done',
          requestId: 'test',
          subject: `thing:${link}.${at}`,
          detail: { link },
        })),
      ),
    )
    await sealPending(house.database)
  }
  return home
}

async function problems(home: TestInstitution) {
  return asSystem(house, home, 'audit.read', (db) => brokenSeals(db))
}

describe('the chain', () => {
  test('holds while nothing was touched', async () => {
    expect(await problems(await sealedInstitution())).toEqual([])
  })

  test('finds a changed row', async () => {
    const home = await sealedInstitution()
    await house.owner.query(
      `update audit.event set detail = '{"link": 9}' where institution_id = $1 and subject = 'thing:1.1'`,
      [home.id],
    )
    expect(await problems(home)).toEqual([
      { seq: 2, problem: 'content' },
      { seq: 2, problem: 'foreign' },
    ])
  })

  test('finds a removed row', async () => {
    const home = await sealedInstitution()
    await house.owner.query(`delete from audit.event where institution_id = $1 and subject = 'thing:0.2'`, [home.id])
    expect(await problems(home)).toEqual([{ seq: 1, problem: 'rows' }])
  })

  test('finds a row slipped into a sealed link, and one slipped in later with an old date', async () => {
    const home = await sealedInstitution()
    await house.owner.query(
      `insert into audit.event select institution_id, gen_random_uuid(), at, null, null, action, 'thing:forged', detail, request_id, seal from audit.event where institution_id = $1 and subject = 'thing:2.0'`,
      [home.id],
    )
    await house.owner.query(
      `insert into audit.event select institution_id, gen_random_uuid(), at, null, null, action, 'thing:late', detail, request_id, null from audit.event where institution_id = $1 and subject = 'thing:2.0'`,
      [home.id],
    )
    expect(await problems(home)).toEqual([
      { seq: 3, problem: 'rows' },
      { seq: null, problem: 'inserted later' },
      { seq: 3, problem: 'foreign' },
      { seq: null, problem: 'foreign' },
    ])
  })

  test('finds a row that somebody on the database slipped in with the present time before it was sealed', async () => {
    const home = await sealedInstitution()
    await house.owner.query(
      `insert into audit.event (institution_id, id, at, action, subject, detail, request_id)
       values ($1, $2, now(), 'test.done', 'thing:forged', '{}', 'test')`,
      [home.id, newId()],
    )
    // A mark that was taken from another row fits that row alone.
    await house.owner.query(
      `insert into audit.event select institution_id, $2, at, account_id, client_id, action, subject, detail, request_id,
         null, mark from audit.event where institution_id = $1 and subject = 'thing:2.0'`,
      [home.id, newId()],
    )
    await sealPending(house.database)
    expect(await problems(home)).toEqual([{ seq: 4, problem: 'foreign' }])
  })

  test('holds for whatever a row may tell, as it comes back from the database', async () => {
    const home = await newInstitution(house)
    const text = fc
      .string({ unit: 'grapheme', maxLength: 40 })
      .map((one) => one.replaceAll('\u0000', '').toWellFormed())
    const detail = fc.dictionary(
      text.filter((name) => name !== '__proto__'),
      fc.oneof(
        text,
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.boolean(),
        fc.constant(null),
        fc.array(text),
      ),
    )
    await fc.assert(
      fc.asyncProperty(detail, text, fc.option(fc.uuid(), { nil: null }), async (told, subject, account) => {
        await asSystem(house, home, 'audit.read', (db) =>
          recordAudit(db, [
            {
              institution: home.id,
              at: new Date(),
              account,
              action: 'test.told',
              requestId: 'test',
              subject,
              detail: told,
            },
          ]),
        )
      }),
      { numRuns: 60 },
    )
    expect(await problems(home)).toEqual([])
  })

  test('finds a row with an old date also after the worker has sealed it like a new one', async () => {
    const home = await sealedInstitution()
    await house.owner.query(
      `insert into audit.event select institution_id, gen_random_uuid(), at - interval '2 days', null, null, action, 'thing:late', detail, request_id, null from audit.event where institution_id = $1 and subject = 'thing:2.0'`,
      [home.id],
    )
    await sealPending(house.database)
    expect(await problems(home)).toEqual([
      { seq: 4, problem: 'dated earlier' },
      { seq: 4, problem: 'foreign' },
    ])
  })

  test('finds a removed link and a rewritten one', async () => {
    const removed = await sealedInstitution()
    await house.owner.query('delete from audit.seal where institution_id = $1 and seq = 2', [removed.id])
    expect((await problems(removed)).map((one) => one.problem)).toEqual(expect.arrayContaining(['chain', 'no link']))
    const rewritten = await sealedInstitution()
    await house.owner.query(
      `update audit.event set subject = 'thing:other' where institution_id = $1 and subject = 'thing:0.0'`,
      [rewritten.id],
    )
    await house.owner.query(
      'update audit.seal set hash = audit.digest(previous, institution_id, seq) where institution_id = $1 and seq = 1',
      [rewritten.id],
    )
    expect(await problems(rewritten)).toEqual([
      { seq: 2, problem: 'chain' },
      { seq: 1, problem: 'foreign' },
    ])
  })

  test('cannot be touched by the application itself', async () => {
    const home = await sealedInstitution()
    for (const statement of [
      'update audit.event set subject = $1',
      'delete from audit.event where subject <> $1',
      'update audit.seal set events = length($1)',
    ])
      await expect(
        house.database.transaction('write', home.id, (_db, client) => client.query(statement, ['x'])),
      ).rejects.toThrow(/permission denied/)
  })
})

describe('the page', () => {
  test('shows the institution’s own rows, filtered and paged, and the verdict', async () => {
    const home = await sealedInstitution()
    const other = await sealedInstitution()
    const reader = await newPerson(house, home, home.root, ['audit.read'])
    const page = await get(house, '/audit?tentang=thing:1&periksa=ya', reader)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('Rantai utuh')
    expect(page.body).toContain('Thing 1.2')
    expect(page.body).not.toContain('Thing 2.2')
    const [, row] = /href="(\/audit\/[\da-f-]+)"/.exec(page.body)!
    const whole = (await get(house, row!, reader)).body.replaceAll('<wbr/>', '')
    expect(whole).toContain('<code class="code-parts">test.done</code>')
    expect(whole).toContain('thing:1.')
    const stranger = await newPerson(house, other, other.root, ['audit.read'])
    expect((await get(house, row!, stranger)).statusCode).toBe(404)
    const nobody = await newPerson(house, other, other.root)
    expect((await get(house, '/audit', nobody)).statusCode).toBe(403)
  })
})
