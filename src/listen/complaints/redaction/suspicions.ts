import { numbersInPieces, scatteredNumbers } from './pieces.ts'
import { barePlates } from './plates.ts'

/** What may say who or where somebody is, and is not certain enough to be covered without a person looking at it. */
export type Suspicion = { kind: 'name' | 'address' | 'birth' | 'number' | 'plate'; found: string }

/** Before these stands a name, unless it is a title or a word of everyday. */
const CALLED =
  'bapak|bpk|pak|ibu|bu|sdri?|saudar[ai]|mas|mbak|tn|ny|nn|ust(?:adz|az|adzah)?|kak|bang|h\\.|hj|drg?|bidan'
const NAMED = 'nama saya|atas nama|a\\.?n\\.?|bernama|panggilan saya|dengan nama'
const WORKS = 'petugas|pegawai|staf|perawat|guru|sopir|satpam|oknum|penyuluh|teknisi|kasir|tetangga(?: saya)?'

/** What follows such a word and is nobody's name. */
const NOBODY = new Set(
  `bupati wakil wali walikota gubernur presiden menteri camat lurah kades kadus kepala ketua sekretaris bendahara direktur
  rt rw dinas badan kantor kecamatan kelurahan desa kabupaten kota provinsi guru dokter bidan perawat petugas pegawai staf
  polisi satpam hakim jaksa haji ustadz camatnya lurahnya hamil menyusui rumah kandung tiri angkat mertua kos kost asuh
  pertiwi kota negara saya kami kita anda dia beliau mereka itu ini yang dan atau di ke dari untuk agar supaya tolong mohon
  terima tidak sudah belum akan bisa dapat harus mau juga sekalian semua para sana sini tadi kemarin hari selalu sering
  saja kok ya dong nya camat sekretariat panitia anggota pembina pengurus operator admin loket pos kebersihan parkir puskesmas
  sekolah pdam pln listrik air jalan jaga piket medis kesehatan keamanan lapangan teknis pajak desanya honorer kontrak asn pns
  pppk kurang lambat ramah sopan kasar marah datang pergi bilang berkata minta meminta menolak memberi tidak menyuruh membentak
  baru lama lain tersebut bagian bidang seksi unit dengan pada oleh karena saat ketika rendah tinggi senin selasa rabu kamis
  jumat sabtu minggu januari februari maret april mei juni juli agustus september oktober november desember allah tuhan`
    .split(/\s+/)
    .filter(Boolean),
)

const WORD = "\\p{L}[\\p{L}'’.-]{1,30}"
const PATTERNS: readonly (readonly [kind: Suspicion['kind'], pattern: RegExp])[] = [
  [
    'name',
    new RegExp(`(?<![\\p{L}\\p{N}])(?:${CALLED})\\.?\\s+(?<who>${WORD}(?:\\s+\\p{Lu}[\\p{L}'’.-]{0,30}){0,3})`, 'giu'),
  ],
  [
    'name',
    new RegExp(`(?<![\\p{L}\\p{N}])(?:${NAMED})\\s*:?\\s+(?<who>${WORD}(?:\\s+\\p{Lu}[\\p{L}'’.-]{0,30}){0,3})`, 'giu'),
  ],
  [
    'name',
    new RegExp(`(?<![\\p{L}\\p{N}])(?:${WORKS})\\s+(?<work>${WORD}(?:\\s+\\p{Lu}[\\p{L}'’.-]{0,30}){0,3})`, 'giu'),
  ],
  [
    'address',
    /(?<![\p{L}\p{N}])(?<who>(?:jl|jln|jalan|gg|gang|perum(?:ahan)?|komp(?:lek|leks)?|blok|dusun|dsn|kp|kampung)\.?\s+[^\n,;.!?▇]{1,60}?[\s,]+(?:no|nomor|nomer)\.?\s*\p{Nd}{1,4}\p{L}?(?![\p{L}\p{N}]))/giu,
  ],
  [
    'address',
    /(?<![\p{L}\p{N}])(?<who>rt\.?\s*\p{Nd}{1,3}\s*[/,]?\s*rw\.?\s*\p{Nd}{1,3}(?:[\s,]+(?:gang|gg|blok|no|nomor|nomer)\.?\s*[\p{L}\p{Nd}]{1,5}){0,3})(?![\p{L}\p{N}])/giu,
  ],
  [
    'birth',
    /(?<![\p{L}\p{N}])(?<who>(?:lahir|ttl|tgl\.? lahir)[^\n▇]{0,40}?\p{Nd}{1,2}[\s./-](?:\p{Nd}{1,2}|\p{L}{3,9})[\s./-]\p{Nd}{2,4})/giu,
  ],
  [
    'number',
    /(?<![\p{L}\p{N}.,/:-]|rp\s?|rp\.\s?)(?<who>\p{Nd}{5,8})(?![\p{N}]|[.,:/]\p{Nd}|\s*(?:rupiah|orang|warga|meter|kali|ribu|juta))/giu,
  ],
]

