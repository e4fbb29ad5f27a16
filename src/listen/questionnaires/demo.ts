import type { Random } from '../../demo/random.ts'
import type { DemoWorld } from '../../demo/world.ts'
import { localDate } from '../../platform/i18n.ts'
import { listServices, type ServiceRow } from '../services/index.ts'
import { createQuestionnaire, publishDraft, setOpening, submitResponses } from './acts.ts'
import type { Answers, Definition, Instrument } from './definition.ts'
import { insertBatch, type NewResponse } from './intake-queries.ts'
import { listUnits, type UnitRow } from './queries.ts'
import { settleResponses } from './settle.ts'
import { SHORT_QUESTIONS, SHORT_SOURCE } from './short-survey.ts'
import { TEMPLATE_DEFINITIONS } from './templates.ts'

const ANSWERS = { full: 6000, small: 200 }
const DAY = 86_400_000

/** The element of the story that speaks for each of the four questions. */
const STORY_ELEMENTS = {
  kecepatan: 'waktu',
  keramahan: 'perilaku',
  keakuratan: 'kompetensi',
  kemudahan: 'prosedur',
} as const

/** The four-question survey over all months, four other questionnaires in different states, and one being built. */
export async function demoQuestionnaires(world: DemoWorld): Promise<void> {
  const { db } = world
  const scope = await world.scopeFor('questionnaire.manage')
  const units = await listUnits(db, scope)
  const root = units[0]!
  const random = world.random.fork('questionnaires')
  await shortSurvey(world, random, root)
  const job = await publish(world, root, TEMPLATE_DEFINITIONS.job_satisfaction, 5)
  await answersOf(world, job, units, random, 120, (one) => jobAnswers(one))
  const policy = await publish(world, root, TEMPLATE_DEFINITIONS.policy, 4)
  await setOpening(db, scope, policy, { results_public: true })
  await answersOf(world, policy, [root], random, 64, policyAnswers)
  const training = await publish(world, root, TEMPLATE_DEFINITIONS.training, 3)
  const expires_on = localDate(new Date(world.anchor.getTime() + 45 * DAY), world.institution.timeZone)
  const at = new Date(world.anchor.getTime() - 20 * DAY)
  await insertBatch(db, scope, at, {
    id: training,
    questionnaire: training,
    label: 'Peserta angkatan 3',
    size: 24,
    expires_on,
  })
  await answersOf(world, training, [root], random, 18, trainingAnswers)
  await publish(world, root, TEMPLATE_DEFINITIONS.interview, 2)
  await begin(world, root, TEMPLATE_DEFINITIONS.training_needs, 'own', 6)
  await settleResponses(db, scope, localDate(world.anchor, world.institution.timeZone))
}

async function begin(world: DemoWorld, unit: UnitRow, definition: Definition, instrument: Instrument, days: number) {
  const scope = await world.scopeFor('questionnaire.manage')
  const at = new Date(world.anchor.getTime() - days * DAY)
  const id = await createQuestionnaire(world.db, scope, at, { unit: unit.id, definition, instrument })
  if (!id) throw new Error('the four-question survey was made twice')
  return id
}

async function publish(world: DemoWorld, unit: UnitRow, definition: Definition, month: number): Promise<string> {
  const scope = await world.scopeFor('questionnaire.manage')
  const id = await begin(world, unit, definition, 'own', month * 30)
  await publishDraft(world.db, scope, new Date(world.anchor.getTime() - (month * 30 - 1) * DAY), id)
  return id
}

async function answersOf(
  world: DemoWorld,
  questionnaire: string,
  units: readonly UnitRow[],
  random: Random,
  most: number,
  answer: (random: Random) => Answers,
): Promise<void> {
  const scope = await world.scopeFor('questionnaire.manage')
  const count = world.institution.size === 'full' ? most : Math.ceil(most / 6)
  const rows = Array.from({ length: count }, () => ({
    ...base(world, random, questionnaire, random.pick(units).id, world.months.length - 1 - random.int(0, 2)),
    answers: answer(random),
  }))
  await submitResponses(world.db, scope, rows)
}

function base(world: DemoWorld, random: Random, questionnaire: string, unit: string, month: number) {
  return {
    id: randomId(random),
    questionnaire_id: questionnaire,
    version: 1,
    unit_id: unit,
    channel: 'link' as const,
    answered_on: localDate(world.instant(month, random), world.institution.timeZone),
  }
}

