import { SAID } from './pieces.ts'

/** What vehicle plates begin with, region by region. */
const REGIONS =
  'A|AA|AB|AD|AE|AG|B|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|D|DA|DB|DC|DD|DE|DF|DG|DH|DK|DL|DM|DN|DP|DR|DS|DT|DW|E|EA|EB|ED|F|G|H|K|KB|KH|KT|KU|L|M|N|P|PA|PB|PG|PS|PT|R|S|T|W|Z'

/** What carries a plate, and what says that a plate comes. */
const PLATE = '(?:ber)?(?:pla[tk]|pelat|nopol)(?:nya)?|(?:ber)?nomor(?:nya)? polisi(?:nya)?|bernomor'
const VEHICLE = `${PLATE}|mobil|motor|truk|truck|bus|bis|angkot|angkutan|taksi|taxi|ojek|ojol|bentor|bajaj|becak|kendaraan|pengendara|pengemudi|sopir|supir|pickup|pick up|pikap|tronton|sedan|minibus|ambulans?|kijang|avanza|xenia|innova|brio|fortuner|pajero|vario|beat|scoopy|nmax|aerox|mio|supra`
/** What vehicles do. */
const DRIVES =
  '(?:par?kir|di ?parkir|terparkir|ngebut|kebut|menabrak|nabrak|tabrak|menyerempet|nyerempet|serempet|menerobos|nerobos|melintas|melawan|lawan|melanggar|kabur|ngerem|menyalip|nyalip|mendahului|ugal|klakson|melaju|menyeruduk)\\p{L}*'
/** After these a letter and a number say where, which or what, if they are as short as that. */
const PLACE =
  'ruang(?:an)?|kamar|blok|kelas|gedung|lantai|loket|antrean|antrian|formulir|golongan|kursi|kios|los|lapak|gate|pintu|gang|tipe|seri|lampiran|tabel|halte|jalur|trayek|kelompok|zona|area|petak|kav(?:ling)?|ukuran|kode|nomor'
const AFTER_PLACE = new RegExp(
  `(?<!\\p{L})(?:${PLACE})(?:\\s+nomor)?[\\s:]{1,3}(?:[\\p{L}\\d]{1,3}\\s+\\d{1,4}\\s+(?:dan|atau|sampai)\\s+)?$`,
  'iu',
)

/** One to three signs. Written as {1,3}, the engine would unfold them and all that follows, and compile for seconds. */
const SIGN = '[^\\p{L}\\p{N}\\n▇]'
const GAP = `(?!${SIGN}{4})${SIGN}+`
const LINKED = `(?:${GAP}(?:(?:lalu|terus|spasi|strip|kemudian)${GAP})?)`
const NAMED_LETTER = '(?:be|ce|de|ef|ge|ha|ka|el|em|en|pe|kyu|er|es|te|ve|we|ix|eks|ye|zet|a|i|u|e|o)'
const END = '(?![\\p{L}\\p{N}])'

