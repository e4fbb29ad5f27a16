import { type WorkingCalendar, workingDaysBetween } from '../../platform/calendar.ts'
import { Badge, useFormat, useMessages, useRequest } from '../../platform/ui/index.ts'
import { messages } from './messages.ts'

/** A deadline in a list: how far off in working days, and the date itself. */
export function DueBadge({ due, calendar }: { due: Date; calendar: WorkingCalendar }) {
  const text = useMessages(messages)
  const format = useFormat()
  const { now } = useRequest()
  const late = due < now
  const days = late ? workingDaysBetween(calendar, due, now) : workingDaysBetween(calendar, now, due)
  const words = late ? (days > 0 ? text.lateBy(days) : text.clockState.late) : text.daysLeft(Math.max(0, days))
  return (
    <>
      <Badge tone={late ? 'danger' : days <= 1 ? 'accent' : 'neutral'} icon={late ? undefined : 'clock'}>
        {words}
      </Badge>{' '}
      <time dateTime={due.toISOString()}>{format.shortDate(due)}</time>
    </>
  )
}
