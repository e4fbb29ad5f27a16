import { expect, test } from 'vitest'
import { routes } from '../../slices.ts'
import { actionText, detailName } from './words.ts'

test.each([
  ['complaint.received', 'Pengaduan: diterima'],
  ['program.budget_added', 'Program: anggaran ditambah'],
  ['open311.endpoint.stopped', 'Open311: server tujuan dihentikan'],
  ['session.attempted', 'Masuk: dicoba'],
  ['thing.never_heard_of', 'thing.never_heard_of'],
])('%s is said in words where there are words', (action, text) => {
  expect(actionText(action, 'id')).toBe(text)
})

test('English keeps the words of the code', () => {
  expect(actionText('program.budget_added', 'en')).toBe('Program: budget added')
  expect(detailName('unit_name', 'en')).toBe('unit name')
  expect(detailName('asksFactor', 'en')).toBe('asks factor')
  expect(detailName('asksFactor', 'id')).toBe('meminta faktor kedua')
})

test('every act of a route has words', () => {
  const acts = new Set(routes.flatMap(({ audit }) => (typeof audit === 'string' ? [audit] : [])))
  expect([...acts].filter((act) => actionText(act, 'id') === act)).toEqual([])
  expect(acts.size).toBeGreaterThan(100)
})
