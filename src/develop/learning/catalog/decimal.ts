/** A decimal number kept exact: `units` / 10^`scale`. */
export type Decimal = { readonly units: bigint; readonly scale: number }

const MOST_DIGITS = 30

/** Reads 3,14 · 3.14 · −2; undefined when it is no plain decimal number. */
export function parseDecimal(text: string): Decimal | undefined {
  const bare = text
    .trim()
    .replaceAll(/[\s\u00a0]/g, '')
    .replace(/^[−–]/, '-')
  const match = /^([+-]?)(\d+)(?:[.,](\d+))?$/.exec(bare)
  if (!match || bare.length > MOST_DIGITS) return undefined
  const [, sign, whole = '', part = ''] = match
  const units = BigInt(whole + part)
  return { units: sign === '-' ? -units : units, scale: part.length }
}

/** Every number that a person may have meant: 1.250 is read as 1.25 and as 1250, because both are written so. */
export function readings(text: string): Decimal[] {
  const plain = parseDecimal(text)
  const bare = text.trim().replaceAll(/[\s\u00a0]/g, '')
  const grouped = /^[+−–-]?\d{1,3}(\.\d{3})+(,\d+)?$/.test(bare)
    ? parseDecimal(bare.replaceAll('.', ''))
    : /^[+−–-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare)
      ? parseDecimal(bare.replaceAll(',', ''))
      : undefined
  return [plain, grouped].filter((reading) => reading !== undefined)
}

/** Exact text with a point, no exponent: what `parseDecimal` reads back unchanged. */
export function formatDecimal({ units, scale }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return units < 0n ? `-${text}` : text
}

function align(a: Decimal, b: Decimal): readonly [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale)
  return [a.units * 10n ** BigInt(scale - a.scale), b.units * 10n ** BigInt(scale - b.scale), scale]
}

export function add(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = align(a, b)
  return { units: x + y, scale }
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = align(a, b)
  return { units: x - y, scale }
}

/** Negative, zero or positive, as a comparison function answers. */
export function compare(a: Decimal, b: Decimal): number {
  const [x, y] = align(a, b)
  return x < y ? -1 : x > y ? 1 : 0
}
