import { z } from 'zod'
import {
  bilingual,
  checkbox,
  dateInput,
  idParam,
  optionalText,
  requiredText,
  uploaded,
} from '../../../platform/http/input.ts'
import { ELEMENTS } from '../model.ts'

export const FOLLOW_UP_STATES = ['planned', 'running', 'done', 'dropped'] as const
export type FollowUpState = (typeof FOLLOW_UP_STATES)[number]

const month = z.string().regex(/^(?!0000)\d{4}-(0[1-9]|1[0-2])$/, {
  error: bilingual('Tulis bulan dan tahun, misalnya 2026-11.', 'Enter year and month, such as 2026-11.'),
})

export const NewFollowUp = z
  .object({
    unit: idParam(),
    first_month: month,
    last_month: month,
    element: z.enum(ELEMENTS),
    action: requiredText(500, bilingual('Tuliskan apa yang akan dilakukan.', 'Say what will be done.')).pipe(
      z.string().min(3),
    ),
    owner: requiredText(
      120,
      bilingual(
        'Tuliskan jabatan penanggung jawab. Contoh: Kepala Seksi Pelayanan.',
        'Enter the position that answers for it.',
      ),
    ).pipe(z.string().min(2)),
    due_on: dateInput(),
  })
  .refine((plan) => plan.first_month <= plan.last_month, {
    path: ['last_month'],
    error: bilingual('Bulan terakhir tidak boleh sebelum bulan pertama.', 'The last month cannot be before the first.'),
  })
export type NewFollowUp = z.output<typeof NewFollowUp>

export const MAX_EVIDENCE_BYTES = 10_000_000

/** An address of the web as people paste it; nothing else can be followed by a click. */
export function webAddress() {
  return optionalText(500).refine((text) => text === undefined || isWebAddress(text), {
    error: bilingual(
      'Alamat ini tidak lengkap. Contoh: https://contoh.go.id/berita',
      'This address is not complete. Example: https://office.example/news',
    ),
  })
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s/]+\.[^\s/]+/.test(text) && URL.canParse(text)
}

export const FollowUpChange = z
  .object({
    id: idParam(),
    state: z.enum(FOLLOW_UP_STATES),
    due_on: dateInput(),
    evidence: optionalText(1000),
    link: webAddress(),
    file: uploaded().optional(),
    drop_file: checkbox(),
    shown: checkbox(),
  })
  .refine((change) => change.state !== 'done' || change.evidence !== undefined, {
    path: ['evidence'],
    error: bilingual(
      'Tuliskan buktinya. Contoh: alur baru ditempel 3 Oktober, foto pada berkas 12.',
      'Give the evidence: what can be seen now that could not be seen before.',
    ),
  })
