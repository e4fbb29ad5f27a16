import { z } from 'zod'
import { bilingual, dateInput, idParam, optionalText, requiredText, wholeNumber } from '../../../platform/http/input.ts'
import { isId } from '../../../platform/id.ts'
import { krejcieMorgan, PRINTED, type Sampling, stratify } from '../../../platform/statistics/index.ts'

export const MAX_POPULATION = 10_000_000
export const MAX_ADDRESSES = 200

const month = z.string().regex(/^(?!0000)\d{4}-(0[1-9]|1[0-2])$/, {
  error: bilingual('Tulis bulan dan tahun, misalnya 2026-11.', 'Enter year and month, such as 2026-11.'),
})

export const NewPlan = z
  .object({
    name: requiredText(120, bilingual('Rencana belum diberi nama. Contoh: SKM Semester 2.', 'Enter a name.')),
    unit: idParam(),
    first_month: month,
    last_month: month,
    response_percent: wholeNumber(10, 100),
  })
  .refine((plan) => plan.first_month <= plan.last_month, {
    path: ['last_month'],
    error: bilingual('Bulan terakhir tidak boleh sebelum bulan pertama.', 'The last month cannot be before the first.'),
  })
export type NewPlan = z.output<typeof NewPlan>

const Populations = z.record(z.string(), z.unknown()).transform((fields, context) => {
  const found: Record<string, number> = {}
  for (const [name, value] of Object.entries(fields)) {
    const service = /^n_(.{36})$/.exec(name)?.[1]
    if (!service || !isId(service) || value === '') continue
    const parsed = wholeNumber(0, MAX_POPULATION).safeParse(value)
    if (parsed.success) found[service] = parsed.data
    else for (const issue of parsed.error.issues) context.addIssue({ ...issue, path: [name] } as never)
  }
  return found
})

export const PlanAddress = z.object({ id: idParam() })

/** One number of people served per service, and where it was read. */
export const StrataInput = PlanAddress.extend({ source: optionalText(300) }).and(
  Populations.transform((populations) => ({ populations })),
)

export const DrawInput = PlanAddress.extend({
  service: idParam(),
  size: wholeNumber(1, 200),
  expires_on: dateInput(),
})

export const MailInput = z.object({
  service: idParam(),
  label: requiredText(120),
  plan: z.preprocess((value) => (value === '' ? undefined : value), idParam().optional()),
  expires_on: dateInput(),
  addresses: requiredText(20_000, bilingual('Tulis alamat surel, satu per baris.', 'Enter addresses, one per line.')),
})

export const ReturnedInput = z.object({ id: idParam(), undelivered: wholeNumber(0, 200) })

/** Addresses of a pasted list, each once, in small letters. */
export function addressesOf(text: string): string[] {
  return [
    ...new Set(
      text
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter(Boolean),
    ),
  ]
}

export type Target = { population: number; target: number; invite: number }

/**
 * Krejcie and Morgan over everybody served, shared over the services by largest remainder; invitations are as many as
 * the expected response makes necessary, never more than there are people.
 */
export function targetsOf(
  populations: readonly number[],
  responsePercent: number,
  sampling: Sampling = PRINTED,
): Target[] {
  const total = populations.reduce((sum, population) => sum + population, 0)
  const shares = stratify(populations, krejcieMorgan(total, sampling))
  return populations.map((population, index) => ({
    population,
    target: shares[index]!,
    invite: Math.min(population, Math.ceil((shares[index]! * 100) / responsePercent)),
  }))
}
