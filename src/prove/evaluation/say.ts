import { formatNumber, formatPercent, type Language } from '../../platform/i18n.ts'
import { termLabel } from '../../platform/words.ts'
import type { Card, Outcome } from './card.ts'
import { isCompared } from './effect.ts'
import { messages } from './messages.ts'

/** "nilai SKM “Perilaku pelaksana”" or "pengaduan tentang keramahan". */
export function outcomeName(
  outcome: Pick<Outcome, 'kind' | 'key' | 'element'>,
  language: Language,
  institution: string | undefined,
): string {
  const text = messages[language]
  if (outcome.kind === 'skm')
    return text.outcome.skm(outcome.key === 'index' ? text.index : (outcome.element?.[language] ?? outcome.key))
  const theme = outcome.key === 'all' ? text.all : termLabel(institution, 'theme', outcome.key, language)
  return text.outcome.complaints(theme.toLowerCase())
}

/** The estimate as people read it: SKM points, or percent of complaints. */
export function readable(kind: Outcome['kind'], estimate: number): number {
  return kind === 'skm' ? estimate : Math.exp(estimate) - 1
}

export function formatEffect(kind: Outcome['kind'], estimate: number, language: Language, sign = true): string {
  const value = readable(kind, estimate)
  const plus = sign && value > 0 ? '+' : ''
  const shown = sign ? value : Math.abs(value)
  return plus + (kind === 'skm' ? formatNumber(shown, language, 2) : formatPercent(shown, language))
}

/** The result in one sentence of plain words; the same for the card, the leader's page and the public one. */
export function plainSentence(
  card: Pick<Card, 'primary' | 'units'>,
  language: Language,
  institution: string | undefined,
): string {
  const text = messages[language].sentence
  const { primary } = card
  if (!primary) return text.noDesign
  const units = card.units.join(', ')
  const name = outcomeName(primary, language, institution)
  const { verdict } = primary.judgment
  if (verdict === 'no_effect') return text.noEffect(name, units)
  if (verdict === 'inconclusive' || primary.effect.state !== 'estimated') return text.inconclusive(name, units)
  const { estimate, method } = primary.effect.value
  const amount = formatEffect(primary.kind, estimate, language, false)
  const compared = isCompared(method)
  const up = estimate > 0
  const key =
    primary.kind === 'skm'
      ? up
        ? compared
          ? 'skmUp'
          : 'skmUpAlone'
        : compared
          ? 'skmDown'
          : 'skmDownAlone'
      : up
        ? compared
          ? 'more'
          : 'moreAlone'
        : compared
          ? 'fewer'
          : 'fewerAlone'
  return text[key](units, amount)
}
