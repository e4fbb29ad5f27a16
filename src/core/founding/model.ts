import { z } from 'zod'
import { bilingual, requiredText } from '../../platform/http/input.ts'
import { newPassword } from '../people/index.ts'

export const KINDS = ['regency', 'city', 'province', 'ministry', 'agency'] as const
export const ZONES = ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'] as const

export const Token = z.object({ kode: z.string().max(100).default('') })

export const Founding = z
  .object({
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
    person: requiredText(200, bilingual('Nama Anda belum diisi.', 'Enter your name.')),
    email: z
      .string({ error: bilingual('Surel belum diisi.', 'Enter your e-mail.') })
      .trim()
      .pipe(z.email()),
    password: newPassword,
    repeat: z.string().max(500),
  })
  .refine((typed) => typed.repeat === typed.password, {
    path: ['repeat'],
    error: bilingual('Ulangan tidak sama dengan kata sandi di atas.', 'This is not the same as the password above.'),
  })
