/** Stands in every letter of a case; what is below was written by the office. */
export const REPLY_LINE = '--- Tulis balasan Anda di atas baris ini / Reply above this line ---'
const REPLY_WORDS = 'Tulis balasan Anda di atas baris ini'

/** How mail programs say that what follows is the letter one answers to, in Indonesian and English. */
const SAID = [
  /^pada\b.{3,250}\b(menulis|berkata)\s*:$/i,
  /^on\b.{3,250}\bwrote\s*:$/i,
  /^\d{4}-\d{2}-\d{2}.{3,200}<[^>]{3,200}>\s*:$/,
  /^(.{0,5})-{2,}\s*(pesan asli|pesan asal|original message|pesan diteruskan|forwarded message)\s*-{2,}$/i,
]
const FIELDS = /^\*?(dari|from|dikirim|sent|tanggal|date|kepada|untuk|to|subjek|perihal|subject|cc)\s*:\*?\s/i
const SIGNATURES = [
  /^--\s*$/,
  /^(dikirim dari|sent from|terkirim dari|get outlook for|dapatkan outlook)\b/i,
  /^_{20,}$/,
]

/**
 * What the writer added: without the quoted letter, the reply line and the footer of the mail program. A forwarded letter
 * without a word of one's own is what its writer has to say; our own letter sent back is nothing.
 */
export function withoutQuotes(text: string): string {
  const lines = text.split('\n').slice(0, 20_000)
  const kept: string[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!.trim()
    if (line.includes(REPLY_WORDS) && !line.startsWith('>')) break
    const length = quoteHeader(lines, at)
    if (length > 0) {
      // A program that marks each line lets people answer in between; one that does not has quoted all the rest.
      if (!marked(lines, at + length)) break
      at += length - 1
      continue
    }
    if (line.startsWith('>')) continue
    if (SIGNATURES.some((pattern) => pattern.test(line)) && kept.some((one) => one.trim() !== '')) break
    kept.push(lines[at]!)
  }
  const words = kept
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
  return words || (text.includes(REPLY_WORDS) ? '' : text.trim())
}

/** How many lines the header of a quotation has here; 0 when none begins. */
function quoteHeader(lines: readonly string[], at: number): number {
  const first = lines[at]!.trim().replace(/^>+\s*/, '')
  if (first === '') return 0
  // Long headers are folded by the program that sent them.
  if (/^(pada|on)\b/i.test(first) || SAID.some((pattern) => pattern.test(first))) {
    for (let length = 1; length <= 3; length++) {
      const joined = lines
        .slice(at, at + length)
        .map((line) => line.trim().replace(/^>+\s*/, ''))
        .join(' ')
      if (joined.length < 300 && SAID.some((pattern) => pattern.test(joined))) return length
    }
  }
  const block = lines.slice(at, at + 6).findIndex((line) => !FIELDS.test(line.trim()))
  const fields = block < 0 ? Math.min(6, lines.length - at) : block
  return fields >= 3 && /^\*?(dari|from)\b/i.test(first) ? fields : 0
}

function marked(lines: readonly string[], from: number): boolean {
  const next = lines.slice(from).find((line) => line.trim() !== '')
  return next?.trim().startsWith('>') ?? false
}

const PREFIX = /^\s*(re|fw|fwd|bls|balas|trs|trsn|ter)\s*(\[\d+\])?\s*:\s*/i

/** The subject without what answering and forwarding put before it. */
export function plainSubject(subject: string): string {
  let text = tidySubject(subject)
  for (let round = 0; round < 10 && PREFIX.test(text); round++) text = text.replace(PREFIX, '')
  return text
}

function tidySubject(subject: string): string {
  return subject
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
