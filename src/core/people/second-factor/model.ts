import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { bilingual, idParam, requiredText } from '../../../platform/http/input.ts'
import { returnPath } from '../sign-in/model.ts'

/** Without the letters and digits that are read for one another. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
// Long enough for a plain SHA-256 (ASVS 6.5.2: 112 bits).
const LENGTH = 24
export const CODES = 10

/** "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ": 120 random bits. */
export function newRecoveryCode(): string {
  const letters = [...randomBytes(LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')
  return letters.replaceAll(/(.{4})(?=.)/g, '$1-')
}

export function hashRecoveryCode(code: string): Buffer {
  return createHash('sha256')
    .update(code.toUpperCase().replaceAll(/[^0-9A-Z]/g, ''))
    .digest()
}

export const RecoveryCode = z.object({
  code: z
    .string({ error: bilingual('Kode belum diisi.', 'Enter the code.') })
    .max(100)
    .transform((text) => text.toUpperCase().replaceAll(/[^0-9A-Z]/g, ''))
    .pipe(
      z.string().length(LENGTH, {
        error: bilingual(
          'Kode pemulihan terdiri atas 24 huruf dan angka.',
          'A recovery code has 24 letters and digits.',
        ),
      }),
    ),
  kembali: returnPath,
})

export const DemandInput = z
  .object({
    role: idParam(),
    demanded: z.enum(['yes', 'no'], { error: bilingual('Pilih salah satu.', 'Choose one.') }),
    from: z.union([z.literal(''), z.iso.date()]).optional(),
    reason: requiredText(300, bilingual('Alasan belum diisi.', 'Enter a reason.')).pipe(
      z.string().min(3, { error: bilingual('Tulis alasannya.', 'Write the reason.') }),
    ),
  })
  .refine((typed) => typed.demanded === 'no' || Boolean(typed.from), {
    path: ['from'],
    error: bilingual('Isi tanggal mulai wajib.', 'Enter the date from which it holds.'),
  })

export type Factor = {
  totp: boolean
  passkeys: number
  codes: number
  /** The earliest day from which a role of this person demands one; null: none does. */
  demandedFrom: string | null
}

/** Whether the demand holds on this day. */
export function isDue(factor: Factor, today: string): boolean {
  return factor.demandedFrom !== null && factor.demandedFrom <= today
}

export function hasFactor(factor: Factor): boolean {
  return factor.totp || factor.passkeys > 0
}
