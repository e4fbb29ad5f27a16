import type { NumberFormat, Size } from './figure.tsx'
import { extent, linear, type Scale, shorten, ticks } from './scale.ts'

export interface Plot {
  size: Size
  left: number
  right: number
  top: number
  bottom: number
  x: Scale
  y: Scale
  yTicks: number[]
}

interface PlotInput {
  size: Size
  count: number
  values: readonly (number | null | undefined)[]
  /** Room at the right for direct labels. */
  labelRoom: number
  /** Rows of text above the plot, for event names. */
  headRoom?: number
  zero?: boolean | undefined
  longestTick: (values: readonly number[]) => number
}

/** Position scales for a series over `count` evenly spaced periods. */
export function seriesPlot({ size, count, values, labelRoom, headRoom = 12, zero, longestTick }: PlotInput): Plot {
  const [low, high] = extent(zero ? [...values, 0] : values)
  const yTicks = ticks(low, high, size.narrow ? 3 : 4)
  const left = Math.max(28, longestTick(yTicks) * 7 + 10)
  const right = size.width - labelRoom
  const bottom = size.height - 28
  const domain = [Math.min(low, yTicks[0] ?? low), Math.max(high, yTicks.at(-1) ?? high)] as const
  return {
    size,
    left,
    right,
    top: headRoom,
    bottom,
    x: linear([0, Math.max(count - 1, 1)], [left + 8, right - 8]),
    y: linear(domain, [bottom, headRoom]),
    yTicks,
  }
}

/** Width of a letter of a wide system font at the size of the labels. */
const LETTER = 7.6

export function Axes({ plot, labels, format }: { plot: Plot; labels: readonly string[]; format: NumberFormat }) {
  const longest = Math.max(...labels.map((label) => label.length), 1)
  const room = (plot.right - plot.left) / Math.max(labels.length - 1, 1)
  // The outermost labels end at the edge instead of being centered, so they reach half their width further inwards.
  const every = Math.max(1, Math.ceil((longest * LETTER * 1.5 + 10) / room))
  const last = labels.length - 1
  return (
    <g class="axis">
      {plot.yTicks.map((tick) => (
        <g key={tick}>
          <line x1={plot.left} x2={plot.right} y1={plot.y(tick)} y2={plot.y(tick)} class="grid-line" />
          <text x={plot.left - 8} y={plot.y(tick) + 4} text-anchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      {labels.map((label, index) =>
        (last - index) % every === 0 ? (
          <text x={plot.x(index)} y={plot.bottom + 20} text-anchor={anchorFor(index, last)} key={index}>
            {label}
          </text>
        ) : null,
      )}
    </g>
  )
}

function anchorFor(index: number, last: number): 'start' | 'middle' | 'end' {
  if (last > 0 && index === last) return 'end'
  return index === 0 && last > 0 ? 'start' : 'middle'
}

/** Shifts labels apart so that none lies on another; keeps their order and stays above `bottom`. */
export function spread(positions: readonly number[], gap: number, bottom: number): number[] {
  const order = positions.map((_, index) => index).sort((a, b) => (positions[a] ?? 0) - (positions[b] ?? 0))
  const placed = [...positions]
  let least = -Infinity
  for (const index of order) {
    placed[index] = Math.max(placed[index] ?? 0, least)
    least = (placed[index] ?? 0) + gap
  }
  let most = bottom
  for (const index of order.toReversed()) {
    placed[index] = Math.min(placed[index] ?? 0, most)
    most = (placed[index] ?? 0) - gap
  }
  return placed
}

export interface ChartEvent {
  /** Position in the points, counting from 0. */
  index: number
  label: string
}

export function EventMarks({ plot, events }: { plot: Plot; events: readonly ChartEvent[] }) {
  return (
    <g class="events">
      {events.map((event) => {
        const x = plot.x(event.index)
        const late = x > (plot.left + plot.right) / 2
        const room = (late ? x : plot.size.width - x) - 5
        return (
          <g key={`${event.index}-${event.label}`}>
            <line x1={x} x2={x} y1={plot.top - 10} y2={plot.bottom} />
            <text x={late ? x - 5 : x + 5} y={plot.top - 2} text-anchor={late ? 'end' : 'start'}>
              {shorten(event.label, Math.floor(room / LETTER))}
            </text>
          </g>
        )
      })}
    </g>
  )
}
