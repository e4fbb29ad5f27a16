import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isGuessable, refusePasswords } from './guessable.ts'
import { NewPassword } from './model.ts'

test.each([
  'passwordpassword',
  'Password123456!',
  'p@ssw0rd-2026',
  'qwertyuiop1234',
  'zaq1xsw2cde3',
  '1q2w3e4r5t6y',
  'aaaaaaaaaaaaaa',
  'abcabcabcabcabc',
  '198001012005011001',
  'Indonesia Merdeka 1945',
  'bismillah-bismillah',
  'SemangatSigap2026'.replace('Semangat', 'Admin'),
  'kabupatendinaspegawai',
])('%s is refused', (password) => {
  expect(isGuessable(password)).toBe(true)
})

test.each([
  'empat kata acak sekali',
  'lima kata yang baru',
  'kuda baterai staples benar',
  'mT7#qLw9vXz2',
  'nasi goreng pedas dua',
])('%s is taken', (password) => {
  expect(isGuessable(password)).toBe(false)
})

test('what everybody knows of a person or an institution is no password', () => {
  const about = ['Sri Wahyuningsih', 'sri.wahyuningsih@banyumili.example', 'Kabupaten Banyumili']
  expect(isGuessable('Wahyuningsih1980', about)).toBe(true)
  expect(isGuessable('banyumili-wahyuningsih', about)).toBe(true)
  expect(isGuessable('Wahyuningsih1980')).toBe(false)
  expect(isGuessable('lumbung padi kering sore', about)).toBe(false)
})

test('a password of random letters is taken, and no password takes long to look at', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 14, maxLength: 30 }), (bytes) => {
      const random = Buffer.from(bytes).toString('base64url')
      fc.pre(new Set(bytes).size > 12)
      expect(isGuessable(random)).toBe(false)
    }),
    { numRuns: 60 },
  )
  expect(isGuessable('admin'.repeat(25))).toBe(true)
})

test('a list of stolen passwords in the data folder is refused too, in any case', () => {
  const isTaken = (password: string) => NewPassword.safeParse({ password }).success
  expect(isTaken('Lumbung padi kering sore')).toBe(true)
  refusePasswords('pendek\r\nlumbung padi kering sore\n')
  expect(isTaken('Lumbung padi kering sore')).toBe(false)
  expect(isTaken('nasi goreng pedas dua')).toBe(true)
  refusePasswords('')
})
