import { z } from 'zod'
import type { Scope } from '../../platform/access.ts'
import { NotFound } from '../../platform/http/errors.ts'
import { idParam } from '../../platform/http/input.ts'
import { type Context, type Outcome, query } from '../../platform/http/route.ts'
import {
  findAssessment,
  findSuperiorOn,
  listOpenCycles,
  listOwnAssessments,
  listSubordinates,
} from './assessment-queries.ts'
import { profileOf } from './profile.ts'
import { NoEmployeePage, type OpenTask, ProfilePage } from './profile-views.tsx'
import {
  findPerson,
  isAbove,
  listCompetencies,
  listEvidence,
  listPositionsWithStandard,
  listRequirements,
} from './queries.ts'
import { currentRules } from './rule-queries.ts'
import { SubordinatesPage } from './subordinate-views.tsx'

const Comparison = z.object({ jabatan: z.string().optional() })

/** Own profile, those of people below, and, with the permission, those of one's units. Everything else is not found. */
async function mayView(
  { db, scope, also }: Context<'self'>,
  person: { id: string; unit_id: string },
): Promise<boolean> {
  if (person.id === scope.employee) return true
  if (also('competency.profile')?.units.includes(person.unit_id)) return true
  return isAbove(db, scope, person.id)
}

async function showProfile(
  context: Context<'self'>,
  employeeId: string,
  compareWith: string | undefined,
): Promise<Outcome> {
  const { db, scope, now } = context
  const person = await findPerson(db, scope, employeeId)
  if (!person || !(await mayView(context, person))) throw new NotFound('employee')
  const { day, rules } = await currentRules(db, scope, now)
  const positions = await listPositionsWithStandard(db, scope)
  const compared = positions.find((one) => one.id === compareWith && one.id !== person.position_id)
  const requirements = await listRequirements(db, scope, compared?.id ?? person.position_id, day)
  const evidence = await listEvidence(db, scope, person.id)
  const names = new Map((await listCompetencies(db, scope)).map((one) => [one.id, one.name]))
  const own = person.id === scope.employee
  const props = {
    person,
    own,
    profile: profileOf(requirements, evidence, day, rules),
    evidence,
    names,
    positions,
    compared,
  }
  return { page: <ProfilePage {...props} tasks={await openTasks(context, person.id, own, day)} /> }
}

async function openTasks(
  { db, scope }: Context<'self'>,
  employeeId: string,
  own: boolean,
  day: string,
): Promise<OpenTask[]> {
  if (!own && (await findSuperiorOn(db, scope, employeeId, day)) !== scope.employee) return []
  const tasks: OpenTask[] = []
  for (const cycle of await listOpenCycles(db, scope, day)) {
    const found = await findAssessment(db, scope, cycle.id, employeeId, own ? 'self' : 'superior')
    tasks.push({
      cycle: cycle.id,
      name: cycle.name,
      until: cycle.closes_on,
      href: `/kompetensi/siklus/${cycle.id}/menilai/${employeeId}`,
      state: found?.state ?? 'new',
    })
  }
  return tasks
}

export const peopleRoutes = [
  query({
    path: '/kompetensi/saya',
    access: 'self',
    input: Comparison,
    async handle(context, { jabatan }) {
      const { employee }: Scope = context.scope
      return employee ? showProfile(context, employee, jabatan) : { page: <NoEmployeePage /> }
    },
  }),

  query({
    path: '/kompetensi/pegawai/:id',
    frequent: true,
    access: 'self',
    input: Comparison.extend({ id: idParam() }),
    sample: {
      id: `select a.superior_id from people.assignment a where a.superior_id is not null limit 1`,
    },
    handle: (context, { id, jabatan }) => showProfile(context, id, jabatan),
  }),

  query({
    path: '/kompetensi/bawahan',
    access: 'self',
    input: z.object({}),
    async handle({ db, scope, now }) {
      const { day } = await currentRules(db, scope, now)
      const cycles = await listOpenCycles(db, scope, day)
      const people = await listSubordinates(db, scope, day)
      const assessments = await listOwnAssessments(
        db,
        scope,
        cycles.map((cycle) => cycle.id),
      )
      return { page: <SubordinatesPage people={people} cycles={cycles} assessments={assessments} /> }
    },
  }),
]
