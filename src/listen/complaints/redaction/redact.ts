import { numbersInPieces, SAID, saidUp } from './pieces.ts'
import { coverPlates } from './plates.ts'

const MARK = '▇▇▇'

/** Characters that nobody sees; between two digits they would hide a number from every pattern. Joined emoji keep theirs. */
const UNSEEN = /(?!(?<=\p{Extended_Pictographic}\ufe0f?)\u200d)(?:\p{Cf}|\u034f|\u115f|\u1160|\u3164|\uffa0)/gu

/** Latin letters, digits and signs as wide as Chinese ones: every pattern reads them as what they look like. */
const WIDE = /[\uff01-\uff5e]/g

/** Of what stands before and after the @; looked for where a word begins, so that one without an @ costs its length. */
const PART = '[^\\s@<>()[\\],;:"▇]'
const LOCAL = `(?<!${PART})${PART}{1,200}`
const NAME = '[\\p{L}\\p{N}-]{1,63}'
const AT = '@|%40|&#64;|[([{<]\\s?(?:a|at|et|@)\\s?[)\\]}>]|"@"'
const WORD_AT = '[\\s*/_|~-]{1,2}(?:at|et)[\\s*/_|~-]{1,2}'
const DOT = '\\s?[([{]\\s?(?:dot|titik|\\.)\\s?[)\\]}]\\s?|\\s(?:dot|titik)\\s|\\.'
const TOP = '(?:com|co|id|net|org|go|ac|sch|or|web|my|info|edu)(?![\\p{L}\\p{N}])'
const MAILERS = 'gmail|yahoo|ymail|hotmail|outlook|icloud|rocketmail'
const NETWORKS = `ig|insta(?:gram)?|telegram|tiktok|twitter|fb|facebook|line|${MAILERS}`

/** What says that a number of five digits or more is somebody's: of an account, a telephone, a document. */
const NUMBERED =
  'rek(?:ening)?|norek|virtual account|va|te?lp|telepon|phone|fa(?:x|ks)|kontak|hubungi|nik|ktp|npwp|paspor|passport|bpjs|nip|nisn|sim'

type Pattern = readonly [pattern: RegExp, isOne?: (found: string) => boolean]

/** E-mail addresses, also spelled out, and names in social media (@siti_99), in the order in which they have to be looked for. */
const CONTACTS: readonly Pattern[] = [
  [/(?<![\p{L}\p{N}])(?:[\p{L}\p{N}._-]\s){2,40}@(?:\s[\p{L}\p{N}._-](?![\p{L}\p{N}])){3,60}/giu],
  [new RegExp(`${LOCAL}\\s?@\\s?${NAME}(?:\\s?[.,]\\s?${TOP}){1,4}`, 'giu')],
  [new RegExp(`${LOCAL}(?:\\s?(?:${AT})\\s?|${WORD_AT})${NAME}(?:(?:${DOT})${NAME}){1,6}`, 'giu'), isNoPrice],
  [
    new RegExp(
      `${LOCAL}(?:\\s?@\\s?(?:${MAILERS})(?:[\\s.,]{1,2}${TOP})?|\\s?\\((?:${MAILERS})\\))(?![\\p{L}\\p{N}])`,
      'giu',
    ),
  ],
  [new RegExp(`[\\p{L}\\p{N}._-]{1,60}at(?:${MAILERS})dot(?:com|co|id)(?![\\p{L}\\p{N}])`, 'giu')],
  [new RegExp(`${LOCAL}@${NAME}`, 'giu')],
  [new RegExp(`${LOCAL}[\\s.]{1,2}(?:${MAILERS})[\\s.]{1,3}(?:com|co\\.id)(?![\\p{L}\\p{N}])`, 'giu')],
  [/(?<![\p{L}\p{N}▇])@[\p{L}\p{N}_](?:[\p{L}\p{N}_.]{0,40}[\p{L}\p{N}_])?/giu],
  [/(?<![\p{L}\p{N}])(?:(?:facebook|fb|instagram|tiktok|twitter|linkedin|x)\.com|(?:t|wa|line)\.me)\/[^\s▇]+/giu],
  [
    new RegExp(
      `(?<=(?<!\\p{L})(?:${NETWORKS})(?:\\s(?:id|saya))?\\s?[:=]\\s?)[\\p{L}\\p{N}_][\\p{L}\\p{N}_.]{2,40}`,
      'giu',
    ),
  ],
]

