import type { Language } from '../../platform/i18n.ts'
import type { Option } from '../../platform/ui/index.ts'
import { PRIVACIES, type Privacy } from '../complaints/index.ts'
import type { UnitChoice } from './queries.ts'

const PRIVACY_TEXTS: Record<Language, Record<Privacy, string>> = {
  id: { open: 'Terbuka', anonymous: 'Anonim bagi publik', secret: 'Rahasia' },
  en: { open: 'Open', anonymous: 'Anonymous to the public', secret: 'Secret' },
}

export function privacyOptions(language: Language): Option[] {
  return PRIVACIES.map((value) => ({ value, label: PRIVACY_TEXTS[language][value] }))
}

/** The institution itself first, then its units by name. */
export function unitOptions(units: readonly UnitChoice[]): Option[] {
  const root = units.filter((unit) => unit.parent_id === null)
  const others = units.filter((unit) => unit.parent_id !== null)
  return [...root, ...others].map((unit) => ({ value: unit.id, label: unit.name }))
}
