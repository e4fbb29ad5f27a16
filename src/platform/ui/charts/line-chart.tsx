import { uiMessages } from '../messages.ts'
import { useMessages } from '../request.tsx'
import { Axes, type ChartEvent, EventMarks, seriesPlot, spread } from './axes.tsx'
import { type ChartFrame, Figure, type NumberFormat, type Size, useNumberFormat } from './figure.tsx'
import { bandPath, folded, linePath } from './scale.ts'

export interface Series {
  label: string
  /** One for each label of the chart; null is a gap. */
  values: readonly (number | null)[]
  low?: readonly (number | null)[] | undefined
  high?: readonly (number | null)[] | undefined
  /** 'muted' for what is only compared with. */
  tone?: 'main' | 'accent' | 'muted' | undefined
}

interface LineChartProps extends ChartFrame {
  /** The periods under the axis. */
  labels: readonly string[]
  series: readonly Series[]
  events?: readonly ChartEvent[] | undefined
  target?: { value: number; label: string } | undefined
  /** Begin the scale at zero; for counts. */
  zero?: boolean | undefined
  format?: NumberFormat | undefined
}

const LINES = { main: 'line-1', accent: 'line-2', muted: 'line-3' } as const

export function LineChart(props: LineChartProps) {
  const { labels, series, events = [], target, zero } = props
  const text = useMessages(uiMessages)
  const format = useNumberFormat(props.format)
  const show = (value: number | null | undefined) => (value === null || value === undefined ? '–' : format(value))
  const table = {
    columns: [
      text.period,
      ...series.flatMap((line) =>
        line.low ? [line.label, `${text.low} (${line.label})`, `${text.high} (${line.label})`] : [line.label],
      ),
    ],
    rows: labels.map((label, index) => [
      label,
      ...series.flatMap((line) =>
        line.low
          ? [show(line.values[index]), show(line.low[index]), show(line.high?.[index])]
          : [show(line.values[index])],
      ),
    ]),
  }
  function draw(size: Size) {
    const longest = Math.max(...series.map((line) => line.label.length), target?.label.length ?? 0, 4)
    const plot = seriesPlot({
      size,
      count: labels.length,
      values: [...series.flatMap((line) => [...line.values, ...(line.low ?? []), ...(line.high ?? [])]), target?.value],
      labelRoom: Math.min(longest * 7.6 + 14, size.width * (size.narrow ? 0.28 : 0.25)),
      headRoom: events.length > 0 ? 28 : 12,
      zero,
      longestTick: (values) => Math.max(...values.map((value) => format(value).length)),
    })
    const lasts = series.map((line) => {
      const index = line.values.findLastIndex((value) => value !== null)
      return { index, y: plot.y(line.values[index] ?? plot.y.domain[0]) }
    })
    const named = target ? [...lasts.map((last) => last.y), plot.y(target.value)] : lasts.map((last) => last.y)
    const limit = Math.floor((size.width - plot.right - 4) / 7)
    const tall = [...series, ...(target ? [target] : [])].some(({ label }) => folded(label, limit).length > 1)
    const labelY = spread(named, tall ? 30 : 15, plot.bottom)
    return (
      <>
        <Axes plot={plot} labels={labels} format={format} />
        <EventMarks plot={plot} events={events} />
        {target ? (
          <g>
            <line
              class="line-target"
              x1={plot.left}
              x2={plot.right}
              y1={plot.y(target.value)}
              y2={plot.y(target.value)}
            />
            <LineLabel
              tone="label-target"
              x={plot.right + 4}
              y={labelY.at(-1) ?? 0}
              words={folded(target.label, limit)}
            />
          </g>
        ) : null}
        {series.map((line, order) => {
          const style = LINES[line.tone ?? (order === 0 ? 'main' : order === 1 ? 'accent' : 'muted')]
          const points = line.values.map(
            (value, index) => [plot.x(index), value === null ? null : plot.y(value)] as const,
          )
          const last = lasts[order]
          return (
            <g key={line.label}>
              {line.low && line.high ? (
                <path
                  class={`band ${style}`}
                  d={bandPath(
                    labels.map((_, index) => [
                      plot.x(index),
                      edge(line.low, index, plot.y),
                      edge(line.high, index, plot.y),
                    ]),
                  )}
                />
              ) : null}
              <path class={`line ${style}`} d={linePath(points)} />
              {last && last.index >= 0 ? (
                <circle class={`end ${style}`} cx={plot.x(last.index)} cy={last.y} r="4" />
              ) : null}
              <LineLabel tone={style} x={plot.right + 4} y={labelY[order] ?? 0} words={folded(line.label, limit)} />
            </g>
          )
        })}
      </>
    )
  }
  return <Figure {...props} height={260} table={table} draw={draw} />
}

interface LineLabelProps {
  tone: string
  x: number
  y: number
  words: readonly [string, string?]
}

function LineLabel({ tone, x, y, words: [first, second] }: LineLabelProps) {
  return (
    <text class={`line-label ${tone}`} x={x} y={second ? y - 4 : y + 4}>
      {first}
      {second ? (
        <tspan x={x} dy="14">
          {second}
        </tspan>
      ) : null}
    </text>
  )
}

function edge(values: Series['low'], index: number, y: (value: number) => number): number | null {
  const value = values?.[index]
  return value === null || value === undefined ? null : y(value)
}
