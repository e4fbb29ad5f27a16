import { z } from 'zod'
import { bilingual, checkbox, dateInput, idParam, readDecimal, requiredText } from '../../../platform/http/input.ts'
import { COMPUTED, type Computed, type Figure, SCALES } from '../score.ts'

export const KINDS = ['employee', 'unit'] as const
export type Kind = (typeof KINDS)[number]
export type State = 'proposed' | 'reviewed' | 'granted' | 'refused' | 'contested' | 'upheld'

function prose(least: number, most: number, missing: string) {
  return requiredText(most, missing).pipe(
    z.string().min(least, bilingual(`Tulis paling sedikit ${least} huruf.`, `Write at least ${least} characters.`)),
  )
}

const threshold = z
  .string()
  .trim()
  .optional()
  .transform((text, ctx) => {
    if (!text) return undefined
    const value = readDecimal(text)
    if (value !== undefined && value >= 0 && value <= 10_000) return value
    ctx.addIssue({ code: 'custom', message: bilingual('Tulis angka saja. Contoh: 90.', 'Enter a number, such as 90.') })
    return z.NEVER
  })

export const RewardInput = z
  .object({
    kind: z.enum(KINDS, { error: bilingual('Pilih untuk siapa.', 'Choose for whom.') }),
    name: prose(5, 160, bilingual('Nama penghargaan belum diisi.', 'Enter the name of the reward.')),
    criteria: prose(20, 2000, bilingual('Kriterianya belum diisi.', 'Write the criteria.')),
    template: z
      .enum(COMPUTED)
      .optional()
      .or(z.literal('').transform(() => undefined)),
    threshold,
    source: prose(3, 500, bilingual('Sumber belum diisi.', 'Enter the source.')),
    valid_from: dateInput(),
    verified: checkbox(),
  })
  .refine((reward) => (reward.template === undefined) === (reward.threshold === undefined), {
    path: ['threshold'],
    error: bilingual('Indikator dan ambangnya diisi bersama.', 'The indicator and its threshold go together.'),
  })
  .refine((reward) => reward.template === undefined || reward.kind === 'unit', {
    path: ['template'],
    error: bilingual('Indikator mengukur unit, bukan orang.', 'Indicators measure units, not people.'),
  })
export type RewardInput = z.output<typeof RewardInput>

export const ProposalInput = z.object({
  reward: z.guid({ error: bilingual('Pilih penghargaannya.', 'Choose the reward.') }),
  /** Of an employee. */
  nip: z
    .string()
    .optional()
    .transform((text) => text?.replaceAll(/\s/g, '') || undefined),
  unit: z
    .guid()
    .optional()
    .or(z.literal('').transform(() => undefined)),
  reason: prose(10, 2000, bilingual('Alasannya belum diisi.', 'Write the reason.')),
  evidence_url: z
    .string()
    .trim()
    .max(500)
    .optional()
    .transform((text) => text || undefined)
    .refine((text) => text === undefined || /^https?:\/\/[^\s/]+\.[^\s]+$/.test(text), {
      error: bilingual('Alamat bukti harus diawali https://.', 'The address must begin with https://.'),
    }),
})

const note = prose(10, 2000, bilingual('Tulis alasannya.', 'Write the reasons.'))
const yesNo = z.enum(['yes', 'no'], { error: bilingual('Pilih salah satu.', 'Choose one.') })
export const ReviewInput = z.object({ id: idParam(), recommended: yesNo, note })
export const DecisionInput = z.object({ id: idParam(), granted: yesNo, note })
export const ContestInput = z.object({ id: idParam(), note })
export const ConsentInput = z.object({ id: idParam(), consent: yesNo })

/**
 * Whether a figure meets the rule of a reward: the worse end of its interval has to, so that ten of ten do not win
 * against 4,900 of 5,000. In the unit of the threshold: percent for shares.
 */
export function meets(figure: Figure, code: Computed, direction: 'up' | 'down', least: number): boolean {
  if (figure.value === null) return false
  const worse = figure.interval ? (direction === 'up' ? figure.interval.low : figure.interval.high) : figure.value
  const said = SCALES[code] === 'share' ? worse * 100 : worse
  return direction === 'up' ? said >= least : said <= least
}

export type Roles = { propose: boolean; review: boolean; decide: boolean }
export type Nominated = {
  state: State
  employee_id: string | null
  proposed_by: string | null
  reviewed_by: string | null
  decided_by: string | null
  contest_until: Date | null
  consent: boolean | null
}
export type Act = 'review' | 'decide' | 'contest' | 'final' | 'consent'

/** Proposing, reviewing, deciding and deciding anew are four different people's, and never the one's who is rewarded. */
export function actsOf(
  one: Nominated,
  who: { account: string | null; employee: string | null },
  roles: Roles,
  now: Date,
): ReadonlySet<Act> {
  const acts = new Set<Act>()
  const nominee = one.employee_id !== null && one.employee_id === who.employee
  const before = [one.proposed_by, one.reviewed_by, one.decided_by]
  const free = !nominee && who.account !== null && !before.includes(who.account)
  if (one.state === 'proposed' && roles.review && free) acts.add('review')
  if (one.state === 'reviewed' && roles.decide && free) acts.add('decide')
  if (one.state === 'contested' && roles.decide && free) acts.add('final')
  const concerned = nominee || (who.account !== null && one.proposed_by === who.account)
  if (one.state === 'refused' && concerned && one.contest_until && now <= one.contest_until) acts.add('contest')
  if (one.state === 'granted' && nominee && one.consent === null) acts.add('consent')
  return acts
}
