import { z } from 'zod'
import { bilingual, requiredText } from '../../platform/http/input.ts'

/** A path of our own to go on to after sign-in; anything else is dropped, so that nobody is sent to another site. */
export const returnPath = z
  .string()
  .optional()
  .transform((path) =>
    path && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) && !path.startsWith('/masuk') ? path : undefined,
  )

export const SignIn = z.object({
  login: requiredText(200, bilingual('NIP atau surel belum diisi.', 'Enter your NIP or e-mail.')),
  password: z
    .string({ error: bilingual('Kata sandi belum diisi.', 'Enter your password.') })
    .min(1, { error: bilingual('Kata sandi belum diisi.', 'Enter your password.') })
    .max(500),
  kembali: returnPath,
})