type Judge = (found: string, before: string) => boolean
/** Plates that are covered, in the order in which they have to be looked for. */
const PLATES: readonly (readonly [pattern: RegExp, isOne: Judge])[] = [
  [
    new RegExp(
      `(?<![\\p{L}\\p{N}])(?:${REGIONS})[\\s.\\p{Pd}_]{0,5}\\p{Nd}(?:[\\s.]?\\p{Nd}){0,3}[\\s.\\p{Pd}_]{0,5}[A-Z](?:[\\s.]?[A-Z]){0,2}${END}`,
      'giu',
    ),
    (found, before) => isNoWord(found) && !(isShort(found) && AFTER_PLACE.test(before)),
  ],
  [
    new RegExp(`(?<![\\p{L}\\p{N}])(?:${REGIONS})${GAP}\\p{Nd}{3,4}${GAP}[A-Z]{2,3}${END}`, 'giu'),
    (found, before) => isNoWord(found) && !(isWord(found) && AFTER_PLACE.test(before)),
  ],
  // After a word for a plate every number is one, however it is told.
  [
    new RegExp(
      `(?<=(?<!\\p{L})(?:${PLATE})${SIGN}{1,3}(?:nomor(?:nya)?${SIGN}{1,3}|merah${SIGN}{1,3}|hitam${SIGN}{1,3}|kuning${SIGN}{1,3}|putih${SIGN}{1,3}){0,2})(?:${REGIONS}|${NAMED_LETTER}(?:\\s${NAMED_LETTER})?)${LINKED}(?:\\p{Nd}{1,4}|(?:${SAID})(?:\\s(?:${SAID})){0,3})(?:${LINKED}(?:[A-Z]{1,3}|${NAMED_LETTER}(?:\\s${NAMED_LETTER}){0,2})${END})?${END}`,
      'giu',
    ),
    () => true,
  ],
  // One or two digits are only a plate where the vehicle stands just before.
  [
    new RegExp(
      `(?<=(?<!\\p{L})(?:${VEHICLE})(?:\\s(?:dinas|merah|hitam|putih|pelat|plat)){0,2}\\s)(?:${REGIONS})\\s?\\p{Nd}{1,2}${END}`,
      'giu',
    ),
    (found, before) => isLarge(found) && !/(?:halte|parkir(?:an)?) (?:mobil|motor|bus|bis) $/iu.test(before),
  ],
  [
    new RegExp(
      `(?<=(?<!\\p{L})(?:${VEHICLE})(?!\\p{L})[^\\p{Nd}\\n.!?]{0,30}(?<![\\p{L}\\p{N}]))(?:${REGIONS})[\\s.\\p{Pd}]{0,3}\\p{Nd}{3,4}${END}`,
      'giu',
    ),
    (_found, before) => !AFTER_PLACE.test(before),
  ],
  [
    new RegExp(`(?<![\\p{L}\\p{N}])(?:${REGIONS})[\\s.\\p{Pd}]{0,3}\\p{Nd}{3,4}(?=[\\s,]{1,2}${DRIVES})`, 'giu'),
    (found, before) => isLarge(found) && !AFTER_PLACE.test(before),
  ],
]

/** A letter of a region and three or four digits, with nothing that says what they are: to be looked at. */
const BARE = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${REGIONS})[\\s.\\p{Pd}]{0,2}\\p{Nd}{3,4}(?![\\p{L}\\p{N}]|[.,:/]\\p{Nd})`,
  'gu',
)

export function barePlates(text: string): { found: string; at: number }[] {
  return [...text.matchAll(BARE)].flatMap(({ 0: found, index }) =>
    AFTER_PLACE.test(text.slice(Math.max(0, index - 40), index)) || isYear(found) ? [] : [{ found, at: index }],
  )
}

export function coverPlates(text: string, mark: string): string {
  return PLATES.reduce(
    (rest, [pattern, isOne]) =>
      rest.replace(pattern, (found: string, ...more: unknown[]) => {
        const at = more.find((one) => typeof one === 'number') as number
        return isOne(found, rest.slice(Math.max(0, at - 40), at)) ? mark : found
      }),
    text,
  )
}

function isShort(found: string): boolean {
  return (found.match(/\p{Nd}/gu)?.length ?? 0) <= 3
}

/** Written small, one letter is more often a word or an item of a list. */
function isLarge(found: string): boolean {
  return /^\p{Lu}+/u.test(found)
}

function isWord(found: string): boolean {
  return /(?:dan|di|ke)$/u.test(found)
}

function isYear(found: string): boolean {
  return /(?<!\p{Nd})(?:19|20)\p{Nd}{2}$/u.test(found)
}

/** Where a plate would end, the next word of a sentence: "ruang A 5 di lantai 2", "laporan D 2026 itu". */
function isNoWord(found: string): boolean {
  return !/^\p{L}{1,2}\s(?:\d{1,2}|(?:19|20)\d\d)\s(?:dan|di|ke|dr|yg|ini|itu|ada|per|jam|km|kg|m|cm|x)$/u.test(found)
}
