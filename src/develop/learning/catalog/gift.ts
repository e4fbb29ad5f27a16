import {
  type GIFTQuestion,
  SyntaxError as GiftSyntaxError,
  type NumericalChoice,
  type NumericalFormat,
  parse,
  type TextChoice,
} from 'gift-pegjs'
import { add, type Decimal, formatDecimal, parseDecimal, subtract } from './decimal.ts'
import { choiceId, type Question, type QuestionBody } from './question.ts'

export const GIFT_LIMITS = {
  bytes: 500_000,
  questions: 500,
  blockCharacters: 12_000,
  stemCharacters: 4_000,
} as const

export type GiftNote = 'html' | 'image' | 'weights'
export type GiftProblem =
  | { code: 'syntax'; found: string | null }
  | {
      code:
        | 'essay'
        | 'matching'
        | 'no_correct'
        | 'all_empty'
        | 'too_long'
        | 'wildcard'
        | 'no_stem'
        | 'same_choices'
        | 'bad_range'
        | 'brackets'
    }

/** What becomes of one piece of the file; `line` counts from 1 and points at the mistake where there is one. */
export type GiftOutcome = { line: number; title: string } & (
  | { result: 'question'; question: Question; notes: GiftNote[] }
  | { result: 'skipped'; reason: 'category' | 'description' }
  | { result: 'refused'; problem: GiftProblem }
)

export type GiftFile =
  | { ok: true; outcomes: GiftOutcome[] }
  | { ok: false; problem: 'empty' | 'too_big' | 'too_many' | 'encoding' | 'binary'; line?: number }

/** UTF-8, or UTF-16 with its mark. Anything else would turn letters into others, so it is refused with the line. */
export function decodeGift(bytes: Uint8Array): GiftFile | string {
  if (bytes.length > GIFT_LIMITS.bytes) return { ok: false, problem: 'too_big' }
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  let text: string
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return { ok: false, problem: 'encoding', line: firstBadLine(bytes) }
  }
  return text.includes('\u0000') ? { ok: false, problem: 'binary' } : text
}

function firstBadLine(bytes: Uint8Array): number {
  let line = 1
  let start = 0
  for (let at = 0; at <= bytes.length; at++) {
    if (at < bytes.length && bytes[at] !== 10) continue
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, at))
    } catch {
      return line
    }
    start = at + 1
    line++
  }
  return line
}

/** Reads a GIFT file piece by piece, so that one broken question does not hide the others. */
export function readGift(source: string): GiftFile {
  if (Buffer.byteLength(source) > GIFT_LIMITS.bytes) return { ok: false, problem: 'too_big' }
  const pieces = split(source)
  if (pieces.length === 0) return { ok: false, problem: 'empty' }
  if (pieces.length > GIFT_LIMITS.questions) return { ok: false, problem: 'too_many' }
  return { ok: true, outcomes: pieces.map(readPiece) }
}

type Piece = { text: string; line: number }

/** GIFT separates questions by blank lines; comments alone make no piece. */
function split(source: string): Piece[] {
  const lines = source
    .replace(/^\ufeff/, '')
    .replaceAll(/\r\n?/g, '\n')
    .split('\n')
  const pieces: Piece[] = []
  let open: string[] = []
  let start = 1
  const close = () => {
    if (open.some((line) => line.trim() !== '' && !line.trim().startsWith('//')))
      pieces.push({ text: open.join('\n'), line: start })
    open = []
  }
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') close()
    else {
      if (open.length === 0) start = index + 1
      open.push(line)
      // A category is one line, also where the question follows at once.
      if (line.trim().startsWith('$CATEGORY:')) close()
    }
  }
  close()
  return pieces
}

function readPiece(piece: Piece): GiftOutcome {
  const content = piece.text.split('\n').findIndex((line) => !line.trim().startsWith('//'))
  const line = piece.line + Math.max(0, content)
  const title = preview(piece.text)
  if (piece.text.length > GIFT_LIMITS.blockCharacters)
    return { line, title, result: 'refused', problem: { code: 'too_long' } }
  const read = parsePiece(piece.text)
  if ('error' in read) {
    const at = piece.line + Math.min(read.error.location.start.line, piece.text.split('\n').length) - 1
    return { line: at, title, result: 'refused', problem: { code: 'syntax', found: read.error.found?.trim() || null } }
  }
  const [parsed, ...more] = read.questions
  if (!parsed || more.length > 0) return { line, title, result: 'refused', problem: { code: 'brackets' } }
  return { line, ...interpret(parsed, title) }
}

