import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  defineMessages,
  formatBytes,
  formatDate,
  formatDateTime,
  formatLongDate,
  formatMonth,
  formatNumber,
  formatPercent,
  formatRelative,
  formatRupiah,
  formatShortDate,
  formatTime,
  localDate,
  localMinute,
  negotiateLanguage,
  zoneName,
} from './i18n.ts'

const NOW = new Date('2026-11-21T01:00:00Z')

describe('dates', () => {
  it('names day, time and zone of the institution', () => {
    expect(formatDateTime(NOW)).toBe('21 November 2026 pukul 08.00 WIB')
    expect(formatDateTime(NOW, 'id', 'Asia/Makassar')).toBe('21 November 2026 pukul 09.00 WITA')
    expect(formatDateTime(NOW, 'id', 'Asia/Jayapura')).toBe('21 November 2026 pukul 10.00 WIT')
    expect(formatDateTime(NOW, 'id', 'Asia/Pontianak')).toBe('21 November 2026 pukul 08.00 WIB')
    expect(formatDateTime(NOW, 'en')).toBe('21 November 2026 at 08:00 WIB')
    expect(formatLongDate(NOW)).toBe('Sabtu, 21 November 2026')
    expect(formatShortDate('2026-08-17')).toBe('17 Agu 2026')
    expect(formatMonth('2026-05')).toBe('Mei 2026')
    expect(formatMonth('2026-05', 'en', 'short')).toBe('May 2026')
  })

  it('crosses midnight with the zone, not with UTC', () => {
    const late = new Date('2026-12-31T16:30:00Z')
    expect(formatDate(late, 'id', 'Asia/Jakarta')).toBe('31 Desember 2026')
    expect(formatDate(late, 'id', 'Asia/Jayapura')).toBe('1 Januari 2027')
    expect(localDate(late, 'Asia/Jayapura')).toBe('2027-01-01')
    expect(localMinute(late, 'Asia/Jayapura')).toMatch(/^2027-01-01 0\d:\d\d$/)
    expect(formatTime(new Date('2026-01-01T17:00:00Z'))).toBe('00.00 WIB')
  })

  it('never moves a calendar date', () => {
    for (const zone of ['Asia/Jakarta', 'Asia/Jayapura', 'America/Los_Angeles', 'Pacific/Kiritimati']) {
      expect(formatDate('2026-11-21', 'id', zone)).toBe('21 November 2026')
    }
  })

  it('says the offset where no name is known', () => {
    expect(zoneName('Asia/Kolkata', NOW)).toBe('UTC+05.30')
    expect(zoneName('America/New_York', NOW)).toBe('UTC−05.00')
  })

  it('agrees with the platform on every day', () => {
    const oracle = new Intl.DateTimeFormat('id-ID', { dateStyle: 'long', timeZone: 'Asia/Makassar' })
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-02'), max: new Date('2099-12-31'), noInvalidDate: true }),
        (date) => {
          expect(formatDate(date, 'id', 'Asia/Makassar')).toBe(oracle.format(date))
        },
      ),
    )
  })

  it.each([
    [-30, 'baru saja', 'just now'],
    [-3600, '1 jam lalu', '1 hour ago'],
    [-3 * 86_400 - 5, '3 hari lalu', '3 days ago'],
    [2 * 3600, '2 jam lagi', 'in 2 hours'],
    [-400 * 86_400, '1 tahun lalu', '1 year ago'],
  ])('%d seconds away is "%s"', (seconds, id, en) => {
    const at = new Date(NOW.getTime() + seconds * 1000)
    expect(formatRelative(at, NOW)).toBe(id)
    expect(formatRelative(at, NOW, 'en')).toBe(en)
  })
})

describe('numbers', () => {
  it('writes them the Indonesian way', () => {
    expect(formatNumber(1234.56)).toBe('1.234,56')
    expect(formatNumber(1234.56, 'en')).toBe('1,234.56')
    expect(formatNumber(91.475, 'id', 2)).toMatch(/^91,4[78]$/)
    expect(formatNumber(-0.6)).toBe('−0,6')
    expect(formatNumber(12n)).toBe('12')
    expect(formatNumber(-0)).toBe('0')
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeInteger(), fc.bigInt()), fc.constantFrom('id', 'en'), (whole, language) => {
        const written = new Intl.NumberFormat(language === 'id' ? 'id-ID' : 'en-US').format(whole).replace('-', '−')
        expect(formatNumber(whole, language as 'id')).toBe(written === '−0' ? '0' : written)
        expect(formatNumber(whole, language as 'id', 0)).toBe(formatNumber(whole, language as 'id'))
      }),
    )
    expect(formatRupiah(1_250_000)).toBe('Rp1.250.000')
    expect(formatRupiah(-1_250_000n)).toBe('−Rp1.250.000')
    expect(formatRupiah('9007199254740993')).toBe('Rp9.007.199.254.740.993')
    expect(formatPercent(0.92, 'id', 412)).toBe('92,0\u00a0% dari 412')
    expect(formatPercent(0.92, 'en', 412)).toBe('92.0% of 412')
    expect(formatBytes(8_000_000)).toBe('8 MB')
    expect(formatBytes(1_536_000)).toBe('1,5 MB')
  })
})

describe('languages', () => {
  it.each([
    [undefined, 'id'],
    ['en-US,en;q=0.9', 'en'],
    ['fr-FR, id;q=0.4, en;q=0.8', 'en'],
    ['fr', 'id'],
    ['en;q=0, id', 'id'],
    [';;;,,q=', 'id'],
  ])('%s asks for %s', (header, language) => {
    expect(negotiateLanguage(header)).toBe(language)
  })

  it('keeps both tables in one shape', () => {
    const messages = defineMessages({
      id: { hello: (name: string) => `Halo ${name}`, deep: { yes: 'Ya' } },
      en: { hello: (name: string) => `Hello ${name}`, deep: { yes: 'Yes' } },
    })
    expectTypeOf(messages.en.hello).toEqualTypeOf<(name: string) => string>()
    expect(messages.en.hello('Sari')).toBe('Hello Sari')
    // @ts-expect-error: the English table lacks a key
    defineMessages({ id: { a: 'A', b: 'B' }, en: { a: 'A' } })
    // @ts-expect-error: the English message takes another argument
    defineMessages({ id: { a: (n: number) => `${n}` }, en: { a: (n: string) => n } })
  })
})
