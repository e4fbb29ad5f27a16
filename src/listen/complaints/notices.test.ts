import { beforeAll, expect, test } from 'vitest'
import { createLog } from '../../platform/log.ts'
import { newPerson, post, type TestHouse, type TestPerson, testHouse } from '../../platform/test/harness.ts'
import { tellJob } from './notices.ts'
import { newScene, type Scene, sendReport } from './test-scene.ts'

let house: TestHouse
let scene: Scene
beforeAll(async () => {
  house = await testHouse()
  scene = await newScene(house)
})

/** Tells of the newest line of the story, twice, as a queue may. */
async function told(id: string) {
  const { rows } = await house.owner.query<{ seq: number }>(
    'select max(seq)::int as seq from complaints.event where institution_id = $1 and complaint_id = $2',
    [scene.institution.id, id],
  )
  const payload = { complaint: id, seq: rows[0]!.seq }
  for (let time = 0; time < 2; time++)
    await tellJob.run(
      house.database,
      { institution: scene.institution.id, payload },
      house.clock.now,
      createLog('silent'),
    )
  const notices = await house.owner.query<{ account_id: string; kind: string; title: string; body: string }>(
    `select account_id, kind, title, body from notifications.message
     where institution_id = $1 and key like $2 and account_id is not null order by kind`,
    [scene.institution.id, `complaint:${id}:${rows[0]!.seq}%`],
  )
  return notices.rows
}

async function note(id: string, body: string, by: TestPerson): Promise<void> {
  const sent = await post(house, `/pengaduan/${id}/catatan`, { seen: '99', body }, by)
  expect(sent.statusCode, sent.body.slice(0, 300)).toBe(303)
}

const watch = (id: string, by: TestPerson, on = 'on') => post(house, `/pengaduan/${id}/pantau`, { on }, by)

test('who watches hears of each new line once, and no more after they stop; who wrote it hears nothing', async () => {
  const { officer, unit, institution } = scene
  const watcher = await newPerson(house, institution, unit, ['complaint.read'])
  const { id } = await sendReport(scene, { subject: 'Lampu padam', body: 'Sejak Senin.', privacy: 'anonymous' })
  for (const one of [watcher, officer]) expect((await watch(id, one)).statusCode).toBe(303)
  await note(id, 'Sudah ditelepon.', officer)
  expect(await told(id)).toMatchObject([{ account_id: watcher.account, kind: 'complaints.watch', body: 'Lampu padam' }])
  await watch(id, watcher, '')
  await note(id, 'Sudah ditelepon lagi.', officer)
  expect(await told(id)).toEqual([])
})

test('who is named in a note hears of it once, as named, and only who may read the case', async () => {
  const { officer, stranger, unit, institution } = scene
  const named = await newPerson(house, institution, unit, ['complaint.read'], { name: 'Sari Wulandari' })
  await house.owner.query(`update people.account set name = 'Joko Lain' where institution_id = $1 and id = $2`, [
    institution.id,
    stranger.account,
  ])
  const { id } = await sendReport(scene, { subject: 'Jalan rusak', body: 'Berlubang.', privacy: 'anonymous' })
  await watch(id, named)
  await note(id, 'Tolong dilihat @Sari Wulandari dan @Joko Lain.', officer)
  expect(await told(id)).toMatchObject([{ account_id: named.account, kind: 'complaints.mention' }])
})

test('a notice of a secret report has no word of it', async () => {
  const { officer, unit, institution } = scene
  const watcher = await newPerson(house, institution, unit, ['complaint.read'])
  const { id } = await sendReport(scene, { subject: 'Rahasia saya', body: 'Jangan disebar.', privacy: 'secret' })
  await watch(id, watcher)
  await note(id, 'Rahasia dibahas @semua.', officer)
  const [notice] = await told(id)
  expect(notice).toMatchObject({ kind: 'complaints.watch', body: '' })
  expect(JSON.stringify(notice)).not.toMatch(/Rahasia|Jangan/)
})
