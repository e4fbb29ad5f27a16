import sharp from 'sharp'
import { beforeEach, expect, test } from 'vitest'
import { get, newPerson, newUnit, post, postMultipart } from '../../../platform/test/harness.ts'
import { NOW, planFollowUp, useSurvey } from '../test-survey.ts'

const world = useSurvey(beforeEach)

const plan = (more: Record<string, string> = {}) => planFollowUp(world, more)

async function firstPlan(): Promise<string> {
  const { body } = await get(world.house, '/survei/tindak-lanjut', world.officer)
  return /href="(\/survei\/tindak-lanjut\/[0-9a-f-]{36})"/.exec(body)![1]!
}

test('from planned to done with evidence, shown to everybody only when it is said so', async () => {
  await world.keep(Array.from({ length: 12 }, () => ({})))
  expect((await plan()).statusCode).toBe(303)
  const one = await firstPlan()
  const open = `/i/${world.institution.slug}/hasil-survei/${world.unit}`
  expect((await get(world.house, open)).body).not.toContain('Loket pengambilan')
  const bare = await post(world.house, one, { state: 'done', due_on: '2026-12-20' }, world.officer)
  expect(bare.statusCode).toBe(422)
  expect(bare.body).toContain('Tuliskan buktinya')
  const done = { state: 'done', due_on: '2026-12-20', evidence: 'Foto papan loket', shown: 'on' }
  expect((await post(world.house, one, done, world.officer)).statusCode).toBe(303)
  const shown = (await get(world.house, open)).body
  expect(shown).toContain('Loket pengambilan dipisah')
  expect(shown).toContain('Foto papan loket')
  expect(shown).toContain('Kepala Seksi Pelayanan')
})

test('done with a photo and an announcement that everybody can open, and nobody when it is not shown', async () => {
  await plan()
  const one = await firstPlan()
  const photo = {
    name: 'loket.png',
    type: 'image/png',
    body: await sharp({ create: { width: 40, height: 30, channels: 3, background: '#0b5f66' } })
      .png()
      .toBuffer(),
  }
  const done = { state: 'done', due_on: '2026-12-20', evidence: 'Loket baru dibuka', shown: 'on' }
  expect((await get(world.house, one, world.officer)).body).toContain('enctype="multipart/form-data"')
  const link = 'https://dinas.contoh.go.id/berita/loket-baru'
  const sent = await postMultipart(world.house, one, { ...done, link, file: photo }, world.officer)
  expect(sent.statusCode).toBe(303)
  const open = `/i/${world.institution.slug}/hasil-survei/${world.unit}`
  const { body } = await get(world.house, open)
  expect(body).toContain('Yang sudah kami perbaiki')
  expect(body).toContain(`href="${link}"`)
  const file = /src="([^"]*\/hasil-survei\/bukti\/[0-9a-f-]{36})"/.exec(body)![1]!
  expect((await get(world.house, file)).headers['content-type']).toContain('image/')
  const staff = /href="(\/berkas\/[0-9a-f-]{36})"/.exec((await get(world.house, one, world.officer)).body)![1]!
  expect((await get(world.house, staff, world.officer)).statusCode).toBe(200)
  const unit = await newUnit(world.house, world.institution, world.institution.root)
  const stranger = await newPerson(world.house, world.institution, unit, ['survey.follow_up', 'survey.read'])
  expect((await get(world.house, staff, stranger)).statusCode).toBe(404)
  const { shown: _, ...hidden } = done
  expect((await post(world.house, one, { ...hidden, link }, world.officer)).statusCode).toBe(303)
  expect((await get(world.house, file)).statusCode).toBe(404)
  expect((await get(world.house, staff, world.officer)).statusCode).toBe(200)
  expect((await post(world.house, one, { ...done, drop_file: 'on' }, world.officer)).statusCode).toBe(303)
  expect((await get(world.house, staff, world.officer)).statusCode).toBe(404)
  expect((await get(world.house, file)).statusCode).toBe(404)
})

test('a program as evidence and half an address are refused at their fields, what was typed stays', async () => {
  await plan()
  const one = await firstPlan()
  const done = { state: 'done', due_on: '2026-12-20', evidence: 'Loket baru dibuka' }
  for (const link of ['dinas.contoh.go.id', 'javascript:alert(1)', 'https://', 'ftp://contoh.go.id/x']) {
    const answer = await post(world.house, one, { ...done, link }, world.officer)
    expect(answer.statusCode, link).toBe(422)
    expect(answer.body).toContain('Alamat ini tidak lengkap')
    expect(answer.body).toContain('Loket baru dibuka')
  }
  const file = { name: 'bukti.html', type: 'text/html', body: Buffer.from('<script>alert(1)</script>') }
  const answer = await postMultipart(world.house, one, { ...done, file }, world.officer)
  expect(answer.statusCode).toBe(422)
  expect(answer.body).toContain('Jenis berkas ini tidak dapat diterima')
})

test('late is said; what is not filled in is refused at its field', async () => {
  expect((await plan()).statusCode).toBe(303)
  const one = await firstPlan()
  world.house.clock.now = new Date('2026-12-24T03:00:00Z')
  const late = await newPerson(world.house, world.institution, world.unit, ['survey.follow_up'])
  const { body } = await get(world.house, one, late)
  expect(body).toContain('Terlambat')
  world.house.clock.now = NOW
  for (const wrong of [
    { action: '' },
    { owner: '' },
    { element: 'x' },
    { due_on: '2026-01-01' },
    { last_month: '2025-01' },
  ])
    expect((await plan(wrong as Record<string, string>)).statusCode, JSON.stringify(wrong)).toBe(422)
})

test('of other units it is neither seen nor made', async () => {
  await plan()
  const one = await firstPlan()
  const unit = await newUnit(world.house, world.institution, world.institution.root)
  const stranger = await newPerson(world.house, world.institution, unit, ['survey.follow_up'])
  expect((await get(world.house, one, stranger)).statusCode).toBe(404)
  expect((await get(world.house, '/survei/tindak-lanjut', stranger)).body).not.toContain('Loket pengambilan')
})
