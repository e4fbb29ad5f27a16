import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { brokenSeals, recordAudit } from './audit.ts'
import { sealPending } from './jobs.ts'
import { acceptReturn, compareWithMarks, noteSeals, SEAL_MARKS, useSealMarks } from './seal-marks.ts'
import { asSystem, newInstitution, openHouse, type TestHouse, type TestInstitution } from './test/harness.ts'

let house: TestHouse
let owner: pg.Pool
const folder = mkdtempSync(join(tmpdir(), 'sigap-seals-'))

beforeAll(async () => {
  house = await openHouse([])
  owner = new pg.Pool({ connectionString: house.ownerUrl, max: 1 })
  useSealMarks(folder)
})

afterAll(async () => {
  await owner.end()
  rmSync(folder, { recursive: true, force: true })
})

async function link(home: TestInstitution, subject: string): Promise<void> {
  const entry = { institution: home.id, at: new Date(), account: null, action: 'test.done', requestId: 'test', subject }
  await asSystem(house, home, 'audit.read', (db) => recordAudit(db, [entry]))
  await sealPending(house.database)
}

async function marked(links: number): Promise<TestInstitution> {
  rmSync(join(folder, SEAL_MARKS), { force: true })
  const home = await newInstitution(house)
  for (let at = 1; at <= links; at++) await link(home, `thing:${at}`)
  expect(await noteSeals(owner)).toEqual([])
  return home
}

async function removeNewest(home: TestInstitution): Promise<void> {
  for (const table of ['event', 'seal'])
    await house.owner.query(
      `delete from audit.${table} where institution_id = $1 and ${table === 'seal' ? 'seq' : 'seal'} = 3`,
      [home.id],
    )
}

const problems = (home: TestInstitution) => asSystem(house, home, 'audit.read', (db) => brokenSeals(db))
const compared = () => compareWithMarks(owner, (id) => id)

test('while nothing is removed the marks follow the chain', async () => {
  const home = await marked(2)
  await link(home, 'thing:3')
  expect(await noteSeals(owner)).toEqual([])
  expect(await problems(home)).toEqual([])
  expect(await compared()).toEqual({ problems: [], returns: [] })
})

test('the newest rows removed together with their link are found, also after new ones took their place', async () => {
  const home = await marked(3)
  await removeNewest(home)
  expect(await problems(home)).toEqual([{ seq: 3, problem: 'gone' }])
  await link(home, 'thing:instead')
  await link(home, 'thing:after')
  expect(await noteSeals(owner)).toEqual([home.id])
  expect(await problems(home)).toEqual([{ seq: 3, problem: 'gone' }])
  const { problems: said } = await compared()
  expect(said).toHaveLength(1)
  expect(said[0]).toMatch(/BROKEN, seal 3 of .* newest is 4/)
})

test('a database brought back on purpose is said to be so from then on, and what is removed later is found again', async () => {
  const home = await marked(3)
  await removeNewest(home)
  await acceptReturn(owner, new Date('2026-11-22T10:00:00Z'), 'disk broke, backup of Friday')
  expect(await problems(home)).toEqual([])
  const after = await compared()
  expect(after.problems).toEqual([])
  expect(after.returns[0]).toMatch(/from seal 3 of .* to seal 2, said on 2026-11-22.*disk broke, backup of Friday/)
  await link(home, 'thing:3')
  await noteSeals(owner)
  await removeNewest(home)
  expect(await problems(home)).toEqual([{ seq: 3, problem: 'gone' }])
})

test('marks that somebody wrote without the key are not believed, and not written over', async () => {
  const home = await marked(3)
  const path = join(folder, SEAL_MARKS)
  const forged = readFileSync(path, 'utf8').replace('"seq": 3', '"seq": 2')
  writeFileSync(path, forged)
  await link(home, 'thing:4')
  expect(await noteSeals(owner)).toEqual([SEAL_MARKS])
  expect(readFileSync(path, 'utf8')).toBe(forged)
  expect((await compared()).problems[0]).toContain('not as Sigap wrote it')
})

test('an institution that is gone altogether is missed', async () => {
  const home = await marked(1)
  const content = readFileSync(join(folder, SEAL_MARKS), 'utf8')
  expect(content).toContain(home.id)
  await house.owner.query('delete from audit.seal where institution_id = $1', [home.id])
  expect((await compared()).problems).toEqual([expect.stringContaining('newest is none')])
})
