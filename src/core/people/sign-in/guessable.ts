/** What somebody tries first who wants to get in: words of many countries' lists, of this country, of an office, of Sigap. */
const WORDS =
  `password passwort katasandi sandi rahasia secret login masuk akses access letmein welcome selamat datang default
  changeme ganti baru admin administrator root master user pengguna guest tamu test testing coba demo contoh sigap
  indonesia nusantara garuda merdeka pancasila republik bhinneka bismillah alhamdulillah assalamualaikum insyaallah
  muhammad ahmad agus budi siti dewi putri putra rizki sayang cinta iloveyou love aku kamu bahagia keluarga
  kabupaten kota provinsi dinas badan kantor kecamatan kelurahan desa pemkab pemkot pemprov pemda bupati walikota
  gubernur pegawai petugas layanan pelayanan pengaduan masyarakat warga bkpsdm dpmptsp inspektorat pimpinan bkd asn pns
  pppk jakarta bandung surabaya semarang medan makassar palembang yogyakarta denpasar jayapura papua sumatera jawa bali
  kalimantan sulawesi persib persija persebaya arema januari februari maret april mei juni juli agustus september oktober
  november desember senin selasa rabu kamis jumat sabtu minggu monday friday summer winter kucing anjing naga dragon monkey
  football baseball basketball soccer sunshine princess superman batman spiderman pokemon naruto doraemon starwars
  michael jordan charlie jennifer samsung xiaomi iphone android google facebook instagram whatsapp youtube microsoft
  windows computer komputer internet server database abc abcd asd asdf qwe zxc qaz wsx edc`
    .split(/\s+/)
    .filter(Boolean)

/** The fewest characters of a new password. */
export const SHORTEST = 12

/** Neighbors on a keyboard, in the alphabet and among the digits, forwards; read backwards too. */
const WALKS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
  '1a2s3d4f5g6h7j8k9l',
  '1qazxsw23edcvfr45tgbnhy6',
  'qazxswedcvfrtgbnhyujm',
  'qwaszxerdfcvtyghbn',
  '12qw34er56ty78ui90op',
  'q1w2e3r4t5y6u7i8o9p0',
].flatMap((walk) => [walk, [...walk].reverse().join('')])

/** Digits and signs that are put for a letter. */
const WORN: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
}
const FEWEST = 4

let stolen: ReadonlySet<string> = new Set()

/** Told once at start, from DATA_DIR/passwords.txt: one password a line; those too short to be chosen are left out. */
export function refusePasswords(lines: string): void {
  const passwords = lines.split(/\r?\n/).map((line) => line.normalize('NFKC').toLowerCase())
  stolen = new Set(passwords.filter((password) => password.length >= SHORTEST))
}

/** Whether it is on the installation's own list. */
export function isRefused(password: string): boolean {
  return stolen.has(password.normalize('NFKC').toLowerCase())
}

/**
 * Whether a password can be put together from at most three things that are tried first: common words, `about` (what is
 * known of the person and the institution), dates and numbers, walks on the keyboard, repetitions.
 */
export function isGuessable(password: string, about: readonly string[] = []): boolean {
  const words = new Set([...WORDS, ...about.flatMap(partsOf)])
  const signs = [...password.normalize('NFKC').toLowerCase()]
    .map((typed) => ({ typed, meant: WORN[typed] ?? typed }))
    .filter(({ meant }) => /[\p{L}\p{N}]/u.test(meant))
  return countPieces(signs, words) < FEWEST
}

type Sign = { readonly typed: string; readonly meant: string }

/** Names and addresses in their words; what is shorter than four letters says nothing. */
function partsOf(text: string): string[] {
  const plain = text.toLowerCase().split(/[^\p{L}\p{N}]+/u)
  return [...plain, plain.join('')].filter((part) => part.length >= 4)
}

/**
 * The fewest different pieces that make up the text, as long as they are fewer than FEWEST; each letter that belongs to
 * none is a piece of its own. What needs more is followed no further: a long text would cost the square of its length.
 */
function countPieces(signs: readonly Sign[], words: ReadonlySet<string>): number {
  const longest = Math.max(40, ...[...words].map((word) => word.length))
  const best: (readonly string[] | undefined)[] = [[]]
  for (let end = 1; end <= signs.length; end++) {
    let fewest: readonly string[] | undefined
    let typed = ''
    let meant = ''
    for (let from = end - 1; from >= 0 && end - from <= longest; from--) {
      typed = signs[from]!.typed + typed
      meant = signs[from]!.meant + meant
      const before = best[from]
      if (!before || (end - from > 1 && !words.has(meant) && !isPiece(typed, words))) continue
      const after = before.includes(meant) ? before : [...before, meant]
      if (after.length < (fewest?.length ?? FEWEST)) fewest = after
    }
    best.push(fewest)
  }
  return best[signs.length]?.length ?? FEWEST
}

function isPiece(piece: string, words: ReadonlySet<string>): boolean {
  if (words.has(piece) || /^\d+$/.test(piece) || /^(.)\1+$/u.test(piece)) return true
  return piece.length >= 3 && WALKS.some((walk) => walk.includes(piece))
}
