import { z } from 'zod'
import type { Permission } from '../../platform/access.ts'
import { bilingual, idParam, optionalText, requiredText } from '../../platform/http/input.ts'
import type { NewEvent } from './acts.ts'
import {
  ARCHIVINGS,
  allows,
  CLASSES,
  CONCLUSIONS,
  DISPUTE_RULINGS,
  OBJECTION_DECISIONS,
  OUTCOMES,
  POSTPONEMENTS,
  REJECTIONS,
  RETURNS,
  SLUG,
  type Standing,
} from './model.ts'

/** What an officer can do next; each name is the last part of its address. */
export const STEP_NAMES = [
  'keberatan',
  'putusan',
  'verifikasi',
  'jawab',
  'teruskan',
  'mulai',
  'lengkapi',
  'lengkap',
  'golongkan',
  'kembalikan',
  'tolak',
  'simpulkan',
  'tunda',
  'lanjutkan',
  'rujuk',
  'arsipkan',
  'perpanjang',
  'sengketa',
  'catatan',
] as const
export type StepName = (typeof STEP_NAMES)[number]

export const STEP_ACCESS = {
  verifikasi: 'complaint.verify',
  jawab: 'complaint.handle',
  teruskan: 'complaint.verify',
  mulai: 'complaint.handle',
  lengkapi: 'complaint.handle',
  lengkap: 'complaint.handle',
  golongkan: 'complaint.verify',
  kembalikan: 'complaint.handle',
  tolak: 'complaint.verify',
  simpulkan: 'complaint.handle',
  tunda: 'complaint.handle',
  lanjutkan: 'complaint.handle',
  rujuk: 'complaint.verify',
  arsipkan: 'complaint.verify',
  perpanjang: 'complaint.handle',
  keberatan: 'complaint.objection',
  sengketa: 'complaint.verify',
  putusan: 'complaint.verify',
  catatan: 'complaint.handle',
} as const satisfies Record<StepName, Permission>

const FIRST_EVENT = {
  verifikasi: 'verified',
  jawab: 'answered',
  teruskan: 'routed',
  mulai: 'started',
  lengkapi: 'completion_requested',
  lengkap: 'completed',
  golongkan: 'classified',
  kembalikan: 'returned',
  tolak: 'rejected',
  simpulkan: 'investigated',
  tunda: 'postponed',
  lanjutkan: 'resumed',
  rujuk: 'referred',
  arsipkan: 'archived',
  perpanjang: 'extended',
  keberatan: 'objection_decided',
  sengketa: 'disputed',
  putusan: 'dispute_decided',
  catatan: 'noted',
} as const satisfies Record<StepName, string>

/** The steps the state allows, the most likely first. */
export function stepsFor(standing: Standing): StepName[] {
  return STEP_NAMES.filter((step) => allows(standing, FIRST_EVENT[step]))
}

const Seen = z.object({ id: idParam(), seen: z.coerce.number().int().min(1).max(30_000) })
const chosen = <T extends string>(values: readonly T[], id: string, en: string) =>
  z.enum(values, { error: bilingual(id, en) })
const THEME_MISSING = bilingual('Pilih temanya.', 'Choose the theme.')
const classification = {
  class: chosen(CLASSES, 'Pilih golongannya.', 'Choose the class.'),
  theme: z.string({ error: THEME_MISSING }).regex(SLUG, { error: THEME_MISSING }),
}
const unit = z.uuid({ error: bilingual('Pilih unitnya.', 'Choose the unit.') })
const words = (max: number) => requiredText(max, bilingual('Bagian ini belum diisi.', 'This is still empty.'))

