import type { Theme } from '../services/index.ts'

/**
 * The four-question survey of the source text (its table 5), each question with the theme it speaks for. Its own
 * instrument: five points, never averaged with the SKM's four.
 */
export const SHORT_QUESTIONS = [
  { code: 'kecepatan', theme: 'kecepatan', id: 'Kecepatan pelayanan', en: 'Speed of the service' },
  { code: 'keramahan', theme: 'keramahan', id: 'Keramahan petugas', en: 'Friendliness of the staff' },
  { code: 'keakuratan', theme: 'keakuratan', id: 'Keakuratan informasi', en: 'Accuracy of the information' },
  { code: 'kemudahan', theme: 'kemudahan', id: 'Kemudahan akses layanan', en: 'Ease of reaching the service' },
] as const satisfies readonly { code: string; theme: Theme; id: string; en: string }[]
export type ShortQuestion = (typeof SHORT_QUESTIONS)[number]['code']
/** Where the four were read. */
export const SHORT_SOURCE = 'Naskah dasar layanan publik, tabel 5'
export const SHORT_SLUG = 'survei-singkat'
