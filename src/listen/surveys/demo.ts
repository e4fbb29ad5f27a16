import type { Random } from '../../demo/random.ts'
import type { DemoWorld } from '../../demo/world.ts'
import { localDate } from '../../platform/i18n.ts'
import { listServices, type ServiceRow } from '../services/index.ts'
import { demoSurveyWork } from './demo-work.ts'
import { settleAnswers, submitAnswers } from './intake.ts'
import { batchTokens, createInvitations, redeemInvitation } from './invitations.ts'
import {
  AGE_BANDS,
  type Answers,
  EDUCATIONS,
  ELEMENTS,
  type Element,
  type ExtraAnswers,
  GENDERS,
  OCCUPATIONS,
  type Profile,
  type Score,
  type Submission,
} from './model.ts'
import { listUnits, type UnitRow } from './queries.ts'
import { publishResult } from './results.ts'

const ANSWERS = { full: 50_000, small: 1500 }
const CHUNK = 5000
const ANNOUNCED = 6
const DAY = 86_400_000

/** Answers drawn from the story's means, an announced result per busy unit, and a few invitation sheets. */
export async function demoSurveys(world: DemoWorld): Promise<void> {
  const { db, random } = world
  const scope = await world.scopeFor('survey.read')
  const units = await listUnits(db, scope)
  const counters = (await listServices(db, scope))
    .filter((service) => service.active)
    .map((service) => ({ service, code: storyCode(world, units, service.unit_id) }))
    .filter(({ code }) => world.story.traffic(code) > 0)
  if (counters.length === 0) return
  await answers(world, counters)
  await settleAnswers(db, scope, localDate(world.anchor, world.institution.timeZone))
  const busiest = counters.toSorted((a, b) => world.story.traffic(b.code) - world.story.traffic(a.code))
  await publications(world, [...new Set(busiest.map(({ service }) => service.unit_id))].slice(0, ANNOUNCED))
  await invitations(
    world,
    counters.slice(0, 3).map(({ service }) => service),
    random.fork('invitations'),
  )
  await demoSurveyWork(
    { ...world, random: random.fork('survey work') },
    busiest.map(({ service }) => service),
  )
}

type Counter = { service: ServiceRow; code: string }

/** The story speaks of offices; a service may hang on a section beneath one. */
function storyCode(world: DemoWorld, units: readonly UnitRow[], unit: string): string {
  const byId = new Map(units.map((one) => [one.id, one]))
  let here = byId.get(unit)
  while (here && world.story.traffic(here.code) === 0 && here.parent_id) here = byId.get(here.parent_id)
  return here?.code ?? ''
}

async function answers(world: DemoWorld, counters: readonly Counter[]): Promise<void> {
  const { db, random, months, story } = world
  const scope = await world.scopeFor('survey.read')
  const total = ANSWERS[world.institution.size] * world.scale
  const busy = new Map([...Map.groupBy(counters, (counter) => counter.code)].map(([code, some]) => [code, some.length]))
  const traffic = [...busy.keys()].reduce((sum, code) => sum + story.traffic(code), 0)
  const running = Number(localDate(world.anchor, world.institution.timeZone).slice(8)) / 30
  const perMonth = total / (months.length - 1 + running)
  let waiting: Submission[] = []
  let done = 0
  for (const month of months.keys()) {
    const share = month === months.length - 1 ? running : 1
    for (const { service, code } of counters) {
      const expected = (perMonth * share * story.traffic(code)) / traffic / busy.get(code)!
      for (let left = random.poisson(expected); left > 0; left--) waiting.push(answer(world, service, code, month))
      if (waiting.length < CHUNK) continue
      done += await submitAnswers(db, scope, world.anchor, waiting)
      waiting = []
      world.progress('survey answers', done, Math.round(total))
    }
  }
  await submitAnswers(db, scope, world.anchor, waiting)
}

function answer(world: DemoWorld, service: ServiceRow, code: string, month: number): Submission {
  const { random } = world
  const mood = random.next() * 0.2 - 0.1
  const given = scores(world, code, month, mood)
  return {
    id: randomId(random),
    serviceId: service.id,
    unitId: service.unit_id,
    channel: random.chance(0.3) ? 'invitation' : 'link',
    answers: given,
    extras: extras(random, given),
    profile: random.chance(0.75) ? profile(random) : undefined,
    comment: random.chance(0.03) ? remark(random, given) : undefined,
    answeredOn: localDate(world.instant(month, random), world.institution.timeZone),
  }
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

async function publications(world: DemoWorld, units: readonly string[]): Promise<void> {
  const scope = await world.scopeFor('survey.publish')
  const from = world.months[0]!
  const to = world.months[11]!
  const at = new Date(Date.parse(`${world.months[12]}-08T03:00:00Z`))
  for (const unitId of units) {
    await publishResult(world.db, scope, at, {
      unitId,
      from,
      to,
      followUp:
        'Unsur terendah dibahas bersama petugas loket, diperbaiki dalam triwulan berikutnya, lalu diukur kembali.',
    })
  }
}

async function invitations(world: DemoWorld, services: readonly ServiceRow[], random: Random): Promise<void> {
  const scope = await world.scopeFor('survey.invite')
  const open = await world.scopeFor('public')
  for (const [index, service] of services.entries()) {
    const at = new Date(world.anchor.getTime() - (20 - index * 5) * DAY)
    const expires = localDate(new Date(world.anchor.getTime() + 60 * DAY), world.institution.timeZone)
    const id = await createInvitations(world.db, scope, at, {
      service_id: service.id,
      unit_id: service.unit_id,
      label: `Loket ${index + 1}`,
      size: 24,
      expires_on: expires,
    })
    const tokens = await batchTokens(world.db, scope, id, 24)
    for (const token of tokens) if (random.chance(0.6)) await redeemInvitation(world.db, open, token)
  }
}

/** A version 4 UUID out of the seeded stream. */
function randomId(random: Random): string {
  const bytes = Buffer.from(Array.from({ length: 16 }, () => random.int(0, 255)))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