/** What each step asks for, and the lines it adds to the story. */
export const STEPS = {
  verifikasi: stepOf({ ...classification, unit }, (input) => [
    { kind: 'verified', actor: 'officer' },
    { kind: 'classified', actor: 'officer', class: input.class, theme: input.theme },
    { kind: 'routed', actor: 'officer', unit_id: input.unit },
  ]),
  golongkan: stepOf(classification, (input) => [
    { kind: 'classified', actor: 'officer', class: input.class, theme: input.theme },
  ]),
  teruskan: stepOf({ unit, body: optionalText(2000) }, (input) => [
    { kind: 'routed', actor: 'officer', unit_id: input.unit },
    ...(input.body ? [{ kind: 'noted' as const, actor: 'officer' as const, body: input.body }] : []),
  ]),
  tolak: stepOf(
    { reason: chosen(REJECTIONS, 'Pilih alasannya.', 'Choose the reason.'), body: words(3000) },
    (input) => [{ kind: 'rejected', actor: 'officer', reason: input.reason, body: input.body }],
  ),
  kembalikan: stepOf(
    { reason: chosen(RETURNS, 'Pilih alasannya.', 'Choose the reason.'), body: optionalText(2000) },
    (input) => [{ kind: 'returned', actor: 'officer', reason: input.reason, body: input.body ?? null }],
  ),
  mulai: stepOf({}, () => [{ kind: 'started', actor: 'officer' }]),
  lengkapi: stepOf({ body: words(2000) }, (input) => [
    { kind: 'completion_requested', actor: 'officer', body: input.body },
  ]),
  lengkap: stepOf({ body: words(2000) }, (input) => [{ kind: 'completed', actor: 'officer', body: input.body }]),
  jawab: stepOf({ outcome: chosen(OUTCOMES, 'Pilih hasilnya.', 'Choose the outcome.'), body: words(5000) }, (input) => [
    { kind: 'answered', actor: 'officer', outcome: input.outcome, body: input.body },
  ]),
  simpulkan: stepOf(
    { reason: chosen(CONCLUSIONS, 'Pilih kesimpulannya.', 'Choose the conclusion.'), body: words(5000) },
    (input) => [{ kind: 'investigated', actor: 'officer', reason: input.reason, body: input.body }],
  ),
  tunda: stepOf(
    { reason: chosen(POSTPONEMENTS, 'Pilih alasannya.', 'Choose the reason.'), body: words(2000) },
    (input) => [{ kind: 'postponed', actor: 'officer', reason: input.reason, body: input.body }],
  ),
  lanjutkan: stepOf({ body: optionalText(2000) }, (input) => [
    { kind: 'resumed', actor: 'officer', body: input.body ?? null },
  ]),
  rujuk: stepOf(
    {
      reason: requiredText(
        200,
        bilingual('Tuliskan nama instansi yang berwenang.', 'Write the name of the institution in charge.'),
      ),
      body: words(2000),
    },
    (input) => [{ kind: 'referred', actor: 'officer', reason: input.reason, body: input.body }],
  ),
  arsipkan: stepOf(
    { reason: chosen(ARCHIVINGS, 'Pilih alasannya.', 'Choose the reason.'), body: words(3000) },
    (input) => [{ kind: 'archived', actor: 'officer', reason: input.reason, body: input.body }],
  ),
  perpanjang: stepOf({ body: words(2000) }, (input) => [{ kind: 'extended', actor: 'officer', body: input.body }]),
  keberatan: stepOf(
    { reason: chosen(OBJECTION_DECISIONS, 'Pilih putusannya.', 'Choose the decision.'), body: words(5000) },
    (input) => [{ kind: 'objection_decided', actor: 'officer', reason: input.reason, body: input.body }],
  ),
  sengketa: stepOf({ body: words(2000) }, (input) => [{ kind: 'disputed', actor: 'officer', body: input.body }]),
  putusan: stepOf(
    { reason: chosen(DISPUTE_RULINGS, 'Pilih putusannya.', 'Choose the ruling.'), body: words(5000) },
    (input) => [{ kind: 'dispute_decided', actor: 'officer', reason: input.reason, body: input.body }],
  ),
  catatan: stepOf({ body: words(3000) }, (input) => [{ kind: 'noted', actor: 'officer', body: input.body }]),
}

export type Step = {
  input: z.ZodType<{ id: string; seen: number; unit?: string | undefined }>
  events(input: unknown): NewEvent[]
}

function stepOf<S extends z.ZodRawShape>(shape: S, events: (input: z.output<z.ZodObject<S>>) => NewEvent[]): Step {
  const input = Seen.and(z.object(shape))
  return { input: input as unknown as Step['input'], events: events as unknown as Step['events'] }
}
