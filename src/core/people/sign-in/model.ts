import { z } from 'zod'
import { bilingual, requiredText } from '../../../platform/http/input.ts'
import { isGuessable, isRefused, SHORTEST } from './guessable.ts'

/** A path of our own to go on to after sign-in; anything else is dropped, so that nobody is sent to another site. */
export const returnPath = z
  .string()
  .optional()
  .catch(undefined)
  .transform((path) =>
    path && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) && !path.startsWith('/masuk') ? path : undefined,
  )

const password = z
  .string({ error: bilingual('Kata sandi belum diisi.', 'Enter your password.') })
  .min(1, { error: bilingual('Kata sandi belum diisi.', 'Enter your password.') })
  .max(500)

export const SignIn = z.object({
  login: requiredText(200, bilingual('NIP atau surel belum diisi.', 'Enter your NIP or e-mail.')),
  password,
  kembali: returnPath,
})

export const SecondFactor = z.object({
  code: z
    .string({ error: bilingual('Kode belum diisi.', 'Enter the code.') })
    .transform((text) => text.replaceAll(/\D/g, ''))
    .pipe(z.string().length(6, { error: bilingual('Kode terdiri atas 6 angka.', 'The code has 6 digits.') })),
  kembali: returnPath,
})

const TOO_EASY = bilingual(
  'Kata sandi ini terlalu mudah ditebak. Pilih yang lain.',
  'This password is too easy to guess. Choose another.',
)

/** A new password for somebody of whom this is known: name, logins, institution. */
export function newPasswordOf(about: readonly (string | null)[]) {
  const known = about.filter((text) => text !== null)
  return newPassword.refine((text) => !isGuessable(text, known), { error: TOO_EASY })
}

/** Long enough to be safe without rules about digits and signs (ASVS 6.2: at least 8, here 12; at most 128). */
const newPassword = z
  .string({ error: bilingual('Kata sandi baru belum diisi.', 'Enter a new password.') })
  .min(SHORTEST, {
    error: bilingual(
      'Pakai paling sedikit 12 huruf, misalnya empat kata acak.',
      'Use at least 12 characters, such as four random words.',
    ),
  })
  .max(128, { error: bilingual('Paling banyak 128 huruf.', 'At most 128 characters.') })
  .refine((text) => !isGuessable(text) && !isRefused(text), { error: TOO_EASY })

export const NewPassword = z
  .object({ password: newPassword, repeat: z.string().max(500).optional() })
  .refine((typed) => typed.repeat === undefined || typed.repeat === typed.password, {
    path: ['repeat'],
    error: bilingual('Ulangan tidak sama dengan kata sandi di atas.', 'This is not the same as the password above.'),
  })

export const RecoveryRequest = z.object({
  email: z
    .string({ error: bilingual('Surel belum diisi.', 'Enter your e-mail.') })
    .trim()
    .pipe(z.email()),
})
