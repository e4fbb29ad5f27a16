import { useFormat } from '../request.tsx'
import { type ChartFrame, Figure, type Size } from './figure.tsx'
import { shorten } from './scale.ts'

interface DivergingChartProps extends ChartFrame {
  /** Names of the points from best to worst; an odd number, the middle one is neutral. */
  points: readonly string[]
  /** Heads of the table's columns for the thing rated, its answers and the satisfied share. */
  heads: { item: string; n: string; top: string }
  rows: readonly {
    label: string
    /** One count per point, from best to worst. */
    counts: readonly number[]
    /** Share of the two best points with its interval, as text. */
    top: string
  }[]
}

const PITCH = 52
/** Where a name leaves no room for the value beside it, the value stands in a line of its own. */
const LINE = 18
/** Widths of a letter of a name and of a value. */
const LETTER = 7.2
const DIGIT = 7.5

/** Answers on a scale with a middle: the better ones to the right of the line, the worse ones to its left. */
export function DivergingChart(props: DivergingChartProps) {
  const { points, rows, heads } = props
  const format = useFormat()
  const table = {
    columns: [heads.item, ...points, heads.n, heads.top],
    rows: rows.map((row) => [
      row.label,
      ...row.counts.map((count) => format.number(count)),
      format.number(sum(row.counts)),
      row.top,
    ]),
  }
  const longest = Math.max(...rows.map(({ label, top }) => label.length * LETTER + top.length * DIGIT + 10), 0)
  const pitchOf = ({ width }: Pick<Size, 'width'>) => (longest > width ? PITCH + LINE : PITCH)
  function draw(size: Size) {
    const pitch = pitchOf(size)
    const line = pitch - PITCH
    const room = line > 0 ? size.width / LETTER : Number.POSITIVE_INFINITY
    const middle = (points.length - 1) / 2
    const shares = rows.map(({ counts }) => counts.map((count) => count / (sum(counts) || 1)))
    const good = Math.max(...shares.map((row) => sum(row.slice(0, middle)) + row[middle]! / 2), 0.05)
    const bad = Math.max(...shares.map((row) => sum(row.slice(middle + 1)) + row[middle]! / 2), 0.05)
    const unit = size.width / (good + bad)
    const zero = bad * unit
    return (
      <>
        <line class="line-center" x1={zero} x2={zero} y1="0" y2={rows.length * pitch} />
        {rows.map((row, index) => {
          const y = index * pitch
          // From the worst at the far left to the best at the far right.
          let x = zero - (sum(shares[index]!.slice(middle + 1)) + shares[index]![middle]! / 2) * unit
          return (
            <g key={row.label}>
              <text class="bar-label" x="0" y={y + 14}>
                {shorten(row.label, Math.floor(room))}
              </text>
              <text
                class="bar-value"
                x={line > 0 ? 0 : size.width}
                y={y + line + 14}
                text-anchor={line > 0 ? undefined : 'end'}
              >
                {row.top}
              </text>
              {shares[index]!.toReversed().map((share, place) => {
                const from = x
                const width = share * unit
                x += width
                const point = points.length - place
                return (
                  <g key={place}>
                    <rect
                      class={`diverging-${point}`}
                      x={round(from)}
                      y={y + line + 21}
                      width={round(width)}
                      height="18"
                    />
                    {width > 34 ? (
                      <text
                        class={`diverging-label diverging-on-${point}`}
                        x={round(from + width / 2)}
                        y={y + line + 34.5}
                        text-anchor="middle"
                      >
                        {format.percent(share)}
                      </text>
                    ) : null}
                  </g>
                )
              })}
            </g>
          )
        })}
      </>
    )
  }
  return <Figure {...props} height={(size) => Math.max(rows.length, 1) * pitchOf(size)} table={table} draw={draw} />
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
