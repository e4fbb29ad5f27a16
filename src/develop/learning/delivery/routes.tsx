import { z } from 'zod'
import { findFile, sendFile } from '../../../platform/files.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import type { FormState } from '../../../platform/http/input.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { formatNumber, localDate } from '../../../platform/i18n.ts'
import { CourseId, ModuleId } from '../catalog/model.ts'
import { isShipped, shippedVideo } from '../media.ts'
import { addWatched, completeEnrollments, completeModules, enroll } from './acts.ts'
import { listJpRules, minutesRule, watchedPercent, yearlyRule } from './jp-rules.ts'
import { messages } from './messages.ts'
import { CompleteInput, parseRanges, WatchInput } from './model.ts'
import { findMyJp, findMyUnit, listMyCourses, listOpenCourses } from './queries.ts'
import { courseState } from './state.ts'
import { CoursePage, LearnPage, ModulePage } from './views.tsx'

type Self = Context<'self'>
const COURSE = { id: 'select course_id from learning.enrollment order by id limit 1' }
const MODULE = {
  ...COURSE,
  module: `select m.id from learning.module m where m.course_id = (${COURSE.id}) order by m.position limit 1`,
}
const VIDEO = {
  ...COURSE,
  module: `select m.id from learning.module m where m.course_id = (${COURSE.id}) and m.kind = 'video' limit 1`,
}

/** A part opens when the pre-test is handed in: it measures where somebody starts. */
async function openModule(ctx: Self, ids: { id: string; module: string }) {
  const state = await courseState(ctx, ids.id)
  const index = state.modules.findIndex((one) => one.id === ids.module)
  const module = state.modules[index]
  if (!module) throw new NotFound('module')
  if (!state.preDone) throw new Refusal(409, ctx.t(messages).lockedPre)
  return { state, module, next: state.modules.slice(index + 1).find((one) => !one.done) }
}

async function modulePage(ctx: Self, raw: Readonly<Record<string, unknown>>, form: FormState) {
  const ids = ModuleId.safeParse(raw)
  if (!ids.success) throw new NotFound('module')
  const opened = await openModule(ctx, ids.data)
  return { page: <ModulePage {...opened} percent={await percentOf(ctx)} form={form} /> }
}

async function percentOf({ db, scope, now, institution }: Self): Promise<number> {
  return watchedPercent(await listJpRules(db, scope, localDate(now, institution.timeZone)))
}

