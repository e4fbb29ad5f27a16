export interface Scale {
  (value: number): number
  readonly domain: readonly [number, number]
}

export function linear(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const [from, to] = domain
  const [start, end] = range
  const span = to - from || 1
  const scale = (value: number) => round(start + ((value - from) / span) * (end - start))
  return Object.assign(scale, { domain })
}

/** About `count` round numbers that cover the domain: steps of 1, 2, 2.5 or 5 times a power of ten. */
export function ticks(low: number, high: number, count: number): number[] {
  if (!(high > low)) return [low]
  const rough = (high - low) / Math.max(count, 1)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power
  const first = Math.floor(low / step + 1e-9)
  const last = Math.ceil(high / step - 1e-9)
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)))
}

/** Smallest and largest of what is there; [0, 1] when nothing is. */
export function extent(values: readonly (number | null | undefined)[]): [number, number] {
  const known = values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value))
  if (known.length === 0) return [0, 1]
  const low = Math.min(...known)
  const high = Math.max(...known)
  return low === high ? [low - (Math.abs(low) * 0.1 || 1), high + (Math.abs(high) * 0.1 || 1)] : [low, high]
}

/** SVG path through the points; a missing value is a gap, not a zero. */
export function linePath(points: readonly (readonly [number, number | null])[]): string {
  let pen = 'M'
  const parts: string[] = []
  for (const [x, y] of points) {
    if (y === null) {
      pen = 'M'
      continue
    }
    parts.push(`${pen}${x} ${y}`)
    pen = 'L'
  }
  return parts.join('')
}

/** A closed band between two edges, one piece for each run without gaps. */
export function bandPath(points: readonly (readonly [number, number | null, number | null])[]): string {
  const runs: (readonly [number, number, number])[][] = [[]]
  for (const [x, low, high] of points) {
    if (low === null || high === null) runs.push([])
    else runs.at(-1)?.push([x, low, high])
  }
  return runs
    .filter((run) => run.length > 1)
    .map((run) => {
      const forth = run.map(([x, low], index) => `${index === 0 ? 'M' : 'L'}${x} ${low}`)
      const back = run.toReversed().map(([x, , high]) => `L${x} ${high}`)
      return `${forth.join('')}${back.join('')}Z`
    })
    .join('')
}

export function round(value: number): number {
  return Math.round(value * 10) / 10
}

/** A label in one line or two. */
export function folded(label: string, letters: number): readonly [string, string?] {
  const at = label.lastIndexOf(' ', letters)
  if (label.length <= letters || at < 1) return [shorten(label, letters)]
  return [label.slice(0, at), shorten(label.slice(at + 1), letters)]
}

/** The full name is in the table under the chart. */
export function shorten(label: string, letters: number): string {
  return label.length <= letters ? label : `${label.slice(0, Math.max(letters - 1, 1)).trimEnd()}…`
}

/** The same for names side by side that often begin alike: both ends are kept. */
export function shortenMiddle(label: string, letters: number): string {
  if (label.length <= letters || letters < 8) return shorten(label, letters)
  const head = Math.ceil((letters - 1) / 2)
  return `${label.slice(0, head).trimEnd()}…${label.slice(label.length - (letters - 1 - head)).trimStart()}`
}
