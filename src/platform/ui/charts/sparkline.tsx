import { extent, linear, linePath } from './scale.ts'

interface SparklineProps {
  /** Oldest first; null is a gap. */
  values: readonly (number | null)[]
  /** What a screen reader says: "Indeks 12 bulan terakhir, dari 80,1 ke 84,6". */
  label: string
  tone?: 'main' | 'accent' | 'muted' | undefined
}

export function Sparkline({ values, label, tone = 'main' }: SparklineProps) {
  const x = linear([0, Math.max(values.length - 1, 1)], [4, 116])
  const y = linear(extent(values), [28, 4])
  const last = values.findLastIndex((value) => value !== null)
  const end = values[last]
  return (
    <svg class={`sparkline spark-${tone}`} viewBox="0 0 120 32" width="120" height="32" role="img" aria-label={label}>
      <path d={linePath(values.map((value, index) => [x(index), value === null ? null : y(value)]))} />
      {typeof end === 'number' ? <circle cx={x(last)} cy={y(end)} r="3" /> : null}
    </svg>
  )
}