export const routes = [
  query({
    path: '/belajar',
    access: 'self',
    input: z.object({}),
    async handle(ctx) {
      const { db, scope } = ctx
      const today = localDate(ctx.now, ctx.institution.timeZone)
      const year = today.slice(0, 4)
      const jp = await findMyJp(db, scope, year)
      const rule = jp && yearlyRule(await listJpRules(db, scope, today), jp.employment)
      const courses = await listMyCourses(db, scope)
      return {
        page: <LearnPage courses={courses} open={await listOpenCourses(db, scope)} jp={jp} year={year} rule={rule} />,
      }
    },
  }),

  query({
    path: '/belajar/:id',
    access: 'self',
    input: CourseId,
    sample: COURSE,
    async handle(ctx, { id }) {
      const state = await courseState(ctx, id)
      const rules = await listJpRules(ctx.db, ctx.scope, localDate(ctx.now, ctx.institution.timeZone))
      return { page: <CoursePage state={state} rule={minutesRule(rules)} /> }
    },
  }),

  command({
    path: '/belajar/:id/daftar',
    access: 'self',
    audit: 'learning.enrolled',
    input: CourseId,
    async handle(ctx, { id }) {
      const course = (await listOpenCourses(ctx.db, ctx.scope)).find((one) => one.id === id)
      const unitId = await findMyUnit(ctx.db, ctx.scope)
      const { employee } = ctx.scope
      if (!course || !unitId || !employee) throw new NotFound('course')
      await enroll(ctx.db, ctx.scope, ctx.now, [{ courseId: id, employeeId: employee, unitId, source: 'self' }])
      return {
        redirect: `/belajar/${id}`,
        notice: ctx.t(messages).joined,
        audit: { subject: `course:${id}`, detail: { employee, source: 'self' } },
      }
    },
  }),

  query({
    path: '/belajar/:id/modul/:module',
    access: 'self',
    input: ModuleId,
    sample: MODULE,
    handle: (ctx, ids) => modulePage(ctx, ids, ctx.form),
  }),

  command({
    path: '/belajar/:id/modul/:module/selesai',
    access: 'self',
    audit: 'learning.module_completed',
    input: CompleteInput,
    invalid: (ctx, raw, form) => modulePage(ctx, raw, form),
    async handle(ctx, input) {
      const { state, module, next } = await openModule(ctx, input)
      if (!input.confirm) {
        const { confirmNeeded } = ctx.t(messages)
        throw new Refusal(422, confirmNeeded, { confirm: confirmNeeded })
      }
      const way = module.kind === 'video' ? 'transcript' : 'read'
      await completeModules(ctx.db, ctx.scope, ctx.now, [{ enrollmentId: state.course.id, moduleId: module.id, way }])
      await completeEnrollments(ctx.db, ctx.scope, ctx.now, [state.course.id], ctx.institution.timeZone)
      return {
        redirect: next ? `/belajar/${input.id}/modul/${next.id}` : `/belajar/${input.id}`,
        notice: ctx.t(messages).marked,
        audit: { subject: `enrollment:${state.course.id}`, detail: { module: module.id, way } },
      }
    },
  }),

  command({
    path: '/belajar/:id/modul/:module/tonton',
    access: 'self',
    audit: 'learning.video_watched',
    input: WatchInput,
    async handle(ctx, input) {
      const { state, module } = await openModule(ctx, input)
      const seconds = module.video_seconds ?? 0
      const ranges = parseRanges(input.ranges, seconds)
      if (module.kind !== 'video' || !ranges) throw new Refusal(422, '', { ranges: input.ranges.slice(0, 100) })
      const percent = await percentOf(ctx)
      const at = { enrollmentId: state.course.id, moduleId: module.id, videoSeconds: seconds, percent }
      const { watched, completed } = await addWatched(ctx.db, ctx.scope, ctx.now, at, ranges)
      if (completed) await completeEnrollments(ctx.db, ctx.scope, ctx.now, [state.course.id], ctx.institution.timeZone)
      const text = ctx.t(messages).watchedOf(formatNumber(watched, ctx.language), formatNumber(seconds, ctx.language))
      return {
        json: { watched, of: seconds, text, completed },
        audit: { subject: `enrollment:${state.course.id}`, detail: { module: module.id, watched, completed } },
      }
    },
  }),

  query({
    path: '/belajar/:id/modul/:module/video',
    access: 'self',
    input: ModuleId,
    sample: VIDEO,
    async handle(ctx, ids) {
      const { module } = await openModule(ctx, ids)
      if (isShipped(module.video_shipped)) {
        const body = shippedVideo(module.video_shipped)
        return {
          file: { name: `${module.video_shipped}.mp4`, type: 'video/mp4', body, inline: true, bytes: body.length },
        }
      }
      const file = module.video_file_id ? await findFile(ctx.db, ctx.scope, module.video_file_id) : undefined
      if (!file) throw new NotFound('video')
      return sendFile(ctx.scope, file)
    },
  }),

  query({
    path: '/belajar/:id/modul/:module/teks',
    access: 'self',
    input: ModuleId,
    sample: VIDEO,
    async handle(ctx, ids) {
      const { module } = await openModule(ctx, ids)
      if (!module.captions) throw new NotFound('captions')
      return { file: { name: 'teks.vtt', type: 'text/vtt; charset=utf-8', body: module.captions, inline: true } }
    },
  }),
]
