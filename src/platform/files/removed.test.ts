import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findFile, removeFile, storeBytes, useFileStore } from '../files.ts'
import { drawIdsFrom, newId } from '../id.ts'
import { createLog } from '../log.ts'
import { asSystem, newInstitution, testHouse } from '../test/harness.ts'
import { deleteFilesJob } from './jobs.ts'
import { diskStore, storageKey } from './store.ts'

const DAY = 24 * 3_600_000

test('the bytes of a removed file go a week later, unless another file has the same', async () => {
  const house = await testHouse()
  const here = await newInstitution(house)
  const { now } = house.clock
  const store = diskStore(await mkdtemp(join(tmpdir(), 'sigap-removed-')))
  useFileStore(store)
  const keep = (name: string, text: string) =>
    asSystem(house, here, 'self', (db, scope) =>
      storeBytes(db, scope, now, { name, type: 'text/plain', bytes: Buffer.from(text), owner: 'x:y', inline: false }),
    )
  const [alone, one, two] = [
    await keep('a.txt', 'sendiri'),
    await keep('b.txt', 'kembar'),
    await keep('c.txt', 'kembar'),
  ]
  const keyOf = (id: string) =>
    asSystem(house, here, 'self', async (db, scope) => storageKey(here.id, (await findFile(db, scope, id))!.sha256))
  const keys = { alone: await keyOf(alone), twin: await keyOf(two) }
  const there = async (key: string) => (await store.get(key))?.destroy() !== undefined
  await asSystem(house, here, 'self', async (db, scope) => {
    for (const id of [alone, one]) await removeFile(db, scope, now, id)
    expect(await findFile(db, scope, alone)).toBeUndefined()
  })
  const run = (days: number) =>
    deleteFilesJob.run(
      house.database,
      { institution: here.id, payload: {} },
      new Date(now.getTime() + days * DAY),
      createLog('silent'),
    )
  await run(6)
  expect([await there(keys.alone), await there(keys.twin)]).toEqual([true, true])
  await run(8)
  expect([await there(keys.alone), await there(keys.twin)]).toEqual([false, true])
  await asSystem(house, here, 'self', (db, scope) => removeFile(db, scope, now, two))
  await run(8)
  expect(await there(keys.twin)).toBe(false)
})

test('a load of the demonstration does not meet the bytes of another one, which draws the same ids', async () => {
  const house = await testHouse()
  const { now } = house.clock
  const institution = await newInstitution(house)
  useFileStore(diskStore(await mkdtemp(join(tmpdir(), 'sigap-same-'))))
  const drawn = () => drawIdsFrom({ now, bytes: (length) => Buffer.alloc(length, 1) })
  try {
    drawn()
    // What the other one is just writing.
    await mkdir(join(tmpdir(), `sigap-${newId(now)}`))
    drawn()
    const file = { name: 'a.txt', type: 'text/plain', bytes: Buffer.from('isi'), owner: 'x:y', inline: false }
    const id = await asSystem(house, institution, 'self', (db, scope) => storeBytes(db, scope, now, file))
    expect(await asSystem(house, institution, 'self', (db, scope) => findFile(db, scope, id))).toMatchObject({
      bytes: 3,
    })
  } finally {
    drawIdsFrom(undefined)
  }
})
