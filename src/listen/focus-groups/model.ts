import { z } from 'zod'
import { bilingual, dateInput, idParam, optionalText, requiredText } from '../../platform/http/input.ts'

/** What is about none of the institution's themes; no word of the vocabulary can have this slug. */
export const OTHER_THEME = 'lain'
export const KINDS = ['discussion', 'observation'] as const
export type Kind = (typeof KINDS)[number]
export const OUTCOMES = ['yes', 'no', 'not_applicable'] as const
export type Outcome = (typeof OUTCOMES)[number]
export type State = 'open' | 'coding' | 'agreed' | 'closed'

export const MOST_SEGMENTS = 300
export const MOST_PARTICIPANTS = 30
const MOST_ITEMS = 40

export const AtId = z.object({ id: idParam() })

export const NewActivity = z.object({
  kind: z.enum(KINDS),
  title: requiredText(200, bilingual('Judul belum diisi.', 'Enter the title.')),
  unit: idParam(),
  service: z.string().max(40).default(''),
  held_on: dateInput(),
  place: optionalText(200),
  purpose: optionalText(2000),
  protocol: requiredText(
    8000,
    bilingual(
      'Tulis paling sedikit satu pertanyaan atau hal yang diamati.',
      'Write at least one question or thing to look at.',
    ),
  )
    .transform((text) =>
      text
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.string().max(400)).min(1).max(MOST_ITEMS)),
})

export const NewParticipant = AtId.extend({
  role: requiredText(
    100,
    bilingual('Peran belum diisi. Contoh: pengguna layanan.', 'Enter the role, such as service user.'),
  ),
  consent_form: requiredText(200, bilingual('Tuliskan bagaimana persetujuan diberikan.', 'Say how consent was given.')),
  consent: z.literal('ya', {
    error: bilingual(
      'Peserta hanya dapat dicatat bila setuju. Tanyakan dahulu, lalu beri tanda.',
      'Only people who agree can be recorded. Ask first, then tick.',
    ),
  }),
})

const number = z.preprocess(
  (value) => (value === '' ? undefined : value),
  z.coerce.number().int().min(1).max(1000).optional(),
)

export const NewSegment = AtId.extend({
  item: number,
  participant: number,
  outcome: z.preprocess((value) => (value === '' ? undefined : value), z.enum(OUTCOMES).optional()),
  text: requiredText(4000, bilingual('Catatan belum ditulis.', 'Write the note.')),
})

export const Withdraw = AtId.extend({ number: z.coerce.number().int().min(1).max(1000) })

export const Release = AtId.extend({ coder: z.enum(['1', '2']) })

/** One field per segment, `s_<number>`; which there are is for the activity to say. */
export const Codings = z.looseObject({ id: idParam(), act: z.enum(['save', 'done']).default('save').catch('save') })

export const NewResolution = AtId.extend({
  segment: z.coerce.number().int().min(1).max(1000),
  theme: requiredText(40, bilingual('Pilih temanya.', 'Choose the theme.')),
  reason: requiredText(500, bilingual('Tuliskan alasannya.', 'Give the reason.')),
})

export const NewFinding = AtId.extend({
  /** Left out: that of the activity, if it has one; empty: none. */
  service: z.string().max(40).optional(),
  theme: requiredText(40, bilingual('Pilih temanya.', 'Choose the theme.')),
  text: requiredText(2000, bilingual('Temuan belum ditulis.', 'Write the finding.')),
})

export type Settled = {
  notes: number
  same: number
  differences: number
  settled: number
  /** Of the settled ones: decided as the first coder had it, as the second, or as neither. */
  first: number
  second: number
  neither: number
}

/** How far both agreed by themselves, and what became of the rest. The agreement itself never counts what was settled. */
export function settledOf(pairs: readonly { one: string; two: string; theme: string | null }[]): Settled {
  const differing = pairs.filter((pair) => pair.one !== pair.two)
  const settled = differing.filter((pair) => pair.theme !== null)
  const first = settled.filter((pair) => pair.theme === pair.one).length
  const second = settled.filter((pair) => pair.theme === pair.two).length
  return {
    notes: pairs.length,
    same: pairs.length - differing.length,
    differences: differing.length,
    settled: settled.length,
    first,
    second,
    neither: settled.length - first - second,
  }
}

/** The square table of what both coders said of the same segments. */
export function tableOf(pairs: readonly { one: string; two: string }[]): number[][] {
  const used = [...new Set(pairs.flatMap((pair) => [pair.one, pair.two]))]
  // A single theme, or none, still makes a square of two.
  const codes = used.length > 1 ? used : [used[0] ?? '', ' ']
  return codes.map((one) => codes.map((two) => pairs.filter((pair) => pair.one === one && pair.two === two).length))
}
