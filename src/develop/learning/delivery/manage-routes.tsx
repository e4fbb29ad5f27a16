import type { z } from 'zod'
import { employeesBelowStandard, listCompetencies } from '../../../diagnose/competency/index.ts'
import type { Permission } from '../../../platform/access.ts'
import { Refusal } from '../../../platform/http/errors.ts'
import { type FormState, idParam } from '../../../platform/http/input.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { CourseId } from '../catalog/model.ts'
import { type Course, listCourseUnits } from '../catalog/queries.ts'
import { courseOf, SAMPLE } from '../catalog/routes.tsx'
import { enroll } from './acts.ts'
import { manageMessages } from './manage-messages.ts'
import { ParticipantsPage, ResultsPage } from './manage-views.tsx'
import { EnrollInput, ParticipantPage, parseNips } from './model.ts'
import { type Candidate, listByNip, listCandidates, listParticipants } from './queries.ts'
import { listItems, programCompletions, programScores } from './results.ts'

const Page = ParticipantPage.extend({ id: idParam() })

/** Candidates below the standard of the competency that the course is for. */
async function belowStandard<A extends Permission>(
  ctx: Context<A>,
  course: Course,
  candidates: readonly Candidate[],
): Promise<Candidate[]> {
  const { competency_id } = course
  if (!competency_id) return []
  const below = new Set<string>()
  for (const unit of await listCourseUnits(ctx.db, ctx.scope, course.id)) {
    if (!ctx.scope.units.includes(unit.id)) continue
    for (const person of await employeesBelowStandard(ctx.db, ctx.scope, unit.id, competency_id))
      below.add(person.employee_id)
  }
  return candidates.filter((one) => below.has(one.employee_id))
}

async function participantsPage<A extends Permission>(
  ctx: Context<A>,
  raw: Readonly<Record<string, unknown>>,
  form: FormState,
) {
  const course = await courseOf(ctx, raw)
  const page = ParticipantPage.parse(raw)
  const { rows, more } = await listParticipants(ctx.db, ctx.scope, course.id, page)
  const last = rows.at(-1)
  const candidates = await listCandidates(ctx.db, ctx.scope, course.id)
  const competency = (await listCompetencies(ctx.db, ctx.scope)).find((one) => one.id === course.competency_id)
  return {
    page: (
      <ParticipantsPage
        form={form}
        course={course}
        rows={rows}
        next={more ? last?.id : undefined}
        sort={page.sort}
        candidates={candidates.length}
        gap={competency && { name: competency.name, count: (await belowStandard(ctx, course, candidates)).length }}
        mayManage={ctx.also('learning.manage') !== undefined}
      />
    ),
  }
}

async function chosenPeople(
  ctx: Context<'learning.manage'>,
  course: Course,
  input: z.output<typeof EnrollInput>,
): Promise<Candidate[]> {
  if (input.who !== 'individual') {
    const candidates = await listCandidates(ctx.db, ctx.scope, course.id)
    return input.who === 'unit' ? candidates : belowStandard(ctx, course, candidates)
  }
  const text = ctx.t(manageMessages)
  const nips = parseNips(input.nips)
  if (nips.length === 0) throw new Refusal(422, text.nipsMissing, { nips: text.nipsMissing })
  const found = await listByNip(ctx.db, ctx.scope, nips)
  const unknown = nips.filter((nip) => !found.some((one) => one.nip === nip))
  if (unknown.length > 0) throw new Refusal(422, '', { nips: text.nipsUnknown(unknown.slice(0, 10).join(', ')) })
  return found
}

export const manageRoutes = [
  query({
    path: '/kursus/:id/peserta',
    access: 'learning.read',
    input: Page,
    sample: SAMPLE,
    handle: (ctx, input) => participantsPage(ctx, input, ctx.form),
  }),

  command({
    path: '/kursus/:id/peserta',
    access: 'learning.manage',
    audit: 'learning.enrolled',
    input: EnrollInput,
    invalid: (ctx, raw, form) => participantsPage(ctx, raw, form),
    async handle(ctx, input) {
      const course = await courseOf(ctx, input)
      const people = await chosenPeople(ctx, course, input)
      const count = await enroll(
        ctx.db,
        ctx.scope,
        ctx.now,
        people.map((one) => ({
          courseId: course.id,
          employeeId: one.employee_id,
          unitId: one.unit_id,
          source: input.who,
        })),
      )
      const text = ctx.t(manageMessages)
      return {
        redirect: `/kursus/${course.id}/peserta`,
        notice: count > 0 ? text.enrolled(String(count)) : text.none,
        audit: { subject: `course:${course.id}`, detail: { who: input.who, enrolled: count } },
      }
    },
  }),

  query({
    path: '/kursus/:id/hasil',
    access: 'learning.read',
    input: CourseId,
    sample: SAMPLE,
    async handle(ctx, input) {
      const course = await courseOf(ctx, input)
      return {
        page: (
          <ResultsPage
            course={course}
            scores={await programScores(ctx.db, ctx.scope, course.program_id)}
            items={await listItems(ctx.db, ctx.scope, course.id)}
            completions={await programCompletions(ctx.db, ctx.scope, course.program_id)}
          />
        ),
      }
    },
  }),
]
