import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isWorkingTime, type WeekPattern, WorkingCalendar, workingTimeBetween } from '../../platform/calendar.ts'
import { expectation, opensAt, whenText } from './hours.ts'
import { guessLanguage } from './language.ts'
import { waitingTimes } from './waits.ts'

const OFFICE: WeekPattern = [
  ...Array.from({ length: 4 }, () => [[480, 720] as const, [780, 960] as const]),
  [
    [480, 690],
    [780, 990],
  ],
  [],
  [],
]

function calendarOf(week: WeekPattern, holidays: readonly { date: string; name: string }[] = []) {
  return new WorkingCalendar({
    version: 1,
    timeZone: 'Asia/Makassar',
    hours: [{ from: '2020-01-01', week }],
    ramadanHours: [],
    ramadan: [],
    holidays,
    exceptions: [],
  })
}

const PROMISE = { answer_minutes: 60 }
const at = (text: string) => new Date(`${text}+08:00`)

test.each([
  ['2026-09-16T09:00', true, 'hari ini pukul 10.00 WITA'],
  ['2026-09-16T15:30', true, 'besok pukul 08.30 WITA'],
  ['2026-09-16T06:00', false, 'hari ini pukul 08.00 WITA'],
  ['2026-09-16T12:10', false, 'hari ini pukul 13.00 WITA'],
  ['2026-09-16T22:00', false, 'besok pukul 08.00 WITA'],
  ['2026-09-18T22:00', false, 'Senin, 21 September 2026 pukul 08.00 WITA'],
])('at %s the office is open: %s, and the answer comes %s', (now, open, when) => {
  const calendar = calendarOf(OFFICE)
  const expected = expectation(calendar, at(now), PROMISE)
  expect(expected).toMatchObject({ open, late: false })
  expect(whenText(calendar, at(now), expected.at, 'id')).toBe(when)
})

test('at night the deadline stays when it was, whatever the citizen is told of the morning', () => {
  const calendar = calendarOf(OFFICE)
  const late = expectation(calendar, at('2026-09-20T12:00'), PROMISE, at('2026-09-17T19:51'))
  expect([late.open, late.late, late.by]).toEqual([false, true, at('2026-09-18T09:00')])
  const early = expectation(calendar, at('2026-09-18T22:00'), PROMISE)
  expect([early.late, early.at, early.by]).toEqual([false, at('2026-09-21T08:00'), at('2026-09-21T09:00')])
})

test('a holiday is named, and who was promised an answer hears that it is late', () => {
  const calendar = calendarOf(OFFICE, [{ date: '2026-09-16', name: 'Hari Contoh' }])
  expect(expectation(calendar, at('2026-09-16T10:00'), PROMISE).why).toBe('Hari Contoh')
  expect(expectation(calendar, at('2026-09-17T09:30'), PROMISE, at('2026-09-17T08:10')).late).toBe(true)
  expect(expectation(calendar, at('2026-09-17T09:30'), PROMISE, at('2026-09-15T15:30')).late).toBe(true)
  expect(expectation(calendar, at('2026-09-17T08:20'), PROMISE, at('2026-09-15T15:30')).late).toBe(false)
})

const interval = fc
  .tuple(fc.integer({ min: 0, max: 1430 }), fc.integer({ min: 1, max: 600 }))
  .map(([from, length]) => [from, Math.min(from + length, 1440)] as const)
const week = fc
  .array(fc.option(interval, { nil: undefined }), { minLength: 7, maxLength: 7 })
  .filter((days) => days.some((day) => day !== undefined))
  .map((days): WeekPattern => days.map((day) => (day ? [day] : [])))

test('what is said is always a working moment, and no working time is hidden before it', () => {
  fc.assert(
    fc.property(
      week,
      fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
      fc.integer({ min: 1, max: 600 }),
      (hours, now, answer_minutes) => {
        const calendar = calendarOf(hours)
        const expected = expectation(calendar, now, { answer_minutes })
        expect(expected.late).toBe(false)
        expect(expected.open).toBe(isWorkingTime(calendar, now))
        if (expected.open) expect(workingTimeBetween(calendar, now, expected.at)).toBe(answer_minutes * 60_000)
        else {
          expect(isWorkingTime(calendar, expected.at)).toBe(true)
          expect(workingTimeBetween(calendar, now, expected.at)).toBe(0)
        }
        expect(opensAt(calendar, now) >= now).toBe(true)
        // The sentence names the very minute: its date and time, read back, are the moment meant.
        const words = whenText(calendar, now, expected.at, 'id')
        const [, hour, minute] = /pukul (\d\d)\.(\d\d) WITA$/.exec(words)!
        const local = new Date(expected.at.getTime() + 8 * 3_600_000)
        expect([Number(hour), Number(minute)]).toEqual([local.getUTCHours(), local.getUTCMinutes()])
        const days = (Date.parse(calendar.dateOf(expected.at)) - Date.parse(calendar.dateOf(now))) / 86_400_000
        expect(words.startsWith('hari ini')).toBe(days === 0)
        expect(words.startsWith('besok')).toBe(days === 1)
      },
    ),
    { numRuns: 300 },
  )
})

