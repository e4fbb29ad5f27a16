import { z } from 'zod'
import { bilingual, dateInput, optionalText, requiredText, wholeNumber } from '../../platform/http/input.ts'
import {
  COMPONENTS,
  type Component,
  componentText,
  MANUFACTURING,
  MAX_REQUIREMENTS,
  parseRequirements,
  parseTariff,
  requirementsText,
  type StandardContent,
  tariffText,
} from './content.ts'
import { PROMISE_UNITS } from './model.ts'

const long = () => optionalText(4000).transform((text) => text ?? '')

/** The draft's form: texts as people write them, one item a line, compiled into StandardContent. */
export const StandardInput = z
  .object({
    requirements: long()
      .transform(parseRequirements)
      .pipe(
        z.array(z.any()).max(MAX_REQUIREMENTS, {
          error: bilingual(`Paling banyak ${MAX_REQUIREMENTS} syarat.`, `At most ${MAX_REQUIREMENTS} requirements.`),
        }),
      )
      .transform((list) => list as ReturnType<typeof parseRequirements>)
      .refine((list) => list.every(({ name }) => name.length <= 200), {
        error: bilingual(
          'Satu syarat paling panjang 200 huruf. Jelaskan selebihnya di langkah.',
          'A requirement has at most 200 characters. Explain the rest in the steps.',
        ),
      }),
    procedure: long(),
    promise: wholeNumber(1, 1440),
    promise_unit: z.enum(PROMISE_UNITS),
    tariff: optionalText(2000)
      .transform((text) => parseTariff(text ?? ''))
      .refine((list) => list !== undefined && list.length <= 10, {
        error: bilingual(
          'Tulis satu tarif per baris, misalnya “Umum: 25.000”. Kosongkan bila gratis.',
          'Write one tariff a line, such as “General: 25.000”. Leave empty when it is free.',
        ),
      })
      .refine((list) => list?.every(({ amount }) => amount <= 1_000_000_000) ?? true, {
        error: bilingual('Tarif paling besar Rp1.000.000.000.', 'At most Rp1,000,000,000.'),
      })
      .transform((list) => list ?? []),
    tariff_note: optionalText(300).transform((text) => text ?? ''),
    product: requiredText(
      300,
      bilingual('Hasil layanan belum diisi. Contoh: Kartu Keluarga.', 'Enter what people get. Example: family card.'),
    ),
    complaints: long(),
    compensation: optionalText(1000).transform((text) => text ?? ''),
    legal_basis: long(),
    facilities: long(),
    competence: long(),
    supervision: long(),
    staffing: long(),
    guarantee: long(),
    safety: long(),
    evaluation: long(),
  })
  .refine((input) => input.promise_unit === 'minutes' || input.promise <= 365, {
    path: ['promise'],
    error: bilingual('Paling lama 365 hari kerja.', 'At most 365 working days.'),
  })

export function contentFrom(input: z.output<typeof StandardInput>): StandardContent {
  const { promise, promise_unit, ...rest } = input
  return {
    ...rest,
    days: promise_unit === 'days' ? promise : null,
    minutes: promise_unit === 'minutes' ? promise : null,
  }
}

/** The other way round: what the form shows of a draft. */
export function formValues(content: StandardContent): Record<keyof z.input<typeof StandardInput>, string> {
  const { days, minutes, ...rest } = content
  return {
    ...rest,
    requirements: requirementsText(content.requirements),
    tariff: tariffText(content.tariff),
    promise: String(days ?? minutes ?? ''),
    promise_unit: days === null ? 'minutes' : 'days',
  }
}

export const DecreeInput = z.object({
  decree_number: requiredText(
    120,
    bilingual(
      'Nomor keputusan belum diisi. Contoh: 067/112/KEP/2026.',
      'Enter the number of the decree. Example: 067/112/KEP/2026.',
    ),
  ),
  decree_date: dateInput(bilingual('Tanggal keputusan belum diisi.', 'Enter the date of the decree.')),
  effective_from: dateInput(bilingual('Tanggal mulai berlaku belum diisi.', 'Enter from when it holds.')),
})

/** A standard can be free of charge and ask for nothing, but it cannot be silent about the other components. */
export function missingComponents(content: StandardContent): Component[] {
  const silent: readonly Component[] = ['procedure', 'complaints', ...MANUFACTURING]
  return COMPONENTS.filter((component) => silent.includes(component) && componentText(content, component).trim() === '')
}

export type Standing = 'draft' | 'submitted' | 'withdrawn' | 'coming' | 'effective' | 'superseded'
type Dated = { id: string; state: 'draft' | 'submitted' | 'approved' | 'withdrawn'; effective_from: string | null }

/** Still being written or waiting for its approval; a service has one at most. */
export function isOpen({ state }: Pick<Dated, 'state'>): boolean {
  return state === 'draft' || state === 'submitted'
}

/** In force is the approved version with the latest date that has come. */
export function standingOf(standard: Dated, all: readonly Dated[], today: string): Standing {
  if (standard.state !== 'approved') return standard.state
  if (standard.effective_from === null) return 'coming'
  if (standard.effective_from > today) return 'coming'
  const newer = all.some(
    ({ effective_from }) =>
      effective_from !== null && effective_from <= today && effective_from > standard.effective_from!,
  )
  return newer ? 'superseded' : 'effective'
}
