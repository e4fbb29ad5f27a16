/**
 * Numbers told in pieces: "0812 lalu 3456 7890", "nol delapan dua belas, tiga puluh empat". Read as tokens, not as one
 * pattern: what lies between two pieces, what they amount to and what stands before them decide together.
 */
export type Pieced = { at: number; end: number; sure: boolean }

const UNITS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'nol kosong nul zero',
    'satu siji hiji setunggal one',
    'dua loro duo kalih two',
    'tiga telu tilu tigo three',
    'empat papat opat ampek ampat sekawan four',
    'lima limo gangsal five',
    'enam enem genep anam six',
    'tujuh pitu tujuah seven',
    'delapan lapan wolu dalapan eight',
    'sembilan sanga songo salapan sambilan nine',
  ].flatMap((words, digit) => words.split(' ').map((word) => [word, String(digit)])),
)
const UNIT = Object.keys(UNITS).sort((a, b) => b.length - a.length)
/** Digits as they are said: in Indonesian, Javanese, Sundanese, Minangkabau and English. */
export const SAID = UNIT.join('|')

const ONE_SAID = new RegExp(SAID, 'giu')

/** "satu dua tiga empat lima enam": each one more than the one before. */
export function saidUp(run: string): boolean {
  const digits = (run.match(ONE_SAID) ?? []).map((word) => +UNITS[word.toLowerCase()]!)
  return digits.every((digit, index) => index === 0 || digit === digits[index - 1]! + 1)
}

/** What people say between two pieces of one number. */
const LINKS = new Set(
  `lalu terus trus trs kemudian dan sambung disambung dilanjut dilanjutkan lanjut lanjutannya lanjutnya strip setrip garis
  datar spasi titik koma habis abis itu tu setelah sesudah berikutnya selanjutnya baru plus tambah ditambah dst banjur teras
  tuluy depan depannya tengah tengahnya belakang belakangnya ujung ujungnya akhirnya sisanya then and dash space dot next
  tanda hubung minus per`.split(/\s+/),
)
const DOUBLED = new Set(['dobel', 'double', 'dabel'])
/** A number that goes on like this counts something. */
const COUNTING = new Set('ratus ribu juta miliar milyar triliun rupiah rb jt seratus seribu sejuta persen'.split(' '))

/** Dates, hours, shares, thousands with their point: each says what it is. */
const PLAIN =
  /^(?:(?:[01]?\d|2[0-3])[.:][0-5]\d|\d{1,2}[-/.]\d{1,2}(?:[-/.]\d{2,4})?|\d{1,3}(?:\.\d{3})+|\d{1,4},\d{1,2}|\d+\/\d+)$/
const TOKEN = /(?<digits>\p{Nd}+(?:[.,:/-]\p{Nd}+)*)|(?<word>\p{L}+)|(?<gap>\n{2,}|[^\p{L}\p{Nd}\n▇]{7,}|▇)/gu

const OWNED =
  /(?<![\p{L}\p{N}])(?:(?:no|nomor|nomer|nmr)\.?\s*(?:saya|ku|aku|kami|beliau|dia|ibu|bapak)|(?:nomor|nomer)(?:ku|nya)|hp|h\.p|wa|whatsapp|te?lp|tel[ef]pon|telf|phone|ponsel|seluler|fa(?:x|ks)|kontak|hubungi|call|sms|rek|rekening|norek|transfer|va|nik|k\.?t\.?p|kk|kartu keluarga|npwp|paspor|bpjs|nip|nisn)(?!\p{L})/iu
/** Before these the number says which or how many, whatever it looks like. */
const ORDINAL =
  /(?<!\p{L})(?:tanggal|tgl|jam|pukul|pkl|tahun|thn|kelas|loket|ruang|kamar|lantai|antrean|antrian|pasal|ayat|rt|rw|km|tps|tiang|trayek|bus|kereta|halte|harga|tarif|biaya|rp\.?|bayar|nilai|skor|usia|umur|jadwal|dari|nomor antre\p{L}*|kode pos|daftar tunggu(?: nomor)?)\s*(?:nomor\s*)?$/iu

type Token = { at: number; end: number } & (
  | { kind: 'digits'; digits: string; plain: boolean }
  | { kind: 'said'; digits: string }
  | { kind: 'link' | 'count' | 'break' }
  | { kind: 'word' }
  | { kind: 'tens' | 'teens' | 'double' }
)

function tokensOf(text: string): Token[] {
  return [...text.matchAll(TOKEN)].map((match): Token => {
    const { digits, word } = match.groups!
    const place = { at: match.index, end: match.index + match[0].length }
    if (digits) return { ...place, kind: 'digits', digits: digits.replace(/\P{Nd}/gu, ''), plain: PLAIN.test(digits) }
    if (!word) return { ...place, kind: 'break' }
    const lower = word.toLowerCase()
    const unit = UNITS[lower]
    if (unit) return { ...place, kind: 'said', digits: unit }
    if (lower === 'sebelas') return { ...place, kind: 'said', digits: '11' }
    if (lower === 'sepuluh') return { ...place, kind: 'said', digits: '10' }
    if (lower === 'belas') return { ...place, kind: 'teens' }
    if (lower === 'puluh') return { ...place, kind: 'tens' }
    if (DOUBLED.has(lower)) return { ...place, kind: 'double' }
    if (COUNTING.has(lower)) return { ...place, kind: 'count' }
    return { ...place, kind: LINKS.has(lower) ? 'link' : 'word' }
  })
}

