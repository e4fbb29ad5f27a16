import type { Random } from '../../demo/random.ts'
import type { DemoWorld } from '../../demo/world.ts'
import { localDate } from '../../platform/i18n.ts'
import type { ServiceRow } from '../services/index.ts'
import {
  type Answers,
  type Channel,
  ELEMENTS,
  type Element,
  type ExtraAnswers,
  type Profile,
  type Score,
  type Submission,
} from './model.ts'

/** A service, and the office of the story whose answers it gets. */
export type Counter = { service: ServiceRow; code: string }

/** One filled-in questionnaire of a month of the story, drawn from the world's stream. */
export function answer(world: DemoWorld, { service, code }: Counter, month: number): Submission {
  const { random } = world
  const mood = random.next() * 0.2 - 0.1
  const given = scores(world, code, month, mood)
  return {
    id: randomId(random),
    serviceId: service.id,
    unitId: service.unit_id,
    channel: random.chance(0.3) ? 'api' : 'link',
    answers: given,
    extras: extras(random, given),
    profile: random.chance(0.75) ? profile(random) : undefined,
    comment: random.chance(0.03) ? remark(random, given) : undefined,
    answeredOn: localDate(world.instant(month, random), world.institution.timeZone),
  }
}

/** The same, given on a day that is known, by another way than the open link. */
export function answerOn(world: DemoWorld, counter: Counter, day: string, channel: Channel): Submission {
  const month = Math.max(0, world.months.indexOf(day.slice(0, 7)))
  return { ...answer(world, counter, month), answeredOn: day, channel }
}

/** Three coin tosses per element give 1 to 4 with exactly the mean of the story; a mood of one's own ties them together. */
function scores(world: DemoWorld, code: string, month: number, mood: number): Answers {
  const { random, story } = world
  const given: Partial<Record<Element, Score>> = {}
  for (const element of ELEMENTS) {
    if (random.chance(0.015)) continue
    const chance = Math.min(0.99, Math.max(0.01, (story.skmMean(code, element, month) - 1) / 3 + mood))
    let score = 1
    for (let toss = 0; toss < 3; toss++) if (random.chance(chance)) score++
    given[element] = score as Score
  }
  return given
}

/** Trust and clear information follow how people were treated, with a mind of their own. */
function extras(random: Random, given: Answers): ExtraAnswers {
  const near = (score: Score | undefined) =>
    Math.min(4, Math.max(1, (score ?? 3) + random.weighted([2, 6, 2]) - 1)) as Score
  return {
    informasi: random.chance(0.9) ? near(given.prosedur) : undefined,
    kepercayaan: random.chance(0.88) ? near(given.perilaku) : undefined,
  }
}

const AGE_BANDS = ['under_18', '18_29', '30_44', '45_59', '60_plus'] as const
const GENDERS = ['male', 'female'] as const
const EDUCATIONS = ['sd', 'smp', 'sma', 's1', 's2', 's3'] as const
const OCCUPATIONS = ['pns', 'tni', 'polri', 'swasta', 'wirausaha', 'lainnya'] as const

function profile(random: Random): Profile {
  return {
    ageBand: AGE_BANDS[random.weighted([1, 24, 38, 27, 10])],
    gender: random.pick(GENDERS),
    education: EDUCATIONS[random.weighted([14, 18, 40, 24, 3, 1])],
    occupation: OCCUPATIONS[random.weighted([8, 1, 1, 32, 30, 28])],
    disability: random.chance(0.03) ? 'yes' : 'none',
  }
}

const REMARKS: Readonly<Record<Element, readonly string[]>> = {
  persyaratan: ['Syaratnya berbeda dengan yang tertulis di papan.', 'Tolong cantumkan syarat lengkap di depan.'],
  prosedur: ['Alurnya membingungkan, saya bolak-balik tiga loket.', 'Langkahnya bisa dibuat lebih sederhana.'],
  waktu: ['Menunggu terlalu lama, antrean tidak bergerak.', 'Janjinya tiga hari, selesai seminggu.'],
  biaya: ['Biayanya tidak jelas di awal.', 'Mohon tarif ditempel di loket.'],
  produk: ['Ada salah ketik di dokumen saya.', 'Hasilnya perlu diperiksa dulu sebelum diserahkan.'],
  kompetensi: ['Petugas perlu bertanya dulu untuk setiap pertanyaan saya.', 'Petugasnya belum paham aturan baru.'],
  perilaku: ['Petugas kurang ramah saat saya bertanya.', 'Disuruh duduk tanpa penjelasan.'],
  sarana: ['Kursi tunggu kurang dan ruangannya panas.', 'Tidak ada jalur untuk kursi roda.'],
  pengaduan: ['Saya pernah mengadu, tidak ada kabar.', 'Kotak saran ada, jawabannya tidak.'],
}

const OPENINGS = [
  '',
  '',
  'Sudah dua kali ke sini.',
  'Secara umum baik.',
  'Baru pertama kali mengurus.',
  'Saya datang pagi.',
  'Mengantar orang tua.',
]
const CLOSINGS = ['', '', '', 'Semoga diperbaiki.', 'Terima kasih.', 'Mohon diperhatikan.', 'Selebihnya sudah baik.']

function remark(random: Random, given: Answers): string {
  const lowest = ELEMENTS.filter((element) => given[element] !== undefined).sort((a, b) => given[a]! - given[b]!)[0]
  return [random.pick(OPENINGS), random.pick(REMARKS[lowest ?? 'waktu']), random.pick(CLOSINGS)]
    .filter(Boolean)
    .join(' ')
}

/** A version 4 UUID out of the seeded stream. */
function randomId(random: Random): string {
  const bytes = Buffer.from(Array.from({ length: 16 }, () => random.int(0, 255)))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