async function shortSurvey(world: DemoWorld, random: Random, root: UnitRow): Promise<void> {
  const { db, months, story } = world
  const scope = await world.scopeFor('questionnaire.manage')
  const id = await begin(world, root, TEMPLATE_DEFINITIONS.short_survey, 'short_survey', 550)
  const words = { source: SHORT_SOURCE, verified: true }
  await publishDraft(db, scope, new Date(world.anchor.getTime() - 549 * DAY), id, words)
  const codes = await unitCodes(world)
  const services = (await listServices(db, scope)).filter((one) => one.active && story.traffic(codes(one.unit_id)) > 0)
  if (services.length === 0) return
  const total = ANSWERS[world.institution.size] * Math.min(1, Math.max(world.scale, 0.1))
  const traffic = services.reduce((sum, one) => sum + story.traffic(codes(one.unit_id)), 0)
  const rows: NewResponse[] = []
  for (const month of months.keys()) {
    for (const service of services) {
      const code = codes(service.unit_id)
      const expected = (total / months.length / traffic) * story.traffic(code)
      for (let left = random.poisson(expected); left > 0; left--)
        rows.push(shortAnswer(world, random, id, service, code, month))
    }
  }
  await submitResponses(db, scope, rows)
}

function shortAnswer(
  world: DemoWorld,
  random: Random,
  id: string,
  service: ServiceRow,
  code: string,
  month: number,
): NewResponse {
  const mood = random.next() * 0.2 - 0.1
  const answers: Record<string, number | string> = {}
  for (const { code: question } of SHORT_QUESTIONS) {
    const share = (world.story.skmMean(code, STORY_ELEMENTS[question], month) - 1) / 3 + mood
    answers[question] = points(random, share)
  }
  if (random.chance(0.04)) answers['saran'] = random.pick(REMARKS)
  return { ...base(world, random, id, service.unit_id, month), service_id: service.id, answers }
}

/** Four tosses with this chance give 1 to 5 around 1 + 4 × share. */
function points(random: Random, share: number): number {
  const chance = Math.min(0.99, Math.max(0.01, share))
  return 1 + [0, 1, 2, 3].filter(() => random.chance(chance)).length
}

const REMARKS = [
  'Antrean sebaiknya memakai nomor.',
  'Petugas menjelaskan dengan sabar.',
  'Syaratnya tolong ditulis lebih jelas.',
  'Ruang tunggu terlalu panas.',
  'Cepat selesai, terima kasih.',
]

function jobAnswers(random: Random): Answers {
  const hundred = (mean: number) => Math.max(0, Math.min(100, Math.round(random.normal(mean, 18))))
  const kepuasan = hundred(68)
  const aspek = {
    arahan: points(random, 0.62),
    tim: points(random, 0.74),
    sarana: points(random, 0.5),
    pengakuan: points(random, 0.55),
  }
  const hambatan = kepuasan <= 50 && random.chance(0.6) ? { hambatan: 'Beban kerja tidak merata antarpegawai.' } : {}
  return { kepuasan, beban: hundred(58), pengembangan: hundred(61), aspek, ...hambatan }
}

function policyAnswers(random: Random): Answers {
  return {
    waktu_pelayanan: points(random, 0.66),
    kualitas_informasi: points(random, 0.72),
    percaya: points(random, 0.64),
    ...(random.chance(0.2) && { cerita: 'Sekarang tidak perlu fotokopi lagi.' }),
  }
}

function trainingAnswers(random: Random): Answers {
  const terapkan = random.pick(['ya', 'ya', 'sebagian', 'tidak'])
  const item = (share: number) => points(random, share)
  return {
    penilaian: { materi: item(0.75), pengajar: item(0.82), metode: item(0.7), sarana: item(0.58), waktu: item(0.6) },
    manfaat: Math.min(10, Math.max(0, Math.round(random.normal(7.8, 1.4)))),
    terapkan,
    ...(terapkan !== 'ya' && { sebab: [random.pick(['waktu', 'atasan', 'sarana'])] }),
  }
}

/** The story speaks of offices by their code; a service may hang on a section beneath one. */
async function unitCodes(world: DemoWorld): Promise<(unit: string) => string> {
  const rows = await world.db
    .selectFrom('organization.unit')
    .select(['id', 'code', 'parent_id'])
    .where('institution_id', '=', world.institution.id)
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return (unit) => {
    let here = byId.get(unit)
    while (here && world.story.traffic(here.code) === 0 && here.parent_id) here = byId.get(here.parent_id)
    return here?.code ?? ''
  }
}

/** A version 4 UUID out of the seeded stream. */
function randomId(random: Random): string {
  const bytes = Buffer.from(Array.from({ length: 16 }, () => random.int(0, 255)))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
