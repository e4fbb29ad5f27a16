const MARK = '▇▇▇'

/** What vehicle plates begin with, region by region. */
const PLATES =
  'A|AA|AB|AD|AE|AG|B|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|D|DA|DB|DC|DD|DE|DF|DG|DH|DK|DL|DM|DN|DP|DR|DS|DT|DW|E|EA|EB|ED|F|G|H|K|KB|KH|KT|KU|L|M|N|P|PA|PB|PG|PS|PT|R|S|T|W|Z'

/** Characters that nobody sees; between two digits they would hide a number from every pattern. Joined emoji keep theirs. */
const UNSEEN = /(?!(?<=\p{Extended_Pictographic}\ufe0f?)\u200d)(?:\p{Cf}|\u034f|\u115f|\u1160|\u3164|\uffa0)/gu

/** Of what stands before and after the @; looked for where a word begins, so that one without an @ costs its length. */
const PART = '[^\\s@＠<>()[\\],;:"▇]'
const LOCAL = `(?<!${PART})${PART}{1,200}`
const NAME = '[\\p{L}\\p{N}-]{1,63}'
const AT = '[@＠]|[([{]\\s?(?:at|et|@)\\s?[)\\]}]'
const DOT = '\\s?[([{]\\s?(?:dot|titik|\\.)\\s?[)\\]}]\\s?|\\s(?:dot|titik)\\s|\\.'

/**
 * What people write down without thinking, in the order in which it has to be looked for: e-mail addresses, also
 * spelled out; names in social media (@siti_99); what is said to be an account; vehicle plates; and runs of digits long enough to be a NIK, NIP, account
 * or telephone number, however they are grouped.
 */
const PATTERNS = [
  new RegExp(`${LOCAL}(?:\\s?(?:${AT})\\s?|\\s(?:at|et)\\s)${NAME}(?:(?:${DOT})${NAME}){1,6}`, 'giu'),
  new RegExp(`${LOCAL}[@＠]${NAME}`, 'giu'),
  /(?<![\p{L}\p{N}▇])[@＠][\p{L}\p{N}_](?:[\p{L}\p{N}_.]{0,40}[\p{L}\p{N}_])?/giu,
  /(?<=(?<!\p{L})(?:no(?:mor)?\.?\s*)?(?:rek(?:ening)?|norek|virtual account|va)\b[^\p{Nd}\n]{0,20})\p{Nd}(?:[ .()/-]{0,2}\p{Nd}){4,}/giu,
  new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${PLATES})[\\s.\\p{Pd}_]{0,3}\\p{Nd}{1,4}[\\s.\\p{Pd}_]{0,3}[A-Z]{1,3}(?![\\p{L}\\p{N}])`,
    'giu',
  ),
  /(?<!\p{N})(?:\+?\(?\p{Nd}\)?(?:(?:,|[\s.()/_\p{Pd}]{0,3})\p{Nd}){8,})(?!\p{Nd})/gu,
]

/** Digits as they are said, one by one. */
const SAID =
  'nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|lapan|sembilan|zero|one|two|three|four|five|six|seven|eight|nine'
const SPELLED = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${SAID}|\\p{Nd})(?:[\\s.,;/_\\p{Pd}]{0,3}(?:${SAID}|\\p{Nd})){5,}(?!\\p{L})`,
  'giu',
)
const ONE_SAID = new RegExp(SAID, 'giu')

/** Money in groups of three, up to trillions; a number that begins with 0 is none. */
const AMOUNT =
  /((?<![\p{L}\p{N}])(?:Rp|IDR)\.?\s{0,2}[1-9]\d{0,2}(?:\.\d{3}){1,4}(?![\p{N}]|[.,]\p{N}{3})|(?<![\p{L}\p{N}.,])[1-9]\d{0,2}(?:\.\d{3}){1,4}(?=\s{1,2}rupiah(?!\p{L})))/iu

/** The text as the public may see it. Anything that looks like a way to find a person is covered; money is not. */
export function redact(text: string): string {
  return text
    .replace(UNSEEN, '')
    .split(AMOUNT)
    .map((piece, index) => (index % 2 === 1 ? piece : cover(piece)))
    .join('')
}

function cover(text: string): string {
  const shown = PATTERNS.reduce((rest, pattern) => rest.replace(pattern, MARK), text)
  return shown.replace(SPELLED, (run) => (isNumber(run) ? MARK : run))
}

/** Six said digits, or a number of nine of which three are said: a date before a count is neither. */
function isNumber(run: string): boolean {
  const said = run.match(ONE_SAID)?.length ?? 0
  const digits = run.match(/\p{Nd}/gu)?.length ?? 0
  return said >= 6 || (said >= 3 && said + digits >= 9)
}
