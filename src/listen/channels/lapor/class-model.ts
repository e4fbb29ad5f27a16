import { z } from 'zod'
import { bilingual, checkbox, dateInput, requiredText } from '../../../platform/http/input.ts'
import { CLASSES, type ComplaintClass } from '../../complaints/index.ts'
import { plain } from './model.ts'

export const CLASS_PAGE = '/kanal/lapor/golongan'
/** A rule that leaves the class to a person. */
export const PERSON = 'person'

export const ClassRuleInput = z.object({
  word: requiredText(100, bilingual('Tuliskan klasifikasi di LAPOR.', 'Enter the class in LAPOR.')).refine(
    (word) => plain(word) !== '',
    { error: bilingual('Tuliskan kata, bukan hanya tanda.', 'Enter a word, not only signs.') },
  ),
  class: z
    .enum([...CLASSES, PERSON], { error: bilingual('Pilih golongannya.', 'Choose the class.') })
    .transform((chosen) => (chosen === PERSON ? null : chosen)),
  valid_from: dateInput(),
  source: requiredText(500, bilingual('Tuliskan sumbernya.', 'Give the source.')).pipe(
    z.string().min(3, { error: bilingual('Tuliskan sumbernya.', 'Give the source.') }),
  ),
  verified: checkbox(),
})

/** Their word as our class, for reports from a day on; without a class a person decides. */
export type ClassRule = {
  /** Which row of its word and day; 0 is the national standard. */
  revision: number
  word: string
  class: ComplaintClass | null
  valid_from: string
  source: string
  verified: boolean
}

/** The rule for their word on a day; the rules come as `listClassRules` orders them, the one that wins last. */
export function classRuleOn(rules: readonly ClassRule[], word: string | null, date: string): ClassRule | undefined {
  const said = plain(word ?? '')
  return rules.findLast((rule) => rule.word === said && rule.valid_from <= date)
}

/** Each rule with the day from which the next one of its word holds, newest first within a word. */
export function withEnds(rules: readonly ClassRule[]): (ClassRule & { valid_to: string | null })[] {
  return rules
    .map((rule, at) => ({
      ...rule,
      valid_to: rules.slice(at + 1).find((later) => later.word === rule.word)?.valid_from ?? null,
    }))
    .toReversed()
    .sort((a, b) => a.word.localeCompare(b.word, 'id') || b.valid_from.localeCompare(a.valid_from))
}
