const MARK = '▇▇▇'

/** What vehicle plates begin with, region by region. */
const PLATES =
  'A|AA|AB|AD|AE|AG|B|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|D|DA|DB|DC|DD|DE|DF|DG|DH|DK|DL|DM|DN|DP|DR|DS|DT|DW|E|EA|EB|ED|F|G|H|K|KB|KH|KT|KU|L|M|N|P|PA|PB|PG|PS|PT|R|S|T|W|Z'

/** Characters that nobody sees; between two digits they would hide a number from every pattern. Joined emoji keep theirs. */
const UNSEEN = /(?!(?<=\p{Extended_Pictographic}\ufe0f?)\u200d)(?:\p{Cf}|\u034f|\u115f|\u1160|\u3164|\uffa0)/gu

/** Of what stands before and after the @. Bounded, so that a long word without an @ costs no more than its length. */
const LOCAL = '[^\\s@＠<>()[\\],;:"▇]{1,64}'
const NAME = '[\\p{L}\\p{N}-]{1,63}'
const AT = '[@＠]|[([{]\\s?(?:at|et|@)\\s?[)\\]}]'
const DOT = '\\s?[([{]\\s?(?:dot|titik|\\.)\\s?[)\\]}]\\s?|\\s(?:dot|titik)\\s|\\.'

/**
 * What people write down without thinking, in the order in which it has to be looked for: e-mail addresses, also
 * spelled out; what is said to be an account; vehicle plates; and runs of digits long enough to be a NIK, NIP, account
 * or telephone number, however they are grouped.
 */
const PATTERNS = [
  new RegExp(`${LOCAL}(?:\\s?(?:${AT})\\s?|\\s(?:at|et)\\s)${NAME}(?:(?:${DOT})${NAME}){1,6}`, 'giu'),
  new RegExp(`${LOCAL}[@＠]${NAME}`, 'giu'),
  /(?<=(?<!\p{L})(?:no(?:mor)?\.?\s*)?(?:rek(?:ening)?|norek|virtual account|va)\b[^\p{Nd}\n]{0,20})\p{Nd}(?:[ .()/-]{0,2}\p{Nd}){4,}/giu,
  new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${PLATES})[\\s.\\p{Pd}_]{0,3}\\p{Nd}{1,4}[\\s.\\p{Pd}_]{0,3}[A-Z]{1,3}(?![\\p{L}\\p{N}])`,
    'giu',
  ),
  /(?<!\p{N})(?:\+?\(?\p{Nd}\)?(?:(?:,|[\s.()/_\p{Pd}]{0,3})\p{Nd}){8,})(?!\p{Nd})/gu,
]

/** The text as the public may see it. Anything that looks like a way to find a person is covered. */
export function redact(text: string): string {
  return PATTERNS.reduce((shown, pattern) => shown.replace(pattern, MARK), text.replace(UNSEEN, ''))
}
