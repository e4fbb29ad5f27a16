import { z } from 'zod'
import {
  bilingual,
  checkbox,
  choices,
  idParam,
  optionalText,
  requiredText,
  wholeNumber,
} from '../../platform/http/input.ts'

/** What an experience with a service can be about: shared by complaints, signals and needs. */
/** The themes every institution begins with; it may add others, so that a record's theme is any slug of its vocabulary. */
export const THEMES = ['kecepatan', 'keramahan', 'keakuratan', 'kemudahan', 'biaya', 'sarana', 'integritas'] as const
export type Theme = (typeof THEMES)[number]

export const CHANNELS = ['counter', 'online', 'mobile_unit', 'phone'] as const
export type ServiceChannel = (typeof CHANNELS)[number]

/** What people need, in their own words rather than in those of the organization chart. */
export const NEEDS = [
  'identity',
  'health',
  'school',
  'work',
  'business',
  'home',
  'transport',
  'aid',
  'environment',
  'other',
] as const
export type Need = (typeof NEEDS)[number]

export const PROMISE_UNITS = ['days', 'minutes'] as const

export const ServiceInput = z
  .object({
    name: requiredText(200, bilingual('Nama layanan belum diisi.', 'Enter the name of the service.')).pipe(
      z.string().min(3),
    ),
    unit: idParam(),
    summary: optionalText(500),
    product: requiredText(
      300,
      bilingual('Hasil layanan belum diisi. Contoh: Kartu Keluarga.', 'Enter what people get. Example: family card.'),
    ),
    requirements: optionalText(4000),
    procedure: optionalText(4000),
    promise: wholeNumber(1, 1440),
    promise_unit: z.enum(PROMISE_UNITS),
    cost: wholeNumber(0, 1_000_000_000),
    cost_note: optionalText(300),
    need: z.enum(NEEDS).optional(),
    channels: choices(CHANNELS).pipe(z.array(z.enum(CHANNELS)).min(1)),
    active: checkbox(),
  })
  .refine((service) => service.promise_unit === 'minutes' || service.promise <= 365, {
    path: ['promise'],
    error: bilingual('Paling lama 365 hari kerja.', 'At most 365 working days.'),
  })
export type ServiceInput = z.output<typeof ServiceInput>

/** A readable address out of a name; never empty. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 70)
    .replace(/-+$/, '')
  return slug || 'layanan'
}

/** The first free one of slug, slug-2, slug-3, … */
export function freeSlug(slug: string, taken: readonly string[]): string {
  if (!taken.includes(slug)) return slug
  for (let number = 2; ; number++) if (!taken.includes(`${slug}-${number}`)) return `${slug}-${number}`
}

/** Text kept one item a line. */
export function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}
