const MARK = '▇▇▇'

/**
 * What people write down without thinking, in the order in which it has to be looked for: e-mail addresses, vehicle
 * plates, and runs of digits long enough to be a NIK, NIP, account or telephone number, however they are grouped.
 */
const PATTERNS = [
  /[^\s@<>()[\],;:"]+@[^\s@<>()[\],;:"]+\.[\p{L}\p{N}-]{2,}/gu,
  /(?<![\p{L}\p{N}])[A-Z]{1,2}[ -]?\d{1,4}[ -]?[A-Z]{1,3}(?![\p{L}\p{N}])/gu,
  /(?<![\p{L}\p{N}])(?:\+?\(?\d\)?(?:[ .()/-]{0,2}\d){8,})(?!\d)/gu,
]

/** The text as the public may see it. Anything that looks like a way to find a person is covered. */
export function redact(text: string): string {
  return PATTERNS.reduce((shown, pattern) => shown.replace(pattern, MARK), text)
}