/** The pieces of one number: their digits, and what kept them apart. */
type Chain = {
  at: number
  end: number
  pieces: { digits: string; plain: boolean; said: boolean }[]
  links: number
  strange: number
  counted: boolean
}

const MOST_LINKS = 3
const MOST_DIGITS = 24

function chainsOf(text: string, mostStrange: number): Chain[] {
  const chains: Chain[] = []
  let chain: Chain | undefined
  /** What stood since the last piece. */
  let links = 0
  let strange = 0
  let doubled = false
  /** Whether a "puluh" just before waits for its unit. */
  let open = false
  const close = () => {
    if (chain) chains.push(chain)
    chain = undefined
  }
  const rest = () => {
    links = 0
    strange = 0
  }
  for (const token of tokensOf(text)) {
    const last = chain?.pieces.at(-1)
    if (token.kind === 'digits' || token.kind === 'said') {
      const digits = doubled ? token.digits.repeat(2) : token.digits
      doubled = false
      if (chain && chain.pieces.reduce((sum, piece) => sum + piece.digits.length, 0) > MOST_DIGITS) close()
      chain ??= { at: token.at, end: token.end, pieces: [], links: 0, strange: 0, counted: false }
      if (open && last?.said && token.kind === 'said' && digits.length === 1 && links === 0)
        last.digits = last.digits.slice(0, -1) + digits
      else chain.pieces.push({ digits, plain: token.kind === 'digits' && token.plain, said: token.kind === 'said' })
      chain.links += links
      chain.strange += strange
      chain.end = token.end
      open = false
      rest()
    } else if (chain && (token.kind === 'teens' || token.kind === 'tens') && last?.said && last.digits.length === 1) {
      last.digits = token.kind === 'teens' ? `1${last.digits}` : `${last.digits}0`
      chain.end = token.end
      open = token.kind === 'tens'
    } else if (token.kind === 'double') doubled = true
    else if (token.kind === 'count') {
      if (chain) chain.counted = true
      close()
    } else if (token.kind === 'link' && links < MOST_LINKS) links++
    else if (token.kind === 'word' && chain && strange < mostStrange) strange++
    else {
      close()
      rest()
      doubled = false
    }
    if (!chain) rest()
  }
  close()
  return chains
}

/** One after the other, as loket, classes and years are told: each one more than the one before. */
function countsUp(pieces: Chain['pieces']): boolean {
  return (
    pieces.length > 2 && pieces.every(({ digits }, index) => index === 0 || +digits === +pieces[index - 1]!.digits + 1)
  )
}

function isPlain({ pieces, counted }: Chain): boolean {
  return (
    counted ||
    pieces.every(({ plain }) => plain) ||
    pieces.every(({ digits }) => /^(?:19|20)\d\d$/.test(digits)) ||
    pieces.every(({ digits, said }) => !said && /0$/.test(digits) && !digits.startsWith('0')) ||
    countsUp(pieces)
  )
}

/** Province, regency, district; a day, of women plus 40; a month; a year; the count. */
const NIK = /^[1-9]\d{5}(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2])\d{6}$/

function judge(text: string, chain: Chain): boolean | undefined {
  if (chain.pieces.length < 2 || isPlain(chain)) return undefined
  const digits = chain.pieces.map((piece) => piece.digits).join('')
  const length = digits.length
  const said = chain.pieces.filter((piece) => piece.said).length
  const apart = chain.links > 0 || said > 0
  if (!apart && chain.strange === 0) return undefined
  const before = text.slice(Math.max(0, chain.at - 40), chain.at)
  const owned = OWNED.test(before) || OWNED.test(text.slice(chain.end, chain.end + 20))
  if (ORDINAL.test(before) && !OWNED.test(before)) return undefined
  const mobile = /^(?:08|628)/.test(digits) && length >= 9 && length <= 15
  if (chain.strange > 0) return mobile && length >= 10 ? false : undefined
  if (mobile || (said >= 6 && (digits.startsWith('0') || length >= 12))) return true
  if (length === 16 && NIK.test(digits)) return true
  if (owned) return length >= 8 ? true : length >= 4 && (said >= 4 || length >= 6) ? false : undefined
  return length >= (chain.links > 0 ? 7 : 9) ? false : undefined
}

/** Those that are somebody's number (`sure`), and those a person should look at. */
export function numbersInPieces(text: string): Pieced[] {
  return chainsOf(text, 0).flatMap((chain) => {
    const sure = judge(text, chain)
    return sure === undefined ? [] : [{ at: chain.at, end: chain.end, sure }]
  })
}

/** With other words between the pieces: only what begins and is as long as a mobile number, and only to be looked at. */
export function scatteredNumbers(text: string): Pieced[] {
  return chainsOf(text, 3).flatMap((chain) => {
    const sure = chain.strange > 0 ? judge(text, chain) : undefined
    return sure === undefined ? [] : [{ at: chain.at, end: chain.end, sure }]
  })
}
