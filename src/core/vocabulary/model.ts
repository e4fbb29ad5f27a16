import { z } from 'zod'
import {
  bilingual,
  checkbox,
  dateInput,
  isDate,
  optionalText,
  requiredText,
  wholeNumber,
} from '../../platform/http/input.ts'

export const ListInput = z.object({
  pada: z.string().refine(isDate).optional().catch(undefined),
  cari: optionalText(80),
  /** The list that stands open. */
  daftar: optionalText(40),
})
export const SetInput = z.object({ set: z.string().max(40) })
export const TermAddress = z.object({ set: z.string().max(40), slug: z.string().max(40) })

const fields = {
  label_id: requiredText(80, bilingual('Istilahnya belum diisi.', 'Enter the word.')),
  label_en: requiredText(80, bilingual('Istilah bahasa Inggrisnya belum diisi.', 'Enter the English word.')),
  note_id: optionalText(300),
  note_en: optionalText(300),
  position: wholeNumber(1, 9999),
  /** Which there are, the list says. */
  traits: z.preprocess(
    (value) => [value ?? []].flat().filter((one) => one !== ''),
    z.array(z.string().max(40)).max(10),
  ),
  source: requiredText(500, bilingual('Sumber belum diisi.', 'Enter the source.')).pipe(
    z.string().min(3, { error: bilingual('Sumber paling sedikit 3 huruf.', 'Write at least 3 letters.') }),
  ),
  verified: checkbox(),
  offered: checkbox(),
  valid_from: dateInput(),
}
export const TermInput = TermAddress.extend(fields)
export const NewTermInput = SetInput.extend(fields)

/** "Dampak lingkungan" → "dampak_lingkungan": how records name it for good, whatever it is called later. */
export function slugOf(label: string): string {
  return label
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 40)
    .replace(/_$/, '')
}
