import { beforeAll, expect, test } from 'vitest'
import { get, type TestHouse, testHouse } from '../../platform/test/harness.ts'
import { newScene, sendReport, takeStep } from './test-scene.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

test('who was refused reads why before anything is asked, and is asked why they disagree', async () => {
  const at = await newScene(house)
  const { id, code } = await sendReport(at, {
    kind: 'complaint',
    subject: 'Jalan provinsi rusak',
    body: 'Berlubang sejak Mei.',
    privacy: 'anonymous',
  })
  const words = 'Jalan ini milik provinsi.'
  await takeStep(at, id, 'tolak', { reason: 'out_of_scope', body: words }, at.officer)
  const page = (await get(house, `${at.base}/lacak/${code}`)).body
  const [why, disagree, story] = [
    'Mengapa laporan ini tidak dapat diproses',
    'Tidak setuju?',
    'Perjalanan laporan',
  ].map((title) => page.indexOf(title))
  expect(page.indexOf(words)).toBeGreaterThan(why!)
  expect(page.indexOf(words)).toBeLessThan(disagree!)
  expect(disagree).toBeLessThan(story!)
  expect(page).not.toContain('Belum selesai?')
  expect(page).toMatch(/timeline-meta">Anda · /)
})
