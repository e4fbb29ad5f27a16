import { workingDaysBetween } from '../../platform/calendar.ts'
import { formatDate, formatLongDate, formatTime, type Language } from '../../platform/i18n.ts'
import { Badge, Facts, useMessages, useRequest, Why } from '../../platform/ui/index.ts'
import { type Clock, clockState, skippedDays } from './clocks.ts'
import { type ComplaintTexts, messages } from './messages.ts'

/** "Rabu, 25 November 2026 pukul 16.00 WIB" */
function dueText(due: Date, language: Language, timeZone: string): string {
  return `${formatLongDate(due, language, timeZone)} ${language === 'id' ? 'pukul' : 'at'} ${formatTime(due, language, timeZone)}`
}

/** The deadline with its arithmetic: what was counted, from when, and which days were stepped over. */
export function clockArithmetic(clock: Clock, text: ComplaintTexts, language: Language): string {
  if (!clock.dueAt) return text.pausedNow
  const zone = clock.calendar.timeZone
  const since = formatLongDate(clock.startedAt, language, zone)
  const counted =
    clock.rule.unit === 'hour' ? text.hours(clock.rule.amount, since) : text.workingDays(clock.rule.amount, since)
  const skipped = skippedDays(clock).map((day) => `${formatDate(day.date, language, zone)} (${day.name})`)
  return [
    `${text.atLatest(dueText(clock.dueAt, language, zone))}: ${counted}`,
    clock.extension ? text.prolonged(clock.extension.amount) : '',
    skipped.length > 0 ? text.skipped(skipped.join(', ')) : '',
    clock.pausedDays > 0 ? text.paused(clock.pausedDays) : '',
  ]
    .filter(Boolean)
    .join('; ')
}

const OFFERS: readonly Clock['key'][] = ['reopen', 'object', 'dispute']
function isOffer({ key }: Clock): boolean {
  return OFFERS.includes(key)
}

export function ClockBadge({ clock }: { clock: Clock }) {
  const text = useMessages(messages)
  const { now } = useRequest()
  const state = clockState(clock, now)
  // An offer that has passed is not late, and an indicator is not a limit.
  if (state === 'overdue' && isOffer(clock)) return <Badge>{text.passed}</Badge>
  if (state === 'late' && clock.key === 'close') return <Badge>{text.passed}</Badge>
  if ((state === 'overdue' || state === 'late') && clock.key === 'within_day') return <Badge>{text.missed}</Badge>
  if (state === 'overdue' || state === 'late') {
    const days = workingDaysBetween(clock.calendar, clock.dueAt!, clock.endedAt ?? now)
    return <Badge tone="danger">{days > 0 ? text.lateBy(days) : text.clockState.late}</Badge>
  }
  if (state === 'running') {
    const days = workingDaysBetween(clock.calendar, now, clock.dueAt!)
    return (
      <Badge tone={days <= 1 ? 'accent' : 'info'} icon="clock">
        {text.daysLeft(Math.max(0, days))}
      </Badge>
    )
  }
  return <Badge tone={state === 'met' ? 'success' : 'neutral'}>{text.clockState[state]}</Badge>
}

/** Every clock with its rule; `plain` names them as the citizen sees them. */
export function ClockList({
  clocks,
  plain,
  unitName,
  referred,
}: {
  clocks: readonly Clock[]
  plain?: boolean
  /** Another institution has it: nobody here can promise the answer any more. */
  referred?: boolean | undefined
  /** Officers read whose calendar was counted with by name. */
  unitName?: ((unit: string) => string | undefined) | undefined
}) {
  const text = useMessages(messages)
  const { language } = useRequest()
  return (
    <Facts
      items={clocks.map((clock) => ({
        label: !plain
          ? clock.key === 'within_day'
            ? text.withinHours(String(clock.rule.amount))
            : text.clock[clock.key]
          : referred && clock.key === 'resolve' && !clock.endedAt
            ? text.clockReferred
            : text.clockPlain[clock.key],
        value: (
          <>
            <ClockBadge clock={clock} /> {capital(clockArithmetic(clock, text, language))}
          </>
        ),
        note: [
          `${text.ruleSource}: ${[clock.rule, ...(clock.extension ? [clock.extension] : [])]
            .map(({ source, verified }) => `${source}${verified ? '' : ` (${text.unverified})`}`)
            .join('; ')}`,
          clock.rule.unit === 'hour'
            ? ''
            : clock.ownCalendar
              ? text.calendarOfUnit((clock.unit && unitName?.(clock.unit)) || '')
              : text.calendarOfAll,
        ]
          .filter(Boolean)
          .join('. '),
      }))}
    />
  )
}

export function ClockExplanation({ clocks, referred }: { clocks: readonly Clock[]; referred?: boolean }) {
  const text = useMessages(messages)
  return (
    <Why label={text.allClocks}>
      <ClockList clocks={clocks} plain referred={referred} />
    </Why>
  )
}

export function capital(sentence: string): string {
  return sentence.charAt(0).toLocaleUpperCase('id') + sentence.slice(1)
}
