import { expect, test } from 'vitest'
import { headerText, isMailAddress } from '../../platform/mail.ts'
import { safeHref, shorten } from './model.ts'

test('addresses, header lines, links and cuts', () => {
  for (const good of ['a@b.id', 'nama.orang+x@dinas.contoh.go.id', 'é@b.example'])
    expect(isMailAddress(good), good).toBe(true)
  for (const bad of [
    '',
    'a',
    'a@b',
    'a@b.id\r\nBcc: x@y.id',
    'a@b.id,c@d.id',
    '<a@b.id>',
    'a b@c.id',
    `${'a'.repeat(65)}@b.id`,
    'a@b..',
    '"a"@b.id',
  ])
    expect(isMailAddress(bad), bad).toBe(false)
  expect(headerText('a\u2028b\u0000c\r\n d')).toBe('a b c  d')
  expect(headerText('\ud800')).toBe('\ufffd')
  expect(shorten('👨‍👩‍👧👍', 3)).toHaveLength(4)
  for (const bad of ['//evil.example', '/\\evil.example', 'http://x', 'javascript:1', '', '/a\u0000'])
    expect(safeHref(bad), bad).toBe('/kotak-masuk')
})
