import { z } from 'zod'
import { bilingual, idParam, requiredText } from '../../platform/http/input.ts'

const part = (missing: string) => requiredText(2000, missing).pipe(z.string().min(20))

export const StoryInput = z.object({
  program: idParam(),
  title: requiredText(120, bilingual('Judul belum diisi.', 'Enter a title.')).pipe(z.string().min(5)),
  heard: part(bilingual('Tulis apa yang warga sampaikan.', 'Write what citizens told you.')),
  learned: part(bilingual('Tulis apa yang dipelajari.', 'Write what you learned.')),
  changed: part(
    bilingual('Tulis apa yang berubah, juga bila belum berubah.', 'Write what changed, also when nothing did.'),
  ),
})
export type StoryText = Pick<z.output<typeof StoryInput>, 'title' | 'heard' | 'learned' | 'changed'>

export const Withdrawal = z.object({
  id: idParam(),
  reason: requiredText(500, bilingual('Tulis alasan penarikan.', 'Write why it is withdrawn.')),
})
