import { uiMessages } from '../messages.ts'
import { useMessages } from '../request.tsx'
import { type ChartFrame, Figure, type NumberFormat, type Size, useNumberFormat } from './figure.tsx'
import { extent, linear, linePath, shorten, ticks } from './scale.ts'

interface Point {
  label: string
  n: number
  value: number
  outside: boolean
}

interface FunnelChartProps extends ChartFrame {
  points: readonly Point[]
  label: { x: string; y: string; center: string }
  /** The share of all together, around which the funnel opens. */
  center: number
  /** The limits at so many cases, the narrower pair first. */
  limits: (n: number) => readonly { lower: number; upper: number }[]
  format?: NumberFormat | undefined
}

const STEPS = 48
/** More names would lie on each other; the table has them. */
const MOST_NAMES = 20
/** In the table: those outside, then of the others as many as this leaves. */
const MOST_ROWS = 60

/** Shares against how many cases they rest on: small units scatter widely, so no table of ranks is made of them. */
export function FunnelChart(props: FunnelChartProps) {
  const { points, label, center, limits } = props
  const text = useMessages(uiMessages)
  const format = useNumberFormat(props.format)
  const whole = useNumberFormat(undefined)
  const told = points.toSorted((one, other) => Number(other.outside) - Number(one.outside))
  const table = {
    columns: [text.item, label.x, label.y],
    rows: told.slice(0, MOST_ROWS).map((point): string[] => [point.label, whole(point.n), format(point.value)]),
  }
  if (told.length > MOST_ROWS) table.rows.push([text.moreWithin(whole(told.length - MOST_ROWS)), '', ''])
  function draw(size: Size) {
    const most = Math.max(...points.map((point) => point.n), 10)
    const [low, high] = extent([
      ...points.map((point) => point.value),
      center,
      Math.max(0, center - 0.1),
      Math.min(1, center + 0.1),
    ])
    const marks = ticks(low, high, 4).filter((mark) => mark >= 0 && mark <= 1)
    const left = Math.max(...marks.map((mark) => format(mark).length), 4) * 7 + 12
    const bottom = size.height - 46
    const x = linear([0, most * 1.04], [left, size.width - 8])
    const y = linear([Math.min(low, marks[0] ?? low), Math.max(high, marks.at(-1) ?? high)], [bottom, 18])
    const [floor, top] = y.domain
    const at = Array.from({ length: STEPS }, (_, step) => 1 + (most * step) / (STEPS - 1))
    const pairs = limits(most).length
    // A limit outside the drawn range is left away instead of being drawn along the edge.
    const edge = (pair: number, end: 'lower' | 'upper') =>
      linePath(
        at.map((n) => {
          const value = limits(n)[pair]![end]
          return [x(n), value < floor || value > top ? null : y(value)]
        }),
      )
    const named = points.filter((point) => point.outside).length <= MOST_NAMES
    // Dots that would lie on each other are drawn once.
    const dots = new Map(
      points.flatMap((point) => {
        const [cx, cy] = [Math.round(x(point.n)), Math.round(y(point.value))]
        return point.outside ? [] : [[`${cx} ${cy}`, <circle class="dot" cx={cx} cy={cy} r="5" key={`${cx} ${cy}`} />]]
      }),
    )
    return (
      <>
        <g class="axis">
          {marks.map((mark) => (
            <g key={mark}>
              <line class="grid-line" x1={left} x2={size.width - 8} y1={y(mark)} y2={y(mark)} />
              <text x={left - 8} y={y(mark) + 4} text-anchor="end">
                {format(mark)}
              </text>
            </g>
          ))}
          {ticks(0, most, size.narrow ? 3 : 5)
            .filter((mark) => mark <= most * 1.04)
            .map((mark) => (
              <text x={x(mark)} y={bottom + 18} text-anchor="middle" key={mark}>
                {whole(mark)}
              </text>
            ))}
          <text class="axis-name" x={(left + size.width) / 2} y={bottom + 38} text-anchor="middle">
            {label.x}
          </text>
        </g>
        {Array.from({ length: pairs }, (_, pair) => (
          <g key={pair}>
            <path class="line-limit" d={edge(pair, 'lower')} />
            <path class="line-limit" d={edge(pair, 'upper')} />
          </g>
        ))}
        <line class="line-center" x1={left} x2={size.width - 8} y1={y(center)} y2={y(center)} />
        <text class="line-label" x={size.width - 8} y={y(center) - 6} text-anchor="end">
          {`${label.center} ${format(center)}`}
        </text>
        {points.map((point) =>
          point.outside ? (
            <g key={point.label}>
              <rect
                class="signal"
                x={x(point.n) - 5}
                y={y(point.value) - 5}
                width="10"
                height="10"
                transform={`rotate(45 ${x(point.n)} ${y(point.value)})`}
              />
              {named ? (
                <text
                  class="line-label"
                  x={x(point.n) + (x(point.n) > size.width / 2 ? -10 : 10)}
                  y={y(point.value) + 4}
                  text-anchor={x(point.n) > size.width / 2 ? 'end' : 'start'}
                >
                  {shorten(point.label, size.narrow ? 14 : 30)}
                </text>
              ) : null}
            </g>
          ) : null,
        )}
        {[...dots.values()]}
      </>
    )
  }
  return <Figure {...props} height={300} table={table} draw={draw} />
}
