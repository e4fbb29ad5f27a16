import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { publicScope } from '../access.ts'
import { findFile, pictureState, type StoredFile, sendFile, storeUpload, waitForPictures } from '../files.ts'
import { NotYet } from '../http/errors.ts'
import { createLog } from '../log.ts'
import { newInstitution, type TestHouse, type TestInstitution, testHouse } from '../test/harness.ts'
import { cleanJob } from './clean.ts'

let house: TestHouse
let home: TestInstitution

beforeAll(async () => {
  house = await testHouse()
  home = await newInstitution(house)
})

/** Noise, so that writing it anew takes long enough for the next one to come. */
let bytes: Buffer
beforeAll(async () => {
  bytes = await sharp({
    create: {
      width: 2600,
      height: 1900,
      channels: 3,
      background: '#357',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
    .withExif({ IFD0: { Make: 'KameraRahasia' }, IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '7/1 15/1 0/1' } })
    .jpeg()
    .toBuffer()
})

async function keep(bytes: Buffer): Promise<StoredFile> {
  const path = join(house.folder, `${randomUUID()}.jpg`)
  await writeFile(path, bytes)
  return house.database.transaction('write', home.id, (db) =>
    storeUpload(
      { db, scope: publicScope(home.id), now: house.clock.now, language: 'id' },
      'photo',
      { path, name: 'foto.jpg', bytes: bytes.length, type: 'image/jpeg' } as Parameters<typeof storeUpload>[2],
      { owner: 'complaints:x', kinds: ['image'], maxBytes: 50_000_000 },
    ),
  )
}

function find(id: string) {
  return house.database.transaction('read', home.id, (db) => findFile(db, publicScope(home.id), id))
}

function clean(id: string) {
  const envelope = { institution: home.id, payload: { file: id } }
  return cleanJob.run(house.database, envelope, house.clock.now, createLog('silent'))
}

test('of a crowd of photos some wait to be cleaned; until then nobody reads them, afterwards nothing is hidden in them', async () => {
  const kept = await Promise.all([1, 2, 3, 4].map(() => keep(bytes)))
  const files = await Promise.all(kept.map(({ id }) => find(id)))
  const waiting = files.filter((file) => !file!.clean).map((file) => file!)
  expect(waiting.length).toBeGreaterThan(0)
  expect(files.some((file) => file!.clean)).toBe(true)
  const { rows } = await house.owner.query<{ n: number; first: number }>(
    `select count(*)::int as n, min(j.priority)::int as first from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = 'platform.clean_file' and j.payload->'payload'->>'file' = any($1)`,
    [kept.map(({ id }) => id)],
  )
  // After everything else that is due.
  expect(rows[0]).toEqual({ n: waiting.length, first: 10 })
  for (const file of waiting) {
    expect(file).toMatchObject({ safe_inline: false, width: 2600, height: 1900 })
    await expect(sendFile(publicScope(home.id), file)).rejects.toThrow(NotYet)
    await clean(file.id)
    await clean(file.id)
    const cleaned = (await find(file.id))!
    expect(cleaned).toMatchObject({ clean: true, safe_inline: true, width: 2048 })
    const answer = await sendFile(publicScope(home.id), cleaned)
    const sent = await buffer((answer as { file: { body: Readable } }).file.body)
    expect(sent.includes('KameraRahasia')).toBe(false)
    expect((await sharp(sent).metadata()).exif).toBeUndefined()
  }
})

test('nobody waits for a photo that takes long: it is kept as it came and cleaned later', async () => {
  waitForPictures(0)
  const { id } = await keep(bytes).finally(() => waitForPictures(120_000))
  const file = (await find(id))!
  expect(file).toMatchObject({ clean: false, safe_inline: false, width: 2600 })
  await expect(sendFile(publicScope(home.id), file)).rejects.toThrow(NotYet)
  await clean(id)
  expect(await find(id)).toMatchObject({ clean: true, safe_inline: true, width: 2048 })
})

test('a photo that turns out to be cut off stays unreadable', async () => {
  // As many whole ones as are written at once keep those busy; at least one cut one has to wait.
  const whole = Array.from({ length: Math.max(1, Math.floor(availableParallelism() / 2)) }, () => bytes)
  const cut = [1, 2, 3].map((part) => bytes.subarray(0, bytes.length / 2 + part))
  const all = await Promise.allSettled([...whole, ...cut].map(keep))
  const sent = all.slice(whole.length)
  const broken = sent.find((one) => one.status === 'fulfilled')!.value
  const file = (await find(broken.id))!
  expect(file.clean).toBe(false)
  await clean(file.id)
  const told = (await find(file.id))!
  expect(pictureState(told)).toBe('broken')
  await expect(sendFile(publicScope(home.id), told)).rejects.toThrow(new NotYet(true))
})
