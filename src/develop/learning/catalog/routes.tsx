import { z } from 'zod'
import { findNeed } from '../../../diagnose/needs/index.ts'
import type { Permission } from '../../../platform/access.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { type FormState, idParam } from '../../../platform/http/input.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { findProgram, listPrograms } from '../../programs/index.ts'
import { createCourses, moveModuleUp, removeModule, setCourse, setCourseStatus } from './acts.ts'
import { CourseForm, courseSeen } from './form-views.tsx'
import { messages } from './messages.ts'
import { CourseId, CourseInput, type CourseStatus, ModuleId, publishProblems } from './model.ts'
import { type Course, findCourse, findCourseOfProgram, listCourses, listModules, listTests } from './queries.ts'
import { ContentPage, CourseList } from './views.tsx'

export const SAMPLE = { id: 'select id from learning.course order by id limit 1' }
const NewCourse = CourseInput.extend({ program: idParam() })

/** The course of a form that is shown again: its id was not checked when the input failed. */
export async function courseOf<A extends Permission>(
  ctx: Context<A>,
  raw: Readonly<Record<string, unknown>>,
): Promise<Course> {
  const parsed = CourseId.safeParse(raw)
  const course = parsed.success ? await findCourse(ctx.db, ctx.scope, parsed.data.id) : undefined
  if (!course) throw new NotFound('course')
  return course
}

async function courseForm(ctx: Context<'learning.manage'>, form: FormState, programId: unknown, course?: Course) {
  const id = idParam().safeParse(programId)
  const program = id.success ? await findProgram(ctx.db, ctx.scope, id.data) : undefined
  if (!program) throw new NotFound('program')
  return { page: <CourseForm form={form} course={course} program={program} /> }
}

/** All courses within reach, or what there is for one program. */
async function courseList<A extends Permission>(ctx: Context<A>, only: string | undefined) {
  const { db, scope } = ctx
  const programs = (await listPrograms(db, scope, { ids: only ? [only] : undefined })).filter(
    (one) => one.status !== 'draft',
  )
  const courses = (await listCourses(db, scope)).filter((course) => !only || course.program_id === only)
  const mayManage = ctx.also('learning.manage') !== undefined
  return { page: <CourseList courses={courses} programs={programs} mayManage={mayManage} /> }
}

function setStatus(path: `/kursus/:id/${string}`, to: CourseStatus, audit: string, say: 'published' | 'closed') {
  return command({
    path,
    access: 'learning.manage',
    audit,
    input: CourseId,
    async handle(ctx, input) {
      const course = await courseOf(ctx, input)
      if (to === 'published') {
        const tests = await listTests(ctx.db, ctx.scope, course.id)
        const count = (kind: 'pre' | 'post') => tests.find((test) => test.kind === kind)?.questions.length ?? 0
        const modules = (await listModules(ctx.db, ctx.scope, course.id)).length
        const problems = publishProblems({ modules, pre: count('pre'), post: count('post') })
        const { missing } = ctx.t(messages)
        if (problems.length > 0) throw new Refusal(422, problems.map((problem) => missing[problem]).join(' '))
      }
      await setCourseStatus(ctx.db, ctx.scope, ctx.now, [course.id], to)
      return {
        redirect: `/kursus/${course.id}`,
        notice: ctx.t(messages)[say],
        audit: { subject: `course:${course.id}`, detail: { from: course.status, to } },
      }
    },
  })
}

