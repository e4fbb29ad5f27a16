import { z } from 'zod'
import { bilingual, dateInput, idParam, readDecimal, requiredText } from '../../platform/http/input.ts'

export const ProgramId = z.object({ id: idParam() })

function decimal() {
  const wrong = bilingual('Tulis angka, misalnya 87,5.', 'Enter a number, such as 87.5.')
  return z
    .string({ error: bilingual('Nilai belum diisi. Contoh: 87,5.', 'Enter the value, such as 87.5.') })
    .trim()
    .min(1, bilingual('Nilai belum diisi. Contoh: 87,5.', 'Enter the value, such as 87.5.'))
    .transform((text) => readDecimal(text) ?? Number.NaN)
    .pipe(z.number(wrong).min(-999_999_999).max(999_999_999))
}

export const MeasurementInput = z.object({
  id: idParam(),
  indicator: requiredText(40, bilingual('Pilih indikatornya.', 'Choose the indicator.')),
  value: decimal(),
  measured_on: dateInput(),
  source: requiredText(200, bilingual('Sumber data belum diisi.', 'Enter the data source.')).pipe(z.string().min(3)),
})