/** Words that are written large and begin or belong to the name of a place, an office or a paper. */
const THINGS = new Set(
  `jalan jl jln gang gg desa dusun kampung kp blok perum perumahan komplek kompleks griya kelurahan kecamatan kabupaten kota
  provinsi pasar terminal stasiun bandara pelabuhan pantai sungai kali jembatan tol bendungan waduk taman alun-alun alun
  lapangan stadion gedung masjid musala mushola gereja pura vihara pondok pesantren sekolah sd smp sma smk mts ma tk paud
  universitas kampus puskesmas posyandu pustu klinik rumah sakit rsud rs rsu apotek bank kantor dinas badan balai kementerian
  mal mall pelayanan publik pemerintah pemkab pemkot pemda satuan satpol polisi polsek polres pamong praja koperasi toko
  warung hotel pabrik pt cv ud kartu keluarga tanda penduduk identitas anak akta akte kelahiran kematian nikah kawin cerai
  surat keterangan pindah domisili izin ijin usaha mendirikan bangunan gangguan paspor sim stnk bpkb pajak bumi retribusi
  sertifikat sertipikat tanah jaminan kesehatan nasional bantuan langsung tunai sosial program harapan keluarga pendidikan
  perhubungan pertanian perikanan perdagangan perindustrian lingkungan hidup pekerjaan umum kependudukan pencatatan sipil
  penanaman modal terpadu satu pintu pendapatan keuangan kepegawaian sdm inspektorat dprd dpr indonesia republik jawa sunda
  sumatra sumatera kalimantan sulawesi papua bali madura barat timur utara selatan tengah pusat raya baru lama atas bawah
  indah asri permai google maps whatsapp facebook instagram tiktok youtube android telegram lapor sp4n e-ktp ktp kk kia bpjs
  idul fitri adha natal ramadan ramadhan lebaran nyepi waisak imlek covid januari februari maret april mei juni juli agustus
  september oktober november desember senin selasa rabu kamis jumat sabtu minggu nomor loket antrean lantai ruang undang
  peraturan pasal assalamualaikum wassalamualaikum selamat pagi siang sore malam terima kasih mohon tolong yth kepada yang
  saya kami kita dan atau di ke dari untuk dengan dalam pada oleh ini itu tidak sudah belum ada harap harus setiap semua
  formulir berkas syarat data nama alamat foto lampu air listrik sampah jalur halte bus angkot trans kereta api`
    .split(/\s+/)
    .filter(Boolean),
)
const LARGE = "\\p{Lu}[\\p{Ll}'’]{2,30}"
const BARE = new RegExp(`(?<![\\p{L}\\p{N}.@/-])(?:${LARGE} ){1,3}${LARGE}(?![\\p{L}\\p{N}@])`, 'gu')
const PLACED =
  /(?:^|[^\p{L}])(?:di|ke|menuju|dekat|depan|belakang|samping|seberang|jalan|jl\.?|jln\.?|desa|dusun|gang|gg\.?|pasar|kelurahan|kecamatan|kampung|sdn?|smpn?|sman?|smkn?|rsud|rs|pt|cv)\.?\s+(?:\p{N}+\s+)?$/iu

/** What is made of a verb or a foreign word is mostly no name. */
const ABSTRACT = /^(?:pe|per|ke)\p{Ll}{3,}an$|asi$/iu

function isThing(word: string): boolean {
  return ABSTRACT.test(word) || NOBODY.has(word.toLowerCase()) || THINGS.has(word.toLowerCase())
}

const TITLE = new RegExp(`^(?:${CALLED})$`, 'iu')
/** At the beginning of a sentence a verb is large too. */
const VERB = /^(?:di|me|ber|ter)\p{Ll}{5,}$/iu

