import { createHash } from 'node:crypto'
import { z } from 'zod'
import { bilingual, checkbox, requiredText } from '../../platform/http/input.ts'
import { newPasswordOf } from '../people/index.ts'

export const KINDS = ['regency', 'city', 'province', 'ministry', 'agency'] as const
export const ZONES = ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'] as const

export const Token = z.object({ kode: z.string().max(100).default('') })

const email = z
  .string({ error: bilingual('Surel belum diisi.', 'Enter your e-mail.') })
  .trim()
  .min(1, { error: bilingual('Surel belum diisi.', 'Enter your e-mail.') })
  .pipe(z.email())
const person = requiredText(200, bilingual('Nama Anda belum diisi.', 'Enter your name.'))

export const PasskeyWish = z.object({ kode: z.string().max(100), person, email })

const fields = z.object({
  kode: z.string().max(100),
  name: requiredText(200, bilingual('Nama instansi belum diisi.', 'Enter the institution’s name.')).pipe(
    z.string().min(3),
  ),
  slug: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9-]{1,40}$/, {
      error: bilingual(
        'Pakai 2 sampai 41 huruf kecil, angka, atau tanda hubung.',
        'Use 2 to 41 lower-case letters, digits or hyphens.',
      ),
    }),
  kind: z.enum(KINDS),
  zone: z.enum(ZONES),
  person,
  email,
  /** What the device answered, as JSON; in its presence no password is asked for. */
  answer: z.string().max(20_000).default(''),
  password: z.string().max(500).default(''),
  repeat: z.string().max(500).default(''),
})

const typedText = z.string().max(500).catch('')
const ways = z.object({
  answer: z.string().catch(''),
  password: typedText,
  repeat: typedText,
  person: typedText,
  email: typedText,
  name: typedText,
  slug: typedText,
})

/** Looked at beside the other fields, so that all that is wrong is said at once. */
const passwords = z
  .unknown()
  .superRefine((raw, context) => {
    const typed = ways.safeParse(raw).data
    if (typed?.answer !== '') return
    const about = [typed.person, typed.email, typed.name, typed.slug]
    const chosen = newPasswordOf(about).safeParse(typed.password === '' ? undefined : typed.password)
    for (const issue of chosen.error?.issues ?? [])
      context.addIssue({ code: 'custom', path: ['password'], message: issue.message })
    if (typed.repeat !== typed.password)
      context.addIssue({
        code: 'custom',
        path: ['repeat'],
        message: bilingual(
          'Ulangan tidak sama dengan kata sandi di atas.',
          'This is not the same as the password above.',
        ),
      })
  })
  .transform(() => ({}))

export const Founding = z.intersection(fields, passwords)

/**
 * What the first passkey signs. It comes from the link's secret, which works once, so nothing has to be remembered
 * between the question and the answer.
 */
export function foundingChallenge(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(`first passkey ${token}`).digest())
}

export const StepMark = z.object({ step: z.string().max(40), checked: checkbox() })
