import { sql } from 'kysely'
import type { DemoWorld } from '../../demo/world.ts'
import { rebuildDurations } from '../../diagnose/competency/index.ts'
import { findNeed } from '../../diagnose/needs/index.ts'
import type { Scope } from '../../platform/access.ts'
import { listPrograms, type ProgramRow } from '../programs/index.ts'
import { finishAttempts, saveAnswers, startAttempts } from './assessment/acts.ts'
import { addModules, addQuestions, createCourses, setCourseStatus, setTests } from './catalog/acts.ts'
import { readGift } from './catalog/gift.ts'
import { listQuestions, listTests, type QuestionRow, type Test } from './catalog/queries.ts'
import type { QuestionBody } from './catalog/question.ts'
import { completeEnrollments, completeModules, enroll } from './delivery/acts.ts'
import { listCandidates } from './delivery/queries.ts'
import { STORY_COURSES, type StoryCourse } from './demo-content.ts'

const PASS_PERCENT = 70
const MINUTES = 20
const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

type Learner = { enrollment: string; talent: number; begins: number }

/** The courses of the story's programs, with people who took the tests; the account of the demonstration's employee is still at the start. */
export async function demo(world: DemoWorld): Promise<void> {
  const programs = await listPrograms(world.db, await world.scopeFor('program.read'))
  for (const [index, story] of STORY_COURSES.entries()) {
    const program = programs.find((one) => one.title === story.program)
    if (program) await writeCourse(world, story, program)
    world.progress('Kursus', index + 1, STORY_COURSES.length)
  }
  // What the courses proved ends waits for a standard.
  await rebuildDurations(world.db, await world.scopeFor('competency.manage'), world.anchor)
}

async function writeCourse(world: DemoWorld, story: StoryCourse, program: ProgramRow): Promise<void> {
  const { db } = world
  const scope = await world.scopeFor('learning.manage')
  const start = new Date(`${program.starts_on}T01:00:00Z`)
  const built = new Date(start.getTime() - 3 * DAY_MS)
  const need = program.need_id ? await findNeed(db, scope, program.need_id) : undefined
  const [course = ''] = await createCourses(db, scope, built, [
    {
      programId: program.id,
      units: program.unit_ids,
      competencyId: need?.competency_id ?? null,
      title: story.program,
      summary: story.summary,
      jp: story.jp,
      passPercent: PASS_PERCENT,
      selfEnroll: true,
      level: story.level,
    },
  ])
  const modules = await addModules(db, scope, built, course, story.modules)
  const file = readGift(story.gift)
  const questions = file.ok ? file.outcomes.flatMap((one) => (one.result === 'question' ? [one.question] : [])) : []
  const ids = await addQuestions(db, scope, built, course, questions)
  await setTests(db, scope, built, course, [
    { kind: 'pre', minutes: MINUTES, attempts: 1, questions: ids },
    { kind: 'post', minutes: MINUTES, attempts: 3, questions: ids },
  ])
  await setCourseStatus(db, scope, built, [course], 'published')
  await learn(world, story, program, { course, modules, start })
}

async function learn(
  world: DemoWorld,
  story: StoryCourse,
  program: ProgramRow,
  { course, modules, start }: { course: string; modules: readonly string[]; start: Date },
): Promise<void> {
  const { db, random } = world
  const scope = await world.scopeFor('learning.manage')
  const { waiting, learners } = await enrollPeople(world, scope, course, program, start)
  const tests = await listTests(db, scope, course)
  const bank = await listQuestions(db, scope, course)
  const span = Math.max(2, Math.round((Date.parse(program.ends_on) - start.getTime()) / DAY_MS) - 5)
  const day = (learner: Learner, share: number) => new Date(learner.begins + Math.round(share * span) * DAY_MS)

  const pre = tests.find((test) => test.kind === 'pre')!
  await sit(
    world,
    scope,
    pre,
    bank,
    learners.map((one) => ({ learner: one, at: day(one, 0), share: story.before })),
  )
  const diligent = learners.filter(() => random.chance(0.94))
  await completeModules(
    db,
    scope,
    start,
    diligent.flatMap((one) =>
      modules.map((module, index) => ({
        enrollmentId: one.enrollment,
        moduleId: module,
        way:
          index === 1 && modules.length > 2
            ? random.chance(0.7)
              ? ('watched' as const)
              : ('transcript' as const)
            : ('read' as const),
        at: day(one, (index + 1) / (modules.length + 2)),
      })),
    ),
  )
  const post = tests.find((test) => test.kind === 'post')!
  let again = diligent
  for (const [number, gain] of [0, 0.08, 0.12].entries()) {
    const sitting = again.map((one) => ({
      learner: one,
      at: new Date(day(one, 0.92).getTime() + number * 26 * 60 * MINUTE_MS),
      share: story.after + gain,
    }))
    const failed = await sit(world, scope, post, bank, sitting)
    again = again.filter((one) => failed.has(one.enrollment) && random.chance(0.8))
  }
  await completeEnrollments(
    db,
    scope,
    new Date(Date.parse(program.ends_on) + 12 * 3_600_000),
    diligent.map((one) => one.enrollment),
  )
  world.progress(`${story.program}: ${learners.length} peserta, ${waiting} menunggu`)
}

