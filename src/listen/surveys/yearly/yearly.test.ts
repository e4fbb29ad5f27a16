import { beforeEach, expect, test } from 'vitest'
import { get, newPerson, newUnit } from '../../../platform/test/harness.ts'
import { TODAY, useSurvey } from '../test-survey.ts'
import { endsSoon, partOf } from './model.ts'

const world = useSurvey(beforeEach)
const answers = (count: number, answeredOn = TODAY) => world.keep(Array.from({ length: count }, () => ({ answeredOn })))

test('whoever plans surveys sees which units and services have had none this year, by a rule with its source', async () => {
  const plans = async () => (await get(world.house, '/survei/rencana', world.officer)).body
  await answers(12, '2025-12-30')
  await answers(9)
  const page = await plans()
  expect(page).toContain('Yang belum disurvei, Januari 2026 sampai Desember 2026')
  expect(page).toContain('paling sedikit 1 kali setahun. 1 dari 1 unit belum mempunyai 10 responden')
  expect(page).toContain('PermenPANRB 14/2017 pasal 1 ayat (1)')
  expect(page).toContain('Kartu Keluarga')
  await answers(1)
  expect(await plans()).toContain('Semua unit dan layanannya sudah disurvei pada masa ini.')
  expect(await plans()).not.toContain('Kartu Keluarga')
})

test('they are reminded while the last quarter of the year runs, and nobody of another unit is', async () => {
  const other = await newUnit(world.house, world.institution, world.institution.root)
  const task = '1 unit belum disurvei'
  const today = async (unit: string) => {
    const who = await newPerson(world.house, world.institution, unit, ['survey.plan'])
    return (await get(world.house, '/hari-ini', who)).body
  }
  expect(await today(world.unit)).toContain(task)
  expect(await today(other)).not.toContain(task)
  await answers(10)
  expect(await today(world.unit)).not.toContain(task)
  world.house.clock.now = new Date('2027-09-30T03:00:00Z')
  expect(await today(world.unit)).not.toContain(task)
  world.house.clock.now = new Date('2027-10-01T03:00:00Z')
  expect(await today(world.unit)).toContain(task)
})

test('the year is parted by how many surveys it is to have', () => {
  expect(partOf('2026-11-21', 1)).toEqual({ from: '2026-01', to: '2026-12' })
  expect(partOf('2026-06-30', 2)).toEqual({ from: '2026-01', to: '2026-06' })
  expect(partOf('2026-07-01', 2)).toEqual({ from: '2026-07', to: '2026-12' })
  expect(endsSoon('2026-06-30', 2)).toBe(true)
  expect(endsSoon('2026-07-01', 2)).toBe(false)
})