test('waits are counted in working time; the unanswered ones past their time count against the promise', () => {
  const calendar = calendarOf(OFFICE)
  const wait = (
    opened: string,
    answered?: string,
    closed?: string,
    outcome: 'unanswered' | 'answered' = 'answered',
  ) => ({
    unit_id: 'u',
    opened_at: at(opened),
    first_answered_at: answered ? at(answered) : null,
    closed_at: closed ? at(closed) : null,
    outcome: closed ? outcome : null,
  })
  const rows = [
    wait('2026-09-16T09:00', '2026-09-16T09:10'),
    wait('2026-09-15T22:00', '2026-09-16T08:30'),
    wait('2026-09-16T08:00', '2026-09-16T11:00'),
    wait('2026-09-16T08:00'),
    wait('2026-09-16T10:50'),
    wait('2026-09-16T10:00', undefined, '2026-09-16T10:05'),
    // Closed because nobody came: a broken promise, however short the working time was.
    wait('2026-09-12T10:00', undefined, '2026-09-13T10:00', 'unanswered'),
  ]
  expect(waitingTimes(rows, () => calendar, 60, at('2026-09-16T11:00'))).toEqual({
    bands: [1, 1, 1, 0, 0],
    median: 30,
    within: 2,
    beyond: 3,
    running: 1,
    unanswered: 2,
  })
})

test.each([
  ['id', 'Selamat pagi, saya mau tanya syarat membuat kartu keluarga baru karena yang lama hilang di jalan.'],
  [
    'jv',
    'Sugeng enjing, kula badhe tanglet pripun carane ndamel KTP enggal, menapa kedah mbeta kartu kulawarga lan surat saking kelurahan?',
  ],
  [
    'su',
    'Wilujeng enjing, abdi bade naros kumaha carana ngadamel akta kalahiran pikeun budak abdi, naon wae saratna sareng sabaraha lami prosesna?',
  ],
])('a longer text in %s is taken for it', (hint, text) => {
  expect(guessLanguage(text)?.hint).toBe(hint)
})

test('a short text is only a guess, and very short or empty ones are none', () => {
  expect(guessLanguage('ok')).toBeUndefined()
  expect(guessLanguage('')).toBeUndefined()
  expect(guessLanguage('Kapan loket buka ya?')?.sure).toBe(false)
})

/** None of these was looked at when the small words were chosen. */
const SAID: readonly (readonly ['id' | 'jv' | 'su', string])[] = [
  ['id', 'Permisi, formulir izin usaha diambil di lantai berapa ya?'],
  ['id', 'Nomor antrean saya hangus karena petugas istirahat, bagaimana ini?'],
  ['id', 'Kartu BPJS anak kami belum aktif padahal sudah dibayar bulan lalu.'],
  ['id', 'Jalan menuju puskesmas rusak parah, kapan diperbaiki?'],
  ['id', 'Surat tanah orang tua hilang waktu banjir.'],
  ['id', 'Minta nomor telepon kantor kecamatan, terima kasih.'],
  ['jv', 'Nuwun sewu, menawi badhe nggantos alamat KTP, loketipun wonten pundi?'],
  ['jv', 'Iki piye to, wis bola-bali mrene berkasku isih dikon nglengkapi terus.'],
  ['jv', 'Banyu PDAM ora mili wis patang dina, tanggaku ya padha sambat.'],
  ['jv', 'Kula sampun ngintun berkas wingi, nanging dereng wonten wangsulan.'],
  ['jv', 'Jam pira kantor kelurahan bukake yen dina Jumat?'],
  ['jv', 'Anakku arep sekolah, butuh surat keterangan saka ngendi?'],
  ['su', 'Punten, upami bade ngagentos alamat KTP, loketna palih mana?'],
  ['su', 'Geus dua kali ka dieu tapi berkas kuring can wae anggeus.'],
  ['su', 'Cai PDAM teu ngocor tos opat dinten, tatanggi oge sami.'],
  ['su', 'Abdi parantos ngintun berkas kamari, mung teu acan aya waleran.'],
  ['su', 'Tabuh sabaraha kantor kalurahan muka dinten Jumaah?'],
  ['su', 'Budak abdi bade sakola, peryogi surat katerangan ti mana?'],
]

test('what people of Java write is told apart by its small words, and a wrong guess never claims to be sure', () => {
  const guesses = SAID.map(([language, text]) => ({ language, text, guess: guessLanguage(text) }))
  const wrong = guesses.filter(({ language, guess }) => guess?.hint !== language)
  expect(wrong.map(({ text }) => text).length, JSON.stringify(wrong)).toBeLessThanOrEqual(1)
  expect(wrong.filter(({ guess }) => guess?.sure)).toEqual([])
  // Letters alone took half of the Javanese for Indonesian.
  for (const language of ['jv', 'su'] as const)
    expect(wrong.filter((one) => one.language === language).length, language).toBeLessThanOrEqual(1)
})
