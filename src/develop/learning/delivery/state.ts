import { NotFound } from '../../../platform/http/errors.ts'
import type { Context } from '../../../platform/http/route.ts'
import { testGate } from '../assessment/model.ts'
import { listModules, listTests, type Module, type Test } from '../catalog/queries.ts'
import {
  type Enrollment,
  findEnrollment,
  listMyAttempts,
  listProgress,
  type MyAttempt,
  type Progress,
} from './queries.ts'

export type ModuleState = Module & { progress: Progress | undefined; done: boolean }
export type TestState = Test & { tries: MyAttempt[] }
export type CourseState = Awaited<ReturnType<typeof courseState>>

/** All that decides what this person may do next in a course they are enrolled in. */
export async function courseState(ctx: Context<'self'>, courseId: string) {
  const { db, scope } = ctx
  const course: Enrollment | undefined = await findEnrollment(db, scope, courseId)
  if (!course) throw new NotFound('course')
  const progress = await listProgress(db, scope, course.id)
  const modules: ModuleState[] = (await listModules(db, scope, courseId)).map((module) => {
    const mine = progress.find((one) => one.module_id === module.id)
    return { ...module, progress: mine, done: mine?.completed_at != null }
  })
  const attempts = await listMyAttempts(db, scope, course.id)
  const tests: TestState[] = (await listTests(db, scope, courseId)).map((test) => ({
    ...test,
    tries: attempts.filter((attempt) => attempt.kind === test.kind),
  }))
  const preDone = tests.some((test) => test.kind === 'pre' && test.tries.some((attempt) => attempt.submitted_at))
  const modulesDone = modules.every((module) => module.done)
  const gateOf = (test: TestState) => ({
    openAttempt: test.tries.some((attempt) => !attempt.submitted_at),
    attempts: test.tries.length,
    allowed: test.attempts,
    passed: test.tries.some((attempt) => attempt.passed),
    preDone,
    modulesDone,
  })
  const post = tests.find((test) => test.kind === 'post')
  return {
    course,
    modules,
    tests,
    preDone,
    modulesDone,
    gateOf,
    gate: (test: TestState) => testGate(test.kind, gateOf(test)),
    /** Nothing more can be won by knowing the key: passed, or no attempts left. */
    postSettled:
      post?.tries.every((attempt) => attempt.submitted_at) === true &&
      (post.tries.some((attempt) => attempt.passed) || post.tries.length >= post.attempts),
  }
}
