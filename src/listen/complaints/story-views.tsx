import { Prose, type TimelineItem, useMessages } from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import { type ComplaintClass, citizenSees, REJECTIONS, RETURNS } from './model.ts'
import type { EventRow } from './rows.ts'

/** A story as timeline entries: all of it for officers, what concerns the citizen for the citizen. */
export function useStory(): (events: readonly EventRow[], reader: 'officer' | 'citizen') => TimelineItem[] {
  const text = useMessages(messages)
  return (events, reader) =>
    events
      .filter((event) => reader === 'officer' || citizenSees(event.kind))
      .map((event) => {
        // Who exactly worked on it is the institution's matter; the citizen reads the unit.
        const who = reader === 'officer' ? (event.account_name ?? text.who[event.actor]) : text.who[event.actor]
        const tone = event.kind === 'noted' ? 'internal' : event.actor === 'system' ? 'system' : 'public'
        return {
          at: event.at,
          title: text.event[event.kind],
          who,
          tone,
          body: <EventBody event={event} reader={reader} />,
        }
      })
}

function EventBody({ event, reader }: { event: EventRow; reader: 'officer' | 'citizen' }) {
  const text = useMessages(messages)
  const parts: string[] = []
  if (event.kind === 'routed' && event.unit_name) parts.push(event.unit_name)
  if (event.kind === 'classified') {
    parts.push(text.class[event.class as ComplaintClass])
    if (event.theme) parts.push(text.theme[event.theme as keyof typeof text.theme])
  }
  if (event.kind === 'rejected' && isOneOf(REJECTIONS, event.reason)) parts.push(text.rejection[event.reason])
  if (event.kind === 'returned' && isOneOf(RETURNS, event.reason)) parts.push(text.returning[event.reason])
  if (event.kind === 'answered' && event.outcome) parts.push(text.outcome[event.outcome])
  if (event.kind === 'rated' && event.score) parts.push(text.rateScale[`s${event.score}` as 's1'])
  if (event.kind === 'closed' && event.actor === 'system') parts.push(text.closedBySilence)
  // Why a unit gave a case back is talk between officers.
  const words =
    event.kind === 'reopened' ? event.reason : event.kind === 'returned' && reader === 'citizen' ? null : event.body
  if (parts.length === 0 && !words) return null
  return (
    <>
      {parts.length > 0 ? <p>{parts.join(' · ')}</p> : null}
      {words ? <Prose text={words} /> : null}
    </>
  )
}

function isOneOf<T extends string>(list: readonly T[], value: string | null | undefined): value is T {
  return list.includes(value as T)
}
