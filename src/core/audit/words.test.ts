import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { routes } from '../../slices.ts'
import { subjectText } from './subject-words.ts'
import { actionText, detailName, valueText } from './words.ts'

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

test('a detail that is a code or a date is said in words; what somebody wrote stands as it is', () => {
  expect(valueText('password', 'id')).toBe('kata sandi')
  expect(valueText('started', 'id')).toBe('dimulai')
  expect(valueText('single_sign_on', 'en')).toBe('single sign on')
  expect(valueText('2026-11-23', 'id')).toBe('23 November 2026')
  expect(valueText(['web', 'counter'], 'id')).toBe('situs web, loket')
  expect(valueText({ from: 'open', to: 'closed' }, 'id')).toBe('dari terbuka, ke ditutup')
  expect(valueText('Loket 1_baru', 'id')).toBe('Loket 1_baru')
  expect(valueText('constructor', 'id')).toBe('constructor')
  expect(valueText(null, 'id')).toBe('–')
  expect(actionText('totp.proposed', 'en')).toBe('Authenticator code: proposed')
})

test('every act of a route has words', () => {
  const acts = new Set(routes.flatMap(({ audit }) => (typeof audit === 'string' ? [audit] : [])))
  expect([...acts].filter((act) => actionText(act, 'id') === act)).toEqual([])
  expect(acts.size).toBeGreaterThan(100)
})

test('everything a row is about has words', () => {
  const root = join(import.meta.dirname, '../../..')
  const sources = globSync('src/**/*.{ts,tsx}', { cwd: root }).filter(
    (path) => !/\.test\.|\/(?:test|demo|samples)\//.test(path),
  )
  const kinds = new Set(
    sources.flatMap((path) =>
      [...readFileSync(join(root, path), 'utf8').matchAll(/audit\b[^\n]*subject: *[`']([a-z0-9._-]+)[:`']/g)].map(
        ([, kind]) => kind!,
      ),
    ),
  )
  expect(kinds.size).toBeGreaterThan(60)
  expect([...kinds].filter((kind) => subjectText(`${kind}:1`, 'id') === kind)).toEqual([])
})
