import { useMessages, useTerm, useTermOn } from '../../platform/ui/index.ts'
import { workMessages } from './work-messages.ts'

/** A category in the words of the day it was given, and what it is called now where that is something else. */
export function useGiven(set: string): (slug: string, at: Date) => { value: string; note: string | undefined } {
  const text = useMessages(workMessages)
  const then = useTermOn(set)
  const now = useTerm(set)
  return (slug, at) => {
    const value = then(slug, at)
    return { value, note: now(slug) === value ? undefined : text.nowCalled(now(slug)) }
  }
}