/**
 * Two to four words written large with no word before them that says whose they are. Most are names of places, offices
 * and papers; those are known by their words. Where most words of a text are written large, that says nothing.
 */
function bareNames(text: string): { found: string; at: number }[] {
  const all = text.match(/\p{L}{2,}/gu) ?? []
  const large = all.filter((word) => /^\p{Lu}/u.test(word)).length
  if (all.length > 5 && large * 10 > all.length * 7) return []
  return [...text.matchAll(BARE)].flatMap(({ 0: whole, index }) => {
    const words = whole.split(' ')
    const parts = VERB.test(words[0]!) ? words.slice(1) : words
    // The first word of a sentence is large whatever it is.
    const said = parts.findIndex((word) => !isThing(word) && !TITLE.test(word))
    const name = said < 0 ? [] : parts.slice(said)
    const known = name.some(isThing)
    const cut = parts.slice(0, Math.max(said, 0))
    const placed =
      cut.some((word) => THINGS.has(word.toLowerCase())) || PLACED.test(text.slice(Math.max(0, index - 20), index))
    return name.length < (cut.some((word) => TITLE.test(word)) ? 1 : 2) || known || placed
      ? []
      : [{ found: name.join(' '), at: text.indexOf(name[0]!, index) }]
  })
}

/**
 * What a person should look at before everybody reads it, in the order in which it stands; each once. Whoever publishes
 * covers it with one tick (`coverWords`), so a wrong guess costs a look and a missed one is rarer. `known` are the names
 * of the institution's own services and units.
 */
export function suspicions(text: string, known: readonly string[] = []): Suspicion[] {
  const seen = known.reduce((rest, name) => rest.replaceAll(name, '·'.repeat(name.length)), text)
  const found = PATTERNS.flatMap(([kind, pattern]) =>
    [...seen.matchAll(pattern)].flatMap((match) => {
      const { who: called, work } = match.groups!
      const words = called ?? work ?? ''
      // What people do is mostly followed by a verb: only what is written large is a name there.
      const who = kind !== 'name' ? words.trim() : work && !/^\p{Lu}/u.test(work) ? undefined : nameIn(words)
      return who ? [{ kind, found: who, at: match.index }] : []
    }),
  )
  const called = found.filter(({ kind }) => kind === 'name').map((one) => one.found)
  const bare = bareNames(seen).filter((one) => !called.some((name) => one.found.includes(name)))
  found.push(...bare.map((one) => ({ kind: 'name' as const, ...one })))
  found.push(...barePlates(seen).map((one) => ({ kind: 'plate' as const, ...one })))
  const pieced = [...numbersInPieces(seen), ...scatteredNumbers(seen)]
  found.push(...pieced.map(({ at, end }) => ({ kind: 'number' as const, found: seen.slice(at, end), at })))
  const shown: (Suspicion & { at: number })[] = []
  for (const one of found.sort((a, b) => a.at - b.at || b.found.length - a.found.length))
    if (!shown.some((other) => other.found.includes(one.found))) shown.push(one)
  return shown.map(({ kind, found: words }) => ({ kind, found: words }))
}

/** The words up to the first that is nobody's; the first alone where it is written small. */
function nameIn(who: string): string | undefined {
  const words: string[] = []
  for (const raw of who.split(/\s+/)) {
    const word = raw.replace(/[.,'’-]+$/u, '')
    const capital = /^\p{Lu}/u.test(word)
    if (!capital && VERB.test(word)) break
    if (NOBODY.has(word.toLowerCase()) || word.length < 2 || (words.length > 0 && !capital)) break
    words.push(word)
    // The end of a sentence ends a name, unless it is an initial.
    if (/[.!?]$/.test(raw) && word.length > 2) break
    if (!capital) break
  }
  return words.length > 0 ? words.join(' ') : undefined
}

/** The text cut at these words: every second piece is one of them. */
export function piecesOf(text: string, words: readonly string[]): string[] {
  if (words.length === 0) return [text]
  const sought = [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return text.split(new RegExp(`(${sought.join('|')})`))
}

const MARK = '▇▇▇'

/** The text with these words covered wherever they stand. */
export function coverWords(text: string, words: readonly string[]): string {
  return [...words]
    .filter((word) => word.trim().length > 1)
    .sort((a, b) => b.length - a.length)
    .reduce((rest, word) => rest.replaceAll(word, MARK), text)
}
