import { uiMessages } from '../messages.ts'
import { useMessages } from '../request.tsx'
import { Axes, type ChartEvent, EventMarks, seriesPlot, spread } from './axes.tsx'
import { type ChartFrame, Figure, type NumberFormat, type Size, useNumberFormat } from './figure.tsx'
import { linePath } from './scale.ts'

/** One limit for all periods, or one for each. */
export type Limit = number | readonly (number | null)[]

interface ControlChartProps extends ChartFrame {
  points: readonly { label: string; value: number | null; n?: number | undefined }[]
  center: Limit
  upper: Limit
  lower: Limit
  /** Positions (from 0) of points that a rule marked. */
  signals: readonly number[]
  /** What the line shows, in a word or two. */
  label: string
  events?: readonly ChartEvent[] | undefined
  format?: NumberFormat | undefined
}

function at(limit: Limit, index: number): number | null {
  return typeof limit === 'number' ? limit : (limit[index] ?? null)
}

export function ControlChart(props: ControlChartProps) {
  const { points, center, upper, lower, signals, label, events = [] } = props
  const text = useMessages(uiMessages)
  const format = useNumberFormat(props.format)
  const marked = new Set(signals)
  const limits = [
    { name: text.upper, limit: upper, style: 'limit' },
    { name: text.center, limit: center, style: 'center' },
    { name: text.lower, limit: lower, style: 'limit' },
  ]
  const withCounts = points.some((point) => point.n !== undefined)
  const table = {
    columns: [text.period, label, ...(withCounts ? ['n'] : []), text.lower, text.center, text.upper, text.signal],
    rows: points.map((point, index) => [
      point.label,
      point.value === null ? '–' : format(point.value),
      ...(withCounts ? [point.n === undefined ? '–' : String(point.n)] : []),
      ...[lower, center, upper].map((limit) => {
        const value = at(limit, index)
        return value === null ? '–' : format(value)
      }),
      marked.has(index) ? text.signalFound : '',
    ]),
  }
  function draw(size: Size) {
    const plot = seriesPlot({
      size,
      count: points.length,
      values: [
        ...points.map((point) => point.value),
        ...limits.flatMap(({ limit }) => points.map((_, index) => at(limit, index))),
      ],
      labelRoom: size.narrow ? 74 : 110,
      headRoom: events.length > 0 ? 28 : 12,
      longestTick: (values) => Math.max(...values.map((value) => format(value).length)),
    })
    const ends = limits.map(({ limit }) => at(limit, points.length - 1) ?? at(limit, 0) ?? 0)
    const labelY = spread(
      ends.map((value) => plot.y(value)),
      15,
      plot.bottom,
    )
    return (
      <>
        <Axes plot={plot} labels={points.map((point) => point.label)} format={format} />
        <EventMarks plot={plot} events={events} />
        {limits.map(({ name, limit, style }, index) => (
          <g key={name}>
            <path
              class={`line-${style}`}
              d={linePath(points.map((_, position) => [plot.x(position), position2y(limit, position, plot.y)]))}
            />
            <text class="line-label" x={plot.right + 2} y={(labelY[index] ?? 0) + 4}>
              {name}
            </text>
          </g>
        ))}
        <path
          class="line line-1"
          d={linePath(points.map((point, index) => [plot.x(index), point.value === null ? null : plot.y(point.value)]))}
        />
        {points.map((point, index) =>
          point.value === null ? null : marked.has(index) ? (
            <path class="signal" d={diamond(plot.x(index), plot.y(point.value))} key={index} />
          ) : (
            <circle class="dot" cx={plot.x(index)} cy={plot.y(point.value)} r="3" key={index} />
          ),
        )}
      </>
    )
  }
  return <Figure {...props} note={props.note} height={260} table={table} draw={draw} />
}

function position2y(limit: Limit, index: number, y: (value: number) => number): number | null {
  const value = at(limit, index)
  return value === null ? null : y(value)
}

/** A shape of its own, so that a signal is seen without color. */
function diamond(x: number, y: number): string {
  return `M${x} ${y - 7}l7 7l-7 7l-7 -7Z`
}
