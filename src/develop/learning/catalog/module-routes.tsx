import { readFile } from 'node:fs/promises'
import { fileTypeFromBuffer } from 'file-type'
import { storeBytes } from '../../../platform/files.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { type FormState, idParam, type Upload } from '../../../platform/http/input.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { seenOf } from '../../../platform/http/seen.ts'
import { isShipped, shippedCaptions } from '../media.ts'
import { addModules, type NewModule, setModule } from './acts.ts'
import { captionProblem } from './captions.ts'
import { ModuleForm } from './form-views.tsx'
import { messages } from './messages.ts'
import { CourseId, ModuleId, ModuleInput, SHIPPED_VIDEOS, VIDEO_BYTES, VIDEO_TYPES, videoSeconds } from './model.ts'
import { findModule, type Module } from './queries.ts'
import { courseOf, SAMPLE } from './routes.tsx'

type Manage = Context<'learning.manage'>

async function moduleForm(ctx: Manage, raw: Readonly<Record<string, unknown>>, form: FormState) {
  const course = await courseOf(ctx, raw)
  if (raw['module'] === undefined) return { page: <ModuleForm form={form} course={course} module={undefined} /> }
  return { page: <ModuleForm form={form} course={course} module={await moduleOf(ctx, course.id, raw['module'])} /> }
}

async function moduleOf(ctx: Manage, courseId: string, raw: unknown): Promise<Module> {
  const id = idParam().safeParse(raw)
  const module = id.success ? await findModule(ctx.db, ctx.scope, courseId, id.data) : undefined
  if (!module) throw new NotFound('module')
  return module
}

/** Checks what the schema cannot: that a video is one, has a length, and can be followed without sound. */
async function contentOf(
  ctx: Manage,
  courseId: string,
  input: ModuleInput,
  before: Module | undefined,
): Promise<NewModule> {
  const { kind, title, body, minutes } = input
  const none = { video_file_id: null, video_shipped: null, video_seconds: null, captions: null }
  if (kind === 'text') return { kind, title, body, minutes, ...none }
  const shipped = input.shipped ?? null
  if (isShipped(shipped) && !input.video) {
    const captions = input.captions ?? shippedCaptions(shipped)
    refuseCaptions(ctx, captions)
    return {
      kind,
      title,
      body,
      minutes,
      ...none,
      video_shipped: shipped,
      video_seconds: SHIPPED_VIDEOS[shipped].seconds,
      captions,
    }
  }
  const text = ctx.t(messages)
  const fields: Record<string, string> = {}
  const seconds = videoSeconds(input.length)
  if (!input.video && !before?.video_file_id) fields['video'] = text.videoMissing
  if (!seconds) fields['length'] = text.lengthMissing
  if (!input.captions) fields['captions'] = text.captionsMissing
  if (Object.keys(fields).length > 0) throw new Refusal(422, '', fields)
  refuseCaptions(ctx, input.captions ?? '')
  const file = input.video ? await storeVideo(ctx, courseId, input.video) : (before?.video_file_id ?? null)
  return {
    kind,
    title,
    body,
    minutes,
    ...none,
    video_file_id: file,
    video_seconds: seconds ?? null,
    captions: input.captions ?? null,
  }
}

function refuseCaptions(ctx: Manage, source: string): void {
  const problem = captionProblem(source)
  if (!problem) return
  const message = ctx.t(messages).captionProblem[problem.code](String(problem.line))
  throw new Refusal(422, message, { captions: message })
}

async function storeVideo(ctx: Manage, courseId: string, upload: Upload): Promise<string> {
  const bytes = await readFile(upload.path)
  const type = (await fileTypeFromBuffer(bytes))?.mime
  const known = VIDEO_TYPES.find((one) => one === type)
  if (!known) throw new Refusal(422, '', { video: ctx.t(messages).videoType })
  return storeBytes(ctx.db, ctx.scope, ctx.now, {
    name: upload.name,
    type: known,
    bytes,
    owner: `learning:${courseId}`,
    inline: true,
  })
}

export const moduleRoutes = [
  query({
    path: '/kursus/:id/modul/baru',
    access: 'learning.manage',
    input: CourseId,
    sample: SAMPLE,
    handle: (ctx, input) => moduleForm(ctx, input, ctx.form),
  }),

  command({
    path: '/kursus/:id/modul',
    access: 'learning.manage',
    audit: 'learning.module_added',
    maxUploadBytes: VIDEO_BYTES,
    input: ModuleInput.extend({ id: idParam() }),
    invalid: (ctx, raw, form) => moduleForm(ctx, raw, form),
    async handle(ctx, input) {
      const course = await courseOf(ctx, input)
      const content = await contentOf(ctx, course.id, input, undefined)
      const [id = ''] = await addModules(ctx.db, ctx.scope, ctx.now, course.id, [content])
      return {
        redirect: `/kursus/${course.id}`,
        notice: ctx.t(messages).saved,
        audit: { subject: `course:${course.id}`, detail: { module: id, title: content.title } },
      }
    },
  }),

  query({
    path: '/kursus/:id/modul/:module',
    access: 'learning.manage',
    input: ModuleId,
    sample: {
      ...SAMPLE,
      module: `select id from learning.module where course_id = (${SAMPLE.id}) and removed_at is null order by position limit 1`,
    },
    handle: (ctx, input) => moduleForm(ctx, input, ctx.form),
  }),

  command({
    path: '/kursus/:id/modul/:module',
    access: 'learning.manage',
    audit: 'learning.module_changed',
    maxUploadBytes: VIDEO_BYTES,
    input: ModuleInput.extend({ id: idParam(), module: idParam() }),
    invalid: (ctx, raw, form) => moduleForm(ctx, raw, form),
    async handle(ctx, input) {
      const course = await courseOf(ctx, input)
      const before = await moduleOf(ctx, course.id, input.module)
      ctx.requireSeen(seenOf(before))
      await setModule(ctx.db, ctx.scope, before.id, await contentOf(ctx, course.id, input, before))
      return {
        redirect: `/kursus/${course.id}`,
        notice: ctx.t(messages).saved,
        audit: { subject: `course:${course.id}`, detail: { module: before.id, title: input.title } },
      }
    },
  }),
]
