import { useMessages } from '../../../platform/ui/index.ts'
import { surveyMessages } from '../messages.ts'
import { rulesMessages } from './messages.ts'

/** The way to every page beneath that of the rules. */
export function useRuleCrumbs(): { href: string; label: string }[] {
  return [
    { href: '/survei', label: useMessages(surveyMessages).results },
    { href: '/survei/aturan', label: useMessages(rulesMessages).title },
  ]
}
