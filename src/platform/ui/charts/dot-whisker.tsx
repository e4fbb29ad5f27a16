import { uiMessages } from '../messages.ts'
import { useMessages } from '../request.tsx'
import { type ChartFrame, Figure, type NumberFormat, type Size, useNumberFormat } from './figure.tsx'
import { extent, linear, shorten, ticks } from './scale.ts'

interface DotWhiskerProps extends ChartFrame {
  rows: readonly {
    label: string
    value: number
    low: number
    high: number
    tone?: 'main' | 'accent' | 'muted' | undefined
  }[]
  /** Name of the axis, with its unit: "Perubahan indeks (poin)". */
  label: string
  /** The line that means "no effect". */
  reference?: { value: number; label: string } | undefined
  /** What lies left and right of the reference: ["memburuk", "membaik"]. */
  sides?: readonly [string, string] | undefined
  /** Whiskers that reach further end here with an arrow, so that the rest stays readable; the table has the figure. */
  most?: number | undefined
  format?: NumberFormat | undefined
}

/** So close to an edge a centered name would be cut. */
const EDGE = 56
/** Width of a letter of a name. */
const LETTER = 6.8

export function DotWhisker(props: DotWhiskerProps) {
  const { rows, label, reference, sides, most = Number.POSITIVE_INFINITY } = props
  const text = useMessages(uiMessages)
  const format = useNumberFormat(props.format)
  const table = {
    columns: [text.item, label, text.low, text.high],
    rows: rows.map((row) => [row.label, format(row.value), format(row.low), format(row.high)]),
  }
  const pitch = 52
  const head = reference ? 26 : 6
  const height = head + rows.length * pitch + (sides ? 68 : 48)
  function draw(size: Size) {
    const [low, high] = extent([...rows.flatMap((row) => [row.low, Math.min(row.high, most)]), reference?.value])
    const marks = ticks(low, high, size.narrow ? 4 : 6)
    const x = linear([Math.min(low, marks[0] ?? low), Math.max(high, marks.at(-1) ?? high)], [24, size.width - 24])
    const bottom = head + rows.length * pitch
    const zero = reference ? x(reference.value) : 0
    const longest = Math.max(...marks.map((mark) => format(mark).length))
    const every = Math.ceil((longest * 7.6 + 10) / ((size.width - 48) / Math.max(marks.length - 1, 1)))
    const start = Math.max(marks.indexOf(reference?.value ?? Number.NaN), 0) % every
    return (
      <>
        <g class="axis">
          {marks.map((mark, index) => (
            <g key={mark}>
              <line class="grid-line" x1={x(mark)} x2={x(mark)} y1={head} y2={bottom} />
              {index % every === start ? (
                <text x={x(mark)} y={bottom + 18} text-anchor="middle">
                  {format(mark)}
                </text>
              ) : null}
            </g>
          ))}
          <text class="axis-name" x={size.width / 2} y={bottom + 40} text-anchor="middle">
            {shorten(label, Math.floor(size.width / 6.5))}
          </text>
        </g>
        {reference ? (
          <g class="reference-line">
            <line x1={zero} x2={zero} y1={head - 6} y2={bottom} />
            <text
              x={zero}
              y={head - 12}
              text-anchor={zero < EDGE ? 'start' : zero > size.width - EDGE ? 'end' : 'middle'}
            >
              {reference.label}
            </text>
          </g>
        ) : null}
        {sides ? (
          <g class="sides">
            <text x="0" y={bottom + 60}>
              {`← ${sides[0]}`}
            </text>
            <text x={size.width} y={bottom + 60} text-anchor="end">
              {`${sides[1]} →`}
            </text>
          </g>
        ) : null}
        {rows.map((row, index) => {
          const y = head + index * pitch + 34
          const end = x(Math.min(row.high, most))
          const figure = format(row.value)
          const name = `${shorten(row.label, Math.floor(size.width / LETTER) - figure.length - 1)} ${figure}`
          const place = placeOf(x(row.value), name.length * LETTER, size.width)
          return (
            <g class={`whisker whisker-${row.tone ?? 'main'}`} key={row.label}>
              <text class="bar-label" x={place.x} y={y - 14} text-anchor={place.anchor}>
                {name}
              </text>
              <line x1={x(row.low)} x2={end} y1={y} y2={y} />
              <line class="cap" x1={x(row.low)} x2={x(row.low)} y1={y - 5} y2={y + 5} />
              {row.high > most ? (
                <path class="beyond" d={`M${end - 1} ${y - 6}l8 6l-8 6`} />
              ) : (
                <line class="cap" x1={end} x2={end} y1={y - 5} y2={y + 5} />
              )}
              <circle cx={x(row.value)} cy={y} r="6" />
            </g>
          )
        })}
      </>
    )
  }
  return <Figure {...props} height={height} table={table} draw={draw} />
}

/** Above its dot, or as near to it as a name of this length fits into the picture. */
function placeOf(x: number, length: number, width: number): { x: number; anchor: 'start' | 'middle' | 'end' } {
  const side = x < width / 3 ? 'start' : x > (width * 2) / 3 ? 'end' : 'middle'
  const left = side === 'start' ? x : side === 'end' ? x - length : x - length / 2
  if (left < 0) return { x: 0, anchor: 'start' }
  return left + length > width ? { x: width, anchor: 'end' } : { x, anchor: side }
}
