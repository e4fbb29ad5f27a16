import { formatMonth } from '../../platform/i18n.ts'
import {
  Badge,
  Facts,
  Sparkline,
  Stat,
  Unverified,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import type { Period } from './period.ts'
import type { Figure, Input, Scale, Verdict } from './score.ts'
import type { Line } from './scorecard.ts'

const HOURS_SHOWN = 72

/** The rules a figure was computed by, in words; the satisfaction survey has rules of its own. */
export function useVersionName(): (version: string) => string {
  const text = useMessages(messages)
  const format = useFormat()
  return (version) => (version === 'skm' ? text.skmRule : format.version(version))
}

/** "Triwulan 3 2026", "Oktober 2026", "Tahun 2026"; short for the axis of a chart. */
export function usePeriodName(): (period: Period, short?: boolean) => string {
  const text = useMessages(messages)
  const { language } = useRequest()
  return ({ key, kind, from }, short) => {
    const year = from.slice(0, 4)
    if (kind === 'year') return short ? year : text.year(year)
    if (kind === 'quarter')
      return short ? text.quarterShort(key.slice(-1), year.slice(2)) : text.quarter(key.slice(-1), year)
    return formatMonth(from, language, short ? 'short' : 'long')
  }
}

/** A value as people read it: 87,5 %, 31 jam, 4,2 hari, 82,31, or a number with its own unit of measure. */
export function useValue(): (value: number, scale: Scale, measure?: string) => string {
  const text = useMessages(messages)
  const format = useFormat()
  return (value, scale, measure = '') => {
    if (scale === 'share') return format.percent(value)
    if (scale === 'index') return format.number(value, 2)
    if (scale === 'hours')
      return value <= HOURS_SHOWN ? text.hours(format.number(value)) : text.days(format.number(value / 24, 1))
    return measure === '%' ? format.percent(value / 100) : `${format.number(value)} ${measure}`.trim()
  }
}

export function useLineName(): (line: Pick<Line, 'template' | 'indicator'>) => string {
  const text = useMessages(messages)
  return ({ template, indicator }) => (template.recorded && indicator ? indicator.name : text.templates[template.code])
}

const TONES = { reached: 'success', missed: 'danger', unclear: 'neutral', pending: 'info', none: 'neutral' } as const

export function VerdictBadge({ verdict }: { verdict: Verdict }) {
  const text = useMessages(messages)
  return verdict === 'none' ? null : <Badge tone={TONES[verdict]}>{text.verdicts[verdict]}</Badge>
}

export function ChangeBadge({ line }: { line: Line }) {
  const text = useMessages(messages)
  if (line.change === 'same') return null
  return <Badge tone={line.change === 'better' ? 'success' : 'warning'}>{text.changes[line.change]}</Badge>
}

/** The figure, what it is judged by, its own past, and where it comes from. */
export function LineStat({ line, href }: { line: Line; href?: string | undefined }) {
  const text = useMessages(messages)
  const format = useFormat()
  const show = useValue()
  const name = useLineName()(line)
  const { figure, scale, indicator, target } = line
  const measure = indicator?.measure
  const values = line.trend.map((one) => one.value)
  return (
    <Stat
      label={name}
      href={href}
      value={
        figure.value === null ? <span class="stat-unsure">{text.unsure}</span> : show(figure.value, scale, measure)
      }
      interval={
        figure.interval && figure.value !== null
          ? text.interval(show(figure.interval.low, scale, measure), show(figure.interval.high, scale, measure))
          : undefined
      }
      tone={line.verdict === 'missed' ? 'danger' : line.change === 'worse' ? 'warning' : 'neutral'}
      note={
        <>
          {figure.missing ? `${text.missing[figure.missing]} ` : null}
          {figure.value !== null && figure.n > 1 ? `${text.of(format.number(figure.n))}. ` : null}
          {indicator && target !== undefined
            ? text.target(show(target, scale, measure), format.shortDate(indicator.due_on))
            : text.noTarget}
        </>
      }
    >
      {values.filter((value) => value !== null).length > 1 ? (
        <Sparkline values={values} label={text.sparkline(name, format.number(values.length))} />
      ) : null}
      <p class="badges">
        <VerdictBadge verdict={figure.value === null ? 'none' : line.verdict} /> <ChangeBadge line={line} />
      </p>
      <Why label={text.why}>
        <Origin line={line} />
      </Why>
    </Stat>
  )
}

/** Formula, counts, rule version and source of one figure. */
export function Origin({ line }: { line: Line }) {
  const text = useMessages(messages)
  const versionOf = useVersionName()
  const { template, figure } = line
  return (
    <>
      <p>{text.formulas[template.code]}</p>
      <Counts figure={figure} />
      <Facts
        items={[
          { label: text.ruleVersion, value: versionOf(line.ruleVersion) },
          {
            label: text.source,
            value: (
              <>
                {template.source} <Unverified rule={template} />
              </>
            ),
          },
        ]}
      />
    </>
  )
}

function Counts({ figure }: { figure: Figure }) {
  const text = useMessages(messages)
  const format = useFormat()
  if (figure.inputs.length === 0) return null
  const say = ({ key, value }: Input) => (key === 'censored' ? format.percent(value) : format.number(value))
  return <Facts items={figure.inputs.map((input) => ({ label: text.inputs[input.key], value: say(input) }))} />
}