export const routes = [
  query({
    path: '/kursus',
    access: 'learning.read',
    input: z.object({ program: idParam().optional().catch(undefined) }),
    handle: (ctx, { program }) => courseList(ctx, program),
  }),

  query({
    path: '/kursus/baru',
    access: 'learning.manage',
    input: z.object({ program: z.string().optional() }),
    async handle(ctx, { program }) {
      // Without a program there is nothing to make a course of: the list shows which ones wait.
      return program ? courseForm(ctx, ctx.form, program) : courseList(ctx, undefined)
    },
  }),

  command({
    path: '/kursus',
    access: 'learning.manage',
    audit: 'learning.course_created',
    input: NewCourse,
    invalid: (ctx, raw, form) => courseForm(ctx, form, raw['program']),
    async handle(ctx, { program: programId, ...input }) {
      const text = ctx.t(messages)
      const program = await findProgram(ctx.db, ctx.scope, programId)
      if (!program) throw new NotFound('program')
      if (program.status === 'draft') throw new Refusal(409, text.notApproved, { _program: text.notApproved })
      if (await findCourseOfProgram(ctx.db, ctx.scope, programId))
        throw new Refusal(409, text.oneCourse, { _program: text.oneCourse })
      const need = program.need_id ? await findNeed(ctx.db, ctx.scope, program.need_id) : undefined
      const [id] = await createCourses(ctx.db, ctx.scope, ctx.now, [
        { ...input, programId, units: program.unit_ids, competencyId: need?.competency_id ?? null },
      ])
      return {
        redirect: `/kursus/${id}`,
        notice: text.created,
        audit: { subject: `course:${id}`, detail: { program: programId, title: input.title } },
      }
    },
  }),

  query({
    path: '/kursus/:id',
    access: 'learning.read',
    input: CourseId,
    sample: SAMPLE,
    async handle(ctx, input) {
      const course = await courseOf(ctx, input)
      return {
        page: (
          <ContentPage
            course={course}
            modules={await listModules(ctx.db, ctx.scope, course.id)}
            tests={await listTests(ctx.db, ctx.scope, course.id)}
            program={await findProgram(ctx.db, ctx.scope, course.program_id)}
            mayManage={ctx.also('learning.manage') !== undefined}
          />
        ),
      }
    },
  }),

  query({
    path: '/kursus/:id/ubah',
    access: 'learning.manage',
    input: CourseId,
    sample: SAMPLE,
    async handle(ctx, input) {
      const course = await courseOf(ctx, input)
      return courseForm(ctx, ctx.form, course.program_id, course)
    },
  }),

  command({
    path: '/kursus/:id/ubah',
    access: 'learning.manage',
    audit: 'learning.course_changed',
    input: CourseInput.extend({ id: idParam() }),
    async invalid(ctx, raw, form) {
      const course = await courseOf(ctx, raw)
      return courseForm(ctx, form, course.program_id, course)
    },
    async handle(ctx, { id, ...input }) {
      ctx.requireSeen(courseSeen(await courseOf(ctx, { id })))
      await setCourse(ctx.db, ctx.scope, id, input)
      return {
        redirect: `/kursus/${id}`,
        notice: ctx.t(messages).saved,
        audit: { subject: `course:${id}`, detail: { title: input.title, jp: input.jp, pass: input.passPercent } },
      }
    },
  }),

  setStatus('/kursus/:id/terbitkan', 'published', 'learning.course_published', 'published'),
  setStatus('/kursus/:id/tutup', 'closed', 'learning.course_closed', 'closed'),

  command({
    path: '/kursus/:id/modul/:module/naik',
    access: 'learning.manage',
    audit: 'learning.module_moved',
    input: ModuleId,
    async handle(ctx, input) {
      const course = await courseOf(ctx, input)
      await moveModuleUp(ctx.db, ctx.scope, course.id, input.module)
      return {
        redirect: `/kursus/${course.id}`,
        audit: { subject: `course:${course.id}`, detail: { module: input.module } },
      }
    },
  }),

  command({
    path: '/kursus/:id/modul/:module/hapus',
    access: 'learning.manage',
    audit: 'learning.module_removed',
    input: ModuleId,
    async handle(ctx, input) {
      const course = await courseOf(ctx, input)
      await removeModule(ctx.db, ctx.scope, ctx.now, course.id, input.module)
      return {
        redirect: `/kursus/${course.id}`,
        notice: ctx.t(messages).removed,
        audit: { subject: `course:${course.id}`, detail: { module: input.module } },
      }
    },
  }),
]
