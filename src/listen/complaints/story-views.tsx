import type { ComponentChildren } from 'preact'
import { Prose, type TimelineItem, useMessages, useTermOn } from '../../platform/ui/index.ts'
import { disclosureMessages } from './disclosure/messages.ts'
import { type ComplaintTexts, messages } from './messages.ts'
import {
  ARCHIVINGS,
  CONCLUSIONS,
  citizenSees,
  DISPUTE_RULINGS,
  OBJECTION_DECISIONS,
  POSTPONEMENTS,
  REJECTIONS,
  RETURNS,
} from './model.ts'
import type { EventRow } from './rows.ts'

/**
 * A story as timeline entries: all of it for officers, what concerns the citizen for the citizen. `own` is the report
 * of the citizen who reads: what they did themselves is told as theirs, also where several wait for one matter.
 */
export function useStory(): (events: readonly EventRow[], reader: Reader, own?: string) => TimelineItem[] {
  const text = useMessages(messages)
  const disclosure = useMessages(disclosureMessages)
  const term = {
    channel: useTermOn('channel'),
    class: useTermOn('class'),
    theme: useTermOn('theme'),
    objection: useTermOn('objection'),
    decision: disclosure.decision,
    ruling: disclosure.ruling,
  }
  return (events, reader, own) =>
    events
      .filter((event) => reader === 'officer' || citizenSees(event.kind))
      .map((event) => {
        // Who exactly worked on it is the institution's matter; the citizen reads the unit.
        const theirs = own !== undefined && event.actor === 'citizen' && (event.voice_id ?? event.complaint_id) === own
        const other = own !== undefined && event.actor === 'citizen' && !theirs
        const joined = (reader === 'officer' && event.voice_id) || other
        const side = theirs ? text.you : joined ? text.whoJoined : text.who[event.actor]
        const person = reader === 'officer' ? (event.account_name ?? side) : side
        const who = event.channel ? `${person}, ${text.via(term.channel(event.channel, event.at))}` : person
        const tone =
          event.kind === 'noted' || event.kind === 'investigated'
            ? 'internal'
            : event.actor === 'system'
              ? 'system'
              : 'public'
        return {
          at: event.at,
          title:
            event.kind === 'reopened' && event.actor === 'system'
              ? event.reason === 'dispute'
                ? disclosure.reopenedByRuling
                : disclosure.reopened
              : other && event.kind === 'reopened'
                ? text.reopenedByOther
                : titleOf(event, reader, text),
          who,
          tone,
          body: bodyOf(event, reader, text, term),
        }
      })
}

type Reader = 'officer' | 'citizen'
/** A step is told in the words of its day: what was decided then was called so. */
type Terms = Readonly<Record<'channel' | 'class' | 'theme' | 'objection', ReturnType<typeof useTermOn>>> & {
  decision: Readonly<Record<(typeof OBJECTION_DECISIONS)[number], string>>
  ruling: Readonly<Record<(typeof DISPUTE_RULINGS)[number], string>>
}

function titleOf(event: EventRow, reader: Reader, text: ComplaintTexts): string {
  const officer: Partial<Record<EventRow['kind'], string>> = text.eventOfficer
  if (event.kind === 'completed' && event.actor === 'system') return text.goesOn
  return (reader === 'officer' ? officer[event.kind] : undefined) ?? text.event[event.kind]
}

function bodyOf(event: EventRow, reader: Reader, text: ComplaintTexts, term: Terms): ComponentChildren {
  const facts = factsOf(event, text, term).join(' · ')
  // Why a unit gave a case back is talk between officers.
  const hidden = event.kind === 'returned' && reader === 'citizen'
  const words =
    event.kind === 'reopened' ? (event.actor === 'system' ? null : event.reason) : hidden ? null : event.body
  if (!facts && !words) return undefined
  return (
    <>
      {facts ? <p>{facts}</p> : null}
      {words ? <Prose text={words} /> : null}
    </>
  )
}

function factsOf(event: EventRow, text: ComplaintTexts, term: Terms): string[] {
  switch (event.kind) {
    case 'routed':
      return event.unit_name ? [event.unit_name] : []
    case 'classified':
      return [
        ...(event.class ? [term.class(event.class, event.at)] : []),
        ...(event.theme ? [term.theme(event.theme, event.at)] : []),
      ]
    case 'rejected':
      return isOneOf(REJECTIONS, event.reason) ? [text.rejection[event.reason]] : []
    case 'returned':
      return isOneOf(RETURNS, event.reason) ? [text.returning[event.reason]] : []
    case 'postponed':
      return isOneOf(POSTPONEMENTS, event.reason) ? [text.postponement[event.reason]] : []
    case 'archived':
      return isOneOf(ARCHIVINGS, event.reason) ? [text.archiving[event.reason]] : []
    case 'investigated':
      return isOneOf(CONCLUSIONS, event.reason) ? [text.conclusion[event.reason]] : []
    case 'referred':
      return event.reason ? [event.reason] : []
    case 'answered':
      return event.outcome ? [text.outcome[event.outcome]] : []
    case 'completed':
      return event.actor === 'system' ? [text.goesOnWhy] : []
    case 'merged':
      return [event.reason === 'into' ? text.mergedInto : text.mergedFrom]
    case 'objected':
      return event.reason ? [term.objection(event.reason, event.at)] : []
    case 'objection_decided':
      return isOneOf(OBJECTION_DECISIONS, event.reason) ? [term.decision[event.reason]] : []
    case 'dispute_decided':
      return isOneOf(DISPUTE_RULINGS, event.reason) ? [term.ruling[event.reason]] : []
    case 'rated':
      return event.score ? [text.rateScale[`s${event.score}` as 's1']] : []
    case 'closed':
      if (event.reason === 'withdrawn') return [text.archiving.withdrawn]
      return event.actor === 'system' ? [text.closedBySilence] : []
    default:
      return []
  }
}

function isOneOf<T extends string>(list: readonly T[], value: string | null | undefined): value is T {
  return list.includes(value as T)
}