/** Runs of digits long enough to be a NIK, NIP, account or telephone number, however grouped; shorter ones that are said to be one. */
const NUMBERS: readonly Pattern[] = [
  [/(?<!\p{N})(?:\+?\(?\p{Nd}\)?(?:(?:,|[\s.()/_\p{Pd}]{0,3})\p{Nd}){8,})(?!\p{Nd})/gu],
  // With any signs between: only what is as long as a NIK, or begins and is as long as a telephone number.
  [/(?<!\p{N})\p{N}(?:(?:[^\p{L}\p{N}\n▇]{0,6}|x)\p{N}){8,}/giu, isLikeNumber],
  // Letters that look like digits stand in for some of them.
  [
    /(?<![\p{L}\p{N}])[\p{Nd}OlI](?:[\s.\p{Pd}]{0,2}[\p{Nd}OlI]){8,}(?![\p{L}\p{N}])/giu,
    (found) => digitsOf(found) >= 6,
  ],
  [
    new RegExp(
      `(?<=(?<!\\p{L})(?:no(?:mor)?\\.?\\s*)?(?:${NUMBERED})\\b[^\\p{Nd}\\n]{0,20})\\p{Nd}(?:[ .()/-]{0,2}\\p{Nd}){4,}`,
      'giu',
    ),
  ],
]

/** "500 @ 2.000" says how much one costs. */
function isNoPrice(found: string): boolean {
  return !/^[\d.,]+\s?@\s?[\d.,]+$/.test(found)
}

function digitsOf(text: string): number {
  return text.match(/\p{N}/gu)?.length ?? 0
}

function isLikeNumber(found: string): boolean {
  const digits = digitsOf(found)
  const groups = found.match(/\p{Nd}+/gu) ?? []
  // "TPS 001, 002, 003" counts up.
  if (groups.length > 2 && groups.every((one, at) => at === 0 || +one === +groups[at - 1]! + 1)) return false
  return (digits >= 15 && digits <= 20) || (/^(?:\p{No}|0|6\D{0,6}2)/u.test(found) && digits <= 15)
}

const SPELLED = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${SAID}|\\p{Nd})(?:[\\s.,;/_\\p{Pd}]{0,3}(?:${SAID}|\\p{Nd})){5,}(?!\\p{L})`,
  'giu',
)
const ONE_SAID = new RegExp(SAID, 'giu')

/** Money in groups of three, up to trillions; a number that begins with 0 is none. */
const AMOUNT =
  /((?<![\p{L}\p{N}])(?:Rp|IDR)\.?\s{0,2}[1-9]\d{0,2}(?:\.\d{3}){1,4}(?![\p{N}]|[.,]\p{N}{3})|(?<![\p{L}\p{N}.,])[1-9]\d{0,2}(?:\.\d{3}){1,4}(?=\s{1,2}rupiah(?!\p{L})))/iu

/** Dates, hours and shares, as many as stand in a row; nothing that goes on with further digits before or after. */
const DATE = '(?:0?[1-9]|[12]\\d|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.](?:19|20)\\d{2}|(?:19|20)\\d{2}-[01]\\d-[0-3]\\d'
const HOUR = '(?:[01]\\d|2[0-3])[.:][0-5]\\d'
const SHARE = '\\d{1,3},\\d{2}'
const ONE = `(?:${DATE}|${HOUR}|${SHARE})`
const WHEN = new RegExp(
  `((?<!\\p{N}[\\s.,/:\\p{Pd}]{0,3})${ONE}(?:(?:\\s?[-–]\\s?|,\\s|\\s)${ONE}){1,12}(?![\\s.,/:\\p{Pd}]{0,3}\\p{N}))`,
  'u',
)

/** The text as the public may see it. Anything that looks like a way to find a person is covered; money is not. */
export function redact(text: string): string {
  return text
    .replace(UNSEEN, '')
    .replace(WIDE, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .split(AMOUNT)
    .flatMap((piece, index) =>
      index % 2 === 1 ? [piece] : piece.split(WHEN).map((one, at) => (at % 2 ? one : cover(one))),
    )
    .join('')
}

/** What people write down without thinking. Numbers in pieces come before single runs, which would take a piece of one. */
function cover(text: string): string {
  const numbers = coverAll(coverPlates(coverPieces(coverAll(text, CONTACTS)), MARK), NUMBERS)
  return numbers.replace(SPELLED, (run) => (isNumber(run) ? MARK : run))
}

function coverAll(text: string, patterns: readonly Pattern[]): string {
  return patterns.reduce(
    (rest, [pattern, isOne]) => rest.replace(pattern, (found) => (isOne?.(found) === false ? found : MARK)),
    text,
  )
}

function coverPieces(text: string): string {
  let shown = ''
  let done = 0
  for (const { at, end, sure } of numbersInPieces(text)) {
    if (!sure) continue
    shown += text.slice(done, at) + MARK
    done = end
  }
  return shown + text.slice(done)
}

/**
 * Six said digits, a number of nine of which three are said, or one as long as a telephone number that begins like it and
 * of which two are said: a date before a count is none of them, and neither is what counts up from one.
 */
function isNumber(run: string): boolean {
  const said = run.match(ONE_SAID)?.length ?? 0
  const digits = run.match(/\p{Nd}/gu)?.length ?? 0
  if (digits === 0 && saidUp(run)) return false
  return said >= 6 || (said >= 3 && said + digits >= 9) || (said >= 2 && said + digits >= 10 && run.startsWith('08'))
}
