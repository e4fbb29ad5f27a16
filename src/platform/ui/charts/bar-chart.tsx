import { uiMessages } from '../messages.ts'
import { useMessages } from '../request.tsx'
import { type ChartFrame, type ChartTable, Figure, type NumberFormat, type Size, useNumberFormat } from './figure.tsx'
import { extent, linear, shortenMiddle } from './scale.ts'

interface BarChartProps extends ChartFrame {
  bars: readonly {
    label: string
    value: number
    /** Behind the value: "dari 412". */
    note?: string | undefined
    tone?: 'main' | 'accent' | 'muted' | undefined
    /** Opens from the table under the chart: a picture with a name cannot hold links. */
    href?: string | undefined
  }[]
  /** What the bars measure; a column head of the table. */
  label?: string | undefined
  target?: { value: number; label: string } | undefined
  /** Beneath the picture, where it tells more than the bars do. */
  table?: ChartTable | undefined
  format?: NumberFormat | undefined
}

/** Lying bars from zero, each with its name and value on it. */
export function BarChart(props: BarChartProps) {
  const { bars, label, target } = props
  const text = useMessages(uiMessages)
  const format = useNumberFormat(props.format)
  const table = props.table ?? {
    columns: [text.item, label ?? text.value],
    rows: bars.map((bar) => [
      bar.href ? <a href={bar.href}>{bar.label}</a> : bar.label,
      bar.note ? `${format(bar.value)} ${bar.note}` : format(bar.value),
    ]),
  }
  const head = target ? 20 : 0
  const pitch = 44
  function draw(size: Size) {
    const notes = bars.map((bar) => (bar.note ? `${format(bar.value)} ${bar.note}` : format(bar.value)))
    const longest = Math.max(...notes.map((note) => note.length), 2) * 7 + 12
    // Where long values would leave the bars no room, they stand above them.
    const above = longest > size.width / 2.5
    const valueRoom = above ? 0 : longest
    const [low, high] = extent([...bars.map((bar) => bar.value), target?.value, 0])
    const x = linear([Math.min(low, 0), high], [0, size.width - valueRoom])
    const goal = target ? x(target.value) : 0
    return (
      <>
        {bars.map((bar, index) => {
          const y = head + index * pitch
          const from = Math.min(x(0), x(bar.value))
          const length = Math.max(Math.abs(x(bar.value) - x(0)), 1)
          const name = (
            <text class="bar-label" x="0" y={y + 14}>
              {shortenMiddle(bar.label, Math.floor((size.width - (above ? longest : 0)) / 7))}
            </text>
          )
          return (
            <g key={bar.label}>
              {name}
              <rect class={`bar bar-${bar.tone ?? 'main'}`} x={from} y={y + 20} width={length} height="14" rx="2" />
              <text
                class="bar-value"
                x={above ? size.width : from + length + 6}
                y={above ? y + 14 : y + 31.5}
                text-anchor={above ? 'end' : undefined}
              >
                {notes[index]}
              </text>
            </g>
          )
        })}
        {target ? (
          <g>
            <line class="line-target" x1={goal} x2={goal} y1="16" y2={head + bars.length * pitch - 6} />
            <text class="line-label label-target" x={goal} y="11" text-anchor={goal > size.width / 2 ? 'end' : 'start'}>
              {`${target.label} ${format(target.value)}`}
            </text>
          </g>
        ) : null}
      </>
    )
  }
  return <Figure {...props} height={head + Math.max(bars.length, 1) * pitch} table={table} draw={draw} />
}
