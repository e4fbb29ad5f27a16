const MARK = '▇▇▇'

/** What vehicle plates begin with, region by region. */
const PLATES =
  'A|AA|AB|AD|AE|AG|B|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|D|DA|DB|DC|DD|DE|DF|DG|DH|DK|DL|DM|DN|DP|DR|DS|DT|DW|E|EA|EB|ED|F|G|H|K|KB|KH|KT|KU|L|M|N|P|PA|PB|PG|PS|PT|R|S|T|W|Z'

/**
 * What people write down without thinking, in the order in which it has to be looked for: e-mail addresses, also
 * spelled out; what is said to be an account; vehicle plates; and runs of digits long enough to be a NIK, NIP, account
 * or telephone number, however they are grouped.
 */
const PATTERNS = [
  /[^\s@<>()[\],;:"]+\s?(?:@|\(at\)|\[at\]|\(@\))\s?[^\s@<>()[\],;:"]+\.[\p{L}\p{N}-]{2,}/giu,
  /(?<=(?<!\p{L})(?:no(?:mor)?\.?\s*)?(?:rek(?:ening)?|norek|virtual account|va)\b[^\p{Nd}\n]{0,20})\p{Nd}(?:[ .()/-]{0,2}\p{Nd}){4,}/giu,
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${PLATES})[ .-]?\\p{Nd}{1,4}[ .-]?[A-Z]{1,3}(?![\\p{L}\\p{N}])`, 'giu'),
  /(?<![\p{L}\p{N}])(?:\+?\(?\p{Nd}\)?(?:[ .()/-]{0,2}\p{Nd}){8,})(?!\p{Nd})/gu,
]

/** The text as the public may see it. Anything that looks like a way to find a person is covered. */
export function redact(text: string): string {
  return PATTERNS.reduce((shown, pattern) => shown.replace(pattern, MARK), text)
}
