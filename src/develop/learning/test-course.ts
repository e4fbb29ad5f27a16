import { newId } from '../../platform/id.ts'
import {
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  type TestPerson,
} from '../../platform/test/harness.ts'

export const MANAGE = ['program.read', 'program.manage', 'program.approve', 'learning.read', 'learning.manage']

export const GIFT = [
  '::Salam:: Kapan petugas menyapa? {=Lebih dulu # Tepat. ~Bila ditanya ~Tidak perlu}',
  '::Langkah:: Pilih dua langkah loket. {~%50%Mendengarkan ~%50%Menjelaskan ~%-100%Memotong pembicaraan}',
  '::Unsur:: Berapa unsur SKM? {#9:0}',
  '::Janji:: Dokumen yang memuat janji layanan disebut standar ... {=pelayanan =layanan}',
].join('\n\n')

/** Moves the house's clock; what it gives back puts it where it was. */
export function later(house: TestHouse, minutes: number): () => void {
  const before = house.clock.now
  house.clock.now = new Date(before.getTime() + minutes * 60_000)
  return () => {
    house.clock.now = before
  }
}

/** An approved and running program with a published course of one text and one video, through the pages. */
export async function newCourse(house: TestHouse, change: Record<string, string> = {}) {
  const place = await newInstitution(house)
  const office = await newUnit(house, place, place.root, 'department', 'Dinas Perizinan')
  const other = await newUnit(house, place, place.root, 'department', 'Dinas Kependudukan')
  const third = await newUnit(house, place, place.root, 'department', 'Dinas Perhubungan')
  const manager = await newPerson(house, place, place.root, MANAGE)
  const send = async (url: string, fields: Record<string, string | readonly string[]>, as: TestPerson = manager) => {
    const answer = await post(house, url, fields, as)
    if (answer.statusCode !== 303) throw new Error(`${url}: ${answer.statusCode} ${answer.body.slice(0, 2000)}`)
    return String(answer.headers.location)
  }
  const program = await send('/program', {
    title: 'Melayani dengan ramah',
    objective: 'Petugas loket menyapa, mendengar, dan menjelaskan.',
    method: 'N03',
    units: office,
    participants: '30',
    startsOn: '2026-01-05',
    endsOn: '2026-02-27',
  })
  await send(`${program}/indikator`, {
    name: 'SKM unsur perilaku',
    level: 'result',
    measure: 'poin',
    direction: 'up',
    baseline: '72',
    baselineOn: '2025-12-31',
    targetKind: 'points',
    target: '5',
    source: 'SKM bulanan',
    dueOn: '2026-08-31',
  })
  await send(`${program}/anggaran`, {
    kind: 'platform',
    account: '5.1.02 Belanja',
    description: 'Server kursus',
    quantity: '1',
    unit: 'paket',
    unitCost: '0',
  })
  await send(`${program}/rancangan`, {
    kind: 'difference_in_differences',
    outcome: 'skm:perilaku',
    comparison: [other, third],
    baselineFrom: '2025-01-01',
    baselineTo: '2025-12-31',
    followFrom: '2026-03-01',
    followTo: '2026-08-31',
  })
  await send(`${program}/setujui`, {})
  const programId = program.split('/').at(-1)!
  const course = await send('/kursus', {
    program: programId,
    title: 'Melayani dengan ramah',
    summary: 'Lima langkah di loket, dengan contoh.',
    jp: '2',
    passPercent: '70',
    selfEnroll: 'on',
    ...change,
  })
  await send(`${course}/modul`, {
    kind: 'text',
    title: 'Mengapa ramah',
    minutes: '10',
    body: '## Dasar\n\nWarga **berhak** dilayani.\n\n<script>alert(1)</script>',
  })
  await send(`${course}/modul`, {
    kind: 'video',
    title: 'Lima langkah',
    minutes: '5',
    body: 'Transkrip video.',
    shipped: 'melayani-dengan-ramah',
  })
  await send(`${course}/soal/impor`, { text: GIFT, confirm: 'ya' })
  const { rows: questions } = await house.owner.query<{ id: string; kind: string }>(
    'select id, kind from learning.question where course_id = $1 order by id',
    [course.split('/').at(-1)],
  )
  const ids = questions.map((question) => question.id)
  await send(`${course}/tes`, { preMinutes: '20', postMinutes: '20', postAttempts: '2', pre: ids, post: ids })
  await send(`${course}/terbitkan`, {})
  const id = course.split('/').at(-1)!
  await proveCompetency(house, place.id, id)
  const { rows: modules } = await house.owner.query<{ id: string }>(
    'select id from learning.module where course_id = $1 order by position',
    [id],
  )
  const question = (kind: string) => questions.find((one) => one.kind === kind)!.id
  const right = {
    [`q-${question('single')}`]: 'a',
    [`q-${question('multiple')}`]: ['a', 'b'],
    [`q-${question('numeric')}`]: '9',
    [`q-${question('short')}`]: ' Pelayanan. ',
  }
  return {
    place,
    office,
    other,
    manager,
    send,
    programId,
    course,
    id,
    learn: `/belajar/${id}`,
    modules: modules.map((one) => one.id),
    question,
    right,
  }
}

/** Lets the course prove level 3 of a competency, as one made from a need does. */
async function proveCompetency(house: TestHouse, institution: string, course: string): Promise<void> {
  const [framework, competency] = [newId(), newId()]
  await house.owner.query(
    `insert into competency.framework (institution_id, id, code, family, name, source, verified, valid_from)
     values ($1, $2, 'UJI', 'manajerial', 'Kamus uji', 'uji', false, '2020-01-01')`,
    [institution, framework],
  )
  await house.owner.query(
    `insert into competency.competency (institution_id, id, framework_id, code, name, definition)
     values ($1, $2, $3, 'M5', 'Pelayanan publik', 'Melayani')`,
    [institution, competency, framework],
  )
  await house.owner.query('update learning.course set competency_id = $1, competency_level = 3 where id = $2', [
    competency,
    course,
  ])
}

export type TestCourse = Awaited<ReturnType<typeof newCourse>>

/** Somebody of the treated unit, enrolled by themselves. */
export async function newLearner(house: TestHouse, course: TestCourse): Promise<TestPerson> {
  const learner = await newPerson(house, course.place, course.office)
  await course.send(`${course.learn}/daftar`, {}, learner)
  return learner
}

export async function takeTest(
  house: TestHouse,
  course: TestCourse,
  learner: TestPerson,
  kind: 'pre' | 'post',
  answers: Record<string, string | string[]>,
) {
  const at = await course.send(`${course.learn}/tes/${kind}`, {}, learner)
  await course.send(`${at}/kumpulkan`, answers, learner)
  return { at, page: (await get(house, at, learner)).body }
}

export async function readAll(house: TestHouse, course: TestCourse, learner: TestPerson) {
  for (const module of course.modules)
    await course.send(`${course.learn}/modul/${module}/selesai`, { confirm: 'on' }, learner)
  return house
}

export async function ledger(house: TestHouse, learner: TestPerson) {
  const jp = await house.owner.query(
    'select jp, rule_from, minutes_per_jp from learning.jp_ledger where employee_id = $1',
    [learner.employee],
  )
  const evidence = await house.owner.query(
    "select level from competency.evidence where employee_id = $1 and source = 'learning'",
    [learner.employee],
  )
  return { jp: jp.rows, evidence: evidence.rows }
}
