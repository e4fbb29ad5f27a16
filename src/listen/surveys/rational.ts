/** An exact fraction in lowest terms with a positive denominator. */
export type Rational = { readonly n: bigint; readonly d: bigint }

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/** Throws RangeError for a zero denominator. */
export function rational(n: bigint | number, d: bigint | number = 1): Rational {
  const [top, bottom] = [BigInt(n), BigInt(d)]
  if (bottom === 0n) throw new RangeError('a fraction has no zero denominator')
  const sign = bottom < 0n ? -1n : 1n
  const common = gcd(top, bottom * sign) || 1n
  return { n: (top * sign) / common, d: (bottom * sign) / common }
}

export function add(a: Rational, b: Rational): Rational {
  return rational(a.n * b.d + b.n * a.d, a.d * b.d)
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.n * b.n, a.d * b.d)
}

/** Negative, zero or positive, as `a` is below, equal to or above `b`. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.n * b.d - b.n * a.d
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** Rounds half away from zero (the commercial "half up") and writes exactly `places` decimals, with a point. */
export function toFixed(a: Rational, places: number): string {
  const scale = 10n ** BigInt(places)
  const size = a.n < 0n ? -a.n : a.n
  const rounded = (size * scale * 2n + a.d) / (a.d * 2n)
  const sign = a.n < 0n && rounded > 0n ? '-' : ''
  const digits = rounded.toString().padStart(places + 1, '0')
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** Reads '0.111', '25' or '1/9'. Throws RangeError for anything else. */
export function parseRational(text: string): Rational {
  const fraction = /^(-?\d+)\/(\d+)$/.exec(text)
  if (fraction) return rational(BigInt(fraction[1]!), BigInt(fraction[2]!))
  const decimal = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!decimal) throw new RangeError(`not a fraction: ${text}`)
  const part = decimal[3] ?? ''
  return rational(BigInt(`${decimal[1]}${decimal[2]}${part}`), 10n ** BigInt(part.length))
}

/** For drawing and statistics only; never for a figure that is shown as the index. */
export function toNumber(a: Rational): number {
  return Number(a.n) / Number(a.d)
}