function parsePiece(text: string): { questions: GIFTQuestion[] } | { error: GiftSyntaxError } {
  try {
    return { questions: parse(`${text}\n\n`) }
  } catch (error) {
    if (!(error instanceof GiftSyntaxError)) throw error
    const escaped = escapeText(text)
    return escaped === text ? { error } : parsePiece(escaped)
  }
}

/**
 * Moodle takes what is no mark as text, the parser does not. Colons are marks as `::` and in `{#3:1}`; `=`, `~` and `#`
 * only between braces.
 */
function escapeText(text: string): string {
  return text
    .split(/(\{(?:[^{}\\]|\\.)*\})/s)
    .map((part, index) => {
      if (index % 2 === 1) return /^\{\s*#/.test(part) ? part : part.replaceAll(LONE_COLON, '\\:')
      return part.replaceAll(LONE_COLON, '\\:').replaceAll(/(?<!\\)[=~#]/g, '\\$&')
    })
    .join('')
}
const LONE_COLON = /(?<![:\\]):(?!:)/g

function preview(text: string): string {
  const first = text.split('\n').find((line) => !line.trim().startsWith('//')) ?? ''
  return first.trim().slice(0, 80)
}

type Interpreted =
  | { title: string; result: 'question'; question: Question; notes: GiftNote[] }
  | { title: string; result: 'skipped'; reason: 'category' | 'description' }
  | { title: string; result: 'refused'; problem: GiftProblem }

function interpret(parsed: GIFTQuestion, fallback: string): Interpreted {
  if (parsed.type === 'Category') return { title: parsed.title, result: 'skipped', reason: 'category' }
  const notes = new Set<GiftNote>()
  const title = parsed.title?.trim() || plain(parsed.stem.text, 'moodle', notes).slice(0, 80) || fallback
  if (parsed.type === 'Description') {
    return parsed.stem.text.includes('{') || parsed.stem.text.includes('}')
      ? { title, result: 'refused', problem: { code: 'brackets' } }
      : { title, result: 'skipped', reason: 'description' }
  }
  notes.clear()
  const stem = plain(parsed.stem.text, parsed.stem.format, notes)
  if (stem === '') return { title, result: 'refused', problem: { code: 'no_stem' } }
  if (stem.length > GIFT_LIMITS.stemCharacters) return { title, result: 'refused', problem: { code: 'too_long' } }
  const body = bodyOf(parsed, notes)
  if ('code' in body) return { title, result: 'refused', problem: body }
  const feedback = parsed.globalFeedback ? plain(parsed.globalFeedback.text, parsed.globalFeedback.format, notes) : ''
  return { title, result: 'question', question: { title, stem, body, feedback, points: 1 }, notes: [...notes] }
}

function bodyOf(
  parsed: Exclude<GIFTQuestion, { type: 'Category' | 'Description' }>,
  notes: Set<GiftNote>,
): QuestionBody | GiftProblem {
  switch (parsed.type) {
    case 'Essay':
      return { code: 'essay' }
    case 'Matching':
      return { code: 'matching' }
    case 'TF': {
      // The format says first what whoever was wrong reads, then whoever was right; the parser names them otherwise.
      const wrong = plain(parsed.trueFeedback?.text ?? '', 'moodle', notes)
      const right = plain(parsed.falseFeedback?.text ?? '', 'moodle', notes)
      const { isTrue } = parsed
      return {
        kind: 'single',
        choices: [
          { id: 'a', text: 'Benar', correct: isTrue, feedback: isTrue ? right : wrong },
          { id: 'b', text: 'Salah', correct: !isTrue, feedback: isTrue ? wrong : right },
        ],
      }
    }
    case 'MC':
      return choicesOf(parsed.choices, notes)
    case 'Short': {
      const answers = parsed.choices
        .filter((choice) => (choice.weight ?? 100) > 0)
        .map((choice) => plain(choice.text.text, choice.text.format, notes))
      if (parsed.choices.some((choice) => choice.weight !== null && choice.weight < 100)) notes.add('weights')
      if (answers.some((answer) => answer.includes('*'))) return { code: 'wildcard' }
      if (answers.length === 0 || answers.some((answer) => answer === '')) return { code: 'no_correct' }
      return { kind: 'short', answers: [...new Set(answers)] }
    }
    case 'Numerical':
      return rangesOf(parsed.choices, notes)
  }
}

/** `=` marks one right choice; `~%50%` marks several. Unequal weights are evened out and that is said. */
function choicesOf(given: TextChoice[], notes: Set<GiftNote>): QuestionBody | GiftProblem {
  const marked = given.filter((choice) => choice.isCorrect)
  const weighted = given.filter((choice) => !choice.isCorrect && (choice.weight ?? 0) > 0)
  const several = marked.length === 0
  const right = several ? weighted : marked
  if (right.length === 0) return { code: 'no_correct' }
  const even =
    Math.max(...right.map((choice) => choice.weight ?? 100)) -
      Math.min(...right.map((choice) => choice.weight ?? 100)) <
    0.01
  if ((several && !even) || (!several && weighted.length > 0)) notes.add('weights')
  const choices = given.map((choice, index) => ({
    id: choiceId(index),
    text: plain(choice.text.text, choice.text.format, notes),
    correct: right.includes(choice),
    feedback: choice.feedback ? plain(choice.feedback.text, choice.feedback.format, notes) : '',
  }))
  if (choices.some((choice) => choice.text === '')) return { code: 'all_empty' }
  if (new Set(choices.map((choice) => choice.text)).size < choices.length) return { code: 'same_choices' }
  return { kind: right.length > 1 ? 'multiple' : 'single', choices }
}

function rangesOf(given: NumericalChoice[] | NumericalFormat, notes: Set<GiftNote>): QuestionBody | GiftProblem {
  const choices = Array.isArray(given) ? given : [{ text: given, weight: null, isCorrect: true }]
  const right = choices.filter((choice) => choice.isCorrect || (choice.weight ?? 0) > 0)
  if (right.some((choice) => choice.weight !== null && choice.weight < 100)) notes.add('weights')
  const full = right.filter((choice) => (choice.weight ?? 100) === 100)
  const ranges = full.map((choice) => rangeOf(choice.text))
  if (ranges.length === 0) return { code: 'no_correct' }
  const known = ranges.filter((range) => range !== undefined)
  return known.length === ranges.length ? { kind: 'numeric', ranges: known } : { code: 'bad_range' }
}

function rangeOf(text: NumericalFormat): { low: string; high: string } | undefined {
  if (text.type === 'high-low') return ordered(decimal(text.numberLow), decimal(text.numberHigh))
  const middle = decimal(text.number)
  const tolerance = text.type === 'range' ? decimal(text.range) : decimal(0)
  return middle && tolerance && ordered(subtract(middle, tolerance), add(middle, tolerance))
}

function ordered(low: Decimal | undefined, high: Decimal | undefined): { low: string; high: string } | undefined {
  if (!low || !high || subtract(high, low).units < 0n) return undefined
  return { low: formatDecimal(low), high: formatDecimal(high) }
}

/** The parser gives binary numbers; their shortest text is what stood in the file. */
function decimal(value: number | undefined): Decimal | undefined {
  return value === undefined ? undefined : parseDecimal(String(value))
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** HTML becomes plain text: it is shown escaped, and what is lost is said. */
function plain(text: string, format: string, notes: Set<GiftNote>): string {
  if (format !== 'html') return text.trim()
  if (/<img|<object|<video|<audio|@@PLUGINFILE/i.test(text)) notes.add('image')
  if (/<[a-z]/i.test(text)) notes.add('html')
  return text
    .replaceAll(/<(?:br|\/p|\/li|\/div)\s*\/?>/gi, '\n')
    .replaceAll(/<\/?[a-z][^<>]*>/gi, '')
    .replaceAll(/&(?:#(\d{1,7})|([a-z]+));/gi, (whole, code?: string, name?: string) =>
      code ? safeCharacter(Number(code)) : (ENTITIES[name?.toLowerCase() ?? ''] ?? whole),
    )
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/\s*\n\s*/g, '\n')
    .trim()
}

function safeCharacter(code: number): string {
  return code >= 32 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : ''
}
