import type { ComponentChildren, VNode } from 'preact'
import { uiMessages } from '../messages.ts'
import { useFormat, useMessages } from '../request.tsx'
import { ScrollArea } from '../scroll-area.tsx'

export interface Size {
  width: number
  height: number
  /** Drawn for a phone: fewer ticks, shorter labels. */
  narrow: boolean
}

export interface ChartTable {
  columns: readonly string[]
  /** The first cell of each row is its header. */
  rows: readonly (readonly ComponentChildren[])[]
  /** Its name, where several figures of a page may find the same. */
  caption?: string
}

export interface ChartFrame {
  /** The finding: "Keramahan turun sejak Maret, di luar variasi biasa". */
  title: string
  /** What is drawn. */
  subtitle?: string | undefined
  /** Source, rule version, number of respondents. */
  note?: ComponentChildren
}

interface FigureProps extends ChartFrame {
  /** A function where narrow ones need more lines. */
  height: number | ((size: Pick<Size, 'width' | 'narrow'>) => number)
  table: ChartTable
  draw: (size: Size) => ComponentChildren
}

const SIZES = [
  { name: 'wide', width: 760, narrow: false },
  { name: 'middle', width: 540, narrow: false },
  { name: 'narrow', width: 310, narrow: true },
] as const

/** Drawn for three widths, so that letters keep their size; CSS shows the one that fits. */
export function Figure({ title, subtitle, note, height, table, draw }: FigureProps): VNode {
  const text = useMessages(uiMessages)
  const sizes = SIZES.map((size) => ({ ...size, height: typeof height === 'number' ? height : height(size) }))
  return (
    <figure class="chart">
      <figcaption>
        <p class="chart-title">{title}</p>
        {subtitle ? <p class="chart-subtitle">{subtitle}</p> : null}
      </figcaption>
      {table.rows.length === 0 ? (
        <p class="chart-none">{text.nothing}</p>
      ) : (
        <>
          {sizes.map((size) => (
            <svg
              key={size.name}
              class={`chart-svg chart-${size.name}`}
              viewBox={`0 0 ${size.width} ${size.height}`}
              role="img"
              aria-label={subtitle ? `${title}. ${subtitle}` : title}
            >
              {draw(size)}
            </svg>
          ))}
          <ChartData table={table} caption={table.caption ?? title} />
        </>
      )}
      {note ? <p class="chart-note">{note}</p> : null}
    </figure>
  )
}

function ChartData({ table, caption }: { table: ChartTable; caption: string }) {
  const text = useMessages(uiMessages)
  return (
    <details class="chart-data">
      <summary>{text.dataTable}</summary>
      <ScrollArea label={caption}>
        <table class="table">
          <caption class="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {table.columns.map((column, index) => (
                <th scope="col" class={index === 0 ? undefined : 'cell-number'} key={column}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, position) =>
                  position === 0 ? (
                    <th scope="row" key={position}>
                      {cell}
                    </th>
                  ) : (
                    <td class="cell-number" key={position}>
                      {cell}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </details>
  )
}

export type NumberFormat = (value: number) => string

/** The page's own format, or plain numbers of this language. */
export function useNumberFormat(format: NumberFormat | undefined): NumberFormat {
  const own = useFormat()
  return format ?? ((value) => own.number(value))
}
