import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freeSlug, lines, ServiceInput, slugOf } from './model.ts'

test.each([
  ['Kartu Keluarga Baru', 'kartu-keluarga-baru'],
  ['  Izin Usaha (OSS) & NIB — 2026  ', 'izin-usaha-oss-nib-2026'],
  ['Crème Brûlée', 'creme-brulee'],
  ['あ', 'layanan'],
])('%j becomes %j', (name, slug) => expect(slugOf(name)).toBe(slug))

test('every name gives an address the table takes', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      (name) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slugOf(name)) && slugOf(name).length <= 70,
    ),
  )
})

test('a taken address gets the next free number', () => {
  expect(freeSlug('ktp', [])).toBe('ktp')
  expect(freeSlug('ktp', ['ktp', 'ktp-2', 'ktp-baru'])).toBe('ktp-3')
})

test('lists are kept one item a line', () => {
  expect(lines(' KTP asli \n\n- Surat pengantar\n')).toEqual(['KTP asli', '- Surat pengantar'])
})

test('promises are in working days up to a year, or in minutes of a day', () => {
  const service = {
    name: 'Kartu Keluarga',
    unit: '01900000-0000-7000-8000-000000000001',
    product: 'Kartu Keluarga',
    cost: '1.250.000',
    channels: 'counter',
    active: 'on',
  }
  expect(ServiceInput.parse({ ...service, promise: '5', promise_unit: 'days' })).toMatchObject({
    cost: 1_250_000,
    channels: ['counter'],
  })
  expect(ServiceInput.safeParse({ ...service, promise: '366', promise_unit: 'days' }).success).toBe(false)
  expect(ServiceInput.safeParse({ ...service, promise: '366', promise_unit: 'minutes' }).success).toBe(true)
  expect(ServiceInput.safeParse({ ...service, promise: '5', promise_unit: 'days', channels: [] }).success).toBe(false)
})
