import { z } from 'zod'
import { bilingual, idParam, optionalText, requiredText } from '../../../platform/http/input.ts'

export const HIDE_REASONS = ['personal', 'insult', 'accusation', 'advertising', 'off_topic', 'security'] as const
export type HideReason = (typeof HIDE_REASONS)[number]

export const ReviewInput = z.object({
  subject: requiredText(200),
  body: requiredText(10_000),
  answer: optionalText(10_000),
  /** What the reviewer had covered with a tick. */
  cover: z
    .union([z.array(z.string().max(200)).max(100), z.string().max(200)])
    .optional()
    .transform((value) => (value === undefined ? [] : [value].flat())),
  answer_seq: z.coerce.number().int().min(1).max(32_000).optional().catch(undefined),
})

const REASON = bilingual('Pilih alasannya.', 'Choose the reason.')
export const HideInput = z.object({
  reason: z.enum(HIDE_REASONS, { error: REASON }),
  note: requiredText(
    1000,
    bilingual('Jelaskan kepada pelapor, agar ia tahu apa yang perlu diubah.', 'Tell the reporter what to change.'),
  ),
})

/** What an officer says of reports that may not be from people. */
export const LOOKS = ['person', 'machine'] as const
export const LookInput = z.object({
  ids: z
    .union([idParam(), z.array(idParam()).max(1000)])
    .optional()
    .transform((ids) => [...new Set(ids === undefined ? [] : [ids].flat())])
    .refine((ids) => ids.length > 0, { error: bilingual('Belum ada yang dicentang.', 'Nothing is ticked.') }),
  verdict: z.enum(LOOKS, { error: bilingual('Pilih salah satu.', 'Choose one.') }),
})

type Line = { act: string; account_id: string | null; body: string | null }

/**
 * The objection that waits, and who hid the report since it was last shown: none of them decides about it. Undefined
 * where nobody objects. `acts` come oldest first.
 */
export function disputeOf<T extends Line>(acts: readonly T[]): { objection: T; hiders: string[] } | undefined {
  const shown = acts.findLastIndex(({ act }) => act === 'published' || act === 'withdrawn')
  const since = acts.slice(shown + 1)
  const objection = since.findLast(({ act }) => act === 'objected')
  if (!objection || since.findLastIndex(({ act }) => act === 'hidden') > since.indexOf(objection)) return undefined
  const hiders = since.flatMap(({ act, account_id }) => (act === 'hidden' && account_id ? [account_id] : []))
  return { objection, hiders: [...new Set(hiders)] }
}

/** What the reporter held against the hiding, oldest first, each with what somebody else decided once they did. */
export function objectionsOf<T extends { act: string }>(
  acts: readonly T[],
): { objection: T; decision: T | undefined }[] {
  return acts.flatMap((objection, index) =>
    objection.act === 'objected'
      ? [{ objection, decision: acts.slice(index + 1).find(({ act }) => act === 'published' || act === 'hidden') }]
      : [],
  )
}

/** What a reader says about a public report; a person decides. */
export const FlagInput = z.object({
  reason: z.enum(HIDE_REASONS, { error: REASON }),
  note: optionalText(500),
  situs: z.string().max(500).default(''),
})

export const WITHDRAWALS = ['publication', 'name', 'report'] as const
export const WithdrawInput = z.object({
  what: z.enum(WITHDRAWALS, { error: bilingual('Pilih apa yang Anda tarik.', 'Choose what to withdraw.') }),
})
export const ObjectInput = z.object({
  objection: requiredText(
    1000,
    bilingual('Tuliskan mengapa laporan Anda perlu tampil lagi.', 'Say why your report should be shown again.'),
  ),
})
