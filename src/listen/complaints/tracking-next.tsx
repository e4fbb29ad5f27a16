import { Notice, useFormat, useMessages, useRequest } from '../../platform/ui/index.ts'
import { ClockBadge, capital, clockArithmetic } from './clock-views.tsx'
import { type Clock, nextClock } from './clocks.ts'
import { messages } from './messages.ts'
import type { Status } from './model.ts'
import type { EventRow } from './rows.ts'
import { trackingMessages } from './tracking-messages.ts'

type NextProps = {
  status: Status
  clocks: readonly Clock[]
  events: readonly EventRow[]
  /** Whom it was passed to is for its reporter; who knows only the number reads that it was. */
  named?: boolean | undefined
}

/** What the citizen waits for, and until when. */
export function NextDeadline({ status, clocks, events, named }: NextProps) {
  const text = useMessages(messages)
  const words = useMessages(trackingMessages)
  const format = useFormat()
  const { language } = useRequest()
  const next = nextClock(clocks)
  const time = next ? (
    <p>
      <ClockBadge clock={next} /> {capital(clockArithmetic(next, text, language))}.
    </p>
  ) : null
  const passed = status === 'referred' ? events.findLast(({ kind }) => kind === 'referred') : undefined
  // Another institution decides when it answers: no promise of ours, only the time that goes on being counted.
  if (passed)
    return (
      <Notice tone="info" title={words.elsewhere((named && passed.reason) || null, format.date(passed.at))}>
        <p>{words.referredLead}</p>
        {time ? (
          <>
            <p>{words.referredClock}</p>
            {time}
          </>
        ) : null}
      </Notice>
    )
  return next ? (
    <Notice tone={status === 'incomplete' ? 'warning' : 'info'} title={text.clockPlain[next.key]}>
      {time}
    </Notice>
  ) : null
}