/** As many as were planned; whoever has an account to try things out with waits at the beginning. */
async function enrollPeople(
  world: DemoWorld,
  scope: Scope<'learning.manage'>,
  course: string,
  program: ProgramRow,
  start: Date,
) {
  const { db, random } = world
  const { rows: accounts } = await sql<{ employee_id: string }>`
    select employee_id from people.account where institution_id = ${scope.institution} and employee_id is not null`.execute(
    db,
  )
  const withAccount = new Set(accounts.map((row) => row.employee_id))
  const candidates = await listCandidates(db, scope, course)
  const chosen = [
    ...candidates.filter((one) => withAccount.has(one.employee_id)),
    ...candidates.filter((one) => !withAccount.has(one.employee_id)),
  ].slice(0, program.participants)
  await enroll(
    db,
    scope,
    new Date(start.getTime() - DAY_MS),
    chosen.map((one) => ({ courseId: course, employeeId: one.employee_id, unitId: one.unit_id, source: 'unit' })),
  )
  const { rows } = await sql<{ id: string; employee_id: string }>`
    select id, employee_id from learning.enrollment
    where institution_id = ${scope.institution} and course_id = ${course} order by employee_id`.execute(db)
  const learners = rows
    .filter((row) => !withAccount.has(row.employee_id))
    .map(
      (row): Learner => ({
        enrollment: row.id,
        talent: random.normal(0, 0.11),
        begins: start.getTime() + random.int(0, 3) * DAY_MS + random.int(0, 400) * MINUTE_MS,
      }),
    )
  return { waiting: rows.length - learners.length, learners }
}

type Sitting = { learner: Learner; at: Date; share: number }

/** Lets people take a test; returns the enrollments of those who did not pass. */
async function sit(
  world: DemoWorld,
  scope: Scope,
  test: Test,
  bank: readonly QuestionRow[],
  sittings: readonly Sitting[],
): Promise<Set<string>> {
  const { db, random } = world
  if (sittings.length === 0) return new Set()
  const now = sittings[0]!.at
  const attempts = await startAttempts(
    db,
    scope,
    now,
    sittings.map(({ learner, at }) => ({
      enrollmentId: learner.enrollment,
      testId: test.id,
      minutes: test.minutes,
      at,
    })),
  )
  const questions = bank.filter((question) => test.questions.includes(question.id))
  const answers = sittings.flatMap(({ learner, at, share }, index) =>
    questions.map((question) => ({
      attemptId: attempts[index]!,
      questionId: question.id,
      response: respond(question.body, random.chance(Math.min(0.98, Math.max(0.05, share + learner.talent))), (list) =>
        random.pick(list),
      ),
      at: new Date(at.getTime() + random.int(1, 14) * MINUTE_MS),
    })),
  )
  await saveAnswers(db, scope, now, answers)
  await finishAttempts(
    db,
    scope,
    now,
    sittings.map(({ at }, index) => ({
      attemptId: attempts[index]!,
      timedOut: false,
      at: new Date(at.getTime() + random.int(15, 19) * MINUTE_MS),
    })),
  )
  const { rows } = await sql<{ enrollment_id: string }>`
    select enrollment_id from learning.attempt
    where institution_id = ${scope.institution} and id = any(${attempts}::uuid[]) and not passed`.execute(db)
  return new Set(rows.map((row) => row.enrollment_id))
}

function respond(body: QuestionBody, right: boolean, pick: <T>(list: readonly T[]) => T): string[] {
  switch (body.kind) {
    case 'single': {
      const choices = body.choices.filter((choice) => choice.correct === right)
      return [pick(choices).id]
    }
    case 'multiple': {
      const correct = body.choices.filter((choice) => choice.correct).map((choice) => choice.id)
      return right ? correct : [correct[0]!, pick(body.choices).id]
    }
    case 'numeric':
      return [right ? body.ranges[0]!.low : pick(['5', '7', '14', '60'])]
    case 'short':
      return [right ? body.answers[0]! : pick(['tidak tahu', 'maklumat', 'operasional'])]
  }
}
